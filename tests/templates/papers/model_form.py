"""行政机关负责人出庭应诉典型报送表 (Anhui AH11): to the office for law-based administration."""

from tests.templates.layout import form, note, paper, plain, row, row_when, tall, title, when

PAPER = paper(
    title("行政机关负责人出庭应诉典型报送表"),
    plain("报送单位：{{ agency }}（盖章）"),
    form(
        row("名称", "{{ title }}", "典型类别", "{{ what }}"),
        row("负责人姓名", "{{ leader }}", "职务", "{{ post }}"),
        row_when("case_number", row("案号", "{{ case_number }}", "案由", "{{ cause }}")),
        row_when("hearing_when", row("出庭时间", "{{ hearing_when }}")),
        tall("主要事迹", "{{ summary }}", 10),
        tall("取得成效", "{{ results }}", 6),
        tall("宣传情况", "{{ publicity }}", 3),
    ),
    when("attachments", plain("附件：{{ attachments }}")),
    note("报送对象：{{ paper.addressee }}　联系人：{{ contact }}　联系电话：{{ phone }}　日期：{{ paper.date }}"),
)
