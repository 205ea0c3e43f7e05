"""Who may do what about an appearance: role by role, checked in the services at the moment of use."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import AbsenceReason, AnswerVia, HearingStatus, Role
from bot.domain.hearings.appearances import Absence, Result, rank_of
from bot.domain.hearings.hearings import answer_by
from bot.services.hall.desk import Desk
from bot.services.hearings import absences, answers, appearances, cards, court_lists, hearings, naming, results
from bot.services.hearings.hearings import Entry
from bot.services.hearings.naming import Whom
from tests.builders import County, county, person
from tests.houses import LAW
from tests.rig import Rig

START = "2026-12-01 10:00"
AT = datetime(2026, 12, 15, 1, 30, tzinfo=UTC)
LATER = datetime(2026, 12, 22, 1, 30, tzinfo=UTC)
NUMBER = "（2026）鲁0831行初12号"
REASON = Absence(AbsenceReason.ACCIDENT, "住院", "sealed", "staff", "何伟")


@pytest.fixture
async def place(rig: Rig) -> County:
    """A county with one hearing of `resources` (hearing 1, appearance 1), 张明 asked."""
    built = await county(rig)
    liaison = await person(rig, built.liaison)

    def begin(desk: Desk) -> None:
        hearings.enter(desk, Entry(NUMBER, AT, (built.resources,), "第二审判庭"))
        row = appearances.get(desk, 1)
        naming.name(desk, 1, row.version, Whom(built.ids[built.leader]))

    await rig.work(begin, actor=liaison)
    return built


def version(desk: Desk) -> int:
    return appearances.get(desk, 1).version


ACTS: dict[str, Callable[[Desk, County], Any]] = {
    "look": lambda desk, place: cards.view(desk, 1),
    "enter": lambda desk, place: hearings.enter(desk, Entry("（2026）鲁0831行初13号", AT, (place.resources,))),
    "move": lambda desk, place: hearings.move(desk, 1, 1, LATER),
    "end": lambda desk, place: hearings.end(desk, 1, 1, HearingStatus.CANCELLED, "法院通知"),
    "name": lambda desk, place: naming.name(desk, 1, version(desk), Whom(place.ids[place.leader2])),
    "substitute": lambda desk, place: naming.substitute(desk, 1, version(desk), Whom(place.ids[place.leader2])),
    "yes": lambda desk, place: answers.attend(desk, 1, version(desk)),
    "yes for": lambda desk, place: answers.attend(desk, 1, version(desk), via=AnswerVia.TELEPHONE),
    "no": lambda desk, place: absences.report(desk, 1, version(desk), REASON),
    "no for": lambda desk, place: absences.report(desk, 1, version(desk), REASON, via=AnswerVia.TELEPHONE),
}
MATRIX: dict[str, set[str]] = {
    "liaison": {"look", "enter", "move", "end", "name", "substitute", "yes for", "no for"},
    "deputy": {"look", "enter", "move", "end", "name", "substitute", "yes for", "no for"},
    "coordinator": {"look", "enter", "move", "end", "name", "substitute", "yes for", "no for"},
    "principal": {"look", "name", "substitute", "no"},
    "leader": {"look", "substitute", "yes", "no"},
    "leader2": set(),
    "handler": set(),
    "legal": set(),
    "police_liaison": set(),
    "police_principal": set(),
    "city_coordinator": {"look", "enter", "move", "end", "name", "substitute", "yes for", "no for"},
    "assessor": {"look"},
    "observer": {"look"},
    "court_contact": {"enter"},
    "admin": set(),
}


@pytest.mark.slow
@pytest.mark.parametrize("who", MATRIX)
async def test_role_by_act(rig: Rig, place: County, who: str) -> None:
    """Every act is tried; it works exactly where the matrix says so. Each runs in a transaction that is undone."""
    actor = await person(rig, getattr(place, who))
    allowed = set()
    for act, work in ACTS.items():

        def undone(desk: Desk, work: Callable[[Desk, County], Any] = work) -> bool:
            nested = desk.session.begin_nested()
            try:
                work(desk, place)
            except NotAllowed:
                return False
            finally:
                nested.rollback()
                desk.session.expire_all()
            return True

        if await rig.work(undone, actor=actor):
            allowed.add(act)
    assert allowed == MATRIX[who]


@pytest.mark.slow
async def test_a_version_that_is_no_longer_true_is_stale_and_changes_nothing(rig: Rig, place: County) -> None:
    leader = await person(rig, place.leader)
    with pytest.raises(Stale):
        await rig.work(lambda desk: answers.attend(desk, 1, 99), actor=leader)


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 10:00")
async def test_answers_end_when_the_hearing_begins(rig: Rig, place: County) -> None:
    await rig.to("2026-12-15 09:30")
    leader = await person(rig, place.leader)
    with pytest.raises(Refused, match="has begun"):
        await rig.work(lambda desk: answers.attend(desk, 1, version(desk)), actor=leader)


@pytest.mark.slow
async def test_a_lawyer_alone_is_refused_by_the_service_too(rig: Rig, place: County) -> None:
    leader = await person(rig, place.leader)
    alone = Absence(AbsenceReason.ACCIDENT, "住院", "sealed", "lawyer", "", "罗律师")
    with pytest.raises(Refused, match="lawyer alone"):
        await rig.work(lambda desk: absences.report(desk, 1, version(desk), alone), actor=leader)


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 10:00")
async def test_a_hearing_that_has_gone_by_cannot_be_entered_or_confirmed(rig: Rig, place: County) -> None:
    liaison = await person(rig, place.liaison)
    gone = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
    with pytest.raises(Refused, match="gone by"):
        await rig.work(lambda desk: hearings.enter(desk, Entry(NUMBER, gone, (place.resources,))), actor=liaison)
    contact = await person(rig, place.court_contact)
    other = Entry("（2026）鲁0831行初50号", AT, (place.resources,))
    [pending], _ = await rig.work(lambda desk: court_lists.draft(desk, [other]), actor=contact)
    await rig.to("2026-12-16 10:00")
    with pytest.raises(Refused, match="gone by"):
        await rig.work(lambda desk: court_lists.confirm(desk, pending.id or 0, pending.version), actor=liaison)


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 10:00")
async def test_a_result_needs_a_reason_when_it_is_corrected(rig: Rig, place: County) -> None:
    liaison = await person(rig, place.liaison)
    await rig.to("2026-12-16 10:00")
    came = Result(True, place.ids[place.leader], "张明", "deputy", True, True)
    await rig.work(lambda desk: results.report(desk, 1, place.resources, came), actor=liaison)
    with pytest.raises(Refused, match="corrected"):
        await rig.work(lambda desk: results.report(desk, 1, place.resources, came, version=1), actor=liaison)
    with pytest.raises(Stale):
        await rig.work(lambda desk: results.report(desk, 1, place.resources, came, version=0), actor=liaison)


@pytest.mark.parametrize(
    ("role", "post", "rank"),
    [
        (Role.PRINCIPAL, "局长", "principal"),
        (Role.LEADER, "副局长", "deputy"),
        (Role.LEADER, "副局长（主持工作）", "acting_deputy"),
        (Role.LEADER, "党组书记", "party_secretary"),
        (Role.PRINCIPAL, "党组书记、局长", "principal"),
        (Role.LEADER, "副书记、镇长", "deputy"),
    ],
)
def test_what_a_post_makes_of_a_leader_in_court(role: Role, post: str, rank: str) -> None:
    assert rank_of(role, post) == rank


@pytest.mark.parametrize(
    ("today", "hearing", "until"),
    [
        ((2026, 12, 1), (2026, 12, 15), (2026, 12, 3)),
        ((2026, 12, 4), (2026, 12, 15), (2026, 12, 8)),
        ((2026, 12, 1), (2026, 12, 4), (2026, 12, 1)),
        ((2026, 2, 13), (2026, 3, 18), (2026, 2, 24)),
        ((2026, 12, 1), None, (2026, 12, 3)),
    ],
)
def test_until_when_a_leader_is_asked_to_answer(
    today: tuple[int, int, int], hearing: tuple[int, int, int] | None, until: tuple[int, int, int]
) -> None:
    assert answer_by(LAW.calendar, date(*today), date(*hearing) if hearing else None) == date(*until)


@pytest.mark.parametrize(
    ("today", "naming", "until"),
    [
        ((2026, 4, 2), (2026, 4, 3), (2026, 4, 2)),
        ((2026, 4, 3), (2026, 4, 3), (2026, 4, 3)),
        ((2026, 4, 8), (2026, 4, 7), (2026, 4, 8)),
        ((2026, 4, 2), (2026, 4, 7), (2026, 4, 3)),
        ((2026, 4, 2), (2026, 4, 30), (2026, 4, 7)),
    ],
    ids=["the day before", "the same day", "gone by", "over a holiday", "far off"],
)
def test_the_answer_is_asked_for_before_the_leader_is_to_be_named(
    today: tuple[int, int, int], naming: tuple[int, int, int], until: tuple[int, int, int]
) -> None:
    assert answer_by(LAW.calendar, date(*today), None, date(*naming)) == date(*until)
