"""Time in proportion to the length of a text, also where one piece comes over and over."""

from time import perf_counter

import pytest

from lawnlp.text.fullnames import full_names
from lawnlp.text.headings import outline
from lawnlp.text.institutions import read_institutions
from lawnlp.text.issuer import find_issuer
from lawnlp.text.quantities import find_quantities
from lawnlp.text.regions import load_divisions
from lawnlp.text.sections import label_sections

LENGTH, SECONDS = 60_000, 8  # each of these took from fourteen seconds to minutes where it was looked through again for every piece


def institutions(text):
    places = load_divisions()
    found = read_institutions(text, places).every
    full_names(found, find_issuer(text, found, places), text, places)


def sections(text):
    label_sections(text, outline(text))


@pytest.mark.parametrize(
    ("read", "piece"),
    [
        (find_quantities, "200 "),
        (find_quantities, "1页"),
        (find_quantities, "率为0，《法》"),
        (institutions, "\n"),
        (institutions, "，争取市委、"),
        (institutions, "受局建乡"),
        (institutions, "鼓楼区司法局，"),
        (institutions, "“老兵调解室”"),
        (institutions, "中国人民银行榕江县支行"),
        (institutions, "秭归县信用办、秭归县信用建设领导小组办公室，"),
        (institutions, "县司法局设立速裁调解中心，"),
        (institutions, "\n与甲桥镇人民政府\n甲桥镇"),
        (sections, " "),
        (sections, "！明年"),
    ],
)
def test_repeated_pieces_cost_linear_time(read, piece):
    text = ("鼓楼区2024年法治政府建设情况报告\n市司法局受理12件，" + piece * LENGTH)[:LENGTH]
    start = perf_counter()
    read(text)
    assert perf_counter() - start < SECONDS
