"""Steps that the stories of the digest share: what is owed, what was handed in, what a coordinator got and heard."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import col, select

from bot.domain.hall.terms import DutyState
from bot.services.duties import acts
from bot.services.duties.proofs import Proof
from bot.services.hall.desk import Desk
from bot.store.tables import Duty
from tests import builders
from tests.builders import County
from tests.fakes import Shown
from tests.rig import Rig

LATE = date(2026, 3, 2)
FAR = date(2026, 12, 30)


async def owed(rig: Rig, agency_id: int, n: int, due: date = LATE, **more: Any) -> int:
    """A duty to the bureau, outside any case, of which nothing else is said than what the digest says."""

    def work(desk: Desk) -> int:
        duty = Duty(
            key=f"X/{n}", rule="X", trigger="month_end", rulebook="sishui-2020",
            title={"zh": f"事项{n}", "en": f"m{n}"},
            agency_id=agency_id, trigger_on=LATE, unrolled=due, due=due, safe=due, created_at=desk.now,
            owed_to=["county_justice_bureau"], **more,
        )  # fmt: skip
        desk.session.add(duty)
        desk.session.flush()
        return duty.id or 0

    return await rig.work(work)


async def hand_in(rig: Rig, county: County, duty_id: int) -> None:
    """The liaison officer of the unit reports it done: it waits for a coordinator."""
    actor = await builders.person(rig, county.liaison)
    duty = await the(rig, duty_id)

    def work(desk: Desk) -> DutyState:
        return acts.finish(desk, duty_id, duty.version, Proof(desk.today, note="已报送")).state

    assert await rig.work(work, actor=actor) is DutyState.SUBMITTED


async def the(rig: Rig, duty_id: int) -> Duty:
    return await rig.database.read(lambda s: s.exec(select(Duty).where(col(Duty.id) == duty_id)).one())


def of(sent: list[Shown], user: int, head: str = "【今日要情】") -> list[Shown]:
    """The messages of this kind among what was sent."""
    return [m for m in sent if m.chat_id == user and head in m.text]


def heads(rig: Rig, user: int, head: str = "【今日要情】") -> list[Shown]:
    return of(rig.bot.chat(user), user, head)


def mornings(shown: Shown) -> list[str]:
    """The days that a digest was for, one after another, each once."""
    said = [text.split("】")[1].split("（")[0] for text in (*shown.history, shown.text)]
    return list(dict.fromkeys(said))
