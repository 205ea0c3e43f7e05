"""Events on the screen: the invitation (short enough for a caption), the organiser's and the liaison's cards."""

from __future__ import annotations

from bot.domain.events.events import ANSWER_NAMES, HERE, KIND_NAMES, EventLine, EventView, GuestView, Tally
from bot.domain.hall.message import Button, Html, Message, Rows, bold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import keeping
from bot.domain.hall.terms import EventAnswer, EventState, Presence, SignInWay
from bot.texts import Translator
from bot.views.hall import fitting
from bot.views.hall.paging import position, turning
from bot.views.hall.where import place_of

A = EventAnswer
NOTE_SHOWN = 200
"""Characters of the note that fit into a caption beside everything else."""


_HELD = 4
"""Buttons of an event that was held, when it has everything."""
MOST_SENT_FOR = 4
"""Buttons for people who are not on Telegram, on a liaison's card."""


def said(text: str, tr: Translator) -> Html:
    """A reason in words: one of the bot's own is translated, what a person wrote stays as it is."""
    return html(tr.words.get(text, text))


def presence(tally: Tally, tr: Translator) -> Html:
    """How many are there, and how many are not."""
    return tr(
        "Signed in: {here}, of them late {late}; absent {absent}",
        here=tally.here,
        late=tally.late,
        absent=tally.absent,
    )


def head(event: EventView, tr: Translator) -> Html:
    """【业务培训】行政应诉实务培训."""
    return Html(f"【{tr(KIND_NAMES[event.kind])}】") + bold(event.title)


def facts(event: EventView, tr: Translator) -> Html:
    """When, where, by whom, for which case."""
    organiser = (
        tr("{agency} with {court}", agency=event.organiser, court=event.court) if event.court else event.organiser
    )
    place = place_of(event, tr, unknown="")
    note = event.note if len(event.note) <= NOTE_SHOWN else event.note[: NOTE_SHOWN - 1] + "…"
    return lines(
        tr("Time: {when}", when=event.starts_at),
        tr("Place: {place}", place=place) if place else None,
        tr("Held by {agency}", agency=organiser),
        tr("Case: {number}", number=event.case_number) if event.case_number else None,
        html(note) if note else None,
    )


# -- the invitation ------------------------------------------------------------------------------------------------


def invitation(event: EventView, guest: GuestView, tr: Translator, *, above: Html | None = None) -> Message:
    """One person's invitation as it stands, with the buttons that still make sense. `above` says what is new."""
    if event.state is EventState.CANCELLED:
        reason = tr("Cancelled: {reason}", reason=said(event.reason, tr)) if event.reason else tr("Cancelled.")
        return message(head(event, tr), above, bold(reason), tr("It was to be on {when}.", when=event.starts_at))
    if event.state is EventState.HELD:
        return _after(event, guest, tr)
    return message(
        head(event, tr),
        above,
        facts(event, tr),
        _asked(event, guest, tr),
        standing(guest, tr),
        buttons=_guest_buttons(event, guest, tr),
    )


def _asked(event: EventView, guest: GuestView, tr: Translator) -> Html | None:
    if guest.answer is A.UNANSWERED and not event.begun and guest.presence not in HERE:
        return asked_by(event, tr)
    return None


def asked_by(event: EventView, tr: Translator) -> Html:
    """By when an answer is wanted; nobody is asked to meet a day gone by."""
    if event.reply_past:
        return tr("The answer was due by {when}. Please answer now.", when=event.reply_by)
    return tr("Please answer by {when}.", when=event.reply_by)


def standing(guest: GuestView, tr: Translator) -> Html | None:
    """What the guest answered, in words."""
    if guest.presence in (Presence.PRESENT, Presence.LATE):
        return tr("Signed in: {when}", when=guest.signed_at) if guest.signed_at else tr("Signed in.")
    match guest.answer:
        case A.COMING if guest.stands_for:
            return tr("You come in place of {name}.", name=guest.stands_for)
        case A.COMING:
            return tr("You answered: you come.")
        case A.WAITING:
            return tr("There is no free seat; you are number {n} on the waiting list.", n=guest.place_in_line)
        case A.SENDS:
            return tr("In your place comes {name}.", name=guest.sends)
        case A.DECLINED:
            return tr("You answered: you do not come ({reason}).", reason=said(guest.reason, tr))
        case A.RELEASED:
            return tr("You need not come.")
    return tr("You had said yes; your seat is kept until you answer again.") if guest.held else None


def _guest_buttons(event: EventView, guest: GuestView, tr: Translator) -> Rows:
    if guest.answer is A.RELEASED:
        return ()
    here = guest.presence in HERE
    answer: list[Button] = []
    if not event.begun and not here:
        if guest.answer not in (A.COMING, A.WAITING):
            answer.append(tap(tr("I come"), "ev.yes", guest.id, event.sequence))
        if guest.answer is not A.SENDS:
            answer.append(tap(tr("Send somebody"), "ev.send", guest.id, event.sequence))
        if guest.answer is not A.DECLINED:
            answer.append(tap(tr("Cannot come"), "ev.no", guest.id, event.sequence))
    sign: list[Button] = []
    if event.sign_in is SignInWay.BUTTON and event.sign_in_near and not here:
        sign.append(tap(tr("Sign in"), "si.in", guest.id))
    return tuple(row for row in (tuple(sign), tuple(answer), _more(event, tr)) if row)


def _more(event: EventView, tr: Translator) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if event.material:
        buttons.append(tap(tr("Material ({n})", n=event.material), "ev.file", "m", event.id))
    if len(event.answers_for) == 1 and not event.begun:
        buttons.append(tap(tr("Answer for my agency"), "ev.team", event.id, event.answers_for[0]))
    return tuple(buttons)


def _after(event: EventView, guest: GuestView, tr: Translator) -> Message:
    """When it is over: whether one was there, and the wish to hear what it was worth."""
    there = guest.presence in HERE
    listed = standing(guest, tr) if there else tr("You were not on the list.") if guest.presence else None
    thanks = tr("Thank you for your feedback.") if guest.rated else None
    ask = (tap(tr("Give feedback"), "si.rate", guest.id),) if there and not guest.rated else ()
    return message(head(event, tr), tr("It was on {when}.", when=event.starts_at), listed, thanks, buttons=(ask,))


def retired(event: EventView, tr: Translator) -> Message:
    """An older message when a newer one tells how things are now."""
    if event.state is EventState.CANCELLED:
        return message(head(event, tr), tr("Cancelled. A newer message says more."))
    return message(
        head(event, tr),
        tr("This was changed: now {when}, {place}.", when=event.starts_at, place=place_of(event, tr)),
        tr("Please answer with the newer message."),
    )


# -- the organiser's card ------------------------------------------------------------------------------------------


def card(event: EventView, tr: Translator) -> Message:
    """What the organiser sees: how things stand, and everything that can be done."""
    state = {
        EventState.CANCELLED: tr("Cancelled: {reason}", reason=said(event.reason, tr)),
        EventState.HELD: tr("The list is closed."),
    }.get(event.state)
    return message(
        head(event, tr),
        bold(state) if state else None,
        facts(event, tr),
        tr("Answers by {when}", when=event.reply_by) if event.state is EventState.PLANNED else None,
        numbers(event, tr),
        _record(event, tr) if event.state is EventState.HELD else None,
        buttons=_card_buttons(event, tr) if event.may_run else _keeper_buttons(event, tr),
    )


def numbers(event: EventView, tr: Translator) -> Html:
    """The tally in two lines."""
    tally = event.tally
    seats = tr("{n} of {seats} seats", n=tally.seats, seats=event.quota) if event.quota else None
    waiting = tr("waiting {n}", n=tally.of(A.WAITING)) if tally.of(A.WAITING) else None
    parts = [
        tr("invited {n}", n=tally.invited),
        tr("coming {n}", n=tally.of(A.COMING)),
        waiting,
        tr("sending {n}", n=tally.of(A.SENDS)) if tally.of(A.SENDS) else None,
        tr("not coming {n}", n=tally.of(A.DECLINED)),
        tr("no answer {n}", n=tally.of(A.UNANSWERED)),
        seats,
    ]
    there = None
    if event.sign_in_open or event.state is EventState.HELD:
        there = presence(tally, tr)
    return lines(html(tr.join([str(part) for part in parts if part])), there)


def _record(event: EventView, tr: Translator) -> Html | None:
    count, average = event.feedback
    return lines(
        tr("Feedback: {n}, on average {average} of 4", n=count, average=f"{average:.1f}") if count else None,
        tr("Photos: {n}", n=event.photos) if event.photos else None,
        html(event.summary) if event.summary else tr("There is no summary yet."),
    )


def _card_buttons(event: EventView, tr: Translator) -> Rows:
    lists: tuple[Button, ...] = (
        tap(tr("By agency"), "ev.tally", event.id, 0),
        tap(tr("People"), "ev.people", event.id, "all", 0),
    )
    papers = (tap(tr("Documents"), "doc.ev", event.id),)
    match event.state:
        case EventState.CANCELLED:
            restore: tuple[Button, ...] = (tap(tr("Hold it after all"), "ev.back", event.id, event.version),)
            return ((lists), restore if not event.begun else ())
        case EventState.HELD:
            held = _held_buttons(event, tr)
            return _fitted((lists, sheet_buttons(event, tr) if len(held) < _HELD else (), held), papers)
    last = sheet_buttons(event, tr) if event.sign_in_open or event.begun else _ask_buttons(event, tr)
    return _fitted((_sign_in_buttons(event, tr), lists, _change_buttons(event, tr), last), papers)


def _fitted(rows: Rows, papers: tuple[Button, ...]) -> Rows:
    """The papers stand on the card where eight buttons leave room; below the tally by agency they always do."""
    room = fitting.BUTTONS - sum(len(row) for row in rows)
    return (*rows, papers if len(papers) <= room else ())


def sheet_buttons(event: EventView, tr: Translator, *, papers: bool = False) -> tuple[Button, ...]:
    """The lists as office files, and the papers drafted from them, for those who run the event."""
    if not event.may_run:
        return ()
    return (
        tap(tr("Sign-in sheet"), "ev.sheet", "sheet", event.id),
        tap(tr("Tally"), "ev.sheet", "tally", event.id),
        *((tap(tr("Documents"), "doc.ev", event.id),) if papers else ()),
    )


def _held_buttons(event: EventView, tr: Translator) -> tuple[Button, ...]:
    photos = (tap(tr("Photos: {n}", n=event.photos), "ev.file", "p", event.id),) if event.photos else ()
    remarks = (tap(tr("Remarks"), "si.said", event.id),) if event.feedback[0] else ()
    return (
        tap(tr("Summary and photos"), "si.rec", event.id),
        *photos,
        *remarks,
        tap(tr("Open the list again"), "si.open", event.id, event.version),
    )


def _sign_in_buttons(event: EventView, tr: Translator) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if event.sign_in is SignInWay.CODE:
        buttons.append(tap(tr("Show the code"), "si.show", event.id))
    buttons.append(tap(tr("Sign others in"), "si.by", event.id, "missing", 0))
    if event.begun:
        buttons.append(tap(tr("Close the list"), "si.end", event.id, event.version))
    return tuple(buttons)


def _ask_buttons(event: EventView, tr: Translator) -> tuple[Button, ...]:
    nudge = (tap(tr("Ask the silent"), "ev.nudge", event.id),) if event.tally.of(A.UNANSWERED) else ()
    return (*nudge, tap(tr("Invite those added"), "ev.more", event.id, event.version))


def _change_buttons(event: EventView, tr: Translator) -> tuple[Button, ...]:
    cancel = tap(tr("Cancel it"), "ev.off", event.id, event.version)
    return (cancel,) if event.begun else (tap(tr("✎ Change"), "ev.edit", event.id), cancel)


def _keeper_buttons(event: EventView, tr: Translator) -> Rows:
    """The bureau above the organiser: it looks, and may sign others in."""
    return (
        (tap(tr("By agency"), "ev.tally", event.id, 0), tap(tr("Sign others in"), "si.by", event.id, "missing", 0)),
    )


def changing(event: EventView, tr: Translator) -> Message:
    """What can be changed. An event that watches a hearing takes time and place from it."""

    def edit(words: str, what: str) -> Button:
        return tap(tr(words), "ev.ed", what, event.id, event.version)

    own: Rows = () if event.hearing_id else ((edit("Time", "time"), edit("Place", "place")),)
    return message(
        head(event, tr),
        facts(event, tr),
        tr("Time and place follow the hearing.") if event.hearing_id else None,
        tr("What shall be changed?"),
        buttons=(
            *own,
            (edit("Title", "title"), edit("Seats", "seats"), edit("Reply by", "reply")),
            (edit("Note", "note"), edit("Sign-in", "sign"), edit("Material", "files")),
            (tap(tr("‹ To the event"), "ev.at", event.id),),
        ),
    )


# -- the liaison's card --------------------------------------------------------------------------------------------


def agency_card(
    event: EventView, agency_id: int, agency: str, tally: Tally, names: list[GuestView], tr: Translator
) -> Message:
    """What a liaison sees: who of the agency is invited, and the answers."""
    shown = [guest_line(one, tr) for one in names[:12]]
    more = tr("… and {n} more", n=len(names) - 12) if len(names) > 12 else None
    closed = event.begun or event.state is not EventState.PLANNED
    buttons: tuple[Button, ...] = ()
    if not closed:
        buttons = (tap(tr("Answer for my agency"), "ev.team", event.id, agency_id),)
    if len(names) > 12:
        buttons = (*buttons, tap(tr("People"), "ev.people", event.id, "all", 0, agency_id))
    # Who is not on Telegram can send somebody only through the liaison.
    sends: Rows = ()
    if not closed:
        absent = [one for one in names if not one.on_telegram and one.answer in (A.UNANSWERED, A.COMING)]
        sends = tuple(
            (tap(tr("Send somebody for {name}", name=one.name), "ev.send", one.id, event.sequence),)
            for one in absent[:MOST_SENT_FOR]
        )
    open_ = tally.of(A.UNANSWERED)
    return message(
        head(event, tr),
        bold(tr("Cancelled: {reason}", reason=said(event.reason, tr))) if event.state is EventState.CANCELLED else None,
        facts(event, tr),
        tr("{agency}: invited {n}, without an answer {open}", agency=agency, n=tally.invited, open=open_),
        *shown,
        more,
        asked_by(event, tr) if open_ and not closed else None,
        buttons=(buttons, *sends),
    )


def with_post(name: str, post: str, tr: Translator) -> str:
    """张明（副局长）, 张明 (deputy director)."""
    if not post:
        return name
    return f"{name}（{post}）" if tr.chinese else f"{name} ({tr.post(post)})"


def guest_line(guest: GuestView, tr: Translator) -> Html:
    """张明（副局长）：参加."""
    name = with_post(guest.name, guest.post, tr)
    words = tr(ANSWER_NAMES[guest.answer])
    if guest.sends:
        words = tr("sends {name}", name=guest.sends)
    elif guest.answer is A.DECLINED and guest.reason:
        words = tr("not coming ({reason})", reason=said(guest.reason, tr))
    return tr("{label}: {value}", label=name, value=words)


# -- the list ------------------------------------------------------------------------------------------------------


def listing(page: Page[EventLine], tr: Translator, *, may_create: bool, counts: bool) -> Message:
    """My events, those to come first."""
    rows: Rows = tuple((tap(_label(line, tr), "ev.at", line.id),) for line in page.items)
    below: list[Button] = []
    if may_create:
        below.append(tap(tr("＋ New event"), "ev.new"))
    if counts:
        below.append(tap(tr("Yearly obligations"), "ev.due", 0))
    empty = None if page.items else tr("There are no events for you.")
    return message(
        bold(tr("Events")), empty, position(page, tr), buttons=(*rows, turning(page, tr, "ev.list"), tuple(below))
    )


def _label(line: EventLine, tr: Translator) -> str:
    marks = {EventState.CANCELLED: "✕ ", EventState.HELD: "✓ "}
    own = f" · {tr(ANSWER_NAMES[line.mine])}" if line.mine and line.state is EventState.PLANNED else ""
    return keeping(f"{marks.get(line.state, '')}{tr.moment(line.starts_at)} {line.title}", own)


def followed(event: EventView, tr: Translator, *, later: bool = False) -> Message:
    """To the organiser: the hearing changed, and with it the event. `later`: something else has changed it since."""
    if later and event.state is EventState.CANCELLED:
        news = tr("Cancelled: {reason}", reason=said(event.reason, tr)) if event.reason else tr("Cancelled.")
    elif later:
        news = tr("Time: {when}", when=event.starts_at)
    elif event.state is EventState.CANCELLED:
        news = tr("This event was cancelled with its hearing: {reason}", reason=said(event.reason, tr))
    else:
        news = tr(
            "The hearing was moved, and this event with it: {when}. Everybody is asked again.", when=event.starts_at
        )
    return message(head(event, tr), news, numbers(event, tr), buttons=((tap(tr("Open"), "ev.at", event.id),),))
