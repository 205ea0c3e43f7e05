"""What lets anybody into an online hearing is not told to a group, nor in a text that is passed on."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.services.agencies import groups
from bot.services.hall.desk import Desk
from bot.store.tables import Hearing, LinkedGroup
from tests.builders import County
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"
pytestmark = pytest.mark.slow


async def test_the_entry_code_stays_with_those_who_appear(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{NUMBER} 4月28日9:30云上法庭线上开庭，房间号：128839，入会密码6688")
    await rig.press(county.liaison, "确认")
    [hearing] = await rig.database.read(lambda session: session.exec(select(Hearing)).all())
    assert "128839" in hearing.place
    assert "6688" in hearing.place
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")
    assert "6688" in rig.last(county.leader).text

    def notes(desk: Desk) -> list[str]:
        group = LinkedGroup(chat_id=-7, title="群", agency_id=county.government, linked_by=None)
        desk.session.add(group)
        desk.session.flush()
        found = groups.hearings_for(desk, group.id or 0, desk.today, desk.today.replace(month=5))
        return [one.place for one in found]

    [place] = await rig.work(notes)
    assert "128839" in place
    assert "6688" not in place
