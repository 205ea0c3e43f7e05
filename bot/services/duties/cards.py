"""Duties as values for one reader: what it is, how urgent, why that day, and what this reader may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.duties.duties import (
    LEADER_NAMED,
    THOUGHT_OF,
    Citation,
    DutyPage,
    DutyView,
    citation_from_json,
    distance,
    late_by,
)
from bot.domain.duties.stored_steps import steps_from_json
from bot.domain.duties.topics import Escalate
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DOERS, LIAISONS, DutyState, Role
from bot.domain.hearings.hearings import NAMED
from bot.domain.law.recurring import labelled
from bot.domain.law.roles import Role as LawRole
from bot.domain.law.rules import COMMANDS
from bot.domain.law.triggers import TRIGGER_NAMES, Trigger
from bot.services.duties import beforehand, duties, papers, proofs, recipients, reminders, titles
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.cases import files as files_store
from bot.store.duties import owed as owed_store
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Agency, Case, Duty, Paper, Person

PER_PAGE = 4
"""Duties on one page of a list: two lines each."""


def view(desk: Desk, duty: Duty) -> DutyView:
    """The duty as a value, with what the actor may do; nothing is checked here."""
    agency = access.agency(desk, duty.agency_id)
    case = desk.session.get(Case, duty.case_id) if duty.case_id else None
    paper = desk.session.get(Paper, duty.paper_id) if duty.paper_id else None
    by = desk.session.get(Person, duty.acknowledged_by) if duty.acknowledged_by else None
    done_by = desk.session.get(Person, duty.done_by) if duty.done_by else None
    liaisons = access.holders(desk, duty.agency_id, *LIAISONS)
    # A bureau keeps its own papers: it has coordinators, and as a rule no liaison officer besides.
    contact = next(iter(liaisons or access.holders(desk, duty.agency_id, Role.COORDINATOR)), None)
    apart, before = titles.told_apart(desk, duty), proofs.filed_before(desk, duty) if is_open(duty) else None
    trigger_zh, trigger_en = TRIGGER_NAMES[Trigger(duty.trigger)]
    do_zh, do_en = recipients.words(desk, duty)
    leader, post = named_leader(desk, duty)
    drafted, files_form = papers.of(desk, duty, agency), papers.files_form(desk, duty)
    return DutyView(
        id=duty.id or 0,
        version=duty.version,
        rule=duty.rule,
        title_zh=duty.title.get("zh", ""),
        title_en=duty.title.get("en", ""),
        kind=duty.kind,
        state=duty.state,
        agency_id=duty.agency_id,
        agency=agency.short_name,
        case_id=duty.case_id,
        case_number=case.number if case else "",
        trigger=duty.trigger,
        trigger_zh=trigger_zh,
        trigger_en=trigger_en,
        trigger_on=duty.trigger_on,
        period=labelled(duty.about.partition(":")[0]),
        obey=duty.obey,
        due=duty.due,
        unrolled=duty.unrolled,
        safe=duty.safe,
        distance=distance(desk.house.law.calendar, desk.today, duty.obey, duty.deadline),
        owed_to=recipients.of(desk, duty, case),
        do_zh=do_zh,
        do_en=do_en,
        steps=steps_from_json(duty.steps),
        citation=citation_from_json(duty.citation) if duty.citation else Citation(),
        evidence=tuple(e for e in duty.evidence.split(",") if e),
        court_quarter=_court_quarter(duty),
        set_date=duty.set_date,
        set_reason=duty.set_reason,
        provisional=duty.provisional,
        uncounted=desk.house.wiring.count_uncounted(desk, duty),
        question_zh=str(duty.citation.get("question_zh", "")),
        question_en=str(duty.citation.get("question_en", "")),
        acknowledged_by=by.name if by else "",
        acknowledged_at=duty.acknowledged_at,
        entry_delay=_delay(desk, paper),
        reminded=reminders.count_sent(desk, duty),
        done_on=duty.done_on,
        done_late=late_by(desk.house.law.calendar, duty.deadline, duty.done_on),
        done_number=duty.done_number,
        done_note=duty.done_note,
        done_by=done_by.name if done_by else "",
        files=files_store.count(desk.session, str(About.DUTY(duty.id))),
        reason=duty.reason,
        liaison=contact.name if contact else "",
        liaison_phone=contact.phone if contact else "",
        is_liaison=bool(liaisons),
        leads=bool(duty.citation.get("leads", True)),
        mine=owes(desk, duty.agency_id),
        unmanned=contact is None and not access.holders(desk, duty.agency_id, Role.PRINCIPAL),
        may_close=_may(desk, Action.CLOSE_DUTY, agency),
        may_judge=_may(desk, Action.JUDGE_DUTY, agency),
        watched=reminders.is_watched(duty),
        chosen=bool(duty.citation.get("chosen")),
        paper_id=(paper.id or 0) if paper else 0,
        paper_version=paper.version if paper else 0,
        appeal=appeal_of(duty, paper),
        shows=proofs.shown_by(desk, duty),
        confirms=proofs.confirms_roster(desk, duty),
        copy=str(duty.citation.get("copy") or ""),
        filed_on=before.done_on if before else None,
        filed_note=before.done_note if before else "",
        paper=apart.trigger if apart else "",
        paper_on=apart.on if apart else None,
        owed_for=apart.agency if apart else "",
        hearing_id=duty.hearing_id,
        leader=leader,
        leader_post=post,
        concerns=int(duty.citation.get("for") or duty.agency_id),
        files_form=bool(leader) and files_form,
        names_first=not leader and _asks_name(desk, duty, case),
        form_differs=drafted.differs,
        draft_zh=drafted.zh,
        draft_en=drafted.en,
        draft_nil=drafted.nil,
        leads_to=COMMANDS.get(str(duty.citation.get("draft") or ""), ""),
        draft_many=drafted.many,
        document=drafted.number,
        document_state=drafted.state,
        may_draft=drafted.mine,
    )


def views(desk: Desk, found: Sequence[Duty]) -> list[DutyView]:
    """Several duties as values, in their order; nothing is checked here."""
    beforehand.look_up(desk, found)
    return [view(desk, duty) for duty in found]


def _court_quarter(duty: Duty) -> str:
    """Of the duty to obtain what a court reports of a quarter: which one."""
    if duty.owed_by != LawRole.COURT.value or duty.trigger != Trigger.QUARTER_END.value:
        return ""
    return f"{duty.trigger_on.year}Q{(duty.trigger_on.month + 2) // 3}"


def named_leader(desk: Desk, duty: Duty) -> tuple[str, str]:
    """The leader who is named already, with the post, of a duty that asks for one."""
    if duty.case_id is None or not is_open(duty) or LEADER_NAMED not in duty.evidence.split(","):
        return "", ""
    concerned = int(duty.citation.get("for") or duty.agency_id)
    rows = appearances_store.of_agency_in_case(desk.session, duty.case_id, concerned)
    named = [row for row in rows if row.leader_name and row.state in NAMED]
    return (named[-1].leader_name, named[-1].leader_post) if named else ("", "")


def _asks_name(desk: Desk, duty: Duty, case: Case | None) -> bool:
    """Whether the actor does it by naming who will appear: that alone does it (SH1), or its form rests on that."""
    mine = owes(desk, duty.agency_id) and LEADER_NAMED in duty.evidence.split(",")
    return mine and is_open(duty) and case is not None and case.closed_on is None


def is_open(duty: Duty) -> bool:
    return duty.state is DutyState.OPEN


def appeal_of(duty: Duty, paper: Paper | None) -> str:
    """What is known of the appeal to which a duty is the right; empty for any other duty."""
    if paper is None or duty.kind != reminders.RIGHT or duty.trigger != paper.kind.value or not duty.package:
        return ""
    if paper.facts.get("appealed"):
        return str(paper.facts.get("appealed_by") or "own")
    return {True: "wanted", False: "refused"}.get(paper.facts.get("appeal_wanted"), "undecided")  # type: ignore[arg-type]


def owes(desk: Desk, agency_id: int) -> bool:
    """Whether the actor is one of those who do what this agency owes."""
    return not desk.is_system and agency_id in desk.actor.agencies(*DOERS)


def _may(desk: Desk, action: Action, agency: Agency) -> bool:
    return not desk.is_system and desk.actor.may(action, agency.path)


def _delay(desk: Desk, paper: Paper | None) -> int:
    if paper is None:
        return 0
    return max(0, (paper.entered_at.astimezone(desk.house.zone).date() - paper.served_on).days)


def may_see(desk: Desk, duty: Duty) -> bool:
    """Whoever may see the agency's cases or works on the duty; a named leader sees what concerns the own agency.

    That a case is a risk case is not for those who only look on.
    """
    if desk.is_system:
        return True
    path = access.agency(desk, duty.agency_id).path
    looks = Action.SEE_PLAINTIFF if is_sensitive(duty) else Action.SEE_CASE
    if any(desk.actor.may(a, path) for a in (looks, Action.CLOSE_DUTY, Action.JUDGE_DUTY)):
        return True
    return duty.case_id is not None and not represented(desk, duty.case_id).isdisjoint(concerned(duty))


def is_sensitive(duty: Duty) -> bool:
    """Whether it tells that its case is a risk case (SS16)."""
    return duty.trigger == Trigger.RISK_TAGGED


def concerned(duty: Duty) -> set[int]:
    """The agency that owes a duty, and the one for which it owes it (a leader's place is arranged by the office)."""
    return {duty.agency_id, int(duty.citation.get("for") or duty.agency_id)}


def represented(desk: Desk, case_id: int) -> set[int]:
    """Agencies for which the actor is the leader named in this case and still holds an office."""
    if desk.is_system:
        return set()
    actor = desk.actor
    return set(appearances_store.agencies_represented(desk.session, case_id, actor.person_id, actor.agencies()))


def is_named(desk: Desk, case_id: int) -> bool:
    """Whether the actor is the leader named for a hearing of this case."""
    return bool(represented(desk, case_id))


def visible(desk: Desk, duty_id: int, *, lock: bool = False) -> Duty:
    """The duty, if the actor may see it.

    Raises:
        Missing: there is none.
        NotAllowed: it is not the actor's to see.
    """
    duty = duties.get(desk, duty_id, lock=lock)
    if not may_see(desk, duty):
        raise NotAllowed
    return duty


def of(desk: Desk, duty_id: int) -> DutyView:
    """The duty as a value. Raises Missing or NotAllowed as `visible`."""
    return view(desk, visible(desk, duty_id))


def done_on(desk: Desk, duty_id: int, day: date) -> DutyView:
    """The duty as it would read if it were done on this day: late or not. Raises as `of`."""
    found = of(desk, duty_id)
    late = late_by(desk.house.law.calendar, max(found.due, found.set_date or found.due), day)
    return replace(found, done_on=day, done_late=late)


def of_file(desk: Desk, duty_id: int) -> int | None:
    """The case of a duty whose files the actor may have: they name plaintiffs, as papers do.

    Raises:
        Missing, NotAllowed: as `visible`; NotAllowed also for whoever sees cases without their plaintiffs.
    """
    duty = visible(desk, duty_id)
    if not may_answer(desk, duty):
        raise NotAllowed
    return duty.case_id


def may_answer(desk: Desk, duty: Duty) -> bool:
    """Whether the actor is one of those whom the duty concerns, and does not only look on: the agency's own people,
    their principal, their bureau, and the leader named."""
    path = access.agency(desk, duty.agency_id).path
    if desk.is_system or desk.actor.may(Action.SEE_PLAINTIFF, path):
        return True
    return duty.case_id is not None and not represented(desk, duty.case_id).isdisjoint(concerned(duty))


def known(desk: Desk, duty_id: int) -> DutyView:
    """The duty as a value for a reader whom its ladder names; nothing is asked. Raises Missing."""
    return view(desk, duties.get(desk, duty_id, lock=False))


def told_together(desk: Desk, duty_id: int, at: datetime, *, shown: bool) -> list[DutyView]:
    """What a reminder that is due says: this duty and those told with it; empty when another one speaks for it.

    Held up over the day for which it was planned (`at`, aware), it leaves out what is past its date by now: of that the
    message of the morning speaks.

    `shown`: the message stands in a chat already and only changes. Raises Missing or NotAllowed as `visible`.
    """
    duty = visible(desk, duty_id)
    together = reminders.told_together(desk, duty, at, closed_too=shown)
    if not shown and (not reminders.is_reminded(duty) or together[0].id != duty.id):
        return []
    found = views(desk, sorted(together, key=lambda d: (d.obey, d.due, d.id or 0)))
    held_up = not shown and at.astimezone(desk.house.zone).date() < desk.today
    return [one for one in found if not (held_up and one.distance.passed)]


def escalated_together(desk: Desk, said: Escalate, *, shown: bool) -> list[DutyView]:
    """What goes up the ladder in one message: this duty and those with it; empty when another one speaks for it.

    `said` is what was planned: instant, condition, role. Raises Missing.
    """
    duty = duties.get(desk, said.duty, lock=False)
    if said.at is None:
        return [view(desk, duty)]
    together = reminders.escalated_together(desk, duty, said.at, said.if_, said.to, closed_too=shown)
    if not shown and together[0].id != duty.id:
        return []
    return views(desk, sorted(together, key=lambda d: (d.obey, d.due, d.id or 0)))


def listed(
    desk: Desk, *, page: int = 0, own_only: bool = False, overdue_only: bool = False, agency_id: int = 0
) -> DutyPage:
    """A page of the open duties in the actor's scope, most urgent first; what waits for a coordinator too.

    `own_only` leaves out agencies below the own ones; `agency_id` leaves only one of them.
    Raises NotAllowed for people who see no duties, or not those of this agency.
    """
    wide, own = scope(desk)
    if agency_id and agency_id not in wide:
        raise NotAllowed
    whose, until = [agency_id] if agency_id else own if own_only else wide, soon(desk)
    blind = looks_on_at(desk, whose)
    total = owed_store.count(desk.session, whose, until, blind=blind)
    late = owed_store.count(desk.session, whose, until, overdue_on=desk.today, blind=blind)
    if overdue_only:
        total = late
    page = max(0, min(page, -(-total // PER_PAGE) - 1))
    only = desk.today if overdue_only else None
    rows = owed_store.listed(
        desk.session, whose, until, overdue_on=only, offset=page * PER_PAGE, limit=PER_PAGE, blind=blind
    )
    return DutyPage(
        tuple(views(desk, rows)),
        page,
        total,
        PER_PAGE,
        late,
        own_only,
        len(wide) > len(own) > 0,
        agency_id,
        access.agency(desk, agency_id).short_name if agency_id else "",
        overdue_only,
        follows(desk),
    )


def follows(desk: Desk) -> bool:
    """Whether the actor follows who of others has reported what (`bot.services.duties.missing`)."""
    return not desk.is_system and desk.actor.may_somewhere(Action.JUDGE_DUTY)


def looks_on_at(desk: Desk, agency_ids: Sequence[int]) -> list[int]:
    """Of these agencies those whose risk cases the actor need not know of (SS16)."""
    if desk.is_system:
        return []
    trusted = {a.id for action in (Action.SEE_PLAINTIFF, Action.CLOSE_DUTY) for a in access.within(desk, action)}
    return [one for one in agency_ids if one not in trusted]


def soon(desk: Desk) -> date:
    """Duties of later periods are there already, but nobody need think of those with a later safe day than this before
    their first reminder."""
    return desk.today + THOUGHT_OF


def scope(desk: Desk) -> tuple[list[int], list[int]]:
    """Agencies whose duties the actor sees, and those among them where the actor is appointed.

    Raises NotAllowed for people who see no duties.
    """
    wide = {a.id or 0 for action in (Action.SEE_CASE, Action.CLOSE_DUTY) for a in access.within(desk, action)}
    if not wide:
        raise NotAllowed
    own = {i for i in desk.actor.agencies() if i in wide}
    return sorted(wide), sorted(own)
