"""重大敏感案件风险报告 (Sishui SS16): the unit together with the bureau to the government; for named readers only."""

from tests.templates.layout import addressee, form, heading, listing, paper, paras, plain, row, sign, title, when

PAPER = paper(
    title("重大敏感案件风险报告"),
    plain("（内部材料，不得转发、摘抄）"),
    addressee("{{ addressees }}"),
    form(
        row("案号", "{{ case_number }}", "受理法院", "{{ court }}"),
        row("报告单位", "{{ agency }}", "会同单位", "{{ bureau }}"),
        row("原告", "{{ plaintiff }}", "原告人数", "{{ plaintiff_count }}"),
        row("案由", "{{ cause }}", "风险等级", "{{ level }}"),
        row("风险情形", "{{ risk_tags }}"),
    ),
    heading("一、案件情况"),
    paras("facts"),
    heading("二、风险评估"),
    paras("assessment"),
    heading("三、应对方案"),
    listing(
        "measures",
        ("序号", "{{ loop.index }}", 1),
        ("措施", "{{ row.what }}", 6),
        ("责任人", "{{ row.who }}", 2),
        ("完成时限", "{{ row.until }}", 2),
    ),
    when("request", heading("四、请示事项"), paras("request")),
    when("bureau_view", heading("司法局意见"), paras("bureau_view")),
    when("attachments", plain("　　附件：{{ attachments }}")),
    sign("{{ agency }}", "{{ paper.date }}"),
    plain("（联系人：{{ contact }}，联系电话：{{ phone }}）"),
)
