"""Steps that the stories of claims share: whose case it is, who enters its number, what lies in the database then."""

from __future__ import annotations

from sqlmodel import col, select

from bot.domain.hall.terms import AgencyKind, Role
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Case, Duty, OutboxRow, Paper, Party
from tests.builders import County, add_agency, add_person, appoint
from tests.fakes import Shown
from tests.rig import Rig

NUMBER, OTHER, THIRD = "（2026）鲁0831行初12号", "（2026）鲁0831行初19号", "（2026）鲁0831行初27号"
PLAINTIFF = "张三丰"
FAR_LIAISON, FAR_COORDINATOR = 2201, 2101
CHECK = "【案号核实】"


async def owned(rig: Rig, county: County, number: str = NUMBER) -> None:
    """A case of `resources`, with its plaintiff."""
    await rig.say(county.liaison, f"{number} 起诉状 今天收到 直接送达")
    await rig.press(county.liaison, "✎ 原告")
    await rig.say(county.liaison, PLAINTIFF)
    await rig.press(county.liaison, "✓ 登记")


async def entered(rig: Rig, user: int, number: str = NUMBER, paper: str = "传票") -> Shown:
    """A paper in one line; the card that answers it."""
    await rig.say(user, f"{number} {paper} 今天收到 直接送达")
    [card] = await rig.press(user, "✓ 登记") or [rig.last(user)]
    return card


async def claimed(rig: Rig, county: County) -> Shown:
    """A case of `resources`, and a claim of `police` beside it: the message that the coordinator got."""
    await owned(rig, county)
    await entered(rig, county.police_liaison)
    return question(rig, county.coordinator)


def questions(rig: Rig, user: int) -> list[Shown]:
    return [shown for shown in rig.bot.chat(user) if CHECK in shown.text]


def question(rig: Rig, user: int) -> Shown:
    [shown] = questions(rig, user)
    return shown


async def cases(rig: Rig) -> list[Case]:
    return list(await rig.database.read(lambda s: s.exec(select(Case).order_by(col(Case.id))).all()))


async def parties(rig: Rig, case_id: int) -> set[int]:
    return set(await rig.database.read(lambda s: s.exec(select(Party.agency_id).where(Party.case_id == case_id)).all()))


async def duties(rig: Rig, agency_id: int) -> dict[int | None, tuple[str, str, int | None]]:
    """The agency's open duties of cases by id: rule, day to obey, case."""
    statement = select(Duty).where(Duty.agency_id == agency_id, Duty.state == "open", col(Duty.case_id).is_not(None))
    rows = await rig.database.read(lambda s: list(s.exec(statement).all()))
    return {one.id: (one.rule, one.obey.isoformat(), one.case_id) for one in rows}


async def papers(rig: Rig, case_id: int) -> list[str]:
    statement = select(Paper).where(Paper.case_id == case_id, col(Paper.withdrawn).is_(False)).order_by(col(Paper.id))
    return [one.kind.value for one in await rig.database.read(lambda s: list(s.exec(statement).all()))]


async def planned(rig: Rig) -> list[tuple[str, str, str]]:
    """What is still to be said: topic, subject, to whom."""
    statement = select(OutboxRow).where(OutboxRow.state == "planned", OutboxRow.kind == "send")
    rows = await rig.database.read(lambda s: list(s.exec(statement.order_by(col(OutboxRow.id))).all()))
    return [(row.topic, row.subject, row.audience or str(row.person_id)) for row in rows]


async def far_county(rig: Rig, county: County) -> int:
    """Another county of the same city, with a coordinator and a bureau of its own: the id of its agency."""

    def build(desk: Desk) -> int:
        city = desk.session.get_one(Agency, county.city)
        government = add_agency(desk, "邹城市人民政府", "邹城市", AgencyKind.GOVERNMENT, city, rulebook="sishui-2020")
        bureau = add_agency(desk, "邹城市司法局", "邹城司法局", AgencyKind.JUSTICE_BUREAU, government)
        housing = add_agency(desk, "邹城市住房和城乡建设局", "邹城住建局", AgencyKind.DEPARTMENT, government)
        government.lead_id = bureau.id
        desk.session.add(government)
        appoint(desk, add_person(desk, "方敏", FAR_COORDINATOR), Role.COORDINATOR, bureau)
        appoint(desk, add_person(desk, "石坚", FAR_LIAISON), Role.LIAISON, housing)
        return housing.id or 0

    return await rig.work(build)
