"""What papers promise by a day is followed: reminded of on the day, pressed for afterwards, until done or excused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from bot.domain.documents.acts import FOLLOW_UP_DONE, FOLLOW_UP_EXCUSED
from bot.domain.documents.documents import OPEN, DocumentState
from bot.domain.documents.follow_ups import (
    ALARMED_AFTER,
    DAYS_AFTER,
    DAYS_BEFORE,
    NO_DAY,
    FollowState,
    FollowUp,
    FollowUps,
    day_of,
    rows,
)
from bot.domain.documents.kinds import Kind
from bot.domain.documents.topics import FOLLOW, FollowDay
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale, reasoned
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DOERS, Role
from bot.domain.hall.topics import Notice, to_audience
from bot.services.agencies import bodies
from bot.services.documents import changing, permissions
from bot.services.hall import access
from bot.services.hall import files as stored_files
from bot.services.hall.desk import Desk
from bot.services.law import facts
from bot.services.post import outbox
from bot.store.agencies import queries as agencies_store
from bot.store.tables import Case, Document, Person

FACT = "followed"
"""The fact of a document in which its promises are kept: {key: {what, who, until, state, …}}."""
NINE = time(9)


def check(desk: Desk, kind: Kind, raws: Mapping[str, Any]) -> None:
    """Raise Refused where the day of a promise cannot be read: it could not be followed."""
    for key, row in rows(kind, raws):
        if any(row.values()) and day_of(row, desk.today) is None:
            raise Refused(NO_DAY, text=str(row.get("until") or row.get("what") or "")).about(key.partition(".")[0])


def begin(desk: Desk, document: Document, kind: Kind, raws: Mapping[str, Any]) -> None:
    """The paper was submitted: its promises are followed from now on. What was said of one before stays said."""
    before: Mapping[str, Any] = document.facts.get(FACT) or {}
    said = {(one["what"], one["until"], one.get("agency")): one for one in before.values()}
    found: dict[str, Any] = {}
    for key, row in rows(kind, raws):
        until = day_of(row, desk.today)
        if until is not None:
            what, who = str(row.get("what") or ""), str(row.get("who") or "")
            for n, agency in enumerate(_charged(desk, document, who)):
                new: dict[str, Any] = {"what": what, "who": who, "until": until.isoformat(), "state": "open"}
                new |= {"agency": agency} if agency else {}
                found[key + (f".{n}" if n else "")] = said.get((what, until.isoformat(), agency), new)
    if found or before:
        document.facts = {**document.facts, FACT: found}
        desk.session.add(document)
        desk.session.flush()
        _replan(desk, document)
        _tell_charged(desk, document, before)


def _charged(desk: Desk, document: Document, who: str) -> list[int | None]:
    """The other units of the branch that a row names: each sees to it for itself; None stands for the paper's own.

    What a paper in a case promises stays with those of the case: it may name a plaintiff.
    """
    if document.case_id is not None:
        return [None]
    home = access.agency(desk, document.agency_id)
    government = facts.government_above(desk, home)
    branch = government.path if government else home.path
    within = [a for a in agencies_store.open_agencies(desk.session, courts=False) if a.path.startswith(branch)]
    return [one.id for one in bodies.mentioned(desk, within, who) if one.id != home.id] or [None]


def _tell_charged(desk: Desk, document: Document, before: Mapping[str, Any]) -> None:
    """Units that were given something to do hear of it now, and not only when its day is near."""
    known = {(one["what"], one["until"], one.get("agency")) for one in before.values()}
    for key, one in document.facts[FACT].items():
        if one.get("agency") and (one["what"], one["until"], one["agency"]) not in known:
            until = date.fromisoformat(one["until"])
            _plan(desk, document, key, until, [desk.now], f"doers@{one['agency']}")


def forget(desk: Desk, document: Document) -> None:
    """It was sent back, taken back or given up: nobody is reminded of what it promised."""
    outbox.cancel(desk, About.DOCUMENT(document.id), topics=(FOLLOW,))


def _replan(desk: Desk, document: Document) -> None:
    forget(desk, document)
    calendar = desk.house.law.calendar
    for key, one in (document.facts.get(FACT) or {}).items():
        if one["state"] == FollowState.OPEN.value:
            until = date.fromisoformat(one["until"])
            day = calendar.previous_working(until)
            spoken = [
                calendar.add_working(day, -DAYS_BEFORE),
                day,
                *(calendar.add_working(until, n) for n in DAYS_AFTER),
            ]
            doers = f"doers@{one.get('agency') or document.agency_id}"
            _plan(desk, document, key, until, [_at_nine(desk, each) for each in spoken], doers)
            alarms = [_at_nine(desk, calendar.add_working(until, n)) for n in ALARMED_AFTER]
            _plan(desk, document, key, until, alarms, f"coordinators@{document.agency_id}")


def _at_nine(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, NINE, desk.house.zone).astimezone(UTC)


def _plan(desk: Desk, document: Document, key: str, until: date, times: Sequence[datetime], audience: str) -> None:
    for at in times:
        if at >= desk.now:
            outbox.plan(
                desk,
                Notice(FOLLOW, FollowDay(document.id or 0, key, until), About.DOCUMENT(document.id)),
                to_audience(audience),
                at=at,
                dedupe=f"follow:{document.id}:{key}:{until.isoformat()}:{at.isoformat()}:{audience}",
            )


# -- looking -----------------------------------------------------------------------------------------------------------


def of(desk: Desk, document_id: int) -> FollowUps:
    """What the paper promises; for people of a unit that it names, what that one is to do.

    Raises:
        Missing: there is no such document. NotAllowed: it is not the actor's to see, and gave him or her nothing to do.
    """
    document = permissions.found(desk, document_id)
    kind = permissions.kind_of(desk, document)
    kept: Mapping[str, Any] = document.facts.get(FACT) or {}
    whole = permissions.may_see(desk, document, kind)
    if not whole:
        kept = {key: one for key, one in kept.items() if _is_given(desk, document, one)}
        if not kept:
            raise NotAllowed
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    agency = access.agency(desk, document.agency_id)
    return FollowUps(
        document=document.id or 0,
        version=document.version,
        title_zh=kind.zh,
        title_en=kind.en,
        agency=agency.short_name,
        case_number=case.number if case else "",
        items=tuple(_item(desk, key, one) for key, one in kept.items()),
        may_report=not whole
        or (document.state is not DocumentState.VOID and permissions.may_do(desk, document, kind.steps[0])),
        whole=whole,
        own=desk.is_system or document.agency_id in desk.actor.agencies(),
        may_excuse=not desk.is_system and desk.actor.may(Action.JUDGE_DUTY, agency.path),
        protect=kind.protected,
    )


def _is_given(desk: Desk, document: Document, one: Mapping[str, Any]) -> bool:
    """Whether the actor does what the paper that stands gave to an agency."""
    standing = document.state is not DocumentState.VOID and document.state not in OPEN
    return standing and not desk.is_system and one.get("agency") in desk.actor.agencies(*DOERS, Role.PRINCIPAL)


def _item(desk: Desk, key: str, one: Mapping[str, Any]) -> FollowUp:
    until = date.fromisoformat(one["until"])
    calendar, today = desk.house.law.calendar, desk.today
    left = (
        calendar.working_days_between(today, until)
        if today <= until
        else -max(1, calendar.working_days_between(until, today))
    )
    by = desk.session.get(Person, one["by"]) if one.get("by") else None
    return FollowUp(
        key=key,
        what=one["what"],
        who=one["who"],
        until=until,
        state=FollowState(one["state"]),
        on=date.fromisoformat(one["on"]) if one.get("on") else None,
        note=str(one.get("note") or ""),
        by=by.name if by else "",
        left=left,
        agency=access.agency(desk, one["agency"]).short_name if one.get("agency") else "",
    )


def open_days(document: Document) -> list[date]:
    """The days of what the paper promised and nobody reported or excused, the first one first."""
    kept: Mapping[str, Any] = document.facts.get(FACT) or {}
    return sorted(date.fromisoformat(one["until"]) for one in kept.values() if one["state"] == FollowState.OPEN.value)


# -- acting ------------------------------------------------------------------------------------------------------------


def reportable(desk: Desk, document_id: int, version: int, key: str) -> FollowUps:
    """What the paper promises, if the actor may say that this of it was done. Raises as `done`."""
    found = _open(desk, document_id, version, key)
    if not found.may_report:
        raise NotAllowed
    return found


def excusable(desk: Desk, document_id: int, version: int, key: str) -> FollowUps:
    """As `reportable`, for excusing it. Raises as `excuse`."""
    found = _open(desk, document_id, version, key)
    if not found.may_excuse:
        raise NotAllowed
    return found


def _open(desk: Desk, document_id: int, version: int, key: str) -> FollowUps:
    found = of(desk, document_id)
    one = found.of(key)
    if one is None:
        raise Missing
    if found.version != version or not one.is_open:
        raise Stale
    return found


def done(
    desk: Desk, document_id: int, version: int, key: str, on: date, note: str, files: Sequence[dict[str, Any]] = ()
) -> Document:
    """The agency reports that what its paper promised was done.

    Raises:
        Missing: there is no such document, or it promises no such thing.
        NotAllowed: it is not the actor's to report.
        Stale: somebody was faster, or the paper changed.
        Refused: the day lies ahead.
    """
    reportable(desk, document_id, version, key)
    if on > desk.today:
        raise Refused("{date} has not come yet.", date=on)
    stored_files.keep(desk, About.DOCUMENT(document_id), files)
    document = _settle(desk, document_id, version, key, FollowState.DONE, on, note)
    what = document.facts[FACT][key]["what"]
    changing.written(desk, document, FOLLOW_UP_DONE, new={"what": what, "on": on.isoformat(), "note": note[:400]})
    return document


def excuse(desk: Desk, document_id: int, version: int, key: str, reason: str) -> Document:
    """A coordinator excuses it, with a reason.

    Raises:
        Missing, Stale: as `done`. NotAllowed: the actor does not judge the agency's duties. Refused: no reason.
    """
    excusable(desk, document_id, version, key)
    words = reasoned(reason)
    document = _settle(desk, document_id, version, key, FollowState.EXCUSED, desk.today, words)
    what = document.facts[FACT][key]["what"]
    changing.written(desk, document, FOLLOW_UP_EXCUSED, new={"what": what}, reason=words)
    return document


def _settle(desk: Desk, document_id: int, version: int, key: str, state: FollowState, on: date, note: str) -> Document:
    document = permissions.found(desk, document_id, lock=True)
    if document.version != version:
        raise Stale
    kept = dict(document.facts[FACT])
    kept[key] = {
        **kept[key], "state": state.value, "on": on.isoformat(), "note": note[:400], "by": desk.actor.person_id
    }  # fmt: skip
    document.facts = {**document.facts, FACT: kept}
    desk.session.add(document)
    desk.session.flush()
    _replan(desk, document)
    return document
