"""Since when a decision is in effect, in words: proposed, provisional, confirmed, or not at all."""

from __future__ import annotations

from bot.domain.cases.cases import EffectView
from bot.domain.cases.paper_names import PAPER_NAMES
from bot.domain.hall.message import Button, Html, Message, as_item, fold, html, lines, message, tap
from bot.domain.law.effective import EFFECTIVE_MESSAGES
from bot.domain.law.explanations import render
from bot.texts import Translator
from bot.views.cases import cases
from bot.views.hall import numbers


def effect(view: EffectView, tr: Translator) -> Message:
    """A proposal with its reasons, which a person confirms; or what was said of it."""
    said = _alone(view, tr)
    waits = view.confirmed is None and not view.paper.appealed and not view.unneeded
    return as_item(said, _line(view, tr), on=view.proposed if waits else None)


def _line(view: EffectView, tr: Translator) -> Html:
    """Among other matters: what to do about it, or what was said."""
    paper = view.paper
    number = numbers.short(view.number)
    name = tr("【Taking effect】{number} {paper}", number=number, paper=tr(PAPER_NAMES[paper.kind]))
    if view.confirmed is not None:
        said = tr("in effect since {date}", date=view.confirmed)
    elif paper.appealed:
        said = cases.appeal_words(paper, tr)
    elif view.unneeded:
        said = tr("not asked for any more")
    else:
        return tr("{name}: {state}", name=name, state=tr("please confirm the date"))
    return html("✓ ") + tr("{name}: {state}", name=name, state=said)


def _alone(view: EffectView, tr: Translator) -> Message:
    paper = view.paper
    head = tr("【Taking effect】{number} {paper}", number=view.number, paper=tr(PAPER_NAMES[paper.kind]))
    case = tap(tr("Case"), "cs.open", view.case_id)
    change = tap(tr("Change it"), "pa.effset", paper.id, paper.version)
    if view.confirmed is not None:
        return message(head, tr("In effect since {date}.", date=view.confirmed), buttons=((change, case),))
    if paper.appealed:
        undo = tap(tr("It was not appealed"), "pa.unappeal", paper.id, paper.version)
        said = (cases.appeal_words(paper, tr), tr("It was appealed, so it has not taken effect."))
        return message(head, *said, buttons=((undo, case),))
    why = fold(lines(*(Html(s) for s in render(view.steps, tr, EFFECTIVE_MESSAGES)))) if view.steps else None
    if paper.on_appeal == "remanded":
        return message(head, cases.remanded(tr), buttons=((case,),))
    if view.unneeded:
        return message(head, tr("Its effective date is not asked for any more."), why, buttons=((change, case),))
    return message(head, _said(view, tr), _others(view, tr), why, buttons=(*_buttons(view, tr), (case,)))


def _said(view: EffectView, tr: Translator) -> Html:
    if view.proposed is not None and not view.may_confirm:
        return tr(
            "Provisional: it takes effect on {date}, if nobody appeals. It is asked for on that day.",
            date=view.proposed,
        )
    if view.proposed is not None and view.appealable:
        return tr(
            "Please confirm since when it is in effect; what follows is counted from that day. The other side may "
            "still have appealed by post: please ask the court where in doubt."
        )
    return tr("Please confirm since when it is in effect; what follows is counted from that day.")


def _others(view: EffectView, tr: Translator) -> Html | None:
    if view.paper.others_on is None:
        return None
    return tr("The other side was served on {date}.", date=view.paper.others_on)


def _buttons(view: EffectView, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    paper = view.paper
    first: tuple[Button, ...] = ()
    if view.proposed is not None and view.may_confirm:
        label = tr("In effect since {date}", date=view.proposed)
        first = (tap(label, "pa.effok", paper.id, paper.version, view.proposed.strftime("%Y%m%d")),)
    second = [tap(tr("Another day"), "pa.effset", paper.id, paper.version)]
    if view.appealable:
        second.append(tap(tr("It was appealed"), "pa.appealed", paper.id, paper.version))
    third = (
        tap(tr("Service on the other side"), "pa.others", paper.id, paper.version),
        tap(tr("Need not be asked"), "pa.noeff", paper.id, paper.version),
    )
    return (first, tuple(second), third)
