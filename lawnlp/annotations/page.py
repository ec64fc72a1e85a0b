"""The disagreements of annotators as one page: self-contained, offline, sortable, filterable, every value escaped by Jinja2."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from lawnlp.annotations.disagreements import KINDS, Disagreement
from lawnlp.display import CITATIONS, in_chinese

_KINDS = {
    "paragraph": "段落有无",
    "part": "部分",
    "main topic": "主要主题",
    "topics": "其他主题",
    "quantity": "数量位置",
    "value": "数值单位",
    "indicator": "指标",
    "name": "所计对象",
    "institution": "机构位置",
    "institution kind": "机构类别",
    "full name": "机构全称",
    "citation": "引文位置",
    "citation kind": "引文类别",
    "item": "检查项",
    "grade": "评级",
}
_FIGURES = {
    "paragraphs F1": "段落划分 F1",
    "part kappa": "部分 Cohen κ",
    "main topic kappa": "主要主题 Cohen κ",
    "topics Jaccard": "主题集合 Jaccard",
    "topics F1": "主题 F1",
    "quantities F1": "数量 F1（边界一致）",
    "quantities F1, overlapping": "数量 F1（有重叠）",
    "value, unit, bound and kind equal": "数值、单位、界限、类别全同",
    "value equal": "数值相同",
    "unit equal": "单位相同",
    "bound equal": "界限相同",
    "kind of quantity equal": "数量类别相同",
    "name overlap": "所计对象重合",
    "indicators F1": "指标 F1",
    "institutions F1": "机构 F1（边界一致）",
    "institutions F1, overlapping": "机构 F1（有重叠）",
    "kind of institution equal": "机构类别相同",
    "full name equal": "机构全称相同",
    "citations F1": "引文 F1（边界一致）",
    "citations F1, overlapping": "引文 F1（有重叠）",
    "kind of citation equal": "引文类别相同",
    "items Jaccard": "检查项集合 Jaccard",
    "items F1": "检查项 F1",
    "grades kappa": "评级 κ（二次加权）",
    "grades equal": "评级相同",
    "part alpha": "部分 Krippendorff α",
    "main topic alpha": "主要主题 Krippendorff α",
    "grades alpha": "评级 Krippendorff α（定序）",
}


def agreement_page(result: Mapping[str, Any], found: Sequence[Disagreement]) -> str:
    """The page as HTML: figures of every pair with support and interval, and one row a disagreement.

    Args:
        result: what `lawnlp.annotations.agreement.agreement` gave.
        found: the disagreements, in the order in which they are to stand.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(loader=PackageLoader("lawnlp.annotations"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    counts = Counter(d.kind for d in found)
    return environment.get_template("agreement.html").render(
        annotators=result["annotators"],
        documents=result["documents"],
        pairs=[{"a": p["a"], "b": p["b"], "compared": p["documents_compared"], "rows": _rows(p["figures"])} for p in result["pairs"]],
        alpha=_rows(result["alpha"]),
        kinds=[(kind, _KINDS[kind], counts[kind]) for kind in KINDS if counts[kind]],
        order=list(KINDS),
        rows=[_row(d, result["annotators"]) for d in found],
    )


def _rows(figures: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str, str, int]]:
    rows = []
    for name, figure in figures.items():
        value, low, high = (None if figure[key] is None else f"{figure[key]:.3f}" for key in ("value", "low", "high"))
        rows.append((_FIGURES[name], value or "—", f"{low}–{high}" if low and high else "", figure["n"]))
    return rows


def _row(d: Disagreement, annotators: Sequence[str]) -> dict[str, Any]:
    names = CITATIONS if d.kind.startswith("citation") else None
    joint = "、" if d.kind in ("paragraph", "part", "main topic", "topics") else "+"
    return {
        "kind": d.kind,
        "kind_name": _KINDS[d.kind],
        "rank": list(KINDS).index(d.kind),
        "document": d.document,
        "place": "" if d.start is None else f"{d.start}–{d.end}",
        "start": -1 if d.start is None else d.start,
        "label": in_chinese(d.label),
        "before": d.before,
        "words": d.words,
        "after": d.after,
        "readings": [in_chinese(d.readings[name], names).replace("+", joint) if name in d.readings else None for name in annotators],
    }
