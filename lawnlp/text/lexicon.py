"""The words of the names of institutions (configs/institutions.toml) as lookups and as patterns.

>>> bool(department().fullmatch("市场监管局")), ending_kind("老街律师事务所")
(True, 'social')
"""

import re
from functools import cache

from lawnlp.resources import config_table
from lawnlp.text.patterns import trie

# What may not follow an ending, because both together are another word (处罚, 所有, 队伍, 局面).
_FOLLOW = {
    "局": "(?![面势长促]|部(?!分|署)|限(?!期|时))",
    "厅": "(?!长)",
    "处": "(?![罚理置于分以室])",
    "所": "(?![有属需在以谓长])",
    "队": "(?![伍员长列])",
    "中心": "(?!组|城|区|工作|任务|村|镇|卫生院|学校|小学|户|的?位置|环节)",
    "站": "(?![点式])",
    "室": "(?!内|外)",
    "科": "(?![技学室长普员])",
    "股": "(?![权份东长])",
    "委": "(?![托员派任培屈])",
    "防指": "(?!挥)",
    "小组": "(?!长)",
    "院": "(?![长校落])",
    "社": "(?![会区保])",
    "会": "(?![议员上同])",
    "办": "(?![理法事案件学好结实证税公]|会(?!同))",
    "小学": "(?!生)",
    "中学": "(?!生)",
    "大学": "(?!生)",
    "学校": "(?!园)",
    "政府": "(?!法治)",
    "投": "(?![资入诉产放递送票标保用融身稿影射向监]|公司|集团|控股|有限)",
}


@cache
def table(name: str) -> dict[str, str]:
    """One table of the lexicon."""
    return dict(config_table("institutions.toml")[name])


@cache
def words(section: str, key: str) -> tuple[str, ...]:
    """A list that is written as one string."""
    return tuple(table(section)[key].split())


@cache
def word_set(section: str, key: str) -> frozenset[str]:
    """The same list to look words up in."""
    return frozenset(words(section, key))


@cache
def national_names() -> dict[str, tuple[str, str]]:
    """Name of a body of the whole country to its kind and full name; the full name is itself one, also without the name of the state."""
    rows = [(short, *entry.split(maxsplit=1)) for short, entry in table("national").items()]
    longer = {name: (kind, full) for _, kind, full in rows for name in (full, full.removeprefix("中华人民共和国")) if "、" not in full}
    return longer | {short: (kind, full) for short, kind, full in rows}


@cache
def department() -> re.Pattern[str]:
    """A department without its place: 司法局, 卫健委, 发展和改革委员会."""
    functions, commissions = trie(table("functions")), trie(words("commissions", "functions"))
    return re.compile(
        rf"(?P<function>{functions})(?P<suffix>(?:总局|局){_FOLLOW['局']}|(?<!大)厅{_FOLLOW['厅']}|委员会|署(?!名))|(?P<commission>{commissions})委{_FOLLOW['委']}"
    )


@cache
def office() -> re.Pattern[str]:
    """An office without its place: 信访办, 普法办公室."""
    return re.compile(rf"(?P<office>{trie(table('offices'))})(?:办公室|办{_FOLLOW['办']})")


def _guard(name: str) -> str:
    """What may not follow an ending; a hall (大厅) is no department."""
    return ("(?<!大厅)" if name == "厅" else "") + next((rule for ending, rule in _FOLLOW.items() if name.endswith(ending)), "")


@cache
def endings(*kinds: str) -> str:
    """A pattern of the endings of names of these kinds, longest first, each with what may not follow."""
    return trie((word for kind in kinds for word in words("endings", kind)), _guard)


@cache
def _kinds() -> tuple[dict[str, str], int]:
    """Ending to kind (the first that names it), and the length of the longest."""
    found: dict[str, str] = {}
    for kind in table("endings"):
        for word in words("endings", kind):
            found.setdefault(word, kind)
    return found, max(map(len, found))


def ending_kind(name: str) -> str:
    """The kind that the longest known ending of a name gives; agency where none is known."""
    return _kinds()[0].get(ending_of(name), "agency")


def ending_of(name: str) -> str:
    """The longest known ending of a name; "" where none is known."""
    kinds, longest = _kinds()
    return next((name[-length:] for length in range(min(longest, len(name)), 0, -1) if name[-length:] in kinds), "")


@cache
def stop_characters() -> str:
    """The characters that never stand inside a name."""
    return table("stops")["characters"]


@cache
def inside() -> str:
    """A class of the characters that may stand inside a name."""
    return f"[^{re.escape(stop_characters())}A-Za-z0-9]"


@cache
def stop_words() -> re.Pattern[str]:
    """A word that never stands inside a name."""
    return re.compile(trie(words("stops", "words")))


@cache
def before_words() -> tuple[str, ...]:
    """Words after which a name begins."""
    return words("stops", "before")


@cache
def verbs() -> re.Pattern[str]:
    """Verbs of two characters and more, which stand in front of a name and not within it."""
    return re.compile(trie({word for word in before_words() if len(word) > 1} - set(words("stops", "nouns"))))


@cache
def desk_work() -> re.Pattern[str]:
    """Verbs that also say what a section does."""
    return re.compile(trie(words("desks", "work")))


@cache
def leaders() -> re.Pattern[str]:
    """Who leads a body or works there, and what it is reached by: behind its name no part of it."""
    return re.compile(rf"{trie(words('stops', 'leaders'))}|领导(?!小组)")
