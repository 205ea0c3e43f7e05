"""Where a circular stands: counted, by branch, the silent by name, the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as columns
from sqlmodel import col, select

from bot.domain.circulars.circulars import AnswerLine, Board, BranchLine, Silent, Tally
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.terms import ReplyWanted, SendState
from bot.services.circulars.circulars import circular, head_of
from bot.services.circulars.receipts import HAS_IT, files_of, is_open, is_silent, nudge_day
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Circular, CircularAnswer, CircularReceipt, OutboxRow, Person

PAGE = 12


def tally(desk: Desk, row: Circular) -> Tally:
    """How many it reached, and how many did what was asked: counted in one query."""
    state = col(OutboxRow.state)

    def count(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    has_it = state.in_(HAS_IT)
    statement = (
        columns(
            func.count(),
            count(state == SendState.SENT),
            count(state == SendState.UNCERTAIN),
            count(state == SendState.FAILED),
            count(state == SendState.CANCELLED),
            count(has_it & col(CircularReceipt.read_at).is_not(None)),
            count(has_it & col(CircularReceipt.answered_at).is_not(None)),
        )
        .select_from(CircularReceipt)
        .outerjoin(OutboxRow, col(OutboxRow.id) == col(CircularReceipt.outbox_id))
        .where(col(CircularReceipt.circular_id) == row.id)
    )
    total, sent, uncertain, failed, let_go, seen, answered = desk.session.execute(statement).one()
    waiting = total - sent - uncertain - failed - let_go
    return Tally(total, waiting, sent, failed, uncertain, let_go, seen, answered)


def board(desk: Desk, circular_id: int) -> Board:
    """Where a circular stands, by branch."""
    row = circular(desk, circular_id, lock=False)
    numbers = tally(desk, row)
    follower = desk.session.exec(
        select(Circular.id).where(Circular.replaces_id == row.id, col(Circular.begun_at).is_not(None)).limit(1)
    ).first()
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
        may_nudge=is_open(row) and row.nudged_on != nudge_day(desk) and numbers.silent(row.reply) > 0,
        failed=_failed_for_other_reasons(desk, row),
        answers=desk.session.exec(select(func.count()).where(CircularAnswer.circular_id == row.id)).one(),
        author=author.name if author else "",
        replaced_by=follower,
    )


def _failed_for_other_reasons(desk: Desk, row: Circular) -> int:
    """Sending failed, though the person can be reached."""
    statement = (
        select(func.count())
        .select_from(CircularReceipt)
        .join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id)
        .join(Person, col(Person.id) == CircularReceipt.person_id)
        .where(CircularReceipt.circular_id == row.id, OutboxRow.state == SendState.FAILED)
        .where(col(Person.chat_id).is_not(None), col(Person.unreachable_since).is_(None))
    )
    return desk.session.exec(statement).one()


def _branches(desk: Desk, row: Circular) -> tuple[BranchLine, ...]:
    """The silent by branch: by the agencies directly below what all recipients have in common."""
    silent = func.sum(case((is_silent(row), 1), else_=0))
    statement = (
        columns(col(Agency.id), col(Agency.path), func.count(), silent)
        .select_from(CircularReceipt)
        .join(Agency, col(Agency.id) == col(CircularReceipt.agency_id))
        .outerjoin(OutboxRow, col(OutboxRow.id) == col(CircularReceipt.outbox_id))
        .where(col(CircularReceipt.circular_id) == row.id)
        .group_by(col(Agency.id), col(Agency.path))
    )
    found = desk.session.execute(statement).all()
    if row.reply is ReplyWanted.NOTHING or not found:
        return ()
    depth = _depth_in_common([path for _, path, _, _ in found])
    sums: dict[int, list[int]] = {}
    for agency_id, path, total, quiet in found:
        steps = path.strip("/").split("/")
        branch = int(steps[depth]) if len(steps) > depth else agency_id
        line = sums.setdefault(branch, [0, 0])
        line[0] += int(quiet or 0)
        line[1] += total
    named = columns(col(Agency.id), col(Agency.short_name)).where(col(Agency.id).in_(sums))
    names: dict[int, str] = {i: name for i, name, *_ in desk.session.execute(named)}
    lines = [BranchLine(i, names.get(i, ""), quiet, total) for i, (quiet, total) in sums.items()]
    return tuple(sorted(lines, key=lambda line: (-line.silent, line.agency_id)))


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
    closed = CircularReceipt.read_at if row.reply is ReplyWanted.RECEIPT else CircularReceipt.answered_at
    statement = (
        select(CircularReceipt, Person, Agency, OutboxRow)
        .join(Person, col(Person.id) == CircularReceipt.person_id)
        .join(Agency, col(Agency.id) == CircularReceipt.agency_id)
        .join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id, isouter=True)
        .where(CircularReceipt.circular_id == row.id, col(closed).is_(None))
        .where(col(OutboxRow.state).is_(None) | (col(OutboxRow.state) != SendState.CANCELLED))
        .order_by(col(Agency.path), col(CircularReceipt.id))
    )
    if place is not None:
        statement = statement.where(col(Agency.path).startswith(place.path))
    rows = desk.session.exec(statement).all()
    shown = cut([*rows], page, PAGE)
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


def answers(desk: Desk, circular_id: int, page: int) -> Page[AnswerLine]:
    """What was answered, the newest first."""
    row = circular(desk, circular_id, lock=False)
    statement = (
        select(CircularAnswer, Person, Agency)
        .join(CircularReceipt, col(CircularReceipt.id) == CircularAnswer.receipt_id)
        .join(Person, col(Person.id) == CircularReceipt.person_id)
        .join(Agency, col(Agency.id) == CircularReceipt.agency_id)
        .where(CircularAnswer.circular_id == row.id)
        .order_by(col(CircularAnswer.id).desc())
    )
    shown = cut([*desk.session.exec(statement).all()], page, 6)
    items = tuple(
        AnswerLine(p.name, a.short_name, g.text, tuple(f.name for f in files_of(desk, g)), g.answered_at)
        for g, p, a in shown.items
    )
    return Page(items, shown.number, shown.total, shown.size)
