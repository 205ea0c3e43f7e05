"""行政机关负责人身份证明书 (法释〔2020〕3号 art. 6; 武清 2020 二（三）): name, post, seal, before the hearing."""

from tests.templates.layout import form, note, paper, para, plain, row, row_when, sign, title, when

PAPER = paper(
    title("行政机关负责人身份证明书"),
    plain("{{ court }}："),
    para(
        "{{ leader }}同志{% if sex %}（{{ sex }}）{% endif %}，现任{{ agency }}{{ post }}，"
        "系我单位负责人（{{ rank }}），代表我单位在下列案件中出庭应诉。"
    ),
    form(
        row("姓名", "{{ leader }}", "性别", "{{ sex }}"),
        row("单位", "{{ agency }}"),
        row("职务", "{{ post }}", "负责人类别", "{{ rank }}"),
        row("案号", "{{ case_number }}"),
        row("原告", "{{ plaintiff }}", "案由", "{{ cause }}"),
        row("开庭时间", "{{ hearing_when }}"),
        row("联系人", "{{ liaison }}", "联系电话", "{{ phone }}"),
        row_when("staff_card", row("随附", "工作证复印件（{{ staff_card }}）")),
    ),
    when("defect", para("补正说明：人民法院指出“{{ defect }}”，现予补正，原身份证明以本件为准。")),
    para("特此证明。"),
    sign("{{ agency }}（盖章）", "{{ date }}"),
    note("注：身份证明应当载明负责人的姓名、职务等基本信息，加盖行政机关印章，并于开庭前提交人民法院。"),
)
