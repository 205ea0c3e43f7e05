"""工作提醒函（汝州 二（一））."""

from tests.templates.layout import addressee, letterhead, listing, paper, para, paras, sign, title, when

PAPER = paper(
    letterhead(),
    title("关于行政机关负责人出庭应诉工作的提醒函"),
    addressee("{{ unit }}"),
    para(
        "根据人民法院{{ quarter }}行政机关负责人出庭应诉情况的通报，你单位开庭审理行政案件{{ heard }}件，"
        "其中负责人出庭应诉{{ attended }}件，出庭率为{{ rate }}{% if average %}（{{ average }}）{% endif %}。"
    ),
    para("存在的主要问题：{{ problems }}。"),
    when(
        "cases",
        para("涉及案件如下："),
        listing(
            "cases",
            ("序号", "{{ loop.index }}", 1),
            ("案号", "{{ row.number }}", 4),
            ("情况", "{{ row.what }}", 5),
        ),
    ),
    para("根据《中华人民共和国行政诉讼法》第三条第三款和本地有关负责人出庭应诉工作的规定，现提醒并要求如下："),
    paras("wanted"),
    para("请你单位自收到本函之日起{{ term }}内，将整改方案书面报送我单位。"),
    para("联系人：{{ contact }}{% if phone %}　联系电话：{{ phone }}{% endif %}"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)  # fmt: skip
