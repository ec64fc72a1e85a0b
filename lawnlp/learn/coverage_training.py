"""The tables that grades are learned from: reports as people labelled them, and as a section model labels them that has not seen them.

Grades are read from parts and topics that are predicted. On reports that the section model was taught with, these are better than they will ever be on new ones, so other section models are
learned here, each without a part of the reports, only to label that part.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lawnlp.learn.coverage_clauses import ClauseTable, clause_table
from lawnlp.taxonomy import taxonomy

Record = Mapping[str, Any]


def tables(reports: Sequence[Record], gold: Sequence[Record], folds: int) -> tuple[list[ClauseTable], list[list[ClauseTable]]]:
    """The table of each report by its gold labels, and the tables that grades are learned from.

    Args:
        reports: what the pipeline says of each report, with the outline of its paragraphs (`level`, `parent`, `title`), its quantities, institutions and citations.
        gold: the same reports with the parts and topics that people gave.
        folds: in how many parts the reports are cut; below 2 grades are learned from gold labels only.
    """
    by_gold = [clause_table(_relabelled(report, _labels(record))) for report, record in zip(reports, gold, strict=True)]
    folds = min(folds, len(reports))
    if folds < 2:
        return by_gold, [[table] for table in by_gold]
    crossed = [clause_table(_relabelled(report, labels)) for report, labels in zip(reports, _crossed(reports, gold, folds), strict=True)]
    return by_gold, [list(pair) for pair in zip(by_gold, crossed, strict=True)]


Labels = dict[tuple[int, int], dict[str, Any]]


def _labels(record: Record) -> Labels:
    return {(p["start"], p["end"]): {"part": p["part"], "topics": p["topics"], "topic_scores": None} for p in record["paragraphs"]}


def _relabelled(report: Record, labels: Labels) -> dict[str, Any]:
    nothing = {"part": [], "topics": [], "topic_scores": None}
    return {**report, "paragraphs": [{**p, **labels.get((p["start"], p["end"]), nothing)} for p in report["paragraphs"]]}


def _crossed(reports: Sequence[Record], gold: Sequence[Record], folds: int) -> list[Labels]:
    """Part and topics of every paragraph by a section model that was learned without the report."""
    from lawnlp.learn.features import report_features
    from lawnlp.learn.section_model import SectionModel, Settings, iter_labels

    features = [report_features(report["text"]) for report in reports]
    labels = [iter_labels(record["paragraphs"], seen) for record, seen in zip(gold, features, strict=True)]
    out: list[Labels] = [{} for _ in reports]
    for k in range(folds):
        learn = [i for i in range(len(reports)) if i % folds != k]
        held = range(k, len(reports), folds)
        model = SectionModel(list(taxonomy().parts), list(taxonomy().topics), Settings(folds=2)).fit([features[i] for i in learn], [labels[i] for i in learn])
        for i, predictions in zip(held, model.predict([features[i] for i in held]), strict=True):
            for paragraph, p in zip(features[i].outline, predictions, strict=True):
                out[i][paragraph.start, paragraph.end] = {"part": [p.part], "topics": list(p.topics), "topic_scores": dict(p.topic_scores)}
    return out
