"""A body without its place (司法局党组 of 市司法局党组), and the pieces of pattern that several of its grammars share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """A body that ends at `end`.

    `core` is its folded name without place, `form` the rule that read it (what `lawnlp.text.fullnames` writes out), `sure` whether the lexicon knows it.
    """

    end: int
    kind: str
    form: str
    core: str
    sure: bool = True
    optional: bool = False


TAX = "国家税务总局"  # in front of the place of every tax office since 2018
RULE = r"(?:全面)?依法治(?:师市|兵团|地区|[省市区县州旗盟镇乡街村企校师团地])(?:委员会办公室|委员会|委办公室|委办|委(?!员|托|派)|(?:工作)?领导小组办公室|(?:工作)?领导小组|办公室|办(?!理|事|案|件|学|好|结|实事|证|法(?!治)))"
# 办 behind an organ is its office, not a verb (县人大办, 县人大办理议案)
VERB_BEHIND = "理法事案件学好结实证公"
NO_VERB = f"(?![{VERB_BEHIND}会])"
NO_DEED = "(?!理(?!论)|法|事|案|件|学|好|结|实事|证|公)"  # of the office of a street or government, which also acts (街道办|实施, but 街道|办实事)
FIVE_YEARS = '[“"][一二三四五六七八九十]五[”"]'  # 县“八五”普法办
# Groups sent out to inspect, numbered (省委第八巡视组, 省第三生态环境保护督察组) or by their field.
NUMBER = r"第[一二三四五六七八九十\d]{1,3}"
INSPECTS = r"(?:督[察查导]|巡[视察查]|考核|检查)组(?!长|织|成|建|员)"
