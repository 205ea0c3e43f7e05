"""The tree of agencies: paths, inheritance, closing."""

from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session, select

from bot.domain.duties.topics import JUDGE, OfDuty
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind, AppearanceState, DutyState
from bot.domain.hall.topics import Notice, to_audience
from bot.services.agencies import agencies, closing
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Agency, Appearance, Case, Duty, OutboxRow, Party
from tests import builders
from tests.builders import County
from tests.rig import Rig


async def _paths_hold(rig: Rig) -> bool:
    """Whether every path is the parent's path and the own id."""
    rows = await rig.database.read(lambda s: list(s.exec(select(Agency)).all()))
    by_id = {row.id: row for row in rows}
    return all(row.path == f"{by_id[row.parent_id].path if row.parent_id else '/'}{row.id}/" for row in rows)


@pytest.mark.slow
async def test_moving_an_agency_moves_its_whole_branch(rig: Rig, county: County) -> None:
    await rig.work(lambda d: agencies.change(d, county.resources, 1, "parent", {"parent": str(county.city)}))
    assert await _paths_hold(rig)
    station = await builders.agency(rig, county.station)
    assert station.path == f"/{county.city}/{county.resources}/{county.station}/"
    await rig.work(lambda d: agencies.change(d, county.resources, 2, "parent", {"parent": None}))
    assert await _paths_hold(rig)
    assert (await builders.agency(rig, county.station)).path == f"/{county.resources}/{county.station}/"


async def test_an_agency_cannot_be_moved_below_itself_or_its_own_branch(rig: Rig, county: County) -> None:
    for below in (county.government, county.station):
        with pytest.raises(Refused, match="below itself"):
            await rig.work(
                partial(
                    agencies.change,
                    agency_id=county.government,
                    version=1,
                    what="parent",
                    values={"parent": str(below)},
                )
            )
    assert await _paths_hold(rig)


async def test_rule_book_and_lead_organ_are_inherited_until_named_lower_down(rig: Rig, county: County) -> None:
    async def book(agency_id: int) -> str:
        return str(await rig.work(lambda d: access.rulebook_of(d, agency_id)))

    assert await book(county.station) == "sishui-2020"
    await rig.work(lambda d: agencies.change(d, county.resources, 1, "rulebook", {"rulebook": "national"}))
    assert await book(county.station) == "national"
    assert await book(county.police) == "sishui-2020"
    await rig.work(lambda d: agencies.change(d, county.resources, 2, "rulebook", {"rulebook": None}))
    assert await book(county.station) == "sishui-2020"
    await rig.work(lambda d: agencies.change(d, county.resources, 3, "lead", {"lead": str(county.office)}))
    lead = await rig.work(lambda d: access.lead_of(d, county.station))
    assert lead is not None
    assert lead.id == county.office
    with pytest.raises(Refused, match="no rule book"):
        await rig.work(lambda d: agencies.change(d, county.resources, 4, "rulebook", {"rulebook": "mars-1999"}))


async def test_two_administrators_changing_the_same_agency_do_not_overwrite_each_other(
    rig: Rig, county: County
) -> None:
    new = {"name": "泗水县公安局", "short_name": "公安"}
    await rig.work(lambda d: agencies.change(d, county.police, 1, "name", new))
    with pytest.raises(Stale):
        await rig.work(lambda d: agencies.change(d, county.police, 1, "kind", {"kind": "court"}))
    assert (await builders.agency(rig, county.police)).kind is AgencyKind.DEPARTMENT


async def test_names_are_unique_among_siblings_only(rig: Rig, county: County) -> None:
    def create(desk: Desk, parent: int) -> Agency:
        return agencies.create(
            desk, name="泉林自然资源所", short_name="所", kind=AgencyKind.DISPATCHED, parent_id=parent
        )

    with pytest.raises(Refused, match="already"):
        await rig.work(lambda d: create(d, county.resources))
    added = await rig.work(lambda d: create(d, county.police))
    assert added.path.startswith(f"/{county.city}/{county.government}/{county.police}/")
    with pytest.raises(Refused, match="already"):
        await rig.work(lambda d: agencies.change(d, added.id or 0, 1, "parent", {"parent": county.resources}))


async def test_the_tree_has_a_depth_limit_that_moving_respects_too(rig: Rig, county: County) -> None:
    def chain(desk: Desk) -> None:
        below: int | None = county.station
        for n in range(30):
            below = agencies.create(
                desk, name=f"第{n}层", short_name=f"第{n}层", kind=AgencyKind.INTERNAL, parent_id=below
            ).id

    with pytest.raises(Refused, match="levels"):
        await rig.work(chain)


async def test_only_administrators_change_the_tree(rig: Rig, county: County) -> None:
    for who in (county.coordinator, county.liaison, county.principal, county.court_contact, county.observer):
        person = await builders.person(rig, who)
        with pytest.raises(NotAllowed):
            await rig.work(lambda d: agencies.change(d, county.resources, 1, "kind", {"kind": "court"}), actor=person)
        with pytest.raises(NotAllowed):
            await rig.work(
                lambda d: agencies.create(d, name="甲", short_name="甲", kind=AgencyKind.COURT), actor=person
            )


async def test_a_card_is_shown_only_to_those_whose_scope_it_is(rig: Rig, county: County) -> None:
    liaison = await builders.person(rig, county.liaison)
    card = await rig.work(lambda d: agencies.card(d, county.station), actor=liaison)
    assert (card.lead, card.lead_inherited, card.may_edit) == ("县司法局", True, False)
    for foreign in (county.police, county.government):
        with pytest.raises(Missing):
            await rig.work(partial(agencies.card, agency_id=foreign), actor=liaison)


def _open_work(desk: Desk, county: County) -> None:
    case = Case(number="（2026）鲁0831行初12号", created_at=desk.now, handling_agency_id=county.labour)
    desk.session.add(case)
    desk.session.flush()
    desk.session.add(Party(case_id=case.id or 0, agency_id=county.labour))
    desk.session.add(
        Duty(
            key="k", rule="SS17", rulebook="sishui-2020", agency_id=county.labour, case_id=case.id,
            trigger_on=desk.today, unrolled=desk.today, due=desk.today, safe=desk.today, created_at=desk.now,
        )
    )  # fmt: skip
    desk.session.add(Appearance(case_id=case.id or 0, agency_id=county.labour, state=AppearanceState.ASKED))
    outbox.plan(desk, Notice(JUDGE, OfDuty(1), About.DUTY(1)), to_audience(f"liaisons@{county.labour}"))
    desk.session.flush()


@pytest.mark.slow
async def test_closing_is_refused_while_work_is_open_and_hands_it_over_to_the_successor(
    rig: Rig, county: County
) -> None:
    await rig.work(lambda d: _open_work(d, county))
    with pytest.raises(Refused, match="open") as refused:
        await rig.work(lambda d: closing.close(d, county.labour, 1))
    assert refused.value.problem.params["duties"] == 1
    await rig.work(lambda d: closing.close(d, county.labour, 1, county.resources))

    def look(session: Session) -> tuple[object, ...]:
        duty = session.exec(select(Duty)).one()
        party = session.exec(select(Party)).one()
        appearance = session.exec(select(Appearance)).one()
        row = session.exec(select(OutboxRow).where(OutboxRow.topic == JUDGE.name)).one()
        return duty.agency_id, duty.state, party.agency_id, appearance.agency_id, row.audience

    heir = county.resources
    assert await rig.database.read(look) == (heir, DutyState.OPEN, heir, heir, f"liaisons@{heir}")
    closed = await builders.agency(rig, county.labour)
    assert closed.closed_on is not None
    held = await builders.appointments(rig, county.ids[county.labour_liaison])
    yesterday = closed.closed_on - timedelta(days=1)
    assert [(a.agency_id, a.from_date, a.to_date) for a in held] == [
        (county.labour, builders.SINCE, yesterday),
        (heir, closed.closed_on, None),
    ]
    assert county.labour not in [a.id for a in await rig.work(lambda d: access.within(d, Action.EDIT_TREE))]


async def test_what_others_depend_on_is_not_closed(rig: Rig, county: County) -> None:
    for agency_id, why in ((county.justice, "lead organ"), (county.resources, "below")):
        with pytest.raises(Refused, match=why):
            await rig.work(partial(closing.close, agency_id=agency_id, version=1))
