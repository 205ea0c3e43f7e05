"""What people do with a document: submit, approve, send back, take back, decide, issue, seal, hand over, receive.

Each is one transaction: the step is written down, an edition is frozen where something was, the duties that the kind
closes are reported done, and whoever must act next is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.documents import acts as recorded
from bot.domain.documents import documents as machine
from bot.domain.documents.documents import Act, DocumentState, Impossible, Place
from bot.domain.documents.kinds import FieldType, Kind, KindStep, Stage, StepAct
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused, Stale, reasoned
from bot.domain.hall.files import named_after
from bot.services.documents import (
    changing,
    filling,
    follow_ups,
    freezing,
    heard,
    moving,
    naming,
    numbers,
    permissions,
    said,
    stepping,
    telling,
)
from bot.services.duties import acts as duty_acts
from bot.services.hall import access, files
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Document

Given = Sequence[dict[str, Any]]


# -- the steps of the kind ---------------------------------------------------------------------------------------------


def submit(desk: Desk, document_id: int, version: int) -> Document:
    """The draft is finished: it is frozen, and goes to whoever has the next step.

    Raises:
        Missing, NotAllowed: there is no such document, or it is not the actor's to submit.
        Stale: somebody changed or submitted it meanwhile.
        Refused: something is missing in it.
    """
    document, kind = _at_step(desk, document_id, version, StepAct.SUBMIT)
    follow_ups.check(desk, kind, filling.raw(desk, document.id or 0))
    naming.approve(desk, kind, document)
    again = bool(document.edition)
    place = _advance(kind, document, StepAct.SUBMIT)
    freezing.freeze(desk, document, document.reason if again else "")
    document.reason = ""
    return moving.done(
        desk, document, kind, place, Act.SUBMIT, recorded.DOCUMENT_SUBMITTED, new={"edition": document.edition}
    )


def approve(
    desk: Desk,
    document_id: int,
    version: int,
    text: str = "",
    *,
    who: str = "",
    on: date | None = None,
    files: Given = (),
) -> Document:
    """It was reviewed and is right. `who`, `on` and `files` where somebody else's approval is written down.

    Also accepts the duty where that is all that is waited for.

    Raises: as `submit`; Refused also where it is not said who approved.
    """
    document, kind = changing.locked(desk, document_id, version)
    if document.step >= len(kind.steps) and changing.place_of(document).accepting:
        return _accept(desk, document, kind)
    said.put(document, kind, {FieldType.LINES: text.strip() or said.AGREED}, keep=not text.strip())
    said.put(document, kind, _signed(desk, who, on))
    document, kind = _at_step(desk, document_id, version, StepAct.APPROVE)
    return _judged(desk, document, kind, StepAct.APPROVE, text, who, on, files)


def decide(
    desk: Desk,
    document_id: int,
    version: int,
    choice: str,
    text: str = "",
    who: str = "",
    on: date | None = None,
    files: Given = (),
) -> Document:
    """What was decided on it: one of the step's choices.

    Raises: as `approve`; Refused also where it is none of the choices.
    """
    document, kind = _at_step(desk, document_id, version, StepAct.DECIDE)
    step = kind.steps[document.step]
    chosen = step.choice(choice)
    if step.choices and chosen is None:
        raise Refused("Please choose one of the decisions.").about("choice")
    document.facts = {**document.facts, "choice": choice, "decided_on": (on or desk.today).isoformat()}
    words = {
        FieldType.CHOICE: choice,
        FieldType.LINES: text.strip(),
        **_signed(desk, who, on),
    }
    said.put(document, kind, words)
    return _judged(desk, document, kind, StepAct.DECIDE, text, who, on, files, choice=chosen.zh if chosen else choice)


def _signed(desk: Desk, who: str, on: date | None) -> dict[FieldType, str]:
    return {FieldType.TEXT: who.strip() or desk.actor.name, FieldType.DAY: (on or desk.today).isoformat()}


def issue(desk: Desk, document_id: int, version: int, number: str = "", on: date | None = None) -> Document:
    """It goes out with its number and date; both stand in the edition that is frozen now.

    Raises: as `submit`; Refused also where the number is missing, or another document bears it, or the day lies ahead;
        or where it names a unit that was not told first and heard.
    """
    document, kind = _at_step(desk, document_id, version, StepAct.ISSUE)
    _check_day(desk, on)
    heard.require(desk, kind, document)
    naming.require(desk, kind, document)
    place = _advance(kind, document, StepAct.ISSUE)
    document.issued_on = on or desk.today
    document.number = document.number or numbers.give(desk, document, kind, number, document.issued_on)
    freezing.freeze(desk, document)
    new = {"number": document.number or "", "on": document.issued_on.isoformat()}
    return moving.done(desk, document, kind, place, Act.ISSUE, recorded.DOCUMENT_ISSUED, new=new)


def _at_step(desk: Desk, document_id: int, version: int, act: StepAct) -> tuple[Document, Kind]:
    document, kind = changing.locked(desk, document_id, version)
    if document.state is DocumentState.VOID or document.step >= len(kind.steps):
        raise Stale
    step = kind.steps[document.step]
    if step.act is not act:
        raise Stale
    if not permissions.may_do(desk, document, step):
        raise NotAllowed
    missing = filling.filled(desk, document).missing
    if missing:
        first = kind.field(missing[0])
        if first is not None and first.source == heard.SAID:
            heard.require(desk, kind, document)
        raise Refused(
            "Still missing: {name}. Please fill it in first.", name=_label(desk, first.zh, first.en) if first else ""
        )
    return document, kind


def _label(desk: Desk, zh: str, en: str) -> str:
    return en if desk.actor.language == "en" else zh


def _advance(kind: Kind, document: Document, act: StepAct) -> Place:
    try:
        return machine.do_step(kind, changing.place_of(document), act)
    except Impossible:
        raise Stale from None


def _check_day(desk: Desk, on: date | None) -> None:
    if on is not None and on > desk.today:
        raise Refused("{date} has not come yet.", date=on).about("on")


def _judged(
    desk: Desk,
    document: Document,
    kind: Kind,
    act: StepAct,
    text: str,
    who: str,
    on: date | None,
    given: Given,
    *,
    choice: str = "",
) -> Document:
    step = kind.steps[document.step]
    _check_day(desk, on)
    by = who.strip()
    if not desk.is_system and not by and _is_others(desk, document, step):
        raise Refused("Please say who decided it.").about("who")
    files.keep(desk, changing.subject_of(document), given)
    place = _advance(kind, document, act)
    if any(one.name in document.values for one in kind.asked_at(document.step)):
        freezing.freeze(desk, document, step.zh)
    which = recorded.DOCUMENT_APPROVED if act is StepAct.APPROVE else recorded.DOCUMENT_DECIDED
    new: dict[str, Any] = {"who": by, "text": text} if by or text else {}
    new |= {"choice": choice, "on": (on or desk.today).isoformat()} if act is StepAct.DECIDE else {}
    spoken = "：".join(part for part in (choice, text.strip()) if part)
    return moving.done(desk, document, kind, place, Act(act.value), which, text=spoken, for_name=by, new=new)


def _is_others(desk: Desk, document: Document, step: KindStep) -> bool:
    """Whether the actor writes down what a body did that has nobody here."""
    body = permissions.body_of(desk, document, step)
    mine = body is not None and body.id in desk.actor.agencies(*step.by.roles)
    return not mine and permissions.records(desk, document, step)


def _accept(desk: Desk, document: Document, kind: Kind) -> Document:
    """All its steps are done; the coordinator accepts the duty, and the document with it."""
    access.require(desk, Action.JUDGE_DUTY, document.agency_id)
    for duty in stepping.closed_by(desk, document):
        duty_acts.show_accepted(desk, duty)
    moving.accepted(desk, document, kind)
    return document


# -- back --------------------------------------------------------------------------------------------------------------


def send_back(desk: Desk, document_id: int, version: int, reason: str) -> Document:
    """It is to be corrected: by whoever has the step that comes now, or has to accept its duty. Its duty is open again,
    with the same last day.

    Raises:
        Missing, NotAllowed, Stale: as `submit`. Refused: no reason is given.
    """
    document, kind = changing.locked(desk, document_id, version)
    if not _may_send_back(desk, document, kind):
        raise NotAllowed
    words = reasoned(reason)
    return_it(desk, document, kind, words)
    telling.returned(desk, document, kind, words)
    return document


def _may_send_back(desk: Desk, document: Document, kind: Kind) -> bool:
    if 0 < document.step < len(kind.steps) and permissions.may_do(desk, document, kind.steps[document.step]):
        return True
    judges = desk.actor.may(Action.JUDGE_DUTY, access.agency(desk, document.agency_id).path)
    return judges and changing.place_of(document).accepting


def return_it(desk: Desk, document: Document, kind: Kind, reason: str) -> None:
    """Back to whoever drafted it, with its duties. Raises Stale where that cannot be any more."""
    try:
        place = machine.send_back(kind, changing.place_of(document))
    except Impossible:
        raise Stale from None
    changing.stepped(desk, document, Act.SEND_BACK, text=reason)
    for duty in stepping.closed_by(desk, document):
        duty_acts.show_undone(desk, duty, reason, judged=True)
    document.facts = {k: v for k, v in document.facts.items() if k not in (stepping.CLOSED, "choice", "decided_on")}
    changing.put(desk, document, place)
    document.reason = reason
    changing.written(desk, document, recorded.DOCUMENT_SENT_BACK, reason=reason)
    changing.quiet(desk, document)


def take_back(desk: Desk, document_id: int, version: int) -> Document:
    """Whoever did the last thing with it undoes it, while nobody did anything since.

    Raises:
        Missing, NotAllowed: as `submit`; NotAllowed also for everybody else. Stale: more happened since.
    """
    document, kind = changing.locked(desk, document_id, version)
    done = documents_store.steps(desk.session, document.id)
    if not done or done[-1].person_id != desk.actor.person_id:
        raise NotAllowed
    if not stepping.can_take_back(desk, document, kind, done):
        raise Stale
    place = machine.take_back(kind, changing.place_of(document))
    for duty in stepping.closed_by(desk, document):
        duty_acts.show_undone(desk, duty, f"《{kind.zh}》", judged=False)
    facts = {k: v for k, v in document.facts.items() if k not in (stepping.CLOSED, "choice", "decided_on")}
    document.facts = facts
    changing.put(desk, document, place)
    changing.stepped(desk, document, Act.TAKE_BACK)
    changing.written(desk, document, recorded.DOCUMENT_TAKEN_BACK)
    telling.next_step(desk, document, kind)
    return document


# -- sealed, delivered, answered ---------------------------------------------------------------------------------------


def seal(desk: Desk, document_id: int, version: int, files_given: Given) -> Document:
    """The signed or sealed paper is here, as photos or a PDF.

    Raises:
        Missing, NotAllowed, Stale: as `submit`. Refused: no file is given.
    """
    document, kind = changing.locked(desk, document_id, version)
    if not permissions.may_settle(desk, document, kind):
        raise NotAllowed
    if not files_given:
        raise Refused("Please send the signed or sealed paper.").about("files")
    try:
        place = machine.seal(kind, changing.place_of(document))
    except Impossible:
        raise Stale from None
    files.keep(desk, changing.subject_of(document), named_after(files_given, _scan(document, kind)))
    new = {"files": len(files_given)}
    return moving.done(desk, document, kind, place, Act.SEAL, recorded.DOCUMENT_SEALED, new=new)


def _scan(document: Document, kind: Kind) -> str:
    return f"{kind.zh}-签章件" if document.edition < 2 else f"{kind.zh}-签章件（第{document.edition}版）"


def hand_over(
    desk: Desk, document_id: int, version: int, by: str, on: date, files_given: Given = (), note: str = ""
) -> Document:
    """It was handed to its addressee outside the bot: how and by whom, on which day, with what shows it.

    Raises:
        Missing, NotAllowed, Stale: as `submit`. Refused: it is not said how, or the day lies ahead.
    """
    document, kind = changing.locked(desk, document_id, version)
    if not permissions.may_settle(desk, document, kind):
        raise NotAllowed
    _check_day(desk, on)
    if not by.strip():
        raise Refused("Please say how, and to whom, it was handed over.").about("by")
    if not stepping.can_deliver(desk, kind, document):
        raise Stale
    files.keep(desk, changing.subject_of(document), files_given)
    document.facts = {**document.facts, "handed_on": on.isoformat(), "handed_by": by.strip()[:200]}
    place = _delivered(kind, document)
    new = {"by": by.strip()[:200], "on": on.isoformat(), **({"note": note} if note else {})}
    spoken = "，".join(part for part in (by.strip(), note.strip()) if part)
    return moving.done(desk, document, kind, place, Act.DELIVER, recorded.DOCUMENT_DELIVERED, text=spoken, new=new)


def received(desk: Desk, document_id: int, person_id: int) -> Document:
    """Somebody at its addressee has received it in the bot; safe to repeat. Nobody's permission is asked: it is for
    whoever delivers it. Where it goes to others as well who are not in the bot, it is delivered when that is written
    down (`hand_over`)."""
    document = permissions.found(desk, document_id, lock=True)
    kind = permissions.kind_of(desk, document)
    if Stage.DELIVERED in changing.place_of(document).reached or document.state is DocumentState.VOID:
        return document
    if stepping.others(desk, kind, document):
        if document.facts.get("received_by"):
            return document
        document.facts = {**document.facts, "received_by": person_id}
        changing.stepped(desk, document, Act.RECEIVE)
        changing.written(desk, document, recorded.DOCUMENT_RECEIVED)
        return document
    document.facts = {**document.facts, "handed_on": desk.today.isoformat(), "received_by": person_id}
    return moving.done(desk, document, kind, _delivered(kind, document), Act.RECEIVE, recorded.DOCUMENT_RECEIVED)


def _delivered(kind: Kind, document: Document) -> Place:
    try:
        return machine.deliver(kind, changing.place_of(document))
    except Impossible:
        raise Stale from None
