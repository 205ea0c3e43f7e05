"""不能出庭情况说明 (法释〔2020〕3号 arts. 8-9; 武清 2020 二（四）): the reason, its proof, who comes instead."""

from tests.templates.layout import form, heading, note, paper, para, paras, plain, row, row_when, sign, tall, title

PAPER = paper(
    title("关于行政机关负责人不能出庭应诉的情况说明"),
    plain("{{ court }}："),
    para("我单位被诉一案，行政机关负责人因正当理由不能出庭应诉。现将有关情况说明如下。"),
    form(
        row("案号", "{{ case_number }}"),
        row("原告", "{{ plaintiff }}", "案由", "{{ cause }}"),
        row("开庭时间", "{{ hearing_when }}", "开庭地点", "{{ hearing_place }}"),
        row("负责人", "{{ leader }}", "职务", "{{ post }}"),
        row("理由类别", "{{ reason }}"),
    ),
    heading("一、不能出庭的事实"),
    paras("facts"),
    heading("二、证明材料"),
    paras("proofs"),
    heading("三、委托出庭人员"),
    form(
        row("工作人员", "{{ staff }}"),
        row_when("counsel", row("律师", "{{ counsel }}")),
        row_when("borne_out", row("延期开庭", "{{ postponement }}", "盖章或者签字", "{{ borne_out }}")),
        row_when("not borne_out", row("延期开庭", "{{ postponement }}")),
        row_when("consent", row("本级政府主要负责人同意", "{{ consent }}")),
        tall("法院意见", "{{ court_view }}", lines=2),
    ),
    sign("{{ agency }}（盖章）", "主要负责人（签字）：　　　　　　", "{{ date }}"),
    note("注：本说明及证明材料应当加盖行政机关印章，或者由该机关主要负责人签字认可，并在开庭前提交人民法院。"),
)
