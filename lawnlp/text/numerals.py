"""Chinese, Arabic and mixed numerals to numbers, exactly.

>>> parse_numeral("1.1万"), parse_numeral("两万五千"), parse_numeral("1,458.5"), parse_numeral("二〇二四")
(11000, 25000, 1458.5, 2024)
"""

import re
from decimal import Decimal

from lawnlp.text.fold import fold

DIGITS = {
    char: value for value, chars in enumerate(["零〇○Ｏ", "一壹", "二贰两俩", "三叁仨", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]) for char in chars
}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
SPECIAL = {"廿": 20, "卅": 30}
CHINESE = "".join([*DIGITS, *TENS, *MYRIADS, *SPECIAL, "点"])

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[" + CHINESE + "]")
_NEIGHBOURS = re.compile(r"(?<![一二两三四五六七八九零〇])([一二两三四五六七八])([二三四五六七八九])(?![一二两三四五六七八九零〇点])")
_IGNORED = re.compile(r"[,\s余多几来]")


def lower_end(numeral: str) -> str:
    """The lower end of a range told by two neighbouring digits: 三四十 -> 三十, 十七八 -> 十七, 五六千 -> 五千; anything else as it is (guidelines: a range has its lower value)."""
    return _NEIGHBOURS.sub(lambda m: m[1] if (m[1], m[2]) == ("三", "五") or DIGITS[m[2]] == DIGITS[m[1]] + 1 else m[0], numeral)


def parse_numeral(numeral: str) -> int | float:
    """The number a numeral stands for; 余, 多, 几, separators and spaces do not change it.

    Digits, 十百千 and 万亿 may be mixed (3千, 1.5亿, 1万3千, 一百二), both widths; without magnitudes Chinese digits are read by position (二〇二四).

    Returns:
        An int where the number is whole, else the float nearest to the decimal that stands there.

    Raises:
        ValueError: `numeral` is not a numeral.
    """
    plain = _IGNORED.sub("", fold(numeral))
    tokens = _TOKEN.findall(plain)
    if not tokens or "".join(tokens) != plain:
        raise ValueError(f"not a numeral: {numeral!r}")
    value = _evaluate(tokens)
    return int(value) if value == value.to_integral_value() else float(value)


def _evaluate(tokens: list[str]) -> Decimal:
    total = section = Decimal(0)  # closed by 亿 or 万; closed by 十百千
    number: Decimal | None = None  # not closed yet
    last_unit = Decimal(0)  # of the magnitude directly before `number`, for 一万五 = 15000
    decimals = ""
    for position, token in enumerate(tokens):
        if decimals or token == "点":
            if token == "点":
                if decimals or not position:
                    raise ValueError("a decimal sign without a number before it")
                number, decimals = number or Decimal(0), "."  # 十点五: nothing between the magnitude and the sign
                last_unit = Decimal(0)
                continue
            if token in DIGITS:
                decimals += str(DIGITS[token])
                continue
            if number is None or decimals == ".":
                raise ValueError("a decimal sign without digits behind it")
            number, decimals = number + Decimal("0" + decimals), ""
        if token[0].isdigit():
            if number is not None:
                raise ValueError("two numbers without a magnitude between them")
            number = Decimal(token)
        elif token in DIGITS:
            number = Decimal(DIGITS[token]) + (number * 10 if number is not None and position and tokens[position - 1] in DIGITS else 0)
            if DIGITS[token] == 0 and position and tokens[position - 1] not in DIGITS:
                last_unit = Decimal(0)  # 一万零五
            if position and tokens[position - 1] in DIGITS:
                last_unit = Decimal(0)
        elif token in TENS:
            unit = Decimal(TENS[token])
            section += (Decimal(1) if number is None else number) * unit
            number, last_unit = None, unit
        elif token in SPECIAL:
            section += SPECIAL[token]
            last_unit = Decimal(10)
        else:
            unit = Decimal(MYRIADS[token])
            section += number or 0
            if not section and number is None and not total:
                section = Decimal(1)
            total = (total + section) * unit if token == "亿" else total + section * unit
            section, number, last_unit = Decimal(0), None, unit
    if decimals:
        if decimals == "." or number is None:
            raise ValueError("a decimal sign without digits behind it")
        number += Decimal("0" + decimals)
    if number is not None and last_unit > 10 and len(tokens) > 1 and tokens[-1] in DIGITS:
        number *= last_unit / 10  # 一百二, 一万五
    return total + section + (number or 0)
