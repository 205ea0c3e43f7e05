"""What came of a hearing, and the questions about it."""

from __future__ import annotations

from bot.domain.hall.message import Button, Html, Message, bold, html, lines, message, tap
from bot.domain.hearings.absences import Pursued, UnexcusedView
from bot.domain.hearings.appearances import IDENTITY, RANKS, REASONS
from bot.domain.hearings.hearings import AbsenceView, HearingView, ResultView
from bot.domain.law.appearing_words import APPEARANCE_MESSAGES
from bot.domain.law.explanations import render
from bot.texts import Translator
from bot.views.hearings import appearances, excuses

COUNTS: dict[str, str] = {
    "attended": "counts as attended",
    "excused": "counts as an excused absence",
    "unexcused": "counts as absent without a valid reason",
    "exempt": "no leader was owed; it does not count",
    "not_heard": "not heard",
    "": "what it counts as has to be settled by the coordinator",
}

_TOLD_OF_ATTENDED = frozenset({"not_first_hearing", "deputy_for_principal", "principal_excused"})
"""Of a leader's appearance nothing else need be said."""


def line(one: ResultView, tr: Translator) -> Html:
    """One agency's report with everything that belongs to it."""
    return lines(*short(one, tr)[:1], *_how_it_was(one, tr), *short(one, tr)[1:], *_by(one, tr))


def short(one: ResultView, tr: Translator) -> list[Html]:
    """Who appeared, what it counts as, and what is still asked, on a card."""
    asked = [appearances.asked(one.agency, question.sentence, tr) for question in one.questions]
    who = tr("{agency}: {state}", agency=bold(one.agency), state=_who(one, tr))
    return [who, tr(COUNTS.get(one.counts_as, COUNTS[""])), *_grounds(one, tr), *asked]


def explained(one: ResultView, tr: Translator) -> list[Html]:
    """How it was, and who says so."""
    return [said for said in (*_how_it_was(one, tr), *_by(one, tr)) if said]


def _grounds(one: ResultView, tr: Translator) -> list[Html]:
    """Why it counts so."""
    said = [each for each in one.reasons if each.code not in excuses.implied(one.reasons)]
    if one.counts_as == "attended":
        said = [each for each in said if each.code in _TOLD_OF_ATTENDED]
    return [Html("· ") + Html(g) for g in render(said, tr, APPEARANCE_MESSAGES)]


def _how_it_was(one: ResultView, tr: Translator) -> list[Html | None]:
    return [
        html(tr.join(_how(one, tr))) if one.attended else None,
        tr("Identity certificate: {state}", state=tr(IDENTITY[one.identity])) if one.identity in IDENTITY else None,
        _why_nobody(one.absence, tr) if one.absence is not None else None,
        tr("Staff: {names}", names=one.staff) if one.staff else None,
        tr("Counsel: {names}", names=one.counsel) if one.counsel else None,
        tr("Outcome: {text}", text=one.outcome) if one.outcome else None,
    ]


def _by(one: ResultView, tr: Translator) -> list[Html | None]:
    known = one.reported_by and one.reported_at
    return [tr("Reported by {who} on {when}.", who=one.reported_by, when=one.reported_at) if known else None]


def _why_nobody(told: AbsenceView, tr: Translator) -> Html:
    """The reason that was given, with when it happened and what bears it out."""
    reason = tr("Reason: {reason}", reason=tr(REASONS[told.reason])) + html(f"（{told.note}）" if told.note else "")
    happened = tr("It happened: {when}", when=told.happened) if told.happened else None
    return lines(reason, happened, excuses.proof_of(told, tr))


def settling(one: ResultView, tr: Translator) -> list[tuple[Button, ...]]:
    """What a coordinator answers with a button."""
    if not one.may_settle:
        return []
    about = (one.appearance_id, one.appearance_version)
    asked = appearances.settling(one.agency, *about, one.questions, tr)
    if one.absence is not None and one.absence.court_view != "pending":
        asked.append((tap(tr("Take back what the court said"), "ap.cq", *about, "court_view", "pending"),))
    return [*asked, *((appearances.taking_back(one.agency, "ap.qback", *about, f, tr),) for f, _ in one.answers)]


def open_question(view: HearingView, one: ResultView, tr: Translator) -> Message:
    """To the coordinators: what was reported, and what has to be said before it counts."""
    return message(
        tr(
            "【Please decide】What {agency} reported of the hearing of {when} leaves a question open.",
            agency=one.agency,
            when=view.starts_at,
        ),
        bold(view.number),
        line(one, tr),
        buttons=(*settling(one, tr), (tap(tr("Open"), "hr", view.id, one.agency_id),)),
    )


def unexcused(view: HearingView, one: ResultView, found: UnexcusedView, tr: Translator) -> Message:
    """To the agency's principal and the coordinators: why it counts so, what it starts, what the texts provide."""
    lacking = [each for each in found.reasons if each.code not in excuses.implied(found.reasons)]
    started = [
        tr(
            "· {agency}: {title}, by {day}",
            agency=each.agency,
            title=each.title_zh if tr.chinese else each.title_en,
            day=each.obey,
        )
        for each in found.started
    ]
    return message(
        tr(
            "【Absent without a valid reason】{agency}: no leader appeared at the hearing of {when}.",
            agency=one.agency,
            when=view.starts_at,
        ),
        bold(view.number),
        *(Html("· ") + Html(each) for each in render(lacking, tr, APPEARANCE_MESSAGES)),
        lines(tr("It starts:"), *started) if started else None,
        lines(tr("The texts provide, and people decide:"), *(_pursued(each, tr) for each in found.pursued))
        if found.pursued
        else None,
        buttons=((tap(tr("Open"), "hr", view.id, one.agency_id),),),
    )


def _pursued(one: Pursued, tr: Translator) -> Html:
    names = [zh if tr.chinese else en for zh, en in one.measures]
    return Html("· ") + html(tr.join(names)) + tr(" ({source})", source=one.source)


def _who(one: ResultView, tr: Translator) -> Html:
    if not one.attended:
        return tr("no leader appeared")
    return tr("{leader} appeared ({rank})", leader=one.leader, rank=tr(RANKS.get(one.rank, "leader")))


def _how(one: ResultView, tr: Translator) -> list[str]:
    found: list[Html | None] = []
    if one.stayed is not None:
        found.append(tr("stayed throughout") if one.stayed else tr("left before the end"))
    if one.spoke is not None:
        found.append(tr("spoke") if one.spoke else tr("did not speak"))
    found.append(tr("spoke on settling the dispute") if one.on_settlement else None)
    found.append(tr("by video") if one.video else None)
    return [str(f) for f in found if f]
