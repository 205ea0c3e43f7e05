"""Every refusal of the readers has Chinese words, with the same values in them."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

from bot.domain.hall.problems import Problem
from bot.domain.reading.dates import read_moment
from bot.texts import translator
from tests.domain.reading.test_dates import NOW, ZONE

DOMAIN = Path(__file__).resolve().parents[3] / "bot" / "domain"
READERS = (
    "reading/cleaning",
    "reading/days",
    "reading/daytimes",
    "reading/date_patterns",
    "reading/date_patterns_en",
    "reading/dates",
    "reading/moments",
    "reading/oneline",
    "hearings/lists",
)


def msgids() -> list[str]:
    """The message ids of every `problem(...)` and `refuse(...)` in the readers' modules."""
    calls = [
        node
        for name in READERS
        for node in ast.walk(ast.parse((DOMAIN / f"{name}.py").read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("problem", "refuse")
    ]
    return [
        arg.value
        for call in calls
        for arg in call.args[:1]
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_there_are_refusals_to_translate() -> None:
    assert len(msgids()) > 30


@pytest.mark.parametrize("msgid", msgids())
def test_refusal_is_said_in_chinese(msgid: str) -> None:
    said = translator("zh_CN").words[msgid]
    assert places(said) == places(msgid)
    assert any("\u4e00" <= char <= "\u9fff" for char in said)


def test_a_refusal_as_the_writer_sees_it() -> None:
    refused = read_moment("12月15日（周三）上午9:30", NOW, ZONE)
    assert isinstance(refused, Problem)
    said = translator("zh_CN")(refused.msgid, **refused.params)
    assert said == "“12月15日”是12月15日（周二），与“周三”不一致。请核对以哪个为准。"


def test_what_was_written_is_escaped() -> None:
    refused = read_moment("<b>", NOW, ZONE)
    assert isinstance(refused, Problem)
    assert "&lt;b&gt;" in translator("zh_CN")(refused.msgid, **refused.params)
