"""Signing in: the organiser's code, the link and the typed code, the button, the organiser's list, feedback, record."""

from __future__ import annotations

from typing import Any

from bot.domain.events import forms as declared
from bot.domain.events.events import HERE
from bot.domain.events.sign_in import PAYLOAD, Signed, late_by, read_payload
from bot.domain.events.topics import CARD, CODE, MINE, RECORD, Code, OfEvent, OfGuest
from bot.domain.hall.errors import Refused, Stale
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html, Message, bold, lines, message, plain
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Presence
from bot.domain.hall.topics import Notice
from bot.services.events import cards, ending, files, rows, sign_in
from bot.telegram.forms import Bound, Forms
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.agencies import account as account_views
from bot.views.events import events as event_card
from bot.views.events import sign_in as views
from handlers.events.events import EVENT, GUEST

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """Buttons, the link's payload, the typed code, the two forms, and the topics."""
    router.start_payload(PAYLOAD, by_link)
    router.text(typed)
    router.press("si.show", show, of=EVENT)
    router.press("si.in", by_button, of=GUEST)
    router.press("si.by", listing, sees=EVENT.look)
    router.press("si.mark", lambda turn: mark(turn, forms), of=GUEST)
    router.press("si.end", close, of=EVENT)
    router.press("si.open", reopen, of=EVENT)
    router.press("si.said", said, sees=EVENT.look)
    router.press("si.rate", lambda turn: ask_rating(turn, forms), of=GUEST)
    router.press("si.rec", lambda turn: ask_record(turn, forms), of=EVENT)
    forms.add(Bound(declared.FEEDBACK, rate, of=GUEST))
    forms.add(Bound(declared.RECORD, record, of=EVENT))
    forms.add(Bound(declared.ARRIVED, arrived, {"minutes": _arrivals}, _who, of=GUEST))
    router.topic(CODE, code_topic)
    router.topic(RECORD, record_topic)


# -- the code ------------------------------------------------------------------------------------------------------


def show(turn: Turn) -> None:
    """The organiser's phone shows the code; it changes by itself."""
    sign_in.show_code(turn.desk, turn.number())
    turn.toast(plain(turn.tr("The code is shown below.")))


def code_topic(scene: Scene[Code]) -> Message | None:
    """The code of this minute; when it was shown long enough, a button that goes on."""
    try:
        shown = sign_in.code_view(scene.desk, scene.payload.event, scene.desk.house.bot_name)
    except Refused:
        return None
    showing = scene.desk.now < scene.payload.until
    image = files.qr_image(shown.link) if showing and shown.link and not shown.over else None
    return views.code_card(shown, image, scene.tr, showing=showing)


def by_link(turn: Turn) -> None:
    """t.me/<bot>?start=si_<event>_<code>, as the QR image holds it."""
    if not turn.known:
        turn.say(account_views.stranger(turn.tr))
        turn.say(message(turn.tr("To be signed in without an account here, please speak to the organiser.")))
        return
    read = read_payload(turn.incoming.args)
    if read is None:
        turn.say(message(turn.tr("This sign-in link is damaged. Please scan the code once more.")))
        return
    event_id, code = read
    _answer(turn, sign_in.by_code(turn.desk, event_id, code, turn.incoming.user_id))


def typed(turn: Turn) -> bool:
    """Six digits, while an event one is invited to takes sign-ins."""
    text = turn.incoming.text.replace(" ", "")
    events = sign_in.awaiting_code(turn.desk, text, turn.incoming.user_id)
    if not events:
        return False
    _answer(turn, sign_in.by_code(turn.desk, events[0], text, turn.incoming.user_id))
    return True


def _answer(turn: Turn, done: Signed | None) -> None:
    if done is None:
        turn.say(message(turn.tr("This code is not valid any more. Please take the one that is shown now.")))
        return
    turn.say(views.signed(done, turn.tr))


def by_button(turn: Turn) -> None:
    """签到."""
    done = sign_in.by_button(turn.desk, turn.number())
    words = "You are signed in, late: {when}." if done.presence is Presence.LATE else "You are signed in: {when}."
    turn.toast(plain(turn.tr(words, when=done.at)))
    guest = cards.own_guest(turn.desk, done.event_id)
    if guest is not None:
        view = cards.view(turn.desk, cards.event_of(turn.desk, done.event_id))
        shown = event_card.invitation(view, guest, turn.tr)
        turn.settle(shown, Notice(MINE, OfGuest(guest.id, view.sequence), About.GUEST(guest.id)))


# -- the organiser's list ------------------------------------------------------------------------------------------


def listing(turn: Turn) -> None:
    """Everybody, or only those not there yet, one button each."""
    _show_list(turn, turn.number(0), turn.arg(1), turn.number(2))


def _show_list(turn: Turn, event_id: int, which: str, page: int) -> None:
    found = cards.people(turn.desk, event_id, which, page)
    view = cards.view(turn.desk, cards.event_of(turn.desk, event_id))
    turn.show(views.marking(view, found, which, turn.tr))


def mark(turn: Turn, forms: Forms) -> None:
    """There, or not there after all; some time after the start it is asked when somebody came."""
    event = sign_in.wants_time(turn.desk, turn.number(0))
    if event is not None:
        began = event.starts_at.astimezone(turn.desk.house.zone).isoformat()
        context = {"guest": turn.number(0), "which": turn.arg(1), "page": turn.number(2)}
        forms.start(turn, declared.ARRIVED.name, {declared.BEGAN: began}, context)
        return
    guest = sign_in.toggle(turn.desk, turn.number(0))
    words = "{name}: signed in." if guest.presence in HERE else "{name}: taken off the list."
    turn.toast(plain(turn.tr(words, name=guest.name)))
    _show_list(turn, guest.event_id, turn.arg(1), turn.number(2))


def _arrivals(turn: Turn, given: Given) -> list[Choice]:
    """In time, late by as much as can be, late at a time that nobody knows."""
    event = sign_in.wants_time(turn.desk, int(given["guest"]))
    if event is None:
        raise Stale
    late = late_by(event.starts_at, event.ends_at, turn.desk.now)
    return [
        Choice(declared.ON_TIME, "On time", translated=True),
        *(Choice(str(n), turn.tr("{n} minutes late", n=n)) for n in late),
        Choice(declared.LATE, "Late, time unknown", translated=True),
    ]


def _who(turn: Turn, values: Given, context: Given) -> Html | None:
    event, guest = rows.guest(turn.desk, int(context["guest"]))
    began = turn.tr("It began at {when}.", when=event.starts_at)
    return lines(bold(f"{guest.name}　{event.title}"), began)


def arrived(turn: Turn, values: Given, context: Given) -> None:
    said = str(values["minutes"])
    minutes = None if said == declared.LATE else int(said)
    presence = Presence.PRESENT if minutes == 0 else Presence.LATE
    guest = sign_in.mark(turn.desk, int(context["guest"]), presence, minutes)
    turn.toast(plain(turn.tr("{name}: signed in.", name=guest.name)))
    _show_list(turn, guest.event_id, str(context["which"]), int(context["page"]))


def close(turn: Turn) -> None:
    ending.close(turn.desk, turn.number(0), turn.number(1))
    _show_card(turn, turn.number(0))


def reopen(turn: Turn) -> None:
    ending.reopen(turn.desk, turn.number(0), turn.number(1))
    _show_card(turn, turn.number(0))


def _show_card(turn: Turn, event_id: int) -> None:
    found = cards.event_of(turn.desk, event_id)
    shown = event_card.card(cards.view(turn.desk, found), turn.tr)
    turn.settle(shown, Notice(CARD, OfEvent(event_id), rows.subject_of(found)))


# -- afterwards ----------------------------------------------------------------------------------------------------


def ask_rating(turn: Turn, forms: Forms) -> None:
    ending.ratable(turn.desk, turn.number())
    turn.beside()
    forms.start(turn, declared.FEEDBACK.name, {}, {"guest": turn.number()})


def ask_record(turn: Turn, forms: Forms) -> None:
    """What was summed up already stands: more photos alone can be added."""
    event = ending.recordable(turn.desk, turn.number())
    values: Given = {"summary": event.summary} if event.summary else {}
    turn.beside()
    forms.start(turn, declared.RECORD.name, values, {"event": event.id})


def rate(turn: Turn, values: Given, context: Given) -> None:
    ending.rate(turn.desk, context["guest"], int(values["rating"]), values.get("remark") or "")
    turn.show(message(turn.tr("Thank you for your feedback.")))


def record(turn: Turn, values: Given, context: Given) -> None:
    event = ending.record(turn.desk, context["event"], values["summary"], values.get("photos") or ())
    _show_card(turn, event.id or 0)


def said(turn: Turn) -> None:
    """What participants would change."""
    found = cards.remarks(turn.desk, turn.number())
    view = cards.view(turn.desk, cards.event_of(turn.desk, turn.number()))
    turn.show(views.remarks(view, found, turn.tr))


def record_topic(scene: Scene[OfEvent]) -> Message | None:
    """The list is closed: who was absent, and the wish for a record."""
    try:
        event = cards.event_of(scene.desk, scene.payload.event)
        absent = cards.absent(scene.desk, scene.payload.event)
    except Refused:
        return None
    view = cards.view(scene.desk, event)
    if not scene.shown and (view.summary or view.state != "held"):
        return None
    return views.ask_for_record(view, absent, scene.tr)
