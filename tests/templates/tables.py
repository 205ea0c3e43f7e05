"""Tables that several papers of figures have: (head, cell, share of the width); and their chart."""

from tests.templates.layout import para, picture, when

_NO = ("序号", "{{ loop.index }}", 2)
_UNIT = ("单位", "{{ row.unit }}", 6)
_FIGURES = (
    ("开庭", "{{ row.heard }}", 2),
    ("负责人出庭", "{{ row.attended }}", 3),
    ("出庭率", "{{ row.rate }}", 5),
    ("升降（百分点）", "{{ row.change }}", 5),
    ("主要负责人出庭", "{{ row.principal }}", 3),
    ("主要负责人出庭率", "{{ row.principal_rate }}", 5),
    ("出声率", "{{ row.spoke }}", 5),
    ("败诉", "{{ row.lost }}", 2),
)
_CASE = ("案号", "{{ row.case_number }}", 8)
_DAY = ("开庭日期", "{{ row.day }}", 5)
_COUNTED = ("情况", "{{ row.counted }}", 5)
UNITS = (_NO, _UNIT, *_FIGURES)
AREAS = (_NO, ("地区", "{{ row.unit }}", 6), *_FIGURES)
ABSENT = (_NO, _UNIT, _CASE, _DAY, _COUNTED, ("原因", "{{ row.reason }}", 6))
SILENT = (_NO, _UNIT, _CASE, ("出庭负责人", "{{ row.leader }}", 5))
LATE = (
    _NO, _UNIT, ("材料", "{{ row.what }}", 8), ("应报日期", "{{ row.due }}", 5), ("报送日期", "{{ row.handed }}", 5),
)  # fmt: skip
LOST = (_NO, _UNIT, _CASE, ("审级", "{{ row.instance }}", 3))
CASES = (
    _NO, _UNIT, _CASE, ("审级", "{{ row.instance }}", 3), _DAY, _COUNTED, ("出庭负责人", "{{ row.leader }}", 4),
    ("主要负责人", "{{ row.principal }}", 3),
)  # fmt: skip
CORRECTED = (_NO, _UNIT, _CASE, ("原通报", "{{ row.was }}", 5), ("更正为", "{{ row.now }}", 5))
TYPICAL = (_NO, ("名称", "{{ row.title }}", 8), _UNIT, _CASE, ("标签", "{{ row.tags }}", 6))
REPORTS = (
    _NO, _UNIT, ("报送日期", "{{ row.handed }}", 5), ("报送情况", "{{ row.state }}", 4),
    ("本月开庭", "{{ row.held }}", 3), ("主要负责人出庭", "{{ row.principal }}", 4),
    ("下月安排", "{{ row.planned }}", 3),
)  # fmt: skip
CHART = when("paper.chart", picture("{{ paper.chart }}")) + when(
    "not paper.chart and (units or counties or organs)", para("（出庭率图从略，各单位情况以附表所列数据为准。）")
)
"""Where none can be drawn, the table stands alone, and the paper says so."""
