"""Candidates for breaches: the list, the card, what was decided. Only coordinators see them."""

from __future__ import annotations

from bot.domain.documents.breaches import CandidateCard, CandidateLine, CandidateState, Named
from bot.domain.hall.message import Html, Message, Rows, bold, fold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ACROSS, shortened
from bot.texts import Translator
from bot.views.hall import fitting
from bot.views.hall.paging import position, turning

MOST = 8
"""Buttons of a message on a phone."""
_ON_CARD = 5
"""Measures that have room on the card; more of them stand behind one button."""
_STATES: dict[CandidateState, str] = {
    CandidateState.OPEN: "to be decided",
    CandidateState.CONFIRMED: "confirmed as a breach",
    CandidateState.DISMISSED: "not a breach",
    CandidateState.GONE: "its ground fell away",
}


def named(one: Named, tr: Translator) -> str:
    return one.zh if tr.chinese else one.en


def listed(page: Page[CandidateLine], tr: Translator, *, decided: bool = False) -> Message:
    """Those that wait for a decision, or were decided on."""
    title = tr("Possible breaches: decided") if decided else tr("Possible breaches: to be decided")
    numbered = list(enumerate(page.items, start=page.number * page.size + 1))
    other = tap(tr("To be decided"), "br.ls", 0, 0) if decided else tap(tr("Decided"), "br.ls", 1, 0)
    chosen = [
        tap(shortened(f"{place}. {line.agency}", ACROSS[2]), "br.at", line.id, int(decided)) for place, line in numbered
    ]
    return message(
        Html(f"【{title}】"),
        *([_line(line, place, tr, decided=decided) for place, line in numbered] or [tr("There is none.")]),
        tr("Whether it is one, you decide; nothing goes out by itself.") if numbered and not decided else None,
        position(page, tr),
        buttons=(
            *fitting.rows(chosen),
            turning(page, tr, "br.ls", int(decided)),
            (other, tap(tr("＋ Enter one"), "br.new")),
        ),
    )


def _line(line: CandidateLine, place: int, tr: Translator, *, decided: bool) -> Html:
    about = " ".join(part for part in (line.agency, line.case) if part)
    state = f" · {tr(_STATES[line.state])}" if decided else ""
    what = tr("{date}: {what}", date=line.on, what=named(line.breach, tr))
    return lines(Html(f"{place}. ") + bold(about), Html("   ") + what + state)


def card(shown: CandidateCard, tr: Translator, *, decided: bool = False) -> Message:
    """One candidate: what it rests on, what a person may make of it; `decided`: its reader came from that list."""
    return message(
        Html(f"【{tr('Possible breach')}】") + bold(shown.agency),
        Html(shown.case) if shown.case else None,
        tr("What it may be: {what}", what=named(shown.breach, tr)),
        *_ground(shown, tr),
        tr("State: {state}", state=tr(_STATES[shown.state])),
        tr("Decided by {name}, {date}", name=shown.decided_by, date=shown.decided_at) if shown.decided_at else None,
        tr("Reason: {reason}", reason=shown.reason) if shown.reason else None,
        _chosen(shown, tr),
        *_papers(shown, tr),
        tr("Before others read of it, the unit is told alone and heard.") if shown.untold else None,
        fold(tr("Basis: {source}", source=_both(shown.citation, tr))) if shown.citation[0] else None,
        buttons=_buttons(shown, tr, int(decided)),
    )


def papers(shown: CandidateCard, tr: Translator, *, decided: bool = False) -> Message:
    """The papers about one: those that were begun, and those that may be begun now."""
    return message(
        Html(f"【{tr('Possible breach')}】") + bold(shown.agency),
        *_papers(shown, tr),
        buttons=(*_drafts(shown, tr), (tap(tr("‹ Go back"), "br.at", shown.id, int(decided)),)),
    )


def measures(shown: CandidateCard, tr: Translator, *, decided: bool = False) -> Message:
    """All measures that the texts provide for, to be marked."""
    return message(
        Html(f"【{tr('Possible breach')}】") + bold(shown.agency),
        tr("What it may be: {what}", what=named(shown.breach, tr)),
        tr("Tap what you choose; nothing goes out by that."),
        buttons=(*_marks(shown, tr, int(decided)), (tap(tr("‹ Go back"), "br.at", shown.id, int(decided)),)),
    )


def _buttons(shown: CandidateCard, tr: Translator, decided: int) -> Rows:
    """With its papers where there is room for them on a phone; else they stand behind one button."""
    before, after = _measures(shown, tr, decided), (*_deciding(shown, tr), (tap(tr("‹ Go back"), "br.ls", decided, 0),))
    drafts = _drafts(shown, tr)
    if len(before) + len(drafts) + len(after) > MOST:
        drafts = ((tap(tr("Papers"), "br.pap", shown.id, decided),),)
    return (*before, *drafts, *after)


def _ground(shown: CandidateCard, tr: Translator) -> list[Html]:
    if shown.said:
        return [Html(tr.day(shown.on)), html(shown.said)]
    if shown.ground[0]:
        owed = [(shown.ground, shown.on), *(((zh, en), on) for zh, en, on in shown.besides)]
        return [tr("Not done in time: {what}, last day {date}", what=_both(what, tr), date=on) for what, on in owed]
    return [tr("Hearing on {date}", date=shown.on)]


def _both(words: tuple[str, str], tr: Translator) -> str:
    return words[0] if tr.chinese else words[1] or words[0]


def _papers(shown: CandidateCard, tr: Translator) -> list[Html]:
    return [
        tr("Paper: {title}, {state}", title=_both((zh, en), tr), state=tr(state)) for _, zh, en, state in shown.papers
    ]


def _measures(shown: CandidateCard, tr: Translator, decided: int) -> Rows:
    """The measures that the texts provide for, to be marked; none is taken by that."""
    if shown.state is not CandidateState.CONFIRMED:
        return ()
    if len(shown.provided) <= _ON_CARD:
        return _marks(shown, tr)
    return ((tap(tr("Measures ({n} chosen)", n=len(shown.chosen)), "br.mea", shown.id, decided),),)


def _marks(shown: CandidateCard, tr: Translator, *listed: int) -> Rows:
    """One to a button; `listed` says that they are shown apart from the card, and to which list that leads back."""
    at = (shown.id, shown.version)
    return tuple(
        (tap(f"{'☑' if one.id in shown.chosen else '☐'} {named(one, tr)}", "br.ms", *at, one.id, *listed),)
        for one in shown.provided
    )


def _chosen(shown: CandidateCard, tr: Translator) -> Html | None:
    """What is marked, where the marks stand apart."""
    names = [named(one, tr) for one in shown.provided if one.id in shown.chosen]
    if not names or len(shown.provided) <= _ON_CARD:
        return None
    return tr("Measures chosen: {names}", names=tr.join(names))


def _deciding(shown: CandidateCard, tr: Translator) -> Rows:
    at = (shown.id, shown.version)
    if shown.state is CandidateState.OPEN:
        return ((tap(tr("It is a breach"), "br.ok", *at), tap(tr("Not a breach"), "br.no", *at)),)
    undo = shown.state is CandidateState.CONFIRMED and not shown.papers
    return ((tap(tr("Not a breach"), "br.no", *at),),) if undo else ()


def _drafts(shown: CandidateCard, tr: Translator) -> Rows:
    """The papers that were begun, and all that may be begun now."""
    at = (shown.id, shown.version)
    opened = tuple((tap(_both((zh, en), tr), "doc.at", number),) for number, zh, en, _ in shown.papers)
    begun = tuple(
        (tap(tr("Draft: {title}", title=Html(named(one, tr))), "br.doc", *at, one.id),) for one in shown.offered
    )
    return (*opened, *begun)
