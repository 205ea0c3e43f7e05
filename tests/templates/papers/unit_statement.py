"""情况说明及意见: what a unit says to the notice before a criticism."""

from tests.templates.layout import addressee, paper, para, paras, sign, title, when

PAPER = paper(
    title("情况说明及意见"),
    addressee(),
    para("贵单位《{{ letter }}》{% if letter_number %}（{{ letter_number }}）{% endif %}收悉。现将有关情况说明如下："),
    when("case_number", para("案号：{{ case_number }}")),
    para("来函所述事实：{{ agrees }}。"),
    paras("statement"),
    para("联系人：{{ contact }}"),
    sign("{{ paper.agency }}（盖章）", "{{ paper.date }}"),
)
