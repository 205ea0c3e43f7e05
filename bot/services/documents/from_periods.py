"""Of a period: its hearings, those planned for the next one, how many there were, and who has not reported.

What is counted of it by the rules is said by `from_figures`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.documents import periods
from bot.domain.documents.periods import Span
from bot.domain.documents.showing import day, moment
from bot.domain.documents.sources import UNDECIDED
from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus, PaperKind
from bot.domain.hearings.appearances import REASONS
from bot.services.documents.material import Material
from bot.services.hall import access
from bot.store.agencies import queries as agencies_store
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import lines as lines_store
from bot.store.hearings import queries as hearings_store
from bot.store.hearings.lines import Line, Sight
from bot.store.tables import HearingResult
from bot.texts import translator

PRINCIPAL = "principal"
_REPORTS = {"county_annual_report": "annual_report", "monthly_review": "monthly_report"}
"""Whose reports a paper needs: who has not handed in theirs stands in it."""


@dataclass(frozen=True)
class Heard:
    """A hearing that was held, for one agency, with what that agency reported."""

    line: Line
    result: HearingResult | None

    @property
    def attended(self) -> bool:
        return self.result is not None and self.result.attended

    @property
    def by_principal(self) -> bool:
        return self.result is not None and self.result.attended and self.result.rank == PRINCIPAL


def branch(material: Material) -> str:
    """The path of those for whom the paper speaks: an agency that leads a branch speaks for all of it."""
    heads = agencies_store.heads_of_branches(material.desk.session, material.desk.today)
    led = next((one.path for one in heads if one.lead_id == material.agency.id), None)
    return led or material.agency.path


def _lines(material: Material, span: Span) -> list[Line]:
    zone = material.desk.house.zone
    begins = datetime.combine(span.first, time(0), zone)
    ends = datetime.combine(span.last + timedelta(days=1), time(0), zone)
    return lines_store.between(material.desk.session, Sight([branch(material)]), begins, ends)


def heard(material: Material, span: Span) -> list[Heard]:
    """Hearings that were held in the period, one for each agency that appears."""
    rows = [line for line in _lines(material, span) if line[0].status is HearingStatus.HELD]
    ids, agencies = {line[0].id for line in rows}, {line[1].agency_id for line in rows}
    results = hearings_store.results_of(material.desk.session, ids, agencies)
    known = {(one.hearing_id, one.agency_id): one for one in results}
    return [Heard(line, known.get((line[0].id or 0, line[1].agency_id))) for line in rows]


def coming(material: Material, span: Span) -> list[Line]:
    """Hearings that are to be held in the period."""
    return [line for line in _lines(material, span) if line[0].status is HearingStatus.SCHEDULED]


# -- lists -------------------------------------------------------------------------------------------------------------


def _hearings(material: Material, span: Span) -> list[dict[str, str]]:
    return [_held_row(material, one) for one in heard(material, span)]


def _held_row(material: Material, one: Heard) -> dict[str, str]:
    hearing, appearance, agency, number = one.line
    came = one.result.leader_name if one.result is not None and one.result.attended else ""
    reason = "" if one.attended or appearance.absence_reason is None else REASONS[appearance.absence_reason]
    return {
        "case_number": number,
        "day": day(hearing.starts_at.astimezone(material.desk.house.zone).date()),
        "agency": agency,
        "leader": came,
        "principal": "是" if one.by_principal else "否",
        "reason": str(translator("zh_CN")(reason)) if reason else "",
    }


def _planned(material: Material, span: Span) -> list[dict[str, str]]:
    zone = material.desk.house.zone
    return [
        {
            "case_number": number,
            "when": moment(hearing.starts_at, zone),
            "agency": agency,
            "leader": _leader(appearance.leader_name, appearance.leader_post, appearance.state),
        }
        for hearing, appearance, agency, number in coming(material, span.following)
    ]


def _leader(name: str, post: str, state: AppearanceState) -> str:
    if not name or state is AppearanceState.UNNAMED:
        return UNDECIDED
    return f"{name}（{post}）" if post else name


# -- numbers -----------------------------------------------------------------------------------------------------------


def _filed(material: Material, span: Span) -> int | None:
    """By the year in the case's number; of a shorter period nothing says when a case was filed."""
    if span.months != 12:
        return None
    return cases_store.count_of_year(material.desk.session, branch(material), span.first.year)


def _advice(material: Material, span: Span) -> int:
    session, path = material.desk.session, branch(material)
    begins = datetime.combine(span.first, time(0), material.desk.house.zone)
    rows = papers_store.of_kinds(session, agencies_store.ids_below(session, path), [PaperKind.ADVICE], begins)
    return sum(span.first <= paper.served_on <= span.last for paper, _ in rows)


def _missing(material: Material, span: Span) -> str | None:
    """Agencies of the branch whose own report of the period is not in."""
    kind, path = _REPORTS.get(material.kind.id, ""), branch(material)
    rows = duties_store.about_beginning(material.desk.session, f"{material.document.period}:")
    late = [
        access.agency(material.desk, duty.agency_id)
        for duty in rows
        if duty.state is DutyState.OPEN and duty.citation.get("draft") == kind
    ]
    return "、".join(one.short_name for one in late if one.path.startswith(path)) or None


def _nil(material: Material, span: Span) -> bool:
    return not heard(material, span) and not coming(material, span.following)


MODEL = "model_form"


def _models(material: Material, span: Span) -> list[dict[str, str]]:
    """Model people, deeds and cases that units below handed in during the period, by their kind."""
    session = material.desk.session
    begins = datetime.combine(span.first, time(0), material.desk.house.zone)
    ends = datetime.combine(span.last + timedelta(days=1), time(0), material.desk.house.zone)
    found = documents_store.first_frozen(session, MODEL, branch(material), begins, ends)
    rows = [(row, {name: str(shown or "") for name, shown in edition.shown.items()}) for row, edition in found]
    each = [
        {"tag": said.get("what", ""), "title": said.get("title", ""), "case_number": said.get("case_number", ""),
         "unit": access.agency(material.desk, row.agency_id).short_name}
        for row, said in rows
    ]  # fmt: skip
    return sorted(each, key=lambda one: one["tag"])


def _of(read: Callable[[Material, Span], Any]) -> Callable[[Material], Any]:
    def found(material: Material) -> Any:
        span = periods.read(material.document.period or _this_year(material.desk.today))
        return read(material, span) if span is not None else None

    return found


def _this_year(today: date) -> str:
    return str(today.year)


SOURCES: Mapping[str, Callable[[Material], Any]] = {
    "period.name": _of(lambda m, span: span.zh),
    "period.quarter": _of(lambda m, span: span.zh if span.is_quarter else None),
    "period.next": _of(lambda m, span: span.following.zh),
    "period.nil": _of(_nil),
    "period.hearings": _of(_hearings),
    "period.planned": _of(_planned),
    "count.filed": _of(_filed),
    "count.advice": _of(_advice),
    "reports.missing": _of(_missing),
    "models.handed_in": _of(_models),
}
