"""Of the same card in a chat only the newest is kept up to date."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice
from bot.store.tables import OutboxRow
from tests.desk import open_desk
from tests.services.post.rows import row
from tests.services.post.test_outbox import CARD, CLAIMED, SENT, Number, reply


def test_who_asks_for_the_same_again_has_only_the_newest_kept_up_to_date() -> None:
    """Above it the same card may stand several times: a change edits one message, not all of them."""
    with open_desk() as (desk, _):
        alike: dict[str, Any] = {"state": SENT, "live": True, "chat_id": 5, "topic": "t.card", "subject": "duty:4"}
        older = [row(desk, message_id=8, **alike), row(desk, message_id=9, **alike)]
        differing: list[dict[str, Any]] = [
            {"chat_id": 6},
            {"topic": "t.note"},
            {"subject": "duty:5"},
            {"state": CLAIMED},
            {"merged_into": 1},
        ]
        others = [row(desk, message_id=20 + n, **(alike | other)) for n, other in enumerate(differing)]
        made = reply(desk, Notice(CARD, Number(4), About.DUTY(4)))
        desk.session.expire_all()
        assert [one.live for one in older] == [False, False]
        assert all(one.live for one in (*others, made))
        reply(desk, Notice(CARD, Number(9)))
        reply(desk, Notice(CARD, Number(5), About.DUTY(5)), edit_message=22)
        desk.session.expire_all()
        assert desk.session.get_one(OutboxRow, made.id).live
