"""What makes no sound must not take the sound from what follows."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.hall.terms import DutyState, PaperKind
from bot.services.cases import papers
from bot.services.cases.papers import Envelope
from bot.services.duties import decisions
from tests import builders
from tests.rig import open_rig

NUMBER = "（2026）鲁0831行初12号"


@pytest.mark.slow
async def test_a_silent_notice_leaves_the_next_day_s_reminder_its_sound(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await builders.county(rig)
        liaison, coordinator = await builders.person(rig, here.liaison), await builders.person(rig, here.coordinator)
        kinds = (PaperKind.NOTICE_OF_RESPONSE, PaperKind.COMPLAINT_COPY)
        envelope = Envelope(NUMBER, here.resources, kinds, date(2026, 4, 2))
        await rig.work(lambda desk: papers.record(desk, envelope), actor=liaison)
        await rig.work(
            lambda desk: decisions.dismiss(desk, 1, 1, DutyState.NOT_APPLICABLE, "已由上级报备"), actor=coordinator
        )
        said = [m for m in await rig.to("2026-04-02 12:00") if m.chat_id == here.liaison]
        assert any(m.silent for m in said), "the notice that nothing need be done"
        told = [m for m in await rig.to("2026-04-03 18:00") if m.chat_id == here.liaison]
        assert any(not m.silent for m in told)
