"""督查整改通知书（三门峡 二（三）；商水 庭后通报）."""

from tests.templates.layout import addressee, heading, letterhead, paper, para, paras, sign, title, when

PAPER = paper(
    letterhead(),
    title("督查整改通知书"),
    addressee("{{ unit }}"),
    when("case_number", para("案号：{{ case_number }}")),
    para("经查，你单位在行政应诉工作中存在以下情形：{{ breach }}。"),
    heading("一、存在问题"),
    paras("facts"),
    heading("二、整改要求"),
    paras("wanted"),
    heading("三、报送时限"),
    para("根据{{ basis }}，请你单位自收到本通知书之日起{{ term }}内，将整改方案书面报送我单位，并按期完成整改。"),
    para("联系人：{{ contact }}{% if phone %}　联系电话：{{ phone }}{% endif %}"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
