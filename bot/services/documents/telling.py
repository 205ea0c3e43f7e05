"""Who is told that a document waits, came back, or is late. Person by person: a group never hears of a document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.domain.documents.documents import Act, DocumentState
from bot.domain.documents.kinds import Kind
from bot.domain.documents.topics import NEXT, REMIND, RETURNED, SILENT, TOLD, Returned, StepDay, Told, Turn
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, To, to_audience, to_person
from bot.domain.law.roles import Role as LawRole
from bot.domain.law.scheduling import Anchors, Escalation, Scheduler
from bot.services.documents import changing, deadlines, permissions
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import delivery, outbox
from bot.store.duties import queries as duties_store
from bot.store.tables import Agency, Document, Person

PACKAGE = "P-SHORT"
"""How a step is reminded of whose last day is no duty's."""
MORNING = time(9)
_WAITING = (NEXT, REMIND, SILENT, RETURNED)


def next_step(desk: Desk, document: Document, kind: Kind) -> None:
    """Whoever has the step that comes now hears of it at once, and again as its last day comes near."""
    outbox.cancel(desk, changing.subject_of(document), topics=_WAITING)
    if document.state is not DocumentState.UNDER_WAY or document.step >= len(kind.steps):
        return
    step = kind.steps[document.step]
    shows = Turn(document.id or 0, document.step, document.edition, desk.actor.name)
    for person in _others(desk, permissions.doers(desk, document, step)):
        outbox.plan(
            desk,
            Notice(NEXT, shows, changing.subject_of(document)),
            to_person(person.id),
            dedupe=f"doc.next:{document.id}:{document.edition}:{document.step}:{document.version}:{person.id}",
        )
    _plan_days(desk, document, kind)


def _others(desk: Desk, people: Iterable[Person]) -> list[Person]:
    unique = {one.id: one for one in people if one.id != desk.actor.person_id}
    return list(unique.values())


def _plan_days(desk: Desk, document: Document, kind: Kind) -> None:
    """Reminders of the step, and the alarm where it is silent: by the package and the ladder of the duty whose date it
    is, else by the usual ones."""
    days = deadlines.of_step(desk, kind, document, document.step)
    if days is None:
        return
    name, own = _ladder(desk, document, kind)
    ladders = desk.house.law.library.ladders
    scheduler = Scheduler(desk.house.law.calendar, desk.house.zone, desk.now)
    anchors = Anchors(desk.today, days.obey, days.last)
    package = ladders.package(name)
    soon = desk.now + timedelta(hours=3)
    for at in scheduler.reminders(package, anchors) if package is not None else ():
        if at > soon:
            _remind(desk, document, kind, days, at)
    _plan_alarms(desk, document, kind, days, scheduler.escalations(ladders.escalation(name, own), anchors))


def _plan_alarms(
    desk: Desk, document: Document, kind: Kind, days: deadlines.Days, ladder: Iterable[Escalation]
) -> None:
    """Those who have the step hear it first, at the ladder's first rung; whom that names above them at the next one.
    Nobody above hears it at the same instant as they."""
    own = audiences(desk, document, kind)
    owed: tuple[LawRole, ...] | None = None
    at, red = desk.now, False
    for rung in (one for one in ladder if one.condition == "open"):
        if owed is None:
            _alarm(desk, document, own, days, rung.at, red=rung.red)
            owed = rung.to
        else:
            above = _above(desk, document, kind, (*owed, *rung.to))
            _alarm(desk, document, above or own, days, rung.at, red=rung.red)
            owed = ()
        at, red = rung.at, rung.red
    above = _above(desk, document, kind, owed or ())
    if above:
        _alarm(desk, document, above, days, _next_morning(desk, at), red=red)


def _next_morning(desk: Desk, at: datetime) -> datetime:
    day = at.astimezone(desk.house.zone).date() + timedelta(days=1)
    return desk.at(desk.house.law.calendar.next_working(day), MORNING)


def _ladder(desk: Desk, document: Document, kind: Kind) -> tuple[str, str]:
    last = kind.steps[document.step].last
    rows = duties_store.of_case(desk.session, document.case_id) if document.case_id and last and last.rule else []
    duty = next((duty for duty in rows if last is not None and duty.rule == last.rule), None)
    if duty is None or not duty.package:
        return PACKAGE, ""
    return duty.package, str(duty.ladder[0]) if duty.ladder else ""


def _remind(desk: Desk, document: Document, kind: Kind, days: deadlines.Days, at: datetime) -> None:
    shows = StepDay(document.id or 0, document.step, document.edition, days.obey, at)
    for to in audiences(desk, document, kind):
        outbox.plan(
            desk, Notice(REMIND, shows, changing.subject_of(document)), to, at=at, dedupe=_key("remind", shows, to)
        )


def _alarm(desk: Desk, document: Document, people: list[To], days: deadlines.Days, at: datetime, *, red: bool) -> None:
    shows = StepDay(document.id or 0, document.step, document.edition, days.last, at, red)
    for to in dict.fromkeys(people):
        outbox.plan(
            desk, Notice(SILENT, shows, changing.subject_of(document)), to, at=at, dedupe=_key("silent", shows, to)
        )


def _key(name: str, shows: StepDay, to: To) -> str:
    at = shows.at.strftime("%Y%m%d%H%M") if shows.at is not None else ""
    return f"doc.{name}:{shows.document}:{shows.edition}:{shows.step}:{at}:{to.audience}"


def audiences(desk: Desk, document: Document, kind: Kind) -> list[To]:
    """Who has the step, by role: whoever holds it when the message is due."""
    step = kind.steps[document.step]
    body = permissions.body_of(desk, document, step)
    if body is not None and permissions.holders(desk, document, step):
        return [to_audience(_named(role, body.id or 0)) for role in step.by.roles]
    return [to_audience(f"coordinators@{document.agency_id}")]


def _named(role: Role, agency_id: int) -> str:
    # Coordinators are looked for upwards from an agency; those of a bureau are its own.
    return f"role:{role.value}@{agency_id}"


def _above(desk: Desk, document: Document, kind: Kind, roles: tuple[LawRole, ...]) -> list[To]:
    """Of the ladder's roles those that stand above the step: the coordinator, and the head of the body that has it. Who
    has the step himself is none of them."""
    step = kind.steps[document.step]
    body, have = permissions.body_of(desk, document, step), permissions.holders(desk, document, step)
    theirs = not have or (Role.COORDINATOR in step.by.roles and _leads(desk, document, body))
    found = [to_audience(f"coordinators@{document.agency_id}")] if LawRole.COORDINATOR in roles and not theirs else []
    if LawRole.PRINCIPAL in roles and body is not None and not (have and Role.PRINCIPAL in step.by.roles):
        found.append(to_audience(f"role:{Role.PRINCIPAL.value}@{body.id}"))
    if LawRole.COORDINATOR_SUPERIOR in roles:
        lead = access.lead_of(desk, document.agency_id)
        found += [to_audience(f"role:{Role.PRINCIPAL.value}@{lead.id}")] if lead is not None else []
    return found


def _leads(desk: Desk, document: Document, body: Agency | None) -> bool:
    lead = access.lead_of(desk, document.agency_id)
    return body is not None and lead is not None and lead.id == body.id


# -- what became of it -------------------------------------------------------------------------------------------------


def returned(desk: Desk, document: Document, kind: Kind, reason: str) -> None:
    """Whoever drafted it is told at once why it came back."""
    outbox.cancel(desk, changing.subject_of(document), topics=_WAITING)
    shows = Returned(document.id or 0, desk.actor.name, reason)
    for person in _drafters(desk, document, kind):
        outbox.plan(
            desk,
            Notice(RETURNED, shows, changing.subject_of(document)),
            to_person(person.id),
            dedupe=f"doc.back:{document.id}:{document.version}:{person.id}",
        )


def moved(desk: Desk, document: Document, kind: Kind, act: Act) -> None:
    """Whoever drafted it hears what became of it."""
    shows = Told(document.id or 0, act.value, _who(desk, document, act))
    for person in _drafters(desk, document, kind):
        outbox.plan(
            desk,
            Notice(TOLD, shows, changing.subject_of(document)),
            to_person(person.id),
            dedupe=f"doc.told:{document.id}:{document.version}:{act.value}:{person.id}",
        )


def _who(desk: Desk, document: Document, act: Act) -> str:
    """By whom: an answer is the unit's, whoever takes it in."""
    answers = act is Act.REPLY and document.addressee_id is not None
    return access.agency(desk, document.addressee_id or 0).short_name if answers else desk.actor.name


def _drafters(desk: Desk, document: Document, kind: Kind) -> list[Person]:
    people = permissions.doers(desk, document, kind.steps[0])
    author = desk.session.get(Person, document.created_by) if document.created_by else None
    still = author is not None and any(one.id == author.id for one in people)
    if not people and document.created_by:
        people = delivery.people_of(desk, f"doers@{document.agency_id}")
    return _others(desk, [*([author] if author is not None and still else []), *people])
