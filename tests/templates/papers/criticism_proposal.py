"""提请通报批评、约谈的请示（安徽 三（三）；三门峡 二（三））."""

from tests.templates.layout import addressee, heading, letterhead, paper, para, paras, sign, title, when

PAPER = paper(
    letterhead(),
    title("关于提请对{{ unit }}予以通报批评、约谈的请示"),
    addressee(),
    heading("一、基本情况"),
    when("case_number", para("案号：{{ case_number }}{% if hearing %}　开庭时间：{{ hearing }}{% endif %}")),
    para("{{ unit }}在行政应诉工作中存在以下情形：{{ breach }}。"),
    paras("facts"),
    heading("二、单位意见"),
    paras("heard"),
    heading("三、提请事项"),
    para("根据{{ basis }}，提请对{{ unit }}采取以下措施：{{ measures }}。"),
    para("妥否，请批示。"),
    para("联系人：{{ contact }}{% if phone %}　联系电话：{{ phone }}{% endif %}"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
