"""Duties in words: the one date to obey, the days left, and on demand why it is that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.cases.paper_names import PAPER_NAMES
from bot.domain.duties.duties import HEARING, Distance, DutyView
from bot.domain.duties.forms import ARCHIVE
from bot.domain.hall.message import Button, Html, Message, bold, fold, html, lines, message, tap
from bot.domain.hall.names import DUTIES
from bot.domain.hall.terms import DutyState
from bot.domain.law.explanations import render
from bot.domain.law.recurring import Period
from bot.domain.law.triggers import Trigger
from bot.texts import Translator
from bot.views.duties import instructions
from bot.views.duties.doing import begin, doing, drafted, drafting
from bot.views.duties.right_buttons import forgoing, right_buttons
from bot.views.duties.words import EVIDENCE

PAPERS: dict[str, str] = {kind.value: name for kind, name in PAPER_NAMES.items()}
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"


def title(duty: DutyView, tr: Translator) -> str:
    """What it is called, with its paper, its hearing or the agency it is for where another has that name."""
    name = duty.title_zh if tr.chinese else duty.title_en or duty.title_zh
    marks = [str(mark) for mark in (duty.owed_for, _belongs(duty, tr)) if mark]
    if not marks:
        return name
    return f"{name}（{'，'.join(marks)}）" if tr.chinese else f"{name} ({', '.join(marks)})"


def _belongs(duty: DutyView, tr: Translator) -> Html | None:
    if duty.paper == HEARING and duty.paper_on is not None:
        return tr("hearing of {date}", date=duty.paper_on)
    paper = PAPERS.get(duty.paper)
    if paper is None:
        return None
    return tr(paper) if duty.paper_on is None else tr("{paper} of {date}", paper=tr(paper), date=duty.paper_on)


def named(duty: DutyView, among: Sequence[DutyView], tr: Translator) -> DutyView:
    """The duty with its paper in the title, where others of the same title stand beside it (出庭报备（传票））."""
    same = [d for d in among if (d.title_zh, d.case_id, d.agency_id) == (duty.title_zh, duty.case_id, duty.agency_id)]
    paper = PAPERS.get(duty.trigger)
    if len(same) < 2 or paper is None or duty.paper:
        return duty
    words = tr(paper)
    return replace(duty, title_zh=f"{duty.title_zh}（{words}）", title_en=f"{duty.title_en} ({words})")


def about(duty: DutyView, tr: Translator) -> str:
    """What it is about: the case; of a recurring duty, and what a bulletin of a period starts, agency and period."""
    if duty.case_number:
        return duty.case_number
    return f"{duty.agency} {named_period(duty.period, tr)}" if duty.period is not None else duty.agency


def named_period(period: Period, tr: Translator) -> Html:
    """2026年4月, 2026年第二季度, 2026年度."""
    day = period.last
    match period.trigger:
        case Trigger.MONTH_END:
            return tr("{year}-{month}", year=str(day.year), month=str(day.month))
        case Trigger.QUARTER_END:
            n = (day.month + 2) // 3
            return tr("quarter {n} of {year}", year=str(day.year), n="一二三四"[n - 1] if tr.chinese else n)
        case _:
            return tr("year {year}", year=str(day.year))


def days_left(duty: DutyView, tr: Translator) -> Html:
    """How far off the date is, in working days; the red flag only after the legal last day.

    A date that rests on a year whose holidays are not announced says so wherever it stands.
    """
    left = distant(duty.distance, tr)
    return tr("{left}; provisional", left=left) if duty.provisional else left


def distant(there: Distance, tr: Translator) -> Html:
    """How far off the one day is that is named now: the day to obey, and once that has gone by the last day."""
    if there.overdue:
        n = there.overdue_working
        return tr.plural("overdue by {n} working day", "overdue by {n} working days", n) if n else tr("overdue")
    if there.today:
        return tr("today is the last day")
    if there.passed:
        return _to_the_last(there.to_last, tr)
    return tr.plural("{n} working day left", "{n} working days left", max(0, there.working))


def _to_the_last(left: int, tr: Translator) -> Html:
    """The date to obey has gone by: it is said no more, the last day by law has taken over."""
    if left <= 0:
        return tr("today is the last day by law")
    return tr.plural("the last day by law, {n} working day left", "the last day by law, {n} working days left", left)


def headline(duty: DutyView, tr: Translator) -> Html:
    """出庭报备：请于4月3日（周五）前明确出庭负责人，并报县司法局备案（剩1个工作日）."""
    if duty.state is DutyState.SUBMITTED:
        return tr("{title}: handed in, waiting to be accepted{late}.", title=bold(title(duty, tr)), late=late(duty, tr))
    if not duty.is_open:
        return tr("{title}: {state}.", title=bold(title(duty, tr)), state=state(duty, tr))
    if duty.is_right:
        return _right(duty, tr)
    said = tr("{title}: {order}.", title=bold(title(duty, tr)), order=order(duty, tr))
    if duty.uncounted:
        said = Html("" if tr.chinese else " ").join((said, uncounted(duty.uncounted, tr)))
    return html("🔴 ") + said if duty.distance.overdue else said


def uncounted(n: int, tr: Translator) -> Html:
    """Why it stays open although there was something: 已办1次，未签到，暂不计."""
    return tr.plural(
        "Held {n} time, but nobody signed in: not counted yet.",
        "Held {n} times, but nobody signed in: not counted yet.",
        n,
    )


def state(duty: DutyView, tr: Translator) -> Html:
    """How it ended; that it was late is said wherever that is said."""
    return tr(DUTIES[duty.state]) + late(duty, tr)


def late(duty: DutyView, tr: Translator) -> Html:
    return tr(" (late)") if duty.was_late else html("")


def order(duty: DutyView, tr: Translator) -> Html:
    """What is to be done by when, and how many working days are left."""
    return instructions.order(duty, days_left(duty, tr), tr)


def _right(duty: DutyView, tr: Translator) -> Html:
    """The last day by law; of one that is watched also the day to obey and the working days left."""
    name = bold(title(duty, tr))
    if duty.distance.overdue:
        return tr("{title}: until {date} ({left}).", title=name, date=duty.due, left=tr("gone by"))
    if not duty.watched:
        return tr("{title}: until {date} ({left}).", title=name, date=duty.due, left=tr("a right, not a duty"))
    return tr("{title}: until {date} ({left}).", title=name, date=until(duty, tr), left=days_left(duty, tr))


def until(duty: DutyView, tr: Translator) -> Html:
    """The day to obey, and the last day by law where that is another one."""
    if duty.obey == duty.due or duty.distance.passed:
        return Html(tr.day(duty.due))
    return tr("{date}, at the latest by {due}", date=duty.obey, due=duty.due)


def to_whom(duty: DutyView, tr: Translator) -> Html | None:
    """Who receives it, where the duty's own words do not say so."""
    return None if duty.do_zh else _recipients(duty, tr)


def _recipients(duty: DutyView, tr: Translator) -> Html | None:
    names = list(dict.fromkeys(instructions.names(duty, tr).values()))
    return tr("To: {names}", names=tr.join(names)) if names else None


def reasons(duty: DutyView, tr: Translator) -> Html:
    """The counting, step by step, and the article: what stands in the expandable quote."""
    head = tr("Why this day: ") + Html("").join(Html(s) for s in _sentences(duty, tr))
    return lines(head, _set(duty, tr), basis(duty, tr))


def _sentences(duty: DutyView, tr: Translator) -> list[str]:
    sentences = render(duty.steps, tr)
    return sentences if tr.chinese else [f"{s} " for s in sentences]


def _set(duty: DutyView, tr: Translator) -> Html | None:
    if duty.set_date is None:
        return None
    return tr(
        "The coordinator set {date} instead of {safe}: {reason}",
        date=duty.set_date,
        safe=duty.safe,
        reason=duty.set_reason,
    )


def basis(duty: DutyView, tr: Translator) -> Html:
    cited = duty.citation
    mark = "" if cited.verified else str(tr(" (not checked against the text)"))
    return tr("Basis: {source}{mark}", source=cited.source, mark=mark)


def why(duty: DutyView, tr: Translator) -> Message:
    """The whole explanation with the article to the letter."""
    cited = duty.citation
    quotes = Html("\n").join(html(f"“{quote}”") for quote in cited.quotes)
    dates = tr("Day to obey: {obey}. Last day by law: {due}.", obey=duty.obey, due=duty.due)
    return message(
        tr("【Why this day】{title} {number}", title=bold(title(duty, tr)), number=about(duty, tr)),
        dates,
        _delay(duty, tr),
        Html("\n").join(html(f"{n}. ") + Html(s) for n, s in enumerate(render(duty.steps, tr), 1)),
        _set(duty, tr),
        tr("Some of this rests on a holiday notice that is not out yet.") if duty.provisional else None,
        _recipients(duty, tr),
        _evidence(duty, tr),
        _full_source(duty, tr),
        fold(quotes) if cited.quotes else None,
        (cited.note or None) if tr.chinese else None,
        _question(duty, tr),
        buttons=((tap(tr("‹ Go back"), "dt.show", duty.id),),),
        protect=duty.is_sensitive,
    )


def _full_source(duty: DutyView, tr: Translator) -> Html:
    """The document's full title, its number and the place. In English the short title and the place; the number as it
    is printed."""
    cited = duty.citation
    number = f"（{cited.number}）" if cited.number else ""
    if not tr.chinese:
        return html(f"{cited.source.en} {number}".rstrip())
    return html(f"《{cited.title or cited.short_title}》{number}{cited.section}")


def _evidence(duty: DutyView, tr: Translator) -> Html | None:
    names = [str(tr(EVIDENCE[e])) for e in duty.evidence if e in EVIDENCE]
    return tr("Closed by: {names}", names=tr.join(names)) if names else None


def _question(duty: DutyView, tr: Translator) -> Html | None:
    question = duty.question_zh if tr.chinese else duty.question_en
    return tr("Please check: {question}", question=question) if question else None


def _delay(duty: DutyView, tr: Translator) -> Html | None:
    if duty.entry_delay < 1:
        return None
    return tr.plural(
        "Entered {n} day after it was received; the term ran all the same.",
        "Entered {n} days after it was received; the term ran all the same.",
        duty.entry_delay,
    )


def detail(duty: DutyView, tr: Translator) -> Message:
    """One duty with everything the reader may do about it."""
    taken = (
        tr("Taken note of by {name}, {at}", name=duty.acknowledged_by, at=duty.acknowledged_at)
        if duty.acknowledged_at and duty.acknowledged_by
        else None
    )
    return message(
        headline(duty, tr),
        where(duty, tr),
        instructions.known(duty, tr),
        to_whom(duty, tr),
        _delay(duty, tr),
        again(duty, tr),
        _document(duty, tr),
        taken if duty.is_open else None,
        *closing(duty, tr),
        _question(duty, tr) if duty.is_open else None,
        fold(reasons(duty, tr)),
        buttons=actions(duty, tr),
        protect=duty.is_sensitive,
    )


def _document(duty: DutyView, tr: Translator) -> Html | None:
    """文书：《败诉案件分析报告》办理中."""
    if not duty.document:
        return None
    return tr("Document: {name}, {state}", name=drafted(duty, tr), state=tr(duty.document_state))


def closing(duty: DutyView, tr: Translator) -> Sequence[Html | None]:
    """How it was closed: date, author, number, note, files; or why it need not be done."""
    if duty.done_on is None or duty.state not in (DutyState.SUBMITTED, DutyState.DONE):
        words = tr("the hearing has begun") if duty.reason == "begun" else duty.reason
        return (tr("Reason: {reason}", reason=words) if duty.reason else None,)
    return (
        tr("Done on {date}, reported by {name}", date=duty.done_on, name=duty.done_by or "—"),
        done_late(duty, tr),
        _numbered(duty, tr),
        tr("Copy to the bureau: {value}", value=duty.copy) if duty.copy else None,
        tr("Note: {note}", note=duty.done_note) if duty.done_note else None,
        tr.plural("{n} file attached", "{n} files attached", duty.files) if duty.files else None,
    )


def _numbered(duty: DutyView, tr: Translator) -> Html | None:
    """The number that was given, called as it was asked for."""
    if not duty.done_number:
        return None
    if duty.shows == ARCHIVE:
        return tr("{label}: {value}", label=tr("Archive number"), value=duty.done_number)
    return tr("Number: {number}", number=duty.done_number)


def done_late(duty: DutyView, tr: Translator) -> Html | None:
    """That it was done after the legal last day (or the later day that was set), and by how much."""
    if duty.done_late is None:
        return None
    if not duty.done_late:
        return tr("🔴 Done late: the last day was {due}.", due=duty.last)
    return tr.plural(
        "🔴 Done late: the last day was {due}, {n} working day before.",
        "🔴 Done late: the last day was {due}, {n} working days before.",
        duty.done_late,
        due=duty.last,
    )


def again(duty: DutyView, tr: Translator) -> Html | None:
    """Why something that was filed already is asked for again."""
    if not duty.is_open or duty.filed_on is None:
        return None
    paper = tr(PAPERS[duty.trigger]) if duty.trigger in PAPERS else duty.trigger_zh
    return tr(
        "Asked again because a further paper came ({paper}, received {date}); filed before on {filed}{note}. If "
        "nothing has changed, one tap files it again.",
        paper=paper,
        date=duty.trigger_on,
        filed=duty.filed_on,
        note=f"（{duty.filed_note}）" if duty.filed_note else "",
    )


def actions(duty: DutyView, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    """Buttons that do it: the agency's, the coordinator's, and the way to the case."""
    d, v = duty.id, duty.version
    mine: list[Button] = right_buttons(duty, tr) if duty.may_close and duty.is_right else []
    if duty.may_close and duty.is_open and not duty.is_right:
        mine += [*forgoing(duty, tr), *doing(duty, tr)]
        if duty.acknowledged_at is None:
            mine.append(tap(tr("Noted"), "dt.ack", d))
    judge: list[Button] = []
    if duty.may_judge and duty.state is DutyState.SUBMITTED:
        judge = [tap(tr("Accept"), "dt.ok", d, v), tap(tr("Send back"), "dt.back", d, v)]
    rest: list[Button] = [tap(tr("Why?"), "dt.why", d)]
    if duty.files:
        rest.append(tap(tr("Files"), "dt.files", d))
    if duty.case_id:
        rest.append(tap(tr("Case"), "cs.open", duty.case_id))
    if duty.may_judge or (duty.may_close and (duty.closes_by_paper or duty.state is DutyState.SUBMITTED)):
        rest.append(tap(tr("More"), "dt.more", d))
    return tuple(row for row in (tuple(drafting(duty, tr)), tuple(mine), tuple(judge), tuple(rest)) if row)


def more(duty: DutyView, tr: Translator) -> Message:
    """What a coordinator may decide about a duty; what an agency may take back."""
    d, v = duty.id, duty.version
    rows: list[tuple[Button, ...]] = []
    if duty.may_close and duty.closes_by_paper:
        words = tr("Report done") if duty.asks_copy else tr("Reported on paper")
        rows.append((tap(words, "dt.done", d, v),))
        if duty.names_first and duty.may_draft:
            rows.append((begin(duty, tr),))
    if duty.may_judge and duty.is_open:
        other = tap(tr("Another agency"), "dt.move", d, v)
        rows.append((other,) if duty.is_readers else (tap(tr("Press for it"), "dt.urge", d), other))
        rows.append((tap(tr("Not applicable"), "dt.na", d, v), tap(tr("Excuse"), "dt.exc", d, v)))
        rows.append((tap(tr("Set another date"), "dt.date", d, v),))
    if not duty.is_open and duty.state not in (DutyState.CANCELLED, DutyState.TRANSFERRED):
        rows.append((tap(tr("Open it again"), "dt.reopen", d, v),))
    rows.append((tap(tr("‹ Go back"), "dt.show", d),))
    return message(headline(duty, tr), tr("What shall be done?"), buttons=tuple(rows), protect=duty.is_sensitive)


def where(duty: DutyView, tr: Translator) -> Html:
    if not duty.case_number:
        return html(about(duty, tr))
    return tr("{agency} · {number}", agency=duty.agency, number=duty.case_number)
