"""府院联席会议议程材料 (SS24, SM6)."""

from tests.templates.layout import form, heading, listing, paper, para, paras, row, sign, title, when
from tests.templates.tables import UNITS

PAPER = paper(
    title("{{ title }}议程材料"),
    form(row("时间", "{{ when }}"), row("地点", "{{ place }}")),
    heading("一、参会单位和人员"),
    paras("attendees"),
    heading("二、议题"),
    listing(
        "topics",
        ("序号", "{{ loop.index }}", 2),
        ("议题", "{{ row.topic }}", 12),
        ("汇报单位", "{{ row.unit }}", 7),
    ),
    heading("三、基本情况"),
    para("{{ period }}，{{ overall }}"),
    when("units", listing("units", *UNITS)),
    when(
        "models",
        heading("典型案例"),
        listing(
            "models",
            ("序号", "{{ loop.index }}", 2),
            ("类别", "{{ row.tag }}", 4),
            ("名称", "{{ row.title }}", 8),
            ("案号", "{{ row.case_number }}", 7),
            ("报送单位", "{{ row.unit }}", 5),
        ),
    ),
    when("achievements", heading("工作成效"), paras("achievements")),
    heading("四、问题和建议"),
    paras("problems"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
