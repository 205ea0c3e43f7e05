"""The county that the README shows, read out of the README, in chat: an urging letter that came on paper."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.domain.hall.terms import DutyState
from bot.law.facade import open_law
from bot.services.hall.desk import Desk
from bot.store.tables import Agency
from tests.builders import County
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import duties
from tests.handlers.documents.report_steps import answered, drafted
from tests.handlers.documents.walk_steps import sealed
from tests.handlers.hearings.steps import NUMBER, entered
from tests.rig import Rig, open_rig

README = Path(__file__).parents[3] / "README.md"


def book(folder: Path) -> Path:
    """The file as it stands in the README, in a folder of an operator's own."""
    [text] = re.findall(r"```toml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    folder.mkdir()
    (folder / "shangshui.toml").write_text(text, "utf-8")
    return folder


async def of_the_book(rig: Rig) -> County:
    here = await the_county(rig)

    def change(desk: Desk) -> None:
        for number in (here.city, here.government):
            desk.session.get_one(Agency, number).rulebook = "shangshui"

    await rig.work(change)
    return here


@pytest.mark.slow
async def test_an_urging_letter_on_paper_is_recorded_and_its_duty_ends_with_the_name(tmp_path: Path) -> None:
    """The letter that the bot itself carries, and its criticism, are walked in `test_walk_letters` and
    `test_walk_criticism`."""
    async with open_rig(tmp_path, law=open_law(book(tmp_path / "books")), rulebook="shangshui") as rig:
        here = await of_the_book(rig)
        await entered(rig, here)
        await rig.say(here.liaison, f"/paper 督促函 {NUMBER} 4月2日收到")
        assert "期限是多久" in rig.last(here.liaison).text, "a letter may name a term of its own"
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "✓ 登记")
        [owed] = await duties(rig, "SH1")
        assert (owed.agency_id, owed.state, owed.unrolled) == (here.resources, DutyState.OPEN, date(2026, 4, 7))
        assert "并书面报县政府办" in rig.last(here.liaison).text
        assert "4月7日（周二）" in rig.last(here.liaison).text
        await rig.press(here.liaison, "明确出庭负责人")
        await rig.press(here.liaison, "张明")
        [owed] = await duties(rig, "SH1")
        assert owed.state in (DutyState.DONE, DutyState.SUBMITTED)


@pytest.mark.slow
async def test_a_criticism_on_paper_is_recorded_and_its_duty_ends_with_the_plan(tmp_path: Path) -> None:
    """The last rule of the file: five working days, over the Qingming holiday."""
    async with open_rig(tmp_path, law=open_law(book(tmp_path / "books")), rulebook="shangshui") as rig:
        here = await of_the_book(rig)
        user = here.liaison
        await entered(rig, here)
        await rig.say(user, f"4月2日收到县政府办通报批评 {NUMBER}")
        await rig.press(user, "跳过")
        assert "<b>文书</b>：通报批评" in rig.last(user).text
        await rig.press(user, "✓ 登记")
        [owed] = await duties(rig, "SH3")
        assert (owed.agency_id, owed.state, owed.unrolled) == (here.resources, DutyState.OPEN, date(2026, 4, 10))
        assert "完成整改，并将整改情况报县政府办" in rig.last(user).text
        await drafted(rig, user, owed)
        measure = ("row:无人出庭；指定专人；王芳；4月9日", "完成")
        await answered(rig, user, [("原因是什么", "负责人未出庭。"), ("请逐项填写", measure)])
        await rig.press(user, "提交")
        assert "最后一日：4月10日（周五）" in rig.last(user).text
        await sealed(rig, user, "整改方案.pdf")
        [owed] = await duties(rig, "SH3")
        assert owed.state in (DutyState.DONE, DutyState.SUBMITTED)
