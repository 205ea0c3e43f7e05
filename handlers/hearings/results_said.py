"""A result said in words, of one case or of several: its form begins with what was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.hall.access import Action
from bot.domain.hall.forms import PRESUMED, Choice
from bot.domain.hall.message import Html, html, message
from bot.domain.hearings import forms as declared
from bot.domain.reading import several_fields, unused
from bot.domain.reading.results_said import Said, read_results
from bot.services.cases import short_numbers
from bot.services.hearings import appearances, results, results_said, series
from bot.services.hearings.results_said import Awaited
from bot.telegram.forms import Forms
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.hearings import changes as change_views
from bot.views.hearings import series as views

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    router.text(lambda turn: take(turn, forms))


def take(turn: Turn, forms: Forms) -> bool:
    """Whether a text says what came of hearings; then the form was begun, or it was said that none waits for it."""
    text = turn.incoming.text
    if not text or turn.incoming.files or not turn.actor.may_somewhere(Action.ANSWER_FOR_LEADER):
        return False
    spelled, _ = short_numbers.spelled_out(turn.desk, text)
    said = read_results(spelled, turn.desk.now, turn.desk.house.zone)
    if said is None:
        return False
    found, missing = results_said.awaited(turn.desk, said)
    if not found and not said.sure:
        return False
    if not found:
        turn.say(message(views.no_result_awaited(missing, turn.tr)))
        return True
    values: Given = {"came": _yes(said.came), **_how(said), **_leader(turn, text, found)}
    if len(found) > 1:
        values |= several_fields.values_of([str(one.view.id) for one in found])
    else:
        values = expected(turn, found[0].view.id, found[0].agency, values)
    forms.start(turn, declared.RESULT.name, values, _context(turn, spelled, found, said.day, values))
    return True


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _how(said: Said) -> Given:
    """What the text says of the leader in the hearing."""
    told = {"spoke": said.spoke, "stayed": said.stayed, "video": said.video}
    return {name: _yes(value) for name, value in told.items() if value is not None}


def expected(turn: Turn, hearing_id: int, agency_id: int, values: Given) -> Given:
    """The values with what was settled before the hearing, where they say nothing else: it is presumed."""
    known = results.as_expected(turn.desk, hearing_id, agency_id, came=values["came"] == "yes")
    presumed = sorted(known.keys() - values.keys())
    reported = {"absence_known": True} if results.absence_is_known(turn.desk, hearing_id, agency_id) else {}
    return {**known, **reported, **values, PRESUMED: presumed}


def _context(turn: Turn, text: str, found: Sequence[Awaited], day: Any, values: Given) -> Given:
    targets = {
        str(one.view.id): [one.agency, change_views.labelled(one.view, turn.tr), one.view.number] for one in found
    }
    first = found[0]
    used = [["number", one.view.number] for one in found] + ([["time", day.isoformat()]] if day else [])
    own: Given = {"agency": first.agency, "hearing": first.view.id, "version": 0, "targets": targets}
    seen = unused.seen(text, turn.desk.now, turn.desk.house.zone)
    # Who appeared stands in the form, where the name was known.
    taken = [one for one in seen if one.what != "goes"] if "leader" in values else seen
    return unused.more({**own, unused.USED: used}, taken)


def _leader(turn: Turn, text: str, found: Sequence[Awaited]) -> Given:
    """The leader of the agency whose name stands in the text."""
    agencies = {one.agency for one in found}
    known = [one for agency in agencies for one in appearances.leaders_of(turn.desk, agency) if one.name in text]
    return {"leader": str(known[0].person_id)} if len(known) == 1 and len(agencies) == 1 else {}


def rows(turn: Turn, given: Given) -> Sequence[Choice]:
    targets = given.get("targets") or {}
    return [
        Choice(key, targets[key][1], short=several_fields.short(targets[key][2]))
        for key in given.get(several_fields.ALL) or ()
        if key in targets
    ]


def targets_of(values: Given, context: Given) -> list[tuple[int, int]]:
    """The hearings that a confirmed form reports on, each with the agency."""
    return [(int(key), int(context["targets"][key][0])) for key in several_fields.kept(values)]


def about(turn: Turn, values: Given, context: Given) -> Html:
    """Above the questions: the cases that they are asked about together."""
    named = [context["targets"][key][2] for key in several_fields.kept(values)]
    return html(turn.tr.join(named))


def show(turn: Turn, targets: Sequence[tuple[int, int]]) -> None:
    turn.show(views.told(series.views(turn.desk, [one for one, _ in targets]), "reported", "", turn.tr))
