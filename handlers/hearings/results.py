"""What came of a hearing: the form, filled with what is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.hall.errors import Stale
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html
from bot.domain.hall.terms import AbsenceReason
from bot.domain.hearings import forms as declared
from bot.domain.hearings.appearances import NO_REASON, Absence, Result
from bot.domain.reading.several_fields import is_single
from bot.services.hearings import appearances, cards, plans, results
from bot.telegram.forms import Bound, Choices, Forms
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.hearings import appearances as appearance_views
from bot.views.hearings import hearings as views
from handlers.hearings import results_said
from handlers.hearings.showing import HEARING, show_card

Given = dict[str, Any]
_FLAGS = {"yes": True, "no": False}


def register(router: Router, forms: Forms) -> None:
    router.press("rs.at", at, sees=_side)
    router.press("rs.in", lambda turn: begin(turn, forms), of=HEARING, sees=_side)
    choices: dict[str, Choices] = {"leader": _leaders, "several": results_said.rows}
    forms.add(Bound(declared.RESULT, submit, choices, _now, of=HEARING))


def _side(turn: Turn) -> None:
    cards.side(turn.desk, turn.number(0), turn.number(1))


def at(turn: Turn) -> None:
    """The card with the buttons that report it, beside the message that asks."""
    turn.beside()
    show_card(turn, turn.number(0), focus=turn.number(1))


def begin(turn: Turn, forms: Forms) -> None:
    """A leader appeared, or none did; the rest is asked. A correction starts from what was reported."""
    hearing_id, agency_id, version = turn.number(0), turn.number(1), turn.number(3)
    _, given = results.reportable(turn.desk, hearing_id, agency_id)
    if (given.version if given else 0) != version:
        raise Stale
    values: Given = {"came": "yes" if turn.arg(2) == "1" else "no"}
    if given is None:
        values = results_said.expected(turn, hearing_id, agency_id, values)
    else:
        if results.absence_is_known(turn.desk, hearing_id, agency_id):
            values["absence_known"] = True
        values = {**values, **results.as_reported(turn.desk, given), "correcting": True}
        values = {**_left_open(values), **values}
    turn.beside()
    context = {"hearing": hearing_id, "agency": agency_id, "version": version}
    forms.start(turn, declared.RESULT.name, values, context)


def _left_open(values: Given) -> Given:
    """What was not reported is not presumed when the rest is corrected."""
    return {one.name: None for one in declared.RESULT.wanted(values) if one.preset is not None}


def _leaders(turn: Turn, given: Given) -> Sequence[Choice]:
    """The leader who was named first, then the agency's other leaders."""
    agency_id = int(given["agency"])
    rows = plans.appearances_of(turn.desk, int(given["hearing"]))
    named = next((row.leader_id for row in rows if row.agency_id == agency_id), None)
    leaders = sorted(appearances.leaders_of(turn.desk, agency_id), key=lambda one: one.person_id != named)
    found = [
        Choice(str(one.person_id), appearance_views.called(one.name, one.post, turn.tr), names=(one.name,))
        for one in leaders
    ]
    typed = next((row for row in rows if row.agency_id == agency_id and row.leader_name and not row.leader_id), None)
    if typed is not None:
        label = appearance_views.called(typed.leader_name, typed.leader_post, turn.tr)
        found.insert(0, Choice(typed.leader_name, label))
    return found


def _now(turn: Turn, values: Given, context: Given) -> Html | None:
    if not is_single(values):
        return results_said.about(turn, values, context)
    return views.facts(cards.view(turn.desk, context["hearing"]), turn.tr)


def submit(turn: Turn, values: Given, context: Given) -> None:
    if not is_single(values):
        targets = results_said.targets_of(values, context)
        for each, agency in targets:
            results.report(turn.desk, each, agency, _result(turn, values, agency))
        results_said.show(turn, targets)
        return
    hearing_id, agency_id = context["hearing"], context["agency"]
    result = _result(turn, values, agency_id)
    reason = str(values.get("reason") or "")
    results.report(turn.desk, hearing_id, agency_id, result, version=context["version"], reason=reason)
    show_card(turn, hearing_id, focus=agency_id)


def _result(turn: Turn, values: Given, agency_id: int) -> Result:
    chosen = str(values.get("leader") or "")
    leader_id = int(chosen) if chosen.isdigit() else None
    known = next((one for one in appearances.leaders_of(turn.desk, agency_id) if one.person_id == leader_id), None)
    rank = appearances.default_rank(turn.desk, agency_id, leader_id) or str(values.get("rank") or "")
    return Result(
        attended=values["came"] == "yes",
        leader_id=leader_id if known else None,
        leader=known.name if known else chosen,
        rank=rank,
        stayed=_FLAGS.get(str(values.get("stayed"))),
        spoke=_FLAGS.get(str(values.get("spoke"))),
        on_settlement=_FLAGS.get(str(values.get("on_settlement"))),
        who=str(values.get("who") or "nobody"),
        staff=str(values.get("staff") or ""),
        counsel=str(values.get("counsel") or ""),
        video=values.get("video") == "yes",
        outcome=str(values.get("outcome") or ""),
        identity=str(values.get("identity") or ""),
        excuse=_excuse(values),
    )


def _excuse(values: Given) -> Absence | None:
    """Why no leader came, where a reason was given only now."""
    why = str(values.get("why") or NO_REASON)
    if why == NO_REASON:
        return None
    return Absence(
        reason=AbsenceReason(why),
        note=str(values.get("why_note") or ""),
        proof=str(values.get("proof") or "none"),
        who=str(values.get("who") or "nobody"),
        staff=str(values.get("staff") or ""),
        counsel=str(values.get("counsel") or ""),
        files=tuple(values.get("files") or ()),
        happened=str(values.get("happened") or ""),
    )
