"""A case as one card: the duties its papers started, its hearings, its leaders, and the buttons to go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.cases.cases import (
    DECISION_PAPERS,
    RETRIALS,
    AppearanceLine,
    CaseView,
    HearingLine,
    PaperView,
)
from bot.domain.cases.paper_names import (
    ON_APPEAL_NAMES,
    ON_RETRIAL_NAMES,
    OUTCOME_NAMES,
    PAPER_NAMES,
    TAG_NAMES,
)
from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Button, Copy, Html, Message, bold, code, fold, html, lines, message, tap
from bot.domain.hall.names import APPEARANCES, HEARINGS
from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus
from bot.texts import Translator
from bot.views.cases import parties as party_views
from bot.views.duties import duties as duty_views
from bot.views.hall import suing
from bot.views.hall.where import place_of
from bot.views.hearings import appearances
from bot.views.hearings.appearances import called

SHOWN_DUTIES = 6
APPEARANCE_STATES = {**APPEARANCES, AppearanceState.UNNAMED: "not named yet"}
"""On a card that says before it whose leader is meant."""


def card(case: CaseView, tr: Translator, *, news: str = "", by: str = "") -> Message:
    """The one card of a case; with `news`, what brings it, and by whom."""
    owed = [duty_views.named(d, case.owed, tr) for d in case.owed[:SHOWN_DUTIES]]
    rights = case.rights
    return message(
        _news(news, by, tr),
        _late(case, tr) if news else None,
        tr("【Case】{number}", number=code(case.number)),
        _number(case, tr),
        _facts(case, tr),
        _papers(case.papers, tr),
        *_owed(owed, len(case.owed) - len(owed), tr),
        *_watched(rights, tr),
        _rights([r for r in rights if not r.watched], tr),
        *(_hearing(one, tr) for one in case.hearings),
        *(_appearance(one, tr) for one in case.appearances),
        *_questions(case, tr),
        *(duty_views.again(d, tr) for d in owed),
        _why(owed, tr),
        buttons=_buttons(case, owed, tr),
        protect=case.is_risk,
    )


def taken_for(written: str, number: str, tr: Translator) -> Html:
    """A shortened number was resolved: which case it was taken for."""
    return tr("“{short}” was taken for {number}, the only case of yours that fits.", short=written, number=number)


def several_fit(tr: Translator) -> Html:
    """A shortened number fits several cases, which are the buttons below."""
    return tr("Several cases fit this short number. Which one is it?")


def which_case(values: Mapping[str, Any], tr: Translator) -> Html | None:
    """Why the number is asked for: a short one that fits none or several, a person's name."""
    if values.get("unknown"):
        return tr("“{text}” fits no case on record. Please write the whole number.", text=str(values["unknown"]))
    if values.get("called"):
        return tr("Which case of {names} is it? Press one, or write its number.", names=tr.join(list(values["called"])))
    return several_fit(tr) if values.get("maybe") else None


def _news(news: str, by: str, tr: Translator) -> Html | None:
    match news:
        case "new":
            return tr("Papers of a new case were recorded (by {name}).", name=by or "—")
        case "more":
            return tr("Further papers were recorded (by {name}).", name=by or "—")
        case "assigned":
            return tr("Your agency was named to handle this case; the terms run already.")
    return None


def _late(case: CaseView, tr: Translator) -> Html | None:
    """A paper that was entered late may owe something past its date already."""
    late = sum(duty.is_open and duty.distance.overdue for duty in case.owed)
    return (
        tr.plural(
            "Overdue already: {n} duty. Please see to it.", "Overdue already: {n} duties. Please see to it.", late
        )
        if late
        else None
    )


def _number(case: CaseView, tr: Translator) -> Html | None:
    """What is said of the number to whoever decides whether it is right, and to its agency once it was called wrong."""
    if case.number_wrong:
        return tr("The case number is wrong; please give the right one. All terms run on.")
    if case.claim:
        return tr("To be confirmed: this number is another agency's case.")
    if case.claims:
        return tr("Further parties to be confirmed: {names}", names=tr.join([name for _, name in case.claims]))
    return None


def _facts(case: CaseView, tr: Translator) -> Html:
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
        _linked(case, tr),
        _closed(case, tr),
    )


def _linked(case: CaseView, tr: Translator) -> Html | None:
    """The case decided before, and the numbers under which this one goes on."""
    sent_back = any(p.on_appeal == "remanded" for p in case.papers) and not case.later
    return lines(
        tr("Decided before: {number}", number=case.original) if case.original else None,
        tr("Goes on as: {numbers}", numbers=tr.join([number for _, number in case.later])) if case.later else None,
        remanded(tr) if sent_back else None,
    )


def _closed(case: CaseView, tr: Translator) -> Html | None:
    if case.closed_on is None:
        return None
    if case.emptied:
        return tr("Closed on {date}: nothing is recorded in this case any more.", date=case.closed_on)
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


def _papers(papers: Sequence[PaperView], tr: Translator) -> Html | None:
    return lines(*(html("· ") + paper_line(p, tr) for p in papers[-6:])) if papers else None


def _owed(owed: Sequence[DutyView], hidden: int, tr: Translator) -> list[Html]:
    """The duties by urgency, each with its number, its one date, and whoever owes it."""
    if not owed:
        return []
    found = [html("\n") + bold(tr("To be done:"))]
    several = len({d.agency_id for d in owed}) > 1
    for i, duty in enumerate(owed):
        where = html(f"（{duty.agency}）" if tr.chinese else f" ({duty.agency})") if several else html("")
        found.append(html(f"{duty_views.NUMBERS[i]} ") + duty_views.headline(duty, tr) + where)
    if hidden > 0:
        found.append(tr.plural("{n} more: /duties", "{n} more: /duties", hidden))
    return found


def _watched(rights: Sequence[DutyView], tr: Translator) -> list[Html]:
    """Rights that are still somebody's business, as an appeal that is wanted or undecided."""
    return [html("· ") + duty_views.headline(one, tr) for one in rights if one.watched]


def _rights(rights: Sequence[DutyView], tr: Translator) -> Html | None:
    """Terms of other rights are information: nobody is reminded of them."""
    if not rights:
        return None
    return fold(lines(bold(tr("For information:")), *(duty_views.headline(r, tr) for r in rights[:4])))


def _hearing(hearing: HearingLine, tr: Translator) -> Html:
    who = [_leader(one, tr) for one in hearing.appearances]
    said = tr(
        "Hearing: {time}, {place} ({state})",
        time=hearing.starts_at,
        place=place_of(hearing, tr, unknown="—"),
        state=tr(HEARINGS[hearing.status]),
    )
    if hearing.short_notice:
        said += html(" ⚠ ") + tr("short notice")
    gap = html("；" if tr.chinese else "; ")
    return said + gap + gap.join(who) if who else said


def _appearance(one: AppearanceLine, tr: Translator) -> Html:
    return tr("Leader to appear: {leader}", leader=_leader(one, tr))


def _leader(one: AppearanceLine, tr: Translator) -> Html:
    state = tr(APPEARANCE_STATES[one.state])
    if one.came is not None:
        who = called(one.leader, one.post, tr)
        state = tr("{leader} appeared", leader=who) if one.came else tr("no leader appeared")
    if not one.leader or one.came is not None or one.state is AppearanceState.CLOSED:
        return tr("{agency}: {state}", agency=one.agency, state=state)
    if one.state is AppearanceState.AWAITING_PERMISSION:
        said = {"leader": called(one.leader, one.post, tr), "other": one.replaced}
        state = tr("{other}; {leader} instead, if the court permits", **said)
        return tr("{agency}: {state}", agency=one.agency, state=state)
    return tr("{agency}: {leader} ({state})", agency=one.agency, leader=called(one.leader, one.post, tr), state=state)


def _questions(case: CaseView, tr: Translator) -> list[Html]:
    asked = [d.question_zh if tr.chinese else d.question_en for d in case.duties]
    waiting = [zh if tr.chinese else en for zh, en in dict.fromkeys(case.waiting)]
    return [
        *[appearances.asked(one.about, one.sentence, tr) for one in case.questions[: party_views.MOST]],
        *[tr("Please check: {question}", question=q) for q in dict.fromkeys(asked) if q][:3],
        *[
            tr("{title} waits for the term that the document itself sets: enter it with More, Correct.", title=t)
            for t in waiting
        ],
    ]


def _why(owed: Sequence[DutyView], tr: Translator) -> Html | None:
    """One expandable quote for all: why each of the dates is that day."""
    parts = [html(f"{duty_views.NUMBERS[i]} ") + duty_views.reasons(d, tr) for i, d in enumerate(owed) if d.is_open]
    return fold(lines(*parts)) if parts else None


def _buttons(case: CaseView, owed: Sequence[DutyView], tr: Translator) -> tuple[tuple[Button, ...], ...]:
    rows = [
        *_number_buttons(case, tr),
        *party_views.question_buttons(case.id, case.questions, tr),
        *_duty_buttons(owed, tr),
    ]
    rows += [(tap(tr("Appealed or not?"), "dt.open", r.id),) for r in case.rights if r.watched and r.appeal][:2]
    going: list[Button] = []
    if case.may_enter:
        going += [tap(tr("Court paper"), "pa.new", case.id), tap(tr("Enter hearing"), "hr.new", case.id)]
    going += [
        tap(tr("Hearing of {day}", day=one.starts_at.astimezone(tr.zone).date()), "hr", one.id)
        for one in case.hearings[-2:]
        if one.status in (HearingStatus.PENDING, HearingStatus.SCHEDULED, HearingStatus.HELD)
    ]
    if case.closed_on is None:
        going += [tap(tr("Name the leader"), "ap.name", case.id, agency) for agency in case.enters_for[:1]]
    if case.may_correct or case.questions:
        going.append(tap(tr("Parties"), "pt", case.id))
    # More than three in a row are not read on a phone.
    width = 2 if len(going) > 3 else 3
    rows += [tuple(going[start : start + width]) for start in range(0, len(going), width)]
    rows.append(
        (
            Copy(str(tr("Copy number")), case.number),
            tap(tr("History"), "cs.hist", case.id, 0),
            tap(tr("More"), "cs.more", case.id),
        )
    )
    return tuple(row for row in rows if row)


def _number_buttons(case: CaseView, tr: Translator) -> list[tuple[Button, ...]]:
    if case.number_wrong and case.may_correct:
        return [(tap(tr("Give the right number"), "cl.fix", case.id, case.version),)]
    asked = [case.id] if case.claim else [claim for claim, _ in case.claims[:3]]
    return [(tap(tr("Further party or wrong number?"), "cl.at", claim),) for claim in asked]


def _duty_buttons(owed: Sequence[DutyView], tr: Translator) -> list[tuple[Button, ...]]:
    """Three to a row, so that the card of a case with many duties still fits a phone."""
    done, why = list[Button](), list[Button]()
    for mark, duty in zip(duty_views.NUMBERS, owed, strict=False):
        done += duty_views.unchanged(duty, tr, f"{mark} ")
        if duty.is_open and duty.may_close:
            done.append(duty_views.finishing(duty, tr, f"{mark} "))
        if duty.is_open or (duty.may_judge and duty.state is DutyState.SUBMITTED):
            why.append(tap(f"{mark} {tr('Why?')}", "dt.open", duty.id))
    return [tuple(some[i : i + 3]) for some in (done, why) for i in range(0, len(some), 3)]


def more(case: CaseView, tr: Translator) -> Message:
    """What can be done about the case and its papers: corrections, taking effect, files, tags, the unit."""
    rows: list[tuple[Button, ...]] = []
    body: list[Html] = []
    for i, paper in enumerate(case.papers[-8:]):
        mark = duty_views.NUMBERS[i]
        body.append(html(f"{mark} ") + paper_line(paper, tr))
        rows.append(_paper_buttons(paper, mark, case, tr))
    last: list[Button] = []
    # A right that only stands on the card can be chosen to be reminded of.
    rights = [tap(duty_views.title(r, tr), "dt.open", r.id) for r in case.rights[:4] if r.may_close]
    rows += [tuple(rights[i : i + 2]) for i in range(0, len(rights), 2)]
    rows.append(_linking(case, tr))
    if case.may_correct:
        last.append(tap(tr("Tags"), "cs.tags", case.id, case.version))
        if case.closed_on is not None:
            last.append(tap(tr("Open the case again"), "cs.reopen", case.id, case.version))
        else:
            last.append(tap(tr("Close the case"), "cs.close", case.id, case.version))
    last.append(tap(tr("Parties"), "pt", case.id))
    if case.may_assign:
        last.append(tap(tr("Handling unit"), "cs.units", case.id, 0))
    rows += [tuple(last), (tap(tr("‹ Go back"), "cs.show", case.id),)]
    return message(tr("【Case】{number}", number=code(case.number)), *body, buttons=tuple(row for row in rows if row))


def _linking(case: CaseView, tr: Translator) -> tuple[Button, ...]:
    """To the cases before and after, and how they are linked."""
    found = [tap(number, "cs.open", one) for one, number in case.later[:2]]
    if case.original_id:
        found.insert(0, tap(case.original, "cs.open", case.original_id))
    if case.may_correct:
        found.append(tap(tr("Number of the next instance"), "cs.next", case.id, case.version))
        if not case.original:
            found.append(tap(tr("Case decided before"), "cs.origin", case.id, case.version))
    return tuple(found)


def _paper_buttons(paper: PaperView, mark: str, case: CaseView, tr: Translator) -> tuple[Button, ...]:
    row: list[Button] = []
    if case.may_correct:
        row.append(tap(f"{mark} {tr('Correct')}", "pa.fix", paper.id, paper.version))
        if paper.kind in DECISION_PAPERS:
            row.append(tap(f"{mark} {tr('Effective date')}", "pa.eff", paper.id))
        if paper.kind.value == "advice_received" and paper.handled_on is None:
            row.append(tap(f"{mark} {tr('Advice handled')}", "pa.handled", paper.id, paper.version))
    if paper.files:
        row.append(tap(f"{mark} {tr('Files')}", "pa.files", paper.id))
    return tuple(row)
