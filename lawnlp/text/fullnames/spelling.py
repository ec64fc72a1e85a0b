"""Bodies written out: the abbreviations of departments, offices, courts and congresses (configs/institutions.toml).

Nothing is added that is not abbreviated: 行政审批局 and 大数据局 stay (corpus/GUIDELINES.md).

>>> spell("住建局"), spell("普法办"), congress("甲市", "人大常委会法工委")
('住房和城乡建设局', '普法办公室', '甲市人民代表大会常务委员会法制工作委员会')
"""

import re
from functools import cache

from lawnlp.text.lexicon import department, office, table


@cache
def _spelled() -> re.Pattern[str]:
    """Abbreviations at the end of a body; those of brigades and centres also in front of a section (交警支队|秩序处), of commissions in front of their office, of unions in front of their centre."""
    short = sorted(table("spelled"), key=len, reverse=True)
    with_sections = "|".join(word for word in short if word.endswith(("支队", "大队", "总队", "中心")))
    with_centres = "|".join(word for word in short if word.endswith(("联", "协")))
    with_offices = "|".join(word for word in short if word.endswith(("会", "指", "安委", "工委")))
    short = [r"(?<![\u3400-\u9fff])防指" if word == "防指" else word for word in short]  # 森防指 is another one
    return re.compile(
        f"(?:{'|'.join(short)})$|(?:{with_sections})(?=[\u3400-\u9fff]{{2,9}}[科处股]$)|(?:{with_offices})(?=办公室$)|^(?:{with_centres})(?=[\u3400-\u9fff]{{2,14}}(?:中心|站|委员会|调委会|室)$)"
    )


def spell(core: str) -> str:
    """The body without place, its abbreviations written out (住建局 -> 住房和城乡建设局, 普法办 -> 普法办公室)."""
    if match := department().match(core):
        if match["commission"]:
            return (table("functions").get(match["commission"]) or match["commission"]) + "委员会" + spell_rest(core[match.end() :])
        return table("functions")[match["function"]] + match["suffix"] + spell_rest(core[match.end() :])
    if match := office().match(core):
        return (table("offices")[match["office"]] or match["office"] + "办公室") + spell_rest(core[match.end() :])
    return spell_rest(core)


def spell_rest(tail: str) -> str:
    """A part of a body with its ending written out."""
    if not tail:
        return ""
    if match := office().fullmatch(tail):
        return table("offices")[match["office"]] or match["office"] + "办公室"
    for short, long in table("spelled_within").items():
        if short in tail and long not in tail:
            tail = tail.replace(short, long)
    tail = re.sub("市场监管(?=综合|执法|行政|[支大总]队|[局所])", "市场监督管理", tail)
    tail = re.sub("城管(?=和?综合|和?执法|行政|[支大总]队|局$)", "城市管理", tail)
    if tail.endswith(("领导小组办", "委员会办")):
        return tail + "公室"
    return _spelled().sub(lambda m: table("spelled")[m[0]] or m[0], tail)


def is_open_office(core: str) -> bool:
    """Whether an office is so clipped that its full name stays open: the table leaves it so (信用办), or lacks it and it has not even four characters (数改办).

    Written out it is settled (信用办公室), and so is one by a function that is no abbreviation (水利办).
    """
    if not core.endswith("办"):
        return False
    if match := office().fullmatch(core):
        return not table("offices")[match["office"]]
    name = core.removesuffix("办")
    return len(name) < 4 and table("functions").get(name) != name


def level_of(place: str) -> str:
    """The level that a place has by the end of its name: province, city or county."""
    return "province" if place.endswith(("省", "自治区")) else "city" if re.fullmatch(r"[\u3400-\u9fff]{2,12}?(?:市|州|盟|地区)", place) else "county"


def court(core: str, level: str) -> str:
    """A court without its place (中院, 一中院, 法院), written out."""
    if match := re.match("第?([一二三四五])中", core):
        return f"第{match[1]}中级人民法院"
    if core.startswith(("中", "高")):
        return "中级人民法院" if core.startswith("中") else "高级人民法院"
    return "高级人民法院" if level == "province" else "人民法院"


def long_court(core: str, place: str) -> str:
    """The same where the body is a court, else the body as it is."""
    return court(core, level_of(place)) if core in ("法院", "中院", "高院", "人民法院") else core


def congress(place: str, core: str) -> str:
    """A congress, its standing committee and their commissions, with the place."""
    rest = re.sub(r"^(?:人大|人民代表大会)", "", core)
    base = f"{place}人民代表大会"
    match = re.match(r"(及其)?(?:常委会|常务?委员会)", rest)
    tail = rest[match.end() :] if match else rest
    tail = table("congress").get(tail) or re.sub("工委$", "工作委员会", tail)
    if tail in ("办", "办公室"):
        return f"{base}常务委员会办公室"  # only the standing committee has one
    return f"{base}{match[1] or ''}常务委员会{tail}" if match else base + tail
