"""What agencies have handed in and a coordinator has to decide: one by one, or all that a message lists."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.duties.together import Accepted, DutyName, FilingLine, Turned
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.services.agencies import branches
from bot.services.duties import acts, cards, titles
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.duties import owed as owed_store
from bot.store.tables import Case, Duty


def waiting(desk: Desk) -> list[FilingLine]:
    """What waits for the actor's word, in the agencies nobody nearer coordinates; the earliest last day first.

    Raises NotAllowed for people who decide about no filings.
    """
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    rows = _rows(desk)
    names = {one.id: one for one in named(desk, rows)}
    return [FilingLine(names[duty.id or 0], duty.done_on) for duty in rows]


def _rows(desk: Desk) -> list[Duty]:
    return [duty for duty, _ in owed_store.handed_in(desk.session, list(branches.own(desk)))]


def named(desk: Desk, rows: Iterable[Duty]) -> list[DutyName]:
    """Duties as lines of a list, in the order given; two of one name are told apart."""
    rows = list(rows)
    called = titles.among(desk, rows)
    return [
        DutyName(
            duty.id or 0,
            duty.version,
            *called[duty.id or 0],
            access.agency(desk, duty.agency_id).short_name,
            desk.session.get_one(Case, duty.case_id).number if duty.case_id else "",
            duty.state,
        )
        for duty in rows
    ]


def one_of(desk: Desk, duty_id: int = 0) -> Turned:
    """One filing of those that wait, the first if it is not said which; one that was decided meanwhile says so.

    Raises NotAllowed as `waiting`; Missing or NotAllowed where that duty is not the actor's to see.
    """
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    ids = [duty.id or 0 for duty in _rows(desk)]
    if duty_id and duty_id not in ids:
        return Turned(cards.of(desk, duty_id), total=len(ids), following=ids[0] if ids else 0, waiting=False)
    if not ids:
        return Turned(None)
    place = ids.index(duty_id) if duty_id else 0
    following = ids[(place + 1) % len(ids)] if len(ids) > 1 else 0
    return Turned(cards.of(desk, ids[place]), place + 1, len(ids), following)


def following(desk: Desk, duty_id: int) -> int:
    """Which filing comes after this one; 0 where no other waits."""
    return one_of(desk, duty_id).following


def accept_all(desk: Desk, listed: Iterable[tuple[int, int]]) -> Accepted:
    """Accept exactly what was listed (duty and version): what changed meanwhile, or is not the actor's to decide any
    more, is left as it is.

    Raises NotAllowed for people who decide about no filings any more.
    """
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    done: list[Duty] = []
    left: list[Duty] = []
    for duty_id, version in listed:
        try:
            done.append(acts.accept(desk, duty_id, version))
        except Refused:
            left += _seen(desk, duty_id)
    return Accepted(tuple(named(desk, done)), tuple(named(desk, left)))


def _seen(desk: Desk, duty_id: int) -> list[Duty]:
    """The duty, where the actor may still see it: of others nothing is said."""
    try:
        return [cards.visible(desk, duty_id)]
    except Refused:
        return []
