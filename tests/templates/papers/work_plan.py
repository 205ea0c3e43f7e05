"""负责人出庭应诉工作计划 (RZ17)."""

from tests.templates.layout import heading, listing, paper, paras, sign, title, when

PAPER = paper(
    title("{{ agency }}{{ year }}负责人出庭应诉工作计划"),
    heading("一、工作目标"),
    paras("goals"),
    heading("二、工作事项"),
    listing(
        "items",
        ("序号", "{{ loop.index }}", 2),
        ("事项", "{{ row.what }}", 10),
        ("责任单位", "{{ row.unit }}", 6),
        ("完成时限", "{{ row.by }}", 5),
    ),
    when("measures", heading("三、保障措施"), paras("measures")),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
