"""签到表 (RZ10-RZ12, AH12): who signed in by phone stands there; the others sign by hand."""

from tests.templates.layout import form, listing, note, paper, row, title

PAPER = paper(
    title("{{ title }}签到表"),
    form(
        row("主办单位", "{{ organiser }}"),
        row("时间", "{{ starts_at }}"),
        row("地点", "{{ place }}", "实到人数", "{{ came }}"),
    ),
    listing(
        "people",
        ("序号", "{{ loop.index }}", 2),
        ("单位", "{{ row.agency }}", 5),
        ("姓名", "{{ row.name }}", 3),
        ("职务", "{{ row.post }}", 5),
        ("类别", "{{ row.group }}", 4),
        ("签到", "{{ row.signed }}", 4),
    ),
    note("已通过手机签到的，签到栏为签到时间；其余人员请本人签名。"),
)
