"""What the bot says of hearings on its own: each topic is checked again when it is due, then put into words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.domain.hall.message import Attachment, Message, message
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hall.topics import Nothing
from bot.domain.hearings.calendar_files import CalendarEntry, calendar_file, uid_of
from bot.domain.hearings.hearings import AppearanceView, HearingView, Told
from bot.domain.hearings.topics import (
    ALARM,
    ASK,
    CARD,
    DAY,
    DECLINED,
    DEPUTY,
    DRAFTED,
    EVE,
    HINT,
    ICS,
    LISTED,
    MISSING,
    MOVED,
    NAMED,
    OFF,
    OPEN,
    PERMISSION,
    PRINCIPAL,
    QUESTION,
    REFUSED,
    REJECTED,
    RELIEVED,
    REMIND,
    RESULT,
    RESULT_OPEN,
    STAYS,
    UNREADY,
    VERDICT,
    WEEK,
    Listed,
    OfAppearance,
    OfHearing,
    OfVerdict,
    Relieved,
    Reminder,
)
from bot.services.hall.desk import Desk
from bot.services.hearings import absences as absence_service
from bot.services.hearings import appearances, awaiting, cards, ics, lists
from bot.telegram.router import Renderer, Router, Scene
from bot.telegram.turn import Turn
from bot.texts import Translator
from bot.views.hall.where import place_of
from bot.views.hearings import hearings as views
from bot.views.hearings import items, leaders, reminders
from bot.views.hearings import results as result_views
from handlers.hearings.rendering import safely as _safely

Words = Callable[[Scene[Reminder], HearingView, AppearanceView], Message | None]
True_ = Callable[[Scene[Reminder], HearingView, AppearanceView], bool]


def register(router: Router) -> None:
    """Topics of cards, of the reminder package, and of what leaders and keepers are told."""
    router.press("hr.ics", send_file, sees=lambda turn: cards.side(turn.desk, turn.number(0), turn.number(1)))
    router.topic(CARD, _safely(card))
    router.topic(MOVED, _safely(moved))
    router.topic(OFF, _safely(off))
    router.topic(HINT, _safely(hint))
    router.topic(LISTED, _safely(listed))
    router.topic(DRAFTED, _safely(drafted))
    router.topic(REJECTED, _safely(rejected))
    router.topic(WEEK, _reminder(_coming, _week))
    router.topic(UNREADY, _reminder(_open, lambda s, v, a: items.coming(reminders.unready(v, a, s.tr), v, a, s.tr)))
    router.topic(PRINCIPAL, _reminder(_others_open, _principal))
    router.topic(
        ALARM, _reminder(_open, lambda s, v, a: items.coming(reminders.alarm(v, a, s.tr), v, a, s.tr, whose=True))
    )
    router.topic(EVE, _reminder(_right_person, _eve))
    router.topic(DAY, _reminder(_right_person, lambda s, v, a: items.coming(reminders.day(v, a, s.tr), v, a, s.tr)))
    router.topic(RESULT, _reminder(_unreported, _result))
    router.topic(RESULT_OPEN, _safely(open_result))
    router.topic(MISSING, _reminder(_unreported, _missing))
    router.topic(ICS, _safely(calendar))
    router.topic(QUESTION, _safely(question))
    router.topic(ASK, _safely(ask))
    router.topic(REMIND, _safely(remind))
    router.topic(NAMED, _safely(named))
    router.topic(RELIEVED, _safely(relieved))
    router.topic(PERMISSION, _to_keeper(AppearanceState.AWAITING_PERMISSION, leaders.permission))
    router.topic(STAYS, _to_keeper(AppearanceState.ASKED, leaders.change_declined))
    router.topic(REFUSED, _to_keeper(AppearanceState.CANNOT, leaders.refused))
    router.topic(DECLINED, _safely(declined))
    router.topic(VERDICT, _safely(verdict))
    router.topic(DEPUTY, _safely(deputy))
    router.topic(OPEN, _to_keeper(AppearanceState.ASKED, leaders.opened))


def _view(scene: Scene[OfHearing] | Scene[Reminder]) -> HearingView:
    return cards.view(scene.desk, scene.payload.hearing)


# -- cards and changes -------------------------------------------------------------------------------------------


def card(scene: Scene[OfHearing]) -> Message | None:
    view = _view(scene)
    if not scene.shown and view.status is not HearingStatus.SCHEDULED:
        return None
    return views.card(view, scene.tr, focus=scene.payload.agency)


def moved(scene: Scene[OfHearing]) -> Message | None:
    """The leader is asked again in the same message; others see the new state."""
    view = _view(scene)
    if not scene.shown and (view.sequence != scene.payload.sequence or view.status is not HearingStatus.SCHEDULED):
        return None
    focus = scene.payload.agency
    if view.status is not HearingStatus.SCHEDULED:
        return views.card(view, scene.tr, focus=focus)
    return views.moved(view, scene.payload.was or view.starts_at, scene.tr, focus=focus)


def off(scene: Scene[OfHearing]) -> Message | None:
    view = _view(scene)
    return views.card(view, scene.tr) if view.status is HearingStatus.SCHEDULED else views.off(view, scene.tr)


def hint(scene: Scene[OfHearing]) -> Message | None:
    """A leader says that something about the hearing has changed."""
    view = _view(scene)
    shown = views.card(view, scene.tr, focus=scene.payload.agency)
    if scene.shown or view.status is not HearingStatus.SCHEDULED:
        return shown if scene.shown else None
    return views.hint(view, scene.payload.who, scene.tr)


def listed(scene: Scene[Listed]) -> Message | None:
    agency_id = scene.payload.agency
    if not cards.may_look_into(scene.desk, agency_id):
        return None
    found = lists.pending(scene.desk, agency_id=agency_id)
    if not found and not scene.shown:
        return None
    return views.pending(found, scene.payload.by, scene.tr, agency=agency_id)


def drafted(scene: Scene[Nothing]) -> Message | None:
    return views.pending(lists.pending(scene.desk, own=True), "", scene.tr)


def rejected(scene: Scene[OfHearing]) -> Message | None:
    return views.rejected(_view(scene), scene.payload.who, scene.tr)


# -- the reminder package ----------------------------------------------------------------------------------------


def _reminder(true: True_, words: Words) -> Renderer[Reminder]:
    """A reminder is said while it is true of the hearing as it was planned; once shown, it turns into the card."""

    def render(scene: Scene[Reminder]) -> Message | None:
        view = _view(scene)
        # By the appearance: a closed agency's successor has taken it over under another agency's number.
        one = next((a for a in view.appearances if a.id == scene.payload.appearance), None)
        if one is None:
            return None
        holds = view.sequence == scene.payload.sequence and true(scene, view, one)
        if holds:
            return words(scene, view, one)
        return views.card(view, scene.tr, focus=one.agency_id) if scene.shown else None

    return _safely(render)


def _coming(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> bool:
    return view.status is HearingStatus.SCHEDULED and not view.over


def _open(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> bool:
    return _coming(scene, view, one) and not one.settled


def _others_open(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> bool:
    """A principal who is the leader asked is reminded of the answer instead."""
    return _open(scene, view, one) and not one.mine


def _right_person(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> bool:
    """Rows for a leader are for the one who still is it and did not say no."""
    if scene.payload.leader is None:
        return _coming(scene, view, one)
    comes = one.state in (AppearanceState.CONFIRMED, AppearanceState.ASKED)
    # While the court is asked about a change, both leaders keep the date.
    waits = one.state is AppearanceState.AWAITING_PERMISSION and (one.mine or one.stays)
    return _coming(scene, view, one) and (waits or (one.mine and comes and not one.needs_nobody))


def _unreported(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> bool:
    return awaiting.is_missing(scene.desk, cards.get(scene.desk, view.id, lock=False), one.agency_id)


def _told(scene: Scene[OfAppearance] | Scene[OfVerdict] | Scene[Relieved] | Scene[Reminder]) -> Told:
    return appearances.told(scene.desk, scene.payload.appearance)


def _week(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> Message:
    return items.coming(reminders.week(view, one, _told(scene).ready, scene.tr), view, one, scene.tr)


def _eve(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> Message:
    return items.coming(reminders.eve(view, one, _told(scene).prepared, scene.tr), view, one, scene.tr)


def _principal(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> Message:
    return items.pressing(reminders.principal(view, one, *_reader(scene, one), scene.tr), view, one, scene.tr)


def _result(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> Message:
    hearing = cards.get(scene.desk, view.id, lock=False)
    until = awaiting.report_by(scene.desk, hearing, one.agency_id)
    return items.reported(reminders.result(view, one, until, scene.tr), view, until, scene.tr)


def _missing(scene: Scene[Reminder], view: HearingView, one: AppearanceView) -> Message:
    hearing = cards.get(scene.desk, view.id, lock=False)
    due_today = awaiting.report_by(scene.desk, hearing, one.agency_id) >= scene.desk.today
    return items.missing(reminders.missing(view, one, due_today, scene.tr), view, one, scene.tr)


def open_result(scene: Scene[OfHearing]) -> Message | None:
    """What a result leaves open, to the coordinators; the card once it is said."""
    view, agency_id = _view(scene), scene.payload.agency
    told = view.result_of(agency_id)
    if told is not None and told.questions and told.may_settle:
        return result_views.open_question(view, told, scene.tr)
    return views.card(view, scene.tr, focus=agency_id) if scene.shown else None


# -- to leaders --------------------------------------------------------------------------------------------------


def ask(scene: Scene[OfAppearance]) -> Message | None:
    told = _told(scene)
    asked = told.one.mine and told.one.state is AppearanceState.ASKED and not told.one.needs_nobody
    if not scene.shown and not asked:
        return None
    return items.asked(
        leaders.ask(told.one, told.hearing, told.number, scene.tr), told.one, told.hearing, told.number, scene.tr
    )


def remind(scene: Scene[OfAppearance]) -> Message | None:
    told = _told(scene)
    over = told.hearing is not None and (told.hearing.over or told.hearing.status is not HearingStatus.SCHEDULED)
    asked = told.one.mine and told.one.state is AppearanceState.ASKED and not told.one.needs_nobody
    if not scene.shown and (over or not asked):
        return None
    said = leaders.ask(told.one, told.hearing, told.number, scene.tr, again=True)
    return items.asked(said, told.one, told.hearing, told.number, scene.tr)


def relieved(scene: Scene[Relieved]) -> Message | None:
    """One message to the old leader, with the file that takes the hearing out of the calendar."""
    told = _told(scene)
    if told.one.mine:
        return None
    said = leaders.relieved(told.one, None, told.number, scene.tr)
    row = appearances.get(scene.desk, told.one.id)
    hearing = appearances.hearing_of(scene.desk, row)
    if hearing is None or not scene.payload.confirmed:
        return said
    entry = CalendarEntry(
        uid=uid_of(hearing.id or 0, row.agency_id),
        # Below that of the leader who comes now: it may be the same one once more.
        sequence=ics.version(scene.desk, hearing.id or 0, row.agency_id) - 1,
        starts_at=hearing.starts_at,
        stamp=scene.desk.now,
        title=str(scene.tr("Court hearing")),
        place=place_of(hearing, scene.tr, unknown=""),
        text=told.number,
        cancelled=True,
    )
    return message(said.text, attachment=Attachment(f"{told.number}.ics", calendar_file(entry), "text/calendar"))


def named(scene: Scene[OfAppearance] | Scene[OfVerdict]) -> Message | None:
    told = _told(scene)
    if told.hearing is not None:
        return views.card(told.hearing, scene.tr, focus=told.one.agency_id)
    return leaders.named(told.one, None, told.number, scene.tr)


def declined(scene: Scene[OfAppearance]) -> Message | None:
    """To the principal leader, while no leader comes; once shown, it follows what becomes of it."""
    told = _told(scene)
    if told.one.state is not AppearanceState.CANNOT or not told.one.may_name:
        return named(scene) if scene.shown else None
    others = absence_service.colleagues(scene.desk, told.one.id)
    return leaders.declined(told.one, told.hearing, told.number, others, _reader(scene, told.one), scene.tr)


def verdict(scene: Scene[OfVerdict]) -> Message | None:
    """Who must appear has changed; once shown, it follows what becomes of the hearing."""
    told = _told(scene)
    if told.hearing is None or told.hearing.status is not HearingStatus.SCHEDULED or told.hearing.over:
        return named(scene) if scene.shown and told.hearing is not None else None
    if not scene.shown and told.one.strength != scene.payload.strength:
        return None
    return leaders.verdict(told.one, told.hearing, scene.tr)


def deputy(scene: Scene[OfAppearance]) -> Message | None:
    """The rule asks for the principal leader, and another one is named; once shown, it follows what becomes of it."""
    told = _told(scene)
    coming = told.hearing is None or (told.hearing.status is HearingStatus.SCHEDULED and not told.hearing.over)
    if coming and told.one.deputy and not told.one.needs_nobody:
        return leaders.deputy(told.one, told.hearing, told.number, scene.tr)
    return named(scene) if scene.shown else None


def _reader(scene: Scene[Any], one: AppearanceView) -> tuple[str, str]:
    """Name and post of the reader in the agency."""
    post = next((a.post for a in scene.reader.appointments if a.agency_id == one.agency_id), "")
    return scene.reader.name, post


def _to_keeper(state: AppearanceState, words: Callable[..., Message]) -> Renderer[OfAppearance]:
    """To whoever keeps the hearing, while it is so; once shown, it follows what becomes of it."""

    def render(scene: Scene[OfAppearance]) -> Message | None:
        told = _told(scene)
        if not cards.may_look_into(scene.desk, told.one.agency_id):
            return None
        if told.one.state is state:
            said: Message = words(told.one, told.hearing, told.number, scene.tr)
            return said
        if not scene.shown:
            return None
        return named(scene)

    return _safely(render)


def question(scene: Scene[OfAppearance]) -> Message | None:
    """What the rule books leave open, to the coordinators; settled once somebody has answered."""
    told = _told(scene)
    if told.hearing is None or (not told.one.questions and not scene.shown):
        return None
    if not told.one.questions:
        return views.card(told.hearing, scene.tr, focus=told.one.agency_id)
    return reminders.question(told.hearing, told.one, scene.tr)


# -- calendar files ----------------------------------------------------------------------------------------------


def calendar(scene: Scene[OfHearing]) -> Message | None:
    """With the yes, and after every change: the entry in the leader's calendar, without a sound."""
    said = scene.payload
    wanted = ics.wanted(scene.desk, said.hearing, said.agency, said.sequence)
    if wanted is None:
        return None
    return _file(scene.desk, scene.tr, said.hearing, said.agency, cancelled=not wanted)


def _file(desk: Desk, tr: Translator, hearing_id: int, agency_id: int, *, cancelled: bool = False) -> Message:
    view = cards.view(desk, hearing_id)
    entry = CalendarEntry(
        uid=uid_of(view.id, agency_id),
        sequence=ics.version(desk, hearing_id, agency_id),
        starts_at=view.starts_at,
        stamp=desk.now,
        title=str(tr("Court hearing {number}", number=view.number)),
        place=place_of(view, tr, unknown=""),
        text=str(
            tr("Please have your identity document at hand and be prepared to speak.")
            if view.online
            else tr("Please bring your identity document and be prepared to speak.")
        ),
        cancelled=cancelled,
        alarm_text=str(tr("Court hearing {number}", number=view.number)),
    )
    words = tr("Takes the hearing out of your calendar.") if cancelled else tr("For your calendar.")
    name = f"{view.number}.ics"
    attachment = Attachment(name, calendar_file(entry), "text/calendar")
    return message(words, attachment=attachment, silent=True)


def send_file(turn: Turn) -> None:
    """The calendar file on request."""
    hearing_id, agency_id = turn.number(0), turn.number(1)
    ics.check_may_fetch(turn.desk, hearing_id, agency_id)
    turn.say(_file(turn.desk, turn.tr, hearing_id, agency_id))
