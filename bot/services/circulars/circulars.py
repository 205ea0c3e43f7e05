"""Composing a circular: its parts, its head, its audience. Submitting and approving it is in `approvals`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.agencies.audiences import Audience, Resolved
from bot.domain.circulars import circulars as pure
from bot.domain.circulars.acts import CIRCULAR_BEGUN
from bot.domain.circulars.circulars import Head, Part
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import CircularState, Role
from bot.domain.hall.topics import AnyTopic
from bot.services.agencies import audiences, groups
from bot.services.hall import access
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.post import outbox
from bot.store.circulars import queries as circulars_store
from bot.store.post import queries as post_store
from bot.store.tables import Agency, Case, Circular, Document, OutboxRow, Person

COLLECTING = timedelta(hours=12)
"""After that without a new part, what the author sends is no longer taken for the circular."""


def subject_of(circular_id: int | None) -> Subject:
    """What a circular's cards and boards are about."""
    return About.CIRCULAR(circular_id)


def sending_subject(circular_id: int | None) -> Subject:
    """What the rows to the recipients are about, so that they are stopped together."""
    return About.CIRCULAR_SENDING(circular_id)


# -- finding -------------------------------------------------------------------------------------------------------


def circular(desk: Desk, circular_id: int, version: int | None = None, *, lock: bool = True) -> Circular:
    """The circular, if the actor sends for its agency.

    Raises:
        Missing: there is none. NotAllowed: it is another agency's. Stale: it changed since `version`.
    """
    found = desk.session.get(Circular, circular_id, with_for_update=lock or None)
    if found is None:
        raise Missing
    access.require(desk, Action.SEND_CIRCULAR, found.agency_id)
    if version is not None and found.version != version:
        raise Stale
    return found


def collecting(desk: Desk) -> Circular | None:
    """The actor's circular that takes what is sent now."""
    return circulars_store.collecting(desk.session, desk.actor.person_id, desk.now - COLLECTING)


def is_collecting(desk: Desk) -> bool:
    """Whether there is one, asked without taking hold of it."""
    return any(row.collecting and row.touched_at > desk.now - COLLECTING for row in drafts(desk))


def drafts(desk: Desk) -> list[Circular]:
    """The actor's circulars that are not submitted, the newest first."""
    return circulars_store.drafts_of(desk.session, desk.actor.person_id, most=10)


def title_of(row: Circular) -> str:
    """Its title, or the beginning of its first text."""
    if row.title:
        return row.title
    text = " ".join(next((part.text for part in parts_of(row) if part.text), "").split())
    return f"{text[:30]}…" if len(text) > 30 else text or f"№ {row.id}"


def parts_of(row: Circular) -> tuple[Part, ...]:
    return tuple(Part.from_json(data) for data in row.parts)


def found_now(desk: Desk, row: Circular) -> Resolved:
    """Whom it would reach today."""
    if row.audience is None:
        return Resolved()
    return audiences.resolve(as_sender(desk, row), Audience.from_json(row.audience))


def as_sender(desk: Desk, row: Circular) -> Desk:
    """The desk of whoever answers for the circular: its author, or who approved it, or nobody any more; where it
    carries something of another room, the bot's own."""
    if row.origin:
        return replace(desk, actor=SYSTEM)
    for person_id in (row.author_id, row.approved_by):
        person = desk.session.get(Person, person_id) if person_id else None
        if person is None:
            continue
        actor = access.actor_of(desk.session, person, desk.today)
        if actor.may(Action.SEND_CIRCULAR, access.agency(desk, row.agency_id).path):
            return replace(desk, actor=actor)
    nobody = replace(desk.actor, person_id=-1, appointments=())
    return replace(desk, actor=nobody)


def head_of(desk: Desk, row: Circular) -> Head:
    replaced = desk.session.get(Circular, row.replaces_id) if row.replaces_id else None
    title_en, about = _words_of(desk, row)
    return Head(
        row.id or 0,
        row.title,
        row.number,
        row.signed_by,
        row.reply,
        row.answer_by,
        row.protect,
        row.withdrawal,
        title_of(replaced) if replaced else "",
        replaced is not None and not row.withdrawal,
        paper=bool(row.origin),
        answered_in=_carried(row, About.DOCUMENT) if row.answer_with and not row.withdrawal else 0,
        document=_carried(row, About.DOCUMENT),
        issued=_carried(row, About.ISSUED),
        title_en=title_en,
        about=about,
        together=row.one_answer,
    )


def _words_of(desk: Desk, row: Circular) -> tuple[str, str]:
    """Of the document that it carries: its kind in English, and the case that it is about."""
    document = desk.session.get(Document, _carried(row, About.DOCUMENT)) if row.origin else None
    if document is None:
        return "", ""
    kind = desk.house.law.kinds.get(document.kind)
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    return kind.en if kind is not None else "", case.number if case is not None else ""


def _carried(row: Circular, what: About) -> int:
    """The number of what it carries; 0 where that is something else, or nothing."""
    found = what.read(row.origin)
    return found.number if found is not None else 0


# -- composing -----------------------------------------------------------------------------------------------------


def begin(desk: Desk) -> Circular:
    """A new draft that collects what the actor sends; another one stops collecting.

    Raises:
        NotAllowed: the actor may not send circulars.
    """
    access.require_somewhere(desk, Action.SEND_CIRCULAR)
    home = _home(desk)
    for other in drafts(desk):
        other.collecting = False
    new = Circular(
        agency_id=home.id or 0,
        author_id=desk.actor.person_id,
        signed_by=home.name,
        created_at=desk.now,
        touched_at=desk.now,
    )
    desk.session.add(new)
    desk.session.flush()
    desk.audit(CIRCULAR_BEGUN, subject_of(new.id), agency_id=new.agency_id)
    return new


def _home(desk: Desk) -> Agency:
    """The agency the actor sends for: the first where he or she is coordinator."""
    for agency_id in desk.actor.agencies(Role.COORDINATOR):
        home = access.agency(desk, agency_id)
        if desk.actor.may(Action.SEND_CIRCULAR, home.path):
            return home
    raise NotAllowed


def draft(desk: Desk, circular_id: int, version: int | None) -> Circular:
    """A draft that may be changed."""
    row = circular(desk, circular_id, version)
    if row.state is not CircularState.DRAFT:
        raise Refused("This circular is no longer a draft; take it back first.")
    return row


def touch(desk: Desk, row: Circular) -> Circular:
    """Note a change: older buttons are out of date, cards that are open show it."""
    row.revise()
    row.touched_at, desk.untidy = desk.now, True
    desk.session.add(row)
    desk.session.flush()
    outbox.refresh(desk, subject_of(row.id))
    return row


def add_part(desk: Desk, row: Circular, part: Part) -> bool:
    """Take one more message into the draft; False when it only joined an album that is there.

    Raises:
        Refused: it cannot be copied, or there are too many parts.
    """
    before = parts_of(row)
    after = pure.with_part(before, part)
    row.parts = [one.to_json() for one in after]
    touch(desk, row)
    return len(after) > len(before)


def change_parts(desk: Desk, circular_id: int, version: int, what: str, index: int) -> Circular:
    """Move a part up (`up`) or take it out (`drop`)."""
    row = draft(desk, circular_id, version)
    parts = parts_of(row)
    if not 0 <= index < len(parts):
        raise Stale
    left = pure.moved_up(parts, index) if what == "up" else (*parts[:index], *parts[index + 1 :])
    row.parts = [one.to_json() for one in left]
    return touch(desk, row)


def collect(desk: Desk, circular_id: int, on: bool) -> Circular:
    """Begin or stop taking what the actor sends for this draft."""
    row = draft(desk, circular_id, None)
    for other in drafts(desk):
        other.collecting = False
    row.collecting, row.author_id = on, desk.actor.person_id if on else row.author_id
    return touch(desk, row)


def set_head(desk: Desk, circular_id: int, version: int | None, values: dict[str, Any]) -> Circular:
    """Set title, number, what is asked back and the like (see `bot.domain.circulars.forms.head_values`)."""
    row = draft(desk, circular_id, version)
    for name, value in values.items():
        setattr(row, name, value)
    if row.protect:
        row.groups = []
    return touch(desk, row)


def take_proposed_title(desk: Desk, circular_id: int, version: int) -> Circular:
    """The beginning of its text becomes its title.

    Raises:
        Refused: there is nothing to take it from.
    """
    row = draft(desk, circular_id, version)
    proposed = pure.proposed_title(parts_of(row))
    if not proposed:
        raise Refused("Please give it a title first, under “Title, reply”.")
    row.title = proposed
    return touch(desk, row)


def set_audience(desk: Desk, circular_id: int, version: int | None, audience: Audience) -> Circular:
    row = draft(desk, circular_id, version)
    if row.replaces_id is not None:
        raise Refused("A correction goes to those who got the first version.")
    row.audience = audience.to_json() or {"roles": [role.value for role in audience.roles]}
    return touch(desk, row)


def check_for_groups(desk: Desk, row: Circular) -> None:
    """Raise `Refused` where its words are not for groups."""
    groups.check_words(desk, " ".join([row.title, *(f"{part.text} {part.name}" for part in parts_of(row))]))


def toggle_group(desk: Desk, circular_id: int, version: int, group_id: int) -> Circular:
    """Send it to a linked group as well, or no longer."""
    row = draft(desk, circular_id, version)
    if row.protect:
        raise Refused("A sensitive circular does not go to groups.")
    group = groups.linked(desk, group_id)
    if group_id not in row.groups:
        check_for_groups(desk, row)
    row.groups = [i for i in row.groups if i != group.id] if group.id in row.groups else [*row.groups, group.id or 0]
    return touch(desk, row)


def retire_cards(desk: Desk, circular_id: int, topic: AnyTopic) -> list[OutboxRow]:
    """Only the newest card of a chat is kept up to date; gives the older ones, which stay as they are."""
    older = post_store.about(
        desk.session, str(subject_of(circular_id)), topics=[topic.name], person_id=desk.actor.person_id, live=True
    )
    for row in older:
        outbox.retire(desk.session, row)
    return older
