"""What a reader of coverage needs: the words for what is missing, and the total.

The total goes from 0 to 100: `100 * sum(weight[r] * points[grade[r]]) / (max(points) * sum(weight[r]))` over the thirteen requirements r, `grade[r]` being the grade as a whole number.
By default every requirement weighs the same and a grade gives as many points as it is high; both are settings of the component.

>>> total({"plan": 3, "rulemaking": 0})
50.0
>>> total({"plan": 3, "rulemaking": 0}, weights={"plan": 3.0})
75.0
"""

from collections.abc import Mapping, Sequence

POINTS = (0.0, 1.0, 2.0, 3.0)
GRADES = ("未涉及", "仅提及", "有举措", "有实据")
# What the next grade lacks; source: "Coverage grades" of the annotation guidelines.
MISSING = {
    "absent": "没有相关内容",
    "only_general": "只有一般性表述",
    "no_act": "没有具体举措",
    "few_acts": "具体举措不足两项",
    "no_figure": "没有数字",
    "no_document": "没有点名的文件",
    "no_outcome": "没有案件结果、奖项或发表",
    "few_weaknesses": "具体不足少于两项",
    "no_section": "没有单列一节",
    "no_cause": "没有分析原因",
    "no_case": "没有点名单位或事例",
    "few_fields": "有具体安排的领域不足四个",
    "more_of_it": "依据偏少",
}


def total(grades: Mapping[str, int], points: Sequence[float] = POINTS, weights: Mapping[str, float] | None = None) -> float:
    """The total of a report from 0 to 100, to one decimal; 0 without grades.

    Args:
        grades: requirement to grade (0 to 3).
        points: what each grade gives.
        weights: requirement to weight; 1 where it is not named.
    """
    weigh = {name: (weights or {}).get(name, 1.0) for name in grades}
    most = max(points) * sum(weigh.values())
    return round(100 * sum(weigh[name] * points[grade] for name, grade in grades.items()) / most, 1) if most else 0.0
