"""Part and topics of every paragraph by headings and cue words: the baseline that learned sections are measured against.

The cue words are data (configs/cues.toml); here is how they decide. A part comes from the first-level heading above, else from the opening of
the paragraph; topics come from the sentences of the paragraph, each voting for what it mentions most, and from the heading where the words leave it open.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from lawnlp.resources import config_table
from lawnlp.text.acts import find_cues
from lawnlp.text.fold import fold
from lawnlp.text.headings import Paragraph, fold_marker, trailing_headings
from lawnlp.text.letterhead import CLOSING, DATE, YEAR
from lawnlp.text.patterns import trie
from lawnlp.text.title import foot, title_lines

TOPIC_PARTS = ("measures", "shortcomings", "leader_duty", "plan")
_TITLES = {"last": frozenset({"front_matter"}), "earlier": frozenset({"front_matter", "noise"})}  # a copy above the title can be of the web page
_SIGNED = frozenset({"closing"})
# A numbered line below the first level is no slogan of a preamble or closing (the list of what is enclosed is none of it), and no line is that holds weaknesses and the coming year's work.
_CONTENT = frozenset({*TOPIC_PARTS, "noise"})
# What counts more than one thing closes no report: none of the 320 such lines of the corpus and of the sample reports counts anything.
_TOLD = frozenset({*_CONTENT, "front_matter", "preamble"})
_OF_PAGE = frozenset({"noise"})
_STRONG, _WEAK = 3, 1


@dataclass(frozen=True)
class Section:
    """The labels of one paragraph; `part` is one label or two, the larger first.

    `only` are the parts that its form leaves open (title, signature, a first-level heading that names problems or plan), none where it says nothing. `both` are the two parts that the line itself
    holds, the larger first, none where it holds one. `leads_in` tells that the line only announces what the next ones say and has no act of its own (一年来，仍存在以下不足：).
    `brings` is the topic that its main topic, where it is the first of the two, brings with it: 双随机一公开 checks are law_enforcement first, government_functions second (guidelines, border cases).
    """

    part: tuple[str, ...]
    topics: tuple[str, ...]
    only: frozenset[str] = frozenset()
    both: tuple[str, ...] = ()
    leads_in: bool = False
    brings: tuple[str, str] | None = None


# One sentence that a colon ends and that gives no figure: none of the 20 of the sample reports has a topic.
_LEAD_IN = re.compile(r"[^。;!?]+:")
# A sentence or clause of its own about checks at random.
_RANDOM_CHECKS = re.compile(r"(?:^|[。;!?])[^。;!?,]{0,24}双随机[^。;!?,]{0,10}(?:抽查|检查|监管|任务|执法)")
_BROUGHT_BY_CHECKS = ("law_enforcement", "government_functions")
_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")
# A page number on a line of its own: -2-, ·2·, 2/8, 第2页 共8页. A bare number can as well be a cell of a table that lost its lines, so it is none.
PAGE_NUMBER = re.compile(r"(?:[-—–―·•]+\s*\d{1,3}\s*[-—–―·•]+|\d{1,3}\s*/\s*\d{1,3}|第\s*\d{1,3}\s*页[\s,/|]*(?:共\s*\d{1,3}\s*页)?)")
# The first words of a text whose lines were cut at the width of a page, so that its first line has no full stop: 2023年,…
_WRAPPED = re.compile(r"20\d\d年(?:以来)?,.{12,}")
_CELL = re.compile(r"[\d.,%\s]+")
_PROBLEM = re.compile(r"(?:不足|短板|问题|差距|薄弱|弱项|不够|有待|原因)")
_ADMITTED = re.compile(r"存在|看到|认识|差距|[仍尚]|依然|亟待")  # beside a word for a problem: it is there
_LATER = re.compile(r"下一步|下一?阶段|下步|今后|明年|来年|新的一年|接下来")  # the first words of what is to come
_FUTURE = re.compile(r"将|要|拟|力争|重点|计划|打算|安排|思路")  # a later year alone can date what is done: the report appears in it
# Where a line that told weaknesses begins to tell the coming year's work: a sentence that opens with a later time, a year by its number only beside a word for what is planned.
_TURN = re.compile(
    rf"(?<=[。;!?])(?:{_LATER.pattern}|下一?年度?|(?:20\d\d|二[〇○零0][一二三][〇○零0一二三四五六七八九])年(?!以来)[^。;!?]{{0,16}}?(?:将|要(?!求)|拟|力争|重点|计划|打算))"
)
_PLANNED = re.compile(
    r"(?:针对|对照|围绕)(?:以上|上述|这些)|[^,:;。]{0,6}(?:打算|安排|计划|思路)(?:方面|上|是|如下)?[:,]"
)  # the first words that lead over to the plan
_RETROSPECT = re.compile(r"(?:以上|上述|这些|针对|对照)")  # such a sentence leads over to the plan and tells no weakness
_LEAST_SHARE = 15  # characters of a part that a line holds beside another
_LEADER = re.compile(r"(?:第一责任|一把手|关键少数|主要(?:负责|领导)|书记、.{0,3}长).{0,16}(?:履职|履责|履行|职责|责任|落实|推进).{0,16}情况$")
_FACED = re.compile(
    r"(?:直面|正视|检视|反思|审视|查找|回头看|哪些|看|照).{0,4}(?:短板|不足|问题|差距)$|(?:短板|不足|问题|差距)(?:不回避|不讳言)$|正视问题|照镜子"
)
_LONGEST_FACED = 16  # characters of such a heading: 直面群众反映强烈的突出问题，… is one of the measures
_COUNTED = re.compile(r"\d[\d.,]*[万亿]?余?(?:条|篇|部|期|场|个|件|份|人)")  # what a line of a web page has none of: 公众号推送信息1412条
# Who made a page, at its foot: 供稿：法治科 图片｜融媒体中心
_CREDIT = re.compile(
    r"(?:信息)?(?:来源|供稿|撰稿|撰文|图片|图文|文字|文图|摄影|校对|审核|审校|监制|编辑|责编|排版|制作|初审|复审|终审|[一二三]审|投稿(?:邮箱|热线)?)(?:单位|人)?\s*[|丨:/](?:.{0,60}[^。;；])?"
)
# A word of a menu above the title: what is so short there and belongs to the report is an organ (all 23 in the corpus and the sample reports but one in brackets) or a piece of the title.
_MENU = re.compile(r"(?!.*(?:法治|依法|报告|情况|关于|年度|总结))[\u4e00-\u9fff]{2,6}(?<!政府)(?<![局厅委院会办处室所队])")
_COPIED = re.compile(r"(?:抄送|抄报|分送|主送)\s*:|.{2,24}办公?室\s*20\d\d年\d{1,2}月\d{1,2}日印发")  # the foot of a printed document


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, list[tuple[str, int]]]]:
    weights: dict[str, list[tuple[str, int]]] = {}
    for topic, lists in config_table("cues.toml")["topics"].items():
        for strength, weight in (("strong", _STRONG), ("weak", _WEAK)):
            for cue in lists[strength]:
                weights.setdefault(fold(cue), []).append((topic, weight))
    return re.compile(trie(weights)), weights


@cache
def _list(table: str, name: str) -> re.Pattern[str]:
    words = config_table("cues.toml")[table][name]
    return re.compile(trie(map(fold, words)))


@cache
def _weaknesses() -> re.Pattern[str]:
    """A heading of nothing but nouns for weaknesses: 问题和短板, 差距与成因, 工作中存在的短板及弱项."""
    noun = trie(map(fold, config_table("cues.toml")["headings"]["weaknesses"]))
    return re.compile(rf"(?:当前|目前)?(?:工作)?[中上]?(?:还|仍)?(?:存在|面临)?的?(?:主要|突出)?{noun}(?:(?:[和与及、]|以及)?(?:主要|其)?{noun})*")


@cache
def _problems_and_plan() -> re.Pattern[str]:
    """A short heading of nouns for weaknesses and then for the coming year's work: 问题和打算, 不足与下步安排."""
    noun = trie(map(fold, config_table("cues.toml")["headings"]["weaknesses"]))
    return re.compile(rf"[^,、和与及]{{0,8}}{noun}(?:[和与及、]|以及){{1,2}}(?:[^,]{{0,12}}?)(?:打算|安排|计划|思路|设想|(?:努力|工作)方向)")


def _topic_weights(words: str) -> Counter[str]:
    pattern, weights = _cues()
    total: Counter[str] = Counter()
    for match in pattern.finditer(words):
        for topic, weight in weights[match[0]]:
            total[topic] += weight
    return total


def topic_cues(folded: str) -> list[tuple[int, str]]:
    """Offset and topic of every strong cue word (configs/cues.toml) of a folded text; a word of two topics stands twice."""
    pattern, weights = _cues()
    return [(match.start(), topic) for match in pattern.finditer(folded) for topic, weight in weights[match[0]] if weight == _STRONG]


def label_sections(text: str, paragraphs: Sequence[Paragraph]) -> list[Section]:
    """Part and topics of each paragraph of a report, in order."""
    folded = fold(text)
    lines = [folded[p.start : p.end] for p in paragraphs]
    trailing = trailing_headings(folded, [(p.start, p.end) for p in paragraphs])
    titles, signed = title_lines(lines), foot(lines)
    parts = _parts(lines, paragraphs, {index: folded[start:end] for index, (start, end) in trailing.items()}, titles, signed)
    heading_topics: dict[int, list[str]] = {}
    sections = []
    last_title = max(titles, default=0)
    enclosed = behind = False  # behind what is enclosed; behind a heading that names problems or plan
    for index, (line, paragraph, part) in enumerate(zip(lines, paragraphs, parts, strict=True)):
        topics: list[str] = []
        title = line[paragraph.title_start - paragraph.start : paragraph.title_end - paragraph.start]
        titled = _part_of_title(title, 1, None, False) or () if paragraph.level else ()
        named = titled if len(titled) == 2 else ()
        both = named if paragraph.level and not paragraph.runs_in else two_parts(line, paragraph.title_end - paragraph.start if paragraph.level else 0)
        only = _TITLES[titles[index]] if index in titles else _SIGNED if index in signed else frozenset()
        if paragraph.level == 1 and index not in titles and index not in signed:
            only = _bound(titled, behind)
            behind = behind or bool(only)
        enclosed = enclosed or line.startswith("附件") or part == ("closing",)
        if not only and (both or (not enclosed and _is_item(line))):
            only = _CONTENT
        elif not only and not enclosed and len(_COUNTED.findall(line)) > 1:
            only = _TOLD
        elif not only and index < last_title and _MENU.fullmatch(line):
            only = _OF_PAGE
        leads_in = not paragraph.level and bool(_LEAD_IN.fullmatch(line)) and not _COUNTED.search(line) and fold_marker(line, 0, len(line)) is None
        if part[0] in TOPIC_PARTS:
            inherited = heading_topics.get(paragraph.parent, [])
            topics = [] if leads_in else _topics(line, paragraph, inherited)
            if part[0] == "leader_duty":
                topics = ["party_leadership", *(t for t in topics if t != "party_leadership")]
            if paragraph.level:
                heading_topics[index] = topics
        sections.append(Section(part, tuple(topics), only, both, leads_in, _BROUGHT_BY_CHECKS if _RANDOM_CHECKS.search(line) else None))
    return sections


def _is_item(line: str) -> bool:
    marker = fold_marker(line, 0, len(line))
    return marker is not None and marker.scheme not in ("part", "cn")


def _bound(titled: tuple[str, ...], behind: bool) -> frozenset[str]:
    """The parts that a first-level heading leaves open where it names problems or plan, or behind such a heading (no measures follow there) the leaders' duty; none elsewhere.

    All 308 headings of problems or plan in the corpus and in reports by others open what they name.
    """
    bound = {"shortcomings", "plan", "leader_duty"} if behind else {"shortcomings", "plan"}
    return frozenset(titled) if bound.issuperset(titled) else frozenset()


def _both_named(title: str) -> tuple[str, ...]:
    """Problems and plan where a heading names both, in its order; () otherwise."""
    part = _part_of_title(title, 1, None, False) or ()
    return part if len(part) == 2 else ()


def plan_begins(line: str, title_end: int = 0) -> int | None:
    """Where in a folded line that tells weaknesses, its heading before `title_end` apart, the coming year's work begins (…还有差距。下一步,…), None where it does not."""
    told = len(line) - len(line[title_end:].lstrip("。 "))
    if _RETROSPECT.match(line, told):
        return None
    seen, weak = 0, False  # each sentence is looked through once, whatever the number of turns
    for turn in _TURN.finditer(line, title_end):
        weak = weak or _names_weakness(line[seen : turn.start()])
        seen = turn.start()
        if weak and turn.start() - told >= _LEAST_SHARE and len(line) - turn.start() >= _LEAST_SHARE:
            return turn.start()
    return None


def _names_weakness(words: str) -> bool:
    return bool(_PROBLEM.search(words)) or any("weaknesses" in kinds for _, _, kinds in find_cues(words))


def two_parts(line: str, title_end: int = 0) -> tuple[str, ...]:
    """shortcomings and plan where a folded line holds both, the larger first; () otherwise."""
    turn = plan_begins(line, title_end)
    if turn is None:
        return ()
    return ("shortcomings", "plan") if turn - title_end >= len(line) - turn else ("plan", "shortcomings")


def portions(folded: str, row: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    """`(start, end, part)` of what a row of the layer `paragraphs` holds: two portions where its line holds weaknesses and then the coming year's work, else one; none without a part."""
    if not row["part"]:
        return []
    start, end = row["start"], row["end"]
    if {"shortcomings", "plan"} == set(row["part"]):
        title_end = row["title"][1] - start if row.get("level") else 0
        if (turn := plan_begins(folded[start:end], title_end)) is not None:
            return [(start, start + turn, "shortcomings"), (start + turn, end, "plan")]
    return [(start, end, row["part"][0])]


def _topics(line: str, paragraph: Paragraph, inherited: list[str]) -> list[str]:
    is_heading = paragraph.level > 0 and not paragraph.runs_in
    if is_heading:
        title = line[paragraph.title_start - paragraph.start :]
        if _list("parts", "measures").search(title) or _list("parts", "shortcomings").search(title) or _list("parts", "plan").search(title):
            return [topic for topic, weight in _topic_weights(title).most_common() if weight >= _STRONG and topic != "party_leadership"][:3]
        return [topic for topic, weight in _topic_weights(title).most_common() if weight >= _STRONG][:3]
    votes: Counter[str] = Counter()
    strong: Counter[str] = Counter()
    for sentence in _SENTENCE.finditer(line):
        weights = _topic_weights(sentence[0])
        if not weights:
            continue
        for topic in inherited:
            weights[topic] += 1 if topic in weights else 0
        topic, weight = weights.most_common(1)[0]
        runner = weights.most_common(2)[1][1] if len(weights) > 1 else 0
        votes[topic] += len(sentence[0]) * min(weight, 6)
        if weight >= _STRONG and weight > runner and len(sentence[0]) >= 12:
            strong[topic] += 1
    lead = _SENTENCE.match(line)
    if lead and len(lead[0]) <= 40:
        for topic, weight in _topic_weights(lead[0]).items():
            votes[topic] += 60 * weight
    for topic in inherited[:1]:
        votes[topic] += 60
    if not votes:
        return inherited[:1]
    main = votes.most_common(1)[0][0]
    total = sum(votes.values())
    return [main, *(topic for topic, vote in votes.most_common() if topic != main and strong[topic] and vote >= 0.22 * total)]


def _parts(
    lines: Sequence[str], paragraphs: Sequence[Paragraph], trailing: Mapping[int, str], titles: Mapping[int, str], signed: Collection[int]
) -> list[tuple[str, ...]]:
    """The part of each paragraph; `trailing` has the titles of first-level headings at the end of a paragraph, which is then of two parts; `titles` and `signed` are the lines of the
    report's title and signature."""
    first = _first_content(lines, paragraphs)
    parts: list[tuple[str, ...]] = []
    current: tuple[str, ...] = ("preamble",)
    told = False  # a line under the heading of problems and plan has told a weakness
    year = next((int(m[1]) for line in lines[: first + 2] if (m := YEAR.search(line))), None)
    for index, (line, paragraph) in enumerate(zip(lines, paragraphs, strict=True)):
        if titles.get(index) == "last":
            parts.append(("front_matter",))
            continue
        if index > first and not _CREDIT.fullmatch(line) and (index in signed or CLOSING.match(line) or _COPIED.match(line)):
            parts.append(("closing",))
            continue
        if _is_noise(line):
            parts.append(("noise",))
            continue
        if index < first:
            parts.append(("front_matter",))
            continue
        tail = index > len(lines) * 0.6
        if paragraph.level:
            title = line[paragraph.title_start - paragraph.start : paragraph.title_end - paragraph.start]
            found = _part_of_title(title, paragraph.level, year, tail)
            if found:
                current, told = found, False
            elif paragraph.level == 1 or current == ("preamble",):
                current = ("measures",)
        elif current == ("preamble",) and (index > first or fold_marker(line, 0, len(line))) and not line.endswith("报告如下:"):
            current = ("measures",)
        if tail and not paragraph.level and current[0] not in ("plan",) and (opened := _part_of_opening(line, year, current)):
            current = opened
        joint = (
            len(current) == 2
            and current[0] == "shortcomings"
            and not _both_named(line[: paragraph.title_end - paragraph.start][paragraph.title_start - paragraph.start :])
        )
        if joint and _opens_plan(line, year, told):
            current = ("plan",)
        elif joint and (both := two_parts(line)):
            parts.append(both)
            current = ("plan",)
            continue
        elif joint:
            told = told or (_names_weakness(line) and not line.endswith(":"))
        if index in trailing:
            before, current = current, _part_of_title(trailing[index], 1, year, tail) or ("measures",)
            parts.append(tuple(dict.fromkeys((before[0], current[0]))))
        else:
            parts.append(current)
    return parts


def _first_content(lines: Sequence[str], paragraphs: Sequence[Paragraph]) -> int:
    """The index of the first paragraph of the report proper."""
    for index, (line, paragraph) in enumerate(zip(lines, paragraphs, strict=True)):
        if paragraph.level or (len(line) > 50 and "。" in line) or _WRAPPED.match(line):
            return index
    return 0


def _is_noise(line: str) -> bool:
    if PAGE_NUMBER.fullmatch(line) or _CREDIT.fullmatch(line):
        return True
    if (
        len(line) > 80
        or "。" in line[:-1]
        or DATE.fullmatch(line)
        or _CELL.fullmatch(line)
        or ((line.endswith("。") or _COUNTED.search(line)) and ":" not in line)
    ):
        return False
    hits = len(_list("noise", "patterns").findall(line))
    return (
        hits >= 2
        or (hits == 1 and len(line) <= 40 and "," not in line and not re.match(rf"[{'一二三四五六七八九十'}(]", line))
        or not re.search(r"[\u4e00-\u9fff]", line)
    )


def _part_of_title(title: str, level: int, year: int | None, tail: bool) -> tuple[str, ...] | None:
    """The part that a heading names, None where it names none; `year` of the report, and whether the heading stands in its last part."""
    leader = _list("parts", "leader_duty").search(title) or _LEADER.search(title)
    problem, plan = (
        _list("parts", "shortcomings").search(title),
        _list("parts", "plan").search(title)
        or re.search(r"20\d\d年.{0,14}(?:打算|安排|计划|思路|重点)", title)
        or (_next_year(year).search(title) if tail and year else None),
    )
    if leader and level == 1:
        return ("leader_duty",)
    if level == 1 and _problems_and_plan().fullmatch(title):
        return ("shortcomings", "plan")
    if problem and plan and level <= 2:
        return ("shortcomings", "plan") if problem.start() < plan.start() else ("plan", "shortcomings")
    if problem and level <= 2 and not re.search(r"(?:整改|解决|查摆|反馈)", title):
        return ("shortcomings",)
    if plan and level <= 2:
        return ("plan",)
    if level == 1 and (_weaknesses().fullmatch(title) or (tail and len(title) <= _LONGEST_FACED and _FACED.search(title))):
        return ("shortcomings",)
    if _list("parts", "measures").search(title) and level == 1:
        return ("measures",)
    return None


@cache
def _next_year(year: int) -> re.Pattern[str]:
    """The year behind that of the report, by itself: 展望2025, 2025年怎么干; a span of years (2024-2025年) is the title of a programme."""
    return re.compile(rf"(?<![\d至到~—–-]){year + 1}(?!\d|年?[至到~—–-])")


def _opens_plan(line: str, year: int | None, told: bool) -> bool:
    """Whether a line under a heading that names problems and then plan goes over to the plan: its first words are of a later time or of plans, or, once a weakness was told, a list begins whose first entry
    names none but something to do (49 of the 63 first entries of such lists of plans in train and dev, one of the 50 of weaknesses)."""
    if _LATER.match(line) or _PLANNED.match(line) or (year and _next_year(year).match(line)):
        return True
    marker = fold_marker(line, 0, len(line)) if told else None
    if marker is None or marker.number != 1:
        return False
    first = line[marker.end :].split("。", maxsplit=1)[0]
    return not _names_weakness(first) and any(not {"acts", "general", "future"}.isdisjoint(kinds) for _, _, kinds in find_cues(first))


def _part_of_opening(line: str, year: int | None, current: tuple[str, ...]) -> tuple[str, ...] | None:
    """The part that a paragraph without heading opens near the end of a report, None when it goes on with the one before."""
    head = line[:90]
    other_year = YEAR.match(line)
    later = _LATER.match(head)
    future = bool(other_year and year and int(other_year[1]) > year and _FUTURE.search(line)) or bool(later)
    problem = _list("openings", "shortcomings").search(line[:160]) and _PROBLEM.search(line[:200])
    if problem and current[0] != "shortcomings" and _ADMITTED.search(line[:160]):
        return ("shortcomings", "plan") if re.search(r"(?:下一步|下步)", line[60:]) else ("shortcomings",)
    if future:
        return ("plan",)
    return None
