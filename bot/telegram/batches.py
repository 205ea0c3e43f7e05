"""What a message listed, for the press that confirms it: kept with the message, for no button carries so much."""

from __future__ import annotations

from bot.domain.hall.batches import Batch
from bot.domain.hall.topics import Topic
from bot.services.post import outbox
from bot.telegram.turn import Turn


def listed(turn: Turn, topic: Topic[Batch]) -> Batch | None:
    """What the pressed message has listed to the presser; None where nothing is known of it (any more)."""
    if turn.incoming.message_id is None:
        return None
    row = outbox.sent_message(turn.desk.session, turn.incoming.chat_id, turn.incoming.message_id)
    if row is None or row.topic != topic.name or row.person_id != turn.actor.person_id:
        return None
    return topic.read(row.args)
