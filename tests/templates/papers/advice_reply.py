"""关于司法建议办理情况的复函 (Sishui SS21, national book, Wuqing WQ6): to the court, a copy to the bureau."""

from tests.templates.layout import (
    addressee,
    heading,
    letterhead,
    listing,
    paper,
    para,
    paras,
    plain,
    sign,
    title,
    when,
)

PAPER = paper(
    letterhead(),
    title("关于司法建议办理情况的复函"),
    addressee("{{ court }}"),
    para(
        "你院司法建议书（{{ advice_number }}）已于{{ received_on }}收悉。"
        "{% if term_on %}建议书载明的期限为{{ term_on }}。{% endif %}"
        "{% if handled_on %}我单位已于{{ handled_on }}处理完毕。{% endif %}现将办理情况函复如下。"
    ),
    when("case_number", para("所涉案件：{{ case_number }}。")),
    heading("一、问题及办理措施"),
    listing(
        "problems",
        ("序号", "{{ loop.index }}", 1),
        ("指出的问题", "{{ row.problem }}", 4),
        ("办理措施", "{{ row.measure }}", 4),
        ("办理结果", "{{ row.result }}", 3),
    ),
    heading("二、办理结果"),
    paras("result"),
    para("特此函复。"),
    when("attachments", plain("　　附件：{{ attachments }}")),
    sign("{{ agency }}", "{{ paper.date }}"),
    plain("（联系人：{{ contact }}，联系电话：{{ phone }}）"),
    when("copy_to", plain("抄送：{{ copy_to }}")),
)
