"""Steps that the stories of reforms share: the way from the card to the preview, and what then stands."""

from __future__ import annotations

from sqlmodel import Session, col, select

from bot.domain.agencies.topics import REFORMED
from bot.store.tables import Agency, Appointment, Duty, OutboxRow, Party, Person
from tests.builders import County
from tests.fakes import Shown
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"


async def to_ways(rig: Rig, user: int, name: str) -> Shown:
    """From /agencies to the ways of a reform of one agency of the county."""
    await rig.say(user, "/agencies")
    for label in ("县政府", name, "修改", "机构改革"):
        await rig.press(user, label)
    return rig.last(user)


async def merging(rig: Rig, county: County, name: str = "县自然资源局", into: str = "县公安局") -> Shown:
    """The preview of a merger."""
    await to_ways(rig, county.admin, name)
    await rig.press(county.admin, "合并")
    await rig.say(county.admin, into)
    return rig.last(county.admin)


async def merged(rig: Rig, county: County, name: str = "县自然资源局", into: str = "县公安局") -> Shown:
    await merging(rig, county, name, into)
    await rig.press(county.admin, "确认实施")
    return rig.last(county.admin)


async def paper(rig: Rig, user: int, more: str = "", number: str = NUMBER, kind: str = "应诉通知书") -> Shown:
    """A paper in one line, confirmed."""
    await rig.say(user, f"{number} {kind} {more} 今天收到 直接送达")
    await rig.press(user, "✓ 登记")
    return rig.last(user)


async def parties(rig: Rig) -> list[tuple[int, str]]:
    """Agency and capacity of every party, in the order in which they came."""
    rows = await rig.database.read(lambda s: list(s.exec(select(Party).order_by(col(Party.id))).all()))
    return [(row.agency_id, row.capacity.value) for row in rows]


async def duties(rig: Rig, agency_id: int | None = None) -> list[Duty]:
    statement = select(Duty).order_by(col(Duty.id))
    if agency_id is not None:
        statement = statement.where(Duty.agency_id == agency_id)
    return list(await rig.database.read(lambda s: list(s.exec(statement).all())))


async def roles(rig: Rig, agency_id: int) -> set[tuple[str, str]]:
    """Name and role of everybody who holds an office today, by the rig's clock."""
    today = rig.clock.now().astimezone(rig.house.zone).date()

    def read(session: Session) -> set[tuple[str, str]]:
        statement = select(Person, Appointment).join(Appointment, col(Appointment.person_id) == Person.id)
        rows = session.exec(statement.where(Appointment.agency_id == agency_id)).all()
        return {
            (person.name, held.role.value)
            for person, held in rows
            if held.from_date <= today and (held.to_date is None or held.to_date >= today)
        }

    return await rig.database.read(read)


async def told(rig: Rig, user: int) -> list[str]:
    """What a person was told of reforms."""
    heads = ("【机构改革】", "<b>Reform of agencies</b>")
    return [one.text for one in rig.bot.chat(user) if any(head in one.text for head in heads)]


async def rows_told(rig: Rig) -> list[int]:
    """Ids of the people to whom a message about a reform was planned."""
    statement = select(OutboxRow.person_id).where(OutboxRow.topic == REFORMED.name)
    return [one or 0 for one in await rig.database.read(lambda s: list(s.exec(statement).all()))]


async def named(rig: Rig, short_name: str) -> Agency:
    return await rig.database.read(lambda s: s.exec(select(Agency).where(Agency.short_name == short_name)).one())
