"""/circular: composing in chat, submitting, the second coordinator's decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any

from bot.domain.circulars.acts import CHANGES
from bot.domain.circulars.circulars import Letter, Part, proposed_title
from bot.domain.circulars.forms import GIVE_BACK, HEAD, NEXT_DAY, NOW, WHEN, head_values
from bot.domain.circulars.topics import APPROVE, CARD, ORPHAN, RETURNED, CircularCard, OfCircular, OfVersion
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Refused
from bot.domain.hall.files import LARGEST
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html, Message, lines, message
from bot.domain.hall.terms import CircularState
from bot.domain.hall.topics import Notice
from bot.services.circulars import approvals, cards, circulars, edits, hours
from bot.services.circulars import letters as circular_letters
from bot.services.hall import access, drafts
from bot.telegram.forms import Bound, Forms
from bot.telegram.incoming import Incoming
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.circulars import circulars as views
from bot.views.circulars import letters, lists

Given = dict[str, Any]
LAST_HOUR = 32_503_680_000
"""Seconds of the epoch: the year 3000. What a forged button names beyond it is no hour."""
PROPOSED = "first"
RECIPIENTS = "circular.to"
"""The form that asks for the recipients."""
_BESIDE = frozenset({HEAD.name, WHEN.name, RECIPIENTS})
"""The choice that takes the proposed title."""


def register(router: Router, forms: Forms) -> None:
    """The command, the taker of parts, the buttons of the card, the forms."""
    router.command("circular", compose, "write a circular", shown=_sends, rank=40)
    router.text(take)
    router.wish(wish)
    router.edit(edited)
    router.topic(CARD, _card_topic)
    router.topic(APPROVE, _approve_topic)
    router.topic(RETURNED, _returned_topic)
    router.topic(ORPHAN, _orphan_topic)
    card = CARD_OF
    decision = Subject("circular", _as_asked, _sees_or_decides, words=CHANGES)
    for verb, handler in {
        "cc.at": lambda turn: show(turn, turn.number()),
        "cc.in": lambda turn: show(turn, circulars.collect(turn.desk, turn.number(), turn.arg(2) == "1").id or 0),
        "cc.pt": parts,
        "cc.up": lambda turn: _change(turn, "up"),
        "cc.del": lambda turn: _change(turn, "drop"),
        "cc.head": lambda turn: head(turn, forms),
        "cc.see": preview,
        "cc.who": names,
        "cc.go": lambda turn: go(turn, forms),
        "cc.hr": at_hour,
        "cc.tt": lambda turn: titled(turn, forms),
        "cc.off": call_off,
        "cc.back": lambda turn: show(turn, approvals.take_back(turn.desk, turn.number(), turn.number(1)).id or 0),
    }.items():
        router.press(verb, handler, of=card)
    router.press("cc.new", lambda turn: show(turn, circulars.begin(turn.desk).id or 0), sees=nothing)
    router.press("cc.ok", approve, of=decision)
    router.press("cc.ask", lambda turn: _as_asked(turn, turn.number()), of=decision)
    router.press("cc.no", lambda turn: refuse(turn, forms), of=decision)
    forms.add(Bound(HEAD, head_given, {"signed_by": _signers, "title": _titles}, of=card))
    forms.add(Bound(WHEN, when_given, intro=_whom, of=card))
    forms.add(Bound(GIVE_BACK, given_back, of=decision))


def _sees(turn: Turn, circular_id: int) -> None:
    circulars.circular(turn.desk, circular_id, lock=False)


CARD_OF = Subject("circular", lambda turn, number: show(turn, number), _sees, words=CHANGES)


def _sees_or_decides(turn: Turn, circular_id: int) -> None:
    cards.visible(turn.desk, circular_id)


def _sends(actor: Actor) -> bool:
    return actor.may_somewhere(Action.SEND_CIRCULAR)


def _at(turn: Turn) -> Given:
    return {"circular": turn.number(), "version": turn.number(1)}


# -- the card ------------------------------------------------------------------------------------------------------


def compose(turn: Turn) -> None:
    """Begin a circular, or offer those that were not sent."""
    waiting = circulars.drafts(turn.desk)
    if waiting:
        turn.say(lists.begun(turn.tr, tuple((row.id or 0, circulars.title_of(row)) for row in waiting)))
        return
    _say(turn, circulars.begin(turn.desk).id or 0)


def _card(turn: Turn, circular_id: int) -> Message:
    return views.card(cards.card(turn.desk, circular_id), turn.tr)


def _say(turn: Turn, circular_id: int) -> None:
    """A new card at the end of the chat; older ones are no longer kept up to date."""
    _fold_older(turn, circular_id, None)
    turn.say(_card(turn, circular_id), Notice(CARD, CircularCard(circular_id), circulars.subject_of(circular_id)))


def show(turn: Turn, circular_id: int) -> None:
    """The card in place of the pressed message."""
    shown = _card(turn, circular_id)
    _fold_older(turn, circular_id, turn.incoming.message_id)
    turn.show(shown, Notice(CARD, CircularCard(circular_id), circulars.subject_of(circular_id)))


def _fold_older(turn: Turn, circular_id: int, pressed: int | None) -> None:
    older = circulars.retire_cards(turn.desk, circular_id, CARD)
    circular_letters.fold_cards(turn.desk, older, but_message=pressed)


def take(turn: Turn) -> bool:
    """What the author sends while a circular collects becomes a part of it; words beside a question about it do not:
    a unit's name that was typed under the recipients is no text for all of them."""
    row = circulars.collecting(turn.desk)
    if row is None or (turn.incoming.kind in ("", "text") and _asks_beside(turn)):
        return False
    if circulars.add_part(turn.desk, row, part_of(turn.incoming)):
        _say(turn, row.id or 0)
    return True


def _asks_beside(turn: Turn) -> bool:
    """Whether who gets it, its title or its hour is before the author, to be checked."""
    draft = drafts.peek(turn.desk)
    return draft is not None and draft.form in _BESIDE


def wish(turn: Turn) -> int:
    """What is sent while a circular collects is kept as evidence of it."""
    return LARGEST if circulars.is_collecting(turn.desk) else 0


def edited(turn: Turn) -> bool:
    """The author changes a message in Telegram: a draft follows; of what has gone out, the author learns how."""
    found = edits.follow(turn.desk, part_of(turn.incoming))
    if found is None:
        return False
    row, what = found
    turn.say(views.edited(row.id or 0, row.title, what, turn.tr))
    if what in (edits.Followed.CHANGED, edits.Followed.TAKEN_BACK):
        _say(turn, row.id or 0)
    return True


def part_of(incoming: Incoming) -> Part:
    """The message as a part of a circular."""
    file = incoming.files[0] if incoming.files else None
    return Part(
        kind=incoming.kind or ("document" if file else "text"),
        chat=incoming.chat_id,
        messages=(incoming.message_id or 0,),
        html=incoming.html or escape(incoming.text, quote=False),
        name=file.name if file and incoming.kind != "photo" else "",
        size=file.size if file else 0,
        hash=file.hash if file else "",
        album=incoming.media_group,
    )


def parts(turn: Turn) -> None:
    turn.show(views.parts(cards.card(turn.desk, turn.number()), turn.tr))


def _change(turn: Turn, what: str) -> None:
    circulars.change_parts(turn.desk, turn.number(), turn.number(1), what, turn.number(2))
    parts(turn)


def names(turn: Turn) -> None:
    turn.show(views.names(cards.names(turn.desk, turn.number(), turn.arg(1), turn.number(2)), turn.tr))


def preview(turn: Turn) -> None:
    """The circular as a recipient will get it, in the author's own chat."""
    shown = cards.card(turn.desk, turn.number())
    said = letters.letter(
        Letter(shown.head, shown.parts, contents=circular_letters.contents_of(turn.desk, shown.parts)), turn.tr
    )
    turn.say(replace(said, buttons=()))
    _say(turn, shown.id)


# -- forms ---------------------------------------------------------------------------------------------------------


def head(turn: Turn, forms: Forms) -> None:
    """Title, number, reply: asked one by one the first time, then corrected."""
    row = circulars.circular(turn.desk, turn.number(), turn.number(1))
    turn.beside()
    forms.start(turn, HEAD.name, cards.head_fields(row), {"circular": row.id})


def _signers(turn: Turn, given: Given) -> list[Choice]:
    mine = [access.agency(turn.desk, i).name for i in turn.actor.agencies() if i]
    return [Choice(name[:20], name) for name in dict.fromkeys(mine)]


def _titles(turn: Turn, given: Given) -> list[Choice]:
    row = circulars.circular(turn.desk, given["circular"], lock=False)
    proposed = proposed_title(circulars.parts_of(row))
    return [Choice(PROPOSED, proposed)] if proposed else []


def head_given(turn: Turn, values: Given, context: Given) -> None:
    signer = values.get("signed_by") or ""
    full = next((c.label for c in _signers(turn, {}) if c.value == signer), signer)
    title = values.get("title") or ""
    title = next((c.label for c in _titles(turn, context) if c.value == title), title)
    filled = head_values({**values, "signed_by": full, "title": title})
    circulars.set_head(turn.desk, context["circular"], None, filled)
    show(turn, context["circular"])


def go(turn: Turn, forms: Forms) -> None:
    row = approvals.check_complete(turn.desk, turn.number(), turn.number(1))
    if row.title or row.withdrawal:
        _ask_when(turn, forms, row)
        return
    proposed = proposed_title(circulars.parts_of(row))
    if not proposed:
        raise Refused("Please give it a title first, under “Title, reply”.")
    turn.show(views.propose_title(row.id or 0, row.version, proposed, turn.tr))


def titled(turn: Turn, forms: Forms) -> None:
    """The title that was proposed is taken, and when it goes out is asked for."""
    _ask_when(turn, forms, circulars.take_proposed_title(turn.desk, turn.number(), turn.number(1)))


def _ask_when(turn: Turn, forms: Forms, row: Any) -> None:
    turn.beside()
    forms.start(turn, WHEN.name, {}, {"circular": row.id, "version": row.version})


def when_given(turn: Turn, values: Given, context: Given) -> None:
    at = values["at"]
    when = None if at == NOW else approvals.next_morning(turn.desk) if at == NEXT_DAY else datetime.fromisoformat(at)
    row = approvals.check_complete(turn.desk, context["circular"], context["version"], when)
    waits = hours.waits_at(turn.desk, when, urgent=row.urgent)
    if waits is None or waits.until is None:
        _submit(turn, context["circular"], context["version"], when)
        return
    office = hours.in_office_hours(turn.desk, waits.until)
    turn.show(views.held(cards.card(turn.desk, row.id or 0), when, waits, office, turn.tr))


def at_hour(turn: Turn) -> None:
    """The hour that was chosen where the one that was wanted is of the night or of a day off."""
    stamp = turn.number(2)
    when = datetime.fromtimestamp(stamp, UTC) if 0 < stamp < LAST_HOUR else None
    _submit(turn, turn.number(), turn.number(1), when, at_any_hour=turn.arg(3) == "1")


def _submit(turn: Turn, circular_id: int, version: int, when: datetime | None, *, at_any_hour: bool = False) -> None:
    approvals.submit(turn.desk, circular_id, version, when, at_any_hour=at_any_hour)
    show(turn, circular_id)


def _whom(turn: Turn, values: Given, context: Given) -> Html | None:
    """What goes out, to whom, and when really, above the question when and before it is confirmed."""
    shown = cards.card(turn.desk, context["circular"])
    at = values.get("at")
    if at is None or at == NEXT_DAY:
        return views.goes_to(shown, turn.tr)
    waits = hours.waits_at(turn.desk, None if at == NOW else datetime.fromisoformat(at), urgent=shown.urgent)
    return lines(views.goes_to(shown, turn.tr), views.goes(None, waits, turn.tr) if waits is not None else None)


def call_off(turn: Turn) -> None:
    """Given up, with a second tap: what was written is lost."""
    if turn.arg(2) == "1":
        show(turn, approvals.call_off(turn.desk, turn.number(), turn.number(1)).id or 0)
        return
    circulars.circular(turn.desk, turn.number(), turn.number(1))
    turn.show(views.sure_to_call_off(cards.card(turn.desk, turn.number()), turn.tr))


# -- approving -----------------------------------------------------------------------------------------------------


def approve(turn: Turn) -> None:
    """It goes out with the second tap, which says to whom."""
    if turn.arg(2) != "1":
        approvals.before_approver(turn.desk, turn.number(), turn.number(1))
        turn.show(views.sure_to_approve(cards.card(turn.desk, turn.number()), turn.tr))
        return
    row = approvals.approve(turn.desk, turn.number(), turn.number(1))
    _decided(turn, row.id or 0, turn.number(1))


def refuse(turn: Turn, forms: Forms) -> None:
    """Ask for the reason below the request, which stays: whoever cancels can still approve."""
    approvals.before_approver(turn.desk, turn.number(), turn.number(1))
    turn.beside()
    forms.start(turn, GIVE_BACK.name, {}, _at(turn))


def given_back(turn: Turn, values: Given, context: Given) -> None:
    row = approvals.give_back(turn.desk, context["circular"], context["version"], values["reason"])
    _decided(turn, row.id or 0, context["version"])


def _decided(turn: Turn, circular_id: int, version: int) -> None:
    """What came of it, kept up to date: "to be sent later" becomes "sent"."""
    turn.show(
        views.decided(cards.card(turn.desk, circular_id), turn.tr),
        Notice(APPROVE, OfVersion(circular_id, version), circulars.subject_of(circular_id)),
    )


def _as_asked(turn: Turn, circular_id: int) -> None:
    """To whoever is asked to approve it: the decision as it is asked for now, or what came of it."""
    shown = cards.card(turn.desk, circular_id)
    asked = shown.state is CircularState.AWAITING
    turn.show(
        views.approval(shown, turn.tr) if asked else views.decided(shown, turn.tr),
        Notice(APPROVE, OfVersion(circular_id, shown.version), circulars.subject_of(circular_id)),
    )


def _approve_topic(scene: Scene[OfVersion]) -> Message | None:
    """The decision that is asked for; once it is made, what came of it."""
    try:
        shown = cards.card(scene.desk, scene.payload.circular)
    except Refused:
        return None
    if shown.state is CircularState.AWAITING and shown.version == scene.payload.version:
        return views.approval(shown, scene.tr)
    return views.decided(shown, scene.tr) if scene.shown else None


def _returned_topic(scene: Scene[OfVersion]) -> Message | None:
    return _card_of(scene, scene.payload.circular) if not scene.shown else None


def _card_topic(scene: Scene[CircularCard]) -> Message | None:
    return _card_of(scene, scene.payload.circular, older=scene.payload.older)


def _card_of(scene: Scene[Any], circular_id: int, *, older: bool = False) -> Message | None:
    try:
        shown = cards.card(scene.desk, circular_id)
        return views.older_card(shown, scene.tr) if older else views.card(shown, scene.tr)
    except Refused:
        return None


def _orphan_topic(scene: Scene[OfCircular]) -> Message | None:
    """Nobody who wrote or approved it may send any more: whoever resumes it answers for it."""
    try:
        shown = cards.card(scene.desk, scene.payload.circular)
    except Refused:
        return None
    if shown.state is not CircularState.PAUSED:
        return None
    words = scene.tr(
        "This circular was due, but whoever wrote it holds no such role any more. It waits; you can resume or stop it."
    )
    return message(Html(str(words)), views.card(shown, scene.tr).text, buttons=views.card(shown, scene.tr).buttons)
