"""出庭报备表 (SS12, SS13): ready as soon as a leader is named, filed in one tap, and filed again with each change.

There is one for an agency and a case; whatever is filed again is another version beside those before. Nothing goes out
unasked: where somebody else is to appear the form is a draft again, with the reason, and its people are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from bot.domain.documents.acts import DOCUMENT_SENT_BACK
from bot.domain.documents.documents import OPEN, Act, Impossible, settle
from bot.domain.documents.documents import send_back as sent_back
from bot.domain.documents.kinds import Kind
from bot.domain.documents.leader_forms import HEARING, KIND, LEADER, NOBODY, REFILE, Again, FormView
from bot.domain.documents.sources import UNDECIDED
from bot.domain.duties.duties import PENDING
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.terms import AppearanceState, DutyState
from bot.domain.hall.topics import Notice, to_audience
from bot.services.documents import changing, drafting, filling, kinds, permissions, records, stepping, steps
from bot.services.documents.material import Material
from bot.services.duties import acts as duty_acts
from bot.services.duties import cards as duty_cards
from bot.services.hall import access
from bot.services.hall.desk import DESK, Desk
from bot.services.post import outbox
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Appearance, Case, Document, Duty
from bot.store.transaction import Follower, changed, is_new

SAME, OTHER = "报备内容无变化", "报备内容有变化"
"""Why there is another version: reasons stand in papers, which are Chinese."""
_NOT_YET = (AppearanceState.AWAITING_PERMISSION, AppearanceState.CANNOT, AppearanceState.CLOSED)
_NOTED = "leader_forms"


# -- by people ---------------------------------------------------------------------------------------------------------


def file(desk: Desk, duty_id: int, version: int, reason: str = "") -> Document:
    """一键报备: the form of this duty is submitted; where something is missing, it comes back as it is to be filled in.

    Raises:
        Missing, NotAllowed: there is no such duty, or its form is not the actor's to fill in.
        Stale: the duty was closed or changed meanwhile.
        Refused: nobody is named to appear.
    """
    duty = duty_cards.visible(desk, duty_id, lock=True)
    kind = _kind(desk, duty)
    duty_acts.check(duty, version, DutyState.OPEN)
    document = drafting.for_duty(desk, duty, kind)
    if not permissions.may_do(desk, document, kind.steps[0]):
        raise NotAllowed
    document.duty_id = duty.id
    _write_anew(desk, document, reason or (OTHER if _is_other(desk, document) else SAME))
    return _submitted(desk, document)


def _is_other(desk: Desk, document: Document) -> bool:
    """Whether somebody corrects it, or another leader is named by now."""
    now = Material(desk, kinds.of(desk, document.kind), document).appearance
    return document.state in OPEN or now is None or now.leader_name != _filed(desk, document, "leader")


def unchanged(desk: Desk, duty_id: int, version: int) -> Document | None:
    """无变化: what was filed before holds for this paper as well, with the hearing as it is known by now. None where it
    was not filed here before: then the duty alone is reported done. Raises as `file`."""
    duty = duty_cards.visible(desk, duty_id, lock=True)
    there = _standing(desk, duty)
    if there is None or not there.edition:
        return None
    return file(desk, duty_id, version, SAME)


def alter(desk: Desk, duty_id: int, version: int) -> Document:
    """有变化: the form is a draft again, to be corrected and filed. Raises as `file`."""
    duty = duty_cards.visible(desk, duty_id, lock=True)
    kind = _kind(desk, duty)
    duty_acts.check(duty, version, DutyState.OPEN)
    document = drafting.for_duty(desk, duty, kind)
    if not permissions.may_do(desk, document, kind.steps[0]):
        raise NotAllowed
    document.duty_id = duty.id
    _write_anew(desk, document, OTHER)
    return document


def file_again(desk: Desk, document_id: int, version: int, reason: str = SAME) -> Document:
    """The form of which the bot said that it is another by now is submitted.

    Raises:
        Missing, NotAllowed: there is no such form, or it is not the actor's. Stale: somebody was faster.
        Refused: as `file`.
    """
    document, kind = changing.locked(desk, document_id, version)
    if not permissions.may_do(desk, document, kind.steps[0]):
        raise NotAllowed
    _write_anew(desk, document, reason)
    return _submitted(desk, document)


def alter_it(desk: Desk, document_id: int, version: int) -> Document:
    """The form itself is to be corrected first. Raises as `file_again`."""
    document, kind = changing.locked(desk, document_id, version)
    if not permissions.may_do(desk, document, kind.steps[0]):
        raise NotAllowed
    _write_anew(desk, document, OTHER)
    return document


def view(desk: Desk, document_id: int) -> FormView:
    """The form for the actor. Raises Missing or NotAllowed."""
    document, kind = permissions.visible(desk, document_id)
    found = filling.filled(desk, document)
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    now, unsettled = Material(desk, kind, document), _filed(desk, document, "hearing_when") == UNDECIDED
    fields = [field for name in found.missing if (field := kind.field(name)) is not None]
    return FormView(
        document.id or 0,
        document.version,
        case.number if case else "",
        access.agency(desk, document.agency_id).short_name,
        _filed(desk, document, "leader"),
        document.edition,
        now.appearance.leader_name if now.appearance is not None else "",
        now.hearing.starts_at.astimezone(desk.house.zone) if now.hearing is not None and unsettled else None,
        document.state in OPEN,
        permissions.may_do(desk, document, kind.steps[0]),
        tuple((one.zh, one.en) for one in fields),
    )


def _kind(desk: Desk, duty: Duty) -> Kind:
    if duty.citation.get("draft") != KIND:
        raise Missing
    return kinds.of(desk, KIND)


def _submitted(desk: Desk, document: Document) -> Document:
    missing = filling.filled(desk, document).missing
    if "leader" in missing:
        raise Refused("Please say first which leader will appear.")
    if missing:
        return document
    return steps.submit(desk, document.id or 0, document.version)


def _write_anew(desk: Desk, document: Document, reason: str) -> None:
    """What was filed is a draft again; its last version stays, and what it showed stays shown."""
    if document.state in OPEN:
        return
    try:
        place = sent_back(kinds.of(desk, document.kind), changing.place_of(document))
    except Impossible:
        raise Stale from None
    shown = list(document.facts.get(stepping.CLOSED) or document.facts.get(stepping.FILED_FOR) or ())
    document.facts = {k: v for k, v in document.facts.items() if k != stepping.CLOSED} | {stepping.FILED_FOR: shown}
    changing.stepped(desk, document, Act.TAKE_BACK, text=reason)
    changing.put(desk, document, place)
    document.reason = reason
    changing.written(desk, document, DOCUMENT_SENT_BACK, reason=reason)


# -- what is filed again without a duty that asks for it ---------------------------------------------------------------


def _look_again(desk: Desk, document: Document) -> None:
    """A version that no open duty asked for: whoever accepted the one before looks at it again."""
    if document.state in OPEN or document.facts.get(stepping.CLOSED) or document.edition < 2:
        return
    before = [desk.session.get(Duty, int(one)) for one in document.facts.get(stepping.FILED_FOR) or ()]
    standing = [one for one in before if one is not None and one.state in (DutyState.SUBMITTED, DutyState.DONE)]
    kind = kinds.of(desk, document.kind)
    if not standing:
        records.give(desk, document, kind, looked_at=True)
        return
    kept = documents_store.edition(desk.session, document.id, document.edition)
    duty = duty_acts.show_again(desk, standing[-1], kept.reason if kept is not None else "")
    waits = duty.state is DutyState.SUBMITTED
    document.facts = {**document.facts, stepping.CLOSED: [duty.id]}
    place = changing.place_of(document)
    changing.put(desk, document, settle(kind, type(place)(place.state, place.step, place.reached, waits)))
    desk.session.add(document)
    if not waits:
        records.give(desk, document, kind, looked_at=True)
    changing.refresh(desk, document)


# -- a leader is named, or another one; a hearing has a date -----------------------------------------------------------


def _follow(desk: Desk, row: Appearance) -> None:
    if not row.leader_name or row.state in _NOT_YET or KIND not in desk.house.law.kinds:
        return
    owed = _owed(desk, row)
    if not owed:
        return
    document = drafting.for_duty(desk, owed[-1], kinds.of(desk, KIND))
    before = _filed(desk, document, "leader")
    if document.state in OPEN:
        if before and document.edition and before != row.leader_name:
            _name_another(desk, document, owed, _renamed(before, row.leader_name))
        changing.refresh(desk, document)
        return
    if before and before != row.leader_name:
        _write_anew(desk, document, _renamed(before, row.leader_name))
        _write_out(desk, document)
        _tell(desk, document, owed, LEADER)
    elif (
        row.hearing_id
        and _filed(desk, document, "hearing_when") == UNDECIDED
        and not any(duty.state is DutyState.OPEN for duty in owed)
    ):
        _tell(desk, document, owed, HEARING)


def _name_another(desk: Desk, document: Document, owed: Sequence[Duty], reason: str) -> None:
    """The draft is of another leader than when it was last looked at; who was told that nobody comes is told so."""
    if document.reason == reason:
        return
    untold, document.reason = document.reason == NOBODY, reason
    _write_out(desk, document)
    if untold:
        _tell(desk, document, owed, LEADER)


def _write_out(desk: Desk, document: Document) -> None:
    """What people wrote of the leader before is not said of the one who is named now."""
    fields = kinds.of(desk, KIND).fields
    leaders = {one.name for one in fields if one.source.startswith("leader.")}
    document.values = {name: raw for name, raw in document.values.items() if name not in leaders}
    desk.session.add(document)


def _renamed(before: str, now: str) -> str:
    return f"出庭负责人由{before}变更为{now}"


def _owed(desk: Desk, row: Appearance) -> list[Duty]:
    """The duties for which the form of this agency in the case is filed, the newest last."""
    states = {*PENDING, DutyState.DONE}
    found = [d for d in duties_store.of_case(desk.session, row.case_id) if d.citation.get("draft") == KIND]
    mine = [d for d in found if d.state in states and int(d.citation.get("for") or d.agency_id) == row.agency_id]
    return sorted(mine, key=lambda duty: duty.id or 0)


def _standing(desk: Desk, duty: Duty) -> Document | None:
    return drafting.standing_of_case(desk, KIND, duty)


def _filed(desk: Desk, document: Document, name: str) -> str:
    """What the last version says in this field; empty where none was filed."""
    kept = documents_store.edition(desk.session, document.id, document.edition) if document.edition else None
    return str((kept.values.get(name) or {}).get("raw") or "") if kept is not None else ""


def _tell(desk: Desk, document: Document, owed: Sequence[Duty], why: str) -> None:
    """Those who file it: at once, and once for each thing that is another."""
    outbox.cancel(desk, changing.subject_of(document), topics=(REFILE,))
    shows = Again(document.id or 0, why, desk.actor.name)
    for agency_id in sorted({duty.agency_id for duty in owed}):
        outbox.plan(
            desk,
            Notice(REFILE, shows, changing.subject_of(document)),
            to_audience(f"doers@{agency_id}"),
            dedupe=f"{REFILE.name}:{document.id}:{document.version}:{why}:{agency_id}",
        )


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Appearance) and (is_new(row) or changed(row, "leader_name", "hearing_id", "state")):
            session.info.setdefault(_NOTED, {})[("a", id(row))] = row
        elif isinstance(row, Document) and row.kind == KIND and changed(row, "edition") is not None:
            session.info.setdefault(_NOTED, {})[("d", id(row))] = row


def _settle(session: Session) -> None:
    session.flush()
    noted: dict[Any, Any] = session.info.pop(_NOTED, {})
    desk: Desk | None = session.info.get(DESK)
    if desk is None:
        return
    for row in noted.values():
        if isinstance(row, Appearance):
            _follow(desk, row)
        else:
            _look_again(desk, row)


FOLLOWER = Follower(_note, _settle)
