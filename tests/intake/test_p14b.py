"""The messages of `p14b.toml`, sent to the whole bot one after another: each becomes what it should."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.services.post.inbox import storable
from bot.store.tables import Draft
from bot.telegram import form_queue
from tests.builders import County
from tests.rig import Rig

pytestmark = pytest.mark.slow
MESSAGES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "p14b.toml").read_text("utf-8"))["message"]
FORMS = {"paper", "hearing"}
_OF_THE_TEST = frozenset({"as", "asks", "then", "says", "hidden", "no"})


async def draft_of(rig: Rig) -> Draft | None:
    return await rig.database.read(lambda session: session.exec(select(Draft)).first())


async def wrong_with(rig: Rig, user: int, text: str, expected: dict[str, Any]) -> list[str]:
    """What became of the message otherwise than it should."""
    # As the pipeline writes it down and reads it, without what must not be kept.
    sent = storable({"update_id": 1, "message": {"text": text}})["message"]["text"]
    shown = await rig.say(user, sent)
    draft = await draft_of(rig)
    said = "\n".join(one.text for one in shown)
    found = [f"does not say {expected['says']!r}: {said!r}"] if expected.get("says", "") not in said else []
    if expected.get("hidden"):
        kept = said + sent + (json.dumps([draft.data, draft.context], ensure_ascii=False) if draft else "")
        found += ["keeps what is secret"] if expected["hidden"] in kept else []
    if expected["as"] not in FORMS:
        lost = "看不出要办什么" in said
        return [*found, *([] if draft is None and lost is (expected["as"] == "lost") else [f"is not that: {said!r}"])]
    if draft is None or draft.form != expected["as"]:
        return [*found, f"begins {draft.form if draft else 'nothing'}: {said!r}"]
    return [*found, *_values(draft, expected)]


def _values(draft: Draft, expected: dict[str, Any]) -> list[str]:
    values = dict(draft.data)
    values["when"] = str(values.get("when") or "")[:16]
    queue = form_queue.waiting(draft)
    if queue:
        values["then"] = str(queue[0]["values"].get("when") or "")[:16]
    wanted = {name: value for name, value in expected.items() if name not in _OF_THE_TEST}
    if "then" in expected:
        wanted["then"] = expected["then"]
    found = [f"{name} is {values.get(name)!r}" for name, value in wanted.items() if values.get(name) != value]
    found += [f"{name} is there: {values[name]!r}" for name in expected.get("no", ()) if values.get(name)]
    return found + ([f"asks {draft.asking!r}"] if draft.asking != expected["asks"] else [])


async def test_every_message_becomes_what_it_should(rig: Rig, county: County) -> None:
    wrong: dict[str, list[str]] = {}
    for one in MESSAGES:
        found = await wrong_with(rig, county.liaison, one["text"], one["expected"])
        if found:
            wrong[one["text"]] = found
        while await draft_of(rig) is not None:
            await rig.say(county.liaison, "/cancel")
    assert not wrong, "\n".join(f"{text}: {found}" for text, found in wrong.items())


def test_there_are_messages_enough() -> None:
    assert len(MESSAGES) >= 40
    assert len({one["text"] for one in MESSAGES}) == len(MESSAGES)
