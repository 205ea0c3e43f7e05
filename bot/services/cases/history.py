"""The history of a case: who did what, for whom, when, old and new, and the texts that were sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.domain.cases.cases import Entry, History, mask_name
from bot.services.cases import cases
from bot.services.hall.desk import Desk
from bot.store.cases import papers as papers_store
from bot.store.duties import queries as duties_store
from bot.store.hall import audit as audit_store
from bot.store.hearings import queries as hearings_store
from bot.store.post import told as told_store
from bot.store.tables import AuditEntry, Case, Duty, Paper, Person

PER_PAGE = 8
LONGEST_TEXT = 300
"""Of a text that was sent, this much is shown."""


def of_case(desk: Desk, case_id: int, page: int = 0) -> History:
    """A page of the history, newest first.

    Whoever may see the case may read it, time-limited observers included; plaintiffs stay masked for them.
    Raises Missing or NotAllowed as `cases.visible`.
    """
    case = cases.visible(desk, case_id)
    page = max(0, min(page, 500))
    wanted = (page + 1) * PER_PAGE + 1
    entries = [*_done(desk, case, wanted), *_sent(desk, case, wanted)]
    entries.sort(key=lambda one: one.at, reverse=True)
    shown = entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    return History(case.number, case.id or 0, tuple(shown), page, len(entries) > (page + 1) * PER_PAGE)


def last_change(desk: Desk, subject: str, actions: Iterable[str]) -> Entry | None:
    """The newest of these actions on `subject`: what an old button is answered with."""
    row = audit_store.newest(desk.session, subject, tuple(actions))
    return _entry(desk, row, None) if row else None


def _done(desk: Desk, case: Case, limit: int) -> list[Entry]:
    rows = audit_store.of_case(desk.session, case.id, f"case:{case.id}", limit=limit)
    masked = None if cases.may_see_plaintiff(desk, case) else case
    return [_entry(desk, row, masked) for row in rows]


def _entry(desk: Desk, row: AuditEntry, masked: Case | None) -> Entry:
    return Entry(
        at=row.at,
        action=row.action,
        who=_name(desk, row.actor_id),
        for_whom=_name(desk, row.for_id) if row.for_id else "",
        old=_pairs(row.old, masked),
        new=_pairs(row.new, masked),
        reason=_mask(row.reason, masked),
        subject=_about(desk, row.subject),
    )


def _pairs(values: dict[str, Any], masked: Case | None) -> tuple[tuple[str, str], ...]:
    return tuple((name, _mask(_plain(value), masked)) for name, value in values.items() if value not in (None, "", []))


def _plain(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _mask(text: str, masked: Case | None) -> str:
    if masked is None or not masked.plaintiff:
        return text
    return text.replace(masked.plaintiff, mask_name(masked.plaintiff))


def _name(desk: Desk, person_id: int | None) -> str:
    person = desk.session.get(Person, person_id) if person_id else None
    return person.name if person else ""


def _about(desk: Desk, subject: str) -> str:
    """What an entry is about: the duty's title, the kind of paper."""
    kind, _, number = subject.partition(":")
    if not number.isdigit():
        return ""
    if kind == "duty":
        duty = desk.session.get(Duty, int(number))
        return duty.title.get("zh", "") if duty else ""
    if kind == "paper":
        paper = desk.session.get(Paper, int(number))
        return f"paper:{paper.kind.value}" if paper else ""
    return ""


def _sent(desk: Desk, case: Case, limit: int) -> list[Entry]:
    """Texts about the case and its duties, hearings and papers that went out, with who got them."""
    subjects = [
        f"case:{case.id}",
        *(f"duty:{one.id}" for one in duties_store.of_case(desk.session, case.id)),
        *(f"hearing:{one.id}" for one in hearings_store.of_case(desk.session, case.id)),
        *(f"paper:{one.id}" for one in papers_store.of_case(desk.session, case.id)),
    ]
    rows = told_store.sent_about(desk.session, subjects, limit=limit)
    masked = None if cases.may_see_plaintiff(desk, case) else case
    return [
        Entry(
            at=row.sent_at or row.planned_at,
            action="message_sent",
            who="",
            for_whom=_name(desk, row.person_id),
            text=_mask(row.text, masked)[:LONGEST_TEXT],
        )
        for row in rows
    ]
