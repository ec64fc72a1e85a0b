"""Make configs/variants.tsv: traditional and variant characters with their simplified form, one to one.

The source is the character table of OpenCC (Apache-2.0), asked one character at a time: `python -m training.variants`.
"""

from pathlib import Path

from opencc import OpenCC

TARGET = Path(__file__).resolve().parents[1] / "configs" / "variants.tsv"
# A character of simplified texts too, in names that the other would change (乾县, 乾安县); the adjective 乾 says nothing in a report.
KEPT = "乾"
BLOCKS = [(0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00)]


def variants() -> list[tuple[str, str]]:
    """Pairs (traditional, simplified) whose simplified form is one character of the same plane."""
    convert = OpenCC("t2s").convert
    pairs = []
    for first, last in BLOCKS:
        for code in range(first, last):
            simple = convert(chr(code))
            if len(simple) == 1 and simple != chr(code) and chr(code) not in KEPT and ord(simple) < 0x10000:
                pairs.append((chr(code), simple))
    return pairs


def main() -> None:
    """Write the table."""
    lines = ["# traditional or variant character, simplified form; made by training/variants.py from OpenCC's character table (Apache-2.0)"]
    TARGET.write_text("\n".join(lines + ["\t".join(pair) for pair in variants()]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
