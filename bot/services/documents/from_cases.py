"""Of the case and of the court paper that a document is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.cases.cases import DECISION_PAPERS, RISK_TAGS
from bot.domain.cases.paper_names import MODE_NAMES, OUTCOME_NAMES, PAPER_NAMES, TAG_NAMES
from bot.domain.hall.names import INSTANCES
from bot.domain.hall.terms import AgencyKind, PartyCapacity
from bot.services.documents.material import Material
from bot.services.hall import access
from bot.services.law import facts
from bot.store.agencies import queries as agencies_store
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.tables import Case, Paper


def _of_case(read: Callable[[Material, Case], Any]) -> Callable[[Material], Any]:
    def found(material: Material) -> Any:
        return read(material, material.case) if material.case is not None else None

    return found


def _of_paper(read: Callable[[Material, Paper], Any]) -> Callable[[Material], Any]:
    def found(material: Material) -> Any:
        return read(material, material.paper) if material.paper is not None else None

    return found


def _number(material: Material, paper: Paper) -> str | None:
    """A decision bears the number of its case; advice has one of its own, which somebody says."""
    return material.case.number if material.case is not None and paper.kind in DECISION_PAPERS else None


def _third_parties(material: Material, case: Case) -> list[str]:
    return _parties(material, case, PartyCapacity.THIRD_PARTY)


def _co_defendants(material: Material, case: Case) -> list[str]:
    found = [
        *_parties(material, case, PartyCapacity.DEFENDANT),
        *_parties(material, case, PartyCapacity.RECONSIDERATION_BODY),
    ]
    own = access.agency(material.desk, material.concerned).name
    return [name for name in dict.fromkeys(found) if name != own]


def _parties(material: Material, case: Case, capacity: PartyCapacity) -> list[str]:
    """Agencies of the tree by their full names, and others as papers write them."""
    rows = cases_store.parties_of(material.desk.session, case.id)
    found = [access.agency(material.desk, one.agency_id).name for one in rows if one.capacity is capacity]
    return [*found, *(name for name, how in facts.outside(case) if how is capacity)]


def _court(material: Material, case: Case) -> str:
    """By its full name, where the case has the short one of a court of this tree: a paper is no chat."""
    root = access.agency(material.desk, material.document.agency_id).path.split("/")[0:2]
    like = agencies_store.like(material.desk.session, case.court) if case.court else []
    courts = [one for one in like if one.kind is AgencyKind.COURT and case.court == one.short_name]
    mine = [one for one in courts if one.path.split("/")[0:2] == root]
    return mine[0].name if len(mine) == 1 else case.court


def _risk_tags(material: Material, case: Case) -> list[str]:
    return [tag for tag in case.facts.get("tags") or () if tag in RISK_TAGS]


def _outcome(material: Material, case: Case) -> str | None:
    """Of the paper that it is about, else of the newest decision."""
    own = material.paper.facts.get("outcome") if material.paper is not None else None
    if own:
        return str(own)
    rows = papers_store.standing(material.desk.session, case.id)
    decided = [row for row in rows if row.facts.get("outcome")]
    return str(max(decided, key=lambda row: row.served_on).facts["outcome"]) if decided else None


SOURCES: Mapping[str, Callable[[Material], Any]] = {
    "case.number": _of_case(lambda m, c: c.number),
    "case.court": _of_case(_court),
    "case.instance": _of_case(lambda m, c: c.instance),
    "case.plaintiff": lambda m: m.plaintiff(),
    "case.plaintiff_count": _of_case(lambda m, c: c.plaintiff_count),
    "case.third_parties": _of_case(_third_parties),
    "case.co_defendants": _of_case(_co_defendants),
    "case.cause": _of_case(lambda m, c: c.cause),
    "case.original_number": _of_case(lambda m, c: c.original_number),
    "case.risk_tags": _of_case(_risk_tags),
    "case.outcome": _of_case(_outcome),
    "paper.kind": _of_paper(lambda m, p: p.kind.value),
    "paper.served_on": _of_paper(lambda m, p: p.served_on.isoformat()),
    "paper.mode": _of_paper(lambda m, p: p.service_mode.value),
    "paper.number": _of_paper(_number),
    "paper.effective_on": _of_paper(lambda m, p: p.effective_on.isoformat() if p.effective_on else None),
    "paper.term_on": _of_paper(lambda m, p: p.term_on.isoformat() if p.term_on else None),
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "case.instance": INSTANCES,
    "case.risk_tags": {str(key): words for key, words in TAG_NAMES.items()},
    "case.outcome": {str(key): words for key, words in OUTCOME_NAMES.items()},
    "paper.kind": {str(key): words for key, words in PAPER_NAMES.items()},
    "paper.mode": {str(key): words for key, words in MODE_NAMES.items()},
}
