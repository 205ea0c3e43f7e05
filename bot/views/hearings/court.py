"""What the court said, before it is recorded and when it turns out against the agency."""

from __future__ import annotations

from bot.domain.hall.message import Html, Message, bold, message, tap
from bot.domain.hearings.hearings import AppearanceView, HearingView
from bot.texts import Translator
from bot.views.hall.where import when_and_where
from bot.views.hearings import appearances

_SURE: dict[str, str] = {
    "court_view.accepted": "Record that the court accepts the reason for the absence?",
    "court_view.rejected": "Record that the court does not accept the reason? A leader must then appear after all.",
    "postponement.granted": "Record that the court has granted the postponement?",
    "postponement.refused": "Record that the court has refused the postponement?",
    "substitution.permitted": "Record that the court permits the change of leader?",
    "substitution.refused": "Record that the court has not permitted the change of leader?",
    "permission.granted": "Record that the court permits the change of leader?",
    "permission.refused": "Record that the court refuses the change of leader? The first leader then appears.",
}


def sure(
    one: AppearanceView, view: HearingView | None, number: str, what: str, press: tuple[str, ...], tr: Translator
) -> Message:
    """Before the court's word is recorded: it changes who must come. `press` is the verb with what was said."""
    verb, *said = press
    return message(
        tr(_SURE.get(what, "Record this?")),
        bold(number),
        when_and_where(view, tr) if view is not None else None,
        tr("{agency}: {state}", agency=bold(one.agency), state=appearances.state(one, tr)),
        buttons=(
            (tap("✓ " + tr("Yes, record it"), verb, one.id, one.version, *said, 1),),
            (tap(tr("‹ Go back"), "ap.at", one.id),),
        ),
    )


def _until(one: AppearanceView, tr: Translator) -> Html | None:
    """To the leader, who answers, it is said otherwise than to those who wait for the answer."""
    if one.answer_by is None:
        return None
    if one.mine:
        return tr("Please answer by {when}.", when=one.answer_by)
    return tr("An answer is asked for by {when}.", when=one.answer_by)


def not_excused(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """The court rejects the excuse: to the leader, the principal, the coordinators and whoever keeps the hearing."""
    who = appearances.called(one.leader, one.post, tr)
    if one.mine:
        head = tr(
            "【Excuse rejected】{leader}: the court does not accept the reason given. Please appear, or say who will.",
            leader=appearances.addressed(one.leader, one.post, tr),
        )
    else:
        head = tr(
            "【Excuse rejected】{agency}: the court does not accept the reason given; a leader must appear after all.",
            agency=one.agency,
        )
    asked: Html | None = None
    if one.leader and not one.mine:
        asked = tr("{leader} is asked again.", leader=who)
    self_ = ((tap(tr("I will appear"), "ap.self", one.id, one.version),),) if one.may_name and not one.mine else ()
    return message(
        head,
        bold(number),
        when_and_where(view, tr) if view is not None else None,
        asked,
        _until(one, tr),
        tr("Basis: Rules on the Appearance of Leaders (Fa Shi [2020] No. 3), article 9, paragraph 2."),
        buttons=(*self_, *appearances.buttons(one, view, tr)),
    )
