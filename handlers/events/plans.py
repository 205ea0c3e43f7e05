"""/event for those who hold events: set one up, change it, cancel it; observers for a principal's hearing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.agencies import audiences as audience_forms
from bot.domain.agencies.audiences import Audience
from bot.domain.events import forms as declared
from bot.domain.events.events import Planned, roles_of
from bot.domain.events.topics import CARD, FOLLOWED, OBSERVERS, Followed, Observers, OfEvent
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.forms import Choice, of_names
from bot.domain.hall.message import Html, Message, message, plain
from bot.domain.hall.terms import AgencyKind, EventKind, SignInWay
from bot.domain.hall.topics import Notice
from bot.services.agencies import audiences
from bot.services.events import cards, events, following, rows
from bot.services.hall import access
from bot.services.hearings import cards as hearing_cards
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.agencies import audiences as audience_views
from bot.views.events import events as views
from bot.views.events import lists as list_views
from handlers.events.events import EVENT

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The command, the buttons of the organiser's card, and one form for each thing that can be changed."""
    router.command(
        "event", lambda turn: event(turn, forms), "training, observations and meetings", shown=_shown, rank=45
    )
    router.press("ev.new", lambda turn: begin(turn, forms, {}), sees=nothing)
    router.press("ev.hear", lambda turn: _from_hearing(turn, forms), sees=_to_watch)
    router.press("ev.obs", lambda turn: begin_observers(turn, forms), sees=_hearing_side)
    router.press("ev.edit", changing, of=EVENT)
    router.press("ev.ed", lambda turn: _edit(turn, forms), of=replace(EVENT, place=1))
    router.press("ev.off", lambda turn: _cancel(turn, forms), of=EVENT)
    router.press("ev.back", restore, of=EVENT)
    router.press("ev.more", more, of=EVENT)
    router.press("ev.nudge", nudge, of=EVENT)
    forms.add(Bound(declared.NEW_EVENT, create, _CHOICES, _intro, line=_by_name))
    for what, form in declared.EDITS.items():
        forms.add(Bound(form, _change(what), intro=_about, of=EVENT))
    forms.add(Bound(declared.CANCEL, cancel, intro=_about, of=EVENT))
    router.topic(OBSERVERS, observers_topic)
    router.topic(FOLLOWED, followed_topic)


def _shown(actor: Actor) -> bool:
    return actor.is_coordinator or actor.is_liaison


def event(turn: Turn, forms: Forms) -> None:
    """Bare, the list of events; with a line, a new one that the line fills."""
    if turn.incoming.args:
        read = declared.read_event(turn.incoming.args, turn.desk.now, turn.desk.house.zone)
        begin(turn, forms, read)
        return
    turn.say(
        views.listing(
            cards.mine(turn.desk),
            turn.tr,
            may_create=turn.actor.may_somewhere(Action.RUN_EVENT),
            counts=turn.actor.may_somewhere(Action.RUN_EVENT),
        )
    )


# -- a new event ---------------------------------------------------------------------------------------------------


def begin(turn: Turn, forms: Forms, values: Given, context: Given | None = None) -> None:
    """Open the form; the organiser is the actor's own agency unless somebody says otherwise."""
    access.require_somewhere(turn.desk, Action.RUN_EVENT)
    own = next((a.agency_id for a in turn.actor.appointments if a.agency_id in _organisers(turn)), None)
    organiser = {"organiser": str(own)} if own else {}
    forms.start(turn, declared.NEW_EVENT.name, {**organiser, **values}, context or {})


def _organisers(turn: Turn) -> list[int]:
    return [a.id or 0 for a in access.within(turn.desk, Action.RUN_EVENT)]


def _to_watch(turn: Turn) -> None:
    if not cards.may_watch(turn.desk, turn.number()):
        hearing_cards.visible(turn.desk, turn.number())


def _hearing_side(turn: Turn) -> None:
    hearing_cards.side(turn.desk, turn.number(0), turn.number(1))


def _from_hearing(turn: Turn, forms: Forms) -> None:
    """From the card of a hearing: an observation of it."""
    events.watchable(turn.desk, turn.number())
    if not cards.may_watch(turn.desk, turn.number()):
        raise NotAllowed
    values = {"kind": EventKind.OBSERVATION.value, "hearing": str(turn.number())}
    turn.beside()
    begin(turn, forms, values)


def begin_observers(turn: Turn, forms: Forms) -> None:
    """The agency's own people at its principal's hearing: everything is known but the confirmation."""
    hearing_id, agency_id = turn.number(0), turn.number(1)
    found = following.observer_list(turn.desk, hearing_id, agency_id)
    if found is None:
        turn.toast(plain(turn.tr("This is arranged already, or no longer needed.")), alert=True)
        return
    values = {
        "kind": EventKind.SITTING_IN.value,
        "hearing": str(hearing_id),
        "title": str(turn.tr("Own staff at the hearing of {number}", number=found.number))[: declared.TITLE],
        "organiser": str(agency_id),
        "groups": ["leaders", "legal", "enforcement"],
        "scope": audience_forms.ONES,
        "agencies": [str(agency_id)],
    }
    turn.beside()
    begin(turn, forms, values, {"observers": agency_id})


def _hearings(turn: Turn, given: Given) -> Sequence[Choice]:
    return [
        Choice(str(one.id), list_views.hearing(one.starts_at, one.number, one.agency, turn.tr))
        for one in cards.hearings_to_watch(turn.desk)
    ]


def _all_organisers(turn: Turn, given: Given) -> Sequence[Choice]:
    return [of_names(a) for a in access.within(turn.desk, Action.RUN_EVENT) if a.kind is not AgencyKind.COURT]


def _courts(turn: Turn, given: Given) -> Sequence[Choice]:
    found = [a for a in access.within(turn.desk, Action.RUN_EVENT) if a.kind is AgencyKind.COURT]
    return [Choice(a.short_name, a.short_name, names=(a.short_name, a.name)) for a in found]


def _audience_choices(field: str) -> Callable[[Turn, Given], Sequence[Choice]]:
    return lambda turn, given: audiences.choices(turn.desk, field, action=Action.RUN_EVENT)


def _people(turn: Turn, given: Given) -> Sequence[Choice]:
    return audiences.people_choices(turn.desk, _audience(given, given), action=Action.RUN_EVENT)


def _scopes(turn: Turn, given: Given) -> Sequence[Choice]:
    """Everybody of the groups that are invited, or the ways to choose among them."""
    everybody = Audience(roles=roles_of(given.get("groups") or []))
    found = audiences.resolve(turn.desk, everybody, action=Action.RUN_EVENT)
    return audience_views.ways(len(found.people), found.agencies, turn.tr)


def _by_name(turn: Turn, values: Given, asked: str) -> Given:
    """Part of an agency's name, written where it is asked who is invited."""
    wanted = asked in ("scope", "agencies")
    found = audiences.searched(turn.desk, turn.incoming.text, action=Action.RUN_EVENT) if wanted else []
    if not found:
        return {}
    ticked = [*(values.get("agencies") or ()), *found]
    return {"scope": audience_forms.ONES, "agencies": list(dict.fromkeys(ticked))}


_CHOICES: dict[str, Callable[[Turn, Given], Sequence[Choice]]] = {
    "hearing": _hearings,
    "organiser": _all_organisers,
    "court": _courts,
    "scope": _scopes,
    **{name: _audience_choices(name) for name in ("branches", "agencies", "besides", "lacking", "circular", "without")},
    "without_people": _people,
}


def _audience(values: Given, context: Given) -> Audience:
    if "observers" in context:
        return following.observers_audience(int(context["observers"]))
    return replace(audience_forms.from_values(values), roles=roles_of(values.get("groups") or []))


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    """How many would be invited."""
    if not values.get("groups") or not ("observers" in context or audience_forms.is_chosen(values)):
        return None
    found = audiences.resolve(turn.desk, _audience(values, context), action=Action.RUN_EVENT)
    unreachable = len(found.unreachable)
    said = turn.tr.plural(
        "{n} person of {agencies} will be invited.",
        "{n} people of {agencies} will be invited.",
        len(found.people),
        agencies=turn.tr.plural("{n} agency", "{n} agencies", found.agencies),
    )
    if not unreachable:
        return said
    more = turn.tr.plural(
        "{n} of them is not on Telegram; the liaison answers instead.",
        "{n} of them are not on Telegram; their liaison answers for them.",
        unreachable,
    )
    return Html("\n").join((said, more))


def create(turn: Turn, values: Given, context: Given) -> None:
    """Everything was confirmed: the invitations go out."""
    made = events.create(turn.desk, _planned(turn, values, context), values.get("material") or ())
    shown = views.card(cards.view(turn.desk, made), turn.tr)
    turn.show(shown, Notice(CARD, OfEvent(made.id or 0), rows.subject_of(made)))


def _planned(turn: Turn, values: Given, context: Given) -> Planned:
    where = _where(turn, values)
    return Planned(
        kind=EventKind(values["kind"]),
        title=values["title"],
        organiser_id=int(values["organiser"]),
        audience=_audience(values, context),
        length=declared.length_of(values),
        quota=_number(values.get("quota")),
        agency_quota=_number(values.get("agency_quota")),
        reply_by=_instant(values.get("reply_by")),
        note=values.get("note") or "",
        sign_in=SignInWay(values.get("sign_in") or SignInWay.CODE),
        **where,
    )


def _where(turn: Turn, values: Given) -> dict[str, Any]:
    """Time, place and court: of the hearing that is watched, else as given."""
    if not values.get("hearing"):
        at = datetime.fromisoformat(values["time"])
        return {"starts_at": at, "place": values["place"], "court": values.get("court") or ""}
    found = cards.option(turn.desk, int(values["hearing"]))
    lead = timedelta(minutes=int(values.get("lead") or 0))
    court = values.get("court") or (found.court if values["kind"] == EventKind.OBSERVATION.value else "")
    return {"starts_at": found.starts_at - lead, "place": found.place, "court": court, "hearing_id": found.id}


def _number(value: Any) -> int | None:
    return int(value) if value else None


def _instant(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


# -- changing ------------------------------------------------------------------------------------------------------


def _show_card(turn: Turn, event_id: int) -> None:
    found = cards.event_of(turn.desk, event_id)
    shown = views.card(cards.view(turn.desk, found), turn.tr)
    turn.settle(shown, Notice(CARD, OfEvent(event_id), rows.subject_of(found)))


def changing(turn: Turn) -> None:
    found = rows.runnable(turn.desk, turn.number())
    turn.show(views.changing(cards.view(turn.desk, found), turn.tr))


def _edit(turn: Turn, forms: Forms) -> None:
    what, event_id, version = turn.arg(0), turn.number(1), turn.number(2)
    form = declared.EDITS.get(what)
    if form is None:
        raise Missing
    found = events.changeable(turn.desk, event_id, version)
    standing = {"quota": found.quota, "agency_quota": found.agency_quota}
    # Of two numbers the one that is not changed must not have to be written again.
    values = standing if what == "seats" and any(standing.values()) else {}
    turn.beside()
    forms.start(turn, form.name, values, {"event": event_id, "version": version})


def _about(turn: Turn, values: Given, context: Given) -> Html | None:
    shown = cards.view(turn.desk, cards.event_of(turn.desk, context["event"]))
    return Html("\n").join((views.head(shown, turn.tr), views.facts(shown, turn.tr)))


_NEW: dict[str, Callable[[Given], Given]] = {
    "time": lambda values: {"starts_at": datetime.fromisoformat(values["time"])},
    "place": lambda values: {"place": values["place"]},
    "title": lambda values: {"title": values["title"]},
    "seats": lambda values: {name: _number(values.get(name)) for name in ("quota", "agency_quota")},
    "reply": lambda values: {"reply_by": datetime.fromisoformat(values["reply_by"])},
    "note": lambda values: {"note": values.get("note") or ""},
    "sign": lambda values: {"sign_in": values["sign_in"]},
}


def _change(what: str) -> Callable[[Turn, Given, Given], None]:
    def submit(turn: Turn, values: Given, context: Given) -> None:
        event_id, version = context["event"], context["version"]
        if what == "files":
            events.add_material(turn.desk, event_id, version, values.get("material") or ())
        else:
            events.change(turn.desk, event_id, version, _NEW[what](values))
        _show_card(turn, event_id)

    return submit


def _cancel(turn: Turn, forms: Forms) -> None:
    rows.runnable(turn.desk, turn.number(0), turn.number(1))
    turn.beside()
    forms.start(turn, declared.CANCEL.name, {}, {"event": turn.number(0), "version": turn.number(1)})


def cancel(turn: Turn, values: Given, context: Given) -> None:
    events.cancel(turn.desk, context["event"], context["version"], values["reason"])
    _show_card(turn, context["event"])


def restore(turn: Turn) -> None:
    events.restore(turn.desk, turn.number(0), turn.number(1))
    _show_card(turn, turn.number(0))


def more(turn: Turn) -> None:
    count = events.invite_more(turn.desk, turn.number(0), turn.number(1))
    told = turn.tr.plural("{n} person more is invited.", "{n} people more are invited.", count)
    turn.toast(plain(told if count else turn.tr("Nobody has been added since.")), alert=not count)


def nudge(turn: Turn) -> None:
    count = events.nudge(turn.desk, turn.number())
    turn.toast(plain(turn.tr.plural("{n} person is asked once more.", "{n} people are asked once more.", count)))


# -- what the bot says on its own ----------------------------------------------------------------------------------


def observers_topic(scene: Scene[Observers]) -> Message | None:
    """Who should sit in at the principal's hearing; nothing any more once it is arranged or not wanted."""
    try:
        found = following.observer_list(scene.desk, scene.payload.hearing, scene.payload.agency)
    except (Missing, NotAllowed):
        return None
    if found is None:
        return message(scene.tr("This is arranged already, or no longer needed.")) if scene.shown else None
    return list_views.observers(found, scene.tr)


def followed_topic(scene: Scene[Followed]) -> Message | None:
    """To the organiser: the hearing moved or fell away, and the event with it."""
    try:
        found = cards.event_of(scene.desk, scene.payload.event)
    except Refused:
        return None
    view = cards.view(scene.desk, found)
    later = view.sequence != scene.payload.sequence
    if later and not scene.shown:
        return None
    return views.followed(view, scene.tr, later=later)
