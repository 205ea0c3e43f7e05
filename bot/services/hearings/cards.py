"""Hearings as values for one reader: what is shown, and what this reader may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.cases.cases import mask_name
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import LEADERS, LIAISONS, AppearanceState, HearingStatus
from bot.domain.hearings.absences import PROVEN, is_borne_out
from bot.domain.hearings.appearances import (
    COURT_SAID,
    FIRST,
    OUT_OF_CASE,
    PARTY_FACTS,
    SETTLING,
    first_leader,
    questions_of,
)
from bot.domain.hearings.details import DETAILS, Details
from bot.domain.hearings.hearings import NAMED as NAMED_ONES
from bot.domain.hearings.hearings import AbsenceView, AppearanceView, HearingView, ResultView
from bot.domain.hearings.oddities import odd
from bot.domain.hearings.topics import ASK, CARD, NAMED
from bot.domain.law import verdicts
from bot.services.cases import cases
from bot.services.duties import papers as forms
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import feedback
from bot.services.hearings.plans import appearances_of
from bot.services.law import appearing, counting, notices
from bot.services.post import outbox
from bot.store.cases import files as files_store
from bot.store.cases import queries as cases_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import (
    Appearance,
    Case,
    Hearing,
    HearingResult,
    Person,
)

MERGED = "merged_into"
"""Note of a hearing that is another one: the other one's id."""


def get(desk: Desk, hearing_id: int, *, lock: bool = True) -> Hearing:
    """The hearing; locked unless it is only to be looked at. Nothing is checked here.

    Of one that turned out to be the same as another, as a claim was confirmed, that other one.

    Raises:
        Missing: there is none.
    """
    found = desk.session.get(Hearing, hearing_id, with_for_update=lock or None)
    while found is not None and MERGED in found.notes:
        found = desk.session.get(Hearing, int(found.notes[MERGED]), with_for_update=lock or None)
    if found is None:
        raise Missing
    return found


def parties_of(desk: Desk, hearing: Hearing) -> list[int]:
    """The agencies that a hearing concerns: those with an appearance, else the parties of its case."""
    found = [a.agency_id for a in appearances_of(desk, hearing.id)]
    if not found:
        found = [party.agency_id for party in cases_store.parties_of(desk.session, hearing.case_id)]
    return found


def concerns(desk: Desk, hearing: Hearing, agency_id: int) -> bool:
    """Whether this agency has a part in the hearing: it appears, or belongs to the case."""
    case = desk.session.get_one(Case, hearing.case_id)
    return agency_id in parties_of(desk, hearing) or agency_id in {one.id for one in cases.agencies_of(desk, case)}


def may_look_into(desk: Desk, agency_id: int, action: Action = Action.SEE_CASE) -> bool:
    """Whether the actor sees this agency's side of a hearing, or may do `action` there."""
    if desk.is_system:
        return True
    places = [access.agency(desk, agency_id), *access.arranging(desk, agency_id)]
    return any(desk.actor.may(action, place.path) for place in places)


def may_report(desk: Desk, agency_id: int) -> bool:
    """Whether the actor speaks for this agency: reports results, answers for a leader without Telegram."""
    if desk.is_system:
        return True
    places = [access.agency(desk, agency_id), *access.arranging(desk, agency_id)]
    return any(desk.actor.may(Action.ANSWER_FOR_LEADER, place.path) for place in places)


def may_edit(desk: Desk, hearing: Hearing) -> bool:
    """Whoever speaks for an agency of the hearing; a court contact what he or she entered."""
    if desk.is_system or any(may_report(desk, one) for one in parties_of(desk, hearing)):
        return True
    return _entered(desk, hearing)


def _entered(desk: Desk, hearing: Hearing) -> bool:
    """The actor entered it and may still enter hearings."""
    mine = hearing.entered_by is not None and hearing.entered_by == desk.actor.person_id
    return mine and desk.actor.may_somewhere(Action.ENTER_HEARING)


def details_of(hearing: Hearing) -> Details:
    return Details(**{name: getattr(hearing, name) for name in DETAILS})


def visible(desk: Desk, hearing_id: int) -> Hearing:
    """The hearing, if the actor sees a side of it, or entered it.

    Raises:
        Missing: there is none.
        NotAllowed: it is not the actor's to see.
    """
    hearing = get(desk, hearing_id, lock=False)
    named = any(_is_named(desk, row) for row in appearances_of(desk, hearing.id))
    seen = named or any(may_look_into(desk, one) for one in parties_of(desk, hearing))
    if not seen and not _entered(desk, hearing):
        raise NotAllowed
    return hearing


def side(desk: Desk, hearing_id: int, agency_id: int) -> None:
    """Raise unless this agency is a party at the hearing and the actor sees its side.

    Raises:
        Missing: there is no such hearing, or the agency is none of its parties.
        NotAllowed: it is not the actor's to see.
    """
    hearing = visible(desk, hearing_id)
    if not concerns(desk, hearing, agency_id):
        raise Missing
    mine = any(_is_named(desk, row) for row in appearances_of(desk, hearing.id) if row.agency_id == agency_id)
    if not mine and not may_look_into(desk, agency_id):
        raise NotAllowed


def view(desk: Desk, hearing_id: int) -> HearingView:
    """The card of a hearing as the actor may see it.

    Raises:
        Missing: there is none.
        NotAllowed: it is not the actor's to see.
    """
    hearing = visible(desk, hearing_id)
    case = desk.session.get_one(Case, hearing.case_id)
    rows = appearances_of(desk, hearing.id)
    gone = {row.agency_id for row in rows if row.facts.get(OUT_OF_CASE)}
    sides = [row for row in rows if _is_named(desk, row) or may_look_into(desk, row.agency_id)]
    # Who is no party of the case any more has no line on the card, but on the own one.
    seen = [row for row in sides if row.agency_id not in gone] or sides
    parties = [one for one in parties_of(desk, hearing) if one not in gone]
    hidden = [one for one in parties if one not in {row.agency_id for row in seen}]
    reports = tuple(one for one in parties if may_report(desk, one))
    on = hearing.starts_at.astimezone(desk.house.zone).date()
    full = cases.may_see_plaintiff(desk, case)
    return HearingView(
        id=hearing.id or 0,
        version=hearing.version,
        sequence=hearing.sequence,
        case_id=case.id or 0,
        number=case.number,
        court=case.court,
        cause=case.cause,
        plaintiff=case.plaintiff if full else mask_name(case.plaintiff),
        plaintiff_count=case.plaintiff_count,
        starts_at=hearing.starts_at,
        place=hearing.place,
        details=details_of(hearing),
        status=hearing.status,
        moved_from=hearing.moved_from,
        days_left=(on - desk.today).days,
        working_days_left=desk.house.law.calendar.working_days_between(desk.today, on),
        over=hearing.starts_at <= desk.now,
        appearances=tuple(appearance_view(desk, row, hearing) for row in seen),
        others=tuple(access.agency(desk, one).short_name for one in hidden),
        results=tuple(_results(desk, hearing, [*reports, *(row.agency_id for row in seen)])),
        reports_for=reports,
        may_edit=may_edit(desk, hearing) and not desk.is_system,
        may_invite=_may_invite(desk, hearing),
        may_confirm=bool(reports) or _entered(desk, hearing),
        reason=str(hearing.notes.get("reason", "")),
        odd=_odd(desk, hearing),
        short_notice=tuple((p.kind, p.served_on) for p in notices.short(desk, hearing, [r.agency_id for r in seen])),
    )


def _odd(desk: Desk, hearing: Hearing) -> tuple[str, ...]:
    """What is to be checked of a hearing that is to come."""
    if hearing.status is not HearingStatus.SCHEDULED or hearing.starts_at <= desk.now:
        return ()
    local = hearing.starts_at.astimezone(desk.house.zone)
    return odd(local, hearing.place, online=hearing.online, calendar=desk.house.law.calendar)


def _may_invite(desk: Desk, hearing: Hearing) -> bool:
    """Whether the actor holds events, and this is a trial still to come that the public may watch."""
    trial = hearing.session == "hearing" and not hearing.closed
    coming = hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > desk.now
    return trial and coming and not desk.is_system and desk.actor.may_somewhere(Action.RUN_EVENT)


def _is_mine(desk: Desk, row: Appearance) -> bool:
    return desk.actor.appears(row.leader_id, row.agency_id)


def stays(desk: Desk, row: Appearance) -> bool:
    """Whether the actor is the first leader, on duty while a change of leader waits for the court."""
    return desk.actor.appears(first_leader(row.facts).get("id"), row.agency_id)


def _is_named(desk: Desk, row: Appearance) -> bool:
    return _is_mine(desk, row) or stays(desk, row)


def _has_leader(row: Appearance) -> bool:
    return bool(row.leader_name) and row.state in NAMED_ONES


def appearance_view(desk: Desk, row: Appearance, hearing: Hearing | None) -> AppearanceView:
    """Where an agency stands, with what the actor may do; nothing is checked here."""
    leader = desk.session.get(Person, row.leader_id) if row.leader_id else None
    by = desk.session.get(Person, row.answered_by) if row.answered_by else None
    liaison = next(iter(access.holders(desk, row.agency_id, *LIAISONS)), None)
    agency = access.agency(desk, row.agency_id)
    asks = row.strength == "ask" or bool(row.grounds.get("asks"))
    questions = questions_of(appearing.decision_of(desk, row, hearing).questions) if asks else ()
    return AppearanceView(
        id=row.id or 0,
        version=row.version,
        case_id=row.case_id,
        hearing_id=row.hearing_id,
        agency_id=row.agency_id,
        agency=agency.short_name,
        state=row.state,
        strength=row.strength,
        leader_id=row.leader_id,
        leader=row.leader_name,
        post=row.leader_post,
        leader_registered=leader is not None and leader.telegram_id is not None,
        leader_left=_left(desk, row),
        answered_by=by.name if by else "",
        answered_via=row.answered_via,
        answered_at=row.answered_at,
        answer_by=row.answer_by,
        replaced=row.replaced_name,
        replaced_post=str(row.facts.get(FIRST, {}).get("post", "")) if row.replaced_name else "",
        stays=stays(desk, row),
        court_said=COURT_SAID in row.facts,
        left=left_of(row),
        absence=_absence(desk, row, hearing),
        questions=questions,
        grounds=verdicts.grounds(row.grounds),
        deputy=appearing.is_deputy(row),
        in_charge=row.facts.get("in_charge") if row.leader_name else None,
        answers=_answers(desk, row),
        liaison=liaison.name if liaison else "",
        liaison_phone=liaison.phone if liaison else "",
        mine=_is_mine(desk, row),
        may_name=not desk.is_system and access.may_name(desk, row.agency_id),
        may_answer_for=not desk.is_system and may_report(desk, row.agency_id),
        may_settle=not desk.is_system and desk.actor.may(Action.JUDGE_DUTY, agency.path),
        filing=forms.form_due(desk, row.case_id, row.agency_id) if _has_leader(row) else None,
    )


def _answers(desk: Desk, row: Appearance) -> tuple[tuple[str, str], ...]:
    """What was answered of the agency in the whole case, and for this hearing alone."""
    party = cases_store.party_of(desk.session, row.case_id, row.agency_id)
    of_case = {name: value for name, value in (party.facts if party else {}).items() if name in PARTY_FACTS}
    here = {name: value for name, value in row.facts.items() if name in SETTLING and name != "court_view"}
    return tuple((name, str(value)) for name, value in {**of_case, **here}.items())


def left_of(row: Appearance) -> str:
    """The leader who was named and has left the post, while nobody is named since."""
    return str(row.facts.get("left", "")) if row.state is AppearanceState.UNNAMED else ""


def _left(desk: Desk, row: Appearance) -> bool:
    """Whether the named leader is of the roster, but leads this agency no more."""
    if row.leader_id is None or row.state is AppearanceState.CLOSED:
        return False
    return row.leader_id not in {person.id for person in access.holders(desk, row.agency_id, *LEADERS)}


def _absence(desk: Desk, row: Appearance, hearing: Hearing | None) -> AbsenceView | None:
    if row.absence_reason is None:
        return None
    told = row.absence
    return AbsenceView(
        reason=row.absence_reason,
        note=str(told.get("note", "")),
        proof=str(told.get("proof", "")),
        staff=str(told.get("staff", "")),
        counsel=str(told.get("counsel", "")),
        postponement=str(told.get("postponement", "none")),
        court_view=str(told.get("court_view", "pending")),
        files=files_store.count(desk.session, str(About.APPEARANCE(row.id))),
        unproven=told.get("proof") in PROVEN and not is_borne_out(told),
        asks_principal=told.get("proof") == "signed" and not is_borne_out(told),
        happened=str(told.get("happened", "")),
        missing=appearing.missing_parts(desk, row, hearing),
    )


def _results(desk: Desk, hearing: Hearing, agency_ids: Sequence[int]) -> list[ResultView]:
    rows = hearings_store.results_of(desk.session, [hearing.id], set(agency_ids))
    return [result_view(desk, row, hearing) for row in rows]


def result_view(desk: Desk, row: HearingResult, hearing: Hearing) -> ResultView:
    """What an agency reported, with what it counts as by the rules of the hearing's day."""
    by = desk.session.get(Person, row.reported_by) if row.reported_by else None
    appearance = counting.appearance_of(desk, hearing, row.agency_id)
    outcome, questions = (
        counting.outcome_and_questions(desk, appearance, row, hearing) if appearance is not None else (None, ())
    )
    agency = access.agency(desk, row.agency_id)
    return ResultView(
        id=row.id or 0,
        version=row.version,
        agency_id=row.agency_id,
        agency=agency.short_name,
        attended=row.attended,
        leader=row.leader_name,
        rank=row.rank,
        stayed=row.stayed,
        spoke=row.spoke,
        on_settlement=row.on_settlement,
        staff=row.staff,
        counsel=row.counsel,
        video=row.video,
        outcome=row.outcome,
        identity=str(appearance.facts.get("identity") or "") if appearance and row.attended else "",
        absence=_absence(desk, appearance, hearing) if appearance and not row.attended else None,
        reported_by=by.name if by else "",
        reported_at=row.reported_at,
        counts_as=outcome.counts_as.value if outcome and outcome.counts_as else "",
        reasons=outcome.reasons if outcome else (),
        questions=questions,
        answers=_answers(desk, appearance) if appearance else (),
        appearance_id=(appearance.id or 0) if appearance else 0,
        appearance_version=appearance.version if appearance else 0,
        may_settle=not desk.is_system and desk.actor.may(Action.JUDGE_DUTY, agency.path),
        feedback=feedback.is_owed(desk, row),
    )


def answerable(hearing: Hearing | None, row: Appearance, now: datetime) -> bool:
    """Whether an answer can still be given: until the hearing begins."""
    if row.state is AppearanceState.CLOSED:
        return False
    return hearing is None or (hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > now)


def stands_on(desk: Desk, chat_id: int, message_id: int | None) -> bool:
    """Whether a pressed message is a card, or a choice shown in its place; a reminder is neither."""
    row = outbox.sent_message(desk.session, chat_id, message_id) if message_id else None
    return row is not None and row.topic in ("", CARD.name, ASK.name, NAMED.name)
