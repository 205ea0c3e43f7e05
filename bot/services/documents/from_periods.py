"""Of a period: its hearings, those planned for the next one, how many there were, and who has not reported.

What is counted of it by the rules is said by `from_figures`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.bulletins.library import TAGS
from bot.domain.cases.cases import APPEALABLE
from bot.domain.documents import periods
from bot.domain.documents.periods import Span
from bot.domain.documents.showing import day, moment
from bot.domain.documents.sources import UNDECIDED
from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus, PaperKind
from bot.domain.hearings.appearances import REASONS
from bot.services.documents.material import Material
from bot.services.hall import access
from bot.store.agencies import queries as agencies_store
from bot.store.bulletins import library as library_store
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.figures import months as rows_store
from bot.store.hearings import lines as lines_store
from bot.store.hearings import queries as hearings_store
from bot.store.hearings.lines import Line, Sight
from bot.store.tables import Agency, CountRow, Duty, HearingResult, Paper
from bot.texts import translator

PRINCIPAL, ATTENDED, OUTSIDE = "principal", "attended", "outside"
_REPORTS = {"county_annual_report": "annual_report", "monthly_review": "monthly_report"}
"""Whose reports a paper needs: who has not handed in theirs stands in it."""
_OWED = frozenset({DutyState.OPEN, DutyState.SUBMITTED, DutyState.DONE})
_BEFORE_APPEAL = timedelta(days=400)
"""A decision is entered at most so long before it is appealed."""


@dataclass(frozen=True)
class Heard:
    """A hearing that was held, for one agency, with what that agency reported, and how the case is counted for it."""

    line: Line
    result: HearingResult | None
    row: CountRow | None = None

    @property
    def alone(self) -> CountRow | None:
        """The row, where it rests on this hearing alone: then it says what counts."""
        return self.row if self.row is not None and self.row.hearings == [self.line[0].id] else None

    @property
    def attended(self) -> bool:
        if self.alone is not None:
            return self.alone.counted == ATTENDED
        return self.result is not None and self.result.attended

    @property
    def by_principal(self) -> bool:
        if not self.attended or self.result is None:
            return False
        if self.alone is not None:
            return self.alone.principal
        acts = self.row is not None and self.row.principal and self.row.leader_name == self.result.leader_name
        return acts or self.result.rank == PRINCIPAL


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
    """Hearings that were held in the period, one for each agency that appears; of what is counted nowhere, none."""
    rows = [line for line in _lines(material, span) if line[0].status is HearingStatus.HELD]
    ids, agencies = {line[0].id for line in rows}, {line[1].agency_id for line in rows}
    results = hearings_store.results_of(material.desk.session, ids, agencies)
    known = {(one.hearing_id, one.agency_id): one for one in results}
    counted = rows_store.rows_of(material.desk.session, {line[0].case_id for line in rows})
    found = [
        Heard(line, known.get((line[0].id or 0, line[1].agency_id)), counted.get((line[0].case_id, line[1].agency_id)))
        for line in rows
    ]
    return [one for one in found if one.row is None or one.row.counted != OUTSIDE]


def coming(material: Material, span: Span) -> list[Line]:
    """Hearings that are to be held in the period."""
    return [line for line in _lines(material, span) if line[0].status is HearingStatus.SCHEDULED]


# -- lists -------------------------------------------------------------------------------------------------------------


def _hearings(material: Material, span: Span) -> list[dict[str, str]]:
    return [_held_row(material, one) for one in heard(material, span)]


def _held_row(material: Material, one: Heard) -> dict[str, str]:
    hearing, appearance, agency, number = one.line
    came = one.result.leader_name if one.result is not None and one.attended else ""
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


def _appeals(material: Material, span: Span) -> int:
    """Cases against whose decision somebody appealed in the period, whoever it was: as it was said of the decision, as
    the copy of the appeal came in, or as the case of the second instance is here. Each counts once."""
    session, path = material.desk.session, branch(material)
    begins = datetime.combine(span.first - _BEFORE_APPEAL, time(0), material.desk.house.zone)
    kinds = [*APPEALABLE, PaperKind.APPEAL_COPY]
    rows = papers_store.of_kinds(session, agencies_store.ids_below(session, path), kinds, begins)
    said = [(paper, case) for paper, case in rows if (on := _appealed_on(paper)) and span.first <= on <= span.last]
    found, seconds = {case.number for _, case in said}, {str(paper.facts.get("appeal_number")) for paper, _ in said}
    if span.months == 12:
        cases = cases_store.of_year(session, path, span.first.year, "second")
        found |= {one.original_number or one.number for one in cases if one.number not in seconds}
    return len(found)


def _appealed_on(paper: Paper) -> date | None:
    if paper.kind is PaperKind.APPEAL_COPY:
        return paper.served_on
    on = paper.facts.get("appealed_on") if paper.facts.get("appealed") else None
    return date.fromisoformat(on) if on else None


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


def _reports(material: Material, span: Span) -> list[dict[str, str]]:
    """What the units of the branch reported of the period, in the order of the tree: when, and how many."""
    kind, path = _REPORTS.get(material.kind.id, ""), branch(material)
    rows = [
        (access.agency(material.desk, duty.agency_id), duty)
        for duty in duties_store.about_beginning(material.desk.session, f"{material.document.period}:")
        if duty.citation.get("draft") == kind and duty.state in _OWED
    ]
    inside = [one for one in rows if one[0].path.startswith(path)]
    return [_report(material, *one) for one in sorted(inside, key=lambda one: one[0].path)]


def _report(material: Material, agency: Agency, duty: Duty) -> dict[str, str]:
    handed = duty.done_on is not None and duty.state is not DutyState.OPEN
    late = duty.done_on is not None and duty.done_on > duty.deadline
    papers = [one for one in documents_store.of_duty(material.desk.session, duty.id) if one.edition]
    edition = documents_store.edition(material.desk.session, papers[-1].id, papers[-1].edition) if papers else None
    said = edition.values if edition is not None and handed else {}
    held: list[dict[str, str]] | None = (said.get("held") or {}).get("raw") or ([] if said else None)
    planned: list[dict[str, str]] | None = (said.get("planned") or {}).get("raw") or ([] if said else None)
    return {
        "unit": agency.short_name,
        "handed": day(duty.done_on) if handed and duty.done_on else "—",
        "state": ("逾期" if late else "按时") if handed else "未报",
        "held": _counted(held),
        "principal": _counted([one for one in held if one.get("principal") == "是"] if held is not None else None),
        "planned": _counted(planned),
    }


def _counted(rows: list[dict[str, str]] | None) -> str:
    return "—" if rows is None else str(len(rows))


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


def _library(material: Material, span: Span) -> list[dict[str, str]]:
    """Typical cases of the year from the library, of the units of whoever reports."""
    tr = translator("zh_CN")
    return [
        {
            "title": entry.title,
            "unit": name,
            "case_number": entry.number,
            "tags": "、".join(str(tr(TAGS[one])) for one in entry.tags if one in TAGS),
        }
        for entry, name in library_store.of_year(material.desk.session, span.first.year, branch(material))
    ]


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
    "count.appeals": _of(_appeals),
    "count.advice": _of(_advice),
    "reports.table": _of(_reports),
    "reports.missing": _of(_missing),
    "models.handed_in": _of(_models),
    "library.entries": _of(_library),
}
