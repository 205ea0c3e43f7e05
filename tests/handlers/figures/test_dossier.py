"""The dossier of one unit and one period (RZ16): ledger, reasons, history, papers, marked with who had it."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pypdfium2 as pdfium
from PIL import Image
from sqlmodel import select

from bot.domain.cases.cases import RISK_TAGS
from bot.domain.hall.subjects import About
from bot.domain.law.triggers import Trigger
from bot.services.cases import acts as cases_acts
from bot.services.cases import files as stored_files
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.store.tables import AuditEntry, Case, Document, Duty, FileJob, StoredFile
from tests.builders import County, person
from tests.handlers.figures.layouts import LAYOUTS
from tests.needed import needs_font
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初1号"


async def told(rig: Rig, county: County) -> None:
    [card] = await rig.send_file(county.coordinator, "台账.xlsx", LAYOUTS["plain"]())
    await rig.press(county.coordinator, "✓ 无误", card)
    await rig.press(county.coordinator, "✓ 确认导入", card)


async def had(rig: Rig, user: int, opener: str = "单位卷宗") -> zipfile.ZipFile:
    """The dossier of the resources bureau as this user gets it."""
    [card] = await rig.say(user, "/ledger")
    if opener in card.labels:
        await rig.press(user, opener, card)
    await rig.press(user, "县自然资源局", card)
    _, file = await rig.press(user, "2026年第一季度", card)
    assert file.document is not None
    assert file.document[0].endswith(".zip")
    return zipfile.ZipFile(io.BytesIO(file.document[1]))


async def test_a_coordinator_has_the_whole_of_a_unit(rig: Rig, county: County) -> None:
    await told(rig, county)
    package = await had(rig, county.coordinator)
    book = openpyxl.load_workbook(io.BytesIO(package.read("台账、统计明细、办理记录.xlsx")))
    assert book.sheetnames == ["行政应诉台账", "统计明细", "办理记录"]
    for page in book.worksheets:
        assert "县司法局" in str(page["A1"].value)
        assert "仅供内部使用" in str(page["A1"].value)
    ledger, counted, history = book.worksheets
    assert {row[3].value for row in ledger.iter_rows(min_row=3)} == {NUMBER, "（2026）鲁08行终3号"}
    assert any("负责人" in str(row[4].value) for row in counted.iter_rows(min_row=3))
    assert any("按单位台账补登" in str(row[3].value) for row in history.iter_rows(min_row=3))
    index = package.read("目录.txt").decode()
    assert NUMBER in index
    assert "2026年第一季度" in index
    assert counted.cell(3, 2).value == "2026年第一季度"
    assert counted.cell(3, 6).value == "泗水县2020年9月1日《意见》", "the rule book by its name"


async def test_an_observer_has_the_unit_and_no_plaintiff(rig: Rig, county: County) -> None:
    await told(rig, county)
    package = await had(rig, county.observer)
    book = openpyxl.load_workbook(io.BytesIO(package.read("台账、统计明细、办理记录.xlsx")))
    cells = {str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row}
    assert NUMBER in cells
    assert not any("张三" in cell or "王五" in cell for cell in cells)


async def test_the_city_has_no_dossier_of_a_countys_unit(rig: Rig, county: County) -> None:
    """It sees its counties as wholes, as in the ledger; a dossier would hold the single cases."""
    await told(rig, county)
    for user in (county.city_coordinator, county.assessor):
        [card] = await rig.say(user, "/ledger")
        await rig.press(user, "单位卷宗", card)
        assert "县自然资源局" not in card.labels
        await rig.press_data(user, f"dz.go:2026Q1:{county.resources}", card)
    assert await rig.work(lambda desk: desk.session.exec(select(FileJob)).all()) == []


async def test_the_list_of_units_leads_back_to_the_ledger_for_whoever_has_one(rig: Rig, county: County) -> None:
    await told(rig, county)
    [card] = await rig.say(county.coordinator, "/ledger")
    before = card.text
    await rig.press(county.coordinator, "单位卷宗", card)
    assert card.text != before
    await rig.press(county.coordinator, "‹ 返回", card)
    assert card.text == before
    [alone] = await rig.say(county.observer, "/ledger")
    assert "‹ 返回" not in alone.labels, "an observer has no ledger to go back to"


async def test_nobody_has_the_dossier_of_somebody_elses_unit(rig: Rig, county: County) -> None:
    await told(rig, county)
    [card] = await rig.say(county.liaison, "/ledger")
    before = len(rig.bot.messages)
    await rig.press_data(county.liaison, f"dz.go:2026Q1:{county.police}", card)
    assert len(rig.bot.messages) == before


def kept(desk: Desk, county: County, kind: str, name: str) -> None:
    """A document of the first case with one scan."""
    case = desk.session.exec(select(Case).where(Case.number == NUMBER)).one()
    paper = Document(
        kind=kind, key=f"{kind}/{name}", agency_id=county.resources, case_id=case.id, edition=1,
        created_at=desk.now, touched_at=desk.now,
    )  # fmt: skip
    desk.session.add(paper)
    desk.session.flush()
    digest = desk.house.files.put(name.encode())
    files.keep(desk, About.DOCUMENT(paper.id), [{"hash": digest, "name": "scan.pdf", "size": 9}])
    [row] = files.of(desk, About.DOCUMENT(paper.id))
    row.name = name
    desk.session.add(row)


async def test_a_protected_paper_is_in_no_dossier_and_its_name_in_none_of_somebody_who_may_not_see_it(
    rig: Rig, county: County
) -> None:
    await told(rig, county)
    await rig.work(lambda desk: kept(desk, county, "risk_report", "张三聚集风险.pdf"))
    await rig.work(lambda desk: kept(desk, county, "loss_report", "败诉分析.pdf"))
    whole = await had(rig, county.coordinator)
    assert [name.rpartition("-")[2] for name in whole.namelist() if name.endswith(".pdf")] == ["败诉分析.pdf"]
    assert "张三聚集风险.pdf: 敏感材料" in whole.read("目录.txt").decode()
    for_guest = await had(rig, county.observer)
    assert not any(name.endswith(".pdf") for name in for_guest.namelist())
    index = for_guest.read("目录.txt").decode()
    assert "张三" not in index
    assert "风险" not in index


async def test_a_paper_of_a_protected_kind_is_sent_so_that_nobody_passes_it_on(rig: Rig, county: County) -> None:
    """Its case bears no mark of a risk (any more): the kind of the paper is enough."""
    await told(rig, county)
    await rig.work(lambda desk: kept(desk, county, "risk_report", "风险.pdf"))
    await rig.work(lambda desk: kept(desk, county, "loss_report", "败诉.pdf"))

    def sensitive(desk: Desk) -> dict[str, bool]:
        found = desk.session.exec(select(StoredFile)).all()
        return {one.name: stored_files.is_sensitive(desk, one) for one in found if one.name.endswith(".pdf")}

    assert await rig.work(sensitive) == {"风险.pdf": True, "败诉.pdf": False}

    def shown(desk: Desk) -> None:
        """What proves that the risk was reported lies with the duty too, whose case bears the mark no more."""
        case = desk.session.exec(select(Case).where(Case.number == NUMBER)).one()
        cases_acts.tag(desk, case.id or 0, case.version, [min(RISK_TAGS)])
        desk.session.flush()
        duty = desk.session.exec(select(Duty).where(Duty.trigger == Trigger.RISK_TAGGED)).first()
        assert duty is not None
        files.keep(desk, About.DUTY(duty.id), files.as_given(desk, About.DOCUMENT(1)))
        case.facts = {**case.facts, "tags": []}
        for one in files.of(desk, About.DUTY(duty.id)):
            one.name = "回执.pdf"

    await rig.work(shown, actor=await person(rig, county.coordinator))
    assert (await rig.work(sensitive))["回执.pdf"]


async def test_no_file_name_leads_out_of_its_folder(rig: Rig, county: County) -> None:
    await told(rig, county)
    await rig.work(lambda desk: kept(desk, county, "loss_report", "../../../etc/败诉.pdf"))
    package = await had(rig, county.coordinator)
    assert [name.count("/") for name in package.namelist() if name.endswith(".pdf")] == [1]
    assert not any(".." in name.split("/") for name in package.namelist())


def with_paper(desk: Desk, county: County, name: str, content: bytes) -> str:
    """A paper of the first case; the hash of what is kept."""
    kept(desk, county, "loss_report", name)
    row = desk.session.exec(select(StoredFile).where(StoredFile.name == name)).one()
    row.hash, row.size = desk.house.files.put(content), len(content)
    desk.session.add(row)
    return row.hash


def pdf() -> bytes:
    paper = pdfium.PdfDocument.new()
    paper.new_page(595, 842)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def bears_a_line(paper: Image.Image) -> bool:
    return any(paper.convert("L").histogram()[:160])


@needs_font
async def test_papers_in_it_bear_the_mark_and_the_index_names_the_original(rig: Rig, county: County) -> None:
    await told(rig, county)
    stream = io.BytesIO()
    Image.new("RGB", (800, 1100), "white").save(stream, "JPEG")
    papers = {"判决书.pdf": pdf(), "传票.jpg": stream.getvalue(), "坏.pdf": b"no paper", "清单.txt": b"list"}
    hashes = {
        name: await rig.work(lambda desk, n=name, c=content: with_paper(desk, county, n, c))  # type: ignore[misc]
        for name, content in papers.items()
    }
    package = await had(rig, county.coordinator)
    inside = {name.rpartition("-")[2]: package.read(name) for name in package.namelist() if "/" in name}
    with pdfium.PdfDocument(inside["判决书.pdf"]) as paper:
        assert bears_a_line(paper[0].render().to_pil()), "something stands on the empty page"
    assert bears_a_line(Image.open(io.BytesIO(inside["传票.jpg"])))
    assert (inside["坏.pdf"], inside["清单.txt"]) == (b"no paper", b"list")
    index = package.read("目录.txt").decode()
    assert all(f"原件SHA-256：{one}" in index for one in hashes.values())
    assert index.count("未加水印") == 2


async def test_who_asked_for_a_dossier_and_had_it_is_written_down(rig: Rig, county: County) -> None:
    await told(rig, county)
    await had(rig, county.observer)
    acts = await rig.database.read(lambda s: [one.action for one in s.exec(select(AuditEntry)).all()])
    assert [one for one in acts if one.startswith("file_")] == ["file_asked", "file_made"]


async def test_the_list_of_units_leads_back_to_the_ledger_and_no_further_for_whoever_has_none(
    rig: Rig, county: County
) -> None:
    await told(rig, county)
    [card] = await rig.say(county.coordinator, "/ledger 2025年 县公安局 败诉")
    await rig.press(county.coordinator, "单位卷宗", card)
    await rig.press(county.coordinator, "县自然资源局", card)
    assert {"2025年", "全部时段"} <= set(card.labels)
    await rig.press(county.coordinator, "‹ 返回", card)
    await rig.press(county.coordinator, "‹ 返回", card)
    assert card.text.startswith("【台账】2025年 · 县公安局 · 败诉"), "what was chosen is kept"
    [card] = await rig.say(county.observer, "/ledger")
    assert "‹ 返回" not in card.labels
