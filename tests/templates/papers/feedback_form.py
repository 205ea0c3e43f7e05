"""出庭情况反馈表 (三门峡 2025 一（二）: before, in and after the hearing; 安徽 2023 二（一）; 武清 2020 二（二）)."""

from tests.templates.layout import band, form, note, paper, row, row_when, tall, title

PAPER = paper(
    title("行政机关负责人出庭情况反馈表"),
    form(
        row("单位", "{{ agency }}"),
        row("案号", "{{ case_number }}", "受理法院", "{{ court }}"),
        row("原告", "{{ plaintiff }}", "案由", "{{ cause }}"),
        band("一、庭前准备"),
        row("已备材料", "{{ prepared }}"),
        band("二、庭审表现"),
        row("开庭时间", "{{ hearing_when }}", "结束时间", "{{ ended }}"),
        row("开庭方式", "{{ mode }}", "开庭地点", "{{ place }}"),
        row("负责人是否出庭", "{{ attended }}"),
        row_when("leader", row("出庭负责人", "{{ leader }}", "职务", "{{ post }}"), row("负责人类别", "{{ rank }}")),
        row("是否全程参加", "{{ stayed }}", "是否发言", "{{ spoke }}"),
        row("发言环节", "{{ stages }}"),
        row("就实质性解决争议发表意见", "{{ on_settlement }}", "是否回答法庭询问", "{{ answered }}"),
        tall("解决争议的意见", "{{ opinion }}", lines=2),
        row("出庭工作人员", "{{ staff }}", "法律顾问、律师", "{{ counsel }}"),
        band("三、庭后反馈"),
        row("化解结果", "{{ settlement }}", "是否当庭宣判", "{{ pronounced }}"),
        tall("庭审结果", "{{ outcome }}", lines=2),
        tall("下一步工作", "{{ next }}", lines=2),
        row_when(
            "grade_appear",
            row("出庭", "{{ grade_appear }}", "出声", "{{ grade_speak }}"),
            row("出解", "{{ grade_resolve }}", "出治", "{{ grade_govern }}"),
        ),
        row("自评得分", "{{ self_score }}", "法院评价", "{{ court_score }}"),
        row("附件", "{{ attachments }}"),
        row("填报人", "{{ reporter }}", "填报日期", "{{ date }}"),
        row("联络员", "{{ liaison }}", "联系电话", "{{ phone }}"),
    ),
    note("注：负责人未出庭的，另附不能出庭情况说明。法院评价在收到后补记。"),
)
