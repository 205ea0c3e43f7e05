"""What stands behind a message of a chat, and what of a row is blanked: the statements, asked directly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.hall.terms import SendState
from bot.services.hall.desk import Desk
from bot.store.post import outbox
from bot.store.tables import OutboxRow
from tests.desk import open_desk
from tests.services.post.rows import row

PLANNED, CLAIMED, SENT = SendState.PLANNED, SendState.CLAIMED, SendState.SENT
FAILED, CANCELLED = SendState.FAILED, SendState.CANCELLED
SECOND = timedelta(seconds=1)


def said(desk: Desk, **more: Any) -> OutboxRow:
    """A row that was sent as message 5 of chat 9."""
    return row(desk, **{"state": SENT, "chat_id": 9, "message_id": 5, **more})


def fresh(desk: Desk, *rows: OutboxRow) -> None:
    desk.session.flush()
    for one in rows:
        desk.session.refresh(one)


def test_the_newest_row_stands_behind_a_message() -> None:
    with open_desk() as (desk, _):
        older, newer = said(desk, topic="t.a"), said(desk, topic="t.b")
        other_chat, other_message = said(desk, chat_id=8), said(desk, message_id=6)
        assert outbox.behind(desk.session, 9, 5) is newer
        assert outbox.behind(desk.session, 8, 5) is other_chat
        assert outbox.behind(desk.session, 9, 6) is other_message
        assert outbox.behind(desk.session, 8, 6) is None
        assert outbox.behind(desk.session, 9, 5, topics=("t.a", "t.c")) is older
        assert outbox.behind(desk.session, 9, 5, topics=("t.c",)) is None


def test_a_row_that_shares_its_message_does_not_stand_behind_it_alone() -> None:
    with open_desk() as (desk, _):
        alone = said(desk)
        carried = said(desk, merged_into=alone.id)
        assert outbox.behind(desk.session, 9, 5) is carried
        assert outbox.behind(desk.session, 9, 5, alone=True) is alone
        alone.message_id = 6
        assert outbox.behind(desk.session, 9, 5, alone=True) is None


def test_what_is_shown_is_the_newest_that_is_no_plan() -> None:
    with open_desk() as (desk, _):
        assert outbox.shown(desk.session, 9, 5) is None
        older = said(desk, topic="t.a")
        newer = said(desk, topic="t.b", live=True, merged_into=older.id, edits=older.id, state=CLAIMED)
        said(desk, topic="t.c", kind="edit", state=PLANNED)
        said(desk, chat_id=8)
        said(desk, message_id=6)
        found = outbox.shown(desk.session, 9, 5)
        assert tuple(found) == ("t.b", older.id, True, older.id, newer.id)
        assert (found.topic, found.live, found.id) == ("t.b", True, newer.id)


@pytest.mark.parametrize("edit", [True, False])
@pytest.mark.parametrize("live", [True, False])
def test_what_a_retired_message_showed_is_followed_no_more(live: bool, edit: bool) -> None:
    with open_desk() as (desk, _):
        shown = said(desk, live=live)
        beside = said(desk, message_id=6, live=True), said(desk, chat_id=8, live=True)
        known = {"kind": "edit", "state": PLANNED}
        planned = [said(desk, **known, dedupe="a")] if edit else []
        kept = [
            said(desk, **known, message_id=6, dedupe="b"), said(desk, **known, chat_id=8, dedupe="c"),
            said(desk, kind="edit", state=CLAIMED, dedupe="d"), said(desk, state=PLANNED, dedupe="e"),
        ]  # fmt: skip
        outbox.retire(desk.session, 9, 5)
        fresh(desk, shown, *beside, *planned, *kept)
        assert not shown.live
        assert [one.live for one in beside] == [True, True]
        assert [(one.state, one.dedupe) for one in planned] == [(CANCELLED, None)] * edit
        assert [one.dedupe for one in kept] == ["b", "c", "d", "e"]
        assert [one.state for one in kept] == [PLANNED, PLANNED, CLAIMED, PLANNED]


def test_edits_that_came_after_a_row_are_those_sent_or_on_their_way() -> None:
    with open_desk() as (desk, _):
        known = {"kind": "edit", "content": {"text": "a"}}
        before, this = said(desk, **known), said(desk, **known)
        sent, on_its_way = said(desk, **known), said(desk, kind="edit", content={"text": "b"}, state=CLAIMED)
        for unlike in ({"state": PLANNED}, {"kind": "send"}, {"chat_id": 8}, {"message_id": 6}):
            said(desk, **{**known, **unlike})
        found = outbox.later_edits(desk.session, 9, 5, this.id)
        assert sorted(found, key=str) == sorted([(SENT, {"text": "a"}), (CLAIMED, {"text": "b"})], key=str)
        assert len(outbox.later_edits(desk.session, 9, 5, before.id)) == 3
        assert outbox.later_edits(desk.session, 9, 5, on_its_way.id) == []
        assert sent.id is not None


def test_what_was_sent_before_is_blanked() -> None:
    with open_desk() as (desk, _):
        known = {"text": "张三", "content": {"text": "张三"}}
        old = said(desk, sent_at=desk.now - SECOND, **known)
        kept = said(desk, sent_at=desk.now, **known), said(desk, state=FAILED, sent_at=desk.now - SECOND, **known)
        outbox.forget_sent(desk.session, desk.now)
        fresh(desk, old, *kept)
        assert (old.text, old.content) == ("", None)
        assert [(one.text, one.content) for one in kept] == [("张三", {"text": "张三"})] * 2


def test_what_was_given_up_is_blanked_after_one_row_and_up_to_another() -> None:
    with open_desk() as (desk, _):
        known = {"text": "张三", "content": {"text": "张三"}, "state": FAILED}
        first, second, third, last = (row(desk, **known) for _n in range(4))
        third.state = CANCELLED
        sent = row(desk, **{**known, "state": SENT})
        beyond = row(desk, **known)
        desk.session.flush()
        outbox.forget_given_up(desk.session, first.id or 0, sent.id)
        fresh(desk, first, second, third, last, sent, beyond)
        assert [one.text for one in (first, second, third, last, sent, beyond)] == ["张三", "", "", "", "张三", "张三"]
        assert [one.content is None for one in (first, second, third, last, sent, beyond)] == [
            False, True, True, True, False, False,
        ]  # fmt: skip


def test_rows_in_the_order_of_their_making() -> None:
    with open_desk() as (desk, _):
        rows = [row(desk, planned_at=desk.now - n * SECOND) for n in range(4)]
        expected = [(one.id, one.planned_at) for one in rows]
        assert [tuple(one) for one in outbox.planned_after(desk.session, rows[0].id or 0, most=2)] == expected[1:3]
        assert [tuple(one) for one in outbox.planned_after(desk.session, rows[2].id or 0, most=9)] == expected[3:]


def test_a_key_is_taken_by_whoever_has_it() -> None:
    with open_desk() as (desk, _):
        row(desk, dedupe="a")
        assert outbox.is_taken(desk.session, "a")
        assert not outbox.is_taken(desk.session, "b")
        desk.session.add(OutboxRow(topic="t", due_at=desk.now, planned_at=desk.now, dedupe="b"))
        assert outbox.is_taken(desk.session, "b"), "also where it is not written yet"
