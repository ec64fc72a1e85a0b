"""What stands at the head and the foot of a report: title, date, signature, closing formula. Read by the rules for parts and for the issuer; on folded text."""

import re

_ON = "(?:法治政府|依法行政|法治政府部门|法治建设|法治(?:税务|海关|气象|烟草|水利|交通|公安)建设|依法治税)[^。;!?]{0,24}?"
# What a title adds of the year to come: …工作总结及2025年工作打算.
_PLAN = r"(?:以?及|和|暨|与)(?:\d{4}年|[今明某来下]一?年度?|下一?步)的?(?:工作)?(?:打算|安排|计划|思路|重点|要点)"
# A line that ends as titles of annual reports do (field notes, A). Other sorts of papers only with a year in front, since pages have columns called so;
# the words for a year are those into which lawnlp.learn.features writes it.
TITLE = re.compile(
    rf"{_ON}(?:报告|情况|总结|汇报|工作)(?:{_PLAN})?[\s)】》]*$"
    rf"|^[^。;!?]*(?:\d{{4}}|[今明去某])年[^。;!?]*?{_ON}(?:公示|公告|年报|白皮书|综述)[\s)】》]*$"
)
# The first line of a title that is set on two.
OPENS_TITLE = re.compile(r"^[^,。;:]*(?:关于|\d年|[〇○零一二三四五六七八九今明去某]年)[^,。;:]*$")
# What may be a title at the beginning of a line that goes on with the text, behind a space or, where it says that it is a paper, a full stop.
TITLE_AHEAD = re.compile(r"[^ ,。;]{6,45}(?= )|[^ ,。;]{4,43}(?:报告|总结|汇报)(?=。)")
# A date as it stands alone on a line or behind a signature: 2024年3月1日, 二〇二四年三月一日, (2024-03-01 10:20).
DATE = re.compile(
    r"\(?\s*(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*[年/.-]\s*[\d一二三四五六七八九十]{1,3}\s*[月/.-]\s*[\d一二三四五六七八九十]{1,3}\s*日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*\)?"
)
# A body alone on a line, as it signs.
_BODY = "[^,。;:]{2,30}(?:政府|委员会|局|厅|办公室|办事处|支队|总队|大队|中心|委|办)"
# A body, a date, or both on one line.
SIGNATURE = re.compile(rf"{_BODY}|{DATE.pattern}|{_BODY}\s*{DATE.pattern}")
# The place alone on a line, which signs where the date stands below it (青岚区, 第八师石河子市).
PLACE_ALONE = re.compile("[\u3400-\u9fff]{2,18}(?:[省市区县州盟旗镇乡]|街道)")
CLOSING = re.compile(r"^(?:特此报告|专此报告|以上报告|现予报告|谨此报告|请审阅)")
# The year in running text.
YEAR = re.compile(r"(20\d\d)\s*年")
# The year in a title, where 年 can be missing, digits can be spaced (2 022年), and Chinese ones are usual (二〇二二年, with 0 for 〇 too).
TITLE_YEAR = re.compile(r"(?<!\d)(2 ?0 ?[0-3] ?\d|二[〇○零0][〇○零0一二三][〇○零0一二三四五六七八九])(?:\s?年度?)?")
