"""行政机关负责人出庭报备表 (泗水 2020 四（四）): the case, the hearing or 未定, who appears, and every change since."""

from tests.templates.layout import band, form, listing, note, paper, row, title

PAPER = paper(
    title("行政机关负责人出庭报备表"),
    form(
        row("单位", "{{ agency }}"),
        row("备案编号", "{{ record_number }}"),
        band("一、案件情况"),
        row("案号", "{{ case_number }}", "审级", "{{ instance }}"),
        row("受理法院", "{{ court }}", "案由", "{{ cause }}"),
        row("原告", "{{ plaintiff }}", "原告人数", "{{ plaintiff_count }}"),
        row("第三人", "{{ third_parties }}", "共同被告", "{{ co_defendants }}"),
        row("被诉行政行为", "{{ act }}", "作出日期", "{{ act_on }}"),
        row("收到的文书", "{{ paper_kind }}", "收到日期", "{{ served_on }}"),
        row("送达方式", "{{ served_by }}", "风险标签", "{{ risks }}"),
        band("二、开庭和出庭人员"),
        row("开庭时间", "{{ hearing_when }}", "开庭地点", "{{ hearing_place }}"),
        row("出庭负责人", "{{ leader }}", "职务", "{{ leader_post }}"),
        row("负责人类别", "{{ leader_rank }}", "是否分管", "{{ in_charge }}"),
        row("联系电话", "{{ leader_phone }}"),
        row("主要负责人是否应当出庭", "{{ principal_required }}"),
        row("出庭工作人员", "{{ staff }}", "法律顾问、律师", "{{ counsel }}"),
        band("三、填报"),
        row("填报人", "{{ filler }}", "填报日期", "{{ date }}"),
        row("联络员", "{{ liaison }}", "联系电话", "{{ liaison_phone }}"),
        row("主要负责人签字", "　　　　　　　　年　　月　　日"),
    ),
    listing(
        "changes",
        ("版次", "{{ row.edition }}", 1),
        ("日期", "{{ row.day }}", 2),
        ("填报人", "{{ row.by }}", 2),
        ("变更记录", "{{ row.what }}", 5),
    ),
    note("注：收到应诉通知书等有关开庭材料起2日内报县司法局备案；开庭时间未定的填“未定”，确定后再次报备。"),
)
