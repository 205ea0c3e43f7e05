"""行政应诉案件专报 (Sishui SS18): the bureau to the party committee and the government."""

from tests.templates.layout import (
    addressee,
    form,
    heading,
    letterhead,
    paper,
    paras,
    plain,
    row,
    row_when,
    sign,
    title,
    when,
)

PAPER = paper(
    letterhead(),
    title("行政应诉案件专报"),
    addressee("{{ addressees }}"),
    form(
        row("案号", "{{ case_number }}", "受理法院", "{{ court }}"),
        row("审级", "{{ instance }}", "案由", "{{ cause }}"),
        row("被告", "{{ defendants }}", "承办单位", "{{ handling_unit }}"),
        row("原告", "{{ plaintiff }}", "原告人数", "{{ plaintiff_count }}"),
        row_when("third_parties", row("第三人", "{{ third_parties }}")),
        row("收到文书", "{{ paper_kind }}", "收到日期", "{{ served_on }}"),
        row("开庭时间", "{{ hearing_when }}", "出庭负责人", "{{ leader }}"),
    ),
    heading("一、基本案情"),
    paras("facts"),
    heading("二、诉讼请求"),
    paras("claims"),
    heading("三、风险分析（{{ risk_level }}风险）"),
    paras("risk"),
    heading("四、应诉方案"),
    paras("plan"),
    heading("五、请示事项"),
    paras("request"),
    when("attachments", plain("　　附件：{{ attachments }}")),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
    plain("（联系人：{{ contact }}，联系电话：{{ phone }}）"),
)
