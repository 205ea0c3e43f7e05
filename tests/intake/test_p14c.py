"""Texts out of files become what they are, by the way that a file goes: papers, hearings, lists; or are asked about."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cases.paper_layers import read_layer
from bot.domain.hearings import tables
from bot.domain.reading.oneline import read_hearing
from bot.domain.reading.understanding import Reading

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)
MESSAGES = tomllib.loads((Path(__file__).parent / "p14c.toml").read_text("utf-8"))["message"]


def at(reading: Reading) -> str:
    return f"{reading.moment.day} {reading.moment.clock:%H:%M}" if reading.moment else ""


def understood(text: str, kind: str) -> dict[str, Any]:
    """What a file with this text becomes, and the values that it gives."""
    if kind.startswith(("list", "sheet")):
        rows = [(number, tuple(line.split("\t"))) for number, line in enumerate(text.split("\n"), 1)]
        read = tables.read_table(rows, NOW, ZONE).readings
        if not any(one.case_number and one.day for one in read):
            return {"as": "refused"}
        return {
            "as": "list",
            "rows": [[str(one.case_number or ""), "!" if one.problems else at(one) or "!"] for one in read],
        }
    layer, hearing = read_layer([text], NOW.date()), read_hearing(text, NOW, ZONE)
    assert not {"served_on", "mode", "assumed"} & layer.values.keys()
    number, papers = layer.values.get("number", ""), layer.values.get("papers", [])
    if not papers and hearing.case_number and hearing.moment:
        return {"as": "hearing", "number": number, "when": at(hearing)}
    if not papers and not number:
        return {"as": "asked"}
    original = layer.values.get("original", "")
    calls = {"summons", "appearance_notice"} & set(papers)
    when = at(hearing) if calls else ""
    values = {"number": number, "papers": papers, "when": when, "original": original}
    return {"as": "paper", "others": [*layer.others], **values}


@pytest.mark.parametrize("message", MESSAGES, ids=[f"{n}-{one['kind']}" for n, one in enumerate(MESSAGES)])
def test_a_text_out_of_a_file_becomes_what_it_is(message: dict[str, Any]) -> None:
    found = understood(message["text"], message["kind"])
    assert {name: found.get(name) for name in message["expected"]} == message["expected"]


def test_the_corpus_is_large_enough_to_say_something() -> None:
    assert len(MESSAGES) >= 40
    assert len({one["text"] for one in MESSAGES}) == len(MESSAGES)
