"""The cards of the corpus, made from its counts: README.md (dataset card that `datasets.load_dataset` reads) and DATASHEET.md."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import yaml

from training.corpus.build import SPLITS, Corpus

_STRING, _INT, _FLOAT, _BOOL = ({"dtype": name} for name in ("string", "int64", "float64", "bool"))


def _list(name: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "list": [{"name": key, **kind} for key, kind in fields.items()]}


def features(requirements: list[str]) -> list[dict[str, Any]]:
    """The typed features of a record in the YAML form of a dataset card."""
    strings = {"list": "string"}
    span = {"start": _INT, "end": _INT}
    return [
        {"name": "id", **_STRING},
        {"name": "text", **_STRING},
        {"name": "meta", "struct": [{"name": key, **(_INT if key == "year" else _STRING)} for key in ("title", "issuer", "region", "year", "level", "source")]},
        _list("paragraphs", {**span, "part": strings, "topics": strings, "items": strings}),
        _list(
            "quantities",
            {
                **span,
                "text": _STRING,
                "kind": _STRING,
                "value": _FLOAT,
                "unit": _STRING,
                "bound": _STRING,
                "name": _STRING,
                "indicator": _STRING,
                "optional": _BOOL,
            },
        ),
        _list("institutions", {**span, "text": _STRING, "kind": _STRING, "canonical": _STRING, "optional": _BOOL}),
        {"name": "items", **strings},
        {"name": "coverage", "struct": [{"name": name, **_INT} for name in requirements]},
        _list("citations", {**span, "text": _STRING, "kind": _STRING}),
    ]


def cards(corpus: Corpus, counted: Mapping[str, Counter[Any]]) -> dict[str, str]:
    """Name to content of the generated cards."""
    required = corpus.taxonomy["requirements"]["topics"] + corpus.taxonomy["requirements"]["parts"]
    head = {
        "language": ["zh"],
        "license": "mit",
        "pretty_name": "Constructed rule-of-law annual reports",
        "task_categories": ["text-classification", "token-classification"],
        "configs": [
            {"config_name": "default", "data_files": [{"split": "validation" if split == "dev" else split, "path": f"{split}.jsonl"} for split in SPLITS]}
        ],
        "dataset_info": {"features": features(required)},
    }
    size = counted["size"]
    front = yaml.safe_dump(head, allow_unicode=True, sort_keys=False)
    readme = f"""---
{front}---
# Constructed rule-of-law annual reports

{size["reports"]} reports ({size["characters"]:,} characters) of invented Chinese governments, written for lawnlp in the register of real 法治政府建设年度报告 and labelled in place: parts and topics of
{size["paragraphs"]:,} paragraphs, {size["quantities"]:,} quantities, {size["institutions"]:,} institutions, {size["citations"]:,} citations, checklist items and coverage grades.

```python
from datasets import load_dataset

corpus = load_dataset("corpus")  # from the root of the repository: train, validation (dev.jsonl) and test
```

- `reports/` is what people write (SOURCE_FORMAT.md); `train.jsonl`, `dev.jsonl`, `test.jsonl`, `index.csv` and this page are made from it by `make corpus`.
- `fragments/` and `fragments.jsonl`: {len(corpus.fragments)} single sentences with {sum(len(f["quantities"]) for f in corpus.fragments):,} quantities, {sum(bool(q["indicator"]) for f in corpus.fragments for q in f["quantities"]):,} of them headline figures; learned from beside the train split, never scored on.
- `GUIDELINES.md` says what the labels mean, `HANDS.md` who writes how, `world/divisions.csv` the invented places, `splits.csv` which government is in which split, `decisions.csv` where a label
  stands against what the numeral parser reads, `second/` a second annotation with its agreement.
- `DATASHEET.md`: how it was made, what it is and is not, all counts.
"""
    return {"README.md": readme, "DATASHEET.md": _datasheet(corpus, counted)}


_ABOUT = """# Datasheet

Made by `make corpus`; the words stand in training/corpus/cards.py, the numbers are counted.

## What it is, and what it is not

Constructed texts: every place below the centre, every figure, case and local document is invented; national laws, institutions and official terms are real. It is material to train and test programs that read annual reports. It is no
evidence about any government, and nothing in it may be quoted as such. It was written to carry rare labels, damaged forms and planted contradictions more often than life does, so its counts are no estimates of how real reports are.

## How it was made

A world of invented provinces, cities and counties was laid down first, then a plan that gave every report a government, year, length, layout, the forms of headings, numbering, noise and damage to show, the
checklist items and headline figures to carry, and the grade each requirement was to deserve. Language models wrote the reports one by one from these briefs, in different hands (HANDS.md), with the labels in place as they wrote; programs checked
labels, offsets, values, bodies and grades, and the reports were mended. Values were compared with the numeral parser: where they differed the report was mended or the decision noted (decisions.csv). Grades near a border (927, all splits) were judged once more by one reader who did not see the label; 37 that the reader was sure of were changed.
The fragments (fragments/) were written by more than a dozen writers (language models with different briefs, 5,287 of them as excerpts of many imagined drafters) to give every headline figure more forms and more near misses than the reports have, and headline figures as often as real reports; only quantities are labelled in them. On 1,192 labels of headline figures (train, dev, fragments, test) a model that had not seen the text differed; six readers decided them blind: 1,013 stood, the others were changed, in the test split none. Names went through the same (5,682 of train, dev and fragments that overlapped with a model's by less than two thirds; 1,714 changed), and so did the headline figures of 2,614 later fragments (1,684; 192 changed) and the names where two crossed models differed from the label (6,124 of train and fragments; 1,066 changed, most of them in adversarial_service, structure, court and papers). These fragments were written because names and headline figures failed, on two published reports that are no part of this, where the number stands in front of its noun, in coordinations and in kinds without a total. The 4,495 of adversarial_*.txt were written with a model in the loop: thirty-one writers settled where its answers differed from their labels and wrote on with what had misled it. Of the first 3,162 a fifth of the headline decisions are ones that model got wrong, of the next 1,117 (court, dispute, enforce, learning, papers, service, structure) a tenth of all decisions, of the 216 of told and zones a sixteenth, so they say nothing of how often a model errs on reports; of 1,916 labels of the first eight files decided blind (957 headline figures, 959 names) 250 changed; the other files stand as their writers settled them, save that two readers looked at the 260 headline decisions of the latest seven in which a model that had not seen them was surest of another answer: 230 labels stood, 1 was changed, 29 that the guidelines leave open got other words. Names of the latest seven are rougher than those of the others. Of all fragments but the last 2,183 (those seven and documents, people, lists, scope, review, order, titles, counted, subjects) and of train, 3,987 labels of headline figures that cross-validated models answered otherwise were decided blind by five readers: 3,722 stood, of the 69 that a reader was sure to be wrong 58 were changed. Later one reader settled lists of events, study told twice, market checks and filed documents by five rules (GUIDELINES.md): 141 headline labels, five of them in the test split, all missing ones.
All reports were then read once more against flags: places where the quantity rules, or section models that had not seen the report, disagreed with a label. So agreement of those rules and models with this corpus is flattered; figures on other reports are not.
A part was annotated a second time from the bare text by an annotator who had not seen the first labels (second/).

Known weaknesses: one family of authors, however many hands; the two classes "optional" and "required" of quantities in Chinese numerals and of bodies without a place are applied unevenly; topics graded 2 carry few figures, since a figure would lift the grade.
"""


def _datasheet(corpus: Corpus, counted: Mapping[str, Counter[Any]]) -> str:
    required = corpus.taxonomy["requirements"]["topics"] + corpus.taxonomy["requirements"]["parts"]
    lines = [_ABOUT, "## Counts", ""]
    for name, title in (
        ("size", "Size"),
        ("level", "Reports by level"),
        ("year", "Reports by year"),
        ("split", "Reports by split"),
        ("part", "Paragraphs by part"),
        ("topic", "Paragraphs by topic (any rank)"),
    ):
        lines += _table(title, counted[name])
    lines += _table("Reports by checklist item", counted["item"]) + _table("Quantities by indicator", counted["indicator"])
    lines += (
        _table("Quantities by kind", counted["quantity"])
        + _table("Institutions by kind", counted["institution"])
        + _table("Citations by kind", counted["citation"])
    )
    lines += ["### Reports by grade of each requirement", "", "| requirement | 0 | 1 | 2 | 3 |", "|---|---|---|---|---|"]
    lines += [f"| {name} | {' | '.join(str(counted['grade'][name, grade]) for grade in range(4))} |" for name in required]
    return "\n".join([*lines, ""])


def _table(title: str, counts: Mapping[Any, int]) -> list[str]:
    rows = sorted(counts.items()) if title.endswith("year") else sorted(counts.items(), key=lambda row: -row[1])
    return [f"### {title}", "", "| | |", "|---|---|", *(f"| {key} | {value:,} |" for key, value in rows), ""]
