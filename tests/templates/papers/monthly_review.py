"""月调度表 (SS22, AH17)."""

from tests.templates.layout import form, heading, listing, paper, para, paras, row, sign, title, when

PAPER = paper(
    title("{{ month }}行政应诉工作调度表"),
    form(
        row("开庭", "{{ heard }}件", "负责人出庭", "{{ attended }}件"),
        row("主要负责人出庭", "{{ principal }}件"),
        row("胜诉", "{{ won }}件", "败诉", "{{ lost }}件"),
    ),
    when(
        "units",
        listing(
            "units",
            ("序号", "{{ loop.index }}", 2),
            ("单位", "{{ row.unit }}", 8),
            ("开庭", "{{ row.heard }}", 4),
            ("负责人出庭", "{{ row.attended }}", 5),
            ("主要负责人出庭", "{{ row.principal }}", 5),
        ),
    ),
    when("missing", para("未按时报送的单位：{{ missing }}。")),
    heading("一、存在问题"),
    paras("problems"),
    heading("二、调度要求"),
    paras("requirements"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
