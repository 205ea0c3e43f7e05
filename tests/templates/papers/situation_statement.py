"""未出庭情况说明 (法释〔2020〕3号 art. 12; 武清 2020 二（二）): to the bureau, or to the superior."""

from tests.templates.layout import form, heading, paper, para, paras, plain, row, row_when, sign, title, when

PAPER = paper(
    title("关于负责人未出庭应诉的情况说明"),
    plain("{{ to }}："),
    para("现就我单位负责人未出庭应诉的有关情况说明如下。"),
    form(
        row("案号", "{{ case_number }}", "受理法院", "{{ court }}"),
        row("原告", "{{ plaintiff }}", "案由", "{{ cause }}"),
        row_when("hearing_when", row("开庭时间", "{{ hearing_when }}", "开庭地点", "{{ place }}")),
        row_when("advice_on", row("司法建议", "{{ advice }}", "收到日期", "{{ advice_on }}")),
        row_when("leader", row("原定出庭负责人", "{{ leader }}")),
        row_when("staff", row("出庭的工作人员", "{{ staff }}")),
    ),
    heading("一、未出庭的经过和原因"),
    paras("facts"),
    heading("二、改进措施"),
    paras("measures"),
    para("特此说明。"),
    when("attachments", para("附件：{{ attachments }}")),
    para("联系人：{{ contact }}　　电话：{{ phone }}"),
    sign("{{ agency }}（盖章）", "{{ date }}"),
)
