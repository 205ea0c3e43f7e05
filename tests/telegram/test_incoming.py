"""Updates read as values: edits and replies."""

from typing import Any

from telegram import Update

from bot.telegram.incoming import Incoming, read

PERSON = {"id": 7, "is_bot": False, "first_name": "王芳", "language_code": "zh-hans"}
CHAT = {"id": 7, "type": "private", "first_name": "王芳"}


def message(text: str, **more: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_770_000_000, "chat": CHAT, "from": PERSON, "text": text, **more}


def incoming(**update: Any) -> Incoming:
    found = read(Update.de_json({"update_id": 1, **update}, None), "chuting_bot")
    assert found is not None
    return found


def test_an_edited_message_says_that_it_is_one() -> None:
    found = incoming(edited_message=message("改了", edit_date=1_770_000_100))
    assert (found.edited, found.text, found.message_id, found.user_id) == (True, "改了", 5, 7)
    assert not incoming(message=message("没改")).edited


def test_a_reply_names_the_message_it_answers() -> None:
    answered = {"message_id": 3, "date": 1_770_000_000, "chat": CHAT, "text": "请报送"}
    assert incoming(message=message("已报送", reply_to_message=answered)).reply_to == 3
    assert incoming(message=message("已报送")).reply_to is None
