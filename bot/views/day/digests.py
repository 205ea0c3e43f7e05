"""The coordinator's morning message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.paper_names import OUTCOME_NAMES
from bot.domain.hall.message import Button, Html, Message, bold, lines, message, tap
from bot.domain.hearings.hearings import BranchLine, ClaimLine, Digest, DutyLine, QuestionLine
from bot.texts import Translator
from bot.views.hearings import appearances

MOST = 8
OWN = 3
"""Duties of the bureau itself that get a button."""


def digest(found: Digest, tr: Translator) -> Message | None:
    """One message for the day; None when there is nothing to say."""
    if found.empty:
        return None
    open_ = sum(one.unconfirmed for one in found.coming)
    coming = [
        tr("· {when} {agency}: {leader}", when=one.starts_at, agency=one.agency, leader=appearances.brief(one, tr))
        for one in found.coming
    ]
    awaited = [
        tr("· {when} {agency} {number}", when=one.starts_at, agency=one.agency, number=one.number)
        for one in found.awaited
    ]
    return message(
        tr("【Today】{day}", day=found.on),
        _part(
            tr.plural("{n} hearing in the coming 7 days", "{n} hearings in the coming 7 days", len(coming)), coming, tr
        ),
        tr.plural("{n} not confirmed yet", "{n} not confirmed yet", open_) if open_ else None,
        _duties(tr.plural("{n} duty overdue", "{n} duties overdue", len(found.overdue)), found.overdue, tr),
        _duties(tr.plural("{n} duty due today", "{n} duties due today", len(found.due_today)), found.due_today, tr),
        _part(tr.plural("{n} result missing", "{n} results missing", len(awaited)), awaited, tr),
        *_bad_news(found, tr),
        _claims(found.claims, tr),
        _questions(found.questions, tr),
        _part(tr("Below, each as a whole"), [_branch(one, tr) for one in found.branches], tr),
        buttons=(
            (tap(tr("Hearings"), "hs", 0), tap(tr("Week"), "wk")),
            *_own((*found.overdue, *found.due_today), tr),
            *((tap(tr("Is {agency} a further party?", agency=c.agency), "cl.at", c.id),) for c in found.claims[:MOST]),
            *_answering(found.questions, tr),
        ),
    )


def _bad_news(found: Digest, tr: Translator) -> list[Html | None]:
    """What has become known since the last digest: absences without a valid reason, and decisions lost."""
    absent = [
        tr("· {when} {agency} {number}", when=one.starts_at, agency=one.agency, number=one.number)
        for one in found.absent
    ]
    lost = [
        tr(
            "· {agency} {number}: {outcome}",
            agency=one.agency,
            number=one.number,
            outcome=tr(OUTCOME_NAMES[one.outcome]),
        )
        for one in found.lost
    ]
    return [
        _part(
            tr.plural("{n} absence without a valid reason", "{n} absences without a valid reason", len(absent)),
            absent,
            tr,
        ),
        _part(tr.plural("{n} decision lost", "{n} decisions lost", len(lost)), lost, tr),
    ]


def _own(found: Sequence[DutyLine], tr: Translator) -> list[tuple[Button, ...]]:
    """What the bureau owes itself is reported done from here: nobody else reminds it."""
    mine = [one for one in found if one.mine][:OWN]
    return [(tap(tr("Report done: {title}", title=_title(one, tr)), "dt.done", one.id, one.version),) for one in mine]


def _title(one: DutyLine, tr: Translator) -> str:
    return one.title_zh if tr.chinese else one.title_en


def _claims(claims: Sequence[ClaimLine], tr: Translator) -> Html | None:
    """What waits for a word from the reader; each has its button."""
    title = tr.plural("{n} further party to be confirmed", "{n} further parties to be confirmed", len(claims))
    return _part(title, [tr("· {agency} {number}", agency=one.agency, number=one.number) for one in claims], tr)


def _questions(asked: Sequence[QuestionLine], tr: Translator) -> Html | None:
    """What the rule books ask about parties, until somebody says it."""
    title = tr.plural("{n} question about a party is open", "{n} questions about parties are open", len(asked))
    shown = [
        tr("· {number} {question}", number=one.number, question=appearances.asked(one.about, one.sentence, tr))
        for one in asked
    ]
    return _part(title, shown, tr)


def _answering(asked: Sequence[QuestionLine], tr: Translator) -> list[tuple[Button, ...]]:
    """One button a case: its parties, with the answers."""
    by_case = {one.case_id: one.number for one in asked[:MOST]}
    return [(tap(tr("Parties of {number}", number=number), "pt.at", case_id),) for case_id, number in by_case.items()]


def _branch(one: BranchLine, tr: Translator) -> Html:
    parts = [
        tr.plural("{n} hearing not confirmed", "{n} hearings not confirmed", one.unconfirmed)
        if one.unconfirmed
        else None,
        tr.plural("{n} duty overdue", "{n} duties overdue", one.overdue) if one.overdue else None,
        tr.plural("{n} result missing", "{n} results missing", one.awaited) if one.awaited else None,
    ]
    said = Html("，" if tr.chinese else ", ").join(part for part in parts if part)
    return tr("· {agency} and below: {what}", agency=one.name, what=said)


def _part(title: Html, shown: Sequence[Html], tr: Translator) -> Html | None:
    """A heading with its lines; None where there are none."""
    if not shown:
        return None
    more = len(shown) - MOST
    return lines(bold(title), *shown[:MOST], tr.plural("and {n} more", "and {n} more", more) if more > 0 else None)


def _duties(title: Html, found: Sequence[DutyLine], tr: Translator) -> Html | None:
    shown = [
        tr(
            "· {whose}: {title}, {day}",
            whose=f"{one.agency} {one.number}".rstrip(),
            title=_title(one, tr),
            day=one.obey,
        )
        for one in found
    ]
    return _part(title, shown, tr)
