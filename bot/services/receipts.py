"""What comes back: receipts, answers, who is silent; nudging them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as columns
from sqlmodel import col, select

from bot.domain.circulars import GONE_STATES, AnswerLine, Board, BranchLine, Silent, Tally
from bot.domain.errors import Missing, Refused, Stale
from bot.domain.paging import Page, cut
from bot.domain.terms import CircularState, Lane, ReplyWanted, SendState
from bot.services import manners, outbox
from bot.services.circulars import circular, head_of, subject_of
from bot.services.desk import Desk
from bot.store.tables import (
    Agency,
    Circular,
    CircularAnswer,
    CircularReceipt,
    OutboxRow,
    Person,
    StoredFile,
)

SPARING = 10
"""Seconds: a board that people look at is edited at most this often because of receipts."""
PAGE = 12
_HAS_IT = (SendState.SENT, SendState.UNCERTAIN)


def is_open(row: Circular) -> bool:
    """Whether it still asks for anything."""
    return row.state not in GONE_STATES and row.begun_at is not None and row.reply is not ReplyWanted.NOTHING


def answer_subject(answer_id: int | None) -> str:
    return f"circular_answer:{answer_id}"


# -- what recipients do --------------------------------------------------------------------------------------------


def own(desk: Desk, receipt_id: int, *, still_valid: bool = True) -> tuple[Circular, CircularReceipt]:
    """The actor's receipt with its circular.

    Raises:
        Missing: it is somebody else's, or there is none.
        Refused: the circular was replaced or withdrawn meanwhile.
    """
    receipt = desk.session.get(CircularReceipt, receipt_id, with_for_update=True)
    row = desk.session.get(Circular, receipt.circular_id) if receipt else None
    if receipt is None or row is None or receipt.person_id != desk.actor.person_id:
        raise Missing
    if still_valid and row.state is CircularState.REPLACED:
        raise Refused("This circular was replaced by a corrected version; please confirm that one.")
    if still_valid and row.state is CircularState.WITHDRAWN:
        raise Refused("This circular was withdrawn; nothing needs to be done about it.")
    return row, receipt


def read(desk: Desk, receipt_id: int) -> bool:
    """收到: the actor has read it; False when that was known already."""
    row, receipt = own(desk, receipt_id)
    if receipt.read_at is not None:
        return False
    receipt.read_at = desk.now
    desk.session.add(receipt)
    desk.audit("circular_read", subject_of(row.id), agency_id=receipt.agency_id)
    _show_soon(desk, row)
    return True


def answer(desk: Desk, receipt_id: int, text: str, files: Sequence[dict[str, Any]] = ()) -> CircularAnswer:
    """The actor's answer; a later one stands beside the earlier. Answering also counts as having read.

    Raises:
        Refused: a file was asked for and there is none.
    """
    row, receipt = own(desk, receipt_id)
    if row.reply is ReplyWanted.FILE and not files:
        raise Refused("A file is asked for. Please send it as a document or a picture.")
    given = CircularAnswer(receipt_id=receipt.id or 0, circular_id=row.id or 0, text=text, answered_at=desk.now)
    desk.session.add(given)
    desk.session.flush()
    for file in files:
        desk.session.add(
            StoredFile(
                hash=file["hash"],
                name=file["name"][:200],
                mime=file["mime"][:100],
                size=file["size"],
                telegram_file_id=file["id"][:200],
                subject=answer_subject(given.id),
                sent_by=desk.actor.person_id,
                received_at=desk.now,
            )
        )
    receipt.read_at = receipt.read_at or desk.now
    receipt.answered_at = receipt.answered_at or desk.now
    desk.session.add(receipt)
    desk.audit("circular_answered", subject_of(row.id), agency_id=receipt.agency_id, new={"files": len(files)})
    _show_soon(desk, row)
    return given


def _show_soon(desk: Desk, row: Circular) -> None:
    """Boards show it within a few seconds: one edit for all the receipts of that time."""
    slot = int(desk.now.timestamp()) // SPARING + 1
    outbox.plan(
        desk,
        "circular.show",
        {"circular": row.id},
        audience=f"circular.show@{row.id}",
        at=desk.now + timedelta(seconds=SPARING),
        lane=Lane.BULK,
        urgent=True,
        dedupe=f"circular.show:{row.id}:{slot}",
    )


def expand(desk: Desk, row: OutboxRow) -> int:
    """The boards that people look at show the receipts of the last seconds."""
    row.state, row.sent_at = SendState.SENT, desk.now
    return outbox.refresh(desk, subject_of(int(row.args["circular"])))


# -- the board -----------------------------------------------------------------------------------------------------


def tally(desk: Desk, row: Circular) -> Tally:
    """How many it reached, and how many did what was asked: counted in one query."""
    state = col(OutboxRow.state)

    def count(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    has_it = state.in_(_HAS_IT)
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
        may_nudge=is_open(row) and row.nudged_on != _nudge_day(desk) and numbers.silent(row.reply) > 0,
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


def _is_silent(row: Circular) -> Any:
    """Condition: has it, and did not do what was asked."""
    closed = CircularReceipt.read_at if row.reply is ReplyWanted.RECEIPT else CircularReceipt.answered_at
    return col(OutboxRow.state).in_(_HAS_IT) & col(closed).is_(None)


def _branches(desk: Desk, row: Circular) -> tuple[BranchLine, ...]:
    """The silent by branch: by the agencies directly below what all recipients have in common."""
    silent = func.sum(case((_is_silent(row), 1), else_=0))
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


def silent_by_agency(desk: Desk, row: Circular) -> dict[int, list[int]]:
    """Person ids of the silent, by agency."""
    statement = (
        select(CircularReceipt.agency_id, CircularReceipt.person_id)
        .join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id)
        .where(CircularReceipt.circular_id == row.id, _is_silent(row))
        .order_by(col(CircularReceipt.id))
    )
    found: dict[int, list[int]] = {}
    for agency_id, person_id in desk.session.exec(statement).all():
        found.setdefault(agency_id, []).append(person_id)
    return found


def names_of(desk: Desk, people: Collection[int]) -> list[str]:
    statement = select(Person.name).where(col(Person.id).in_(people)).order_by(col(Person.id))
    return list(desk.session.exec(statement).all())


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


def files_of(desk: Desk, given: CircularAnswer) -> list[StoredFile]:
    statement = select(StoredFile).where(StoredFile.subject == answer_subject(given.id)).order_by(col(StoredFile.id))
    return list(desk.session.exec(statement).all())


# -- nudging -------------------------------------------------------------------------------------------------------


def _nudge_day(desk: Desk) -> Any:
    """The working day on which a nudge of this moment is read."""
    return manners.polite_hour(desk.house, desk.now).astimezone(desk.house.zone).date()


def nudge(desk: Desk, circular_id: int, version: int) -> int:
    """Remind those who have it and are silent, at most once a working day; how many.

    Raises:
        Refused: nobody is silent, or they were reminded today.
        Stale: the circular changed since the button was shown.
    """
    row = circular(desk, circular_id)
    if row.version != version and not is_open(row):
        raise Stale
    day = _nudge_day(desk)
    if row.nudged_on == day:
        raise Refused("They were reminded on {date} already; once a working day is enough.", date=day)
    if not is_open(row):
        raise Refused("This circular asks for nothing any more.")
    count = remind(desk, row, f"nudge:{day.isoformat()}")
    if not count:
        raise Refused("Nobody is silent: there is nobody to remind.")
    row.nudged_on = day
    desk.session.add(row)
    desk.audit("circular_nudged", subject_of(row.id), agency_id=row.agency_id, new={"people": count})
    outbox.refresh(desk, subject_of(row.id))
    return count


def remind(desk: Desk, row: Circular, occasion: str) -> int:
    """Plan a reminder for everybody who is silent now; `occasion` keeps it from being planned twice."""
    people = [person for group in silent_by_agency(desk, row).values() for person in group]
    return outbox.plan_many(
        desk,
        "circular.remind",
        (
            outbox.Addressed(
                person,
                {"circular": row.id},
                dedupe=f"circular:{row.id}:{occasion}>{person}",
                subject=f"circular.steps:{row.id}",
            )
            for person in people
        ),
        lane=Lane.REMINDER if len(people) <= 200 else Lane.BULK,
    )


def reminder(desk: Desk, args: dict[str, Any], person_id: int) -> tuple[Circular, CircularReceipt] | None:
    """What a reminder is about; None when this person is not silent any more."""
    row = desk.session.get(Circular, int(args["circular"]))
    if row is None or not is_open(row):
        return None
    statement = (
        select(CircularReceipt)
        .join(OutboxRow, col(OutboxRow.id) == CircularReceipt.outbox_id)
        .where(CircularReceipt.circular_id == row.id, CircularReceipt.person_id == person_id, _is_silent(row))
    )
    receipt = desk.session.exec(statement).first()
    return (row, receipt) if receipt else None
