"""行政答辩状 (national book, the written defence within fifteen days of service)."""

from tests.templates.layout import annex, form, heading, paper, para, paras, plain, row, row_when, sign, title, when

PAPER = paper(
    title("行政答辩状"),
    form(
        row("答辩人", "{{ agency }}"),
        row("法定代表人", "{{ principal }}", "职务", "{{ principal_post }}"),
        row("对方当事人", "{{ plaintiff }}（原告）"),
        row_when("third_parties", row("第三人", "{{ third_parties }}")),
        row("案由", "{{ cause }}", "案号", "{{ case_number }}"),
    ),
    para("{{ plaintiff }}不服答辩人所作行政行为，提起行政诉讼一案，答辩人提出如下答辩意见。"),
    heading("一、答辩请求"),
    paras("request"),
    heading("二、事实和证据"),
    paras("facts"),
    heading("三、法律依据"),
    paras("law"),
    when("procedure", heading("四、程序"), paras("procedure")),
    plain("　　此致"),
    plain("{{ court }}"),
    sign("答辩人：{{ paper.agency }}（盖章）", "{{ paper.date }}"),
    annex("证据清单及证据副本", "作出行政行为依据的规范性文件"),
)
