"""旁听人员名单 by the three groups (AH13)."""

from tests.templates.layout import form, note, paper, row, sign, tall, title

PAPER = paper(
    title("旁听人员名单"),
    form(
        row("单位", "{{ agency }}"),
        row("案号", "{{ case_number }}"),
        row("审理法院", "{{ court }}"),
        row("开庭时间", "{{ hearing_when }}"),
        row("开庭地点", "{{ hearing_place }}"),
        row("主要负责人", "{{ principal }}", "职务", "{{ principal_post }}"),
        tall("副职负责人", "{{ deputies }}", lines=3),
        tall("法制工作人员", "{{ legal }}", lines=3),
        tall("行政执法人员", "{{ enforcement }}", lines=3),
    ),
    note("行政机关主要负责人出庭应诉的，所在机关应当组织本机关副职负责人、法制工作人员以及行政执法人员旁听庭审。"),
    sign("填报人：{{ filler }}", "{{ paper.agency }}", "{{ paper.date }}"),
)
