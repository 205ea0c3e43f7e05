"""Telegram groups of an agency or a branch: linked with a code, told only what a group may know."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, time, timedelta

from bot.domain.agencies.acts import GROUP_CODE_MADE, GROUP_LINKED, GROUP_NOTES, GROUP_UNLINKED
from bot.domain.agencies.groups import GroupLine, Linking, NoteLine, plaintiffs_in
from bot.domain.agencies.topics import GROUP_HEARINGS, GroupHearings
from bot.domain.cases.cases import RISK_TAGS
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, to_chat
from bot.domain.reading.places import without_code
from bot.services.hall import access, notes
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import queries as agencies_store
from bot.store.cases import queries as cases_store
from bot.store.hearings import public as public_store
from bot.store.tables import Agency, Case, LinkedGroup

CODE_HOURS = 24
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def _key(code: str) -> str:
    return f"grouplink:{hashlib.sha256(code.strip().upper().encode()).hexdigest()}"


# -- linking -------------------------------------------------------------------------------------------------------


def new_code(desk: Desk, agency_id: int) -> Linking:
    """A code, good for one group and for a day, by which an administrator links a group to this agency's branch.

    Raises:
        NotAllowed: the actor does not keep the tree there.
    """
    agency = access.require(desk, Action.EDIT_TREE, agency_id)
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    expires = desk.now + timedelta(hours=CODE_HOURS)
    value = {"agency": agency_id, "by": desk.actor.person_id, "expires": expires.isoformat()}
    notes.put(desk.session, _key(code), value, now=desk.now)
    desk.audit(GROUP_CODE_MADE, About.AGENCY(agency_id), agency_id=agency_id)
    return Linking(agency.short_name, code, expires)


def link(desk: Desk, chat_id: int, title: str, code: str, *, thread: int = 0) -> LinkedGroup:
    """Link this group, and the topic in which that is said; linking a group again moves it.

    Raises:
        NotAllowed: the actor does not keep the tree of the agency that the code names.
        Refused: the code is wrong, used or older than a day.
    """
    access.require_somewhere(desk, Action.EDIT_TREE)
    value = notes.get(desk.session, _key(code))
    if not value or datetime.fromisoformat(value["expires"]) < desk.now:
        raise Refused("This code is not valid. Please get a new one with /link in your private chat with me.")
    agency = access.require(desk, Action.EDIT_TREE, int(value["agency"]))
    notes.put(desk.session, _key(code), {}, now=desk.now)
    group = agencies_store.group_in_chat(desk.session, chat_id) or LinkedGroup(chat_id=chat_id)
    old = group.agency_id
    group.title, group.agency_id, group.gone_at = title[:200], agency.id, None
    group.thread = thread
    group.linked_by, group.linked_at = desk.actor.person_id, desk.now
    desk.session.add(group)
    desk.session.flush()
    desk.audit(
        GROUP_LINKED, About.GROUP(group.id), agency_id=agency.id, old={"agency": old}, new={"title": group.title}
    )
    return group


def unlink(desk: Desk, group_id: int) -> None:
    """Nothing goes to this group any more."""
    group = kept(desk, group_id)
    group.gone_at = desk.now
    desk.session.add(group)
    desk.audit(GROUP_UNLINKED, About.GROUP(group.id), agency_id=group.agency_id)


def turn_notes(desk: Desk, group_id: int) -> LinkedGroup:
    """Whether the notes on the next day's hearings go there: the other way round."""
    group = kept(desk, group_id)
    group.hearing_notes = not group.hearing_notes
    desk.session.add(group)
    desk.audit(GROUP_NOTES, About.GROUP(group.id), agency_id=group.agency_id, new={"on": group.hearing_notes})
    return group


def kept(desk: Desk, group_id: int) -> LinkedGroup:
    """A linked group of the actor's branches, locked.

    Raises:
        Missing: there is none, or nothing goes there any more. NotAllowed: it is another branch's.
    """
    group = desk.session.get(LinkedGroup, group_id, with_for_update=True)
    if group is None or group.agency_id is None or group.gone_at is not None:
        raise Missing
    access.require(desk, Action.EDIT_TREE, group.agency_id)
    return group


# -- listing -------------------------------------------------------------------------------------------------------


def listed(desk: Desk, action: Action = Action.EDIT_TREE) -> list[GroupLine]:
    """Linked groups of the branches over which the actor may `action`."""
    reach = {a.id: a for a in access.within(desk, action)}
    return [_line(g, reach[g.agency_id]) for g in agencies_store.linked_groups(desk.session) if g.agency_id in reach]


def shown(desk: Desk, group_id: int) -> GroupLine:
    """One linked group as the list has it.

    Raises:
        Missing: nothing goes there any more. NotAllowed: it is another branch's.
    """
    group = kept(desk, group_id)
    return _line(group, access.agency(desk, group.agency_id or 0))


def _line(group: LinkedGroup, agency: Agency) -> GroupLine:
    return GroupLine(group.id or 0, group.title, agency.short_name, group.hearing_notes)


def linked(desk: Desk, group_id: int) -> LinkedGroup:
    """A group that the actor may send circulars to.

    Raises:
        Missing: it is not linked any more. NotAllowed: it belongs to another branch.
    """
    group = desk.session.get(LinkedGroup, group_id)
    if group is None or group.agency_id is None or group.gone_at is not None:
        raise Missing
    if not any(a.id == group.agency_id for a in access.within(desk, Action.SEND_CIRCULAR)):
        raise NotAllowed
    return group


# -- what a group may know -----------------------------------------------------------------------------------------


def check_words(desk: Desk, text: str) -> None:
    """Refuse a text for groups that names a plaintiff, a risk case or a closed hearing (duties.md section D, rule 1).

    Raises:
        Refused: with the name or the case that stands in the way.
    """
    cases = cases_store.open_cases(desk.session)
    found = plaintiffs_in(text, [case.plaintiff for case in cases])
    if found:
        raise Refused(
            "This text names a plaintiff ({name}). Groups get no plaintiffs' names; please take it out.", name=found
        )
    for case in cases:
        if case.number in text and (is_risk(case) or public_store.any_closed(desk.session, case.id)):
            raise Refused(
                "Case {number} is a risk case or is heard in private; it is not mentioned in groups.",
                number=case.number,
            )


def is_risk(case: Case) -> bool:
    return bool(set(RISK_TAGS) & set(case.facts.get("tags") or ()))


# -- notes on the next day's hearings ------------------------------------------------------------------------------


def plan_notes(desk: Desk) -> int:
    """Plan one note for each group that wants them, about the hearings until the next working day (tick)."""
    calendar = desk.house.law.calendar
    if not calendar.is_working(desk.today):
        return 0
    until = calendar.next_working(desk.today + timedelta(days=1))
    planned = 0
    for group in agencies_store.linked_groups(desk.session, with_notes=True):
        if not hearings_for(desk, group.id or 0, desk.today, until):
            continue
        row = outbox.plan(
            desk,
            Notice(
                GROUP_HEARINGS, GroupHearings(group=group.id or 0, after=desk.today, until=until), About.GROUP(group.id)
            ),
            to_chat(group.chat_id),
            dedupe=f"group.hearings:{group.id}:{until.isoformat()}",
        )
        planned += row is not None
    return planned


def hearings_for(desk: Desk, group_id: int, after: date, until: date) -> list[NoteLine]:
    """Hearings later than `after` up to `until` of the group's branch that a group may know of."""
    group = desk.session.get(LinkedGroup, group_id)
    home = desk.session.get(Agency, group.agency_id) if group and group.agency_id and group.gone_at is None else None
    if home is None:
        return []
    first = desk.at(after + timedelta(days=1), time(0))
    last = desk.at(until + timedelta(days=1), time(0))
    lines: dict[int, NoteLine] = {}
    for hearing, case, agency in public_store.in_branch(desk.session, home.path, first, last):
        if is_risk(case):
            continue
        known = lines.get(hearing.id or 0)
        agencies = (*(known.agencies if known else ()), agency.short_name)
        place = without_code(hearing.place)
        lines[hearing.id or 0] = NoteLine(case.number, agencies, hearing.starts_at, place, hearing.online)
    return list(lines.values())
