"""What somebody can do, as buttons: the nearest ones first, the others a page below their kind."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.hall.message import Button, Html, Message, Rows, message, tap
from bot.texts import Translator

MOST = 8
"""Buttons at once."""
LABELS: dict[str, str] = {
    "paper": "Court paper came",
    "hearing": "Hearing was set",
    "duties": "My duties",
    "week": "This week's hearings",
    "hearings": "Coming hearings",
    "case": "Look up a case",
    "documents": "Documents",
    "missing": "Reports missing",
    "figures": "Appearance figures",
    "leader": "Leaders in court",
    "ledger": "Ledger",
    "bulletin": "Bulletins of the court",
    "issued": "Our bulletins",
    "assessment": "The scores",
    "library": "Typical cases",
    "plan": "Work plan",
    "find": "Search",
    "circular": "Write a circular",
    "circulars": "Sent circulars",
    "event": "Training, meetings",
    "agencies": "The agencies",
    "people": "People and phones",
    "invite": "Invite somebody",
    "roster": "The roster",
    "link": "Telegram groups",
    "calendar": "Working days",
    "status": "State of the bot",
    "held": "Held messages",
    "me": "My office",
    "language": "Language",
    "help": "Help",
}
"""By command: the label of its button. `start` and `menu` lead here, `cancel` belongs to forms."""
FIRST = ("paper", "hearing", "duties", "week")
"""What is needed most often, also on the keys below the text field."""
KINDS = {"c": "Cases, documents", "f": "Figures, bulletins", "n": "Circulars, people", "s": "Settings, help"}
GROUPS: dict[str, tuple[str, ...]] = {
    "c": ("hearings", "case", "find", "documents", "missing", "plan"),
    "f": ("figures", "leader", "ledger", "bulletin", "issued", "assessment", "library"),
    "n": ("circular", "circulars", "event", "agencies", "people", "invite", "roster"),
    "s": ("calendar", "link", "status", "held", "me", "language", "help"),
}


def menu(shown: Collection[str], tr: Translator, group: str = "") -> Message:
    """/menu: the first page, or the page of one kind with the way back."""
    if group not in GROUPS:
        return message(_head(tr("What would you like to do?"), tr), buttons=buttons(shown, tr))
    own = [_begin(name, tr) for name in GROUPS[group] if name in shown]
    return message(_head(tr(KINDS[group]), tr), buttons=_shelved([*own, tap(tr("‹ Go back"), "mn")]))


def named(text: str, tr: Translator) -> tuple[str, str]:
    """The command whose button is called so (in small letters), and the kind of commands; each empty if none is."""
    command = next((name for name, label in LABELS.items() if str(tr(label)).casefold() == text), "")
    return command, next((key for key, label in KINDS.items() if str(tr(label)).casefold() == text), "")


def _head(words: Html, tr: Translator) -> Html:
    return Html(f"【{tr('Menu')}】") + words


def buttons(shown: Collection[str], tr: Translator) -> Rows:
    """The first page: what is needed most, then each kind, opened as long as there is room."""
    first = [_begin(name, tr) for name in FIRST if name in shown]
    kinds = {key: [name for name in names if name in shown] for key, names in GROUPS.items()}
    kinds = {key: names for key, names in kinds.items() if names}
    room = MOST - len(first) - len(kinds)
    below: list[Button] = []
    for key, names in kinds.items():
        if len(names) - 1 <= room:
            room -= len(names) - 1
            below += [_begin(name, tr) for name in names]
        else:
            below.append(tap(tr("{kind} ›", kind=tr(KINDS[key])), "mn", key))
    return _shelved([*first, *below])


def _begin(name: str, tr: Translator) -> Button:
    return tap(tr(LABELS[name]), "go", name)


def _shelved(found: list[Button]) -> Rows:
    return tuple(tuple(found[i : i + 2]) for i in range(0, len(found), 2))
