"""Pure functions over text, without spaCy: what the pipeline components are thin wrappers over.

Lines and parts
    headings, sections: paragraphs with their titles; the part and topics of each. title, letterhead: title, signature, year. clauses: what labels and evidence are about.
Quantities
    quantities finds them; numerals, units, bounds read what they are made of; reported tells which of them report a fact; changes, counted: what changed, what is counted.
    relations: which belong together (parts and totals, rates, changes).
Institutions
    institutions finds them. In front of a body stands its place (places, over the table of regions), or none does (unplaced), or it has a name of its own (proper, areas).
    edges: where a name may begin; place_names: what may name a place; own_names: the places that a text shows itself.
    body_forms says what is a body, body_parts which part of it stands behind it, body holds what both share, lexicon the words (configs/institutions.toml).
    issuer: who reports, on what year, for which place. fullnames: what a name stands for in this report.
The rest
    damage (what copying left inside sentences), citations, acts (what speaks for a grade of coverage), fold (one spelling, no character moved), patterns (many words as one regular expression).
"""
