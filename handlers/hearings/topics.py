"""What the bot says of hearings on its own: each topic is checked again when it is due, then put into words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.message import Attachment, Message, message
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hearings.calendar_files import CalendarEntry, calendar_file, uid_of
from bot.domain.hearings.hearings import AppearanceView, HearingView, Told
from bot.services.hearings import absences as absence_service
from bot.services.hearings import appearances, cards, court_lists, hearings, ics, lists, naming, plans, results
from bot.services.law import appearing
from bot.telegram.router import Renderer, Router, Scene
from bot.telegram.turn import Turn
from bot.views.hall.where import place_of
from bot.views.hearings import hearings as views
from bot.views.hearings import leaders, reminders
from bot.views.hearings import results as result_views

Words = Callable[[Scene, HearingView, AppearanceView], Message | None]
True_ = Callable[[Scene, HearingView, AppearanceView], bool]


def register(router: Router) -> None:
    """Topics of cards, of the reminder package, and of what leaders and keepers are told."""
    router.press("hr.ics", send_file)
    router.topic(hearings.CARD, _safely(card))
    router.topic(hearings.MOVED, _safely(moved))
    router.topic(hearings.OFF, _safely(off))
    router.topic(hearings.HINT, _safely(hint))
    router.topic(court_lists.LISTED, _safely(listed))
    router.topic("hearing.drafted", _safely(drafted))
    router.topic(court_lists.REJECTED, _safely(rejected))
    router.topic(plans.WEEK, _reminder(_coming, _week))
    router.topic(plans.UNREADY, _reminder(_open, lambda s, v, a: reminders.unready(v, a, s.tr)))
    router.topic(plans.PRINCIPAL, _reminder(_others_open, _principal))
    router.topic(plans.ALARM, _reminder(_open, lambda s, v, a: reminders.alarm(v, a, s.tr)))
    router.topic(plans.EVE, _reminder(_right_person, _eve))
    router.topic(plans.DAY, _reminder(_right_person, lambda s, v, a: reminders.day(v, a, s.tr)))
    router.topic(plans.RESULT, _reminder(_unreported, _result))
    router.topic(results.OPEN, _safely(open_result))
    router.topic(plans.MISSING, _reminder(_unreported, lambda s, v, a: reminders.missing(v, a, s.tr)))
    router.topic("hearing.ics", _safely(calendar))
    router.topic(appearing.ASK, _safely(question))
    router.topic(plans.ASK, _safely(ask))
    router.topic(plans.REMIND, _safely(remind))
    router.topic("appearance.named", _safely(named))
    router.topic(naming.RELIEVED, _safely(relieved))
    router.topic(naming.PERMISSION, _to_keeper(AppearanceState.AWAITING_PERMISSION, leaders.permission))
    router.topic(absence_service.REFUSED, _to_keeper(AppearanceState.CANNOT, leaders.refused))
    router.topic(absence_service.DECLINED, _safely(declined))
    router.topic(appearances.OPEN, _to_keeper(AppearanceState.ASKED, leaders.opened))


def _safely(render: Renderer) -> Renderer:
    """What is gone, or no longer the reader's to see, is not said."""

    def rendered(scene: Scene) -> Message | None:
        try:
            return render(scene)
        except Refused:
            return None

    return rendered


def _view(scene: Scene) -> HearingView:
    return cards.view(scene.desk, int(scene.args["hearing"]))


# -- cards and changes -------------------------------------------------------------------------------------------


def card(scene: Scene) -> Message | None:
    view = _view(scene)
    if not scene.shown and view.status is not HearingStatus.SCHEDULED:
        return None
    return views.card(view, scene.tr, focus=int(scene.args.get("agency") or 0))


def moved(scene: Scene) -> Message | None:
    """The leader is asked again in the same message; others see the new state."""
    view = _view(scene)
    if not scene.shown and (view.sequence != scene.args["sequence"] or view.status is not HearingStatus.SCHEDULED):
        return None
    focus = int(scene.args.get("agency") or 0)
    if view.status is not HearingStatus.SCHEDULED:
        return views.card(view, scene.tr, focus=focus)
    return views.moved(view, datetime.fromisoformat(scene.args["was"]), scene.tr, focus=focus)


def off(scene: Scene) -> Message | None:
    view = _view(scene)
    return views.card(view, scene.tr) if view.status is HearingStatus.SCHEDULED else views.off(view, scene.tr)


def hint(scene: Scene) -> Message | None:
    """A leader says that something about the hearing has changed."""
    view = _view(scene)
    shown = views.card(view, scene.tr, focus=int(scene.args.get("agency") or 0))
    if scene.shown or view.status is not HearingStatus.SCHEDULED:
        return shown if scene.shown else None
    return views.hint(view, str(scene.args.get("who", "")), scene.tr)


def listed(scene: Scene) -> Message | None:
    agency_id = int(scene.args["agency"])
    if not cards.may_look_into(scene.desk, agency_id):
        return None
    found = lists.pending(scene.desk, agency_id=agency_id)
    if not found and not scene.shown:
        return None
    return views.pending(found, str(scene.args.get("by", "")), scene.tr, agency=agency_id)


def drafted(scene: Scene) -> Message | None:
    return views.pending(lists.pending(scene.desk, own=True), "", scene.tr)


def rejected(scene: Scene) -> Message | None:
    return views.rejected(_view(scene), str(scene.args.get("who", "")), scene.tr)


# -- the reminder package ----------------------------------------------------------------------------------------


def _reminder(true: True_, words: Words) -> Renderer:
    """A reminder is said while it is true of the hearing as it was planned; once shown, it turns into the card."""

    def render(scene: Scene) -> Message | None:
        view = _view(scene)
        # By the appearance: a closed agency's successor has taken it over under another agency's number.
        one = next((a for a in view.appearances if a.id == scene.args["appearance"]), None)
        if one is None:
            return None
        holds = view.sequence == scene.args["sequence"] and true(scene, view, one)
        if holds:
            return words(scene, view, one)
        return views.card(view, scene.tr, focus=one.agency_id) if scene.shown else None

    return _safely(render)


def _coming(scene: Scene, view: HearingView, one: AppearanceView) -> bool:
    return view.status is HearingStatus.SCHEDULED and not view.over


def _open(scene: Scene, view: HearingView, one: AppearanceView) -> bool:
    return _coming(scene, view, one) and not one.settled


def _others_open(scene: Scene, view: HearingView, one: AppearanceView) -> bool:
    """A principal who is the leader asked is reminded of the answer instead."""
    return _open(scene, view, one) and not one.mine


def _right_person(scene: Scene, view: HearingView, one: AppearanceView) -> bool:
    """Rows for a leader are for the one who still is it and did not say no."""
    if "leader" not in scene.args:
        return _coming(scene, view, one)
    comes = one.state in (AppearanceState.CONFIRMED, AppearanceState.ASKED)
    return _coming(scene, view, one) and one.mine and comes


def _unreported(scene: Scene, view: HearingView, one: AppearanceView) -> bool:
    return results.is_missing(scene.desk, cards.get(scene.desk, view.id, lock=False), one.agency_id)


def _told(scene: Scene) -> Told:
    return appearances.told(scene.desk, int(scene.args["appearance"]))


def _week(scene: Scene, view: HearingView, one: AppearanceView) -> Message:
    return reminders.week(view, one, _told(scene).ready, scene.tr)


def _eve(scene: Scene, view: HearingView, one: AppearanceView) -> Message:
    return reminders.eve(view, one, _told(scene).ready, scene.tr)


def _principal(scene: Scene, view: HearingView, one: AppearanceView) -> Message:
    return reminders.principal(view, one, *_reader(scene, one), scene.tr)


def _result(scene: Scene, view: HearingView, one: AppearanceView) -> Message:
    on = view.starts_at.astimezone(scene.desk.house.zone).date()
    until = scene.desk.house.law.calendar.add_working(on, 3)
    return reminders.result(view, one, until, scene.tr)


def open_result(scene: Scene) -> Message | None:
    """What a result leaves open, to the coordinators; the card once it is said."""
    view, agency_id = _view(scene), int(scene.args["agency"])
    told = view.result_of(agency_id)
    if told is not None and told.questions and told.may_settle:
        return result_views.open_question(view, told, scene.tr)
    return views.card(view, scene.tr, focus=agency_id) if scene.shown else None


# -- to leaders --------------------------------------------------------------------------------------------------


def ask(scene: Scene) -> Message | None:
    told = _told(scene)
    if not scene.shown and not (told.one.mine and told.one.state is AppearanceState.ASKED):
        return None
    return leaders.ask(told.one, told.hearing, told.number, scene.tr)


def remind(scene: Scene) -> Message | None:
    told = _told(scene)
    over = told.hearing is not None and (told.hearing.over or told.hearing.status is not HearingStatus.SCHEDULED)
    if not scene.shown and (over or not told.one.mine or told.one.state is not AppearanceState.ASKED):
        return None
    return leaders.ask(told.one, told.hearing, told.number, scene.tr, again=True)


def relieved(scene: Scene) -> Message | None:
    """One message to the old leader, with the file that takes the hearing out of the calendar."""
    told = _told(scene)
    if told.one.mine:
        return None
    said = leaders.relieved(told.one, None, told.number, scene.tr)
    row = appearances.get(scene.desk, told.one.id)
    hearing = appearances.hearing_of(scene.desk, row)
    if hearing is None or not scene.args.get("confirmed"):
        return said
    entry = CalendarEntry(
        uid=uid_of(hearing.id or 0, row.agency_id),
        sequence=hearing.sequence + 1,
        starts_at=hearing.starts_at,
        stamp=scene.desk.now,
        title=str(scene.tr("Court hearing")),
        place=hearing.place,
        text=told.number,
        cancelled=True,
    )
    return message(said.text, attachment=Attachment(f"{told.number}.ics", calendar_file(entry), "text/calendar"))


def named(scene: Scene) -> Message | None:
    told = _told(scene)
    if told.hearing is not None:
        return views.card(told.hearing, scene.tr, focus=told.one.agency_id)
    return leaders.named(told.one, None, told.number, scene.tr)


def declined(scene: Scene) -> Message | None:
    """To the principal leader, while no leader comes; once shown, it follows what becomes of it."""
    told = _told(scene)
    if told.one.state is not AppearanceState.CANNOT or not told.one.may_name:
        return named(scene) if scene.shown else None
    others = absence_service.colleagues(scene.desk, told.one.id)
    return leaders.declined(told.one, told.hearing, told.number, others, _reader(scene, told.one), scene.tr)


def _reader(scene: Scene, one: AppearanceView) -> tuple[str, str]:
    """Name and post of the reader in the agency."""
    post = next((a.post for a in scene.reader.appointments if a.agency_id == one.agency_id), "")
    return scene.reader.name, post


def _to_keeper(state: AppearanceState, words: Callable[..., Message]) -> Renderer:
    """To whoever keeps the hearing, while it is so; once shown, it follows what becomes of it."""

    def render(scene: Scene) -> Message | None:
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


def question(scene: Scene) -> Message | None:
    """What the rule books leave open, to the coordinators; settled once somebody has answered."""
    told = _told(scene)
    if told.hearing is None or (told.one.strength != "ask" and not scene.shown):
        return None
    if told.one.strength != "ask":
        return views.card(told.hearing, scene.tr, focus=told.one.agency_id)
    return reminders.question(told.hearing, told.one, scene.tr)


# -- calendar files ----------------------------------------------------------------------------------------------


def calendar(scene: Scene) -> Message | None:
    """With the yes, and after every change: the entry in the leader's calendar, without a sound."""
    hearing_id, agency_id = int(scene.args["hearing"]), int(scene.args["agency"])
    wanted = ics.wanted(scene.desk, hearing_id, agency_id, int(scene.args["sequence"]))
    if wanted is None:
        return None
    return _file(scene, hearing_id, cancelled=not wanted)


def _file(scene: Scene, hearing_id: int, *, cancelled: bool = False) -> Message:
    tr = scene.tr
    view = cards.view(scene.desk, hearing_id)
    agency_id = int(scene.args["agency"])
    entry = CalendarEntry(
        uid=uid_of(view.id, agency_id),
        sequence=view.sequence,
        starts_at=view.starts_at,
        stamp=scene.desk.now,
        title=str(tr("Court hearing {number}", number=view.number)),
        place=place_of(view, tr, unknown=""),
        text=str(tr("Please bring your identity document and be prepared to speak.")),
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
    if not ics.may_fetch(turn.desk, hearing_id, agency_id):
        raise NotAllowed
    if cards.get(turn.desk, hearing_id, lock=False).starts_at < turn.desk.now - timedelta(days=1):
        raise Missing
    turn.say(_file(Scene(turn.desk, {"agency": agency_id}, turn.actor, turn.tr), hearing_id))
