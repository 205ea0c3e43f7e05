"""A county adds a kind of paper by files alone, a book, a kind, a template, and works with it like with any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.law.facade import open_law
from bot.papers.preview import Viewer
from bot.papers.printshop import Printshop
from bot.papers.shelf import Shelf
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import under
from tests.handlers.documents.report_steps import FILE, Answer, answered, document, drafted, handed_over, owed
from tests.handlers.documents.walk_steps import changed, every, issued, sealed, through
from tests.handlers.duties.steps import NUMBER, enter
from tests.houses import PRINTSHOP
from tests.rig import open_rig
from tests.templates.layout import addressee, form, listing, paper, para, paras, row, sign, title
from tests.templates.package import packed

OWN = Path(__file__).parents[2] / "law" / "data" / "own"
LAYOUT = paper(
    title(),
    addressee(),
    form(
        row("单位", "{{ agency }}", "案号", "{{ case_number }}"),
        row("原告", "{{ plaintiff }}", "承办人", "{{ staff }}"),
        row("是否聘请律师", "{{ lawyer }}", "律师", "{{ lawyer_name }}"),
        row("风险", "{{ risks }}", "胜诉把握", "{{ share }}"),
    ),
    paras("focus"),
    listing("tasks", ("任务", "{{ row.what }}", 3), ("责任人", "{{ row.who }}", 2), ("时限", "{{ row.until }}", 2)),
    para("{{ finish }}前完成。附件：{{ proof }}。文号：{{ paper.number }}"),
    sign("{{ paper.agency }}", "{{ paper.date }}"),
)

QUESTIONS: list[tuple[str, Answer]] = [
    ("由谁承办", ("张明",)),
    ("是否聘请律师", ("是",)),
    ("律师姓名", "赵律师"),
    ("争议焦点有哪些", "一是程序。\n二是{{ 事实 }}。"),
    ("风险", ("法律风险", "舆情风险", "完成")),
    ("任务分工", ("row:答辩；王芳；4月10日", "完成")),
    ("完成日期", "4月15日"),
    ("胜诉把握", "80"),
]
ENTERED = {
    "staff": "张明",
    "lawyer": True,
    "lawyer_name": "赵律师",
    "focus": "一是程序。\n二是{{ 事实 }}。",
    "risks": ["law", "public"],
    "tasks": [{"what": "答辩", "who": "王芳", "until": "4月10日"}],
    "finish": "2026-04-15",
    "share": 80,
    "proof": ["证据.pdf"],
}
KNOWN = {"agency": "泗水县自然资源和规划局", "case_number": NUMBER, "plaintiff": "张三、李四"}


@pytest.mark.slow
async def test_an_own_kind_is_walked_from_the_duty_of_the_own_book_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "response_plan.docx").write_bytes(packed(LAYOUT))
    shop = Printshop(Shelf(tmp_path), PRINTSHOP.press, Viewer(""))
    async with open_rig(tmp_path, law=open_law(OWN), rulebook="own", printshop=shop) as rig:
        here = await the_county(rig)
        await under(rig, here, "own")
        user = here.liaison
        await enter(rig, user, f"{NUMBER} 起诉状副本 今天收到 原告张三、李四")
        await drafted(rig, user, await owed(rig, "OWN1"))
        await answered(rig, user, QUESTIONS)
        await changed(rig, user, "附件", (f"{FILE}证据.pdf", "完成"))
        await through(rig, user, "提交")
        await rig.press(here.coordinator, "同意")
        await issued(rig, user, "县自然资源局应诉案〔2026〕1号")
        said = await every(rig, "response_plan", ENTERED, KNOWN)
        assert "县自然资源局应诉案〔2026〕1号" in said
        await sealed(rig, user, "盖章件.pdf")
        assert (await owed(rig, "OWN1")).state is DutyState.OPEN, "the court has not got it yet"
        await handed_over(rig, user, "当面递交立案庭")
        assert (await owed(rig, "OWN1")).state is DutyState.DONE
        assert (await document(rig, "response_plan")).state is DocumentState.DONE
