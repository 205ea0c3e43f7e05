"""行政机关负责人出庭应诉督促函（商水 庭前督促）."""

from tests.templates.layout import addressee, form, letterhead, paper, para, row, sign, title

PAPER = paper(
    letterhead(),
    title("行政机关负责人出庭应诉督促函"),
    addressee("{{ unit }}"),
    para("你单位作为被告的下列行政案件即将开庭："),
    form(
        row("案号", "{{ case_number }}", "审理法院", "{{ court }}"),
        row("原告", "{{ plaintiff }}", "案由", "{{ cause }}"),
        row("开庭时间", "{{ hearing }}"),
        row("开庭地点", "{{ place }}"),
    ),
    para("根据《中华人民共和国行政诉讼法》第三条第三款，被诉行政机关负责人应当出庭应诉。"),
    para(
        "请你单位自收到本函之日起{{ term }}内明确出庭应诉的负责人，并将其姓名、职务书面报送我单位；"
        "确有正当理由不能出庭的，应当书面说明理由并附证明材料。"
    ),
    para("联系人：{{ contact }}{% if phone %}　联系电话：{{ phone }}{% endif %}"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)
