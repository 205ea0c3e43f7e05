"""拟提请通报情况告知书: to the unit alone, before anybody else reads of it."""

from tests.templates.layout import addressee, letterhead, paper, para, paras, sign, title, when

PAPER = paper(
    letterhead(),
    title("拟提请通报情况告知书"),
    addressee("{{ unit }}"),
    when("case_number", para("案号：{{ case_number }}")),
    para("经核，你单位在行政应诉工作中存在以下情形：{{ breach }}。具体情况如下："),
    paras("facts"),
    para("依据：{{ basis }}。"),
    para(
        "我单位拟就上述情形依规提请处理。现先行告知你单位。你单位如有异议或者需要说明的情况，请自收到本告知书之日起"
        "{{ term }}内书面提出，并附相关材料；逾期未提出的，视为无异议。"
    ),
    para("联系人：{{ contact }}{% if phone %}　联系电话：{{ phone }}{% endif %}"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
