"""What is asked of the outbox, on both engines: what is cancelled, found, claimed, planned, edited."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.domain.hall.terms import Lane, SendState
from bot.domain.post import doubts
from bot.services.hall.desk import Desk
from bot.services.post import leasing
from bot.store.database import Database
from bot.store.post import cards as cards_store
from bot.store.post import outbox as outbox_store
from bot.store.post import queries as post_store
from bot.store.tables import OutboxRow
from tests.builders import county
from tests.rig import Rig
from tests.store.rows import NOW, a_row

DAY = timedelta(days=1)


async def test_what_is_cancelled_is_only_what_was_meant(small: Database) -> None:
    def work(session: Session) -> set[int | None]:
        session.add_all(
            [
                a_row(1, subject="s:1", dedupe="k"),
                a_row(2, subject="s:1", topic="other"),
                a_row(3, subject="s:1", kind="edit"),
                a_row(4, subject="s:1", person_id=2),
                a_row(5, subject="s:1", state=SendState.CLAIMED),
                a_row(6, subject="s:1", state=SendState.HELD),
                a_row(7, subject="s:2"),
                a_row(8, subject="s:3"),
                a_row(9, subject="s:1", due_at=NOW - DAY),
            ]
        )
        session.flush()
        post_store.cancel(
            session, ["s:1", "s:2"], topics=["t"], kind="send", person_id=1, due_after=NOW - timedelta(hours=1)
        )
        session.expire_all()
        assert session.get_one(OutboxRow, 1).dedupe is None
        return {row.id for row in post_store.by_ids(session, range(1, 10)) if row.state is SendState.CANCELLED}

    assert await small.write(work) == {1, 6, 7}


async def test_rows_about_a_subject_come_in_their_order(small: Database) -> None:
    def work(session: Session) -> list[list[int | None]]:
        session.add_all(
            [a_row(2, subject="s:1", live=True), a_row(1, subject="s:1", topic="u"), a_row(3, subject="s:10")]
        )
        session.add(a_row(4, subject="s:1", state=SendState.SENT, person_id=2, kind="edit"))
        session.flush()
        found = [
            post_store.about(session, "s:1", lock=True),
            post_store.about(session, "s:1", topics=["u"]),
            post_store.about(session, "s:1", states=[SendState.SENT]),
            post_store.about(session, "s:1", kind="send", live=True),
            post_store.about(session, "s:1", person_id=2),
        ]
        return [[row.id for row in rows] for rows in found]

    assert await small.write(work) == [[1, 2, 4], [1], [4], [2], [4]]


async def test_a_row_that_was_lost_too_often_is_left_and_another_is_taken_again(small: Database) -> None:
    def work(session: Session) -> list[int | None]:
        lost: dict[str, Any] = {"state": SendState.CLAIMED, "lease": 1.0, "owner": "gone", "attempts": 3}
        session.add_all(
            [a_row(1, uncertain=1, doubts=doubts.AGAIN, **lost), a_row(2, **lost), a_row(3, begun=False, **lost)]
        )
        session.flush()
        return [row.id for row in leasing.claim(session, now=NOW, wall=100.0, owner="new", limit=5)]

    def after(session: Session) -> list[tuple[SendState, int, int, str]]:
        rows = post_store.by_ids(session, [1, 2, 3])
        return [(row.state, row.attempts, row.uncertain, row.error) for row in rows]

    assert await small.write(work) == [2, 3]
    assert await small.read(after) == [
        (SendState.UNCERTAIN, 2, doubts.AGAIN + 1, leasing.GIVEN_UP),
        (SendState.CLAIMED, 3, 1, leasing.LOST),
        (SendState.CLAIMED, 3, 0, ""),
    ]


async def test_of_many_rows_those_whose_key_is_there_are_left_out(small: Database) -> None:
    def work(session: Session) -> tuple[int, bool, bool]:
        same = {
            "kind": "send", "lane": Lane.BULK, "topic": "it's", "urgent": False, "live": True, "attempts": 0,
            "state": SendState.PLANNED, "lease": 0.0, "owner": "", "audience": "", "uncertain": 0, "doubts": 0,
            "begun": True, "not_before": 0.0, "parts_sent": 0, "copied": [], "silent": False, "text": "", "error": "",
        }  # fmt: skip
        rows = [
            {"person_id": 1, "args": {"n": n}, "subject": "s:1", "due_at": NOW, "dedupe": key, "planned_at": NOW}
            for n, key in enumerate(("a", "b", "a", None))
        ]
        new = outbox_store.add_many(session, same, [rows[:2], rows[2:]])
        return new, outbox_store.is_taken(session, "b"), outbox_store.is_taken(session, "c")

    def after(session: Session) -> list[tuple[str, object]]:
        return [(row.topic, row.args["n"]) for row in post_store.about(session, "s:1", live=True)]

    assert await small.write(work) == (3, True, False)
    assert await small.read(after) == [("it's", 0), ("it's", 1), ("it's", 3)]


@pytest.mark.slow
async def test_a_planned_edit_serves_as_well_and_old_ones_of_cards_are_forgotten(either: Rig) -> None:
    here = await county(either)
    subject = f"todo:{here.ids[here.liaison]}"

    def edited(desk: Desk) -> None:
        session = desk.session
        states = [SendState.SENT]
        when: dict[str, Any] = {"due_at": NOW, "planned_at": NOW}
        card = OutboxRow(topic="todo.card", subject=subject, state=SendState.SENT, live=True, **when)
        session.add(card)
        session.flush()
        assert cards_store.live_of(session, "todo.card", [subject], states) == [card]
        assert cards_store.live_of_anybody(session, "todo.card", "todo:", states) == [card]
        assert cards_store.live_of_anybody(session, "todo.card", "do:", states) == []
        for _ in range(2):
            outbox_store.add_new(
                session, [OutboxRow(kind="edit", topic="todo.card", subject=subject, dedupe="edit:1", **when)]
            )
        edits = select(OutboxRow).where(OutboxRow.kind == "edit")
        planned = session.exec(edits).one()
        later = NOW + timedelta(seconds=1)
        cards_store.forget_edits(session, "todo.card", "todo:", later)
        assert session.exec(edits).all() == [planned]
        planned.state = SendState.SENT
        session.flush()
        cards_store.forget_edits(session, "todo.card", "todo:", NOW)
        assert session.exec(edits).all() == [planned]
        cards_store.forget_edits(session, "todo.card", "todo:", later)
        assert session.exec(edits).all() == []

    await either.work(edited)
