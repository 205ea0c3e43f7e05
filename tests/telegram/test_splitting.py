"""Long texts: nothing that Telegram would refuse for its length or its emptiness, whatever it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hall.message import Html, Message
from bot.telegram.post import CAPTION, pieces
from bot.telegram.splitting import LIMIT, length, parts_of, plain

PIECES = st.sampled_from(
    ["😀" * 900, "字" * 700, "a b " * 300, "\n" * 3000, " " * 2500, "&lt;&amp;" * 200, "<b>x</b>\n", "y\n"]
)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=40))
def test_every_piece_can_be_sent(found: list[str]) -> None:
    text = Html("x" + "".join(found))
    parts = parts_of(text)
    assert all(length(part) <= LIMIT and plain(part).strip() for part in parts)
    assert "".join("".join(map(plain, parts)).split()) == "".join(plain(text).split())
    for message in pieces(Message(text)):
        assert length(message.text) <= (CAPTION if message.attachment else LIMIT)


def test_a_book_of_emoji_has_a_caption_that_telegram_takes() -> None:
    """Each of them counts twice."""
    [document] = pieces(Message(Html(("😀" * 30 + "\n") * 1000)))
    assert document.attachment is not None
    assert 0.8 * CAPTION < length(document.text) <= CAPTION
    assert document.text.endswith("😀\n…")
