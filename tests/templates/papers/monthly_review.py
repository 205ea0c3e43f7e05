"""月调度表 (SS22, AH17)."""

from tests.templates.layout import form, heading, listing, paper, para, paras, row, sign, title, when
from tests.templates.tables import ABSENT, AREAS, CASES, CHART, CORRECTED, UNITS

PAPER = paper(
    title("{{ month }}行政应诉工作调度表"),
    when(
        "reissued",
        para("本表系重新编制，原因：{{ reissued }}。"),
        when("changes", para("与原表相比：{{ changes }}。")),
    ),
    form(
        row("开庭", "{{ heard }}件", "负责人出庭", "{{ attended }}件"),
        row("出庭率", "{{ rate }}", "主要负责人出庭", "{{ principal }}件"),
        row("胜诉", "{{ won }}件", "败诉", "{{ lost }}件"),
    ),
    para("{{ month }}，{{ overall }}"),
    when("units", listing("units", *UNITS)),
    when("counties", heading("各县区情况"), listing("counties", *AREAS)),
    when("organs", heading("本级各部门情况"), listing("organs", *UNITS)),
    CHART,
    when("absent", heading("负责人未出庭案件"), listing("absent", *ABSENT)),
    when("missing", para("未按时报送的单位：{{ missing }}。")),
    heading("一、存在问题"),
    paras("problems"),
    heading("二、调度要求"),
    paras("requirements"),
    when("corrections", heading("三、对以往数据的更正"), listing("corrections", *CORRECTED)),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
    when("cases", heading("附表：案件明细"), listing("cases", *CASES)),
)
