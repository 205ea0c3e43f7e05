"""败诉案件分析报告 (Sishui SS20): within ten days of effect, to the bureau."""

from tests.templates.layout import addressee, form, heading, listing, paper, para, paras, plain, row, sign, title, when

PAPER = paper(
    title("败诉案件分析报告"),
    addressee("{{ paper.addressee }}"),
    form(
        row("案号", "{{ case_number }}", "审理法院", "{{ court }}"),
        row("原告", "{{ plaintiff }}", "案由", "{{ cause }}"),
        row("生效裁判", "{{ paper_kind }}", "裁判结果", "{{ outcome }}"),
        row("生效日期", "{{ effective_on }}", "责任科室", "{{ office }}"),
        row("败诉原因类别", "{{ cause_classes }}"),
    ),
    heading("一、案件基本情况"),
    paras("facts"),
    heading("二、败诉原因分析"),
    paras("causes"),
    heading("三、存在问题"),
    paras("problems"),
    heading("四、整改措施"),
    listing(
        "rectification",
        ("序号", "{{ loop.index }}", 1),
        ("整改措施", "{{ row.what }}", 6),
        ("责任人", "{{ row.who }}", 2),
        ("完成日期", "{{ row.until }}", 3),
    ),
    when("advice", heading("五、工作建议"), paras("advice")),
    para("附：裁判文书复印件（{{ judgment_copy }}）"),
    sign("{{ agency }}（盖章）", "{{ paper.date }}"),
    plain("（联系人：{{ contact }}，联系电话：{{ phone }}）"),
)
