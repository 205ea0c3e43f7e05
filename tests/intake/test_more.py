"""The messages of `more_*.toml`, sent to the whole bot: each becomes what it must, and no secret stays."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.reading import several_fields, unused
from bot.services.hall import drafts
from bot.services.post.inbox import storable
from bot.store.tables import Draft, metadata
from tests.builders import County, person
from tests.fakes import Shown
from tests.houses import ZONE
from tests.rig import Rig

FILES = sorted(Path(__file__).parent.glob("more_*.toml"))
_OF_THE_TEST = frozenset({"says", "hidden"})


def messages(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["message"]
    return found


def number(n: int) -> str:
    return f"（2026）鲁0831行初{n}号"


async def on_record(rig: Rig, here: County) -> None:
    """The cases and hearings that the texts speak of."""
    for n, plaintiff in ((12, "孔德明"), (13, "周小丽"), (14, "")):
        said = f"，原告：{plaintiff}" if plaintiff else ""
        await rig.say(here.liaison, f"{number(n)} 应诉通知书 昨天收到 邮寄{said}")
        await rig.press(here.liaison, "✓ 登记")
    for line in ("12号 4月28日上午9:30 县法院第二审判庭", "13号 5月6日下午2:30 县法院第一审判庭"):
        await rig.say(here.liaison, f"/hearing 行初{line}")
        await rig.press(here.liaison, "确认")


async def draft_of(rig: Rig, here: County) -> Draft | None:
    someone = await person(rig, here.liaison)
    return await rig.work(lambda desk: drafts.peek(desk), actor=someone)


async def kept(rig: Rig) -> str:
    """All that the database holds."""
    tables = [table for table in metadata.sorted_tables if table.name != "person"]
    rows = await rig.database.read(lambda s: [str(row) for table in tables for row in s.execute(select(table)).all()])
    return "\n".join(rows)


@pytest.mark.slow
@pytest.mark.begins("2026-04-02 09:00")
@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
async def test_each_text_becomes_what_it_must(rig: Rig, county: County, file: Path) -> None:
    await on_record(rig, county)
    wrong = []
    for one in messages(file):
        # As the pipeline writes it down and reads it, without what must not be kept.
        sent = storable({"update_id": 1, "message": {"text": one["text"]}})["message"]["text"]
        shown = await rig.say(county.liaison, sent)
        odd = differences(one["expected"], await draft_of(rig, county), shown)
        secret = one["expected"].get("hidden")
        if secret and secret in sent + await kept(rig) + "".join(m.text for m in shown):
            odd.append("keeps what is secret")
        if odd:
            wrong.append(f"{one['text']!r}: {odd}")
        while await draft_of(rig, county) is not None:
            await rig.say(county.liaison, "/cancel")
    assert not wrong, "\n".join(wrong)


def test_the_texts_are_many_and_none_stands_twice() -> None:
    texts = [one["text"] for file in FILES for one in messages(file)]
    assert len(texts) == len(set(texts)) >= 100


def differences(expected: dict[str, Any], draft: Draft | None, shown: list[Shown]) -> list[str]:
    """What is otherwise than it must be."""
    said = "\n".join(m.text for m in shown)
    found = {"as": "answer"} if draft is None else of_draft(draft)
    odd = [
        f"{name}: {found.get(name)!r} for {value!r}"
        for name, value in expected.items()
        if name not in _OF_THE_TEST and found.get(name) != value
    ]
    return odd + ([f"does not say {expected['says']}"] if expected.get("says", "") not in said else [])


def of_draft(draft: Draft) -> dict[str, Any]:
    """A draft as the texts speak of it."""
    found: dict[str, Any] = {**draft.data, "as": draft.form, "asks": draft.asking}
    when = draft.data.get("when")
    found["when"] = datetime.fromisoformat(when).astimezone(ZONE).isoformat(timespec="minutes")[:16] if when else None
    found["several"] = several_fields.kept(draft.data)
    found["unused"] = list(unused.left(draft.context, draft.data).texts)
    return found
