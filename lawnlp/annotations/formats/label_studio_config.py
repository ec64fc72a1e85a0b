"""The labelling config of a Label Studio project, made from the taxonomy, and the controls that it and the tasks share.

A region is a mark (`Labels`, one control for each layer); the values of its row stand in per-region controls that share the region's id. Grades and checklist
items are choices for the whole report. Choices come back in the order of the config and not of the clicks, so the main topic and the second part have controls of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from lawnlp.annotations.marks import LAYERS, PREFIXES, mark_name
from lawnlp.display import BODIES, BOUNDS, CITATIONS, QUANTITIES
from lawnlp.taxonomy import Taxonomy, taxonomy

TEXT = "text"  # the name of the object tag, which every control points to
_TITLES = {"paragraphs": "段落", "quantities": "数量", "institutions": "机构", "citations": "引文"}
_COLOURS = {"paragraphs": "#b0bec5", "quantities": "#ffb300", "institutions": "#1e88e5", "citations": "#8e24aa"}
_OPEN = "（未定）"


@dataclass(frozen=True)
class Control:
    """A control beside the text: `tag` is Label Studio's (its type in results is the tag in lower case), `layers` those whose regions have it; none: the whole report."""

    name: str
    tag: str
    title: str
    layers: tuple[str, ...] = ()
    multiple: bool = False

    @property
    def type(self) -> str:
        """`choices`, `number`, `textarea`: the type of a result and, but for a text area, the key of its value."""
        return self.tag.lower()

    @property
    def key(self) -> str:
        """Where the value stands in a result."""
        return "text" if self.tag == "TextArea" else self.type


_ROW_CONTROLS = (
    Control("topic", "Choices", "主要主题", ("paragraphs",)),
    Control("topics", "Choices", "其他主题", ("paragraphs",), multiple=True),
    Control("second_part", "Choices", "第二部分（一段兼有两部分时）", ("paragraphs",)),
    Control("paragraph_items", "Choices", "检查项", ("paragraphs",), multiple=True),
    Control("value", "Number", "数值（万、亿已换算）", ("quantities",)),
    Control("unit", "TextArea", "单位", ("quantities",)),
    Control("bound", "Choices", "界限", ("quantities",)),
    Control("name", "TextArea", "所计对象", ("quantities",)),
    Control("indicator", "Choices", "指标", ("quantities",)),
    Control("canonical", "TextArea", "全称", ("institutions",)),
    Control("optional", "Choices", "两可", ("quantities", "institutions", "citations"), multiple=True),
)
_GRADE = "grade-"


def row_controls(layer: str) -> list[Control]:
    """The per-region controls of a layer."""
    return [control for control in _ROW_CONTROLS if layer in control.layers]


def report_controls(labels: Taxonomy) -> list[Control]:
    """The controls of the whole report: the checklist, and a grade for each requirement."""
    return [Control("items", "Choices", "全文检查项", multiple=True)] + [
        Control(_GRADE + key, "Choices", f"评级：{_requirement(labels, key)}") for key in labels.requirements
    ]


def controls(labels: Taxonomy | None = None) -> dict[str, Control]:
    """All controls but the labels themselves, by name."""
    return {control.name: control for control in [*_ROW_CONTROLS, *report_controls(labels or taxonomy())]}


def config_xml(labels: Taxonomy | None = None) -> str:
    """The config as XML, to be pasted into a project's Labeling Interface. What is shown is Chinese, what is stored (`alias`) the ids of the taxonomy."""
    labels = labels or taxonomy()
    view = ET.Element("View", style="display: grid; grid-template-columns: 1fr 26em; gap: 1em")
    reading = ET.SubElement(view, "View")
    side = ET.SubElement(view, "View", style="position: sticky; top: 0; max-height: 95vh; overflow-y: auto")
    for layer in LAYERS:
        ET.SubElement(reading, "Header", value=_TITLES[layer])
        group = ET.SubElement(reading, "Labels", name=PREFIXES[layer], toName=TEXT, choice="single", showInline="true")
        for name, shown in layer_labels(layer, labels).items():
            ET.SubElement(group, "Label", value=shown, alias=name, background=_COLOURS[layer])
    ET.SubElement(reading, "Text", name=TEXT, value="$text", granularity="symbol")
    for control in [*_ROW_CONTROLS, *report_controls(labels)]:
        _add(side, control, labels)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def layer_labels(layer: str, labels: Taxonomy) -> dict[str, str]:
    """The names of a layer's marks, each with what an annotator sees."""
    if layer == "paragraphs":
        shown: Mapping[str, str] = {part.id: part.name for part in labels.parts.values()}
    else:
        known = {"quantities": QUANTITIES, "institutions": BODIES, "citations": CITATIONS}[layer]
        shown = {kind: known.get(kind, kind) for kind in labels.kinds[PREFIXES[layer]]}
    named = {mark_name(layer, label): name for label, name in shown.items()}
    return named if layer in ("quantities", "institutions") else named | {mark_name(layer, None): _OPEN}


def _add(side: ET.Element, control: Control, labels: Taxonomy) -> None:
    attributes = {"name": control.name, "toName": TEXT}
    block = ET.SubElement(side, "View")
    if control.layers:
        # Without whenLabelValue a control is offered for the regions of every layer.
        names = [name for layer in control.layers for name in layer_labels(layer, labels)]
        attributes |= {"perRegion": "true", "whenLabelValue": ",".join(names)}
        block.attrib |= {"visibleWhen": "region-selected", "whenLabelValue": attributes["whenLabelValue"]}
    ET.SubElement(block, "Header", value=control.title, size="5")
    if control.tag == "TextArea":
        attributes |= {"maxSubmissions": "1", "editable": "true", "rows": "1"}
    if control.tag == "Choices":
        attributes |= {"choice": "multiple" if control.multiple else "single"}
        options = choices(control.name, labels)
        attributes["layout"] = "select" if len(options) > 15 else "inline"
        group = ET.SubElement(block, "Choices", attributes)
        for alias, shown in options.items():
            ET.SubElement(group, "Choice", value=shown, alias=alias)
    else:
        ET.SubElement(block, control.tag, attributes)


def choices(name: str, labels: Taxonomy) -> dict[str, str]:
    """The ids a control of choices may have, each with what an annotator sees."""
    if name.startswith(_GRADE):
        return {str(i): f"{i} {grade}" for i, grade in enumerate(labels.grades)}
    tables: dict[str, Mapping[str, Any]] = {
        "topic": labels.topics,
        "topics": labels.topics,
        "second_part": labels.parts,
        "paragraph_items": labels.items,
        "items": labels.items,
        "indicator": labels.indicators,
    }
    if name in tables:
        return {key: entry.name for key, entry in tables[name].items()}
    if name == "bound":
        return {bound: BOUNDS.get(bound, bound) for bound in labels.kinds["bound"]}
    return {"optional": "两可（不计对错）"}


def _requirement(labels: Taxonomy, key: str) -> str:
    return labels.topics[key].name if key in labels.topics else labels.parts[key].name


def encode_row(layer: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the controls of a region show for a row (see `Mark.values`): a list of strings, or a number; controls without a value are left out."""
    if layer == "paragraphs":
        topics = values.get("topics") or []
        shown: dict[str, Any] = {
            "topic": topics[:1],
            "topics": topics[1:],
            "second_part": (values.get("part") or [])[1:2],
            "paragraph_items": values.get("items") or [],
        }
    else:
        shown = {key: _listed(values.get(key)) for key in ("unit", "bound", "name", "indicator", "canonical")}
        shown |= {"value": values.get("value"), "optional": ["optional"] if values.get("optional") else []}
    offered = {control.name for control in row_controls(layer)}
    return {name: value for name, value in shown.items() if name in offered and value not in ([], None)}


def decode_row(layer: str, label: str | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row from what its controls show; the reverse of `encode_row`, with choices in the order of the taxonomy."""

    def one(name: str) -> Any:
        return (given.get(name) or [None])[0]

    if layer == "paragraphs":
        order, main = list(taxonomy().topics), list(given.get("topic") or [])
        further = sorted(set(given.get("topics") or []) - set(main), key=lambda t: (order.index(t) if t in order else len(order), t))
        second = one("second_part")
        return {
            "topics": main + further,
            "items": sorted(given.get("paragraph_items") or []),
            "part": [label, second] if label and second and second != label else None,
        }
    optional = "optional" in (given.get("optional") or [])
    if layer == "citations":
        return {"optional": optional}
    if layer == "institutions":
        return {"canonical": one("canonical"), "optional": optional}
    number = given.get("value")
    number = int(number) if isinstance(number, float) and number.is_integer() else number
    texts = {key: one(key) for key in ("unit", "bound", "name", "indicator")}
    return {"value": number, **texts, "optional": optional}


def encode_report(rest: Mapping[str, Any]) -> dict[str, list[str]]:
    """What the controls of the whole report show."""
    grades = {_GRADE + key: [str(whole_grade(grade))] for key, grade in (rest.get("coverage") or {}).items()}
    return {name: value for name, value in {"items": list(rest.get("items") or []), **grades}.items() if value}


def decode_report(given: Mapping[str, Sequence[str]]) -> tuple[set[str], dict[str, int]]:
    """Checklist items and grades from what the controls of the whole report show."""
    grades = {name.removeprefix(_GRADE): int(value[0]) for name, value in given.items() if name.startswith(_GRADE) and value}
    return set(given.get("items") or []), grades


def whole_grade(grade: Any) -> int:
    """The whole grade nearest to a grade, an expected grade, or a pipeline's {grade: …}."""
    value = grade.get("grade", 0) if isinstance(grade, Mapping) else grade
    return min(3, max(0, int(value + 0.5)))


def _listed(value: Any) -> list[str]:
    """What a text area or a choice shows; it neither keeps nor shows blanks around a text."""
    return [value.strip()] if value and value.strip() else []
