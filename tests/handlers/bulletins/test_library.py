"""The library of typical cases: taken from a unit's report, masked, tagged, found, shown, offered to the report."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.agencies.reform import Heirs
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import Reform
from bot.services.agencies import reform
from bot.services.documents import drafting, filling
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, AuditEntry, Case, Document, Edition, Party, TypicalCase
from tests.builders import County, county, person
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-11-26 09:30") as opened:
        yield opened


@pytest.fixture
async def here(rig: Rig) -> County:
    """The resources bureau reported a model case; its plaintiff stands in what it wrote."""
    found = await county(rig)

    def enter(desk: Desk) -> None:
        desk.session.get_one(Agency, found.government).rulebook = "sishui-2020"
        case = Case(number=NUMBER, court="泗水县人民法院", plaintiff="刘长顺、马玉兰", created_at=desk.now)
        desk.session.add(case)
        desk.session.flush()
        desk.session.add(Party(case_id=case.id or 0, agency_id=found.resources))
        document = Document(kind="model_form", key="model_form/one", agency_id=found.resources, case_id=case.id,
                            state=DocumentState.DONE, edition=1, created_at=desk.now, touched_at=desk.now)  # fmt: skip
        desk.session.add(document)
        desk.session.flush()
        shown = {"title": "局长出庭化解刘长顺征地争议", "summary": "李建国局长出庭，与刘长顺、马玉兰当庭达成和解。",
                 "results": "刘长顺撤回起诉。", "case_number": NUMBER}  # fmt: skip
        desk.session.add(Edition(document_id=document.id or 0, n=1, shown=shown, frozen_at=desk.now,
                                 values={"what": {"raw": "case", "origin": "person"}}))  # fmt: skip
        desk.session.flush()

    await rig.work(enter)
    return found


async def rows(rig: Rig) -> list[TypicalCase]:
    found = await rig.database.read(lambda s: s.exec(select(TypicalCase).order_by(col(TypicalCase.id))).all())
    return list(found)


async def taken(rig: Rig, user: int) -> str:
    await rig.say(user, "/library")
    await rig.press(user, "待收入1件")
    await rig.press(user, "1. 局长出庭")
    return rig.last(user).text


async def test_a_report_is_taken_in_without_its_plaintiffs_and_once(rig: Rig, here: County) -> None:
    user = here.coordinator
    said = await taken(rig, user)
    assert "刘长顺" not in said
    assert "马玉兰" not in said
    assert "与刘某某、马某某当庭达成和解" in said
    assert f"县自然资源局 · {NUMBER} · 2026" in said
    assert "典型案例" in said
    assert "仅本机关可见" in said
    [row] = await rows(rig)
    assert (row.title, row.tags, row.unit_id) == ("局长出庭化解刘某某征地争议", ["case"], here.resources)
    await rig.press_data(user, f"lib.take:{row.document_id}", rig.last(user))
    assert len(await rows(rig)) == 1, "a second tap takes nothing in"
    await rig.say(user, "/library")
    assert not any("待收入" in label for label in rig.last(user).labels)
    kept = await rig.database.read(lambda s: s.exec(select(AuditEntry)).all())
    assert not any("刘长顺" in str((one.old, one.new)) for one in kept)


async def test_of_a_report_that_names_its_case_by_number_alone_plaintiffs_are_masked_too(
    rig: Rig, here: County
) -> None:
    def by_number(desk: Desk) -> None:
        desk.session.exec(select(Document).where(Document.kind == "model_form")).one().case_id = None

    await rig.work(by_number)
    said = await taken(rig, here.coordinator)
    assert "刘长顺" not in said
    assert "与刘某某、马某某当庭达成和解" in said
    assert NUMBER in said


async def test_units_see_what_is_shown_to_them_and_their_own(rig: Rig, here: County) -> None:
    await taken(rig, here.coordinator)
    await rig.say(here.police_liaison, "/library")
    assert "案例库暂无案例" in rig.last(here.police_liaison).text
    [row] = await rows(rig)
    await rig.press_data(here.police_liaison, f"lib.at:{row.id}", rig.last(here.police_liaison))
    assert "当庭达成和解" not in rig.last(here.police_liaison).text
    await rig.say(here.liaison, "/library")
    assert "局长出庭化解刘某某征地争议" in rig.last(here.liaison).text, "its own"
    await rig.say(here.coordinator, "/library")
    await rig.press(here.coordinator, "1")
    await rig.press(here.coordinator, "向各单位公开")
    await rig.say(here.police_liaison, "/library")
    await rig.press(here.police_liaison, "1")
    shown = rig.last(here.police_liaison)
    assert "当庭达成和解" in shown.text
    assert not {"更正", "移出", "标签", "对各单位隐藏"} & set(shown.labels)
    [row] = await rows(rig)
    for data in ("lib.show", "lib.out", "lib.tag", "lib.word"):
        await rig.press_data(here.police_liaison, f"{data}:{row.id}:{row.version}", shown)
    [after] = await rows(rig)
    assert (after.state, after.version) == ("shown", row.version), "a unit changes nothing"


async def test_it_is_tagged_found_by_tag_and_by_words_and_an_old_button_does_nothing(rig: Rig, here: County) -> None:
    user = here.coordinator
    await taken(rig, user)
    old = rig.last(user)
    [hide] = [d for line in old.buttons for _, d in line if d.startswith("lib.show")]
    await rig.press(user, "标签")
    await rig.press(user, "出解")
    await rig.press(user, "主要负责人出庭")
    [row] = await rows(rig)
    assert row.tags == ["principal", "settled", "case"]
    await rig.press_data(user, hide, old)
    assert "该按钮已失效" in rig.toast()
    assert (await rows(rig))[0].state == "kept"
    await rig.say(user, "/library")
    await rig.press(user, "按标签")
    await rig.press(user, "败诉教训")
    assert "没有符合条件的案例" in rig.last(user).text
    await rig.press(user, "返回")
    await rig.press(user, "按标签")
    await rig.press(user, "出解")
    assert "局长出庭化解刘某某征地争议" in rig.last(user).text
    await rig.press(user, "查找")
    await rig.say(user, "和解 自然资源局")
    assert "局长出庭化解刘某某征地争议" in rig.last(user).text
    await rig.say(user, "/library 房屋拆迁")
    assert "没有符合条件的案例" in rig.last(user).text


async def test_one_is_typed_from_a_courts_bulletin_corrected_and_taken_out(rig: Rig, here: County) -> None:
    user = here.coordinator
    await rig.say(user, "/library")
    await rig.press(user, "录入案例")
    await rig.say(user, "未告知听证权利败诉案")
    await rig.say(user, "法院以未告知听证权利为由撤销，刘长顺胜诉。")
    await rig.press(user, "败诉教训")
    await rig.press(user, "完成")
    await rig.say(user, NUMBER.replace("（", "(").replace("）", ") "))
    await rig.say(user, "市中院2026年第三季度通报")
    await rig.press(user, "✓ 收入案例库")
    said = rig.last(user).text
    assert "刘某某胜诉" in said, "by whatever brackets the number is written in"
    assert NUMBER in said
    assert "来源：市中院2026年第三季度通报" in said
    await rig.press(user, "更正")
    await rig.say(user, "法院以未告知听证权利为由撤销处罚决定。马玉兰为原告。")
    await rig.press(user, "✓")
    [row] = await rows(rig)
    assert row.text == "法院以未告知听证权利为由撤销处罚决定。马某某为原告。"
    assert (row.unit_id, row.tags) == (here.resources, ["lost"])
    await rig.press(user, "移出")
    assert "案例库暂无案例" in rig.last(user).text


async def test_the_annual_report_is_drafted_with_the_entries_of_its_year(rig: Rig, here: County) -> None:
    await taken(rig, here.coordinator)

    def cases(agency: int, kind: str, year: str) -> Any:
        def read(desk: Desk) -> Any:
            document = drafting.prepare(desk, kind, agency_id=agency, period=year)
            return filling.filled(desk, document).values["cases"].raw

        return read

    own = [{"title": "局长出庭化解刘某某征地争议", "unit": "县自然资源局", "case_number": NUMBER, "tags": "典型案例"}]
    assert await rig.work(cases(here.resources, "annual_report", "2026")) == own
    assert await rig.work(cases(here.justice, "county_annual_report", "2026")) == own
    assert await rig.work(cases(here.police, "annual_report", "2026")) is None
    assert await rig.work(cases(here.resources, "annual_report", "2025")) is None


async def test_after_a_reform_it_is_the_successors(rig: Rig, here: County) -> None:
    await taken(rig, here.coordinator)
    order = reform.Order(Reform.MERGED, ((here.resources, 0),), Heirs(here.police))
    await rig.work(lambda desk: reform.carry_out(desk, order))
    [row] = await rows(rig)
    assert (row.agency_id, row.unit_id) == (here.justice, here.police)
    assert (await person(rig, here.police_liaison)).id
    said = await rig.say(here.police_liaison, "/library")
    assert any("局长出庭化解刘某某征地争议" in one.text for one in said)
