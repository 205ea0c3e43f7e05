"""The papers of a hearing on one page: which are ready, which are begun, which may be needed."""

from __future__ import annotations

from bot.domain.documents.documents import STATE_NAMES, DocumentState
from bot.domain.documents.hearing_papers import KINDS, HearingPaper, HearingPapers
from bot.domain.hall.message import Button, Html, Message, Rows, bold, html, message, tap
from bot.texts import Translator

_ABREAST = 2


def page(view: HearingPapers, tr: Translator) -> Message:
    """Each paper with where it stands; a tap opens it, or begins it."""
    return message(
        tr("【Papers of the hearing】{agency}, {when}", agency=view.agency, when=view.starts_at),
        bold(view.number),
        *(_line(one, tr) for one in view.papers),
        None if view.papers else tr("There is nothing to be drafted for this hearing now."),
        buttons=_buttons(view, tr),
    )


def _line(one: HearingPaper, tr: Translator) -> Html:
    mark = "☑ " if one.state is DocumentState.DONE else "□ "
    state = tr(STATE_NAMES[one.state]) if one.state is not None else tr("not begun")
    return html(mark) + tr("{label}: {value}", label=tr(KINDS[one.kind.id]), value=state)


def _buttons(view: HearingPapers, tr: Translator) -> Rows:
    taps = [_button(view, one, tr) for one in view.papers]
    rows = [tuple(taps[at : at + _ABREAST]) for at in range(0, len(taps), _ABREAST)]
    rows += [(tap(tr("What the court says of it"), "doc.score", one.document),) for one in view.papers if one.may_score]
    if view.may_name_defect:
        defect = tap(tr("Court asks to mend the identity certificate"), "ap.defect", view.appearance_id, view.version)
        rows.append((defect,))
    return (*rows, (tap(tr("‹ Go back"), "hr", view.hearing_id, view.agency_id),))


def _button(view: HearingPapers, one: HearingPaper, tr: Translator) -> Button:
    label = tr(KINDS[one.kind.id])
    if one.document:
        return tap(label, "doc", one.document)
    return tap(label, "doc.ap", view.appearance_id, one.kind.id)
