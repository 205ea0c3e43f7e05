"""月报表 in two parts, or nil (AH16)."""

from tests.templates.layout import form, heading, listing, paper, para, paras, row, sign, title, when

PAPER = paper(
    title("行政机关主要负责人出庭应诉月报表"),
    form(
        row("填报单位", "{{ agency }}"),
        row("月份", "{{ month }}", "零报告", "{{ nil }}"),
    ),
    heading("一、{{ month }}出庭情况"),
    when(
        "held",
        listing(
            "held",
            ("序号", "{{ loop.index }}", 2),
            ("案号", "{{ row.case_number }}", 6),
            ("开庭日期", "{{ row.day }}", 4),
            ("被诉行政机关", "{{ row.agency }}", 4),
            ("出庭负责人", "{{ row.leader }}", 4),
            ("主要负责人是否出庭", "{{ row.principal }}", 3),
            ("未出庭原因", "{{ row.reason }}", 4),
        ),
    ),
    when("not held", para("本月无开庭案件。")),
    heading("二、{{ next_month }}出庭安排"),
    when(
        "planned",
        listing(
            "planned",
            ("序号", "{{ loop.index }}", 2),
            ("案号", "{{ row.case_number }}", 6),
            ("开庭时间", "{{ row.when }}", 6),
            ("被诉行政机关", "{{ row.agency }}", 4),
            ("拟出庭负责人", "{{ row.leader }}", 5),
        ),
    ),
    when("not planned", para("下月暂无开庭安排。")),
    when("note", heading("三、备注"), paras("note")),
    sign("填报人：{{ filler }}　{{ phone }}", "{{ paper.agency }}（盖章）", "{{ paper.date }}"),
)
