"""In a reform of agencies: the successor appears where the old agency would have.

What was reported stays with the old name; a hearing that is over and of which nothing is reported yet is the
successor's to report. Who must appear is judged anew, and what is planned is planned for the successor's people.
"""

from __future__ import annotations

from bot.domain.agencies.reform import Passing
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hearings.acts import APPEARANCE_PASSED
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import leavers, party_changes, plans, verdicts
from bot.services.law import appearing
from bot.services.post import outbox
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.post import queries as post_store
from bot.store.tables import Appearance, Case, Hearing

_CLOSED = AppearanceState.CLOSED


def pass_on(desk: Desk, passing: Passing) -> None:
    """Wired to a reform of agencies, after the cases and their duties."""
    for case_id, heir in passing.cases.items():
        rows = appearances_store.of_agency_in_case(desk.session, case_id, passing.old)
        for row in rows:
            if row.state is not _CLOSED:
                _become(desk, passing, row, heir)
        _show(desk, About.CASE(case_id), passing.old, heir)
        for hearing in hearings_store.of_case(desk.session, case_id):
            _hearing(desk, passing, hearing, heir)
        for row in appearances_store.of_case(desk.session, case_id, None):
            if row.state is not _CLOSED:
                verdicts.renew(desk, row, None)


def _become(desk: Desk, passing: Passing, row: Appearance, heir: int) -> None:
    """The appearance is the successor's; where it has one there already, the one for which a leader is named stays."""
    there = next(
        (
            one
            for one in appearances_store.of_case(desk.session, row.case_id, row.hearing_id)
            if one.agency_id == heir and one.state is not _CLOSED
        ),
        None,
    )
    if there is not None and (there.leader_name or not row.leader_name):
        _leave(desk, row)
        return
    place = row.hearing_id
    twin = there or (appearances_store.of_agency(desk.session, place, heir) if place else None)
    if twin is not None:
        _leave(desk, twin)
    row.agency_id = heir
    row.revise()
    desk.session.add(row)
    desk.session.flush()
    desk.audit(
        APPEARANCE_PASSED,
        appearing.subject_of(row),
        case_id=row.case_id,
        agency_id=heir,
        old={"agency": access.agency(desk, passing.old).short_name},
    )


def _leave(desk: Desk, row: Appearance) -> None:
    """An agency has one place at a hearing. The row that gives way stays, at none, for buttons that name it; whoever
    was named in it need not come."""
    if row.state is not _CLOSED:
        party_changes.leave(desk, desk.session.get_one(Case, row.case_id), row)
    row.hearing_id = None
    desk.session.add(row)
    desk.session.flush()


def _hearing(desk: Desk, passing: Passing, hearing: Hearing, heir: int) -> None:
    subject = plans.subject_of(hearing)
    _show(desk, subject, passing.old, heir)
    row = appearances_store.of_agency(desk.session, hearing.id, heir)
    if row is not None and row.state is not _CLOSED:
        verdicts.renew(desk, row, hearing)
        leavers.look(desk, hearing, row)
    if hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > desk.now:
        passing.shares[heir].hearings += 1
        if row is not None and row.leader_name and row.state is not _CLOSED:
            passing.leaders.append(row.leader_name)
        outbox.cancel(desk, subject, topics=plans.PLANNED)
        plans.plan(desk, hearing)
        desk.house.wiring.tell_hearing_changed(desk, hearing)
    outbox.refresh(desk, subject)


def _show(desk: Desk, subject: object, old: int, heir: int) -> None:
    """Messages that show the reader's own side of it show the successor's."""
    for row in post_store.about(desk.session, str(subject)):
        if row.args.get("agency") == old:
            row.args = {**row.args, "agency": heir}
            desk.session.add(row)
