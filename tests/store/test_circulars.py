"""What is asked of circulars and their receipts, on both engines."""

from __future__ import annotations

from sqlmodel import Session

from bot.domain.circulars.standing import Standing
from bot.domain.hall.terms import ReplyWanted, Role, SendState
from bot.store.circulars import receipts as receipts_store
from bot.store.circulars.receipts import Asked
from bot.store.database import Database
from bot.store.tables import Appointment, Circular, CircularReceipt, Person
from tests.store.rows import NOW, TODAY, a_row


def _asked(reply: ReplyWanted, *, together: bool = False) -> Asked:
    return Asked(1, reply, TODAY, together)


def _stand(session: Session, asked: Asked) -> dict[int, Standing]:
    return {receipt.person_id: where for (receipt, *_), where in receipts_store.lines(session, asked)}


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
            session.add(Appointment(person_id=n, agency_id=agency, role=Role.LIAISON, from_date=TODAY))

    await small.write(work)
    receipt, answer = _asked(ReplyWanted.RECEIPT), _asked(ReplyWanted.ANSWER)
    assert tuple(await small.read(lambda s: receipts_store.figures(s, 1))) == (3, 1, 1, 1, 1, 0)
    assert await small.read(lambda s: [list(receipts_store.silent(s, one)) for one in (receipt, answer)]) == [
        [(3, 3)], [(2, 1)],
    ]  # fmt: skip
    assert await small.read(lambda s: _stand(s, receipt)) == {
        1: Standing.DONE, 2: Standing.MISSED, 3: Standing.UNCERTAIN,
    }  # fmt: skip
    assert await small.read(lambda s: _stand(s, _asked(ReplyWanted.RECEIPT, together=True))) == {
        1: Standing.DONE, 2: Standing.SETTLED, 3: Standing.UNCERTAIN,
    }  # fmt: skip
    counted = await small.read(lambda s: receipts_store.by_agency(s, answer))
    assert [(one.agency_id, dict(one.people)) for one in counted] == [
        (2, {Standing.READ: 1, Standing.MISSED: 1}), (3, {Standing.DONE: 1}),
    ]  # fmt: skip


async def test_each_state_of_the_sending_has_a_word_of_its_own(small: Database) -> None:
    """Nobody who has not got it stands among those who have; whoever left the office is asked for nothing."""
    cases = {
        SendState.PLANNED: Standing.WAITING, SendState.CLAIMED: Standing.WAITING, SendState.HELD: Standing.HELD,
        SendState.FAILED: Standing.MISSED, SendState.CANCELLED: Standing.NOT_SENT, SendState.SENT: Standing.SILENT,
    }  # fmt: skip

    def work(session: Session, state: SendState, office: bool, here: bool) -> Standing:
        session.add(Circular(id=1, agency_id=1, author_id=1, created_at=NOW, touched_at=NOW))
        session.add(a_row(1, person_id=1, state=state))
        session.get_one(Person, 1).chat_id = 1 if here else None
        session.flush()
        session.add(CircularReceipt(circular_id=1, person_id=1, agency_id=2, role=Role.LIAISON, outbox_id=1))
        if office:
            session.add(Appointment(person_id=1, agency_id=2, role=Role.LIAISON, from_date=TODAY))
        session.flush()
        [found] = _stand(session, _asked(ReplyWanted.RECEIPT)).values()
        session.rollback()
        return found

    async def stands(state: SendState, *, office: bool = True, here: bool = True) -> Standing:
        return await small.write(lambda session: work(session, state, office, here))

    for state, expected in cases.items():
        assert await stands(state) is expected
        assert await stands(state, office=False) is Standing.LEFT
    assert await stands(SendState.PLANNED, here=False) is Standing.UNREGISTERED


async def test_an_empty_circular_counts_nothing(small: Database) -> None:
    assert tuple(await small.read(lambda s: receipts_store.figures(s, 9))) == (0,) * 6
