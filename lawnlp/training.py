"""Train a pipeline on annotation sets: read, check, hold out, learn, score, save with its card."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lawnlp.annotations.statistics import count_labels, thin
from lawnlp.errors import InputError
from lawnlp.records import read_records

_HELD_OUT = 5  # where a corpus has no split of its own, every fifth government is held out


def read_corpus(paths: Iterable[str | Path]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Records to learn from and records held out.

    A folder with `train.jsonl` (and `dev.jsonl`, and `fragments.jsonl`: texts that are no whole reports) is learned from those, its `test.jsonl` is held out. Files are split by government (meta.region, else issuer, else id), so
    that no government stands on both sides.

    Raises:
        InputError: a file that is missing or not sound, the same id twice, too few reports.
    """
    learn: list[dict[str, Any]] = []
    held: list[dict[str, Any]] = []
    loose: list[dict[str, Any]] = []
    for given in map(Path, paths):
        if given.is_dir():
            if not (given / "train.jsonl").is_file():
                raise InputError(f"{given}: no train.jsonl in this folder; give annotation sets (.jsonl) or a corpus folder")
            for name, target in (("train", learn), ("dev", learn), ("fragments", learn), ("test", held)):
                if (given / f"{name}.jsonl").is_file():
                    target.extend(read_records(given / f"{name}.jsonl"))
        else:
            loose.extend(read_records(given))
    governments = sorted({government(record) for record in loose})
    out = set(governments[::_HELD_OUT]) if len(governments) >= _HELD_OUT else set()
    learn += [record for record in loose if government(record) not in out]
    held += [record for record in loose if government(record) in out]
    if repeated := [id for id, count in Counter(r["id"] for r in learn + held).items() if count > 1]:
        raise InputError(f"id {repeated[0]!r} stands in two annotation sets; every report needs an id of its own")
    learn = [record for record in learn if is_labelled(record) or any(q.get("name") or q.get("indicator") for q in record["quantities"])]
    if sum(map(is_labelled, learn)) < 2:
        raise InputError("at least two reports with labelled paragraphs are needed to learn from")
    return learn, held


def is_labelled(record: Mapping[str, Any]) -> bool:
    """Whether a record says what part some paragraph belongs to; a fragment does not."""
    return any(paragraph["part"] for paragraph in record["paragraphs"])


def government(record: Mapping[str, Any]) -> str:
    """Whose report a record is; reports of one government never stand on both sides of a split."""
    meta = record.get("meta") or {}
    return meta.get("region") or meta.get("issuer") or record["id"]


def texts(records: Sequence[Mapping[str, Any]]) -> str:
    """How many reports and fragments there are, in words."""
    reports = sum(map(is_labelled, records))
    return f"{reports} reports" + (f" and {len(records) - reports} fragments" if reports < len(records) else "")


def thin_labels(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Labels that the taxonomy has and fewer than five paragraphs or quantities carry, as `layer label: count`."""
    return [f"{layer} {label}: {count}" for layer, label, count in thin(count_labels(records), ("part", "topic", "item", "indicator"))]


def train(records: Sequence[Mapping[str, Any]], nlp: Any) -> None:
    """Learn every learned component of a pipeline from records; in place.

    The linear algebra runs in one thread, so that the order of its sums does not hang on the number of cores. What the BLAS library settles at its start (OMP_NUM_THREADS) can still move the last
    digits, and by them a score of an item.

    Raises InputError that names the component and the setting when the config gives one that it has not.
    """
    from confection import ConfigValidationError
    from spacy.training import Example
    from threadpoolctl import threadpool_limits

    from lawnlp.records import record_to_doc

    examples = [Example(nlp.make_doc(record["text"]), record_to_doc(record, nlp)) for record in records]
    try:
        with threadpool_limits(1):
            nlp.initialize(lambda: examples)
    except ConfigValidationError as error:
        raise InputError(f"[initialize.components]: {' '.join(str(error).split())[:240]}") from None


def fingerprint(records: Sequence[Mapping[str, Any]]) -> str:
    """A hash of what a model was learned from; equal for equal records in any order."""
    digests = sorted(hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest() for record in records)
    return hashlib.sha256("".join(digests).encode()).hexdigest()
