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
def report() -> str:
    return (Path(__file__).parents[1] / "examples" / "qichuan-2022.txt").read_text(encoding="utf-8")
