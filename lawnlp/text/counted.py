"""The phrase that says what a quantity counts, by rule: the noun behind the unit, else the phrase in front of the number.

>>> from lawnlp.text.quantities import find_quantities
>>> text = "受理行政复议申请38件，为1130名职工追回欠薪，满意率均为100%"
>>> [name_of(text, q.start, q.end) for q in find_quantities(text)]
['行政复议申请', '职工', '满意率']
"""

import re
from functools import cache

from lawnlp.text.fold import fold
from lawnlp.text.units import unit_pattern

_STOP = r",。;:!?()\n《》、"
# What may stand between the counted phrase and the number.
_LINK = re.compile(
    r"(?:分别|累计|共计|总计|合计|全部|平均|均|各|共|仅|只|已|就|也|则|占比|占|达到了?|达|为|是|有|约|近|超过|超|(?<=率)过|逾|突破|不少于|不低于|至少|不超过|不高于|不到|低于|高于|(?<![据理由出])不足|至|到|在|控制|保持|保持在|稳定在|"
    r"同比|环比|比上年|比去年|较上年|较去年|提升|提高|增长|上升|增加|下降|降低|减少|精简|[压缩减砍](?:减|缩)?[到至]|整合|扩大|拓展|优化|缩短|压缩|压减|缩减|降|升|增|减|由|从|原来的?|原先的?|最[多少]|的|了|上|率先|一|:|,|[ +\-−↑↓→≤≥≦≧<>(])+$"
)
# What a figure is compared with (比法定时限快6.5天, 高出考核要求8.9个百分点, 较上年多收23件): the figure itself stands in front of it.
_COMPARED = re.compile(
    r"(?:(?:(?<![占环同对评反])比|较)(?![大多好为高强例率重武对赛照选])[^,。;:!?()\n]{1,14}?(?:高出?|低|[快慢]|提前|[多少][一-鿿]{0,2}|)|同比[多少][一-鿿]{1,2}|(?:高出|高于|低于|超出|优于)[^,。;:!?()\n]{1,10}|(?:由|从)(?:原来|原先|原|此前|以前|过去|以往|法定|承诺)的?[^,。;:!?()\n\d]{1,8})$"
)
_RATE_FOR = re.compile(r"率(?![和与及])[一-鿿]{2,5}(?<!率)(?<!标准)$")  # 公示率企业98%, 败诉率由上年8%: what a rate is told for is no part of its name
_MEASURE = re.compile(r"(?:[%‰倍成元亩米里天日年时钟月周]|百分点|公顷)(?:以上|以下|以内|左右)?$")
_VERBS = (
    "受理 办理 审结 审理 收到 接收 接待 接到 承办 开展 组织开展 组织 举办 召开 发放 化解 排查化解 排查 调解 完成 制定出台 制定 出台 "
    "公布 发布 印发 修订 修改 废止 清理 审核 审查 备案 报备 查处 立案 查办 检查 抽查 新增 新建 建成 建立 设立 成立 提供 解答 培训 "
    "聘请 聘任 配备 选聘 选派 下放 承接 取消 梳理 公开 推送 发送 张贴 悬挂 制作 编印 整改 移送 移交 下达 下发 发出 提出 出具 反馈 "
    "解决 处理 处置 答复 回复 评查 抽取 参与 参加 覆盖 涉及 惠及 吸引 服务 帮助 指导 兑现 减免 追回 挽回 补发 投入 落实 协调 推动 "
    "促成 实现 培育 创建 纳入 确定 列出 形成 采纳 交办 督办 开设 开通 拥有 现有 登记 核发 归集 汇聚 共享 调整 压减 精简 减少 增加 "
    "通报 约谈 问责 追责 注销 换发 申领 入驻 进驻 推出 打造 建设 规划 配置 购置 更新 改造 升级 实施 推行 听取 学习 研究 审议 主持 "
    "邀请 安排 轮训 救助 援助 帮教 矫正 接收 安置 走访 慰问 宣讲 播放 刊发 刊登 发表 采集 录入 核查 巡查 督查 督导 暗访 随访 回访 "
    "作出 做出 收缴 罚没 没收 扣押 关停 取缔 责令 警告 吊销 拆除 征收 补偿 支付 拨付 争取 获得 荣获 获评 评选 表彰 命名 认定 化解了 "
    "设置 派出 出动 抽调 动员"
).split()
_VERB = re.compile(f"(?:{'|'.join(sorted(map(re.escape, _VERBS), key=len, reverse=True))})(?![率数量额者员制])")
# A particle with what makes one word with it (对讲机, 将军社区, 并联审批): that word is never cut behind the particle.
_WORDS_WITH_PARTICLES = {
    "对": "讲机|账|象|口|标(?![的准])|接|策|应(?![对诉急])|照|簿",
    "并": "联(?![系合])|购(?![买置])|轨|网|列(?![入出])|行(?![政为使业])|案(?![件卷])",
    "将": "军(?!队|人|地|民|属)",
    "为": "民(?![营警政众族间生企宿])",
    "把": "关|控|脉",
    "共": "享|性|治|同|建(?![成立设起有造档])",
    "再": "犯|审(?![核查议理])|生(?![成效])|就业",
    "另": "案(?![件卷])|行",
    "与": "会(?![签审商前议])",
    "及": "格|时率",
    "和": "解|谐",
}
# Where no name begins; one look at the character in front is all that most places cost.
INSIDE_WORD = rf"(?<=[{''.join(_WORDS_WITH_PARTICLES)}])(?:{'|'.join(f'(?<={particle})(?:{rest})' for particle, rest in _WORDS_WITH_PARTICLES.items())})"
# The exception ends in front of 外, and the act that follows on what is found in front of 并 (发现隐患并督促整改12处): walls of a name.
_EXCEPT = r"除(?<![扫清废拆消扣开删免解革]除)"
EXCEPTED = _EXCEPT + r"[^,。;:!?()\n]{1,24}?(?<![境涉海国省市区县户])((?:以|之)?外)(?=[,均全其都已也皆仍])"
FOLLOWED_UP = r"(?=[发查排])(?:发现|查出|查找|排查)[^,。;:!?()\n并]{2,8}(并)(?=依法|及时|督促|责令|限期|整改|移[交送]|处[理置]|化解)"
_BEHIND_EXCEPT, _OUTSIDE, _FOLLOWED_UP = re.compile(_EXCEPT + "$"), re.compile("[以之]?外(?![来籍地商资])"), re.compile(FOLLOWED_UP)
_LEAD = re.compile(
    r"^(?:(?!"
    + "|".join(f"{particle}(?:{rest})" for particle, rest in _WORDS_WITH_PARTICLES.items())
    + r")(?:[)、/]|\((?![^()]*\))|[一二三四五六七八九十]{1,2}[是要]|全年|累计|全区|全县|全市|全省|全镇|全乡|全系统|全局|共|已|先后|其中|相关|各类|各项|各种|有关|本级|年内|我局|我区|我市|我县|并|又|再|另|对|为|向|将|把|以|及|和|与|的|了|进行|主动|依法|及时|直接))+"
)
_TAKE = re.compile(r"[^" + _STOP + r"\d]{1,16}")
_AFTER_END = re.compile(
    r"全部|均|已|进行|实现|开展|参加|参与|获评?|被|纳入|完成|通过|接受|列入|达到|同比|以上|以下|左右|以内|受到|得到|按期|按时|办结|整改|进驻|入驻|签订|签约|聘请|聘|为|占|是|在|从|向|由|对|因|经|与|及其|及|和|并|共|分别|逐|一律|需|应|可|由|于|到|持|制修订|修复|补发|承诺|提出|主动|无|未|追回|挽回|招录|入选|列席|实行|推行|配备|建成|设立|取得|获得|落户|落地|投入|转化|转交|移送|免除|减免|接入|上线"
)
_NO_NAME_AFTER = re.compile(
    r"["
    + _STOP
    + r"\d“”\"+~—-]|均|全部|以上|以下|左右|以内|内|的(?!确)|同比|较|比|和|及|与|并|其中|分别|用于|增|减|提|降|压|缩|以|后|前|之|起|至|到|为|占|办结|实现|完成|,|$"
)

# A quantity in front of this one in the same clause: 建议98件、提案77件. A unit of the table, else the first letters up to a measure word (涉及8件次).
_UNIT_ENDS = r"[^\d,。;]{0,2}?(?:[件次人名个项条份场家户起宗期批元%亩篇部册本所处支])"

_NO_COUNT = r"\d{4}年|\d{1,2}月|(?<=月)\d{1,2}日|123\d\d(?!\d)"  # 自2020年以来, 12月3日, 12345分流
# What stands under the line of a rate, and rates of Latin letters, whose units the table's pattern ends in front of the line.
_UNDER = r"(?:10万|100毫升|[年月天日次人户家件吨升亩度时]|小时|[千万]人|平方米|立方米|平方公里|公里)"
_LATIN_RATE = r"[A-Za-zμµ]{1,3}[²³]?/[A-Za-z]{1,2}[²³]?"
_GOES_ON = r"之?内|以[上下内来]|[前后]"  # 3天内补发: part of the phrase


@cache
def _earlier() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.,])(?!{_NO_COUNT})\d[\d.,]*[万亿]?余?(?:{_LATIN_RATE}|{unit_pattern(chinese=False, rates=False)}(?:/{_UNDER})?(?!{_GOES_ON})|{_UNIT_ENDS}|(?<=[万亿])|(?<=\d)(?=[、和]))[、和]?"
    )


def name_of(text: str, start: int, end: int) -> str:
    """The words of `text` near the quantity `start:end` that say what is counted; "" where there is none.

    A unit with a noun directly behind it names what follows (12名律师); anything else what stands before (复议申请38件, 出庭率达100%).
    """
    folded = fold(text)
    measure = _MEASURE.search(folded[start:end])
    if not measure and not _NO_NAME_AFTER.match(folded, end):
        behind = _TAKE.match(folded, end)
        if behind and (name := _cut_after(behind[0], excepted=_BEHIND_EXCEPT.search(folded, max(0, start - 2), start) is not None)):
            return text[end : end + len(name)]
    before = _before(text, folded, start)
    if folded[end - 1] == "%" and (told := _RATE_FOR.search(before)):
        return before[: told.start() + 1]
    return before or (_behind_quantity(text, folded, end) if measure else "")


def _cut_after(phrase: str, *, excepted: bool = False) -> str:
    phrase = phrase.removeprefix("的")
    if excepted:
        phrase = _OUTSIDE.split(phrase)[0]
    ending = _AFTER_END.search(phrase, 1)
    return phrase[: ending.start()] if ending else phrase[:12]


def _behind_quantity(text: str, folded: str, end: int) -> str:
    match = re.compile(r"(?:的|之?内)?([^" + _STOP + r"\d]{2,10})").match(folded, end)
    return text[match.start(1) : match.end(1)] if match else ""


def _before(text: str, folded: str, start: int) -> str:
    """The phrase in front: of the clause of the number, or of an earlier clause when its own has nothing but a link."""
    left = start
    for _ in range(3):
        clause_start = max(folded.rfind(sign, max(0, left - 60), left) for sign in ",。;:!?\n") + 1 or max(0, left - 60)
        part = folded[clause_start:left]
        number = next(iter(reversed(list(_earlier().finditer(part)))), None)
        offset = number.end() if number else 0
        phrase = part[offset:]
        linked = _LINK.sub("", _COMPARED.sub("", _LINK.sub("", phrase)))
        stripped = linked.rstrip(" ")
        if stripped and not _LEAD.fullmatch(stripped):
            begin = clause_start + offset
            return _phrase(text, folded, begin, begin + len(stripped))
        left = clause_start + number.start() if number else max(0, clause_start - 1)
        if left <= 0 or folded[left : left + 1] in "。\n":
            break
    return ""


def _phrase(text: str, folded: str, begin: int, end: int) -> str:
    """Cut a clause down to its last noun phrase: behind the last verb, which stays when nothing stands behind it."""
    phrase = folded[begin:end]
    if (found := _FOLLOWED_UP.search(phrase)) is not None:
        end = begin + found.start(1)
        phrase = folded[begin:end]
    cut = 0
    for verb in _VERB.finditer(phrase):
        rest = len(phrase) - verb.end()
        if rest >= 4 or (rest >= 2 and verb.start() <= cut + 1):  # a verb inside a noun (信息公开申请) is none
            cut = verb.end()
    if len(phrase) - cut > 2 and (marker := phrase.rfind("、", 0, max(0, len(phrase) - 14))) >= cut:
        cut = marker + 1
    lead = _LEAD.match(phrase, cut)
    if lead and lead.end() < len(phrase):
        cut = lead.end()
    lead = _LEAD.match(phrase[cut:])
    if lead and lead.end() < len(phrase) - cut:
        cut += lead.end()
    return text[begin + max(cut, len(phrase) - 24) : end]
