"""Where a circular stands: the board, the silent, the answers, and what is told up the line."""

from __future__ import annotations

from bot.domain.circulars.circulars import STATE_NAMES, AnswerLine, Late, Waits
from bot.domain.circulars.standing import STANDING_NAMES, Board, BranchLine, GroupLine, Silent, Standing, Tally
from bot.domain.hall.message import Button, Html, Message, Rows, bold, fold, html, lines, message, tap
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.phone import keeping
from bot.domain.hall.terms import CircularState, ReplyWanted
from bot.texts import Translator
from bot.views.circulars import silence
from bot.views.circulars.letters import titled
from bot.views.hall.paging import position, turning

_ON_A_LABEL = 2
"""What is open in a branch, so many of its figures: a phone takes no more beside the name."""


def board(shown: Board, tr: Translator) -> Message:
    """A circular that goes out or went out: numbers, the first branches, what can be done."""
    branches = cut(shown.branches)
    return message(
        Html(f"【{tr(shown.head.kind)}】") + bold(titled(shown.head, tr) or f"№ {shown.id}"),
        tr("State: {state}", state=tr(STATE_NAMES[shown.state])),
        tr("Begun on {date}, written by {name}.", date=shown.begun_at, name=shown.author) if shown.begun_at else None,
        _term(shown, tr),
        waits(shown.waits, tr),
        numbers(shown.tally, shown.head.reply, tr, together=shown.head.together),
        *(html(f"· {branch_words(one, shown.head.reply, tr)}") for one in branches.items),
        _others(branches, tr),
        _groups(shown.groups, tr),
        tr("As of {date}.", date=shown.as_of),
        buttons=_ways(shown, tr),
    )


def waits(found: Waits | None, tr: Translator) -> Html | None:
    """Why the rest has not gone yet, and until when it waits."""
    if found is None:
        return None
    why = tr(found.why)
    return tr("{why} It goes on {date}.", why=why, date=found.until) if found.until else why


def _groups(groups: tuple[GroupLine, ...], tr: Translator) -> Html | None:
    def said(one: GroupLine) -> str:
        where = Standing(one.state)
        return f"{one.title} {'✓' if where is Standing.SILENT else tr(STANDING_NAMES[where])}"

    return tr("Groups: {names}", names=tr.join([said(one) for one in groups])) if groups else None


def _term(shown: Board, tr: Translator) -> Html | None:
    """Until when it is answered; a paper is signed for."""
    if shown.head.answer_by is None:
        return None
    words = "To be signed for by {date}." if shown.head.paper else "Reply by {date}."
    return tr(words, date=shown.head.answer_by)


def branch_words(one: BranchLine, reply: ReplyWanted, tr: Translator) -> str:
    """The numbers alone would read as so many done; ✓ only where everybody has it and did what was asked."""
    return " ".join([one.name, *open_words(one, reply, tr)])


def open_words(one: BranchLine, reply: ReplyWanted, tr: Translator) -> list[str]:
    """What is still open in a branch, what is asked about most first; ✓ where nothing is."""
    missed = tr("✗ not delivered") if one.missed == one.total else tr("✗ not delivered {n}", n=one.missed)
    said = [
        str(silence.of_branch(one.silent, one.total, reply, tr)) if one.silent else "",
        str(missed) if one.missed else "",
        str(tr("not registered {n}", n=one.unregistered)) if one.unregistered else "",
        str(tr("to be sent {n}", n=one.waiting + one.held)) if one.waiting + one.held else "",
        str(tr("not sent {n}", n=one.not_sent)) if one.not_sent else "",
    ]
    return [part for part in said if part] or ["✓"]


def _others(first: Page[BranchLine], tr: Translator) -> Html | None:
    """How many branches are on the pages of the picker only."""
    more = first.total - len(first.items)
    return (
        tr.plural("{n} more agency: press “Agency by agency”.", "{n} more agencies: press “Agency by agency”.", more)
        if more
        else None
    )


def numbers(tally: Tally, reply: ReplyWanted, tr: Translator, *, together: bool = False) -> Html:
    """The numbers, and a bar of how far it is."""
    done = tally.delivered + tally.uncertain
    return lines(
        tr("{bar} delivered {n} of {total}", bar=_bar(done, tally.total), n=done, total=tally.total),
        tr("Waiting: {n}", n=tally.waiting + tally.held) if tally.waiting + tally.held else None,
        tr("Not delivered: {n}", n=tally.unreachable) if tally.unreachable else None,
        tr("Not registered: {n}", n=tally.unregistered) if tally.unregistered else None,
        tr("Not certain: {n}", n=tally.uncertain) if tally.uncertain else None,
        tr("Not sent: {n}", n=tally.let_go) if tally.let_go else None,
        tr("No longer in the role: {n}", n=tally.left) if tally.left else None,
        tr("Came to it later: {n}", n=tally.joined) if tally.joined else None,
        _back(tally, reply, tr, together=together),
    )


def _back(tally: Tally, reply: ReplyWanted, tr: Translator, *, together: bool) -> Html | None:
    """What came back, in one line; of one that asks for nothing, nothing."""
    if reply is ReplyWanted.NOTHING:
        return None
    answered = [tr("Answered: {n}", n=tally.answered)] if reply in (ReplyWanted.ANSWER, ReplyWanted.FILE) else []
    silent_ = silence.counted(tally.silent, reply, tr, together=together)
    return Html(" · ").join([tr("Received: {n}", n=tally.read), *answered, silent_])


def _bar(done: int, total: int) -> str:
    full = 10 * done // total if total else 0
    return "▓" * full + "░" * (10 - full)


def _ways(shown: Board, tr: Translator) -> Rows:
    """What is needed while it is on its way; the rest is behind one button."""
    asked: list[Button] = []
    if shown.head.reply is not ReplyWanted.NOTHING:
        asked.append(tap(silence.names(shown.head.reply, tr), "cb.s", shown.id, 0, 0))
    elif any(one.done < one.total for one in shown.branches):
        asked.append(tap(tr("Not delivered: names"), "cb.s", shown.id, 0, 0))
    if shown.branches:
        asked.append(tap(tr("Agency by agency"), "cb.br", shown.id, 0))
    back: list[Button] = []
    if shown.answers:
        back.append(tap(tr("Answers ({n})", n=shown.answers), "cb.a", shown.id, 0))
    if shown.may_nudge:
        back.append(tap(silence.nudge(shown.head.reply, tr), "cb.n", shown.id, shown.version))
    held = {CircularState.SENDING: ("Pause", "cb.p"), CircularState.PAUSED: ("Resume", "cb.r")}.get(shown.state)
    steer: list[Button] = [tap(tr(held[0]), held[1], shown.id, shown.version)] if held else []
    return (
        tuple(asked),
        tuple(back),
        (*steer, tap(tr("More"), "cb.more", shown.id)),
        (tap(tr("Refresh"), "cb.at", shown.id, 0), _up(shown, tr)),
    )


def _up(shown: Board, tr: Translator) -> Button:
    """Back to where it came from: the document or the bulletin that it carries, or the list."""
    if shown.head.document:
        return tap(tr("‹ Document"), "doc.at", shown.head.document)
    if shown.head.issued:
        return tap(tr("‹ Bulletin"), "bo.at", shown.head.issued, 0)
    return tap(tr("‹ All circulars"), "cb.list", 0)


def by_branch(shown: Board, tr: Translator, page: int = 0) -> Message:
    """Every branch with its state: pressing one shows its people who did not do what was asked."""
    branches = cut(shown.branches, page)
    return message(
        Html(f"【{tr('Agency by agency')}】") + bold(titled(shown.head, tr) or f"№ {shown.id}"),
        silence.choose(shown.head.reply, tr),
        position(branches, tr),
        buttons=(
            *((_branch(one, shown, tr),) for one in branches.items),
            turning(branches, tr, "cb.br", shown.id),
            (tap(tr("‹ To the board"), "cb.at", shown.id, 0),),
        ),
    )


def _branch(one: BranchLine, shown: Board, tr: Translator) -> Button:
    said = " ".join(open_words(one, shown.head.reply, tr)[:_ON_A_LABEL])
    return tap(keeping(one.name, f" {said}"), "cb.s", shown.id, one.agency_id, 0)


def more(shown: Board, tr: Translator) -> Message:
    """What is seldom done to a circular: its ledger, sent again, corrected, stopped, taken back."""
    return message(
        Html(f"【{tr(shown.head.kind)}】") + bold(titled(shown.head, tr) or f"№ {shown.id}"),
        tr("State: {state}", state=tr(STATE_NAMES[shown.state])),
        buttons=(
            *_controls(shown, tr),
            (tap(tr("Ledger (.xlsx)"), "cb.x", shown.id), tap(tr("‹ To the board"), "cb.at", shown.id, 0)),
        ),
    )


def _controls(shown: Board, tr: Translator) -> Rows:
    def way(words: str, verb: str, *more: object) -> Button:
        return tap(tr(words), verb, *more, shown.id, shown.version)

    changed: list[Button] = []
    gone_out = (CircularState.SENDING, CircularState.PAUSED, CircularState.FINISHED)
    if shown.state in gone_out and not shown.head.withdrawal:
        # A paper is corrected by another paper.
        correct = [] if shown.head.paper else [way("Correct", "cb.c")]
        changed = [*correct, way("Withdraw …", "cb.sure", "w")]
    rest: list[Button] = [way("Add recipients", "cb.add")] if shown.may_add else []
    if shown.state in (CircularState.SENDING, CircularState.PAUSED):
        rest.append(way("Stop …", "cb.sure", "k"))
    elif shown.state is CircularState.FINISHED and shown.failed:
        rest.append(way("Send again to those it failed for", "cb.f"))
    if shown.replaced_by:
        rest.append(tap(tr("What replaced it"), "cb.at", shown.replaced_by))
    return (tuple(changed), tuple(rest))


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
        bold(titled(shown.head, tr) or f"№ {shown.id}"),
        tr(words),
        tr.plural("This concerns {n} person.", "This concerns {n} people.", people),
        tr("Files and pictures sent two days ago or earlier stay in their chats; only the words below them change.")
        if what == "w" and shown.copies_stay
        else None,
        waits(shown.waits, tr) if what == "f" else None,
        buttons=(
            (
                tap(tr(label), f"cb.{what}", shown.id, shown.version, 1),
                tap(tr("‹ Go back"), "cb.at", shown.id, 0),
            ),
        ),
    )


def silent(page: Page[Silent], figures: BranchLine, circular_id: int, reply: ReplyWanted, tr: Translator) -> Message:
    """Who has not done what was asked, with the telephone; above them the figures, as the row of the board has them."""

    def line(one: Silent) -> Html:
        words = "· {agency} {name} {phone}: {state}"
        if one.joined:
            words = "· {agency} {name} {phone}: {state} (came later)"
        return tr(words, agency=one.agency, name=one.name, phone=one.phone, state=tr(STANDING_NAMES[one.state]))

    body = lines(*(line(one) for one in page.items)) if page.items else silence.nobody(reply, tr)
    other = (tap(tr("Agency by agency"), "cb.br", circular_id, 0),) if figures.agency_id else ()
    head = [figures.name, *open_words(figures, reply, tr)] if page.items else [figures.name]
    return message(
        Html(f"【{silence.head(reply, tr)}】") + html(" ".join(part for part in head if part)),
        position(page, tr),
        body,
        buttons=(
            turning(page, tr, "cb.s", circular_id, figures.agency_id),
            (*other, tap(tr("‹ To the board"), "cb.at", circular_id, 0)),
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
    head = Html(f"【{silence.late_head(shown, tr)}】")
    title = titled(shown.head, tr) or f"№ {shown.head.id}"
    buttons: Rows = ((tap(tr("Board"), "cb.at", shown.board, 0),),) if shown.board else ()
    names = tr.join(list(shown.names[:20])) + ("…" if len(shown.names) > 20 else "")
    return message(
        head + bold(title),
        silence.late_term(shown, tr),
        silence.late_people(shown, names, tr) if shown.agency else _open(shown, names, tr),
        silence.late_asks(shown, tr),
        buttons=buttons,
    )


def _open(shown: Late, names: str, tr: Translator) -> Html:
    """To whoever sent it: who is silent, and whom it did not reach."""
    missed, unregistered = tr.join(list(shown.missed)), tr.join(list(shown.unregistered))
    return lines(
        silence.late_people(shown, names, tr) if names else None,
        tr("Not delivered: {names}", names=missed) if missed else None,
        tr("Not registered: {names}", names=unregistered) if unregistered else None,
    )
