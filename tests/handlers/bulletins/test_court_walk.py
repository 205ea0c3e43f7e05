"""The court's bulletin in a county under the Ruzhou plan, in chat: from the paste to the answered letter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.builders import County
from tests.handlers.bulletins.court_steps import a_quarter, duties, entered, place_under
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-09-29 08:00") as opened:
        yield opened


async def ruzhou(rig: Rig) -> County:
    here = await place_under(rig, "ruzhou-2022")
    await a_quarter(rig, here)
    await rig.to("2026-10-12 09:30")
    return here


async def test_a_pasted_bulletin_is_named_recorded_and_starts_the_ten_days(rig: Rig) -> None:
    here = await ruzhou(rig)
    user = here.coordinator
    draft = await entered(rig, user)
    print(draft.text, draft.buttons)
    assert "县水务局" in draft.text
    assert not any("登记" in label for label in draft.labels)
    await rig.press(user, "指明单位")
    print(rig.last(user).text, rig.last(user).buttons)
    await rig.press(user, "县人社局")
    print(rig.last(user).text, rig.last(user).buttons)
    await rig.press(user, "✓ 登记")
    card = rig.last(user)
    print(card.text, card.buttons)
    [asked] = await duties(rig, "RZ6", here.justice)[:1]
