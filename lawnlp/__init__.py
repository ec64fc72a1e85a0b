"""lawnlp: rule-of-law annual reports (法治政府建设年度报告) as checked, comparable data.

>>> import lawnlp
>>> record = lawnlp.analyze("一、主要举措和成效\\n全年受理行政复议申请38件，审结35件。")
>>> [(q["text"], q["value"], q["unit"], q["name"]) for q in record["quantities"]]
[('38件', 38, '件', '行政复议申请'), ('35件', 35, '件', '审结')]

Importing the package loads neither spaCy nor scikit-learn; the first call of `load` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

    from lawnlp.figure_table import Figure
    from lawnlp.readers import Report

__version__ = "0.1.0"
__all__ = ["__version__", "analyze", "figures", "load", "read"]

_default: Language | None = None


def load(path: str | Path | None = None, *, segmenter: str | None = None) -> Language:
    """Load a pipeline: the shipped one, or a pipeline folder.

    Args:
        path: a folder that `nlp.to_disk` wrote; None for the pipeline that comes with the package.
        segmenter: "pkuseg" for tokens that are words, "char" for characters; None for what the folder was made with. What is found is the same.

    Raises:
        lawnlp.errors.InputError: `path` is not a pipeline folder.
    """
    from lawnlp.pipeline import load_pipeline

    return load_pipeline(path, segmenter)


def analyze(text: str, *, id: str = "text", nlp: Language | None = None) -> dict[str, Any]:
    """Analyze the text of one report.

    Args:
        text: the report; offsets of the result are code points into exactly this string.
        id: the `id` of the record.
        nlp: a pipeline from `load`; by default the shipped one, loaded once and kept.

    Returns:
        One record in the annotation-set format (plain JSON types).
    """
    from lawnlp.records import doc_to_record

    global _default  # noqa: PLW0603 - the shipped pipeline is loaded once for a process
    if nlp is None:
        if _default is None:
            _default = load()
        nlp = _default
    return doc_to_record(nlp(text), id=id)


def figures(record: Mapping[str, Any]) -> list[Figure]:
    """The headline figures of one record, in the order of the taxonomy: value, unit, bound, probability and places, conflicts and parts apart.

    Args:
        record: what `analyze` returns, or a line of an annotation set.

    Returns:
        One `lawnlp.figure_table.Figure` for each indicator that the report gives.
    """
    from lawnlp.figure_table import figures as table

    return table(record)


def read(path: str | Path) -> Report:
    """Read one file to text and what is known about it.

    Raises:
        lawnlp.errors.InputError: the file is missing, empty, binary, too large or in no known encoding; the message is one line.
    """
    from lawnlp.readers import read as read_file

    return read_file(path)
