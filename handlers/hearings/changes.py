"""A change of a hearing said in words: it opens the change of the one on record as a preview, never a new hearing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html, lines, message
from bot.domain.hall.terms import HearingStatus
from bot.domain.hearings import forms as declared
from bot.domain.hearings.hearings import HearingView
from bot.domain.reading import several_fields, unused
from bot.domain.reading.changes import Change, Kind, missing_time, read_change
from bot.domain.reading.court_texts import find_court, says_online
from bot.domain.reading.number_series import blotted, find_numbers
from bot.services.cases import short_numbers
from bot.services.hall import drafts
from bot.services.hearings import cards, changing, hearings, reading, series
from bot.services.hearings.changing import OnRecord
from bot.telegram.forms import Forms, Matter
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.hearings import changes as views
from bot.views.hearings import hearings as hearing_views
from bot.views.hearings import series as series_views
from handlers.hearings.showing import show_card

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """Registered before the takers of papers and hearings: a change names a case and a time as well."""
    router.text(lambda turn: take(turn, forms, turn.incoming.text))
    forms.matter(Matter(frozenset({declared.MOVE.name, declared.OFF.name}), names_change, read_again))


def names_change(turn: Turn) -> bool:
    """Whether a text says that a hearing changes and which one, of those who keep hearings: a mere 庭审取消 may be the
    answer to what a form asks."""
    text = turn.incoming.text
    if not text or turn.incoming.files or not turn.actor.may_somewhere(Action.ENTER_HEARING):
        return False
    change = read_change(text, turn.desk.now, turn.desk.house.zone)
    return change is not None and (change.says_which or bool(find_numbers(text).short))


def take(turn: Turn, forms: Forms, text: str) -> bool:
    """Opens the change that a text speaks of; False where it speaks of none."""
    if turn.incoming.files or not text or not turn.actor.may_somewhere(Action.ENTER_HEARING):
        return False
    begun = _begun(turn, text)
    if begun is None:
        return False
    form, values, context = begun
    if form == declared.OFF.name and not context["targets"]:
        turn.say(message(*map(Html, context["notes"]), views.nothing_to_end(turn.tr)))
        return True
    forms.start(turn, form, values, context)
    return True


def read_again(turn: Turn, text: str) -> tuple[Given, Given] | None:
    begun = _begun(turn, text)
    return begun[1:] if begun is not None else None


def is_other(turn: Turn) -> bool:
    """Whether the text names a case that the change under way is not about."""
    draft = drafts.peek(turn.desk)
    context = draft.context if draft is not None else {}
    about = {context.get("number")} | {number for _, _, number in (context.get("targets") or {}).values()}
    named = find_numbers(short_numbers.spelled_out(turn.desk, turn.incoming.text)[0]).full
    return bool(about - {None, ""}) and bool(named) and not set(map(str, named)) <= about


def as_reason(turn: Turn, given: Given, asked: str) -> Given | None:
    """What was typed where the reason is asked for is the reason, unless it names another case."""
    if asked != "reason":
        return {}
    return None if is_other(turn) else {"reason": turn.incoming.text.strip()}


def new_values(turn: Turn, text: str) -> Given | None:
    """The new time and place that a text gives; None where it speaks of no change."""
    change = read_change(text, turn.desk.now, turn.desk.house.zone)
    return _becomes(turn, change, None) if change is not None else None


def _begun(turn: Turn, text: str) -> tuple[str, Given, Given] | None:
    spelled, meant = short_numbers.spelled_out(turn.desk, text)
    change = read_change(spelled, turn.desk.now, turn.desk.house.zone)
    if change is None:
        return None
    found = _found(turn, change, meant)
    one = found.meant[0] if len(found.meant) == 1 else None
    values = _becomes(turn, change, one)
    form = declared.MOVE.name if change.kind in (Kind.MOVED, Kind.PLACE) else declared.OFF.name
    if form == declared.OFF.name:
        values = {"reason": change.reason or _in_its_words(spelled, change)}
    targets = [*found.meant, *found.maybe]
    if len(found.meant) > 1:
        values |= several_fields.values_of([str(view.id) for view in found.meant])
    elif one is None:
        values |= {"candidates": True}
    context: Given = {
        "status": change.kind.value,
        "targets": {str(view.id): [view.version, *_labels(turn, view)] for view in targets},
        "notes": [str(note) for note in views.notes(found.missing, _unknown(meant), change, found.elsewhere, turn.tr)],
        "number": str(change.numbers[0]) if len(change.numbers) == 1 else "",
        unused.USED: _used(turn, change, found),
    }
    if one is not None:
        values |= {declared.ABOUT: one.number}
        context |= {"hearing": one.id, "version": one.version}
    trouble = missing_time(change)
    if trouble is not None:
        context["notes"].append(str(turn.tr(trouble.msgid, **trouble.params)))
    return form, values, unused.more(context, unused.seen(spelled, turn.desk.now, turn.desk.house.zone))


def _found(turn: Turn, change: Change, meant: Given) -> OnRecord:
    """What the change is about; of a short number that fits several cases, the hearings of all of them."""
    if meant.get("maybe"):
        views_ = [one for number in meant["maybe"] for one in changing.of_number(turn.desk, number)]
        return OnRecord(maybe=tuple(views_[: changing.MOST]))
    found = changing.on_record(turn.desk, change)
    if meant.get("unknown"):
        return OnRecord(maybe=(*found.meant, *found.maybe))
    return found


def _unknown(meant: Given) -> str:
    return str(meant.get("unknown") or "")


def _becomes(turn: Turn, change: Change, one: HearingView | None) -> Given:
    """The values of the form of a move: the new time where it is plain, the new place, the reason."""
    values: Given = {"place": _place(change.place, one) or None, "reason": change.reason or None}
    if change.kind is Kind.PLACE:
        ahead = one is not None and one.status is HearingStatus.SCHEDULED and one.starts_at > turn.desk.now
        return {**values, **({"when": one.starts_at.isoformat()} if one is not None and ahead else {"same_time": True})}
    stood = one.starts_at.astimezone(turn.desk.house.zone) if one is not None else None
    if change.shift is not None:
        later = stood + change.shift if stood else None
        return {**values, **({"when": later.isoformat()} if later is not None and later > turn.desk.now else {})}
    day = change.new_day or (stood.date() if stood else None)
    clock = change.new_clock or (stood.time() if stood and change.same_clock else None)
    if day is not None and clock is not None:
        when = datetime.combine(day, clock, turn.desk.house.zone)
        if when > turn.desk.now:
            values["when"] = when.isoformat()
    return values


def _place(place: str, one: HearingView | None) -> str:
    """A room alone is one of the court that the hearing is at: 第五法庭 of 县法院第二审判庭."""
    place = re.sub(r"^(?:本院|我院) ?", "", place)
    if not place or one is None or find_court(place) is not None or says_online(place):
        return place
    court = find_court(one.place)
    return f"{court.text}{place}" if court is not None and one.place.startswith(court.text) else place


_ADDRESSES = re.compile(
    r"^\s*[【\[][^】\]\n]{1,24}[】\]]|@\S{1,20}|(?:您|你|大家|各位)?好[,，!！]|特此(?:通知|告知)|(?:接|刚接|刚收到)?(?:到)?"
    r"法院(?:刚)?(?:来)?(?:电话)?通知[,，:：]|^\s*通知[:：]"
)


def _in_its_words(text: str, change: Change) -> str:
    """The sender's own words as the reason, without the names of cases and persons."""
    words = _ADDRESSES.sub(" ", blotted(text, find_numbers(text), " "))
    for name in change.names:
        words = words.replace(name, "")
    return " ".join(words.split()).strip("的案，,、 。").lstrip("件子")[:120] or str(change.kind.value)


def _labels(turn: Turn, view: HearingView) -> list[str]:
    return [views.labelled(view, turn.tr), view.number]


def _used(turn: Turn, change: Change, found: OnRecord) -> list[list[str]]:
    """What of the text says which hearing it is, and is therefore taken."""
    used = [["number", view.number] for view in (*found.meant, *found.maybe)]
    used += [["name", name] for name in change.names]
    used += [["place", view.place] for view in found.meant if view.place]
    if not found.elsewhere:
        for day, clock in ((change.old_day, change.old_clock),):
            text = f"{day.isoformat() if day else ''}T{clock.isoformat(timespec='minutes') if clock else ''}"
            used.append(["time", text if clock else text.rstrip("T")])
    return used


def known(turn: Turn, hearing_id: int) -> Given:
    """What of a text that is sent later says no more than which hearing the form is about."""
    view = cards.view(turn.desk, hearing_id)
    stood = view.starts_at.astimezone(turn.desk.house.zone).isoformat(timespec="minutes")
    return {unused.USED: [["number", view.number], ["time", stood[:16]]], "number": view.number}


def begin(turn: Turn, forms: Forms, name: str) -> None:
    """A change begun from the card of a hearing."""
    check = hearings.movable if name == declared.MOVE.name else hearings.editable
    check(turn.desk, turn.number(0), turn.number(1))
    # The card keeps its place: who cancels the form can go on from there.
    if cards.stands_on(turn.desk, turn.incoming.chat_id, turn.incoming.message_id):
        show_card(turn, turn.number(0))
    turn.beside()
    context = {"hearing": turn.number(0), "version": turn.number(1), "status": turn.arg(2)}
    forms.start(turn, name, {}, {**context, **known(turn, turn.number(0))})


def what_changed(turn: Turn) -> None:
    hearings.editable(turn.desk, turn.number(0), turn.number(1))
    turn.show(hearing_views.what_changed(cards.view(turn.desk, turn.number(0)), turn.tr))


def heard(turn: Turn) -> None:
    """A leader does not change hearings, but may have heard of a change first."""
    hearings.hint(turn.desk, turn.number())
    turn.toast(turn.tr("Thank you. Whoever keeps this hearing is told."), alert=True)


# -- the forms ---------------------------------------------------------------------------------------------------


def which(turn: Turn, given: Given) -> Sequence[Choice]:
    """The hearings on record that may be meant, and that it is none of them."""
    found = [Choice(key, label) for key, (_, label, _) in (given.get("targets") or {}).items()]
    return [*found, Choice(declared.NO_HEARING, "none of these: it is not recorded yet", translated=True)]


def rows(turn: Turn, given: Given) -> Sequence[Choice]:
    targets = given.get("targets") or {}
    found = []
    for key in given.get(several_fields.ALL) or ():
        if key in targets:
            _, label, number = targets[key]
            found.append(Choice(key, label, short=several_fields.short(number)))
    return found


def why_off(turn: Turn, given: Given) -> Sequence[Choice]:
    """The usual reasons, as they would be typed."""
    status = str(given.get("status") or "")
    usual = declared.WHY_OFF[HearingStatus(status)] if status in set(hearings.ENDS) else ()
    return [Choice(words, words) for words in (str(turn.tr(one)) for one in usual)]


def intro(turn: Turn, values: Given, context: Given) -> Html | None:
    """The hearing as it stands, what becomes of it where that is no other time, and what could not be read."""
    chosen = context.get("hearing") or (values.get("which") if str(values.get("which")).isdigit() else 0)
    facts = hearing_views.facts(cards.view(turn.desk, int(chosen)), turn.tr) if chosen else None
    status = str(context.get("status") or "")
    notes = [Html(note) for note in context.get("notes") or ()]
    ends = _ends(turn, status, values, context) if status in set(hearings.ENDS) else None
    when = None if chosen or not values.get("when") else datetime.fromisoformat(str(values["when"]))
    return lines(facts, ends, views.moved_to(when, turn.tr) if when else None, *notes) or None


def _ends(turn: Turn, status: str, values: Given, context: Given) -> Html:
    """What is recorded of it, and who will hear of that at once."""
    names = changing.told_of_end(turn.desk, [one for one, _ in _targets(values, context)])
    return lines(views.becomes(status, turn.tr), views.told(names, turn.tr))


def _targets(values: Given, context: Given) -> list[tuple[int, int]]:
    """The hearings that a confirmed form changes, each with the version that was shown."""
    if context.get("hearing"):
        return [(int(context["hearing"]), int(context["version"]))]
    chosen = several_fields.kept(values) if not several_fields.is_single(values) else [str(values.get("which"))]
    return [(int(key), int(context["targets"][key][0])) for key in chosen if key in context.get("targets", {})]


def submit_move(turn: Turn, forms: Forms, values: Given, context: Given) -> None:
    targets = _targets(values, context)
    if not targets:
        _is_new(turn, forms, values, context)
        return
    place, reason = values.get("place"), str(values.get("reason") or "")
    online, together = says_online(str(place or "")), len(targets) > 1
    moved = []
    for hearing_id, version in targets:
        stood = cards.view(turn.desk, hearing_id)
        when = datetime.fromisoformat(values["when"]) if values.get("when") else stood.starts_at
        there = _place(str(place), stood) if place else None
        moved.append(
            hearings.move(
                turn.desk, hearing_id, version, when,
                place=there, online=online, reason=reason, announced=together,
            )
        )  # fmt: skip
    _show(turn, moved, "moved")


def submit_off(turn: Turn, values: Given, context: Given) -> None:
    if context["status"] not in set(hearings.ENDS):
        raise Missing
    status, targets = HearingStatus(context["status"]), _targets(values, context)
    if not targets:
        turn.show(message(views.nothing_to_end(turn.tr)))
        return
    together = len(targets) > 1
    ended = [hearings.end(turn.desk, one, v, status, values["reason"], announced=together) for one, v in targets]
    _show(turn, ended, "ended")


def _show(turn: Turn, changed: Sequence[Any], what: str) -> None:
    if len(changed) == 1:
        show_card(turn, changed[0].id or 0)
        return
    series.tell(turn.desk, changed, what)
    turn.show(series_views.told(series.views(turn.desk, [one.id or 0 for one in changed]), what, "", turn.tr))


def _is_new(turn: Turn, forms: Forms, values: Given, context: Given) -> None:
    """The hearing was never recorded: its form begins with what was read."""
    number = str(context.get("number") or "")
    agencies = [str(one.id) for one in reading.agencies_for(turn.desk, number, ())]
    begun = {"number": number, "when": values.get("when"), "place": values.get("place"), "agencies": agencies}
    turn.incoming = replace(turn.incoming, message_id=None)
    forms.start(turn, declared.HEARING.name, {name: value for name, value in begun.items() if value})
