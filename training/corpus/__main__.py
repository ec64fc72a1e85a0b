"""`python -m training.corpus check [FILE…]`: parse and check reports in the source format."""

import argparse
import sys
import tomllib
from pathlib import Path

from training.corpus.checks import check
from training.corpus.source import SourceError, parse

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run the action; 1 when a file has an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["check"])
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    units = tomllib.loads((ROOT / "configs/units.toml").read_text(encoding="utf-8"))
    taxonomy = tomllib.loads((ROOT / "configs/taxonomy.toml").read_text(encoding="utf-8"))
    errors = 0
    for path in args.files or sorted((ROOT / "corpus/reports").glob("*.txt")):
        try:
            source = parse(path, units)
        except SourceError as error:
            print(error)
            errors += 1
            continue
        findings = list(check(source, taxonomy))
        errors += sum(f.level == "error" for f in findings)
        for finding in findings:
            print(finding)
        record = source.record
        print(
            f"{path.name}: {len(record['text'])} characters, {len(record['paragraphs'])} paragraphs, {len(record['quantities'])} quantities, "
            f"{sum(bool(q['indicator']) for q in record['quantities'])} indicators, {len(record['institutions'])} institutions, {len(record['items'])} items"
        )
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
