"""整改方案: the answer to a reminder letter (汝州), to a criticism or a rectification notice (商水、三门峡)."""

from tests.templates.layout import addressee, heading, listing, paper, para, paras, sign, title, when

PAPER = paper(
    title("整改方案"),
    addressee(),
    when(
        "letter",
        para(
            "贵单位《{{ letter }}》{% if letter_number %}（{{ letter_number }}）{% endif %}收悉。现将整改方案报告如下："
        ),
    ),
    heading("一、原因分析"),
    paras("reasons"),
    heading("二、整改措施"),
    listing(
        "measures",
        ("序号", "{{ loop.index }}", 1),
        ("问题", "{{ row.problem }}", 4),
        ("整改措施", "{{ row.measure }}", 5),
        ("责任人", "{{ row.who }}", 2),
        ("完成时限", "{{ row.by }}", 2),
    ),
    when("done", heading("三、已完成情况"), paras("done")),
    when("principal", para("主要负责人：{{ principal }}")),
    para("联系人：{{ contact }}{% if phone %}　联系电话：{{ phone }}{% endif %}"),
    sign("{{ paper.agency }}（盖章）", "{{ paper.date }}"),
)
