"""Where a circular stands: counted, by branch, the silent by name, the answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.circulars.circulars import AnswerLine, Board, BranchLine, Silent, Tally
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.terms import ReplyWanted, SendState
from bot.services.circulars.circulars import circular, head_of
from bot.services.circulars.receipts import by_reading, files_of, is_open, nudge_day, signed_by
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.circulars import queries as circulars_store
from bot.store.circulars import receipts as receipts_store
from bot.store.tables import Agency, Circular, OutboxRow, Person

PAGE = 12


def tally(desk: Desk, row: Circular) -> Tally:
    """How many it reached, and how many did what was asked: counted in one query."""
    n = receipts_store.figures(desk.session, row.id)
    waiting = n.total - n.sent - n.uncertain - n.failed - n.let_go
    return Tally(n.total, waiting, n.sent, n.failed, n.uncertain, n.let_go, n.seen, n.answered)


def board(desk: Desk, circular_id: int) -> Board:
    """Where a circular stands, by branch."""
    row = circular(desk, circular_id, lock=False)
    numbers = tally(desk, row)
    asks = is_open(row) and signed_by(desk, row) is None
    author = desk.session.get(Person, row.author_id)
    return Board(
        id=row.id or 0,
        version=row.version,
        state=row.state,
        head=head_of(desk, row),
        tally=numbers,
        branches=_branches(desk, row),
        as_of=desk.now,
        begun_at=row.begun_at,
        nudged_on=row.nudged_on,
        may_nudge=asks and row.nudged_on != nudge_day(desk) and numbers.silent(row.reply) > 0,
        failed=receipts_store.count_failed_though_reachable(desk.session, row.id),
        answers=receipts_store.count_answers(desk.session, row.id),
        author=author.name if author else "",
        replaced_by=circulars_store.begun_after(desk.session, row.id),
    )


def _branches(desk: Desk, row: Circular) -> tuple[BranchLine, ...]:
    """The silent by branch: by the agencies directly below what all recipients have in common."""
    found = receipts_store.by_agency(desk.session, row.id, by_reading=by_reading(row))
    if row.reply is ReplyWanted.NOTHING or not found:
        return ()
    depth = _depth_in_common([one.path for one in found])
    sums: dict[int, list[int]] = {}
    for one in found:
        steps = one.path.strip("/").split("/")
        branch = int(steps[depth]) if len(steps) > depth else one.id
        line = sums.setdefault(branch, [0, 0, 0, 0])
        for n, count in enumerate((one.quiet, one.total, one.failed, one.waiting)):
            line[n] += int(count)
    names = agencies_store.short_names(desk.session, sums)
    lines = [BranchLine(i, names.get(i, ""), *counts) for i, counts in sums.items()]
    return tuple(sorted(lines, key=lambda line: (-line.silent, -line.missed, line.agency_id)))


def _depth_in_common(paths: Sequence[str]) -> int:
    """How many steps from the root all paths share (of a single agency: those above it)."""
    if len(set(paths)) == 1:
        return max(len(paths[0].strip("/").split("/")) - 1, 0)
    steps = [path.strip("/").split("/") for path in paths]
    depth = 0
    while all(len(path) > depth for path in steps) and len({path[depth] for path in steps}) == 1:
        depth += 1
    return depth


def silent(desk: Desk, circular_id: int, agency_id: int, page: int) -> Page[Silent]:
    """Who of a branch (0: of all) has not done what was asked, with the telephone; unreachable ones too."""
    row = circular(desk, circular_id, lock=False)
    place = desk.session.get(Agency, agency_id) if agency_id else None
    rows = receipts_store.not_done(
        desk.session, row.id, by_reading=by_reading(row), branch=place.path if place is not None else ""
    )
    shown = cut(rows, page, PAGE)
    items = tuple(
        Silent(p.name, a.short_name, p.phone, r.read_at is not None, _state_word(o)) for r, p, a, o in shown.items
    )
    return Page(items, shown.number, shown.total, PAGE)


def _state_word(row: OutboxRow | None) -> str:
    return {
        SendState.SENT: "delivered",
        SendState.UNCERTAIN: "uncertain",
        SendState.FAILED: "unreachable",
    }.get(row.state if row else SendState.PLANNED, "waiting")


def went_to(desk: Desk, circular_id: int, branch_id: int) -> bool:
    """Whether the circular went to an agency of this branch. The caller has checked who asks."""
    found = receipts_store.by_agency(desk.session, circular_id, by_reading=True)
    return any(str(branch_id) in one.path.strip("/").split("/") for one in found)


def answers(desk: Desk, circular_id: int, page: int) -> Page[AnswerLine]:
    """What was answered, the newest first."""
    row = circular(desk, circular_id, lock=False)
    shown = cut(receipts_store.answers_of(desk.session, row.id, newest_first=True), page, 6)
    items = tuple(
        AnswerLine(p.name, a.short_name, g.text, tuple(f.name for f in files_of(desk, g)), g.answered_at)
        for g, p, a in shown.items
    )
    return Page(items, shown.number, shown.total, shown.size)
