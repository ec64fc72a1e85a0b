"""Where the place in front of the name of a body begins: 由|云州市青岚区|司法局, 会同|市|司法局.

Known divisions are looked up; names that no table has (towns, streets, invented places) are read by their neighbourhood and by what the same
text shows elsewhere with clear edges.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from lawnlp.text.edges import COUNTIES, HAN, follows_verb, is_edge, stops
from lawnlp.text.lexicon import before_words, table, word_set, words
from lawnlp.text.own_names import own_names, title_of
from lawnlp.text.place_names import (
    CLASSES,
    GATHERS,
    LEVEL,
    ORGAN,
    PRONOUNS,
    TOWNS,
    VILLAGES,
    closing,
    common,
    ends_of_names,
    is_class,
    is_doubled_name,
    is_guarded_name,
    ordinary,
    transliterated,
)
from lawnlp.text.regions import Divisions, ends_of

_ABOVE = re.compile("(?:国家|中央)、(?:省|自治区)、$")
_NUMBERED = re.compile(r"(?:第?\d{1,3}|第[一二三四五六七八九十]+)号?$")  # 14社区调委会, 第5社区居民委员会
_LONGEST_UNKNOWN = {"街道": 4, "社区": 4, "镇": 4, "乡": 4, "村": 4, "苏木": 6, "嘎查": 6}
_LONGEST_CHAIN = 8  # places in front of a body: a bound on the work, a village has five above it
_SEAT = re.compile("(?:人民)?政府$")
_OF_TOWNS = re.compile("建设|规划|创建|银行|供水|污水|改造|管理|环境|发展|经济|企业|户籍|居民|[村街社]")  # behind the class: 小集镇|建设办公室
_TOWN_BEFORE = re.compile("(?<![各城村集乡省市县区])(?:镇|乡|街道)[、和与及]$")
_TOWN_BEHIND = re.compile("[、和与及](?:[市县区][\u3400-\u9fff]{1,8}局|(?![各省市县区])[\u3400-\u9fff]{1,4}?(?<![各城村集乡省市县区])(?:镇|乡|街道)(?![村镇]))")
_CAMPAIGN = frozenset("进入")  # elsewhere a name ends with neither: 法律进社区, 服务入村
_SAFE = "由在对向将从经被据令致赴到与及和"
_PARTNERS = ("与", "由", "赴", "同", "联合")  # behind which a town may name another and no verb stands
_LEADS = ("国家税务总局", "中共", "中国共产党")  # what stands in front of the place in a name


@dataclass(frozen=True)
class Left:
    """Where a name begins; `places` are the names written in front, `how` is known, read, short, pronoun, open (not decided) or class (no body at all)."""

    start: int
    places: tuple[str, ...]
    how: str


@lru_cache(maxsize=4)
def _held(divisions: Divisions) -> frozenset[str]:
    """The stop characters that stand in the name of a place or in another word that holds one."""
    return frozenset("都须月至").union("".join(words("stops", "holding")), *divisions.stems) & stops()


class Places:
    """The place names of one text: the known divisions, and those that the text itself shows."""

    def __init__(self, folded: str, divisions: Divisions) -> None:
        self.folded = folded
        self.divisions = divisions
        self.title = title_of(folded, divisions.names)
        self.own = own_names(folded, self.title)
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
            if piece in names and piece in common() and self._is_below(piece, end - length):
                return end - length
            if (piece in names or piece in own) and piece not in common() and (piece not in ordinary() or piece in own):
                if folded[max(0, end - length - 1) : end - length + 1] in word_set("places", "ending_like_joints") and piece not in names:
                    continue  # 由于集镇, in a report of 于集镇
                return end - length
        return self._abbreviated(end)

    def _is_below(self, word: str, at: int) -> bool:
        """Whether a common word at `at` is the name of a division, right behind the name of what is above it (阳泉市|城区, but 宜昌市的城区)."""
        rows, table = self.divisions.named(word), self.divisions
        return any(self.folded.endswith(above.name, 0, at) for row in rows for above in table.chain(row)[1:])

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
        return at - 1 if at and closing().fullmatch(folded, at - 1, at + 1) and self._is_hard_edge(at - 1) else None

    def _is_hard_edge(self, at: int) -> bool:
        """Whether no Chinese character stands in front of `at`, or a place that the table knows ends there."""
        return (
            at == 0
            or not HAN.match(self.folded[at - 1])
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
                and HAN.match(folded[start - 1])
                and folded[start - 1] not in _SAFE
                and not follows_verb(folded, start, 2)
                and not folded.endswith(_LEADS, 0, start)
                and names[0] not in self.own
            ):
                return Left(at, (), "short" if is_edge(folded, at) or folded[max(0, at - 2) : at] in before_words() else "open")
            above, more = self._above(start, level if named else "")
            return Left(above, (*more, *names), "known")
        if level in _LONGEST_UNKNOWN and (foreign := self._transliterated(at, level)) is not None:
            return foreign
        if level in _LONGEST_UNKNOWN and (guarded := self._guarded(at, level, named)) is not None:
            return guarded
        if level == "社区" and named and (numbered := _NUMBERED.search(folded, max(0, at - 6), at)):
            town = self._town_in_front(numbered.start(), level)
            return Left(town.start if town else numbered.start(), (*(town.places if town else ()), numbered[0] + level), "read")
        previous = folded[at - 1] if at else ""
        if not at or not HAN.match(previous):
            # 市、县司法局, 县(市、区)司法局: a class of bodies
            listed = re.search(
                r"(?<![\u3400-\u9fff])[省市县区镇乡]{1,2}[、和及/(]$|[各全][省市县区镇乡]{1,2}[、和及/(]$|[省市县区镇乡][(][省市县区、]*$",
                folded[max(0, at - 8) : at],
            )
            # a county has one province and one city above it: 国家、省、市信访局
            return Left(at, (), "class" if listed and not (level == "市" and _ABOVE.search(folded, max(0, at - 8), at)) else "short")
        if previous in PRONOUNS:
            return Left(end, (), "pronoun")
        if (previous == "级" and folded[max(0, at - 2) : at] in ("升级", "晋级")) or (named and GATHERS.search(folded, max(0, at - 2), at)):
            return Left(at, (), "short")
        if previous in CLASSES or folded[max(0, at - 1) : end] in common() or folded[max(0, at - 2) : end] in common():
            return Left(at, (), "class")
        if LEVEL.fullmatch(previous) and not (level in _LONGEST_UNKNOWN and previous in ends_of_names(level) and self.known(at) is None):
            above, names = self.chain(at)
            return Left(above, (*names, level), "class") if names else Left(at, (), "class")
        if previous in stops() or follows_verb(folded, at):
            return Left(at, (), "short")
        if level not in _LONGEST_UNKNOWN:  # an unknown county behind an unknown word: the short form is far more frequent
            return Left(at, (), "open")
        longest = 9 if level == "乡" and previous == "族" else _LONGEST_UNKNOWN[level]  # 塔尔塔吉克民族乡
        for length in range(2, min(longest, at) + 1):
            name = folded[at - length : at]
            if level == "街道" and named and name in words("proper", "classes") and is_edge(folded, at - length):
                return Left(at, (), "class")  # 部分|街道办事处
            if (
                all(map(HAN.match, name))
                and not set(name) & stops()
                and not is_class(name, level)
                and (name[-1] not in _CAMPAIGN or name in words("places", "forward"))
            ):
                above, names = self._above(at - length, level if named else "")
                if above < at - length:
                    return Left(above, (*names, name + level), "read")
                if length < longest and self._begins_with_new(at - length - 1):
                    continue  # 新|华路街道
                if is_edge(folded, at - length):
                    if self.title.town and named and level in TOWNS and not folded.endswith(_PARTNERS, 0, at - length):
                        return Left(at, (), "short")  # 锚定|镇党委目标, in the report of a town, which hardly speaks of the organs of another
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
        town = next((word for word in TOWNS if self.folded.endswith(word, 0, end)), None) if level in VILLAGES else None
        left = self.left(end - len(town), town, named=True) if town else None
        return left if left and left.places and left.how in ("known", "read") else None

    def _transliterated(self, at: int, level: str) -> Left | None:
        """The longest name at an edge that only characters of transliteration write (喀热开其克乡, 县|其塔木镇); None where there is none."""
        run = transliterated().search(self.folded, max(0, at - 7), at)
        for start in range(run.start(), at - 2) if run else ():
            if follows_verb(self.folded, start + 1):
                continue  # 前来|巴音镇
            above, names = self.chain(start)
            if names or is_edge(self.folded, start) or self.folded[start - 1] in COUNTIES:
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
        if not is_doubled_name(name, level) or _OF_TOWNS.match(folded, end) or before.isdigit() or before + name[0] in ("其中", "新任", "现任"):
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
            return (len(name) < 3 and name[-1] != "城") or bool(ORGAN.match(folded, end))
        return self._is_listed(at, len(name), level) or (len(name) == 2 and name[-1] in "村集街区" and name[0] in table("proper")["families"])

    def _is_listed(self, at: int, length: int, level: str) -> bool:
        """Whether another town, or behind it a department, stands next to the one whose name of `length` ends at `at` (遮山镇、|侯集镇), which so is a body too."""
        start, end = at - length, at + len(level)
        return level in TOWNS and bool(_TOWN_BEFORE.search(self.folded, max(0, start - 5), start) or _TOWN_BEHIND.match(self.folded, end))


@lru_cache(maxsize=4)
def places_of(folded: str, divisions: Divisions) -> Places:
    """The place names of a text; kept for the few steps that ask for them one behind the other."""
    return Places(folded, divisions)
