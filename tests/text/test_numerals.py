"""Every number printed in each notation is parsed back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawnlp.text.numerals import parse_numeral

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


def chinese(number: int) -> str:
    """A Chinese numeral for 0 <= number < 10**12, written independently of the parser: by groups of four digits."""
    if number == 0:
        return "零"
    groups, text, gap = [], "", False
    while number:
        number, low = divmod(number, 10_000)
        groups.append(low)
    for power in range(len(groups) - 1, -1, -1):
        group = groups[power]
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        gap = False
        zero = False
        for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = group // place % 10
            if digit:
                text += ("零" if zero else "") + DIGITS[digit] + name
                zero = False
            elif group >= place * 10 and group % place:
                zero = True
        text += ["", "万", "亿"][power]
    return text


@given(st.integers(0, 10**12 - 1))
def test_chinese(number):
    assert parse_numeral(chinese(number)) == number


@given(st.integers(0, 10**12 - 1))
def test_formal_chinese(number):
    assert parse_numeral(chinese(number).translate(FORMAL)) == number


@given(st.integers(0, 10**12))
def test_arabic_plain_separated_and_full_width(number):
    wide = str(number).translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    assert parse_numeral(str(number)) == parse_numeral(f"{number:,}") == parse_numeral(wide) == parse_numeral(f"{number}余") == number


@given(st.integers(1, 10**8), st.sampled_from([("万", 4), ("亿", 8)]), st.integers(1, 4))
def test_decimals_with_magnitude_are_exact(number, magnitude, places):
    name, power = magnitude
    whole, part = divmod(number, 10**places)
    assert parse_numeral(f"{whole}.{part:0{places}d}{name}") == number * 10 ** (power - places)


@given(st.integers(1, 9999), st.sampled_from(["千", "百"]))
def test_digits_before_a_chinese_magnitude(number, name):
    assert parse_numeral(f"{number}{name}万") == number * {"千": 1000, "百": 100}[name] * 10_000


@given(st.integers(1000, 9999))
def test_by_position(number):
    assert parse_numeral("".join(DIGITS[int(d)] for d in str(number))) == number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一百二", 120),
        ("一万五", 15_000),
        ("一万零五", 10_005),
        ("三点五", 3.5),
        ("十点五", 10.5),
        ("二百点五", 200.5),
        ("三千五百一点二", 3501.2),
        ("十几", 10),
        ("廿三", 23),
        ("1万3千", 13_000),
        ("两亿三千万", 230_000_000),
        ("百", 100),
    ],
)
def test_spoken_forms(numeral, value):
    assert parse_numeral(numeral) == value


@pytest.mark.parametrize("text", ["", "余", "第一", "3a", "点五", "三点", "12 件", "1.2.3"])
def test_what_is_no_numeral(text):
    with pytest.raises(ValueError, match=r"."):
        parse_numeral(text)
