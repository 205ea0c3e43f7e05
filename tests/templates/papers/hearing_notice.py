"""出庭应诉通知书: from the bureau to the unit, or from the unit to its leader; what to bring, by when to answer."""

from tests.templates.layout import form, paper, para, plain, row, row_when, sign, title, when

PAPER = paper(
    title(),
    plain("{{ to }}："),
    para("{{ court }}定于{{ hearing_when }}开庭审理下列行政诉讼案件，请安排负责人按时出庭应诉。"),
    form(
        row("案号", "{{ case_number }}"),
        row("原告", "{{ plaintiff }}", "案由", "{{ cause }}"),
        row("开庭时间", "{{ hearing_when }}"),
        row("开庭地点", "{{ place }}", "开庭方式", "{{ mode }}"),
        row("出庭负责人", "{{ leader }}"),
        row_when("principal_required", row("主要负责人出庭", "{{ principal_required }}")),
        row("请携带的材料", "{{ bring }}"),
        row("答复期限", "{{ reply_by }}"),
    ),
    para("出庭负责人应当就案件情况和实质性解决行政争议发表意见。确因正当理由不能出庭的，请在开庭前提交加盖公章"
         "或者经主要负责人签字认可的证明材料，并委托相应的工作人员出庭。"),
    when("contact", para("联系人：{{ contact }}　　电话：{{ phone }}")),
    sign("{{ issuer }}", "{{ date }}"),
)  # fmt: skip
