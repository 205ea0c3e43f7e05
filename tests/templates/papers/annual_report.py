"""年度行政应诉工作报告 of a unit (SS14)."""

from tests.templates.layout import (
    addressee,
    form,
    heading,
    listing,
    paper,
    para,
    paras,
    row,
    sign,
    subheading,
    title,
    when,
)
from tests.templates.tables import TYPICAL

PAPER = paper(
    title("{{ agency }}{{ year }}行政应诉工作报告"),
    addressee(),
    para("现将{{ year }}行政应诉工作情况报告如下。"),
    heading("一、基本情况"),
    form(
        row("新收案件", "{{ filed }}件", "开庭审理", "{{ heard }}件"),
        row("负责人出庭", "{{ attended }}件", "主要负责人出庭", "{{ principal }}件"),
        row("出庭率", "{{ rate }}"),
        row("败诉", "{{ lost }}件", "上诉", "{{ appeals }}件"),
        row("收到司法建议", "{{ advice }}件"),
    ),
    heading("二、主要做法"),
    paras("work"),
    heading("三、案件分析"),
    paras("analysis"),
    when("cases", subheading("（典型案例）"), listing("cases", *TYPICAL)),
    heading("四、存在问题"),
    paras("problems"),
    heading("五、下年度打算"),
    paras("plan"),
    sign("{{ agency }}", "{{ paper.date }}"),
)
