"""Several numbers, changes said in words, no number, and what was not taken: each text is sent to the whole bot."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.reading import several_fields, unused
from bot.services.hall import drafts
from bot.store.tables import Draft
from tests.builders import County, person
from tests.fakes import Shown
from tests.houses import ZONE
from tests.rig import Rig

MESSAGES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").with_stem("p14a").read_text("utf-8")
)["message"]
FORMS = {
    "paper": "paper", "hearing": "hearing", "move": "hearing.move", "off": "hearing.off", "result": "result",
    "list": "hearing.list",
}  # fmt: skip


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


@pytest.mark.slow
@pytest.mark.begins("2026-04-02 09:00")
async def test_each_text_becomes_what_it_must(rig: Rig, county: County) -> None:
    await on_record(rig, county)
    wrong = []
    for one in MESSAGES:
        shown = await rig.say(county.liaison, one["text"])
        odd = differences(one["expected"], await draft_of(rig, county), shown)
        if odd:
            wrong.append(f"{one['kind']}: {one['text']!r}: {odd} {[m.text for m in shown]}")
        if await draft_of(rig, county) is not None:
            await rig.say(county.liaison, "/cancel")
    assert not wrong, "\n".join(wrong)


def test_the_texts_are_many_and_none_stands_twice() -> None:
    texts = [one["text"] for one in MESSAGES]
    assert len(texts) == len(set(texts)) >= 50


def differences(expected: dict[str, Any], draft: Draft | None, shown: list[Shown]) -> list[str]:
    """What is otherwise than it must be."""
    said = "\n".join(m.text for m in shown)
    labels = [label for m in shown for label in m.labels]
    if expected["as"] == "answer":
        found: dict[str, Any] = {"as": "answer" if draft is None else draft.form}
    else:
        found = {"as": "answer"} if draft is None else of_draft(draft, expected["as"])
    odd = [
        f"{name}: {found.get(name)!r} for {value!r}"
        for name, value in expected.items()
        if name not in ("says", "buttons") and found.get(name) != value
    ]
    if expected.get("says", "") not in said:
        odd.append(f"does not say {expected['says']}")
    odd += [f"no button {one}" for one in expected.get("buttons", ()) if not any(one in label for label in labels)]
    return odd


def of_draft(draft: Draft, form: str) -> dict[str, Any]:
    """A draft as the texts speak of it."""
    values, context = draft.data, draft.context
    found: dict[str, Any] = {"as": form if draft.form == FORMS[form] else draft.form, "asks": draft.asking}
    found |= {name: values.get(name) for name in ("papers", "served_on", "mode", "reason")}
    when = values.get("when")
    found["when"] = datetime.fromisoformat(when).astimezone(ZONE).isoformat(timespec="minutes")[:16] if when else None
    found["place"] = values.get("place") or ""
    found["status"] = context.get("status")
    kept = several_fields.kept(values)
    found["numbers"] = kept or [values.get("number")]
    found["rows"] = [int(one.split("行初")[1].rstrip("号")) for one in kept if "行初" in one]
    found["all"] = [
        int(one.split("行初")[1].rstrip("号")) for one in values.get(several_fields.ALL) or () if "行初" in one
    ]
    targets = context.get("targets") or {}
    found["several"] = [int(targets[key][2].split("行初")[1].rstrip("号")) for key in kept if key in targets]
    known = values.get("number") or _about(context)
    found["number"] = int(known.split("行初")[1].rstrip("号")) if known and "行初" in known else None
    found["unused"] = list(unused.left(context, values).texts)
    return found


def _about(context: dict[str, Any]) -> str:
    """The number of the hearing that a change is about."""
    chosen = str(context.get("hearing") or "")
    return str((context.get("targets") or {}).get(chosen, ["", "", ""])[2])
