"""Bodies that no place stands in front of: those of the whole country with their parts (国务院, 自然资源部南海局), and the issuer with its own (我局, 局法规科).

>>> [body.core for _, body in national("国务院第十二督查组")], [body.core for _, body in issuer_body("我局党组研究")]
(['国务院第十二督查组', '国务院'], ['我局党组'])
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from lawnlp.text.body import INSPECTS, NO_DEED, NO_VERB, NUMBER, RULE, Body
from lawnlp.text.body_forms import body_at
from lawnlp.text.edges import is_edge
from lawnlp.text.lexicon import department, desk_work, inside, leaders, national_names, office, stop_words, verbs, words
from lawnlp.text.patterns import trie


@cache
def _national() -> re.Pattern[str]:
    return re.compile(trie(national_names()))


# A department of the state that the table lacks (国家|档案局, 国家|药品监管局); behind a place the words are of a local one, as 国家税务局 always was.
_OF_STATE = re.compile("(?<![省市县区州旗盟])(?:国家(?!税务局)|全国)")  # 全国|双拥办


def national(folded: str) -> Iterator[tuple[int, Body]]:
    """Bodies of the whole country by their names, with their parts."""
    for match in _national().finditer(folded):
        start, end, name = match.start(), match.end(), match[0]
        if part := _national_part(folded, start, end):
            yield start, part
        if name in ("中办", "国办") and not re.compile(NO_VERB).match(folded, end):
            continue  # 其中办结10件
        if name == "中央" or (not is_edge(folded, start) and len(name) <= 3 and name not in ("党中央", "国务院")):
            continue
        if name.endswith("部") and folded[end : end + 1] in "门队分署级":
            continue
        yield start, Body(end, national_names()[name][0], "national", name)
    for match in _OF_STATE.finditer(folded):
        of = (department() if match[0] == "国家" else office()).match(folded, match.end())
        if of and folded[match.start() : of.end()] not in national_names():
            yield match.start(), Body(of.end(), "agency", "national", folded[match.start() : of.end()])
            if part := _national_part(folded, match.start(), of.end()):
                yield match.start(), part


# Departments of a ministry by their work (教育部|政策法规司, 生态环境部|法规与标准司, 司法部|行政复议与应诉局).
DEPARTMENT = r"(?:(?<![公上])司(?![法局机长空令仪])|局(?![长面势限部]))"


@cache
def _national_tail() -> re.Pattern[str]:
    """What may follow the name of a body of the whole country and belong to it."""
    return re.compile(
        rf"(?P<group>(?:{NUMBER})?{inside()}{{0,8}}?{INSPECTS})|(?P<part>(?![{_JOINS}])(?:{inside()}{{1,12}}?(?:{trie(words('branches', 'national_parts'))}|{DEPARTMENT})(?![长面限势属部])|办公厅|{inside()}{{2,12}}?管理办公室"
        rf"|{inside()}{{2,8}}与{inside()}{{2,8}}?{DEPARTMENT}))"
    )


@cache
def _council_tail() -> re.Pattern[str]:
    """Commissions, leading groups and offices of the State Council and the central committee (国务院|安委会办公室, 国务院|食安办, 中央|信访联席办)."""
    joint = "委员会 安委会 食安委 领导小组 协调小组 联席会议 指挥部"
    return re.compile(rf"(?![{_JOINS}]){inside()}{{0,14}}?(?:{trie(joint.split())})(?:办公室|办{NO_VERB})?|{office().pattern}")


_POSTED = re.compile(r"派?驻[^和与及\W]{2,14}?纪检(?:监察)?组(?!长)")
_JOINS = "和与及或驻门队"
_NO_PART = re.compile(
    "[和及或省市县镇]|(?<!贵)州|(?<!地)区|^与|全国|中国|中央|国家|国务院|部署|要求|指定|表彰|确定|同意|批复|厅(?!$)|署|[院部](?!$)|局(?=.*[^总分]局)|办公(?![室厅]$)|巡视员|督促|组织|安排|抽查|反馈|交办|推进|对接"
)


def _national_part(folded: str, start: int, end: int) -> Body | None:
    """The body of the whole country at `start:end` with one of its own behind it; None where there is none."""
    name = folded[start:end]
    if name.startswith(("全国人大", "全国政协")):
        body = body_at(folded, start + 2, "全国")
        return replace(body, form="national", core=folded[start : body.end], optional=False) if body is not None and body.end > end else None
    if name.startswith("中央纪委") and (group := _POSTED.match(folded, end)):
        return Body(group.end(), "party", "proper", folded[start : group.end()])
    above = next((above for above in ("国务院", "中央") if name.startswith(above)), "")
    council = _council_tail().match(folded, start + len(above)) if above else None
    if council and council.end() > end and not any(pattern.search(council[0]) for pattern in (stop_words(), leaders())):
        return Body(council.end(), "party" if above == "中央" else "agency", "national", folded[start : council.end()])
    match = _national_tail().match(folded, end)
    if not match or stop_words().search(match[0]):
        return None
    if match["group"]:
        return Body(match.end(), "party" if "巡视" in match[0] else "agency", "proper", folded[start : match.end()])
    if (
        not name.endswith(("部", "署", "局", "委", "总局"))
        or name.startswith(("中央", "中共", "国务院"))
        or _NO_PART.search(match[0])
        or verbs().search(desk_work().sub("", match[0]))
    ):
        return None
    return Body(match.end(), "agency", "proper", folded[start : match.end()], sure=False)


_OWN = re.compile(
    # the first characters of all that follows: the engine then looks at one place in twenty
    r"(?=[我本分局厅委院关支总大政法党司派驻综信公便矛人街村居机全依执立守普劳])(?:(?<![基根版文成日原])本(?P<self>分?局|厅|委(?![托员派任]))|(?<!自)我(?P<own>分?局|厅|委(?![托员派任])|办(?!理|法|事|案|件|学|好|结|实事|证)|院|关(?![于系注爱键心怀切停闭])|支队|大队|总队|中心|馆)"
    r"|(?P<branch>分局(?:(?:机关)?(?:党组|党委|党总支|纪委)|(?:法制|治安|刑侦|刑警|交警|禁毒|网安|经侦|执法|综合执法|巡特警|警务督察)(?:大队|中队|支队)|法[规制][科股室]|[\u3400-\u9fff]{2,10}领导小组(?:办公室)?))"
    r"|(?P<issuer>局|厅|委|院|(?<![有相把海机公攻])关|支队|总队|大队)(?P<party>(?:机关)?(?:党组|党委|党总支|纪委))"
    r"|(?P<desk>局|厅|委|[总支大]队)?(?P<law>(?:政策)?法[规制](?:宣传|监督)?(?:科|股|处|室(?!内)|支队|大队|总队))(?![技学长普])"
    r"|(?P<parts>局|厅|委)(?=[\u3400-\u9fff]{2,16}(?:领导小组|办公室|科|股|专班|大队|支队|办))"
    r"|(?P<bare>(?<![级各])党组(?!织)|司法所|派出所|综治办|党政办|信访办|综合执法办|政府(?=常务会|办公会|党组)|综治中心|政务服务中心|政务中心|公共法律服务中心|公共法律服务工作站|便民服务中心|矛调中心|法律援助中心|法律援助处(?![罚理置于分以])|(?<![各个家])劳动(?:人事)?争议仲裁院(?!长)|人大街道工委|街道办事处|村委会|居委会|机关纪委|机关党委)"
    r"|(?P<organ>人大|政协)(?=[、和及]?(?:人大|政协)?(?:的)?(?:民主|法律|工作)?监督)"
    # a group of the discipline inspection by its number or its seat, without the commission that sends it (驻厅|纪检监察组)
    rf"|(?P<posted>派?驻(?:{NUMBER}|(?P<seat>[\u3400-\u9fff]{{1,10}}?))?纪检(?:监察)?组(?!长))"
    rf"|(?P<rule>{RULE}|法治(?:政府)?(?:建设)?(?:工作)?领导小组(?:办公室)?|法治[\u3400-\u9fff]{{2,4}}建设(?:工作)?领导小组(?:办公室)?|依法行政(?:工作)?领导小组(?:办公室)?"
    r"|(?:执法|立法|守法普法|司法|普法)协调小组(?:办公室)?|法治办(?![理法事案件学好])|普法办(?![理法事案件学好])))"
)


# A report of a brigade calls itself 支队; elsewhere the bare word is a class.
_ISSUER_BRANCH = re.compile(r"分局\s*(?:关于)?\d{4}年")


@cache
def _issuer_zone() -> re.Pattern[str]:
    """A zone that reports, mostly by its 管委会; of a 新区 that is a district only where the title says so."""
    kinds = trie(set(words("areas", "zones")) - {"新区"})
    return re.compile(rf"(?:区(?:管委会|管理委员会)|[\u3400-\u9fff]{kinds})(?:关于)?\d{{4}}年")


_MANAGEMENT = re.compile(r"(?<!区党工委)(?<!区党工委[、和])(?:管委会|管理委员会)(?=(?P<lead>主要(?:负责人|负责同志|领导)))?")
_ISSUER_UNIT = re.compile(r"(支队|总队|大队)\s*(?:关于)?\d{4}年")


@cache
def _issuer_of_state() -> re.Pattern[str]:
    return re.compile(rf"(?:{trie(national_names())})\s*(?:关于)?\d{{4}}年")


@cache
def _parts_of_state(unit: str) -> re.Pattern[str]:
    """Departments and party bodies of a body of the whole country behind the word that it has for itself (部|公路局, 总局|法规司)."""
    name = rf"(?:{inside()}{{2,10}}?|{inside()}{{2,8}}与{inside()}{{2,8}}?)"
    return re.compile(rf"{unit}(?:(?P<party>(?:直属)?(?:机关)?(?:党组|党委|纪委)(?!书))|(?P<part>{name}(?:{DEPARTMENT}))|办公厅)")


def _of_issuing_state(folded: str) -> Iterator[tuple[int, Body]]:
    """The parts of a ministry, administration or bureau of the State Council in its own report."""
    head = _issuer_of_state().search(folded, 0, 400)
    unit = re.search("(?:总局|[部署局委])(?=\\s*(?:关于)?\\d)", head[0]) if head else None
    for match in _parts_of_state(unit[0]).finditer(folded) if unit else ():
        words_behind = match["part"] or ""
        if is_edge(folded, match.start()) and not any(
            pattern.search(desk_work().sub("", words_behind)) for pattern in (stop_words(), verbs(), leaders(), _NO_PART)
        ):
            yield match.start(), Body(match.end(), "party" if match["party"] else "agency", "own_part", match[0], sure=False)


_OF_OTHERS = re.compile(r"[省市县区镇乡]\)$")  # 各县(市、区)|局党委


def issuer_body(folded: str) -> Iterator[tuple[int, Body]]:
    """The issuer and its parts (我局, 局党组, 法规科), and organs without any place, which are optional where they are not of the issuer."""
    own_unit = _ISSUER_UNIT.search(folded, 0, 400)
    if own_unit:
        for match in re.finditer(rf"{own_unit[1]}(?=主要|领导|机关|各|的|班子|坚|认|把|对|将|与)", folded):
            if is_edge(folded, match.start()):
                yield match.start(), Body(match.end(), "agency", "own", match[0])
    yield from _of_issuing_state(folded)
    if _issuer_zone().search(folded, 0, 400):
        for match in _MANAGEMENT.finditer(folded):
            if is_edge(folded, match.start()):
                yield match.start(), Body(match.end(), "government", "own_zone", match[0], optional=not match["lead"])
    own_branch = _ISSUER_BRANCH.search(folded, 0, 400)
    for match in _OWN.finditer(folded):
        start, end = match.span()
        if match["branch"]:
            if own_branch and is_edge(folded, start) and folded[start - 1 : start] not in ("各", "每"):
                core = match[0].removeprefix("分")
                yield start, Body(end, "party" if core.endswith(("党组", "党委", "党总支", "纪委")) else "agency", "own_part", core)
            continue
        if word := (match["own"] or match["self"] or "").removeprefix("分"):
            body = Body(end, "agency", "own", word)
            yield start, _own_tail(folded, start, body)
            continue
        if match["posted"]:
            seat = (match["seat"] or "").lstrip("省市县区州旗")
            named = bool(department().fullmatch(seat) or office().fullmatch(seat))
            if named or not seat or seat in tuple("局厅委办院"):
                yield start, Body(end, "party", "bare", match[0], optional=not named)
            continue
        if match["rule"]:
            kind = "agency" if "小组" in match[0] or match[0].startswith("普法") else "party"
            yield start, Body(end, kind, "bare_rule", match[0])
            continue
        if not is_edge(folded, start):
            continue
        if match["issuer"]:
            if _OF_OTHERS.search(folded, max(0, start - 2), start):
                continue
            yield start, Body(end, "party", "own_part", match[0])
        elif match["law"]:
            yield start, Body(end, "agency", "own_part", match[0], optional=not match["desk"])
        elif match["parts"]:
            tail = re.compile(rf"{inside()}{{2,16}}?(?:领导小组办公室|领导小组|办公室|[科股](?![技学长普权份室])|专班|大队|支队|办{NO_DEED})").match(
                folded, end
            )
            if tail and not stop_words().search(tail[0]) and not leaders().search(tail[0]):
                yield start, Body(tail.end(), "agency", "own_part", folded[start : tail.end()], sure=False)
        elif match["bare"]:
            kind = "party" if match[0].startswith(("党组", "党委", "党工", "机关")) else "government" if match[0] == "政府" else "agency"
            kind = "grassroots" if match[0] in ("街道办事处", "村委会", "居委会") else "congress" if match[0].startswith("人大") else kind
            yield start, Body(end, kind, "bare", match[0], optional=kind != "congress")  # 人大街道工委: a street has one
        elif match["organ"]:
            yield start, Body(end, "congress" if match[0] == "人大" else "cppcc", "bare", match[0], optional=True)


def _own_tail(folded: str, start: int, body: Body) -> Body:
    if match := re.compile(r"党组|党委(?!书)").match(folded, body.end):
        return Body(match.end(), "party", "own_part", folded[start : match.end()])
    return body
