"""Steps that the stories of parties share: what a case holds, its page of parties, other rule books."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.store.tables import Agency, Appearance, Case, Party
from tests.builders import County
from tests.fakes import Shown
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"


async def parties(rig: Rig) -> dict[str, str]:
    """Short name and capacity of every party, in the order in which they came."""

    def read(session: Any) -> dict[str, str]:
        statement = select(Agency.short_name, Party.capacity).join(Party, col(Party.agency_id) == Agency.id)
        return {name: capacity.value for name, capacity in session.exec(statement.order_by(col(Party.id))).all()}

    return dict(await rig.database.read(read))


async def the_case(rig: Rig) -> Case:
    return await rig.database.read(lambda session: session.exec(select(Case)).one())


async def strengths(rig: Rig) -> dict[str, str]:
    """How strongly a leader of each agency is required at the hearing."""

    def read(session: Any) -> dict[str, str]:
        statement = select(Agency.short_name, Appearance).join(Appearance, col(Appearance.agency_id) == Agency.id)
        return {name: f"{row.strength}:{row.state.value}" for name, row in session.exec(statement).all()}

    return dict(await rig.database.read(read))


async def recorded(rig: Rig, user: int, more: str = "", papers: str = "应诉通知书") -> Shown:
    """A paper in one line, confirmed: the card that answers it."""
    await rig.say(user, f"{NUMBER} {papers} {more} 今天收到 直接送达")
    await rig.press(user, "✓ 登记")
    return rig.last(user)


async def page(rig: Rig, user: int) -> Shown:
    """The page of the parties, from the card."""
    await rig.behind(user, "当事人")
    return rig.last(user)


async def under(rig: Rig, county: County, book: str) -> None:
    """The county goes by another rule book."""
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", book))
