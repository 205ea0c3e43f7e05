"""The parties of a case: who they are, what is still asked of them, what was answered, and how each is corrected."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.cases import PartyView
from bot.domain.cases.parties import Ground, PartiesView, Turned, chosen_capacity
from bot.domain.cases.party_forms import GROUNDS, SHOWN
from bot.domain.cases.topics import OfParties
from bot.domain.hall.message import Button, Html, Message, code, html, lines, message, tap
from bot.domain.hall.names import REVIEWS
from bot.texts import Translator
from bot.views.hall import fitting, paging, suing
from bot.views.hearings import appearances

_ROOM = fitting.BUTTONS - 3
"""Buttons of a page that has ‹, › and the way back besides."""


def page(shown: PartiesView, tr: Translator, number: int = 0) -> Message:
    """Everything of the parties, with what may be done about each, as many buttons as are taken in at once."""
    cut = fitting.leaf(_groups(shown, tr), number, _ROOM)
    return message(
        tr("【Parties】{number}", number=code(shown.number)),
        *(html("· ") + tr("{name} ({what})", name=p.name, what=capacity(p, tr)) for p in shown.parties),
        tr("Handled by: {agency}", agency=shown.handling) if shown.handling else None,
        suing.plaintiffs(shown.plaintiff, shown.plaintiff_count, tr),
        tr("Public-interest suit of a people's procuratorate") if shown.procuratorate else None,
        review(shown.review, tr),
        *(appearances.asked(one.about, one.sentence, tr) for one in shown.questions),
        *(appearances.answered(one.about, one.fact, one.value, tr) for one in shown.answers),
        paging.leaf_position(cut, tr),
        buttons=(
            *fitting.together(cut.items),
            paging.turning(cut, tr, "pt", shown.case_id),
            (tap(tr("‹ Go back"), "cs.show", shown.case_id),),
        ),
    )


def capacity(party: PartyView, tr: Translator) -> Html:
    return tr(SHOWN[chosen_capacity(party.capacity, alone=party.alone)])


def review(outcome: str, tr: Translator) -> Html | None:
    return tr("Reconsideration: {outcome}", outcome=tr(REVIEWS[outcome])) if outcome in REVIEWS else None


def _groups(shown: PartiesView, tr: Translator) -> list[fitting.Group]:
    """The answers to one question stay together; what is entered of the case as a whole does too."""
    groups = [*_questions(shown, tr), *_back_buttons(shown, tr)]
    return [*groups, *_corrections(shown, tr), _entries(shown, tr)] if shown.may_correct else groups


def _questions(shown: PartiesView, tr: Translator) -> list[fitting.Group]:
    """For each agency its answers, each with the agency's name on it."""
    return [
        tuple(
            tap(appearances.answer_label(one.about, answer, tr), "pt.q", shown.case_id, one.agency_id, one.fact, answer)
            for answer in one.answers
        )
        for one in shown.questions
        if one.may_answer
    ]


def _back_buttons(shown: PartiesView, tr: Translator) -> list[fitting.Group]:
    return [
        (appearances.taking_back(one.about, "pt.back", shown.case_id, one.agency_id, one.fact, tr),)
        for one in shown.answers
        if one.may_take_back
    ]


def _corrections(shown: PartiesView, tr: Translator) -> list[fitting.Group]:
    return [
        (tap(fitting.short(f"✎ {party.name}"), "pt.fix", shown.case_id, shown.version, place),)
        for place, party in enumerate(shown.parties)
    ]


def _entries(shown: PartiesView, tr: Translator) -> fitting.Group:
    """What is entered or corrected of the case as a whole."""
    about = (shown.case_id, shown.version)
    found: list[Button] = [tap(tr("Add an agency"), "pt.add", *about), tap(tr("Plaintiffs"), "pt.pl", *about)]
    found.append(tap(tr("Reconsideration"), "pt.rev", *about))
    if len(shown.sued) > 1:
        found.append(tap(tr("Who appears"), "pt.who", *about))
    if shown.may_assign:
        found.append(tap(tr("Handling unit"), "cs.units", shown.case_id, 0))
    return tuple(found)


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
