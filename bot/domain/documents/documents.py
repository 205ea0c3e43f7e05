"""Where a document stands, and where it may go from there: values only, so that every way can be tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.documents.kinds import STAGES, Kind, Stage, StepAct


class DocumentState(StrEnum):
    DRAFT = "draft"
    UNDER_WAY = "under_way"
    """It was submitted, and somebody has to review, decide, issue, seal, deliver, answer or accept it."""
    SENT_BACK = "sent_back"
    DECIDED = "decided"
    ISSUED = "issued"
    SEALED = "sealed"
    DELIVERED = "delivered"
    DONE = "done"
    VOID = "void"


STATE_NAMES: dict[DocumentState, str] = {
    DocumentState.DRAFT: "draft",
    DocumentState.UNDER_WAY: "under way",
    DocumentState.SENT_BACK: "sent back for correction",
    DocumentState.DECIDED: "decided on",
    DocumentState.ISSUED: "issued",
    DocumentState.SEALED: "signed or sealed",
    DocumentState.DELIVERED: "handed over",
    DocumentState.DONE: "finished",
    DocumentState.VOID: "void",
}
"""Words of the states (message ids)."""
STAGE_NAMES: dict[Stage, str] = {
    Stage.SUBMITTED: "handed in",
    Stage.APPROVED: "approved",
    Stage.DECIDED: "decided on",
    Stage.ISSUED: "issued",
    Stage.SEALED: "signed or sealed",
    Stage.DELIVERED: "handed over",
    Stage.REPLIED: "answered",
}
OPEN = frozenset({DocumentState.DRAFT, DocumentState.SENT_BACK})
"""It is being written."""
OVER = frozenset({DocumentState.DONE, DocumentState.VOID})


class Act(StrEnum):
    """What is done with a document; stored with each step."""

    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    DECIDE = "decide"
    ISSUE = "issue"
    SEAL = "seal"
    DELIVER = "deliver"
    RECEIVE = "receive"
    REPLY = "reply"
    ACCEPT = "accept"
    VOID = "void"


ACT_NAMES: dict[Act, str] = {
    Act.SUBMIT: "submitted it",
    Act.APPROVE: "approved it",
    Act.SEND_BACK: "sent it back",
    Act.TAKE_BACK: "took it back",
    Act.DECIDE: "decided on it",
    Act.ISSUE: "issued it",
    Act.SEAL: "added the signed or sealed paper",
    Act.DELIVER: "handed it over",
    Act.RECEIVE: "received it",
    Act.REPLY: "answered it",
    Act.ACCEPT: "accepted it",
    Act.VOID: "declared it void",
}
_REACHED = {
    StepAct.SUBMIT: Stage.SUBMITTED,
    StepAct.APPROVE: Stage.APPROVED,
    StepAct.DECIDE: Stage.DECIDED,
    StepAct.ISSUE: Stage.ISSUED,
}
_SHOWN = {
    Stage.DECIDED: DocumentState.DECIDED,
    Stage.ISSUED: DocumentState.ISSUED,
    Stage.SEALED: DocumentState.SEALED,
    Stage.DELIVERED: DocumentState.DELIVERED,
}
_UNDONE = frozenset({StepAct.SUBMIT, StepAct.APPROVE, StepAct.DECIDE})
"""What can be taken back. A number that was given is given."""


class Impossible(Exception):
    """The document is not where this could be done with it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands. `step` is the index of the step that is to be done; past the last when all are."""

    state: DocumentState = DocumentState.DRAFT
    step: int = 0
    reached: frozenset[Stage] = frozenset()
    accepting: bool = False
    """Its duty waits to be accepted: until then it is not done."""


def reached_of(names: Iterable[str]) -> frozenset[Stage]:
    """Stages as they are stored; a word that no version wrote is left out."""
    known = {stage.value: stage for stage in STAGES}
    return frozenset(known[name] for name in names if name in known)


def wanted(kind: Kind, place: Place) -> Act | None:
    """What is to be done next with a document; None where nothing is, or only its duty is to be accepted."""
    if place.state in OVER:
        return None
    if place.step < len(kind.steps):
        return Act(kind.steps[place.step].act.value)
    if kind.seal and Stage.SEALED not in place.reached:
        return Act.SEAL
    if kind.done in (Stage.DELIVERED, Stage.REPLIED) and Stage.DELIVERED not in place.reached:
        return Act.DELIVER
    if kind.done is Stage.REPLIED and Stage.REPLIED not in place.reached:
        return Act.REPLY
    return None


def do_step(kind: Kind, place: Place, act: StepAct) -> Place:
    """The step that is to be done is done: submitted, approved, decided, issued. Raises Impossible."""
    if place.state in OVER or place.step >= len(kind.steps) or kind.steps[place.step].act is not act:
        raise Impossible
    stage = _REACHED[act]
    before = frozenset[Stage]() if place.step == 0 else place.reached
    return settle(kind, replace(place, step=place.step + 1, reached=before | {stage}))


def seal(kind: Kind, place: Place) -> Place:
    """The signed or sealed paper is there. It may come again, better: then nothing changes. Raises Impossible."""
    if not kind.seal or not _written(kind, place):
        raise Impossible
    return settle(kind, replace(place, reached=place.reached | {Stage.SEALED}))


def deliver(kind: Kind, place: Place) -> Place:
    """It was handed over, or received. Raises Impossible where steps are to be done, or the seal is missing."""
    if not _written(kind, place) or (kind.seal and Stage.SEALED not in place.reached):
        raise Impossible
    return settle(kind, replace(place, reached=place.reached | {Stage.DELIVERED}))


def reply(kind: Kind, place: Place) -> Place:
    """It was answered: whoever answers has it. Raises Impossible."""
    if not _written(kind, place):
        raise Impossible
    return settle(kind, replace(place, reached=place.reached | {Stage.DELIVERED, Stage.REPLIED}))


def accept(kind: Kind, place: Place) -> Place:
    """The duty that waited for it is accepted."""
    if place.state is DocumentState.VOID:
        raise Impossible
    return settle(kind, replace(place, accepting=False))


def send_back(kind: Kind, place: Place) -> Place:
    """To whoever drafted it: all steps are gone through anew, and a number that it bears stays its own. Raises
    Impossible where nothing was submitted, or it was answered."""
    if place.state in (*OPEN, DocumentState.VOID) or Stage.REPLIED in place.reached:
        raise Impossible
    return Place(DocumentState.SENT_BACK)


def take_back(kind: Kind, place: Place) -> Place:
    """The last step is undone by whoever did it. Raises Impossible where more happened since, or it bears a number."""
    if place.state in (*OPEN, DocumentState.VOID) or place.step == 0 or place.reached - set(_REACHED.values()):
        raise Impossible
    last = kind.steps[place.step - 1].act
    if last not in _UNDONE:
        raise Impossible
    if place.step == 1:
        return Place()
    reached = frozenset(_REACHED[one.act] for one in kind.steps[: place.step - 1])
    return Place(DocumentState.UNDER_WAY, place.step - 1, reached)


def void(kind: Kind, place: Place) -> Place:
    """Nothing comes of it. Raises Impossible where it is over."""
    if place.state in OVER:
        raise Impossible
    return replace(place, state=DocumentState.VOID, accepting=False)


def settle(kind: Kind, place: Place) -> Place:
    """The state that follows from what was reached."""
    if place.step < len(kind.steps):
        return replace(place, state=DocumentState.UNDER_WAY if place.step else place.state)
    if is_complete(kind, place):
        return replace(place, state=DocumentState.DONE)
    furthest = max((s for s in place.reached if s in _SHOWN), key=STAGES.index, default=None)
    return replace(place, state=_SHOWN[furthest] if furthest else DocumentState.UNDER_WAY)


def is_complete(kind: Kind, place: Place) -> bool:
    """Whether it came as far as its kind asks."""
    sealed = not kind.seal or Stage.SEALED in place.reached
    return _stepped(kind, place) and sealed and kind.done in place.reached and not place.accepting


def _stepped(kind: Kind, place: Place) -> bool:
    return place.step >= len(kind.steps)


def _written(kind: Kind, place: Place) -> bool:
    return _stepped(kind, place) and place.state is not DocumentState.VOID
