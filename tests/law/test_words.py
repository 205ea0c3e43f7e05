"""The law speaks Chinese throughout, and its quick catalog reader reads what Babel reads."""

import string
from datetime import date

import pytest

from bot.domain.law.appearing_words import APPEARANCE_MESSAGES
from bot.domain.law.effective import EFFECTIVE_MESSAGES
from bot.domain.law.explanations import MESSAGES
from bot.domain.law.roles import ROLE_NAMES, Role
from bot.domain.law.triggers import TRIGGER_NAMES, Trigger
from bot.law.calendars import HOLIDAYS
from bot.law.catalog import words
from bot.law.library import load_library
from bot.texts import LANGUAGES, translator

SENTENCES = [
    *MESSAGES.values(),
    *APPEARANCE_MESSAGES.values(),
    *EFFECTIVE_MESSAGES.values(),
    *HOLIDAYS.values(),
    *(english for _, english in TRIGGER_NAMES.values()),
]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("msgid", SENTENCES)
def test_every_sentence_of_the_law_is_in_the_chinese_catalog_with_its_values(msgid: str) -> None:
    chinese = words("zh_CN").words[msgid]
    assert places(chinese) == places(msgid)
    assert chinese != msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quick_reader_reads_what_babel_reads(language: str) -> None:
    assert words(language).words == translator(language).words


def test_dates_carry_year_and_weekday() -> None:
    day = date(2026, 4, 7)
    assert words("zh_CN").day(day) == "2026-04-07（周二）"
    assert words("en").day(day) == "Tue 2026-04-07"


def test_an_unknown_id_and_a_missing_value_stand_for_themselves() -> None:
    assert words("zh_CN")("No such sentence {x}.") == "No such sentence {x}."


def test_every_trigger_and_role_has_a_name_in_both_languages() -> None:
    assert set(TRIGGER_NAMES) == set(Trigger)
    assert set(ROLE_NAMES) == set(Role)


def test_every_rule_has_titles_and_every_question_both_languages() -> None:
    for book in load_library().books.values():
        for rule in book.rules:
            assert rule.title_zh, rule.id
            assert rule.title_en, rule.id
            assert bool(rule.question_zh) is bool(rule.question_en), rule.id
