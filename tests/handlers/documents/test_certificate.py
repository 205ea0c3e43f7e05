"""The identity certificate (法释〔2020〕3号 art. 6; 武清 2020 二（三）): drafted, sealed, found wrong, mended."""

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.files import photo_name
from bot.domain.hall.terms import DutyState
from bot.store.tables import Agency
from tests.builders import County
from tests.handlers.documents.court_steps import document, duties, editions, fields, opened, papers, read, sealed
from tests.handlers.documents.report_steps import FILE
from tests.handlers.documents.walk_steps import changed, every
from tests.handlers.hearings.steps import NUMBER, appearances, confirmed
from tests.rig import Rig

pytestmark = pytest.mark.slow

START = "2026-12-01 10:00"
KIND = "identity_certificate"
GONE = "该内容已不存在，或者您无权查看。"


async def drafted(rig: Rig, county: County) -> None:
    """Submitted with what the bot knows; one thing is added."""
    await confirmed(rig, county)
    card = await opened(rig, county.liaison, "身份证明")
    await rig.press(county.liaison, "提交", card)


async def test_it_is_drafted_from_the_confirmed_leader_and_its_seal_closes_the_duty(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    await opened(rig, county.liaison, "身份证明")
    for label, answer in (
        ("原告", "张三、李四"),
        ("案由", "土地行政处罚"),
        ("性别", ("男",)),
        ("工作证", (f"{FILE}工作证.jpg", "完成")),
    ):
        await changed(rig, county.liaison, label, answer)
    await rig.press(county.liaison, "提交")
    assert await duties(rig, KIND) == [("CN-IDENTITY", DutyState.OPEN)]
    said = await read(rig, KIND)
    assert "张明同志（男），现任泗水县自然资源和规划局副局长，系我单位负责人（副职" in said
    for line in ("姓名 | 张明", "职务 | 副局长", f"案号 | {NUMBER}", "开庭时间 | 2026年12月15日（星期二）上午9时30分"):
        assert line in said
    assert "山东省泗水县人民法院：" in said
    assert "2026年12月1日" in said
    entered = {
        "plaintiff": "张三、李四",
        "cause": "土地行政处罚",
        "sex": "male",
        "staff_card": ["工作证.jpg"],
    }
    known = {
        "agency": "泗水县自然资源和规划局",
        "case_number": NUMBER,
        "court": "山东省泗水县人民法院",
        "hearing_when": "2026-12-15T09:30:00+08:00",
        "leader": "张明",
        "post": "副局长",
        "rank": "deputy",
        "liaison": "王芳",
        "phone": "13900001201",
        "date": "2026-12-01",
    }
    await every(rig, KIND, entered, known, {"repairing", "defect"})
    await sealed(rig, county.liaison)
    assert await duties(rig, KIND) == [("CN-IDENTITY", DutyState.DONE)]
    assert (await document(rig, KIND)).state is DocumentState.DONE
    assert (await appearances(rig))[0].facts["prepared"] == ["identity"]
    page = await papers(rig, county.liaison)
    assert "☑ 身份证明：" in page.text


@pytest.mark.parametrize(("book", "rule"), [("wuqing-2020", "WQ8.repair"), ("sishui-2020", "CN-IDENTITY.repair")])
async def test_a_defect_that_the_court_names_is_mended_with_a_new_edition(
    rig: Rig, county: County, book: str, rule: str
) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", book))
    await drafted(rig, county)
    await sealed(rig, county.liaison)
    page = await papers(rig, county.liaison)
    await rig.press(county.liaison, "法院告知补正身份证明", page)
    repair = [state for name, state in await duties(rig, KIND) if name == rule]
    assert repair == [DutyState.OPEN]
    one = await document(rig, KIND)
    assert (one.state, one.reason) == (DocumentState.SENT_BACK, "法院告知补正")
    assert "identity" not in (await appearances(rig))[0].facts["prepared"]
    card = await opened(rig, county.liaison, "身份证明")
    assert "退回" in card.text
    await rig.press(county.liaison, "补填1项", card)
    await rig.say(county.liaison, "未加盖公章")
    await rig.press(county.liaison, "提交")
    first, second = await editions(rig, KIND)
    assert (first.n, second.n, second.reason) == (1, 2, "法院告知补正")
    assert (fields(second)["repairing"], fields(second)["defect"]) == (True, "未加盖公章")
    assert "defect" not in fields(first)
    assert "人民法院指出“未加盖公章”，现予补正" in await read(rig, KIND)
    await sealed(rig, county.liaison, "补正件.jpg")
    assert [state for name, state in await duties(rig, KIND) if name == rule] == [DutyState.DONE]
    assert (await appearances(rig))[0].facts["prepared"] == ["identity"]


async def test_a_certificate_that_was_never_drafted_here_is_drafted_to_be_mended(rig: Rig, county: County) -> None:
    """The first one was written outside the bot."""
    await confirmed(rig, county)
    page = await papers(rig, county.liaison)
    await rig.press(county.liaison, "法院告知补正身份证明", page)
    one = await document(rig, KIND)
    assert (one.state, one.edition) == (DocumentState.DRAFT, 0)
    card = await opened(rig, county.liaison, "身份证明")
    assert "补填1项" in card.labels


async def test_another_leader_needs_another_certificate(rig: Rig, county: County) -> None:
    await drafted(rig, county)
    await sealed(rig, county.liaison)
    await rig.press(county.liaison, "变更出庭人员")
    await rig.press(county.liaison, "李建国")
    await rig.press(county.liaison, "确认改为李建国")
    one = await document(rig, KIND)
    assert (one.state, one.reason) == (DocumentState.SENT_BACK, "出庭负责人有变更")
    assert await duties(rig, KIND) == [("CN-IDENTITY", DutyState.OPEN)]
    await rig.press(county.principal, "我出庭")
    card = await opened(rig, county.liaison, "身份证明")
    await rig.press(county.liaison, "提交", card)
    assert "姓名 | 李建国" in await read(rig, KIND)


async def test_who_has_no_part_in_it_neither_sees_nor_begins_it(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    page = await papers(rig, county.liaison)
    taps = [data for row in page.buttons for _, data in row if data.startswith("doc.")]
    assert taps
    for data in taps:
        [menu] = await rig.say(county.police_liaison, "/menu")
        await rig.press_data(county.police_liaison, data, menu)
        assert rig.toast() == GONE, data


async def test_a_photo_of_the_sealed_paper_is_called_after_it_and_its_version(rig: Rig, county: County) -> None:
    await drafted(rig, county)
    await sealed(rig, county.liaison, photo_name(7))
    await rig.press(county.liaison, "法院告知补正身份证明", await papers(rig, county.liaison))
    card = await opened(rig, county.liaison, "身份证明")
    await rig.press(county.liaison, "补填1项", card)
    await rig.say(county.liaison, "未加盖公章")
    await rig.press(county.liaison, "提交")
    await sealed(rig, county.liaison, photo_name(9))
    await rig.print()
    await rig.press(county.liaison, "下载")
    names = [one.document[0] for one in rig.bot.chat(county.liaison) if one.document]
    assert "行政机关负责人身份证明书-签章件.jpg" in names
    assert "行政机关负责人身份证明书-签章件（第2版）.jpg" in names
    assert not [name for name in names if "photo" in name]
