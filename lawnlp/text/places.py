"""Where the place in front of the name of a body begins: 由|云州市青岚区|司法局, 会同|市|司法局.

Known divisions are looked up; names that no table has (towns, streets, invented places) are read by their neighbourhood and by what the same
text shows elsewhere with clear edges.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from lawnlp.text.lexicon import before_words, stop_characters, table, word_set, words
from lawnlp.text.regions import Divisions, ends_of

LEVELS = ("自治区", "自治州", "自治县", "自治旗", "地区", "街道", "社区", "省", "市", "区", "县", "州", "旗", "盟", "镇", "乡", "村", "苏木", "嘎查")
TOWNS = ("镇", "乡", "街道", "苏木")
LEVEL = re.compile("|".join(LEVELS))
_HAN = re.compile(r"[\u3400-\u9fff]")
_PRONOUNS = "我本"
_CLASSES = "全各每两三多某该外跨几个邻级"
_ABOVE = re.compile("(?:国家|中央)、(?:省|自治区)、$")
_VILLAGES = ("社区", "村", "嘎查")
_NUMBERED = re.compile(r"(?:第?\d{1,3}|第[一二三四五六七八九十]+)号?$")  # 14社区调委会, 第5社区居民委员会
_LONGEST_UNKNOWN = {"街道": 4, "社区": 4, "镇": 4, "乡": 4, "村": 4, "苏木": 6, "嘎查": 6}
# Stop characters that may open the name of a town or village (月山镇, 后溪乡).
_OPENING = frozenset("月前后")
_MOVES = frozenset("来去转送进年几两一二三四五六七八九十")  # behind 前 or 后 no name: 后转村委会, 前三街道
_LONGEST_CHAIN = 8  # places in front of a body: a bound on the work, a village has five above it
_COUNTIES = frozenset("县旗区市")  # 我县|其塔木镇
_SEAT = re.compile("(?:人民)?政府$")
_COUNTED = frozenset("届任年级家位名类")  # behind a numeral no name: 三届|镇人大; 三建|乡 is one
# Words for a place with which the name of a town may end (马村镇, 侯集镇, 蓬街镇, 古城乡); as one word with the level word they are a class (村镇, 集镇, 城乡).
_DOUBLED = frozenset("村集市区县乡街镇城")
_OF_TOWNS = re.compile("建设|规划|创建|银行|供水|污水|改造|管理|环境|发展|经济|企业|户籍|居民|[村街社]")  # behind the class: 小集镇|建设办公室
_ORGAN = re.compile("人民政府|党委|党工委|人大|纪委|综合|便民|办事处")  # 城乡|政府, 解决集镇|司法所 are of the class
_TOWN_BEFORE = re.compile("(?<![各城村集乡省市县区])(?:镇|乡|街道)[、和与及]$")
_TOWN_BEHIND = re.compile("[、和与及](?:[市县区][\u3400-\u9fff]{1,8}局|(?![各省市县区])[\u3400-\u9fff]{1,4}?(?<![各城村集乡省市县区])(?:镇|乡|街道)(?![村镇]))")
_HOUSEHOLDS = re.compile("[三四五六七八九十百千万]户")  # which count no towns
_CAMPAIGN = frozenset("进入")  # elsewhere a name ends with neither: 法律进社区, 服务入村


@dataclass(frozen=True)
class Left:
    """Where a name begins; `places` are the names written in front, `how` is known, read, short, pronoun, open (not decided) or class (no body at all)."""

    start: int
    places: tuple[str, ...]
    how: str


@cache
def common() -> frozenset[str]:
    """Words that end like a place and are none (城区, 该市)."""
    return word_set("places", "common")


@cache
def ordinary() -> frozenset[str]:
    """Names and stems of divisions that are ordinary words too (和平, 城关)."""
    return word_set("places", "ordinary")


@cache
def _transliterated() -> re.Pattern[str]:
    """A long name that is written with the characters of other languages only."""
    return re.compile(f"[{''.join(words('places', 'transliterates'))}]{{3,7}}$")


@cache
def _closing() -> re.Pattern[str]:
    """Names of two characters whose second one goes before names or stops them elsewhere (太和镇, 日新镇, 悦来镇, 洛须镇)."""
    transliterates = "".join(sorted(set("".join(words("places", "transliterates"))) - set("代通南")))
    return re.compile(f"[太永家人泰义中仁祥三安福保德丰宝元顺]和|[日永阜维鼎]新|[悦福凤东朋]来|[明新秋映净]月|周至|[上中大新成丰]都|[{transliterates}][都须]")


@cache
def _before() -> tuple[frozenset[str], tuple[int, ...]]:
    every = frozenset({*before_words(), *words("stops", "words")})
    return every, tuple(sorted({len(word) for word in every if len(word) <= 4}))


def follows_verb(folded: str, at: int, shortest: int = 1) -> bool:
    """Whether a word that goes before names, of at least so many characters, ends at `at` (会同|市司法局)."""
    every, lengths = _before()
    return any(at >= length >= shortest and folded[at - length : at] in every for length in lengths)


@cache
def _stops() -> frozenset[str]:
    return frozenset(stop_characters())


def is_edge(folded: str, at: int) -> bool:
    """Whether a name may begin at `at` by what stands before: no Chinese character, a stop character, a word that goes before names, or 我县."""
    if at == 0:
        return True
    char = folded[at - 1]
    if at > 1 and ((char == "年" and folded[at - 2].isdigit()) or (char in _COUNTIES and folded[at - 2] == "我")):
        return True
    return not _HAN.match(char) or char in _stops() or follows_verb(folded, at)


@lru_cache(maxsize=4)
def _held(divisions: Divisions) -> frozenset[str]:
    """The stop characters that stand in the name of a place or in another word that holds one."""
    return frozenset("都须月至").union("".join(words("stops", "holding")), *divisions.stems) & _stops()


class Places:
    """The place names of one text: the known divisions, and those that the text itself shows."""

    def __init__(self, folded: str, divisions: Divisions) -> None:
        self.folded = folded
        self.divisions = divisions
        self.own = own_names(folded)
        self._own_stems = frozenset(LEVEL.sub("", name) for name in self.own)
        self._ends = ends_of(self.own)

    def known(self, end: int) -> int | None:
        """Start of the longest known name that ends at `end`; None where there is none."""
        folded, names, own = self.folded, self.divisions.names, self.own
        last = folded[max(0, end - 2) : end]
        lengths = self.divisions.ends.get(last, ())
        if last in self._ends:
            lengths = tuple(sorted({*lengths, *self._ends[last]}, reverse=True))
        for length in lengths:
            if length > end:
                continue
            piece = folded[end - length : end]
            if (piece in names or piece in own) and piece not in common() and (piece not in ordinary() or piece in own):
                return end - length
        return self._abbreviated(end)

    def _abbreviated(self, end: int) -> int | None:
        """Start of the abbreviated name of a banner or prefecture that ends at `end`, behind an edge or the name of a place (西乌旗, 巴州); None where there is none."""
        folded = self.folded
        if folded[end - 1 : end] not in ("旗", "州", "盟", "县"):
            return None
        for start in range(max(0, end - 4), end - 1):
            piece = folded[start:end]
            if piece not in common() and self.divisions.abbreviated(piece) and (is_edge(folded, start) or self.known(start) is not None):
                return start
        return None

    def begins(self, start: int, limit: int, whole: bool = False) -> bool:
        """Whether a known place, with or without its ending, stands at `start` (柏江|学院, 柏江市|第一中学); `whole` asks for the ending."""
        folded = self.folded
        for length in range(min(self.divisions.longest, limit - start), 1, -1):
            piece = folded[start : start + length]
            if (
                (
                    piece in self.divisions.names
                    or piece in self.own
                    or (not whole and (piece in self._own_stems or (piece in self.divisions.stems and length < 5)))
                )
                and piece not in common()
                and piece not in ordinary()
            ):
                return True
        return False

    def holding(self, at: int, limit: int) -> int | None:
        """Start of the name at an edge that holds the stop character at `at` (成|都|大学, 洛|须|司法所); None where there is none."""
        folded = self.folded
        if folded[at] not in _held(self.divisions) and not any(folded[at] in stem for stem in self._own_stems):
            return None
        if folded.startswith(words("stops", "holding"), at - 1) and is_edge(folded, at - 1):
            return at - 1
        for start in range(max(0, at - 3), at + 1):
            # a stop character in front (都安, 从化) rather is a word of its own
            if not (self._is_hard_edge(start) if start == at else is_edge(folded, start) or self.known(start) is not None):
                continue
            for end in range(max(at + 1, start + 2), min(start + 5, limit) + 1):
                name = folded[start:end]
                if (name in self.divisions.stems or name in self.divisions.names or name in self._own_stems) and name not in ordinary():
                    return start
        return at - 1 if at and _closing().fullmatch(folded, at - 1, at + 1) and self._is_hard_edge(at - 1) else None

    def _is_hard_edge(self, at: int) -> bool:
        """Whether no Chinese character stands in front of `at`, or a place that the table knows ends there."""
        return (
            at == 0
            or not _HAN.match(self.folded[at - 1])
            or self.known(at) is not None
            or any(self.folded[at - n : at] in self.divisions.stems for n in (2, 3) if n <= at)
        )

    def chain(self, end: int) -> tuple[int, tuple[str, ...]]:
        """Known names one behind the other that end at `end`, as many as stand above one body: start and names; (end, ()) where there are none."""
        start = end
        names: list[str] = []
        while len(names) < _LONGEST_CHAIN and (before := self.known(start)) is not None:
            names.append(self.folded[before:start])
            start = before
        return start, tuple(reversed(names))

    def left(self, at: int, level: str, named: bool = False) -> Left:
        """What stands to the left of the body whose level word (市, 街道 …) is at `at`; `named` where more than the level word names the body (镇|人民政府)."""
        folded = self.folded
        end = at + len(level)
        start, names = self.chain(end)
        if names:
            # 办|理县人大, 区县 …: a name of two characters read out of a longer word
            if (
                len(names) == 1
                and len(names[0]) <= 2
                and names[0] in self.divisions.names
                and start
                and _HAN.match(folded[start - 1])
                and folded[start - 1] not in _SAFE
                and not follows_verb(folded, start, 2)
                and not folded.endswith(_LEADS, 0, start)
                and names[0] not in self.own
            ):
                return Left(at, (), "short" if is_edge(folded, at) or folded[max(0, at - 2) : at] in before_words() else "open")
            above, more = self._above(start, level if named else "")
            return Left(above, (*more, *names), "known")
        if level in _LONGEST_UNKNOWN and (transliterated := self._transliterated(at, level)) is not None:
            return transliterated
        if level in _LONGEST_UNKNOWN and (guarded := self._guarded(at, level, named)) is not None:
            return guarded
        if level == "社区" and named and (numbered := _NUMBERED.search(folded, max(0, at - 6), at)):
            town = self._town_in_front(numbered.start(), level)
            return Left(town.start if town else numbered.start(), (*(town.places if town else ()), numbered[0] + level), "read")
        previous = folded[at - 1] if at else ""
        if not at or not _HAN.match(previous):
            # 市、县司法局, 县(市、区)司法局: a class of bodies
            listed = re.search(
                r"(?<![\u3400-\u9fff])[省市县区镇乡]{1,2}[、和及/(]$|[各全][省市县区镇乡]{1,2}[、和及/(]$|[省市县区镇乡][(][省市县区、]*$",
                folded[max(0, at - 8) : at],
            )
            # a county has one province and one city above it: 国家、省、市信访局
            return Left(at, (), "class" if listed and not (level == "市" and _ABOVE.search(folded, max(0, at - 8), at)) else "short")
        if previous in _PRONOUNS:
            return Left(end, (), "pronoun")
        if (previous == "级" and folded[max(0, at - 2) : at] in ("升级", "晋级")) or (named and _GATHERS.search(folded, max(0, at - 2), at)):
            return Left(at, (), "short")
        if previous in _CLASSES or folded[max(0, at - 1) : end] in common() or folded[max(0, at - 2) : end] in common():
            return Left(at, (), "class")
        if LEVEL.fullmatch(previous) and not (level in _LONGEST_UNKNOWN and previous in _ends_of_names(level) and self.known(at) is None):
            above, names = self.chain(at)
            return Left(above, (*names, level), "class") if names else Left(at, (), "class")
        if previous in _stops() or follows_verb(folded, at):
            return Left(at, (), "short")
        if level not in _LONGEST_UNKNOWN:  # an unknown county behind an unknown word: the short form is far more frequent
            return Left(at, (), "open")
        longest = 9 if level == "乡" and previous == "族" else _LONGEST_UNKNOWN[level]  # 塔尔塔吉克民族乡
        for length in range(2, min(longest, at) + 1):
            name = folded[at - length : at]
            if level == "街道" and named and name in words("proper", "classes") and is_edge(folded, at - length):
                return Left(at, (), "class")  # 部分|街道办事处
            if (
                all(map(_HAN.match, name))
                and not set(name) & _stops()
                and not _is_class(name, level)
                and (name[-1] not in _CAMPAIGN or name in words("places", "forward"))
            ):
                above, names = self._above(at - length, level if named else "")
                if above < at - length:
                    return Left(above, (*names, name + level), "read")
                if length < longest and self._begins_with_new(at - length - 1):
                    continue  # 新|华路街道
                if is_edge(folded, at - length):
                    if folded.startswith("新", at - length - 1) and length < longest and is_edge(folded, at - length - 1):
                        continue  # 新华路街道
                    return Left(at - length, (name + level,), "read")
                if town := self._town_in_front(at - length, level):
                    return Left(town.start, (*town.places, name + level), "read")
        return Left(at, (), "open")

    def _begins_with_new(self, at: int) -> bool:
        """Whether a name begins at `at` with 新, which goes before names elsewhere."""
        return at >= 0 and self.folded[at] == "新" and (is_edge(self.folded, at) or self.known(at) is not None)

    def _above(self, end: int, level: str) -> tuple[int, tuple[str, ...]]:
        """Start and names of what stands in front of a town or village at `end`; in front of a street office also its government (南山区人民政府|粤海街道|办事处)."""
        start, names = self.chain(end)
        if names or level != "街道" or not (seat := _SEAT.search(self.folded, max(0, end - 4), end)):
            return start, names
        start, names = self.chain(seat.start())
        if not names and self.folded[start - 1 : start] in ("区", "县", "市") and is_edge(self.folded, start - 1):
            return start - 1, ()  # 区人民政府|粤海街道
        return (start, names) if names else (end, ())

    def _town_in_front(self, end: int, level: str) -> Left | None:
        """The town or street, with what stands in front of it, that ends at `end` and has the village or community of `level` (古南街道|沱湾社区); None else."""
        town = next((word for word in TOWNS if self.folded.endswith(word, 0, end)), None) if level in _VILLAGES else None
        left = self.left(end - len(town), town, named=True) if town else None
        return left if left and left.places and left.how in ("known", "read") else None

    def _transliterated(self, at: int, level: str) -> Left | None:
        """The longest name at an edge that only characters of transliteration write (喀热开其克乡, 县|其塔木镇); None where there is none."""
        run = _transliterated().search(self.folded, max(0, at - 7), at)
        for start in range(run.start(), at - 2) if run else ():
            if follows_verb(self.folded, start + 1):
                continue  # 前来|巴音镇
            above, names = self.chain(start)
            if names or is_edge(self.folded, start) or self.folded[start - 1] in _COUNTIES:
                return Left(above, (*names, self.folded[start:at] + level), "read")
            if town := self._town_in_front(start, level):
                return Left(town.start, (*town.places, self.folded[start:at] + level), "read")
        return None

    def _guarded(self, at: int, level: str, named: bool) -> Left | None:
        """A name of two or three characters at an edge that the guards of running text would drop (清水乡人民政府, 前进村); None where there is none."""
        for length in (2, 3):
            name = self.folded[max(0, at - length) : at]
            # 先进村 alone is a village that does well, or 先 and a verb
            if len(name) == length and (
                (name in words("places", "forward") and (named or name != "先进"))
                or ((named or self._is_listed(at, length, level)) and is_guarded_name(name, level))
                or (not (length == 2 and self._begins_with_new(at - 3)) and self._is_doubled(at, name, level, named))  # 新华街镇
            ):
                above, names = self.chain(at - length)
                if names or is_edge(self.folded, at - length):
                    return Left(above, (*names, name + level), "read")
        return None

    def _is_doubled(self, at: int, name: str, level: str, named: bool) -> bool:
        """Whether the name of a town at `at` ends with a word for a place (马村镇人民政府, 卢集镇、蓬街镇); without a body behind it only where more speaks for a name."""
        folded, end = self.folded, at + len(level)
        before = folded[max(0, at - len(name) - 1) : at - len(name)]
        if not _is_doubled_name(name, level) or _OF_TOWNS.match(folded, end) or before.isdigit() or before + name[0] in ("其中", "新任", "现任"):
            return False  # 13|条县乡人大, 其中|集镇政府12个
        if name[-1] in "市区县":
            # the county in front of its towns (云州市镇两级); 古县, 沙市 may name both
            known = self.known(at)
            if (
                (known is not None and (known, len(name)) != (at - 2, 2))
                or name in self.own
                or (len(name) > 2 and folded.count(name) > folded.count(name + level))
            ):
                return False
        if name[-1] == "乡" and not ((name[0] in table("proper")["families"] and not follows_verb(name, 1)) or name in self.divisions.stems):
            return False  # 抓|乡镇党委, 任|乡镇; 宁乡镇, 马乡镇
        if named:
            return (len(name) < 3 and name[-1] != "城") or bool(_ORGAN.match(folded, end))
        return self._is_listed(at, len(name), level) or (len(name) == 2 and name[-1] in "村集街区" and name[0] in table("proper")["families"])

    def _is_listed(self, at: int, length: int, level: str) -> bool:
        """Whether another town, or behind it a department, stands next to the one whose name of `length` ends at `at` (遮山镇、|侯集镇), which so is a body too."""
        start, end = at - length, at + len(level)
        return level in TOWNS and bool(_TOWN_BEFORE.search(self.folded, max(0, start - 5), start) or _TOWN_BEHIND.match(self.folded, end))


def is_transliterated(stem: str) -> bool:
    """Whether a long name of a town is written with the characters of other languages only (洪格尔高勒|镇)."""
    return bool(_transliterated().fullmatch(stem))


def _ends_of_names(level: str) -> str:
    """The level words with which the names of towns and of streets and communities end too (归州镇, 中关村街道)."""
    return "州村" if level in ("街道", "社区") else "州"


def _is_class(name: str, level: str) -> bool:
    """Whether this is no name but a common word or what makes a class of the bodies (农村街道, 各村社区, 部分街道); 新村街道 is a name."""
    if name.endswith("村") and not name.endswith("新村"):
        stem = name[:-1]
        if name[-2:] in common() or name[-3:] in common() or LEVEL.search(stem) or (follows_verb(stem, len(stem)) and stem not in words("stops", "nouns")):
            return True
    return name + level in common() or (level == "街道" and name in words("proper", "classes"))


def _is_doubled_name(name: str, level: str) -> bool:
    """Whether these are two or three characters that end with a word for a place and may name a town (马村|镇, 上土市|镇, 新市|街道), no class of them (各村|镇, 城区|街道)."""
    head = name[:-1]
    if (
        name[-1] not in _DOUBLED
        or (name[-1] == "城" and level != "乡")
        or (name[-1] in "村集街" and level == "街道")
        or not 0 < len(head) < 3
        or not all(map(_HAN.match, name))
    ):
        return False
    if (name != "新村" and common() & {name, name[-2:], name + level}) or set(head) & _stops():
        return False
    if _GATHERS.search(name) or LEVEL.search(head) or head[0] in _CLASSES + _PRONOUNS:
        return False
    if len(head) > 1:
        return name[-1] in "村集市街" and not (follows_verb(head, 2) or (head[0] != "新" and follows_verb(head, 1)) or head in words("proper", "classes"))
    return head == "新" or head in table("proper")["families"] or not (follows_verb(head, 1) or follows_verb(name, 2))


def is_guarded_name(name: str, level: str) -> bool:
    """Whether this is the name of a town or village although a guard of running text hits inside it (清水|乡, 月山|镇, 太和|镇)."""
    if not all(map(_HAN.match, name)) or name + level in common():
        return False
    numbered = len(name) == 2 and name[0] in "三四五六七八九" and name[1] not in _stops() and name[1] not in _COUNTED and name[1] + level not in common()
    if numbered or _HOUSEHOLDS.fullmatch(name) or _closing().fullmatch(name):
        return True
    if set(name[1:]) & _stops() or (name[0] in _stops() and name[0] not in _OPENING) or follows_verb(name, len(name)) or follows_verb(name, 2):
        return False
    return (len(name) == 2 and name[-1] + level in words("places", "ends")) or (
        name[0] in _OPENING
        and (name[1] not in _MOVES or (len(name) == 2 and name[0] == "后" and name[1] in "三四五六七八九" and level != "街道"))
        and name[:2] not in words("places", "openings")
    )


@lru_cache(maxsize=4)
def places_of(folded: str, divisions: Divisions) -> Places:
    """The place names of a text; kept for the few steps that ask for them one behind the other."""
    return Places(folded, divisions)


_GATHERS = re.compile("[归收采汇征筹搜召聚赶]集$")  # 归集|市公安局, which is no market
_SAFE = "由在对向将从经被据令致赴到与及和"
_LEADS = ("国家税务总局", "中共", "中国共产党")  # what stands in front of the place in a name
_FIRST = "年度由在对向以经报送交请和与及同给让使共先再已未另新原听先转"
_OWN = re.compile(
    r"(?:^|[\s,。;:、()“”《》|>—\-])(?:\d{4}年?(?:度)?|中共|关于|由|在|对|向|以)?(?P<name>[\u3400-\u9fff]{2,4}?(?:省|市|区|县|镇|乡|街道|苏木|自治区|自治县|州))"
    r"(?=人民政府|政府|委员会|委[全依、]|人大|人民法院|人民检察院|司法局|司法所|党委|党工委|办事处|[\u3400-\u9fff]{2,14}局|20\d\d年|关于)",
    re.M,
)


_OWN_PAIR = re.compile(
    r"(?:^|[\s,。;:、()“”《》])(?:\d{4}年度?)?(?P<city>[\u3400-\u9fff]{2,3}市)(?P<name>[\u3400-\u9fff]{2,3}(?:区|县|市))(?=人民政府|政府|[\u3400-\u9fff]{2,14}局|20\d\d年)",
    re.M,
)


# What stands in a line that names an issuer: the year of a title, the body of a signature at its end.
_HEAD = re.compile(r"\d{4}|(?:政府|委员会|委|局|厅|法院|检察院|司法所|办事处|办公室|人大|关于):?\s*$")


def _edges_of(folded: str, name: str) -> dict[str, list[int]]:
    """Where a name stands at an edge, by the two characters behind it."""
    found: dict[str, list[int]] = {}
    for at in re.finditer(re.escape(name), folded):
        if is_edge(folded, at.start()):
            found.setdefault(folded[at.end() : at.end() + 2], []).append(at.start())
    return found


def _is_shown(folded: str, match: re.Match[str], edges: Callable[[str], dict[str, list[int]]]) -> bool:
    """Whether a name is a town's, stands in a title or signature, or comes a second time at an edge before something else (`edges` of it): 明确市水利局 and 争取市委支持 show no place."""
    name, here = match["name"], match.start("name")
    if name[-1] not in "省市区县州":
        return len(name) < 4 or name[2:] not in common() or bool(_ORGAN.match(folded, match.end()))
    start, end = folded.rfind("\n", 0, here) + 1, folded.find("\n", match.end())
    end = end if end >= 0 else len(folded)
    line = folded[start:end] if end - start <= 60 else ""
    wide = name[-1] in "省市"  # every one of them is in the table, so that an unknown one is mostly a verb: 代拟|省政府, 争取|市委
    if line and not (wide and (re.search("[,。;!]", line) or not _HEAD.search(line))):
        return True
    if wide and folded.endswith((f"{name}委、", f"{name}委和"), 0, here):  # 滦屏市委、滦屏市政府
        return True
    behind = folded[match.end() : match.end() + 2] if wide else ""
    return any(at != here for after, places in edges(name).items() if not behind or after != behind for at in places[:2])


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in {*before_words(), *words("stops", "words")} if len(w) > 1))


def _is_guarded_town(name: str) -> bool:
    level = next((word for word in TOWNS if name.endswith(word)), "")
    stem = name.removesuffix(level)
    return (
        name.endswith(("镇", "乡", "街道"))
        and 0 < len(stem) < 4
        and (is_guarded_name(stem, level) or (stem[-1] not in "城乡" and _is_doubled_name(stem, level)))
    )


def own_names(folded: str) -> frozenset[str]:
    """Place names that the text shows with clear edges on both sides (云州市人民政府 at the head of a line)."""
    stops, verbs = _stops(), _verbs()
    edges = cache(partial(_edges_of, folded))  # a text that has a name a thousand times is looked through for it once
    found = {m["name"] for m in _OWN.finditer(folded) if _is_shown(folded, m, edges)}
    found.update(name for m in _OWN_PAIR.finditer(folded) for name in m.group("city", "name"))
    return frozenset(
        name
        for name in found
        if _is_guarded_town(name)
        or (
            name not in common()
            and name[-2:] not in common()
            and not LEVEL.fullmatch(name)  # 自治州 names none
            and not (name.endswith("街道") and _is_class(name[:-2], "街道"))
            and not set(name) & stops
            and "和" not in name[1:]
            and not verbs.search(name)
            and name[0] not in _FIRST
            and not re.search("[报经届][省市县区]$", name)  # 方案报省政府, 第五届区政府
            and not follows_verb(name[:2], 2)
            and not re.search("[省市区县镇乡]", name[:-1])
        )
    )
