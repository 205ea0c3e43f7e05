"""Papers: what is asked and told besides the card of the case."""

from __future__ import annotations

from datetime import date

from bot.domain.cases.cases import LATER_DECISIONS, AssignView, CaseView, PaperView
from bot.domain.cases.paper_names import OUTCOME_NAMES, PAPER_NAMES, TAG_NAMES
from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Button, Html, Message, Rows, bold, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator
from bot.views.cases import cases
from bot.views.duties import doing
from bot.views.duties import duties as duty_views
from bot.views.hall.paging import position, turning


def duplicate(paper: PaperView, tr: Translator) -> Html:
    """What the form says when a paper like this is recorded already."""
    return tr(
        "{paper}, received {date}, is recorded already for {agency} (by {name}).",
        paper=tr(PAPER_NAMES[paper.kind]),
        date=paper.served_on,
        agency=paper.agency,
        name=paper.entered_by or "—",
    )


def operative(quote: str, tr: Translator, *, taken: bool) -> Html:
    """The operative part of the decision; `taken` where the outcome was filled in by it."""
    if taken:
        return tr("The outcome is filled in by the operative part; please check it: “{quote}”", quote=quote)
    return tr("The operative part reads: “{quote}”", quote=quote)


def hearing_follows(when: date, place: str | None, tr: Translator) -> Html:
    """The text names a hearing as well; `when` is its instant (aware), or its day alone. With its `place` it can be
    recorded together."""
    if place:
        return tr(
            "It names a hearing: {when}, {place}. It can be recorded together with this, or comes up after this.",
            when=when, place=place,
        )  # fmt: skip
    return tr("The hearing that it names ({when}) comes up after this.", when=when)


def counts_from_arrival(tr: Translator) -> Html:
    """A platform says that papers are ready: nobody should wait to open them."""
    return tr(
        "Electronic service: terms count from the day on which the papers reach the agency's account, not from the day "
        "on which they are opened (Civil Procedure Law art. 90)."
    )


def decided_before(number: str, tr: Translator) -> Html | None:
    """Which case was decided before, where that is known."""
    return tr("Decided before: {number}", number=number) if number else None


def not_recorded(names: list[str], tr: Translator) -> Html:
    """What the line named besides, which has no dates of its own."""
    return tr(
        "Not recorded: {papers}. If a copy of the complaint came with it, please tick that as well.",
        papers=("、" if tr.chinese else ", ").join(names),
    )


def replaces(tr: Translator) -> Html:
    """The form holds a paper that is recorded already."""
    return tr("Please correct below what is wrong. Only when you record it is the wrong entry taken back.")


def lost(paper: PaperView, number: str, case_id: int, tr: Translator) -> Message:
    """A decision against the agency: to its principal leader and the coordinators."""
    return message(
        tr(
            "【Decided against the agency】{agency}: {paper}, received {date}: {outcome}.",
            agency=paper.agency,
            paper=tr(PAPER_NAMES[paper.kind]),
            date=paper.served_on,
            outcome=tr(OUTCOME_NAMES[paper.outcome]),
        ),
        bold(number),
        _after_a_loss(paper, tr),
        buttons=((tap(tr("Case"), "cs.open", case_id),),),
    )


def _after_a_loss(paper: PaperView, tr: Translator) -> Html:
    if paper.kind in LATER_DECISIONS or paper.appealed:
        return tr("Once it is in effect, the loss has to be analysed.")
    if paper.appeal_refused:
        return tr("The agency says that it does not appeal; once it is in effect, the loss has to be analysed.")
    return tr(
        "Please see to it that an appeal is decided on in time; once it is in effect, the loss has to be analysed."
    )


def not_lost(tr: Translator) -> Message:
    return message(tr("This decision was put right; it does not count as one against the agency."))


def assign(view: AssignView, tr: Translator) -> Message:
    """The lead organ names the unit that handles the case."""
    if view.assigned:
        return message(
            tr("【Handling unit】{number} is handled by {agency}.", number=view.number, agency=view.assigned),
            buttons=((tap(tr("Case"), "cs.open", view.case_id),),),
        )
    rows: list[tuple[Button, ...]] = []
    units = [tap(shortened(name, ALONE), "cs.unit", view.case_id, view.version, one) for one, name in view.candidates]
    rows += [tuple(units[i : i + 2]) for i in range(0, len(units), 2)]
    page: Page[tuple[int, str]] = Page(view.candidates, view.page, view.total)
    return message(
        tr("【Handling unit】{number}: which agency handles it?", number=view.number),
        tr("Sued: {agency}", agency=view.defendant),
        tr("Cause: {cause}", cause=view.cause) if view.cause else None,
        tr("Entered by {name}", name=view.asked_by) if view.asked_by else None,
        tr("The terms run from the day of receipt, whoever is named."),
        position(page, tr),
        buttons=(*rows, turning(page, tr, "cs.units", view.case_id), (tap(tr("Case"), "cs.open", view.case_id),)),
    )


def risk(case: CaseView, by: str, tr: Translator, *, duty: DutyView | None = None) -> Message:
    """To the bureau's coordinators one by one: never to a group, not to be passed on. With what the bureau owes."""
    tags = [str(tr(TAG_NAMES[t])) for t in case.tags if t in TAG_NAMES]
    return message(
        tr("【Risk case】{number}", number=case.number),
        tr("Parties: {names}", names=tr.join([p.name for p in case.parties])),
        tr("Tags: {tags}", tags=tr.join(tags)),
        tr("Reported by {name}. Please see that the county government is told in time.", name=by or "—")
        if duty is None
        else tr("Reported by {name}.", name=by or "—"),
        tr("{order}.", order=duty_views.order(duty, tr)) if duty is not None else None,
        buttons=_risk_ways(case, duty, tr),
        protect=True,
    )


def _risk_ways(case: CaseView, duty: DutyView | None, tr: Translator) -> Rows:
    drafts = doing.to_draft(duty, tr) if duty is not None else None
    owed = [tap(tr("Duty"), "dt.open", duty.id)] if duty is not None else []
    return ((drafts,) if drafts is not None else (), (*owed, tap(tr("Case"), "cs.open", case.id)))


def sent_by_court(case: CaseView, tr: Translator) -> Message:
    """What a court contact sees: receipt, no internal deadlines."""
    return message(
        tr("Recorded. {number}: the agency has been told.", number=case.number),
        *(cases.paper_line(p, tr) for p in case.papers),
    )


def kept_same(number: str, tr: Translator) -> Message:
    return message(tr("{number}: nothing was recorded twice.", number=number))


def file_caption(name: str, tr: Translator) -> Html:
    return tr("File: {name}", name=name)
