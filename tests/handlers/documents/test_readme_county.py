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
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import duties
from tests.handlers.hearings.steps import NUMBER, entered
from tests.rig import open_rig

README = Path(__file__).parents[3] / "README.md"


def book(folder: Path) -> Path:
    """The file as it stands in the README, in a folder of an operator's own."""
    [text] = re.findall(r"```toml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    folder.mkdir()
    (folder / "shangshui.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.slow
async def test_an_urging_letter_on_paper_is_recorded_and_its_duty_ends_with_the_name(tmp_path: Path) -> None:
    """The letter that the bot itself carries, and the criticism with its plan, are walked in `test_walk_letters` and
    `test_walk_criticism`."""
    async with open_rig(tmp_path, law=open_law(book(tmp_path / "books")), rulebook="shangshui") as rig:
        here = await the_county(rig)

        def change(desk: Desk) -> None:
            for number in (here.city, here.government):
                desk.session.get_one(Agency, number).rulebook = "shangshui"

        await rig.work(change)
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
