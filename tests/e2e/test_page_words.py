"""The page says in words what the bot plans."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.playground
import handlers
from bot.telegram.router import Router

pytestmark = pytest.mark.slow

WORDS = Path(bot.playground.__file__).parent / "static" / "words"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_topic_of_the_bot_has_its_word_in_the_timeline(language: str) -> None:
    router = Router()
    handlers.register(router)
    known = set(re.findall(r'"plan\.([\w.]+)": ', (WORDS / f"{language}.js").read_text("utf-8")))
    rooms = {"duty.card", "case.card", "hearing.card", "event.card"}
    assert {topic for topic in router.topics if topic not in known} <= rooms
    assert {topic.split(".")[0] for topic in rooms} <= known
