"""季度通报 in the order of the reference (F7)."""

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
    title("关于{{ quarter }}行政机关负责人出庭应诉情况的通报"),
    addressee("{{ to }}"),
    para("现将{{ quarter }}行政机关负责人出庭应诉情况通报如下。"),
    heading("一、总体情况"),
    para(
        "{{ quarter }}，开庭审理行政案件{{ heard }}件，行政机关负责人出庭{{ attended }}件，其中主要负责人出庭"
        "{{ principal }}件。出庭率{{ rate }}。"
    ),
    heading("二、各单位情况"),
    when(
        "units",
        listing(
            "units",
            ("序号", "{{ loop.index }}", 2),
            ("单位", "{{ row.unit }}", 8),
            ("开庭", "{{ row.heard }}", 4),
            ("负责人出庭", "{{ row.attended }}", 5),
            ("主要负责人出庭", "{{ row.principal }}", 5),
        ),
    ),
    when("not units", para("本季度无开庭案件。")),
    heading("三、存在问题"),
    paras("problems"),
    heading("四、败诉情况"),
    paras("losses"),
    heading("五、下步要求"),
    paras("requirements"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
    when("copies", plain("抄送：{{ copies }}。")),
)
