import csv
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def nlp():
    import lawnlp

    return lawnlp.load()


@pytest.fixture(scope="session")
def graded(nlp):
    """The shipped pipeline; as long as it does not grade, one that learned to from the train split here."""
    if nlp.has_pipe("lawnlp_coverage"):
        return nlp
    from spacy.training import Example

    import lawnlp
    from lawnlp.records import read_records, record_to_doc

    own = lawnlp.load()
    component = own.add_pipe("lawnlp_coverage")
    records = read_records(Path(__file__).parents[1] / "corpus" / "train.jsonl")
    examples = [Example(own.make_doc(r["text"]), record_to_doc(r, own)) for r in records]
    component.initialize(lambda: examples, nlp=own, folds=2, section_folds=0)
    return own


@pytest.fixture(scope="session")
def report() -> str:
    return (Path(__file__).parents[1] / "examples" / "qichuan-2022.txt").read_text(encoding="utf-8")
