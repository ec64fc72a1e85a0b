"""What part of a body stands behind it: its sections, chambers, offices, stations and party bodies (公安局|交警支队, 法院|执行局, 管委会|综合执法局).

>>> body = Body(3, "agency", "department", "司法局")
>>> extended("司法局行政复议科", 0, body).core, chamber("法院行政庭", 2, "court")
('司法局行政复议科', 5)
"""

import re
from dataclasses import replace
from functools import cache

from lawnlp.text.body import NO_VERB, Body
from lawnlp.text.lexicon import department, desk_work, endings, inside, leaders, office, stop_words, table, verbs, word_set, words
from lawnlp.text.patterns import trie

# A verb behind a body, with another body as its object (司法局|设|法律援助中心); those of one character begin no word of work or place (设计院, 建设工程质量站, 商务中心, 派出所).
_DEEDS = "[内增专下新另分加]设(?![计备施])|新建(?!区|县)|派出(?!所)|派驻(?!.{0,10}纪检)|选派|抽调|带领|率领|协助|授权|商请|邀请|函[请告]|抄告|聘[请任]"
_DEED = "设(?![计备施])|建(?![设筑材档管工制言])|派(?!出所|驻|遣)|[管辖](?![理护控网线道委制辖片区城])|率(?!先)|请(?!示)|邀(?!约)|商(?![务事贸业标品会城圈户洽])|同(?!济)|聘|选(?![举址矿调育拔])"
# At the beginning of the words behind the body, where behind one character enough for a name must follow (同安分局 is a part).
ACTS = f"{_DEEDS}|(?:{_DEED})(?!.{{1,3}}分局$)(?=.{{4}})"
# Directly behind the body, in front of a name or of its ending.
ACTED = f"(?:{_DEEDS}|(?:{_DEED})(?=..|$))"


@cache
def _other_body() -> re.Pattern[str]:
    """A body or a place behind a body begins another name; units that a body has several of are a class (县公安局|派出所, 县城管局|基层中队)."""
    units, of_all = trie(words("desks", "units")), trie(words("desks", "units_class"))
    return re.compile(
        rf"^(?:{of_all}|{ACTS})|^(?:{units})$|[入进]驻|"
        r"[省市区县镇乡](?:委|政府|人大|政协)|[省市区县](?!分局|[大中支]队)|局(?!$)|(?<![分查])(?<!管理)局$|人民法院|领导小组组长|组成|[和与及、]|厅"
    )


def is_no_part(words_behind: str) -> bool:
    """Whether words behind a body are no name of a part of it: they hold a verb, who leads it, or another body."""
    return any(pattern.search(words_behind) for pattern in (stop_words(), verbs(), leaders(), _other_body()))


def is_no_work(words_behind: str) -> bool:
    """The same for a section or an office by its work, which verbs may name (人民调解指导|科, 法规与标准|处)."""
    return is_no_part(desk_work().sub("", words_behind).replace("与", ""))


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<party>(?:机关)?(?:党组|党委|党工委)|机关纪委)|(?P<tail>(?![局厅委]){inside()}{{0,12}}?(?:{endings('agency')}))"
        r"|(?P<office>(?:人民|行政|常务|医疗)?[\u3400-\u9fff]{0,6}(?:办公室|办公厅|研究室|督查室))"
    )


def extended(folded: str, at: int, body: Body) -> Body:
    """The body with a part of its own behind it: 公安局|交警支队, 水利局|党组."""
    if post := _town_post(folded, at, body):
        return post
    for _ in range(2):
        if body.form not in ("party", "management", "court") and (section := _with_section(folded, at, body)):
            return section
        if body.core in word_set("desks", "posted") and (post := _with_unit(folded, at, body, _post())):
            return post
        match = _tail().match(folded, body.end)
        if not match or not match[0]:
            break
        if match["party"]:
            return Body(match.end(), "party", "part", folded[at : match.end()])
        if any(pattern.search(match[0]) for pattern in (stop_words(), leaders(), _other_body())):
            break
        if match["office"] and not re.match(r"(?:人民|行政|综合|机关)?(?:[\u3400-\u9fff]{0,6})(?:办公室|办公厅|研究室|督查室)$", match["office"]):
            break
        body = Body(match.end(), body.kind, "part", folded[at : match.end()])
    return body


# A section of a body by its work (司法局|行政复议科, 司法厅|法规与标准处), and what else ends so: 查处, 各科, 参股, 办事处.
_SECTION_ENDS = "科(?![技学室长普员目研])|处(?![罚理置于分以室长方境])|股(?![权份东长票级改])"
_NO_SECTION = re.compile(
    r"^(?:[各某原本新设建由派驻给三两几多])|[和及]|(?:(?<![督审检稽侦调核巡])查|[调惩四随好深短长难坏妙住出远近高低患害错]|办事|业务)处$|[文理内外妇儿骨专工]科$|[入控参持一]股$"
)


@cache
def _section() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{inside()}{{2,9}}?|{inside()}{{2,5}}与{inside()}{{2,5}}?)(?:{_SECTION_ENDS})")


def _with_section(folded: str, at: int, body: Body) -> Body | None:
    """The body with a section of its own behind it; None where there is none."""
    match = _section().match(folded, body.end)
    if match is None or _NO_SECTION.search(match[0]):
        return None
    return None if is_no_work(match["name"]) else Body(match.end(), body.kind, "part", folded[at : match.end()])


# A department in front of its part, also by the word that it has for itself (局|法规科, 支队|法制科).
_DEPARTMENT_AHEAD = re.compile("(?:[\u3400-\u9fff]{0,14}?[局厅]|[\u3400-\u9fff]{2,8}委(?:员会)?|部|[总支大]队)(?=[\u3400-\u9fff]{2})")
_OF_ITS_OWN = re.compile("消防|海警|武警|边检")
_ALIKE = re.compile("(?P<name>.+?)(?P<ending>[支大中总]队|稽查局|[科处股司]|(?<!分)局)$")


def sibling(folded: str, at: int, first: Body) -> Body | None:
    """The part of the same department, with the same ending, that begins at `at` in a list (市公安局交警支队、|经侦支队); None where there is none.

    Its core holds the department, which only the first of the list names.
    """
    head = _DEPARTMENT_AHEAD.match(first.core) if first.form in ("part", "own_part") else None
    alike = _ALIKE.fullmatch(first.core, head.end()) if head else None
    if head is None or alike is None or (alike["ending"] == "局" and head[0] != "部"):
        return None
    name = rf"(?P<name>{inside()}{{1,8}}?|{inside()}{{2,6}}与{inside()}{{2,6}}?)"
    match = re.compile(rf"{name}{alike['ending']}(?![长员伍技学室普目研罚理置于分以方境权份东票级改法机令])").match(folded, at)
    if match is None or match[0].startswith(head[0]) or _NO_SECTION.search(match[0]) or _OF_ITS_OWN.search(match[0]) or is_no_work(match["name"]):
        return None
    return replace(first, end=match.end(), core=head[0] + match[0])


_NO_UNIT = re.compile(rf"[和与及、各]|[省市县]|(?<!社)区|[一二两三四五六七八九十]个|政府|派驻|[设建]立?$|^(?:微型|小型|专职|所属|下属|{_DEEDS})")


def _with_unit(folded: str, at: int, body: Body, unit: re.Pattern[str]) -> Body | None:
    """The body with a unit of its own behind it, which the general endings of parts leave out; None where there is none."""
    match = unit.match(folded, body.end)
    if match is None or any(pattern.search(match["name"]) for pattern in (_NO_UNIT, stop_words(), verbs(), leaders())):
        return None
    return Body(match.end(), body.kind, "part", folded[at : match.end()])


@cache
def _post() -> re.Pattern[str]:
    """The post of a county's bureau in a town (自然资源局|柳溪所); 场所 and 诊所 are what it inspects."""
    return re.compile(rf"(?P<name>(?:(?![查派基站各]){inside()}){{2,3}}?)(?<![场住处会诊厕寓站究务测定])所(?![有属需在以谓长])")


_TOWN_POST = re.compile("(?P<town>[\u3400-\u9fff]{2,3}?)(?:林业|农业|水利)?[所站](?![有属需在以谓长点式])")


def _town_post(folded: str, at: int, body: Body) -> Body | None:
    """The bureau with its office at a town that the text names (县自然资源局|钟山所 … 钟山镇); None where there is none."""
    match = _TOWN_POST.match(folded, body.end) if body.form == "department" else None
    if match is None or not any(match["town"] + word in folded for word in ("镇", "乡", "街道", "派出所", "司法所")):
        return None
    return Body(match.end(), body.kind, "part", folded[at : match.end()])


@cache
def _street_office() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{inside()}{{2,6}}?)(?<![{table('office_or_verb')['verbs']}])办{NO_VERB}")


def street_office(folded: str, at: int, street: Body) -> Body | None:
    """The street office with an office of its own behind it (街道办事处|党政综合办); None where there is none, as where 办 is a verb."""
    return _with_unit(folded, at, street, _street_office())


@cache
def _fire_station() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>(?:(?!查){inside()}){{2,8}}?)(?<![油气电车铁运泵])站(?![点长式岗内外台立在])")


def fire_station(folded: str, at: int, brigade: Body) -> Body | None:
    """The fire brigade with a station (消防救援大队|柳溪站); None where there is none. What it inspects are stations too."""
    return _with_unit(folded, at, brigade, _fire_station())


# What keeps the words in front of a chamber from being its name: they join, they move, or they make a class of it; 开庭, 出庭 and 家庭 are words of their own.
_NO_CHAMBER = re.compile(
    rf"^(?:{_DEEDS}|[赴往送请设建和与及])|[和与及、]|旁听|观摩|开庭|驻所|[一两二三四五六七八九十几\d][家个]|^(?:模拟|巡回|流动|派出|派驻|基层|人民)$|[开出到当休闭法家]$"
)
_CHAMBERS = {
    "court": r"人民法庭|审判庭|法庭(?!审)|庭(?![审长外上内前])|执行局(?![面势长])",
    "procuratorate": r"检察室|检察部(?!门)",
}


@cache
def _chambers(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<name>{inside()}{{2,6}}?)(?:{_CHAMBERS[form]})|执行局(?![面势长])|诉前(?:人民)?调解(?:工作)?中心)")


def chamber(folded: str, at: int, form: str) -> int | None:
    """Where a chamber or section of the court or procuratorate before `at` ends (县法院|忠诚人民法庭, |行政庭, |执行局, 市检察院|第四检察部); None where there is none."""
    match = _chambers(form).match(folded, at)
    if not match or (match["name"] and (stop_words().search(match["name"]) or _NO_CHAMBER.search(match["name"]))):
        return None
    return match.end()


@cache
def _zone_office() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{inside()}{{2,8}}?)(?:局(?![面势长促])|办公室)|办公室")


def office_of_zone(folded: str, at: int) -> tuple[int, str] | None:
    """End and kind of the bureau or office of the 管委会 before `at` (经开区管委会|综合执法局); None where there is none."""
    if match := department().match(folded, at) or office().match(folded, at):
        return match.end(), "agency"
    match = _zone_office().match(folded, at)
    name = (match["name"] or "") if match else ""
    return None if match is None or is_no_part(name) or name.startswith(tuple("各与和及原设")) else (match.end(), "agency")


@cache
def _centre() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<name>{inside()}{{0,8}}?)(?:(?P<mediates>(?:人民)?调解委员会|调委会|调解室|调解工作室)|(?:调解|服务|维权|仲裁)中心|(?:服务|工作|维权)站)"
    )


def centre_of(folded: str, at: int) -> tuple[int, str] | None:
    """End and kind of the centre or the mediators of the association before `at` (县律师协会|调解中心); None where there is none."""
    match = _centre().match(folded, at)
    if match is None or is_no_part(match["name"]):
        return None
    return match.end(), "grassroots" if match["mediates"] else "social"
