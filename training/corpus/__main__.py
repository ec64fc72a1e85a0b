"""Check and compile the corpus.

python -m training.corpus check [FILE…]   parse and check reports in the source format, warnings too
python -m training.corpus splits          give governments that have no split one (corpus/splits.csv; what stands there stays)
python -m training.corpus compile         check all, print the counts asked for, write the annotation sets and the cards
python -m training.corpus verify          the same without writing; exit 1 when a check fails or a committed file is out of date
"""

import argparse
import sys
import tomllib
from pathlib import Path

from training.corpus import build, cards
from training.corpus.checks import check
from training.corpus.source import SourceError, parse


def main() -> int:
    """Run the action; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["check", "splits", "compile", "verify"])
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    if args.action == "check":
        return check_files(args.files)
    if args.action == "splits":
        return write_splits()
    return compile_corpus(write=args.action == "compile")


def check_files(files: list[Path]) -> int:
    """Print every finding of some reports (all, by default)."""
    units = tomllib.loads((build.ROOT / "configs" / "units.toml").read_text(encoding="utf-8"))
    decisions = build.read_decisions(build.CORPUS)
    errors = 0
    for path in files or sorted((build.CORPUS / "reports").glob("*.txt")):
        try:
            source = parse(path, units)
        except SourceError as error:
            print(error)
            errors += 1
            continue
        build.add_citations(source)
        found = list(check(source, decisions))
        errors += sum(f.level == "error" for f in found)
        print(*found, sep="\n", end="\n" if found else "")
        record = source.record
        print(
            f"{path.name}: {len(record['text'])} characters, {len(record['paragraphs'])} paragraphs, {len(record['quantities'])} quantities, "
            f"{sum(bool(q['indicator']) for q in record['quantities'])} indicators, {len(record['institutions'])} institutions, {len(record['items'])} items"
        )
    return 1 if errors else 0


def write_splits() -> int:
    """Keep the splits that are there, add the governments that are missing."""
    corpus = build.load()
    splits = {**build.make_splits(corpus.sources), **corpus.splits}
    rows = "".join(f"{place},{split}\n" for place, split in sorted(splits.items()))
    (build.CORPUS / "splits.csv").write_text(f"place,split\n{rows}", encoding="utf-8")
    return 0


def compile_corpus(*, write: bool) -> int:
    """Check, count, and write (or compare) the generated files."""
    corpus = build.load()
    errors = [*corpus.errors, *(str(f) for f in build.findings(corpus) if f.level == "error")]
    counted = build.counts(corpus)
    wanted = build.demands(corpus, counted)
    for name, measured, asked, met in wanted:
        print(f"{'  ok  ' if met else 'MISSED'}  {name}: {measured:,} ({asked})")
    errors += [f"{name}: {measured:,}, asked for {asked}" for name, measured, asked, met in wanted if not met]
    for name, content in {**build.compiled(corpus), **cards.cards(corpus, counted)}.items():
        path = build.CORPUS / name
        if write:
            path.write_text(content, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != content:
            errors.append(f"corpus/{name} is out of date; run make corpus")
    print(*errors, sep="\n")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
