"""Of letters: the unit that one is for, the letter that is answered, the term of an answer, and breaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.law.rules import Rule, Unit
from bot.services.documents import breaches, heard
from bot.services.documents.material import Material
from bot.services.hall import access
from bot.services.law import appearing
from bot.store.tables import Agency, BreachCandidate, Document, Duty

_UNITS = {Unit.CALENDAR: "日", Unit.WORKING: "个工作日", Unit.MONTH: "个月", Unit.YEAR: "年"}


def unit_of(material: Material) -> Agency | None:
    """The unit that a letter is for, or is about."""
    number = heard.unit_of(material.desk, material.document)
    return access.agency(material.desk, number) if number else None


def _unit(material: Material) -> str | None:
    found = unit_of(material)
    return found.name if found else None


# -- the letter that is answered, and the term of an answer ------------------------------------------------------------


def _letter(material: Material) -> Document | None:
    number = material.document.replies_to
    return material.desk.session.get(Document, number) if number else None


def _title(material: Material) -> str | None:
    letter = _letter(material)
    kind = material.desk.house.law.kinds.get(letter.kind) if letter else None
    return kind.zh if kind else None


def _number(material: Material) -> str | None:
    letter = _letter(material)
    return letter.number if letter else None


def _term(material: Material) -> str:
    """What the book of the unit gives it, from the day on which it gets the letter; else the bot's own default."""
    unit = unit_of(material)
    rule = _answering(material, unit.id or 0) if unit else None
    if rule is not None and rule.term is not None and rule.term.n:
        return f"{rule.term.n}{_UNITS[rule.term.unit]}"
    return f"{heard.TERM}个工作日"


def _answering(material: Material, agency_id: int) -> Rule | None:
    """The duty that the letter starts for the unit."""
    rules = appearing.stack_of(material.desk, agency_id, material.desk.today).rules
    starts = material.kind.starts
    return next((rule for rule in rules if starts and starts in {one.value for one in rule.triggers}), None)


# -- breaches ----------------------------------------------------------------------------------------------------------


def _of_breach(read: Callable[[Material, BreachCandidate], Any]) -> Callable[[Material], Any]:
    def found(material: Material) -> Any:
        row = heard.candidate_of(material.desk, material.document)
        return read(material, row) if row is not None else None

    return found


def _facts(material: Material, row: BreachCandidate) -> str | None:
    """What was owed and not done in time; of a hearing, a person says what happened."""
    duty = material.desk.session.get(Duty, row.duty_id) if row.duty_id else None
    if duty is None:
        return None
    words = duty.title.get("zh", "")
    return f"“{words}”应于{row.on.year}年{row.on.month}月{row.on.day}日前完成，逾期未完成。"


def _citation(material: Material, row: BreachCandidate) -> str | None:
    return breaches.citation(material.desk, row)[0] or None


def _measures(material: Material, row: BreachCandidate) -> list[str]:
    """What the coordinator chose of those that the paper knows."""
    field = material.kind.field("measures")
    known = {one.id for one in field.choices} if field else set[str]()
    return [one for one in row.measures if one in known]


def _heard(material: Material) -> str | None:
    """What the unit said to the letter that it got first."""
    return heard.said(material.desk, material.kind, material.document)


SOURCES: Mapping[str, Callable[[Material], Any]] = {
    "unit.name": _unit,
    "letter.title": _title,
    "letter.number": _number,
    "letter.term": _term,
    "breach.title": _of_breach(lambda m, row: breaches.breach_of(m.desk, row).zh),
    "breach.facts": _of_breach(_facts),
    "breach.citation": _of_breach(_citation),
    "breach.measures": _of_breach(_measures),
    "breach.heard": _heard,
}
