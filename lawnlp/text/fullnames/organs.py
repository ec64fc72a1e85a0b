"""The organs of a place and their offices written out, as far as they depend on nothing but the place: party committee, rule-of-law bodies, government, state.

>>> rule_body("甲市", "依法治市办"), government_part("甲县", "政府办"), committee("甲地区")
('中共甲市委全面依法治市委员会办公室', '甲县人民政府办公室', '中共甲地委')
"""

import re

from lawnlp.text.body import TAX
from lawnlp.text.fullnames.spelling import congress, spell, spell_rest
from lawnlp.text.lexicon import national_names
from lawnlp.text.place_names import TOWNS

REFORM = 2018  # tax offices are the national administration's since then, the offices of staffing the party's


def committee(place: str) -> str:
    """The committee of a place as its offices name it (中共甲市委组织部): 党委 of an autonomous region and in the corps, 地委 of a prefecture."""
    if place.endswith("地区"):
        return f"中共{place[:-1]}委"
    return f"中共{place}{'党委' if place.endswith(('自治区', '师', '团')) else '委'}"


def office_written_out(core: str) -> str:
    """An office, 办 written out also where the lexicon lacks it (国防动员办)."""
    name = spell_rest(core) if not core.endswith("工委") else core.removesuffix("工委") + "工作委员会"
    return name + "公室" if name.endswith("办") else name


def rule_body(place: str, core: str) -> str:
    """The commission for the rule of law, its office or a leading group (依法治市办, 法治办), of the party committee of a place."""
    match = re.search(r"依法治(师市|兵团|地区|.)(.*)$", core)
    if match is None:  # 法治办
        level, tail = "街" if place.endswith("街道") else place[-1], "办公室"
    else:
        level, tail = "地" if match[1] == "地区" else match[1], match[2]
    if "领导小组" in tail:
        return f"{place}{core.removeprefix('委')}" + ("" if tail.endswith(("组", "公室")) else "公室")
    end = "委员会办公室" if tail.endswith(("办", "办公室")) else "委员会"
    if place.endswith(TOWNS):
        return f"中共{place}{'工作委员会' if place.endswith('街道') else '委员会'}全面依法治{level}{end}"
    return f"{committee(place)}全面依法治{level}{end}"


def government_part(place: str, core: str) -> str:
    """A government's own office, commission or party group (政府办, 政府法制办, 政府党组)."""
    rest = re.sub(r"^(?:(?:人民)?政府|府)", "", core)
    base = f"{place}人民政府"
    if rest.endswith("党组"):
        return f"中共{base}党组"
    if rest.startswith("采购"):  # what it buys for, not whose it is
        return place + core
    if match := re.match("办(?:公室|(?!公厅))", rest):
        return f"{base}办公室{spell_rest(rest[match.end() :])}"
    return base + spell(rest)


def tax_administration(year: int | None) -> str:
    """What stands in front of the place of a tax office in a report on this year."""
    return TAX if (year or REFORM) >= REFORM else ""


def body_of_state(core: str) -> str:
    """A body of the whole country that the table lacks, written out (国家|疾控局, 国务院|安委办, 全国|人大环资委)."""
    if core.startswith("全国政协"):
        return "中国人民政治协商会议全国委员会" + spell_rest(core.removeprefix("全国政协"))
    if core.startswith("全国人大"):
        return congress("全国", core.removeprefix("全国"))
    heads = ("国务院", "全国", "国家", "中央")
    if known := max((name for name in national_names() if core.startswith(name) and name not in heads), key=len, default=""):  # 中央依法治国委|守法普法协调小组
        return national_names()[known][1] + spell_rest(core.removeprefix(known))
    head = next(name for name in heads if core.startswith(name))
    return head + spell(core.removeprefix(head))
