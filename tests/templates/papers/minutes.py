"""府院联席会议纪要 (SS24)."""

from tests.templates.layout import form, heading, listing, paper, paras, row, row_when, sign, title

PAPER = paper(
    title("{{ title }}纪要"),
    form(
        row("时间", "{{ when }}"),
        row("地点", "{{ place }}"),
        row("主持人", "{{ chair }}"),
        row_when("recorder", row("记录人", "{{ recorder }}")),
    ),
    heading("一、参会单位和人员"),
    paras("attendees"),
    heading("二、会议内容"),
    paras("course"),
    heading("三、议定事项"),
    listing(
        "matters",
        ("序号", "{{ loop.index }}", 2),
        ("事项", "{{ row.what }}", 11),
        ("责任单位", "{{ row.who }}", 6),
        ("完成日期", "{{ row.until }}", 5),
    ),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
