"""The parties of a case: who they are, what is still asked of them, what was answered, and how each is corrected."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.cases import PartyView
from bot.domain.cases.parties import Ground, PartiesView, Turned, chosen_capacity
from bot.domain.cases.party_forms import GROUNDS, SHOWN
from bot.domain.cases.party_questions import PartyAnswer, PartyQuestion
from bot.domain.cases.topics import OfParties
from bot.domain.hall.message import Button, Html, Message, code, html, lines, message, tap
from bot.domain.hall.names import REVIEWS
from bot.texts import Translator
from bot.views.hall import suing
from bot.views.hearings import appearances

MOST = 6
"""Parties that are corrected from one page, and questions that a card asks."""


def page(shown: PartiesView, tr: Translator) -> Message:
    """Everything of the parties on one page, with what may be done about each."""
    return message(
        tr("【Parties】{number}", number=code(shown.number)),
        *(html("· ") + tr("{name} ({what})", name=p.name, what=capacity(p, tr)) for p in shown.parties),
        tr("Handled by: {agency}", agency=shown.handling) if shown.handling else None,
        suing.plaintiffs(shown.plaintiff, shown.plaintiff_count, tr),
        tr("Public-interest suit of a people's procuratorate") if shown.procuratorate else None,
        review(shown.review, tr),
        *(appearances.asked(one.about, one.sentence, tr) for one in shown.questions),
        *(appearances.answered(one.about, one.fact, one.value, tr) for one in shown.answers),
        buttons=tuple(row for row in _rows(shown, tr) if row),
    )


def capacity(party: PartyView, tr: Translator) -> Html:
    return tr(SHOWN[chosen_capacity(party.capacity, alone=party.alone)])


def review(outcome: str, tr: Translator) -> Html | None:
    return tr("Reconsideration: {outcome}", outcome=tr(REVIEWS[outcome])) if outcome in REVIEWS else None


def _rows(shown: PartiesView, tr: Translator) -> list[tuple[Button, ...]]:
    rows = [*question_buttons(shown.case_id, shown.questions, tr), *_back_buttons(shown, shown.answers, tr)]
    if shown.may_correct:
        rows += [tuple(_corrections(shown, tr)[i : i + 2]) for i in range(0, len(_corrections(shown, tr)), 2)]
        rows += _entries(shown, tr)
    rows.append((tap(tr("‹ Go back"), "cs.show", shown.case_id),))
    return rows


def question_buttons(case_id: int, asked: Sequence[PartyQuestion], tr: Translator) -> list[tuple[Button, ...]]:
    """For each agency its answers, each with the agency's name on it."""
    return [
        tuple(
            tap(appearances.answer_label(one.about, answer, tr), "pt.q", case_id, one.agency_id, one.fact, answer)
            for answer in some
        )
        for one in asked[:MOST]
        if one.may_answer
        for some in _pairs(one.answers)
    ]


def _pairs(answers: Sequence[str]) -> list[Sequence[str]]:
    """No more in a row than are read on a phone, with a name on each."""
    return [answers[i : i + 2] for i in range(0, len(answers), 2)]


def _back_buttons(shown: PartiesView, told: Sequence[PartyAnswer], tr: Translator) -> list[tuple[Button, ...]]:
    return [
        (appearances.taking_back(one.about, "pt.back", shown.case_id, one.agency_id, one.fact, tr),)
        for one in told
        if one.may_take_back
    ]


def _corrections(shown: PartiesView, tr: Translator) -> list[Button]:
    return [
        tap(f"✎ {party.name}", "pt.fix", shown.case_id, shown.version, place)
        for place, party in enumerate(shown.parties[:MOST])
    ]


def _entries(shown: PartiesView, tr: Translator) -> list[tuple[Button, ...]]:
    """What is entered or corrected of the case as a whole."""
    about = (shown.case_id, shown.version)
    first = [tap(tr("Add an agency"), "pt.add", *about), tap(tr("Plaintiffs"), "pt.pl", *about)]
    second = [tap(tr("Reconsideration"), "pt.rev", *about)]
    if len(shown.sued) > 1:
        second.append(tap(tr("Who appears"), "pt.who", *about))
    if shown.may_assign:
        second.append(tap(tr("Handling unit"), "cs.units", shown.case_id, 0))
    return [tuple(first), tuple(second)]


# -- in the forms --------------------------------------------------------------------------------------------------


def one(party: PartyView, tr: Translator) -> Html:
    """Which party a form is about."""
    return tr("{name} ({what})", name=party.name, what=capacity(party, tr))


def not_listed(names: Sequence[str], tr: Translator) -> Html:
    """Agencies that a paper names and that nobody here works for."""
    return tr("Not in the roster: {names}. Kept by name; nobody there is told.", names=tr.join(list(names)))


def stays(differing: Sequence[Turned], tr: Translator) -> Html:
    """What a paper says otherwise than it is recorded."""
    return lines(
        *(
            tr(
                "Recorded already: {old}. The paper says {new}.",
                old=_value(one, one.old, tr),
                new=_value(one, one.new, tr),
            )
            for one in differing
        ),
        tr("What is recorded stays; correct it under “Parties”."),
    )


def by_rule(ignored: bool, tr: Translator) -> Html | None:
    """A ground that the agency's rule book does not look at."""
    if not ignored:
        return None
    return tr("Under the rule book of these agencies an agreement decides nothing; it is only noted.")


# -- what is told --------------------------------------------------------------------------------------------------


def changed(told: OfParties, tr: Translator) -> Message:
    """To those for whom something is another now: only that."""
    return message(
        tr("【Parties changed】{number}", number=told.number),
        *(_turned(Turned(*each), tr) for each in told.turned),
        tr("Reason: {reason}", reason=told.reason) if told.reason else None,
        tr("Entered by {name}", name=told.who) if told.who else None,
        buttons=((tap(tr("Case"), "cs.open", told.case),),),
    )


def _turned(one: Turned, tr: Translator) -> Html:
    match one.what:
        case "left":
            return tr("{agency} is no party of this case any more: you need not appear for it.", agency=one.about)
        case "capacity" if not one.old:
            return tr("{agency} is a party: {what}.", agency=one.about, what=tr(SHOWN[one.new]))
        case "capacity" if not one.new:
            return tr("{agency} is no party of this case any more.", agency=one.about)
        case "capacity":
            return tr("{agency}: {old} → {new}", agency=one.about, old=tr(SHOWN[one.old]), new=tr(SHOWN[one.new]))
        case "appears":
            said = appearances.answered(one.about, one.old, one.new, tr)
            return said + html(f"（{tr(GROUNDS[Ground(one.ground)])}）") if one.ground else said
    new = _value(one, one.new, tr)
    return tr("{old} → {new}", old=_value(one, one.old, tr), new=new) if one.old else new


def _value(one: Turned, value: str, tr: Translator) -> Html:
    """An old or a new value, with what it is of."""
    match one.what:
        case "count":
            return tr("Plaintiffs: {n}", n=value)
        case "review":
            return review(value, tr) or tr("there was no reconsideration")
        case "procuratorate":
            if value == "yes":
                return tr("Public-interest suit of a people's procuratorate")
            return tr("An ordinary suit")
    return tr("{name} ({what})", name=one.about, what=tr(SHOWN[value]))
