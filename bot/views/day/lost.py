"""What nobody took: what was seen in it, what is missing, and how to write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.cases.cases import CaseLine
from bot.domain.hall.message import Button, Html, Message, Rows, html, lines, message, tap
from bot.domain.reading.unused import Seen
from bot.texts import Translator

_KINDS = {
    "number": "case number",
    "short": "shortened case number",
    "time": "day or time",
    "paper": "court paper",
    "place": "place",
    "name": "person",
    "third": "person",
    "body": "agency",
    "goes": "person",
    "stray": "number",
}
_MOST = 6


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may begin."""

    papers: bool = False
    hearings: bool = False
    duties: bool = False
    search: str = ""
    """Message id of the search's label, as far as the reader may search."""


def seen_words(found: Sequence[Seen], tr: Translator) -> Html | None:
    """What was seen, each with what kind of thing it is."""
    said = [tr("{kind} {text}", kind=tr(_KINDS[one.what]), text=one.text) for one in found if one.text]
    unique = list(dict.fromkeys(said))[:_MOST]
    return tr("I saw: {what}.", what=html("、" if tr.chinese else ", ").join(unique)) if unique else None


def beside_a_form(found: Sequence[Seen], tr: Translator) -> Html:
    """Above a form that goes on: what was just sent was no part of it."""
    return lines(tr("Your message was not taken: it does not answer this form."), seen_words(found, tr))


_UNREAD = {
    "voice": "A voice message cannot be read here, and nothing was recorded.",
    "audio": "A sound file cannot be read here, and nothing was recorded.",
    "video": "A video cannot be read here, and nothing was recorded.",
    "video_note": "A video cannot be read here, and nothing was recorded.",
    "animation": "A sticker or an animation says nothing here; nothing was recorded.",
    "sticker": "A sticker or an animation says nothing here; nothing was recorded.",
    "dice": "A sticker or an animation says nothing here; nothing was recorded.",
    "location": "A place is not asked for; nothing was recorded.",
    "venue": "A place is not asked for; nothing was recorded.",
    "contact": "A contact is not asked for; nothing was recorded.",
    "poll": "A poll is not taken here; nothing was recorded.",
}
_INSTEAD = {
    "location": "Please write where it is, such as the name of the court and the courtroom.",
    "venue": "Please write where it is, such as the name of the court and the courtroom.",
    "contact": "Please write the name and the telephone number as text.",
    "poll": "To ask the agencies, a coordinator sends a circular that wants an answer: /circular.",
}


def unread(kind: str, tr: Translator) -> Html | None:
    """What is said to a message that holds nothing that can be read; None of what can."""
    if kind not in _UNREAD:
        return None
    instead = "Please write it as text, or send the paper as a picture or a file (PDF, Word)."
    return lines(tr(_UNREAD[kind]), tr(_INSTEAD.get(kind, instead)))


def nothing_awaited(tr: Translator) -> Message:
    """The answer to 好的 and the like where nothing is open."""
    return message(
        tr("Seen; nothing was recorded. What asks for an answer has its own buttons; /menu shows what you can do here.")
    )


def lost(found: Sequence[Seen], cases: Sequence[CaseLine], may: May, said: int, tr: Translator) -> Message:
    """The answer to a text that fits nothing: what it may mean, as buttons that carry the text of message `said` on."""
    missing = _missing({one.what for one in found}, may, tr)
    return message(
        tr("It is not clear what is to be done with this; nothing was recorded."),
        seen_words(found, tr),
        tr("Missing: {what}.", what=missing) if missing else None,
        *_how(may, tr),
        tr("What is it about? The buttons take your text along."),
        buttons=_buttons(cases, may, said, tr),
    )


def _missing(kinds: set[str], may: May, tr: Translator) -> str:
    wanted = []
    if not kinds & {"number", "short", "name"}:
        wanted.append(tr("the case number"))
    if may.papers and "paper" not in kinds and "time" not in kinds:
        wanted.append(tr("which paper came and when, or when the hearing is"))
    elif may.papers and "paper" in kinds and "time" not in kinds:
        wanted.append(tr("the day of receipt"))
    elif may.hearings and "time" in kinds and "paper" not in kinds:
        wanted.append(tr("whether it is the time of a hearing, a change, or the day of receipt"))
    return tr.join([str(one) for one in wanted])


def _how(may: May, tr: Translator) -> list[Html]:
    found = []
    if may.papers:
        found.append(tr("A paper: （2026）鲁0831行初12号 notice of response, received today"))
    if may.hearings:
        found.append(tr("A hearing: （2026）鲁0831行初12号 15 December 9:30 Courtroom 2"))
        found.append(tr("A change: （2026）鲁0831行初12号 postponed to 22 December 9:30"))
    return found


def _buttons(cases: Sequence[CaseLine], may: May, said: int, tr: Translator) -> Rows:
    """The case that is named with what can be done to it; else every meaning that this reader may begin."""
    own = tuple((tap(one.number, "cs.open", one.id),) for one in cases)
    begun: list[Button] = []
    if may.search and not cases:
        begun.append(tap(tr(may.search), "lt", "find", said))
    if may.hearings:
        begun.append(_begin("Hearing was set", "hr.new", "hearing", cases, said, tr))
    if may.papers:
        begun.append(_begin("Court paper came", "pa.new", "paper", cases, said, tr))
    if may.duties:
        begun.append(tap(tr("My duties"), "lt", "duties", said))
    begun.append(tap(tr("All I can do"), "mn"))
    return (*own, *(tuple(begun[i : i + 2]) for i in range(0, len(begun), 2)))


def _begin(words: str, verb: str, command: str, cases: Sequence[CaseLine], said: int, tr: Translator) -> Button:
    """Of the one case that is named, or with the text."""
    return tap(tr(words), verb, cases[0].id) if len(cases) == 1 else tap(tr(words), "lt", command, said)
