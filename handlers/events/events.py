"""/event: my events, the cards of one event, answers, and what the bot says of events on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.events import forms as declared
from bot.domain.events import topics
from bot.domain.events.acts import CHANGES
from bot.domain.events.events import EventView, GuestView
from bot.domain.events.topics import EventFile, OfAgency, OfEvent, OfGuest, Sheet
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, Refused
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html, Message, message, plain, tap
from bot.domain.hall.paging import cut
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import EventAnswer, EventState
from bot.domain.hall.topics import Notice, Topic
from bot.services.events import answers, cards, counts, rows
from bot.services.events import files as event_files
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Renderer, Router, Scene
from bot.telegram.turn import Turn
from bot.views.events import events as views
from bot.views.events import lists as list_views

Given = dict[str, Any]
A = EventAnswer
_WITH_FILE = frozenset({topics.INVITE, topics.MOVED, topics.CHANGED, topics.OFF, topics.DELEGATED})
"""Messages that carry the calendar file; while they are there, it is the newest one."""


def register(router: Router, forms: Forms) -> None:
    """Buttons of lists and cards, the answers with their forms, and the topics."""
    router.press("ev.list", lambda turn: listing(turn, turn.number(), again=True), sees=nothing)
    router.press("ev.at", at, sees=EVENT.look)
    router.press("ev.ag", agency, sees=_event_and_agency)
    router.press("ev.tally", tally, sees=EVENT.look)
    router.press("ev.people", people, sees=_people_of)
    router.press("ev.due", due, sees=nothing)
    router.press("ev.file", files, sees=replace(EVENT, place=1).look)
    router.press("ev.sheet", sheet, sees=replace(EVENT, place=1).look)
    router.press("ev.yes", come, of=GUEST)
    router.press("ev.no", lambda turn: _ask(turn, forms, declared.DECLINE.name), of=GUEST)
    router.press("ev.send", lambda turn: _ask(turn, forms, declared.SEND_SOMEBODY.name), of=GUEST)
    router.press("ev.team", lambda turn: ask_team(turn, forms), of=EVENT, sees=_event_and_agency)
    forms.add(Bound(declared.DECLINE, decline, intro=_about_guest, of=GUEST))
    forms.add(Bound(declared.SEND_SOMEBODY, send, {"person": _colleagues}, _about_guest, of=GUEST))
    forms.add(Bound(declared.TEAM, answer_team, {"coming": _team, "declined": _team}, _about_team, of=EVENT))
    for name in (*_GUEST_TOPICS, topics.MINE):
        router.topic(name, _guest_topic(name))
    router.topic(topics.CARD, card_topic)
    router.topic(topics.AGENCY, agency_topic)
    router.topic(topics.AGENCY_REPLY, agency_topic)
    router.topic(topics.FILE, file_topic)
    router.topic(topics.SHEET, sheet_topic)


# -- lists and cards -----------------------------------------------------------------------------------------------


def listing(turn: Turn, page: int = 0, *, again: bool = False) -> None:
    """My events: those I run, am invited to, or answer for."""
    shown = views.listing(
        cards.mine(turn.desk, page),
        turn.tr,
        may_create=turn.actor.may_somewhere(Action.RUN_EVENT),
        counts=turn.actor.may_somewhere(Action.RUN_EVENT),
    )
    turn.show(shown) if again else turn.say(shown)


def at(turn: Turn) -> None:
    present(turn, turn.number())


def present(turn: Turn, event_id: int) -> None:
    """The card of an event: the organiser's, else one's own invitation, else the agency's."""
    event = cards.event_of(turn.desk, event_id)
    view = cards.view(turn.desk, event)
    guest = cards.own_guest(turn.desk, view.id)
    if view.may_run or (guest is None and not view.answers_for):
        turn.show(views.card(view, turn.tr), Notice(topics.CARD, OfEvent(view.id), rows.subject_of(event)))
    elif guest is not None:
        turn.show(views.invitation(view, guest, turn.tr), _mine(view, guest))
    elif len(view.answers_for) == 1:
        _show_agency(turn, view.id, view.answers_for[0])
    else:
        names = cards.by_agency_names(turn.desk, view.answers_for)
        buttons = tuple((tap(name, "ev.ag", view.id, agency_id),) for agency_id, name in names[:20])
        turn.show(message(views.head(view, turn.tr), views.facts(view, turn.tr), buttons=buttons))


def _event_id(turn: Turn, guest_id: int) -> int:
    return rows.guest(turn.desk, guest_id)[0].id or 0


EVENT = Subject("event", present, lambda turn, number: cards.event_of(turn.desk, number), words=CHANGES)
GUEST = Subject(
    "guest",
    lambda turn, number: present(turn, _event_id(turn, number)),
    lambda turn, number: cards.visible_guest(turn.desk, number),
    audited=lambda turn, number: About.EVENT(_event_id(turn, number)),
    words=CHANGES,
)


def _event_and_agency(turn: Turn) -> None:
    cards.side(turn.desk, turn.number(0), turn.number(1))


def _people_of(turn: Turn) -> None:
    """The list of everybody, or of one agency's people."""
    if turn.number(3):
        cards.side(turn.desk, turn.number(0), turn.number(3))
    else:
        EVENT.look(turn)


def _mine(view: EventView, guest: GuestView) -> Notice[OfGuest]:
    return Notice(topics.MINE, OfGuest(guest.id, view.sequence), About.GUEST(guest.id))


def agency(turn: Turn) -> None:
    _show_agency(turn, turn.number(0), turn.number(1))


def _show_agency(turn: Turn, event_id: int, agency_id: int) -> None:
    found = cards.for_agency(turn.desk, event_id, agency_id)
    if found is None:
        raise Missing
    view, name, counted, guests = found
    shown = views.agency_card(view, agency_id, name, counted, guests, turn.tr)
    about = rows.agency_subject(event_id, agency_id)
    turn.show(shown, Notice(topics.AGENCY, OfAgency(event_id, agency_id, by=0), about))


def tally(turn: Turn) -> None:
    """One line an agency."""
    page = cards.by_agency(turn.desk, turn.number(0), turn.number(1))
    turn.show(list_views.by_agency(_view(turn, turn.number(0)), page, turn.tr))


def people(turn: Turn) -> None:
    """Who is invited, by answer; a liaison sees only the own agency."""
    which, agency_id = turn.arg(1), turn.number(3)
    page = cards.people(turn.desk, turn.number(0), which, turn.number(2), agency_id or None)
    turn.show(list_views.people(_view(turn, turn.number(0)), page, which, agency_id, turn.tr))


def _view(turn: Turn, event_id: int) -> EventView:
    return cards.view(turn.desk, cards.event_of(turn.desk, event_id))


def due(turn: Turn) -> None:
    """The yearly obligations that events fulfil."""
    year = turn.desk.local.year
    page = cut(counts.standings(turn.desk, year), turn.number())
    turn.show(list_views.standings(page, year, turn.tr))


def files(turn: Turn) -> None:
    """The material or the photos, each as a message of its own."""
    event_files.send_files(turn.desk, turn.number(1), "photo" if turn.arg(0) == "p" else "material")
    turn.toast(plain(turn.tr("The files are on their way.")))


def sheet(turn: Turn) -> None:
    """The sign-in sheet or the tally as an office file."""
    event_files.ask_for_sheet(turn.desk, turn.number(1), turn.arg(0))
    turn.toast(plain(turn.tr("The file is on its way.")))


# -- answers -------------------------------------------------------------------------------------------------------


def come(turn: Turn) -> None:
    """我参加."""
    guest = answers.come(turn.desk, turn.number(0), turn.number(1))
    words = "There is no free seat: you are on the waiting list." if guest.answer is A.WAITING else "Noted: you come."
    turn.toast(plain(turn.tr(words)), alert=guest.answer is A.WAITING)
    _show_answer(turn, guest.event_id, guest.id or 0)


def _show_answer(turn: Turn, event_id: int, guest_id: int) -> None:
    """One's own invitation; whoever answered for somebody sees the agency's card."""
    own = cards.own_guest(turn.desk, event_id)
    if own is not None and own.id == guest_id:
        view = _view(turn, event_id)
        turn.settle(views.invitation(view, own, turn.tr), _mine(view, own))
    else:
        turn.settle(message(turn.tr("The answer is noted."), buttons=((tap(turn.tr("Open"), "ev.at", event_id),),)))


def _ask(turn: Turn, forms: Forms, form: str) -> None:
    _, guest = answers.answerable(turn.desk, turn.number(0), turn.number(1))
    turn.beside()
    forms.start(turn, form, {}, {"guest": guest.id, "sequence": turn.number(1)})


def _about_guest(turn: Turn, values: Given, context: Given) -> Html | None:
    event, guest = answers.answerable(turn.desk, context["guest"])
    shown = cards.view(turn.desk, event)
    who = turn.tr("For {name}", name=guest.name) if guest.person_id != turn.actor.person_id else None
    return Html("\n").join(p for p in (views.head(shown, turn.tr), Html(turn.tr.moment(event.starts_at)), who) if p)


def decline(turn: Turn, values: Given, context: Given) -> None:
    answers.decline(turn.desk, context["guest"], values["reason"], context["sequence"])
    turn.show(message(turn.tr("Noted: you do not come.")))


def _colleagues(turn: Turn, given: Given) -> Sequence[Choice]:
    _, guest = answers.answerable(turn.desk, given["guest"])
    return [
        Choice(f"p:{person.id}", person.name, names=(person.name,)) for person in answers.colleagues(turn.desk, guest)
    ]


def send(turn: Turn, values: Given, context: Given) -> None:
    """委派他人: a colleague from the list, or a name as typed."""
    kind, _, number = str(values["person"]).partition(":")
    chosen = int(number) if kind == "p" and number.isdigit() else None
    sent = answers.send_somebody(
        turn.desk, context["guest"], context["sequence"], person_id=chosen, name="" if chosen else values["person"]
    )
    waiting = sent.answer is A.WAITING
    words = "{name} is on the waiting list." if waiting else "Noted: {name} comes."
    told = turn.tr("He or she is told.") if sent.person_id else turn.tr("Please tell him or her yourself.")
    turn.show(message(turn.tr(words, name=sent.name), told))


# -- several at once -----------------------------------------------------------------------------------------------


def ask_team(turn: Turn, forms: Forms) -> None:
    """The liaison's form for everybody of the agency."""
    event, _ = answers.team(turn.desk, turn.number(0), turn.number(1))
    turn.beside()
    forms.start(turn, declared.TEAM.name, {}, {"event": event.id, "agency": turn.number(1)})


def _team(turn: Turn, given: Given) -> Sequence[Choice]:
    _, guests = answers.team(turn.desk, given["event"], given["agency"])
    return [Choice(str(one.id), views.with_post(one.name, one.post, turn.tr), names=(one.name,)) for one in guests]


def _about_team(turn: Turn, values: Given, context: Given) -> Html | None:
    found = cards.for_agency(turn.desk, context["event"], context["agency"])
    if found is None:
        return None
    view, _, _, guests = found
    return Html("\n").join((views.head(view, turn.tr), list_views.team_names(guests, turn.tr)))


def answer_team(turn: Turn, values: Given, context: Given) -> None:
    answers.answer_for(
        turn.desk,
        context["event"],
        context["agency"],
        coming=[int(i) for i in values.get("coming") or ()],
        declined=[int(i) for i in values.get("declined") or ()],
        reason=values.get("reason") or "",
    )
    _show_agency(turn, context["event"], context["agency"])


# -- what the bot says on its own ----------------------------------------------------------------------------------


_GUEST_TOPICS = (
    topics.INVITE, topics.MOVED, topics.CHANGED, topics.OFF, topics.PROMOTED, topics.PASSED_ON, topics.DELEGATED, topics.RETURNED,
    topics.REPLY, topics.COME, topics.FEEDBACK,
)  # fmt: skip


def _guest_topic(topic: Topic[OfGuest]) -> Renderer[OfGuest]:
    def render(scene: Scene[OfGuest]) -> Message | None:
        told = cards.told(scene.desk, scene.payload)
        if told is None or (not scene.shown and not cards.is_still_true(scene.desk, topic, told)):
            return None
        return _guest_message(topic, told, scene)

    return render


def _guest_message(topic: Topic[OfGuest], told: cards.Told, scene: Scene[OfGuest]) -> Message:
    if told.retired and topic != topics.MINE:
        shown = views.retired(told.event, scene.tr)
    else:
        above = None if scene.shown else _news(topic, told, scene)
        shown = views.invitation(told.event, told.guest, scene.tr, above=above)
    if topic in _WITH_FILE and told.event.state is not EventState.HELD:
        entry = event_files.calendar_entry(scene.desk, told.event, scene.tr)
        return Message(shown.text, shown.buttons, attachment=entry)
    # Whoever said yes is disturbed on the working day before, not a week ahead.
    return replace(shown, silent=topic == topics.COME and scene.payload.when == "week")


def _news(topic: Topic[OfGuest], told: cards.Told, scene: Scene[OfGuest]) -> Html | None:
    """What is new since the last message."""
    tr, said, guest = scene.tr, scene.payload, told.guest
    match topic:
        case topics.MOVED if said.declined:
            return tr("The time has changed; it was {was}. Can you come now?", was=said.was)
        case topics.MOVED if said.was is not None:
            return tr("The time has changed; it was {was}.", was=said.was)
        case topics.MOVED:
            return tr("It is held after all.")
        case topics.CHANGED:
            return tr("Please note the new title or place.")
        case topics.PROMOTED:
            return tr("A seat is free now: you can come.")
        case topics.PASSED_ON:
            return tr("You did not confirm the new time by {when}, so your seat has gone to somebody else. If you can "
                      "come, press below: you get a seat while there is room.", when=told.event.reply_by)  # fmt: skip
        case topics.DELEGATED:
            return tr("{name} asks you to come in his or her place.", name=guest.stands_for or "—")
        case topics.RETURNED if said.back is not None:
            return tr("You need not come in another's place any more.")
        case topics.RETURNED:
            reason = views.said(said.reason or "", tr)
            return tr("{name}, whom you sent, cannot come ({reason}).", name=said.name or "", reason=reason)
        case topics.REPLY if guest.held:
            return tr("Please confirm whether you still come.")
        case topics.REPLY:
            return tr("Your answer is still missing.")
        case topics.COME:
            return _coming(said.when or "", told.event, scene)
        case topics.FEEDBACK:
            return tr("How was it? Two questions, one minute.")
    return None


def _coming(when: str, event: EventView, scene: Scene[OfGuest]) -> Html:
    if when == "day":
        return scene.tr("Reminder: it begins in two hours.")
    if when == "eve":
        return scene.tr("Reminder: it is on the next working day.")
    return scene.tr.plural(
        "Reminder: {n} working day is left.", "Reminder: {n} working days are left.", event.working_days_left
    )


def card_topic(scene: Scene[OfEvent]) -> Message | None:
    try:
        event = cards.event_of(scene.desk, scene.payload.event)
    except Refused:
        return None
    return views.card(cards.view(scene.desk, event), scene.tr)


def agency_topic(scene: Scene[OfAgency]) -> Message | None:
    """To a liaison: who of the agency is invited. Nothing when only the liaison is, or made the event."""
    try:
        found = cards.for_agency(scene.desk, scene.payload.event, scene.payload.agency)
    except Refused:
        return None
    if found is None:
        return None
    view, name, counted, guests = found
    if not scene.shown:
        late = view.begun or view.state is not EventState.PLANNED or scene.payload.sequence not in (None, view.sequence)
        # Whoever is invited as well answers for the others from the own invitation.
        own = any(one.mine for one in guests) and len(view.answers_for) == 1
        alone = all(one.mine for one in guests) or (own and scene.payload.sequence is None)
        reminded = scene.payload.sequence is not None and not counted.of(A.UNANSWERED)
        if late or alone or reminded or scene.payload.by == scene.reader.person_id:
            return None
    return views.agency_card(view, scene.payload.agency, name, counted, guests, scene.tr)


def file_topic(scene: Scene[EventFile]) -> Message | None:
    try:
        file = event_files.stored(scene.desk, scene.payload.event, scene.payload.file)
    except Refused:
        return None
    return Message(Html(""), attachment=file) if file else message(scene.tr("This file is gone."))


def sheet_topic(scene: Scene[Sheet]) -> Message | None:
    try:
        made = event_files.sheet(scene.desk, scene.payload.event, scene.payload.what, scene.tr)
    except Refused:
        return None
    return Message(Html(""), attachment=made)
