"""Where values come from: each name that a kind may write has its function, and no function is without a name."""

from __future__ import annotations

from bot.domain.documents.sources import SOURCES
from bot.services.documents.sources import REGISTRY, WORDS


def test_each_source_that_may_be_written_is_found_and_no_other() -> None:
    assert set(REGISTRY) == SOURCES


def test_words_are_those_of_sources() -> None:
    assert set(WORDS) <= SOURCES
