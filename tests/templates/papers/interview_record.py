"""约谈记录: signed by who was there."""

from tests.templates.layout import form, paper, plain, row, tall, title

PAPER = paper(
    title("约谈记录"),
    form(
        row("被约谈单位", "{{ unit }}"),
        row("约谈时间", "{{ met_at }}", "约谈地点", "{{ place }}"),
        row("约谈人", "{{ interviewer }}", "被约谈人", "{{ interviewee }}"),
        row("记录人", "{{ recorder }}"),
        tall("约谈事由", "{{ reason }}", lines=3),
        tall("约谈内容和要求", "{{ said }}", lines=7),
        tall("被约谈人表态", "{{ answer }}", lines=4),
    ),
    plain("约谈人签名：　　　　　　　　被约谈人签名：　　　　　　　　"),
    plain("记录人签名：　　　　　　　　　　　　年　　月　　日"),
)
