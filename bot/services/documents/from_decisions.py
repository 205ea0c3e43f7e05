"""Of who is sued, of what was decided, and of the days that count from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.cases.paper_names import OUTCOME_NAMES
from bot.domain.documents.kinds import StepAct
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import PartyCapacity
from bot.services.documents import deadlines
from bot.services.documents.material import Material
from bot.services.duties import cards as duty_cards
from bot.services.hall import access
from bot.services.law import facts, obligations
from bot.store.cases import files as files_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store

_SUED = (PartyCapacity.DEFENDANT, PartyCapacity.RECONSIDERATION_BODY)


def _defendants(material: Material) -> list[str]:
    """Agencies of the tree by their full names, and others as papers write them."""
    if material.case is None:
        return []
    rows = cases_store.parties_of(material.desk.session, material.case.id)
    ours = [access.agency(material.desk, one.agency_id).name for one in rows if one.capacity in _SUED]
    return [*ours, *(name for name, how in facts.outside(material.case) if how in _SUED)]


def _handling_unit(material: Material) -> str | None:
    if material.case is None:
        return None
    agency = access.agency(material.desk, material.concerned)
    return obligations.handling_unit(material.desk, obligations.Concern(agency, material.case)).name


def _outcome(material: Material) -> str | None:
    """Of the paper that it is about; without one, what was decided last in the case."""
    return str(material.paper.facts.get("outcome") or "") if material.paper is not None else None


def _handled_on(material: Material) -> str | None:
    return str(material.paper.facts.get("handled_on") or "") if material.paper is not None else None


def _files(material: Material) -> list[dict[str, Any]]:
    """The copy of the court paper, as forms collect files."""
    if material.paper is None:
        return []
    rows = files_store.of_subject(material.desk.session, str(About.PAPER(material.paper.id)))
    return [{"hash": one.hash, "name": one.name, "mime": one.mime, "size": one.size} for one in rows]


def _appeal_until(material: Material) -> str | None:
    """The last day by law of the right to appeal against the paper."""
    paper = material.paper
    if paper is None:
        return None
    rows = duties_store.of_case(material.desk.session, paper.case_id)
    rights = [one.due for one in rows if one.paper_id == paper.id and duty_cards.appeal_of(one, paper)]
    return min(rights).isoformat() if rights else None


def _decide_by(material: Material) -> str | None:
    """The last day of the step that decides."""
    at = next((n for n, step in enumerate(material.kind.steps) if step.act is StepAct.DECIDE), None)
    days = deadlines.of_step(material.desk, material.kind, material.document, at) if at is not None else None
    return days.last.isoformat() if days is not None else None


def _leaders(material: Material) -> str | None:
    """The Party committee beside the government, and the government: 县委、县政府."""
    government = material.government
    if government is None:
        return None
    short = government.short_name
    place = short.removesuffix("人民政府").removesuffix("政府") or short
    return f"{place}委、{short}"


SOURCES: Mapping[str, Callable[[Material], Any]] = {
    "government.leaders": _leaders,
    "case.defendants": _defendants,
    "case.handling_unit": _handling_unit,
    "paper.outcome": _outcome,
    "paper.handled_on": _handled_on,
    "paper.files": _files,
    "paper.appeal_until": _appeal_until,
    "paper.decide_by": _decide_by,
}
WORDS: Mapping[str, Mapping[str, str]] = {"paper.outcome": {str(key): words for key, words in OUTCOME_NAMES.items()}}
