"""Candidates for reminder letters: the list, and one with its ground and its letter."""

from __future__ import annotations

from bot.domain.bulletins.court_cards import BulletinCard, CandidateCard, CandidateLine
from bot.domain.bulletins.letters import CANDIDATE_STATES, EFFECT_NAMES, GROUND_NAMES, CandidateState, Ground
from bot.domain.hall.message import Html, Message, Rows, bold, fold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.texts import Translator
from bot.views.bulletins import court_words as words
from bot.views.hall import fitting, numbers
from bot.views.hall.paging import position, turning


def listed(one: BulletinCard, page: Page[CandidateLine], tr: Translator) -> Message:
    """Those to be decided first."""
    numbered = list(enumerate(page.items, start=page.number * page.size + 1))
    chosen = [tap(fitting.short(f"{n}. {each.unit}", 8.0), "ct.c", each.id) for n, each in numbered]
    none = one.may and one.none_owed
    return message(
        Html(f"【{tr('Candidates for letters')}】") + bold(html(words.quarter(one.quarter, tr))),
        *(
            [_line(each, n, tr) for n, each in numbered]
            or [tr("No unit below the threshold, no leader without effect.")]
        ),
        tr("Who gets a letter, you decide; the units hear nothing before it is issued.")
        if numbered and one.may
        else None,
        position(page, tr),
        buttons=(
            *fitting.rows(chosen),
            turning(page, tr, "ct.cd", one.id),
            (tap(tr("No letters needed"), "ct.none", one.id, one.version),) if none else (),
            (tap(tr("‹ Go back"), "ct.at", one.id),),
        ),
    )


def _line(one: CandidateLine, place: int, tr: Translator) -> Html:
    return lines(
        Html(f"{place}. ") + bold(one.unit) + Html(" · ") + tr(CANDIDATE_STATES[one.state]),
        Html("   ") + _ground(one, tr),
    )


def _ground(one: CandidateLine, tr: Translator) -> Html:
    if one.ground is Ground.RATE:
        theirs, ours = words.of_json(one.values.get("theirs")), words.of_json(one.values.get("ours"))
        return tr("the court {theirs} · we {ours}", theirs=words.brief(theirs), ours=words.brief(ours))
    number = numbers.short(str(one.values.get("number") or ""))
    return html(f"{number} ") + _without_effect(one, tr)


def _without_effect(one: CandidateLine, tr: Translator) -> Html:
    said = [tr(EFFECT_NAMES[what]) for what in one.values.get("what") or () if what in EFFECT_NAMES]
    leader = str(one.values.get("leader") or "")
    return Html("、" if tr.chinese else ", ").join(said) + html(f"（{leader}）" if leader else "")


def card(one: CandidateCard, tr: Translator) -> Message:
    """What it rests on, and what is decided."""
    line = one.line
    return message(
        Html(f"【{tr('Candidate for a letter')}】")
        + bold(html(line.unit))
        + Html(" · ")
        + html(words.quarter(one.quarter, tr)),
        tr("Ground: {ground}", ground=tr(GROUND_NAMES[line.ground])),
        *_rests_on(line, tr),
        tr("State: {state}", state=tr(CANDIDATE_STATES[line.state])),
        tr("Decided by {name}, {date}", name=one.by, date=one.at)
        if one.by and line.state is not CandidateState.OPEN
        else None,
        tr("Reason: {reason}", reason=one.reason) if one.reason else None,
        _letter(one, tr),
        tr("Letters are to be sent by {date}.", date=one.due) if one.due and _is_live(line) else None,
        fold(tr("Basis: {source}", source=one.citation[0] if tr.chinese else one.citation[1] or one.citation[0]))
        if one.citation[0]
        else None,
        buttons=_buttons(one, tr),
    )


def _is_live(line: CandidateLine) -> bool:
    return line.state in (CandidateState.OPEN, CandidateState.CONFIRMED)


def _rests_on(line: CandidateLine, tr: Translator) -> list[Html]:
    if line.ground is Ground.EFFECT:
        return [html(str(line.values.get("number") or "")), _without_effect(line, tr)]
    theirs, ours = words.of_json(line.values.get("theirs")), words.of_json(line.values.get("ours"))
    return [
        tr("The court: {figures}", figures=words.side(theirs, tr)),
        tr("Our ledger: {figures}", figures=words.side(ours, tr)),
        tr("Threshold: {n}% (reached is not below)", n=str(line.values.get("threshold") or "").removesuffix(".0")),
    ]


def _letter(one: CandidateCard, tr: Translator) -> Html | None:
    if not one.document:
        return None
    number = f" {one.document_number}" if one.document_number else ""
    return tr("Letter{number}: {state}", number=number, state=tr(one.document_state))


def _buttons(one: CandidateCard, tr: Translator) -> Rows:
    line, at = one.line, (one.line.id, one.version)
    yes, no = tap(tr("Gets a letter"), "ct.cy", *at), tap(tr("No letter"), "ct.cn", *at)
    decide = {
        CandidateState.OPEN: (yes, no),
        CandidateState.CONFIRMED: (no,),
        CandidateState.DISMISSED: (yes,),
    }.get(line.state, ())
    return (
        (tap(tr("The letter"), "doc", one.document),) if one.document and one.may else (),
        decide if one.may else (),
        (tap(tr("‹ Go back"), "ct.cd", one.bulletin, 0),),
    )
