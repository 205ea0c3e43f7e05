"""Where a circular stands: the board, the silent, the answers, and what is told up the line."""

from __future__ import annotations

from bot.domain.circulars.circulars import STATE_NAMES, AnswerLine, Board, BranchLine, Late, Silent, Tally
from bot.domain.hall.message import Button, Html, Message, Rows, bold, fold, lines, message, tap
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.terms import CircularState, ReplyWanted
from bot.texts import Translator
from bot.views.hall.paging import position, turning

_WORDS = {"delivered": "delivered", "uncertain": "not certain", "unreachable": "not reachable", "waiting": "waiting"}
_STEPS: dict[str, str] = {
    "deputy": "Please see to it in place of the liaison officer.",
    "principal": "Please see to it that it is answered.",
}


def board(shown: Board, tr: Translator, page: int = 0) -> Message:
    """A circular that goes out or went out: numbers, branches, what can be done."""
    branches = cut(shown.branches, page)
    return message(
        Html(f"【{tr(shown.head.kind)}】") + bold(shown.head.title or shown.head.replaces or f"№ {shown.id}"),
        tr("State: {state}", state=tr(STATE_NAMES[shown.state])),
        tr("Begun on {date}, written by {name}.", date=shown.begun_at, name=shown.author) if shown.begun_at else None,
        tr("Reply by {date}.", date=shown.head.answer_by) if shown.head.answer_by else None,
        numbers(shown.tally, shown.head.reply, tr),
        tr("As of {date}.", date=shown.as_of),
        position(branches, tr),
        buttons=(
            *((tap(_branch(b, tr), "cb.s", shown.id, b.agency_id, 0),) for b in branches.items),
            turning(branches, tr, "cb.at", shown.id),
            *_evidence(shown, tr),
            *_controls(shown, tr),
        ),
    )


def _branch(one: BranchLine, tr: Translator) -> str:
    """The numbers alone would read as so many done; ✓ only where everybody has it and did what was asked."""
    missed = tr("✗ not delivered") if one.missed == one.total else tr("✗ not delivered {n}", n=one.missed)
    said = [
        str(tr("{name}: silent {n}/{total}", name=one.name, n=one.silent, total=one.total)) if one.silent else one.name,
        str(missed) if one.missed else "",
        str(tr("to be sent {n}", n=one.waiting)) if one.waiting else "",
    ]
    open_ = one.silent or one.missed or one.waiting
    return " ".join(part for part in said if part) if open_ else f"{one.name} ✓"


def numbers(tally: Tally, reply: ReplyWanted, tr: Translator) -> Html:
    """The numbers, and a bar of how far it is."""
    done = tally.delivered + tally.uncertain
    return lines(
        tr("{bar} delivered {n} of {total}", bar=_bar(done, tally.total), n=done, total=tally.total),
        tr("Waiting: {n}", n=tally.waiting) if tally.waiting else None,
        tr("Not reachable: {n}", n=tally.unreachable) if tally.unreachable else None,
        tr("Not certain: {n}", n=tally.uncertain) if tally.uncertain else None,
        tr("Not sent (no longer in the role, or stopped): {n}", n=tally.let_go) if tally.let_go else None,
        tr("Received: {n}", n=tally.read) if reply is not ReplyWanted.NOTHING else None,
        tr("Answered: {n}", n=tally.answered) if reply in (ReplyWanted.ANSWER, ReplyWanted.FILE) else None,
        tr("Silent: {n}", n=tally.silent(reply)) if reply is not ReplyWanted.NOTHING else None,
    )


def _bar(done: int, total: int) -> str:
    full = 10 * done // total if total else 0
    return "▓" * full + "░" * (10 - full)


def _evidence(shown: Board, tr: Translator) -> Rows:
    first: list[Button] = []
    if shown.head.reply is not ReplyWanted.NOTHING:
        first.append(tap(tr("Silent: names"), "cb.s", shown.id, 0, 0))
    if shown.answers:
        first.append(tap(tr("Answers ({n})", n=shown.answers), "cb.a", shown.id, 0))
    if shown.may_nudge:
        first.append(tap(tr("Remind the silent"), "cb.n", shown.id, shown.version))
    return (tuple(first), (tap(tr("Ledger (.xlsx)"), "cb.x", shown.id), tap(tr("Refresh"), "cb.at", shown.id, 0)))


def _controls(shown: Board, tr: Translator) -> Rows:
    def way(words: str, verb: str, *more: object) -> Button:
        return tap(tr(words), verb, *more, shown.id, shown.version)

    first: list[Button] = []
    if shown.state is CircularState.SENDING:
        first = [way("Pause", "cb.p"), way("Stop …", "cb.sure", "k")]
    elif shown.state is CircularState.PAUSED:
        first = [way("Resume", "cb.r"), way("Stop …", "cb.sure", "k")]
    elif shown.state is CircularState.FINISHED and shown.failed:
        first = [way("Send again to those it failed for", "cb.f")]
    second: list[Button] = []
    gone_out = (CircularState.SENDING, CircularState.PAUSED, CircularState.FINISHED)
    if shown.state in gone_out and not shown.head.withdrawal:
        second = [way("Correct", "cb.c"), way("Withdraw …", "cb.sure", "w")]
    last: list[Button] = [tap(tr("‹ All circulars"), "cb.list", 0)]
    if shown.replaced_by:
        last.append(tap(tr("What replaced it"), "cb.at", shown.replaced_by))
    return (tuple(first), tuple(second), tuple(last))


_SURE: dict[str, tuple[str, str]] = {
    "w": ("Withdraw it? Nothing more goes out; those who have it are told and asked to confirm.", "Withdraw"),
    "k": ("Stop it? Those who do not have it yet will not get it; this cannot be undone.", "Stop"),
    "r": ("Resume it? It goes on to those who do not have it yet.", "Resume"),
    "f": ("Send it again? It goes once more to those it failed for.", "Send again"),
}


def sure(what: str, shown: Board, tr: Translator) -> Message:
    """Before something that cannot be undone, with how many people it concerns."""
    words, label = _SURE[what]
    tally = shown.tally
    people = {"w": tally.delivered + tally.uncertain, "f": shown.failed}.get(what, tally.waiting)
    return message(
        bold(shown.head.title or f"№ {shown.id}"),
        tr(words),
        tr.plural("This concerns {n} person.", "This concerns {n} people.", people),
        buttons=(
            (
                tap(tr(label), f"cb.{what}", shown.id, shown.version, 1),
                tap(tr("‹ Go back"), "cb.at", shown.id, 0),
            ),
        ),
    )


def silent(page: Page[Silent], circular_id: int, agency_id: int, tr: Translator) -> Message:
    """Who has not done what was asked, with the telephone."""

    def line(one: Silent) -> Html:
        state = tr("received, not answered") if one.read else tr(_WORDS[one.state])
        return tr("· {agency} {name} {phone}: {state}", agency=one.agency, name=one.name, phone=one.phone, state=state)

    body = lines(*(line(one) for one in page.items)) if page.items else tr("Nobody is silent.")
    return message(
        Html(f"【{tr('Silent')}】"),
        position(page, tr),
        body,
        buttons=(
            turning(page, tr, "cb.s", circular_id, agency_id),
            (tap(tr("‹ To the board"), "cb.at", circular_id, 0),),
        ),
    )


def answers(page: Page[AnswerLine], circular_id: int, tr: Translator) -> Message:
    """What was answered, the newest first."""

    def line(one: AnswerLine) -> Html:
        return lines(
            tr("{agency} {name}, {date}", agency=one.agency, name=one.name, date=one.at),
            fold(one.text) if one.text else None,
            tr("Files: {names}", names=tr.join(list(one.files))) if one.files else None,
        )

    return message(
        Html(f"【{tr('Answers')}】"),
        position(page, tr),
        *(line(one) for one in page.items),
        buttons=(
            turning(page, tr, "cb.a", circular_id),
            (tap(tr("All as .zip"), "cb.z", circular_id), tap(tr("‹ To the board"), "cb.at", circular_id, 0)),
        ),
    )


def late(shown: Late, tr: Translator) -> Message:
    """After the term, to deputy, principal or coordinator."""
    head = Html(f"【{tr('No reply to a circular')}】")
    title = shown.head.title or f"№ {shown.head.id}"
    buttons: Rows = ((tap(tr("Board"), "cb.at", shown.board, 0),),) if shown.board else ()
    names = tr.join(list(shown.names[:20])) + ("…" if len(shown.names) > 20 else "")
    return message(
        head + bold(title),
        tr("A reply was due by {date}.", date=shown.head.answer_by) if shown.head.answer_by else None,
        tr("{agency}: {names} did not reply yet.", agency=shown.agency, names=names)
        if shown.agency
        else tr("Still silent: {names}", names=names),
        tr(_STEPS[shown.step]) if shown.step in _STEPS else None,
        buttons=buttons,
    )
