"""Which body signs a report: in the title, on a line of its own above it, in the signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lawnlp.text.institutions import Institution
from lawnlp.text.issuer.named import BEHIND_PLACE
from lawnlp.text.letterhead import DATE
from lawnlp.text.title import RESIDUE, Line


@dataclass(frozen=True)
class Head:
    """A body that stands as the issuer at the head or foot."""

    text: str
    places: tuple[str, ...]
    department: str
    form_level: str


# A sentence about a body, or the line that addresses the report to it: neither signs.
_SENTENCE = re.compile("[,。;!?]|:$")


def heads_of(folded: str, lines: Sequence[Line], title: Line | None, bodies: Sequence[Institution]) -> list[Head]:
    """Bodies in the title, on lines of their own above it, and in the signature; governments and departments before party bodies."""
    first = lines.index(title) if title else 0
    spots = [title] if title else []
    spots += [line for line in lines[max(0, first - 2) : first] if len(line.text) <= 30]
    signed = [line for line, below in pairwise(lines[first + 1 :]) if DATE.fullmatch(below.text)]  # whatever the page prints below it
    spots += [line for line in dict.fromkeys((*signed, *lines[-6:])) if len(line.text) <= 60 and line is not title]
    out: list[tuple[int, Head]] = []
    for rank, line in enumerate(spots):
        alone = line is not title
        for body in bodies:
            if not (line.start <= body.start and body.end <= line.end) or (body.body.form in ("village", "proper", "open") and body.kind == "social"):
                continue
            rest = DATE.sub("", line.text).replace(body.text, "").strip()
            if not body.places:
                if (head := _unplaced_head(folded, line, body, alone)) and (not alone or line.start < lines[first].start or line in signed):
                    out.append((rank, head))
                continue
            if alone and (len(rest) > 12 or _SENTENCE.search(rest)):
                continue
            if alone and (body.optional or RESIDUE.search(line.text)):
                continue
            form, name = body.body.form, folded[body.start : body.end]
            if form == "government_part" and alone:
                continue  # outside the title the government's office publishes what the government reports
            if body.body.core in ("行政公署", "行署"):  # the government of a 地区 or 盟
                head = Head(name, body.places, "", "government")
            elif form in ("department", "open", "part", "government_part", "office", "discipline", "court", "procuratorate") and body.kind != "party":
                head = Head(name, body.places, body.body.core, "department")
            elif form in ("government", "street", "town", "management"):
                head = Head(name, body.places, "", "government")
            elif body.kind == "party" and form in ("party", "part"):
                head = Head(name, body.places, "", "party")
            else:
                continue
            out.append(((0 if head.form_level != "party" else 10) + rank, head))
    return [head for _, head in sorted(out, key=lambda pair: pair[0])]


_BEFORE_ISSUER = re.compile(r"\s*(?:\d{4}年度?|关于)?\s*")


def _unplaced_head(folded: str, line: Line, body: Institution, alone: bool) -> Head | None:
    """A body whose name says its place itself (深圳海事局, 赣州经济技术开发区管委会), where the title begins with it or it is all of a line."""
    name, zone = folded[body.start : body.end], body.kind == "government"
    opens = line.text == name if alone else bool(_BEFORE_ISSUER.fullmatch(folded, line.start, body.start))
    if body.body.form == "national" and not BEHIND_PLACE.match(folded, body.end):
        return None  # 国家税务总局|…税务局: a branch that no rule reads
    if not opens or body.kind not in ("agency", "government") or body.body.form not in (("proper",) if alone else ("proper", "national")):
        return None
    return Head(name, (), "" if zone else name, "zone" if zone else "department")


def title_text(text: str, lines: Sequence[Line], title: Line | None, heads: Sequence[Head]) -> str | None:
    """The title as written; the body's name on a line of its own above it belongs to it."""
    if title is None:
        return None
    shown = re.sub(r"\s*\n\s*", "", text[title.start : title.end].strip().lstrip("·•●■◆ "))
    first = lines.index(title)
    if first and heads and re.match(r"(?:关于)?\d{4}年|关于", title.text):
        above = lines[first - 1]
        if any(above.text.removesuffix("关于").endswith(head.text) for head in heads):
            return text[above.start : above.end].strip() + shown
    return shown
