"""What goes up the ladder: all that is late in one case at one moment is one message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Button, Html, Message, fold, html, lines, message, tap
from bot.texts import Translator
from bot.views.duties import duties as views
from bot.views.duties import reminders

MOST = 8
"""Duties that one message names."""


def escalate(duties: Sequence[DutyView], condition: str, role: str, tr: Translator) -> Message:
    """To those above: what is late or unread, who is in charge, and how to act on each."""
    if len(duties) == 1:
        return reminders.escalate(duties[0], condition, role, tr)
    named = [views.named(duty, duties, tr) for duty in duties[:MOST]]
    why = [html(f"{views.NUMBERS[i]} ") + views.reasons(d, tr) for i, d in enumerate(named[:4]) if d.is_open]
    waiting = next((d for d in named if d.is_open), None)
    return message(
        _head(duties, condition, tr),
        *(html(f"{views.NUMBERS[i]} ") + views.headline(duty, tr) for i, duty in enumerate(named)),
        reminders.contact_sentence(waiting, tr) if waiting else None,
        fold(lines(*why)) if why else None,
        buttons=_buttons(named, role, tr),
    )


def _head(duties: Sequence[DutyView], condition: str, tr: Translator) -> Html:
    first, n = duties[0], len(duties)
    values = {"agency": first.agency, "number": first.case_number}
    if condition == "unacknowledged":
        return tr(
            "【Please see to it】{agency} {number}: nobody has taken note of these {n} duties yet.", n=n, **values
        )
    if any(d.distance.overdue for d in duties):
        return tr("【Overdue】{agency} {number}: {n} duties", n=n, **values)
    return tr("【Not finished】{agency} {number}: {n} duties", n=n, **values)


def _urging(mark: str, duty: DutyView, tr: Translator) -> Button:
    """Nobody presses himself for it."""
    if duty.is_readers:
        return tap(f"{mark} {tr('Report done')}", "dt.done", duty.id, duty.version)
    return tap(f"{mark} {tr('Press for it')}", "dt.urge", duty.id)


def _buttons(duties: Sequence[DutyView], role: str, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    """One tap for what is done at once; the other decisions are in each duty's own message."""
    still = [(views.NUMBERS[i], duty) for i, duty in enumerate(duties) if duty.is_open]
    judges = any(duty.may_judge for _, duty in still)
    owed = [(mark, duty) for mark, duty in still if not duty.is_right]
    urging = [_urging(mark, duty, tr) for mark, duty in owed if judges]
    opening = [tap(f"{mark} {tr('Details') if judges else tr('Why?')}", "dt.open", duty.id) for mark, duty in still]
    rows = [tuple(some[i : i + 4]) for some in (urging, opening) for i in range(0, len(some), 4)]
    if owed and not judges and role == "principal":
        rows.insert(0, (tap(tr("Noted"), "dt.ack", *(duty.id for _, duty in owed)),))
    if duties[0].case_id:
        rows.append((tap(tr("Case"), "cs.open", duties[0].case_id),))
    return tuple(rows)
