"""Names of quantities by rule: what stands next to the number, without the quantities in front of it."""

import pytest

from lawnlp.text.counted import name_of
from lawnlp.text.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("车速由21.4km/h提升至26.8km/h，噪声55dB(A)的29份", ["车速", "车速", "噪声", "噪声"]),
        ("单价230元/吨、补助200元/亩·年", ["单价", "补助"]),
        ("执法记录仪612台、无人机9架", ["执法记录仪", "无人机"]),
        ("办结时间由5天缩到31小时", ["办结时间", "办结时间"]),
        ("自2020年以来累计归集数据7600万条", ["自2020年以来累计归集数据"]),
    ],
)
def test_an_earlier_quantity_is_no_part_of_the_name(text, names):
    assert [name_of(text, q.start, q.end) for q in find_quantities(text)] == names
