"""Chinese names of labels that the taxonomy does not name, for whoever reads a console view or a page.

>>> in_chinese("rulemaking+law_enforcement"), in_chinese("38 件 at_least count"), in_chinese("«《行政处罚法》» law", CITATIONS)
('依法行政制度体系+行政执法', '38 件 至少 计数', '«《行政处罚法》» 法律')
"""

import re
from collections.abc import Mapping
from functools import cache

from lawnlp.taxonomy import taxonomy

CITATIONS = {"law": "法律", "regulation": "法规规章", "normative": "规范性文件", "plan": "规划方案", "other": "其他"}
BODIES = {
    "party": "党委",
    "government": "政府",
    "agency": "部门机构",
    "congress": "人大",
    "cppcc": "政协",
    "court": "法院",
    "procuratorate": "检察院",
    "grassroots": "基层",
    "social": "社会组织",
}
LEVELS = {"province": "省级", "city": "市级", "county": "县级", "town": "乡镇街道", "department": "部门"}
BOUNDS = {"exact": "恰为", "at_least": "至少", "at_most": "至多", "about": "约"}
QUANTITIES = {
    "count": "计数",
    "percent": "百分比",
    "money": "金额",
    "duration": "时长",
    "area": "面积",
    "length": "长度",
    "multiple": "倍数",
    "other": "其他",
}
_WORD = re.compile(r"[a-z]+(?:_[a-z]+)*")


@cache
def _names() -> dict[str, str]:
    labels = taxonomy()
    named = {label: entry.name for group in (labels.items, labels.indicators, labels.topics, labels.parts) for label, entry in group.items()}
    return named | BODIES | BOUNDS | QUANTITIES | {"yes": "有", "no": "无", "optional": "可选"}


def in_chinese(words: str, first: Mapping[str, str] | None = None) -> str:
    """Words with every label in them put into Chinese; `first` is looked up before the other names, for labels that stand in two layers."""
    return _WORD.sub(lambda match: (first or {}).get(match[0]) or _names().get(match[0], match[0]), words)
