"""培训、观摩通知 (RZ10-RZ12, SM11, SS28, AH12)."""

from tests.templates.layout import addressee, heading, paper, para, paras, sign, title, when

PAPER = paper(
    title("关于举办{{ title }}的通知"),
    addressee("{{ to }}"),
    para("为做好行政应诉和行政机关负责人出庭应诉工作，定于近期组织{{ kind }}。现将有关事项通知如下。"),
    heading("一、时间和地点"),
    para("时间：{{ starts_at }}"),
    para("地点：{{ place }}"),
    heading("二、组织单位"),
    para("主办：{{ organiser }}"),
    when("court", para("协办：{{ court }}")),
    when("case_number", para("案件：{{ case_number }}")),
    heading("三、参加人员"),
    para("{{ groups }}。"),
    when("quota", para("名额：{{ quota }}人。")),
    heading("四、有关要求"),
    para("请于{{ reply_by }}前回复参加人员名单。"),
    when("note", paras("note")),
    when("discipline", paras("discipline")),
    para("联系人：{{ contact }}　　{{ phone }}"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
