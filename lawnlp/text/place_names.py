"""What may be the name of a place: the level words, the words that end like a place and are none, and the names of towns that look like classes or like running text (马村镇, 清水乡)."""

import re
from functools import cache

from lawnlp.text.edges import HAN, follows_verb, stops
from lawnlp.text.lexicon import table, word_set, words

LEVELS = ("自治区", "自治州", "自治县", "自治旗", "地区", "街道", "社区", "省", "市", "区", "县", "州", "旗", "盟", "镇", "乡", "村", "苏木", "嘎查")
TOWNS = ("镇", "乡", "街道", "苏木")
VILLAGES = ("社区", "村", "嘎查")
LEVEL = re.compile("|".join(LEVELS))
PRONOUNS = "我本"
CLASSES = "全各每两三多某该外跨几个邻级"
# Stop characters that may open the name of a town or village (月山镇, 后溪乡).
_OPENING = frozenset("月前后")
_MOVES = frozenset("来去转送进年几两一二三四五六七八九十")  # behind 前 or 后 no name: 后转村委会, 前三街道
_COUNTED = frozenset("届任年级家位名类")  # behind a numeral no name: 三届|镇人大; 三建|乡 is one
# Words for a place with which the name of a town may end (马村镇, 侯集镇, 蓬街镇, 古城乡); as one word with the level word they are a class (村镇, 集镇, 城乡).
_DOUBLED = frozenset("村集市区县乡街镇城")
_HOUSEHOLDS = re.compile("[三四五六七八九十百千万]户")  # which count no towns
ORGAN = re.compile("人民政府|党委|党工委|人大|纪委|综合|便民|办事处")  # behind the name of a town; 城乡|政府, 解决集镇|司法所 are of the class
GATHERS = re.compile("[归收采汇征筹搜召聚赶]集$")  # 归集|市公安局, which is no market


@cache
def common() -> frozenset[str]:
    """Words that end like a place and are none (城区, 该市)."""
    return word_set("places", "common")


@cache
def ordinary() -> frozenset[str]:
    """Names and stems of divisions that are ordinary words too (和平, 城关)."""
    return word_set("places", "ordinary")


@cache
def transliterated() -> re.Pattern[str]:
    """A long name that is written with the characters of other languages only."""
    return re.compile(f"[{''.join(words('places', 'transliterates'))}]{{3,7}}$")


@cache
def closing() -> re.Pattern[str]:
    """Names of two characters whose second one goes before names or stops them elsewhere (太和镇, 日新镇, 悦来镇, 洛须镇)."""
    transliterates = "".join(sorted(set("".join(words("places", "transliterates"))) - set("代通南")))
    return re.compile(f"[太永家人泰义中仁祥三安福保德丰宝元顺]和|[日永阜维鼎]新|[悦福凤东朋]来|[明新秋映净]月|周至|[上中大新成丰]都|[{transliterates}][都须]")


def is_transliterated(stem: str) -> bool:
    """Whether a long name of a town is written with the characters of other languages only (洪格尔高勒|镇)."""
    return bool(transliterated().fullmatch(stem))


def ends_of_names(level: str) -> str:
    """The level words with which the names of towns and of streets and communities end too (归州镇, 中关村街道)."""
    return "州村" if level in ("街道", "社区") else "州"


def is_class(name: str, level: str) -> bool:
    """Whether this is no name but a common word or what makes a class of the bodies (农村街道, 各村社区, 部分街道); 新村街道 is a name."""
    if name.endswith("村") and not name.endswith("新村"):
        stem = name[:-1]
        if name[-2:] in common() or name[-3:] in common() or LEVEL.search(stem) or (follows_verb(stem, len(stem)) and stem not in words("stops", "nouns")):
            return True
    return name + level in common() or (level == "街道" and name in words("proper", "classes"))


def is_doubled_name(name: str, level: str) -> bool:
    """Whether these are two or three characters that end with a word for a place and may name a town (马村|镇, 上土市|镇, 新市|街道), no class of them (各村|镇, 城区|街道)."""
    head = name[:-1]
    if (
        name[-1] not in _DOUBLED
        or (name[-1] == "城" and level != "乡")
        or (name[-1] in "村集街" and level == "街道")
        or not 0 < len(head) < 3
        or not all(map(HAN.match, name))
    ):
        return False
    if (name != "新村" and common() & {name, name[-2:], name + level}) or set(head) & stops():
        return False
    if GATHERS.search(name) or LEVEL.search(head) or head[0] in CLASSES + PRONOUNS:
        return False
    if len(head) > 1:
        return name[-1] in "村集市街" and not (follows_verb(head, 2) or (head[0] != "新" and follows_verb(head, 1)) or head in words("proper", "classes"))
    return head == "新" or head in table("proper")["families"] or not (follows_verb(head, 1) or follows_verb(name, 2))


def is_guarded_name(name: str, level: str) -> bool:
    """Whether this is the name of a town or village although a guard of running text hits inside it (清水|乡, 月山|镇, 太和|镇)."""
    if not all(map(HAN.match, name)) or name + level in common():
        return False
    numbered = len(name) == 2 and name[0] in "三四五六七八九" and name[1] not in stops() and name[1] not in _COUNTED and name[1] + level not in common()
    if numbered or _HOUSEHOLDS.fullmatch(name) or closing().fullmatch(name):
        return True
    if set(name[1:]) & stops() or (name[0] in stops() and name[0] not in _OPENING) or follows_verb(name, len(name)) or follows_verb(name, 2):
        return False
    return (len(name) == 2 and name[-1] + level in words("places", "ends")) or (
        name[0] in _OPENING
        and (name[1] not in _MOVES or (len(name) == 2 and name[0] == "后" and name[1] in "三四五六七八九" and level != "街道"))
        and name[:2] not in words("places", "openings")
    )
