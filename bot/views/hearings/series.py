"""Several hearings in one message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.message import Html, Message, bold, html, message, tap
from bot.domain.hearings.hearings import Clash, HearingView
from bot.texts import Translator
from bot.views.hall.where import when_and_where

_HEADS = {
    "entered": "【Hearings】{n} entered together:",
    "moved": "【Hearings】{n} moved together:",
    "reported": "【Results】Reported for {n} hearings:",
    "ended": "【Hearings】{n} not held as planned:",
}
_BUTTONS = 30


def told(found: Sequence[HearingView], what: str, by: str, tr: Translator) -> Message:
    """The hearings, a line each, with a button that opens it."""
    taps = [tap(one.number, "hr.open", one.id) for one in found[:_BUTTONS]]
    return message(
        tr(_HEADS.get(what, _HEADS["entered"]), n=len(found)),
        *(_line(one, tr) for one in found),
        tr("Entered by {name}", name=by) if by else None,
        tr("Leaders are named on the card of each hearing.") if what in ("entered", "moved") else None,
        buttons=tuple((one,) for one in taps),
    )


def _line(view: HearingView, tr: Translator) -> Html:
    moved = tr("(was {when})", when=view.moved_from) if view.moved_from else html("")
    return html(" · ").join([bold(view.number), when_and_where(view, tr) + moved])


def there_already(clash: Clash, tr: Translator) -> str:
    """A row of a preview whose case has a hearing on record."""
    if clash.put_off:
        return str(tr("(its hearing was put off; please send its new date apart)"))
    return str(tr("(has a hearing on {when}; please send this one apart if it moved)", when=clash.starts_at))


def no_result_awaited(numbers: Sequence[str], tr: Translator) -> Html:
    """A result was said of cases none of which has a hearing that waits for one."""
    return tr(
        "Nothing was recorded: no hearing that has begun waits for a result in {numbers}.",
        numbers=tr.join(list(numbers)),
    )
