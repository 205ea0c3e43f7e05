"""活动总结 (RZ10-RZ12, AH12)."""

from tests.templates.layout import form, heading, paper, para, paras, row, row_when, sign, title, when

PAPER = paper(
    title("{{ title }}总结"),
    form(
        row("主办单位", "{{ organiser }}"),
        row_when("court", row("协办法院", "{{ court }}")),
        row_when("case_number", row("观摩案件", "{{ case_number }}")),
        row("时间", "{{ starts_at }}"),
        row("地点", "{{ place }}"),
        row("应到人数", "{{ invited }}", "实到人数", "{{ came }}"),
        row("迟到人数", "{{ late }}", "缺席人数", "{{ absent }}"),
    ),
    heading("活动情况"),
    paras("course"),
    when("problems", heading("存在问题"), paras("problems")),
    when("next_steps", heading("下步打算"), paras("next_steps")),
    when("photos", para("附：现场照片{{ photos }}张。")),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
