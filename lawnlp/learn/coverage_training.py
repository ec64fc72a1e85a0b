"""The tables that grades are learned from: reports as people labelled them, and as a section model labels them that has not seen them.

Grades are read from parts and topics that are predicted. On reports that the section model was taught with, these are better than they will ever be on new ones, so other section models are
learned here, each without a part of the reports, only to label that part.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lawnlp.learn.coverage_clauses import ClauseTable, clause_table
from lawnlp.learn.features import ReportFeatures
from lawnlp.learn.section_model import SectionModel, iter_labels
from lawnlp.learn.settings import SectionSettings
from lawnlp.taxonomy import taxonomy

Record = Mapping[str, Any]


def tables(reports: Sequence[Record], seen: Sequence[ReportFeatures], gold: Sequence[Record], folds: int) -> tuple[list[ClauseTable], list[list[ClauseTable]]]:
    """The table of each report by its gold labels, and the tables that grades are learned from.

    Args:
        reports: what the pipeline says of each report; its quantities, institutions and citations are used.
        seen: outline and clauses of the paragraphs of each.
        gold: the same reports with the parts and topics that people gave.
        folds: in how many parts the reports are cut; below 2 grades are learned from gold labels only.
    """
    labels = [iter_labels(record["paragraphs"], features) for record, features in zip(gold, seen, strict=True)]
    by_gold = [
        clause_table(_relabelled(report, [(list(x.part), list(x.topics or ()), None) if x else ([], [], None) for x in given]), features)
        for report, given, features in zip(reports, labels, seen, strict=True)
    ]
    folds = min(folds, len(reports))
    if folds < 2:
        return by_gold, [[table] for table in by_gold]
    crossed: list[ClauseTable | None] = [None] * len(reports)
    for k in range(folds):
        learn = [i for i in range(len(reports)) if i % folds != k]
        held = range(k, len(reports), folds)
        model = SectionModel(list(taxonomy().parts), list(taxonomy().topics), SectionSettings(folds=2)).fit(
            [seen[i] for i in learn], [labels[i] for i in learn]
        )
        for i, predictions in zip(held, model.predict([seen[i] for i in held]), strict=True):
            rows = [(list(p.part), list(p.topics), dict(p.topic_scores)) for p in predictions]
            crossed[i] = clause_table(_relabelled(reports[i], rows), seen[i])
    return by_gold, [[table, other] for table, other in zip(by_gold, crossed, strict=True) if other is not None]


def _relabelled(report: Record, labels: Iterable[tuple[list[str], list[str], dict[str, float] | None]]) -> dict[str, Any]:
    """A report with other labels on its paragraphs."""
    rows = [{"part": part, "topics": topics, "topic_scores": scores} for part, topics, scores in labels]
    return {**report, "paragraphs": [{**p, **row} for p, row in zip(report["paragraphs"], rows, strict=True)]}
