"""How fast the pipeline is: characters a second beside what a user would take instead, and time against length.

`python -m training.benchmark REPORT…` (text files; default: the example). All figures of a table come from one run on one core; the ratio, not the absolute
number, is what carries over to another machine. jieba's tagger stands for "what a user would take": it does a part of the work (words and names).
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import lawnlp

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "qichuan-2022.txt"


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Median time of some runs, after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def main() -> None:
    """Print the tables."""
    texts = [lawnlp.read(path).text for path in sys.argv[1:] or [str(EXAMPLE)]]
    characters = sum(map(len, texts))
    import skops.io  # noqa: F401 - what the model needs; imported before the clock starts
    import spacy  # noqa: F401

    start = time.perf_counter()
    nlp = lawnlp.load()
    print(f"load after imports: {time.perf_counter() - start:.2f} s")
    other = 0.0
    try:
        import jieba.posseg
    except ImportError:
        print("jieba is not installed: pip install jieba for the ratio")
    else:
        jieba.setLogLevel(60)
        other = seconds(lambda: [list(jieba.posseg.cut(text)) for text in texts])
        print(f"{'jieba.posseg':36} {characters / other:12,.0f} characters/s")

    def show(name: str, took: float) -> None:
        ratio = f", {other / took:.1f} times jieba.posseg" if other else ""
        print(f"{name:36} {characters / took:12,.0f} characters/s{ratio}")

    show("lawnlp, whole pipeline and record", seconds(lambda: [lawnlp.analyze(text, nlp=nlp) for text in texts]))
    for name, component in nlp.pipeline:
        docs = [nlp(text) for text in texts]
        show(f"  {name}", seconds(lambda docs=docs, component=component: [component(doc) for doc in docs]))  # type: ignore[misc]
    joined = "\n".join(texts)
    for length in (50_000, 100_000, 200_000):
        text = ("\n".join([joined] * (length // len(joined) + 1)))[:length]
        took = seconds(lambda text=text: lawnlp.analyze(text, nlp=nlp), runs=3)  # type: ignore[misc]
        print(f"one document of {length:7,} characters: {took:.3f} s, {took / length * 1e6:.2f} µs a character")


if __name__ == "__main__":
    main()
