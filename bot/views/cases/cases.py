"""A case in words: what it is, its papers line by line, and which case a number was taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.cases.cases import (
    RETRIALS,
    CaseView,
    PaperView,
)
from bot.domain.cases.paper_names import (
    ON_APPEAL_NAMES,
    ON_RETRIAL_NAMES,
    OUTCOME_NAMES,
    PAPER_NAMES,
    TAG_NAMES,
)
from bot.domain.hall.message import Html, html, lines
from bot.domain.hall.terms import HearingStatus
from bot.domain.reading import several_fields
from bot.texts import Translator
from bot.views.cases import parties as party_views
from bot.views.hall import fitting, suing


def taken_for(written: str, number: str, tr: Translator) -> Html:
    """A shortened number was resolved: which case it was taken for."""
    return tr("“{short}” was taken for {number}, the only case of yours that fits.", short=written, number=number)


def several_fit(tr: Translator) -> Html:
    """A shortened number fits several cases, which are the buttons below."""
    return tr("Several cases fit this short number. Which one is it?")


def picked_from(offered: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Cases (number, cause) as they stand on buttons: (number, 行初12号 · 土地行政处罚); the whole number where two
    have the same short one."""
    shorts = [several_fields.short(number) for number, _ in offered]
    return [
        (number, number if shorts.count(short) > 1 else fitting.short(f"{short} · {cause}" if cause else short, 18))
        for (number, cause), short in zip(offered, shorts, strict=True)
    ]


def which_case(values: Mapping[str, Any], tr: Translator) -> Html | None:
    """Why the number is asked for: a short one that fits none or several, a person's name."""
    if values.get("unknown"):
        return tr("“{text}” fits no case on record. Please write the whole number.", text=str(values["unknown"]))
    if values.get("called"):
        return tr("Which case of {names} is it? Press one, or write its number.", names=tr.join(list(values["called"])))
    return several_fit(tr) if values.get("maybe") else None


def facts(case: CaseView, tr: Translator) -> Html:
    """Everything that is known of the case itself."""
    parties = [str(tr("{name} ({what})", name=p.name, what=party_views.capacity(p, tr))) for p in case.parties]
    handled = case.handling and case.handling not in [p.name for p in case.parties]
    return lines(
        tr("Court: {court}", court=case.court) if case.court else None,
        suing.plaintiffs(case.plaintiff, case.plaintiff_count, tr),
        tr("Parties: {names}", names=tr.join(parties)) if parties else None,
        party_views.review(case.review, tr),
        tr("Handled by: {agency}", agency=case.handling) if handled else None,
        tr("Handling unit: not named yet") if case.handling_open else None,
        tr("Cause: {cause}", cause=case.cause) if case.cause else None,
        tr("Tags: {tags}", tags=tr.join([str(tr(TAG_NAMES[t])) for t in case.tags if t in TAG_NAMES]))
        if case.tags
        else None,
        linked(case, tr),
        closed(case, tr),
    )


def linked(case: CaseView, tr: Translator) -> Html | None:
    """The case decided before, and the numbers under which this one goes on."""
    return lines(
        tr("Decided before: {number}", number=case.original) if case.original else None,
        tr("Goes on as: {numbers}", numbers=tr.join([number for _, number in case.later])) if case.later else None,
        sent_back(case, tr),
    )


def sent_back(case: CaseView, tr: Translator) -> Html | None:
    """What has to be entered once it is known, while it is not."""
    waits = any(p.on_appeal == "remanded" for p in case.papers) and not case.later
    return remanded(tr) if waits else None


def closed(case: CaseView, tr: Translator) -> Html | None:
    if case.closed_on is None:
        return None
    if case.emptied:
        return tr("Closed on {date}: nothing is recorded in this case any more.", date=case.closed_on)
    if case.archived:
        return tr("Closed on {date}, archived as {number}", date=case.closed_on, number=tr.join(list(case.archived)))
    return tr("Closed on {date}", date=case.closed_on)


def before_closing(case: CaseView, tr: Translator) -> Html | None:
    """What is still open in a case that somebody is about to close."""
    owed = sum(duty.is_open for duty in case.owed)
    coming = sum(one.status in (HearingStatus.PENDING, HearingStatus.SCHEDULED) for one in case.hearings)
    said = [
        tr.plural("{n} duty is still open", "{n} duties are still open", owed) if owed else None,
        tr.plural("{n} hearing is still to come", "{n} hearings are still to come", coming) if coming else None,
    ]
    open_ones = [str(one) for one in said if one]
    if not open_ones:
        return None
    return tr("Not finished: {list}. They stay open, and reminders go on.", list=Html(tr.join(open_ones)))


def paper_line(paper: PaperView, tr: Translator) -> Html:
    """收到应诉通知书：4月2日（周四）, with the days it was entered late."""
    effective = _effective(paper, tr)
    late = tr.plural(" (entered {n} day later)", " (entered {n} days later)", paper.delay) if paper.delay > 0 else ""
    return tr(
        "{paper}, received {date}{outcome}{effective}{late}",
        paper=tr(PAPER_NAMES[paper.kind]),
        date=paper.served_on,
        outcome=_outcome(paper, tr),
        effective=effective,
        late=late,
    ) + (html("；" if tr.chinese else "; ") + appeal_words(paper, tr) if paper.appealed else html(""))


def _outcome(paper: PaperView, tr: Translator) -> Html | str:
    """What was decided; of a later instance first what it made of the decision before."""
    before = (ON_RETRIAL_NAMES if paper.kind in RETRIALS else ON_APPEAL_NAMES).get(paper.on_appeal)
    named = OUTCOME_NAMES.get(paper.outcome) if paper.on_appeal != "mediated" else None
    if before and named:
        return tr(" — {before}, what stands: {outcome}", before=tr(before), outcome=tr(named))
    said = before or named
    return tr(" — {outcome}", outcome=tr(said)) if said else ""


def _effective(paper: PaperView, tr: Translator) -> Html | str:
    if paper.effective_on:
        return tr(" (in effect since {date})", date=paper.effective_on)
    if paper.expected_on:
        return tr(" (takes effect on {date}, provisional, not confirmed yet)", date=paper.expected_on)
    return ""


def appeal_words(paper: PaperView, tr: Translator) -> Html:
    """Who appealed, when, and whether that was too late."""
    if paper.appealed_on is None:
        return tr("appealed")
    if paper.appealed_by == "other":
        return tr("the other side appealed (known on {date})", date=paper.appealed_on)
    if paper.appealed_late:
        return tr("appealed on {date}, after the term had ended: late", date=paper.appealed_on)
    return tr("appealed on {date}", date=paper.appealed_on)


def remanded(tr: Translator) -> Html:
    """What follows where a court sent the case back."""
    return tr(
        "The case goes back for a new trial under a new first-instance number. Once you have it, please enter it as "
        "the number of the next instance."
    )
