"""Label Studio: tasks with predictions for people to correct, and the JSON export of what they made of them.

Written and read as Label Studio 1.23 does it: offsets of a `<Text>` are code points, as ours are (its `charsToCodePoints` converts the browser's UTF-16 units),
so a character outside the basic plane counts as one; line breaks in a region's `text` come back as a backslash and an n.

A task carries in `data.lawnlp` what no control shows. A field of a row keeps its value as long as a control shows what it showed for that value; so what nobody
touched comes back as it was, whatever Label Studio cannot express. What an annotator corrected loses the scores of the pipeline.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from lawnlp import __version__
from lawnlp.annotations.formats import Found, Options, Reading
from lawnlp.annotations.formats import label_studio_config as config
from lawnlp.annotations.formats.values import as_written, packed, shown, take, take_span, unpacked
from lawnlp.annotations.marks import PREFIXES, Mark, assemble, flatten, is_prediction, split_name, without_scores
from lawnlp.errors import InputError
from lawnlp.files import whole_file
from lawnlp.taxonomy import taxonomy

MODEL_VERSION = f"lawnlp-{__version__}"


def write(path: Path, records: Sequence[dict[str, Any]], options: Options) -> None:
    """A JSON list of tasks; records with scores become predictions, others annotations, unless the options say which."""
    with whole_file(path) as file:
        write_tasks(file, records, predictions=options.predictions)


def write_tasks(stream: TextIO, records: Iterable[Mapping[str, Any]], *, predictions: bool | None = None) -> None:
    """Tasks as a JSON list, one a line, each written as soon as its record is there."""
    stream.write("[")
    for number, record in enumerate(records):
        stream.write((",\n" if number else "\n") + json.dumps(record_to_task(record, predictions=predictions), ensure_ascii=False))
        stream.flush()
    stream.write("\n]\n")


def record_to_task(record: Mapping[str, Any], *, predictions: bool | None = None, model_version: str = MODEL_VERSION) -> dict[str, Any]:
    """One task. A prediction has the mean of its rows' scores, by which a project can show the least sure report first."""
    marks, rest = flatten(record)
    rows, results = {}, []
    count: Counter[str] = Counter()
    for mark in marks:
        region = f"{PREFIXES[mark.layer]}-{count[mark.layer]}"
        count[mark.layer] += 1
        rows[region] = [mark.layer, mark.values]
        results += _region(region, mark, record["text"])
    known = config.controls()
    results += [_result(name, known[name], known[name].key, value, {}) for name, value in config.encode_report(rest).items()]
    data = {
        "text": record["text"],
        "report": record["id"],
        "lawnlp": packed({"rest": rest, "rows": rows, "predicted": is_prediction(record)}),
    }
    if predictions if predictions is not None else is_prediction(record):
        scores = [mark.values["score"] for mark in marks if mark.values.get("score") is not None]
        score = {"score": round(sum(scores) / len(scores), 4)} if scores else {}
        return {"data": data, "predictions": [{"model_version": model_version, **score, "result": results}]}
    return {"data": data, "annotations": [{"result": results, "was_cancelled": False, "ground_truth": False}]}


def _region(region: str, mark: Mark, text: str) -> list[dict[str, Any]]:
    """The label of a region, which must come first, and its per-region controls with the same id."""
    span = {"start": mark.start, "end": mark.end}
    label = {
        "id": region,
        "from_name": PREFIXES[mark.layer],
        "to_name": config.TEXT,
        "type": "labels",
        "value": {**span, "text": text[mark.start : mark.end].replace("\n", "\\n"), "labels": [mark.name]},
    }
    if mark.values.get("score") is not None:
        label["score"] = mark.values["score"]
    shown_by = config.encode_row(mark.layer, mark.values)
    return [label] + [
        _result(region, control, control.key, shown_by[control.name], span) for control in config.row_controls(mark.layer) if control.name in shown_by
    ]


def _result(id: str, control: config.Control, key: str, value: Any, span: Mapping[str, int]) -> dict[str, Any]:
    return {"id": id, "from_name": control.name, "to_name": config.TEXT, "type": control.type, "value": {**span, key: value}}


def read(path: Path, _options: Options) -> Reading:
    """Every annotation of every task that is not cancelled, the oldest first; of a task that nobody annotated, its last prediction."""
    reading = Reading()
    cancelled: list[str] = []
    empty: list[str] = []
    predicted: list[str] = []
    strange: Counter[str] = Counter()
    decided = 0
    for number, task in enumerate(_tasks(path), 1):
        where = f"{path}: task {task['id'] if isinstance(task, dict) and isinstance(task.get('id'), int) else number}"
        given = _annotations(task, where)
        live = [a for a in given if not (a.get("was_cancelled") or a.get("skipped"))]
        if len(live) < len(given):
            cancelled.append(f"{where.rpartition(' ')[2]}" + (f" by {', '.join(_who(a)[0] for a in given if a not in live)}"))
        for annotation in sorted(live, key=lambda a: str(a.get("updated_at") or a.get("created_at") or "")):
            record = task_to_record(task, annotation, where, corrected=True, strange=strange)
            if annotation.get("completed_by") is not None:  # a person has seen the task, so nothing in it is open any more
                decided += len(record.pop("open", None) or [])
            reading.found.append(Found(where, record, _who(annotation)))
        if given:
            continue
        if guesses := [p for p in task.get("predictions") or [] if isinstance(p, dict)]:
            predicted.append(where.rpartition(" ")[2])
            reading.found.append(Found(where, task_to_record(task, guesses[-1], where, corrected=False, strange=strange)))
        else:
            empty.append(where.rpartition(" ")[2])
    for line, numbers in (
        ("cancelled annotations left out: task {}", cancelled),
        ("not annotated, and without a prediction in the file, left out: task {}", empty),
        ("not annotated, the prediction is taken with its scores: task {}", predicted),
    ):
        if numbers:
            reading.notes.append(line.format(_few(numbers)))
    if decided:
        reading.notes.append(f"labels that were open and count as decided now: {decided}")
    if strange:
        reading.notes.append(f"not of lawnlp's config, left out: {', '.join(f'{name} ({n})' for name, n in sorted(strange.items()))}")
    return reading


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _tasks(path: Path) -> list[Any]:
    from lawnlp.readers.text import read_text

    try:
        tasks = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON: {error}") from error
    tasks = [tasks] if isinstance(tasks, dict) else tasks
    if not isinstance(tasks, list) or not tasks:
        raise InputError(f"{path}: must be a list of tasks; export the project as JSON")
    if isinstance(tasks[0], dict) and "data" not in tasks[0] and "annotation_id" in tasks[0]:
        raise InputError(f"{path}: this is Label Studio's JSON-MIN, which does not say which values belong to which region; export the project as JSON")
    return tasks


def _annotations(task: Any, where: str) -> list[dict[str, Any]]:
    take(task, "data", dict, where)
    given = task.get("annotations") or []
    if not isinstance(given, list) or not all(isinstance(a, dict) for a in given):
        raise InputError(f"{where}: annotations: must be a list of objects (here {shown(given)})")
    return given


def _who(annotation: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of an annotator, the most telling first: the address, then the number."""
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        return tuple(str(by[key]) for key in ("email", "id") if by.get(key) not in (None, ""))[:2] or ("unknown",)
    return (str(by),) if by is not None else ("unknown",)


def task_to_record(task: Mapping[str, Any], given: Mapping[str, Any], where: str, *, corrected: bool, strange: Counter[str] | None = None) -> dict[str, Any]:
    """The record that one annotation or prediction of a task gives.

    Args:
        task: the task.
        given: one of its annotations or predictions.
        where: the place for messages.
        corrected: a person's decision, so scores are dropped.
        strange: counts the results of controls that are not lawnlp's.

    Raises:
        InputError: what is wrong, with the task and the region.
    """
    data = take(task, "data", dict, where)
    text = take(data, "text", str, where + ": data")
    kept = unpacked(data.get("lawnlp"), where)
    results = take(given, "result", list, where)
    regions: dict[str, dict[str, Any]] = {}
    report: dict[str, Any] = {}
    known = config.controls()
    for index, result in enumerate(results):
        place = f"{where}: result[{index}]"
        name = result.get("from_name") if isinstance(result, dict) else None
        if name not in known and name not in PREFIXES.values():
            if strange is not None:
                strange[str(name or (result.get("type") if isinstance(result, dict) else "no object"))[:40]] += 1
            continue
        value = take(result, "value", dict, place)
        if name in known and not known[name].layers:
            report[name] = _choices(value, known[name], place)
            continue
        region = regions.setdefault(take(result, "id", str, place), {"place": place, "controls": {}})
        if name in known:
            region["controls"][name] = _value(value, known[name], place)
        elif "name" in region:
            raise InputError(f"{place}: labels: the region has the label {region['name']!r} already; a region has one label")
        else:
            region |= {"name": _label(value, place), "span": _offsets(value, text, place), "prefix": name, "place": place}
    if strange is not None and (bare := sum("name" not in region for region in regions.values())):
        strange["regions without a label"] += bare
    stripped = corrected and bool(kept.get("predicted"))
    with as_written(where):
        rows = kept.get("rows") or {}
        marks = [_mark(region, rows.get(id), text, stripped=stripped) for id, region in regions.items() if "name" in region]
        rest = _rest(dict(kept.get("rest") or {}), report, stripped=stripped)
    id = data.get("report") or data.get("id") or task.get("id")
    return assemble(str(id) if id is not None else where.rpartition(" ")[2], text, marks, rest)


def _choices(value: Mapping[str, Any], control: config.Control, place: str) -> list[str]:
    found = take(value, "choices", list, f"{place}: {control.name}")
    options = config.choices(control.name, taxonomy())
    for choice in found:
        if choice not in options:
            raise InputError(f"{place}: {control.name}: unknown choice {choice!r}; the config of the project must be lawnlp's")
    return found


def _value(value: Mapping[str, Any], control: config.Control, place: str) -> Any:
    if control.tag == "Choices":
        return _choices(value, control, place)
    if control.tag == "Number":
        number = value.get("number")
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            raise InputError(f"{place}: {control.name}: must be a number (here {shown(number)})")
        return number
    text = value.get("text")
    lines = [text] if isinstance(text, str) else text
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise InputError(f"{place}: {control.name}: must be a text (here {shown(text)})")
    return [line.strip() for line in lines if line.strip()]


def _label(value: Mapping[str, Any], place: str) -> str:
    labels = take(value, "labels", list, place)
    if len(labels) != 1:
        raise InputError(f"{place}: labels: must be one label (here {shown(labels)})")
    return str(labels[0])


def _offsets(value: Mapping[str, Any], text: str, place: str) -> tuple[int, int]:
    start, end = take_span(value, place, text)
    seen = value.get("text")
    # The browser may show runs of white space as one; everything else must be what stands there.
    if isinstance(seen, str) and "".join(seen.replace("\\n", "").split()) != "".join(text[start:end].replace("\\n", "").split()):
        raise InputError(f"{place}: text: {shown(seen)} is not what stands at {start}:{end}, {shown(text[start:end])}; was the text of the task changed?")
    return start, end


def _mark(region: Mapping[str, Any], row: Any, text: str, *, stripped: bool) -> Mark:
    layer, label = split_name(region["name"], region["place"])
    if PREFIXES[layer] != region["prefix"]:
        raise InputError(f"{region['place']}: label {region['name']!r} does not belong to {region['prefix']}")
    start, end = region["span"]
    given = config.decode_row(layer, label, region["controls"])
    if not (isinstance(row, list) and len(row) == 2 and row[0] == layer and isinstance(row[1], dict)):  # drawn by the annotator
        while start < end - 1 and text[start].isspace():
            start += 1
        while end > start + 1 and text[end - 1].isspace():
            end -= 1
        return Mark(layer, label, start, end, {key: value for key, value in given.items() if value is not None or key in ("canonical", "indicator")})
    values = without_scores(row[1]) if stripped else dict(row[1])
    was = config.decode_row(layer, (values.get("part") or [label])[0], config.encode_row(layer, values))
    for key, value in given.items():
        if value != was[key]:
            values[key] = value
    if values.get("part") is None:
        values.pop("part", None)
    return Mark(layer, label, start, end, values)


def _rest(rest: dict[str, Any], report: Mapping[str, Any], *, stripped: bool) -> dict[str, Any]:
    """Items and grades as the controls show them; a field that shows what it showed keeps its value."""
    items, grades = config.decode_report(report)
    was_items, was_grades = config.decode_report(config.encode_report(rest))
    if stripped:
        rest = {key: value for key, value in without_scores(rest).items() if key not in ("item_evidence", "coverage_total")}
        rest["coverage"] = {key: config.whole_grade(grade) for key, grade in rest["coverage"].items()} if rest.get("coverage") else rest.get("coverage")
    if items != was_items:
        rest["items"] = sorted(items)
    if grades != was_grades:
        kept = rest.get("coverage") or {}
        rest["coverage"] = {key: kept[key] if was_grades.get(key) == grade and key in kept else grade for key, grade in grades.items()}
    return rest
