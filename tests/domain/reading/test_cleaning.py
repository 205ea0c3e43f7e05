"""Whatever people send becomes harmless, and names and telephone numbers get their one form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hall.problems import Problem
from bot.domain.reading.cleaning import (
    clean_line,
    clean_text,
    read_line,
    read_person_name,
    read_phone,
    read_text,
    shown,
)

HOSTILE = st.text(alphabet=st.characters(), max_size=80) | st.text(
    alphabet="\x00\u202e\u200b\u200d\u2066\ud800\ufeff\t\n\r 　ａ１：（é\u0301\u0302\u0303张", max_size=30
)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("\u202e张\u200b明\x00", "张明"),
        ("２０２６年１２月３日", "2026年12月3日"),
        ("（２０２６）豫０４８２行初１２号，第二审判庭：", "（2026）豫0482行初12号，第二审判庭："),
        ("a　b\u00a0c", "a b c"),
        ("⼈⺠法院", "人民法院"),
        ("a\r\nb\u2028c", "a\nb\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("  a  \t b ", "a\tb"),
        ("\ud83d!", "!"),
        ("e\u0301\u0302\u0303\u0304\u0305", "é\u0302\u0303"),
        ("👨\u200d👩", "👨👩"),
        ("②", "②"),
        ("<b>&", "<b>&"),
    ],
)
def test_clean_text(sent: str, kept: str) -> None:
    assert clean_text(sent) == kept


def test_clean_line_has_one_line() -> None:
    assert clean_line(" a\n\tb  c ") == "a b c"


@pytest.mark.slow
@given(HOSTILE)
def test_cleaned_text_is_harmless_and_final(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in "\n\t" for char in cleaned)
    cleaned.encode("utf-8")
    assert clean_line(clean_line(text)) == clean_line(text)


@given(HOSTILE)
def test_readers_answer_everything(text: str) -> None:
    for read in (read_line, read_text, read_person_name, read_phone):
        assert isinstance(read(text), str | Problem)


def test_limits() -> None:
    assert read_line("张" * 120) == "张" * 120
    assert read_line("张" * 121) == Problem(
        "This is too long: {length} characters, at most {limit} fit. Please shorten it.",
        {"length": 121, "limit": 120},
    )
    assert isinstance(read_text("\u200b\x00"), Problem)
    assert shown("张" * 50) == "张" * 39 + "…"


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        (" 张 明 ", "张明"),
        ("买买提•艾力", "买买提·艾力"),
        ("John O'Neil", "John O'Neil"),
        ("欧阳\u200b娜娜", "欧阳娜娜"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_names(sent: str, name: str) -> None:
    assert read_person_name(sent) == name


@pytest.mark.parametrize(
    "sent",
    ["", "张", "张明副局长", "李主任", "张明1", "/start", "张明、李四", "张_明", "张" * 41, "👍👍", "<b>张明</b>"],
)
def test_what_is_no_name(sent: str) -> None:
    assert isinstance(read_person_name(sent), Problem)


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("13800138000", "13800138000"),
        ("１３８ ００１３ ８０００", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("0537-4221234", "0537-4221234"),
        ("（0537）4221234", "0537-4221234"),
        ("0537 4221234 转 801", "0537-4221234-801"),
        ("+86 537 4221234", "0537-4221234"),
        ("010-62345678", "010-62345678"),
        ("4008001234", "4008001234"),
        ("+852 9123 4567", "+85291234567"),
    ],
)
def test_phones(sent: str, number: str) -> None:
    assert read_phone(sent) == number
    assert read_phone(number) == number


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ("4221234", "area code"),
        ("12348", "not a telephone"),
        ("1380013800", "not a telephone"),
        ("138001380001", "not a telephone"),
        ("010-6234567", "not a telephone"),
        ("12800138000", "not a telephone"),
        ("电话", "not a telephone"),
        ("+", "not a telephone"),
        ("13800138000 13900139000", "not a telephone"),
    ],
)
def test_what_is_no_phone(sent: str, reason: str) -> None:
    result = read_phone(sent)
    assert isinstance(result, Problem)
    assert reason in result.msgid
