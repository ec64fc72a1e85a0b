"""How the quantities of a text belong together: parts and their total, a rate and the two counts it is made of, a change and the figure that changed.

Only what the words or the sums say is linked: a part stands behind 其中, 中 or in brackets behind its total, or a list adds up to it exactly and no word of it says otherwise; a rate
must follow from its two counts to the last digit it is printed with. Indexes are positions in the list of quantities.

>>> from lawnlp.text.quantities import find_quantities
>>> text = "受理38件，其中涉企9件；审结35件，审结率92.1%，同比增长3个百分点"
>>> found = [vars(q) | {"name": name} for q, name in zip(find_quantities(text), ["受理", "涉企", "审结", "审结率", "审结率"])]
>>> relate(text, found)
[{'parts': [1]}, {'of': 0}, {}, {'rate_of': [2, 0]}, {'direction': 'up', 'base': '同比', 'change_of': 3}]
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lawnlp.text.fold import fold
from lawnlp.text.relations.brackets import brackets_around
from lawnlp.text.relations.changed import link_changes
from lawnlp.text.relations.figures import Quantity
from lawnlp.text.relations.listed import listed_names as listed_names
from lawnlp.text.relations.parts import link_parts
from lawnlp.text.relations.rates import link_rates


def relate(text: str, quantities: Sequence[Quantity]) -> list[dict[str, Any]]:
    """What links each quantity to others.

    Args:
        text: the text the offsets point into.
        quantities: in the order of the text, with start, end, kind, value, unit, name and change ("from", "to", "by" or "").

    Returns:
        For each quantity the keys that apply: `of` (index of its total) and `parts` (indexes, the other end), `rate_of` (indexes of numerator and denominator), and for a change
        `direction` (up or down, None where words and values leave it open), `base` (what it is measured against, as it stands in the text) and `change_of` (index of the
        figure that changed; from the start of 由3天压缩到0.5天 its end).
    """
    links: list[dict[str, Any]] = [{} for _ in quantities]
    if not quantities:
        return links
    folded = fold(text)
    brackets = brackets_around(folded, quantities)
    link_parts(folded, quantities, links, brackets)
    link_rates(folded, quantities, links)
    link_changes(folded, quantities, links, brackets)
    return links


def shared_names(quantities: Sequence[Quantity], links: Sequence[Mapping[str, Any]]) -> list[str]:
    """The name of each quantity, where a change has the name of what changed: the end of 由…到… that of its start, an amount that of its figure.

    A part named like the total of the part beside it has the name of its own (建议142件、提案97件,其中县本级分别为121件、88件).
    """
    names = [q["name"] or "" for q in quantities]
    totals = [link.get("of") for link in links]
    for i, total in enumerate(totals):
        for beside in (i - 1, i + 1):
            other = totals[beside] if total is not None and 0 <= beside < len(totals) else None
            if total is not None and other not in (None, i) and total != beside and total - other == i - beside and names[i] == names[other]:
                names[i] = names[total] or names[i]
                break
    for wanted in ("from", "by"):
        for i, link in enumerate(links):
            level = link.get("change_of")
            if level is not None and quantities[i]["change"] == wanted:
                if wanted == "by" and re.fullmatch(r".{2,}[数量]", names[i]):
                    continue
                source, target = (i, level) if wanted == "from" else (level, i)
                names[target] = names[source] or names[target]
    return names
