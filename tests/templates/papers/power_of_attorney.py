"""授权委托书 (法释〔2018〕1号 arts. 31, 131): who is entrusted, with what, how far; sealed."""

from tests.templates.layout import form, note, paper, para, row, row_when, sign, title, when

PAPER = paper(
    title("授权委托书"),
    form(
        row("委托人", "{{ agency }}"),
        row("法定代表人", "{{ principal }}", "职务", "{{ principal_post }}"),
        row("受委托人一", "{{ staff }}（本单位工作人员）"),
        row_when("staff_phone", row("联系电话", "{{ staff_phone }}")),
        row_when("counsel", row("受委托人二", "{{ counsel }}")),
    ),
    para("现委托上列人员在{{ court }}审理的下列案件中，作为我单位参加诉讼的委托代理人。"),
    form(
        row("案号", "{{ case_number }}", "审级", "{{ instance }}"),
        row("原告", "{{ plaintiff }}", "案由", "{{ cause }}"),
        row("委托事项", "代为出庭应诉，陈述、答辩、举证、质证、辩论"),
        row("代理权限", "{{ scope }}"),
        row_when("powers", row("特别授权事项", "{{ powers }}")),
    ),
    when("not powers", para("代理权限为一般代理的，受委托人无权代为承认、放弃、变更诉讼请求，进行和解，提起上诉。")),
    para("委托期限自签发之日起至本审级终结之日止。"),
    sign("委托人：{{ agency }}（盖章）", "{{ date }}"),
    note("注：负责人不能出庭的，应当委托行政机关相应的工作人员出庭，不得仅委托律师出庭。"),
)
