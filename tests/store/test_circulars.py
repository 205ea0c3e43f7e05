"""What is asked of circulars and their receipts, on both engines."""

from __future__ import annotations

from sqlmodel import Session

from bot.domain.hall.terms import Role, SendState
from bot.store.circulars import receipts as receipts_store
from bot.store.database import Database
from bot.store.tables import Circular, CircularReceipt
from tests.store.rows import NOW, a_row


async def test_the_silent_have_it_and_did_not_do_what_was_asked(small: Database) -> None:
    def work(session: Session) -> None:
        session.add(Circular(id=1, agency_id=1, author_id=1, created_at=NOW, touched_at=NOW))
        states = (SendState.SENT, SendState.FAILED, SendState.UNCERTAIN)
        session.add_all([a_row(n, person_id=n, state=state) for n, state in enumerate(states, start=1)])
        session.flush()
        for n, agency, read, answered in ((1, 2, NOW, None), (2, 2, None, None), (3, 3, None, NOW)):
            session.add(
                CircularReceipt(
                    circular_id=1, person_id=n, agency_id=agency, role=Role.LIAISON, outbox_id=n, read_at=read,
                    answered_at=answered,
                )
            )  # fmt: skip

    def after(session: Session) -> tuple[tuple[int, ...], list[list[tuple[int, int]]], list[tuple[int, int, int]]]:
        silent = [[(a, p) for a, p in receipts_store.silent(session, 1, by_reading=way)] for way in (True, False)]
        lines = sorted((row.id, row.total, row.quiet) for row in receipts_store.by_agency(session, 1, by_reading=True))
        return tuple(receipts_store.figures(session, 1)), silent, lines

    await small.write(work)
    figures, silent, lines = await small.read(after)
    assert figures == (3, 1, 1, 1, 0, 1, 1)
    assert silent == [[(3, 3)], [(2, 1)]]
    assert lines == [(2, 2, 0), (3, 1, 1)]


async def test_an_empty_circular_counts_nothing(small: Database) -> None:
    assert tuple(await small.read(lambda s: receipts_store.figures(s, 9))) == (0,) * 7
