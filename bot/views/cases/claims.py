"""A number that is another agency's case: what those who decide are asked, and what both sides are told then."""

from __future__ import annotations

from bot.domain.cases.cases import CaseView
from bot.domain.cases.claims import ClaimState, ClaimView
from bot.domain.hall.message import Button, Html, Message, code, html, lines, message, tap
from bot.domain.hall.names import CAPACITIES
from bot.domain.hall.terms import HearingStatus
from bot.texts import Translator
from bot.views.cases import cases
from bot.views.hall.where import place_of

_COMING = (HearingStatus.PENDING, HearingStatus.SCHEDULED)


def claim(one: ClaimView, tr: Translator) -> Message:
    """Is it a further party, or is the number wrong? Once that is said, what became of it."""
    head = tr("【Number to be checked】{number}", number=code(one.number))
    buttons: list[tuple[Button, ...]] = []
    if one.state in (ClaimState.WAITING, ClaimState.DOUBTED):
        buttons.append((tap(tr("Confirm as co-party"), "cl.ok", one.id, one.version),))
    if one.state is ClaimState.WAITING:
        buttons.append((tap(tr("The number is wrong"), "cl.no", one.id, one.version),))
    if one.case_id:
        buttons.append((tap(tr("Case"), "cs.open", one.case_id),))
    body = _asked(one, tr) if one.state is ClaimState.WAITING else (_settled(one, tr),)
    return message(head, *body, buttons=tuple(buttons))


def _asked(one: ClaimView, tr: Translator) -> tuple[Html, ...]:
    owners = [str(tr("{name} ({what})", name=p.name, what=tr(CAPACITIES[p.capacity]))) for p in one.owners]
    return (
        tr("Under this number was recorded for {agency} (by {name}):", agency=one.agency, name=one.by or "—"),
        *_entered(one, tr),
        tr("But the number is the case of: {names}.", names=tr.join(owners)),
        tr("Please check: is {agency} a further party of that case, or is the number wrong?", agency=one.agency),
        tr("Until then neither side sees what the other has recorded. All terms run as usual."),
    )


def _entered(one: ClaimView, tr: Translator) -> list[Html]:
    papers = [html("· ") + cases.paper_line(paper, tr) for paper in one.papers]
    hearings = [
        html("· ") + tr("Hearing: {time}, {place}", time=h.starts_at, place=place_of(h, tr, unknown="—"))
        for h in one.hearings
    ]
    return [*papers, *hearings]


def _settled(one: ClaimView, tr: Translator) -> Html:
    match one.state:
        case ClaimState.CONFIRMED:
            return tr("{agency} was confirmed as a further party (by {name}).", agency=one.agency, name=one.settled_by)
        case ClaimState.DOUBTED:
            return tr(
                "{agency} was asked for the right number (by {name}). Its terms run on.",
                agency=one.agency,
                name=one.settled_by,
            )
        case ClaimState.MOVED:
            return tr("{agency} has given another number. Nothing is left to be decided here.", agency=one.agency)
    return tr("Nothing is left to be decided here.")


def wrong_number(case: CaseView, tr: Translator) -> Message:
    """To the agency whose number it is not."""
    return message(
        tr("【Case number】{number}", number=code(case.number)),
        tr("It was checked: this case number is wrong. Please look at the document and give the right number."),
        *(html("· ") + cases.paper_line(paper, tr) for paper in case.papers),
        tr("What you have recorded moves there with it; all terms run on meanwhile."),
        buttons=(
            (tap(tr("Give the right number"), "cl.fix", case.id, case.version),),
            (tap(tr("Case"), "cs.open", case.id),),
        ),
    )


def confirmed(case: CaseView, agency: str, who: str, tr: Translator) -> Message:
    """To the agency that is a party now: what it sees from here on."""
    others = [party.name for party in case.parties if party.name != agency]
    return message(
        tr("【Further party】{number}", number=code(case.number)),
        tr("{agency} was confirmed as a party of this case (by {name}).", agency=agency, name=who or "—"),
        tr("From now on you see of this case as well:"),
        tr("Parties: {names}", names=tr.join(others)) if others else None,
        tr("Plaintiff: {name}", name=case.plaintiff) if case.plaintiff else None,
        lines(
            *(
                tr("Hearing: {time}, {place}", time=h.starts_at, place=place_of(h, tr, unknown="—"))
                for h in case.hearings
                if h.status in _COMING
            )
        ),
        tr("What you had recorded is in it, with its dates as they were."),
        buttons=((tap(tr("Case"), "cs.open", case.id),),),
    )


def further(case: CaseView, agency: str, who: str, tr: Translator) -> Message:
    """To those whose case it was already."""
    return message(
        tr("【Further party】{number}", number=code(case.number)),
        tr("{agency} is a further party of this case (confirmed by {name}).", agency=agency, name=who or "—"),
        buttons=((tap(tr("Case"), "cs.open", case.id),),),
    )
