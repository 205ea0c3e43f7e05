"""Filling in a document, field by field; and the forms of its steps: reasons, a decision, number, seal, delivery."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from bot.domain.documents import asking, step_forms
from bot.domain.documents.cards import DocumentCard
from bot.domain.documents.kinds import FieldType, Kind
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html, html
from bot.services.documents import cards, drafting, filling, people, steps
from bot.telegram import form_keeping
from bot.telegram.forms import Bound, Choices, Forms
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.documents import cards as views
from handlers.documents.documents import DOCUMENT, present

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """A form for each kind, and those of the steps."""
    for kind in router.kinds.values():
        forms.add(_bound(kind))
    router.press("doc.fill", lambda turn: fill(turn, forms), of=DOCUMENT)
    router.press("doc.add", lambda turn: add(turn, forms), of=DOCUMENT)
    router.press("doc.pick", pick, sees=DOCUMENT.look)
    router.press("doc.set", lambda turn: change(turn, forms), of=DOCUMENT)
    for verb, (form, may) in _STEPS.items():
        router.press(verb, partial(_begin, forms=forms, form=form, may=may), of=DOCUMENT)
    days: dict[str, Choices] = {"on": lambda turn, given: step_forms.lately(turn.desk.today)}
    for bound in (
        Bound(step_forms.VOID, void, intro=_intro, of=DOCUMENT, protect=_protects),
        Bound(step_forms.SEND_BACK, send_back, intro=_intro, of=DOCUMENT, protect=_protects),
        Bound(step_forms.APPROVE, approve, days, _intro, of=DOCUMENT, protect=_protects),
        Bound(step_forms.DECIDE, decide, {**days, "choice": _decisions}, _intro, of=DOCUMENT, protect=_protects),
        Bound(step_forms.ISSUE, issue, {**days, "number": _numbers}, _intro, of=DOCUMENT, protect=_protects),
        Bound(step_forms.SEAL, seal, intro=_intro, of=DOCUMENT, protect=_protects),
        Bound(step_forms.HAND_OVER, hand_over, days, _intro, of=DOCUMENT, protect=_protects),
    ):
        forms.add(bound)


# -- fields --------------------------------------------------------------------------------------------------------


def _bound(kind: Kind) -> Bound:
    choices: dict[str, Choices] = {}
    for one in kind.fields:
        match one.type:
            case FieldType.DAY:
                choices[one.name] = lambda turn, given: asking.days(turn.desk.today)
            case FieldType.ROWS:
                choices[one.name] = partial(_rows, one)
            case FieldType.PERSON:
                choices[one.name] = _people
    line = partial(_left, kind)
    return Bound(asking.form_of(kind), _save, choices, _progress, line, of=DOCUMENT, protect=_protects, keep=_keep)


def _left(kind: Kind, turn: Turn, values: Given, asked: str) -> Given | None:
    """A case that is named where none is asked for is no answer: the draft stays, and that is said."""
    return None if asking.leaves(kind, asked, turn.incoming.text) else {}


def _rows(one: Any, turn: Turn, given: Given) -> Sequence[Choice]:
    return asking.rows(one, given)


def _people(turn: Turn, given: Given) -> Sequence[Choice]:
    """The people of the agency whose paper it is."""
    return [
        Choice(str(one.id), turn.tr.called(one.name, one.post), names=(one.name,))
        for one in people.of(turn.desk, int(given["document"]))
    ]


def fill(turn: Turn, forms: Forms) -> None:
    """补填: everything that is missing, one question after the other."""
    card = _put_by(turn, forms)
    names = [one.field.name for one in card.to_fill]
    if not names:
        raise Stale
    _ask(turn, forms, card, names)


def add(turn: Turn, forms: Forms) -> None:
    """选填: what may be left out, one question after the other, each of which may be skipped."""
    card = _put_by(turn, forms)
    names = [one.field.name for one in card.to_add]
    if not names or not card.may.fill:
        raise Stale
    _ask(turn, forms, card, names)


def pick(turn: Turn) -> None:
    """更改: which field."""
    turn.show(views.picker(cards.of(turn.desk, turn.number()), turn.number(1), turn.tr))


def change(turn: Turn, forms: Forms) -> None:
    """That field alone; what hangs on it comes behind."""
    card, place = _fresh(turn), turn.number(2)
    if place >= len(card.fields) or not card.fields[place].mine:
        raise NotAllowed
    _ask(turn, forms, _put_by(turn, forms), [card.fields[place].field.name], again=True)


def _fresh(turn: Turn) -> DocumentCard:
    card = cards.of(turn.desk, turn.number(0))
    if card.version != turn.number(1):
        raise Stale
    return card


def _put_by(turn: Turn, forms: Forms) -> DocumentCard:
    """The document as it stands once what was answered of an unfinished form, of this or of another, is kept."""
    card = _fresh(turn)
    form_keeping.put_by(turn, forms.bound)
    return cards.of(turn.desk, card.id)


def _ask(turn: Turn, forms: Forms, card: DocumentCard, names: list[str], *, again: bool = False) -> None:
    raw = filling.raw(turn.desk, card.id)
    values = asking.beginning(card.kind, names, raw, again=again)
    before = {name: raw.get(name) for name in values[asking.ASKED]}
    turn.beside()
    forms.start(
        turn,
        asking.form_name(card.kind.id),
        values,
        {"document": card.id, "version": card.version, "before": before, "again": again},
    )


def _progress(turn: Turn, values: Given, context: Given) -> Html | None:
    """What the document is about, and how many questions are left: the question itself names the document."""
    card = _seen(turn, context)
    if card is None:
        return None
    left = asking.left(values.get(asking.ASKED) or (), values)
    head = views.subject(card, turn.tr)
    if left < 2:
        return head
    return head + html(" · ") + turn.tr.plural("{n} question left", "{n} questions left", left)


def _save(turn: Turn, values: Given, context: Given) -> None:
    """What was answered goes into the draft. What somebody else changed meanwhile is not written over."""
    card = cards.of(turn.desk, int(context["document"]))
    if not card.may.fill and card.version != int(context["version"]):
        # It was submitted while the questions were answered: that is said, and not that one may not.
        raise Stale
    _put(turn, card, asking.raws(card.kind, values), context)
    present(turn, card.id)


def _put(turn: Turn, card: DocumentCard, given: Given, context: Given) -> None:
    now, before = filling.raw(turn.desk, card.id), context.get("before") or {}
    touched = any(now.get(name) != before.get(name) for name in given)
    version = int(context["version"]) if touched else card.version
    drafting.set_values(turn.desk, card.id, version, people.resolved(turn.desk, card.id, card.kind, given))


def _keep(turn: Turn, values: Given, context: Given) -> bool:
    """The document keeps what was answered so far. What it cannot take any more is let go."""
    card = _seen(turn, context)
    given = asking.begun(card.kind, values) if card is not None and not context.get("again") else {}
    if card is None or not given or not card.may.fill:
        return False
    try:
        _put(turn, card, given, context)
    except Refused:
        return False
    return True


# -- steps ---------------------------------------------------------------------------------------------------------

_STEPS: dict[str, tuple[str, Callable[[DocumentCard], bool]]] = {
    "doc.void": (step_forms.VOID.name, lambda card: card.may.void),
    "doc.back": (step_forms.SEND_BACK.name, lambda card: card.may.send_back),
    "doc.okw": (step_forms.APPROVE.name, lambda card: card.may.approve),
    "doc.dec": (step_forms.DECIDE.name, lambda card: card.may.decide),
    "doc.iss": (step_forms.ISSUE.name, lambda card: card.may.issue),
    "doc.seal": (step_forms.SEAL.name, lambda card: card.may.seal),
    "doc.hand": (step_forms.HAND_OVER.name, lambda card: card.may.hand_over),
}


def _begin(turn: Turn, forms: Forms, form: str, may: Callable[[DocumentCard], bool]) -> None:
    """Whether it still fits is asked before anybody types, and again when it is confirmed."""
    card = _fresh(turn)
    if not may(card):
        raise NotAllowed
    turn.beside()
    flags = {step_forms.RECORDS: bool(card.next and card.next.recorded), step_forms.NUMBERED: bool(card.kind.number)}
    values = {name: True for name, holds in flags.items() if holds}
    forms.start(turn, form, values, {"document": card.id, "version": card.version})


def _seen(turn: Turn, context: Given) -> DocumentCard | None:
    try:
        return cards.of(turn.desk, int(context["document"]))
    except Refused:
        return None


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    card = _seen(turn, context)
    return views.head(card, turn.tr) if card is not None else None


def _protects(turn: Turn, context: Given) -> bool:
    """Whether what is asked about it must not be passed on."""
    card = _seen(turn, context)
    return card is not None and card.kind.protected


def _decisions(turn: Turn, given: Given) -> Sequence[Choice]:
    card = cards.of(turn.desk, int(given["document"]))
    step = card.next.step if card.next is not None else None
    return [Choice(one.id, one.zh if turn.tr.chinese else one.en or one.zh) for one in (step.choices if step else ())]


def _numbers(turn: Turn, given: Given) -> Sequence[Choice]:
    """The number that comes next in the series, if it has one."""
    proposed = cards.of(turn.desk, int(given["document"])).proposed
    return [Choice(proposed, proposed)] if proposed and len(proposed.encode()) < 48 else []


def _at(context: Given) -> tuple[int, int]:
    return int(context["document"]), int(context["version"])


def void(turn: Turn, values: Given, context: Given) -> None:
    document, version = _at(context)
    drafting.void(turn.desk, document, version, values["reason"])
    present(turn, document)


def send_back(turn: Turn, values: Given, context: Given) -> None:
    document, version = _at(context)
    steps.send_back(turn.desk, document, version, values["reason"])
    present(turn, document)


def approve(turn: Turn, values: Given, context: Given) -> None:
    document, version = _at(context)
    steps.approve(turn.desk, document, version, values.get("text") or "", **_recorded(values))
    present(turn, document)


def decide(turn: Turn, values: Given, context: Given) -> None:
    document, version = _at(context)
    steps.decide(turn.desk, document, version, values["choice"], values.get("text") or "", **_recorded(values))
    present(turn, document)


def _recorded(values: Given) -> Given:
    """Who decided, when, and what shows it, where somebody else writes it down."""
    if not values.get(step_forms.RECORDS):
        return {}
    on = date.fromisoformat(values["on"])
    return {"who": values["who"], "on": on, "files": tuple(values.get("files") or ())}


def issue(turn: Turn, values: Given, context: Given) -> None:
    document, version = _at(context)
    steps.issue(turn.desk, document, version, values.get("number") or "", date.fromisoformat(values["on"]))
    present(turn, document)


def seal(turn: Turn, values: Given, context: Given) -> None:
    document, version = _at(context)
    steps.seal(turn.desk, document, version, tuple(values["files"]))
    present(turn, document)


def hand_over(turn: Turn, values: Given, context: Given) -> None:
    document, version = _at(context)
    on, files = date.fromisoformat(values["on"]), tuple(values.get("files") or ())
    steps.hand_over(turn.desk, document, version, values["by"], on, files, values.get("note") or "")
    present(turn, document)
