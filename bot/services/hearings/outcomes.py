"""What the rule books start from a hearing to come and from one that was held, kept in step with the facts."""

from __future__ import annotations

from typing import Any

from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.hearings import NAMED
from bot.domain.law.attendance import CountsAs, Outcome
from bot.domain.law.triggers import Trigger
from bot.services.duties import acts, duties, following, making, settling
from bot.services.hall.desk import Desk
from bot.services.hearings import consequences
from bot.services.law import counting
from bot.store.duties import queries as duties_store
from bot.store.tables import Appearance, Case, Hearing, HearingResult

_HELD = (Trigger.HEARING_HELD, Trigger.HEARING_RESULT)
_OF_PRINCIPAL = (Trigger.PRINCIPAL_ABSENT, Trigger.PRINCIPAL_ATTENDED)


def of_coming(desk: Desk, hearing: Hearing, row: Appearance, *, reason: str = "", quiet: bool = False) -> None:
    """The duties before and at a hearing that is to come, for one agency; of one that was moved, by its new date.
    `quiet` as in `following.follow`."""
    known = {
        "leader_required": row.strength,
        "principal_required": row.strength == "principal",
        "leader_named": bool(row.leader_name),
        "absence_reported": row.state is AppearanceState.CANNOT,
    }
    trigger = Trigger.HEARING_POSTPONED if hearing.moved_from is not None else Trigger.HEARING_SCHEDULED
    _follow(desk, trigger, hearing, row.agency_id, known, reason=reason, quiet=quiet)
    if row.strength == "none" or row.state is AppearanceState.CANNOT:
        # A certificate that nobody hands in need not be mended.
        for duty in duties_store.about(desk.session, f"hearing:{hearing.id}:{row.agency_id}"):
            if duty.trigger == Trigger.IDENTITY_DEFECT and duty.state in PENDING:
                duties.cancel(desk, duty, "")
                acts.refresh(desk, duty)


def of_leader(desk: Desk, hearing: Hearing | None, row: Appearance, before: AppearanceState) -> None:
    """No leader comes, or one comes after all (`before` is how it stood): what has lost its ground, as the certificate
    of a leader who does not come, ends; what has it again begins again."""
    absent = AppearanceState.CANNOT
    if row.leader_name and row.state in NAMED:
        settling.leader_is_named(desk, row)
    else:
        settling.nobody_is_named(desk, row)
    if hearing is None or hearing.starts_at <= desk.now or (before is absent) == (row.state is absent):
        return
    of_coming(desk, hearing, row, quiet=True)


def of_begun(desk: Desk, hearing: Hearing, row: Appearance) -> None:
    """Whether the result of a hearing that has begun is owed."""
    _follow(desk, Trigger.HEARING_OVER, hearing, row.agency_id, {"leader_required": row.strength})


def of_result(desk: Desk, hearing: Hearing, result: HearingResult, *, reason: str = "") -> None:
    """What follows from a report: feedback, and what a principal who came or stayed away means, or that nobody came.

    What an earlier report, or a fact that was corrected since, had started and this one does not is taken back.
    """
    outcome = counting.outcome_of(desk, result, hearing)
    row = counting.appearance_of(desk, hearing, result.agency_id)
    strength = row.strength if row else "base"
    known = {
        "leader_required": strength,
        "principal_required": strength == "principal" or bool(row and row.grounds.get("principal")),
        "excuse_accepted": outcome is not None and outcome.counts_as is CountsAs.EXCUSED,
        "leader_named": bool(row and row.leader_name),
        "staff_came": consequences.staff_came(row),
    }
    unexcused = row is not None and consequences.is_unexcused(outcome)
    listed = {Trigger.PRINCIPAL_ATTENDED} if settling.observers_are_listed(desk, hearing, result.agency_id) else set()
    principal = {*_principal(outcome, result)} - listed
    holding = {*_HELD, *principal, *((Trigger.LEADER_ABSENT,) if unexcused else ())}
    for trigger in (*_HELD, *_OF_PRINCIPAL, Trigger.LEADER_ABSENT):
        _follow(desk, trigger, hearing, result.agency_id, known, holds=trigger in holding, reason=reason)
    if not result.attended or (outcome is not None and outcome.principal_appeared is False):
        settling.nothing_was_watched(desk, hearing, result.agency_id)
    if row is not None:
        consequences.mark(desk, hearing, row, unexcused=unexcused)


def _principal(outcome: Outcome | None, result: HearingResult) -> tuple[Trigger, ...]:
    """Whether the principal's coming or staying away starts something."""
    if outcome is None:
        return ()
    if "principal_duty_missed" in outcome.breaches:
        return (Trigger.PRINCIPAL_ABSENT,)
    return (Trigger.PRINCIPAL_ATTENDED,) if result.attended and outcome.principal_appeared else ()


def _follow(
    desk: Desk,
    trigger: Trigger,
    hearing: Hearing,
    agency_id: int,
    known: dict[str, Any],
    *,
    holds: bool = True,
    reason: str = "",
    quiet: bool = False,
) -> None:
    local = hearing.starts_at.astimezone(desk.house.zone)
    case = desk.session.get(Case, hearing.case_id)
    at = local.time()
    cause = making.cause(desk, trigger, local.date(), agency_id, case, known, None, hearing, at, "")
    following.follow(desk, cause, holds=holds, reason=reason, quiet=quiet)
