"""Court papers reported to the bureau as they are recorded (SS17): by the unit that owes it, with the copy attached.

What the bureau, a coordinator or the court's contact enters is no report of the unit. The report is made when its copy
arrives, not when somebody gets round to confirming a form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.domain.cases.copies import Asked
from bot.domain.duties.duties import is_filing
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DOERS, LIAISONS, DutyState, PaperKind
from bot.domain.law.obligations import Event
from bot.domain.law.triggers import Trigger
from bot.domain.reading import several_fields
from bot.services.cases import cases
from bot.services.cases.papers import Recorded
from bot.services.duties import acts, decisions, duties
from bot.services.duties.proofs import Proof
from bot.services.hall import access, files, notes
from bot.services.hall.desk import Desk
from bot.services.law import facts, obligations
from bot.services.law.obligations import Concern
from bot.store.tables import Agency, Case, Duty, Paper

WAITS = timedelta(hours=1)
"""So long the next photo is taken for the copy that was asked for."""
_SINGLE = "-"
"""In the place of an album: the picture came by itself."""


# -- the preview -----------------------------------------------------------------------------------------------------


def to_file_with(desk: Desk, values: Mapping[str, Any]) -> str:
    """To whom confirming this draft reports its papers as well, as a role of the rule book; empty where it only
    records: no copy is there, its book asks for no report, or another agency owes it.

    Raises:
        Missing: there is no such agency.
    """
    kinds, served = values.get("papers") or (), values.get("served_on")
    if not (values.get("files") and values.get("agency") and kinds and served):
        return ""
    agency, case = access.agency(desk, int(values["agency"])), _case(desk, values)
    for kind in kinds:
        known = facts.for_event(desk, kind, agency.id or 0, case, None, {"case_kind": "litigation"})
        event = Event(Trigger(PaperKind(kind).value), date.fromisoformat(served), known)
        for one in obligations.compute(desk, event, agency.id or 0):
            if is_filing(one.rule.evidence, one.rule.owed_to):
                owing = _owing(desk, values, obligations.owers(desk, one.rule, Concern(agency, case)))
                if _is_of(desk, owing):
                    return one.rule.owed_to[0].value
    return ""


def _case(desk: Desk, values: Mapping[str, Any]) -> Case | None:
    number = str(values.get("number") or next(iter(several_fields.kept(values)), ""))
    return cases.of_agency(desk, cases.read_number(number), int(values["agency"])) if number else None


def _owing(desk: Desk, values: Mapping[str, Any], found: Sequence[Agency]) -> set[int]:
    """Who will owe it: the unit that the draft names to handle the case, else whom the rule finds."""
    named = str(values.get("handling") or "")
    return {int(named)} if named.isascii() and named.isdigit() else {one.id or 0 for one in found}


def _is_of(desk: Desk, agency_ids: Iterable[int]) -> bool:
    return not desk.is_system and not set(desk.actor.agencies(*LIAISONS)).isdisjoint(agency_ids)


# -- recorded --------------------------------------------------------------------------------------------------------


def follow(desk: Desk, recorded: Sequence[Recorded]) -> list[int]:
    """What the actor's own agency owes of papers just recorded: reported by the copies that came with them. Gives the
    reports whose copy is still to come; the next photo is taken for it."""
    lacking: list[Duty] = []
    for one in recorded:
        for duty in one.duties:
            paper = next((p for p in one.papers if p.id == duty.paper_id), None)
            if paper is None or duty.state is not DutyState.OPEN or not _is_own(desk, duty):
                continue
            copies = files.as_given(desk, About.PAPER(paper.id))
            if copies:
                report(desk, duty, copies)
            else:
                lacking.append(duty)
    found = [duty.id or 0 for duty in lacking]
    if found:
        ask(desk, found)
    return found


def _is_own(desk: Desk, duty: Duty) -> bool:
    return is_filing(duty.evidence.split(","), duty.owed_to) and _is_of(desk, [duty.agency_id])


def report(desk: Desk, duty: Duty, copies: Sequence[dict[str, Any]]) -> Duty:
    """The copy is there: the paper is reported on the day on which it arrived. Raises as `duties.acts.finish`."""
    day = files.arrived_at(desk, copies).astimezone(desk.house.zone).date()
    return acts.finish(desk, duty.id or 0, duty.version, Proof(max(day, duty.trigger_on), files=tuple(copies)))


# -- the copy that is still to come ----------------------------------------------------------------------------------


def begin(desk: Desk, duty_id: int, version: int) -> None:
    """The button of the duty: from now on the next photo is its copy.

    Raises:
        Missing, NotAllowed: there is none, or the actor does not act for the agency that owes it.
        Stale: it was closed or changed meanwhile.
    """
    duty = acts.closable(desk, duty_id)
    if duty.agency_id not in desk.actor.agencies(*DOERS):
        raise NotAllowed
    acts.check(duty, version, DutyState.OPEN)
    if not is_filing(duty.evidence.split(","), duty.owed_to):
        raise Stale
    ask(desk, [duty.id or 0])


def ask(desk: Desk, lacking: Sequence[int]) -> None:
    """The next photo of the actor is the copy for these duties."""
    _put(desk, Asked(tuple(lacking), desk.now))


def asked(desk: Desk) -> Asked | None:
    """For what the next photo of the actor is the copy; None where nothing was asked for lately."""
    found = Asked.read(notes.get(desk.session, _key(desk)))
    return found if found is not None and desk.now - found.at <= WAITS else None


def is_of_other(desk: Desk, wanted: Asked, number: str) -> bool:
    """Whether a file that says this number is of another case."""
    known = {duty.case_id for duty in _rows(desk, wanted)}
    return bool(number) and not any(desk.session.get_one(Case, i).number == number for i in known if i)


def take(desk: Desk, wanted: Asked, copies: Sequence[dict[str, Any]], album: str) -> list[int]:
    """The copy came: every paper that waits for it is reported by it. Another picture of the same album joins what its
    first one reported.

    Raises:
        Stale: nothing waits any more.
    """
    taken: list[Duty] = []
    for duty in _rows(desk, wanted):
        if duty.state is DutyState.OPEN and not wanted.album:
            taken.append(report(desk, duty, copies))
        elif wanted.album and _is_mine(desk, duty):
            files.keep(desk, About.DUTY(duty.id), copies)
            acts.refresh(desk, duty)
            taken.append(duty)
    if not taken:
        raise Stale
    for paper_id in {duty.paper_id for duty in taken if duty.paper_id}:
        # The copy is a picture of the paper: whoever opens its files finds it there as well.
        files.keep(desk, About.PAPER(paper_id), copies)
    hashes, found = (*wanted.hashes, *(str(one["hash"]) for one in copies)), [duty.id or 0 for duty in taken]
    _put(desk, Asked(tuple(found), desk.now, album or _SINGLE, hashes))
    return found


def _is_mine(desk: Desk, duty: Duty) -> bool:
    return duty.state is DutyState.SUBMITTED and duty.done_by == desk.actor.person_id


def retract(desk: Desk) -> list[dict[str, Any]]:
    """What was taken for the copy is another paper: the reports are open again. Gives the files, which wait anew.

    Raises:
        Stale: nothing was taken lately, or it is decided about already.
    """
    wanted = asked(desk)
    back = [duty for duty in _rows(desk, wanted) if _is_mine(desk, duty)] if wanted and wanted.album else []
    if wanted is None or not back:
        raise Stale
    given: dict[str, dict[str, Any]] = {}
    for duty in back:
        for subject in filter(None, (About.DUTY(duty.id), About.PAPER(duty.paper_id) if duty.paper_id else None)):
            given |= {one["hash"]: one for one in files.as_given(desk, subject) if one["hash"] in wanted.hashes}
            files.release(desk, subject, wanted.hashes)
        decisions.take_back(desk, duty.id or 0, duty.version)
    _put(desk, Asked((), desk.now))
    return list(given.values())


def is_more(wanted: Asked, album: str) -> bool:
    """Whether what came is of the album that was taken already, or the first of what was asked for."""
    return not wanted.album or wanted.album == album


def papers_of(desk: Desk, duty_ids: Sequence[int]) -> list[PaperKind]:
    """The kinds of paper whose copies are meant, once each. Raises Missing."""
    found = [duties.get(desk, one, lock=False) for one in duty_ids]
    rows = [desk.session.get_one(Paper, duty.paper_id) for duty in found if duty.paper_id]
    return list(dict.fromkeys(row.kind for row in rows))


def _rows(desk: Desk, wanted: Asked) -> list[Duty]:
    found: list[Duty] = []
    for duty_id in wanted.duties:
        try:
            found.append(acts.closable(desk, duty_id))
        except Refused:
            continue
    return found


def _put(desk: Desk, wanted: Asked) -> None:
    notes.put(desk.session, _key(desk), wanted.kept(), now=desk.now)


def _key(desk: Desk) -> str:
    return f"copy:{desk.actor.person_id}"
