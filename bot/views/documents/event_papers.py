"""The papers of an event on one page: which are ready, which are begun, which may be needed."""

from __future__ import annotations

from bot.domain.documents.documents import STATE_NAMES, DocumentState
from bot.domain.documents.event_papers import KINDS, EventPaper, EventPapers
from bot.domain.events.events import KIND_NAMES
from bot.domain.hall.message import Button, Html, Message, bold, html, message, tap
from bot.texts import Translator
from bot.views.hall import together


def page(found: EventPapers, tr: Translator) -> Message:
    """Each paper with where it stands; a tap opens it, or begins it."""
    buttons = [_button(found.event, one, tr) for one in found.papers]
    return message(
        Html(f"【{tr('Papers of the event')}】") + bold(found.title),
        tr("{kind}, {when}", kind=tr(KIND_NAMES[found.kind]), when=found.starts_at),
        *(_line(one, tr) for one in found.papers),
        None if found.papers else tr("There is nothing to be drafted for this event now."),
        buttons=(*together.packed(buttons), (tap(tr("‹ To the event"), "ev.at", found.event),)),
    )


def _line(one: EventPaper, tr: Translator) -> Html:
    mark = "☑ " if one.state is DocumentState.DONE else "□ "
    state = tr(STATE_NAMES[one.state]) if one.state is not None else tr("not begun")
    return html(mark) + tr("{label}: {value}", label=tr(KINDS[one.kind]), value=state)


def _button(event_id: int, one: EventPaper, tr: Translator) -> Button:
    label = tr(KINDS[one.kind])
    return tap(label, "doc", one.document) if one.document else tap(label, "doc.evn", event_id, one.kind)
