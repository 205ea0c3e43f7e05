"""The longest messages are read to their end, whatever they are made of; and of what is not read it is said."""

from __future__ import annotations

import pytest

from bot.domain.cases.paper_values import said
from bot.domain.reading import unused
from bot.domain.reading.oneline import read_hearing
from tests.intake.long_texts import LENGTH, NOW, ZONE, hostile, ordinary, parse

HOSTILE = dict(hostile())


@pytest.mark.parametrize("name", HOSTILE, ids=[repr(name) for name in HOSTILE])
def test_a_hostile_text_is_read_to_its_end(name: str) -> None:
    """What took ever longer would run into the limit that every test has."""
    assert len(HOSTILE[name]) <= LENGTH
    parse(HOSTILE[name] + HOSTILE[name])


def test_ordinary_long_texts_say_what_they_say() -> None:
    texts = ordinary()
    judgment = said(texts["judgment"], NOW.date())
    assert (judgment["number"], judgment["outcome"]) == ("（2025）鲁0831行初88号", "claim_dismissed")
    summons = read_hearing(texts["summons"], NOW, ZONE)
    assert (str(summons.moment), str(summons.case_number)) == ("2026-05-12 9:00", "（2026）鲁0831行初57号")
    assert summons.place == "山东省泗水县人民法院第二审判庭"


def test_a_text_full_of_days_is_not_silently_half_read() -> None:
    text = "4月15日、" * 700
    assert any("very many days" in one.msgid for one in read_hearing(text, NOW, ZONE).problems)
    assert any(one.why and "very many days" in one.why.msgid for one in unused.seen(text, NOW, ZONE))
    assert "served_on" not in said("今天收到应诉通知书" + text, NOW.date())
    few = "4月15日、" * 20
    assert not any(one.why and "very many" in one.why.msgid for one in unused.seen(few, NOW, ZONE))
