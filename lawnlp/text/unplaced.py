"""Bodies that no place stands in front of: those of the whole country with their parts (国务院, 自然资源部南海局), and the issuer with its own (我局, 局法规科).

>>> [body.core for _, body in national("国务院第十二督查组")], [body.core for _, body in issuer_body("我局党组研究")]
(['国务院第十二督查组', '国务院'], ['我局党组'])
"""

import re
from collections.abc import Iterator
from functools import cache

from lawnlp.text.bodies import INSPECTS, NO_VERB, NUMBER, RULE, TAIL_STOP, Body
from lawnlp.text.lexicon import inside, stop_words, table, verbs
from lawnlp.text.patterns import trie
from lawnlp.text.places import is_edge


@cache
def _national() -> re.Pattern[str]:
    return re.compile(trie(table("national")))


def national(folded: str) -> Iterator[tuple[int, Body]]:
    """Bodies of the whole country by their names."""
    for match in _national().finditer(folded):
        name = match[0]
        if part := _national_part(folded, match):
            yield match.start(), part
        if name in ("中办", "国办") and not re.compile(NO_VERB).match(folded, match.end()):
            continue  # 其中办结10件
        if name == "中央" or (not is_edge(folded, match.start()) and len(name) <= 3 and name not in ("党中央", "国务院")):
            continue
        if name.endswith("部") and folded[match.end() : match.end() + 1] in "门队分署级":
            continue
        kind = table("national")[name].split()[0]
        yield match.start(), Body(match.end(), kind, "national", name)


# A body of the whole country with one of its own below it: at a place or for a field (自然资源部|南海局, 生态环境部|华南环境科学研究所, 国务院|第十二督查组).
_NATIONAL_PART = r"局 总局 分局 总站 边防检查站 监察局 管理局 监管局 海洋中心 评估中心 信息中心 研究中心 监测中心 服务中心 发展中心 登记中心 指挥中心 保障中心 研究所 研究院 规划院 设计院 科学院 总队 督察局 特派办 办事处"


@cache
def _national_tail() -> re.Pattern[str]:
    """What may follow the name of a body of the whole country and belong to it."""
    return re.compile(
        rf"(?P<group>(?:{NUMBER})?{inside()}{{0,8}}?{INSPECTS})|(?P<part>(?![{_JOINS}]){inside()}{{1,12}}?(?:{trie(_NATIONAL_PART.split())})(?![长面限势属部]))"
    )


_JOINS = "和与及或驻门队"
_NO_PART = re.compile(
    "[和与及或省市县区州镇]|全国|中国|中央|国家|国务院|部署|要求|指定|表彰|确定|同意|批复|厅|署|[院部](?!$)|局(?=.*[^总分]局)|办公|巡视员|督促|组织|安排|抽查|反馈|交办|推进|对接"
)


def _national_part(folded: str, whole: re.Match[str]) -> Body | None:
    """The body of the whole country in `whole` with one of its own behind it; None where there is none."""
    name = whole[0]
    match = _national_tail().match(folded, whole.end())
    if not match or stop_words().search(match[0]):
        return None
    if match["group"]:
        return Body(match.end(), "party" if "巡视" in match[0] else "agency", "proper", folded[whole.start() : match.end()])
    if (
        not name.endswith(("部", "署", "局", "委", "总局"))
        or name.startswith(("中央", "中共", "国务院"))
        or _NO_PART.search(match[0])
        or verbs().search(match[0])
    ):
        return None
    return Body(match.end(), "agency", "proper", folded[whole.start() : match.end()], sure=False)


_OWN = re.compile(
    # the first characters of all that follows: the engine then looks at one place in twenty
    r"(?=[我本分局厅委院关支总大政法党司派综信公便矛人街村居机全依执立守普])(?:(?<![基根版文成日原])本(?P<self>分?局|厅|委(?![托员派任]))|(?<!自)我(?P<own>分?局|厅|委(?![托员派任])|办(?!理|法|事|案|件|学|好|结|实事|证)|院|关(?![于系注爱键心怀切停闭])|支队|大队|总队|中心|馆)"
    r"|(?P<branch>分局(?:(?:机关)?(?:党组|党委|党总支|纪委)|(?:法制|治安|刑侦|刑警|交警|禁毒|网安|经侦|执法|综合执法|巡特警|警务督察)(?:大队|中队|支队)|法[规制][科股室]|[\u3400-\u9fff]{2,10}领导小组(?:办公室)?))"
    r"|(?P<issuer>局|厅|委|院|(?<![有相把海机公攻])关|支队|总队|大队)(?P<party>(?:机关)?(?:党组|党委|党总支|纪委))"
    r"|(?P<desk>局|厅|委)?(?P<law>(?:政策)?法[规制](?:宣传|监督)?(?:科|股|处|室(?!内)|支队|大队|总队))(?![技学长普])"
    r"|(?P<parts>局|厅|委)(?=[\u3400-\u9fff]{2,16}(?:领导小组|办公室|科|股|专班|大队|支队|办))"
    r"|(?P<bare>(?<![级各])党组(?!织)|司法所|派出所|综治办|党政办|信访办|综合执法办|政府(?=常务会|办公会|党组)|综治中心|政务服务中心|政务中心|公共法律服务中心|公共法律服务工作站|便民服务中心|矛调中心|法律援助中心|人大街道工委|街道办事处|村委会|居委会|机关纪委|机关党委)"
    r"|(?P<organ>人大|政协)(?=[、和及]?(?:人大|政协)?(?:的)?(?:民主|法律|工作)?监督)"
    rf"|(?P<rule>{RULE}|法治(?:政府)?(?:建设)?(?:工作)?领导小组(?:办公室)?|法治[\u3400-\u9fff]{{2,4}}建设(?:工作)?领导小组(?:办公室)?|依法行政(?:工作)?领导小组(?:办公室)?"
    r"|(?:执法|立法|守法普法|司法|普法)协调小组(?:办公室)?|法治办(?![理法事案件学好])|普法办(?![理法事案件学好])))"
)


# A report of a brigade calls itself 支队; elsewhere the bare word is a class.
_ISSUER_BRANCH = re.compile(r"分局\s*(?:关于)?\d{4}年")
_ISSUER_ZONE = re.compile(r"区(?:管委会|管理委员会)(?:关于)?\d{4}年")
_MANAGEMENT = re.compile(r"(?<!区党工委)(?<!区党工委[、和])(?:管委会|管理委员会)(?=(?P<lead>主要(?:负责人|负责同志|领导)))?")
_ISSUER_UNIT = re.compile(r"(支队|总队|大队)(?:关于)?\d{4}年")


def issuer_body(folded: str) -> Iterator[tuple[int, Body]]:
    """The issuer and its parts (我局, 局党组, 法规科), and organs without any place, which are optional where they are not of the issuer."""
    own_unit = _ISSUER_UNIT.search(folded, 0, 400)
    if own_unit:
        for match in re.finditer(rf"{own_unit[1]}(?=主要|领导|机关|各|的|班子|坚|认|把|对|将|与)", folded):
            if is_edge(folded, match.start()):
                yield match.start(), Body(match.end(), "agency", "own", match[0])
    if _ISSUER_ZONE.search(folded, 0, 400):
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
        if match["rule"]:
            kind = "agency" if "小组" in match[0] or match[0].startswith("普法") else "party"
            yield start, Body(end, kind, "bare_rule", match[0])
            continue
        if not is_edge(folded, start):
            continue
        if match["issuer"]:
            yield start, Body(end, "party", "own_part", match[0])
        elif match["law"]:
            yield start, Body(end, "agency", "own_part", match[0], optional=not match["desk"])
        elif match["parts"]:
            tail = re.compile(
                rf"{inside()}{{2,16}}?(?:领导小组办公室|领导小组|办公室|[科股](?![技学长普权份室])|专班|大队|支队|办(?!理|法|事|案|件|学|好|结|实事|证|公))"
            ).match(folded, end)
            if tail and not stop_words().search(tail[0]) and not TAIL_STOP.search(tail[0]):
                yield start, Body(tail.end(), "agency", "own_part", folded[start : tail.end()], sure=False)
        elif match["bare"]:
            kind = "party" if match[0].startswith(("党组", "党委", "党工", "机关")) else "government" if match[0] == "政府" else "agency"
            kind = "grassroots" if match[0] in ("街道办事处", "村委会", "居委会") else kind
            yield start, Body(end, kind, "bare", match[0], optional=True)
        elif match["organ"]:
            yield start, Body(end, "congress" if match[0] == "人大" else "cppcc", "bare", match[0], optional=True)


def _own_tail(folded: str, start: int, body: Body) -> Body:
    if match := re.compile(r"党组|党委(?!书)").match(folded, body.end):
        return Body(match.end(), "party", "own_part", folded[start : match.end()])
    return body
