"""道歉与纠正跟踪表 (Anhui AH10): way, date, and what is corrected by when."""

from tests.templates.layout import form, listing, note, paper, plain, row, row_when, tall, title, when

PAPER = paper(
    title("道歉与纠正跟踪表"),
    plain("单位：{{ agency }}"),
    form(
        row("案号", "{{ case_number }}", "审理法院", "{{ court }}"),
        row("当事人", "{{ plaintiff }}", "裁判结果", "{{ outcome }}"),
        row("裁判文书", "{{ paper_kind }}", "收到日期", "{{ served_on }}"),
        row("主要负责人", "{{ principal }}", "职务", "{{ post }}"),
        row("道歉方式", "{{ way }}", "道歉日期", "{{ apology_on }}"),
        row_when("place", row("地点", "{{ place }}")),
        tall("道歉内容", "{{ content }}", 6),
    ),
    plain("限期纠正事项"),
    listing(
        "correction",
        ("序号", "{{ loop.index }}", 1),
        ("纠正事项", "{{ row.what }}", 6),
        ("责任人", "{{ row.who }}", 2),
        ("完成日期", "{{ row.until }}", 3),
    ),
    when("proof", plain("佐证材料：{{ proof }}")),
    note("填表人：{{ contact }}　联系电话：{{ phone }}　填表日期：{{ paper.date }}"),
)
