"""One way of walking a message through the whole bot, and of saying what became of it.

A message is *right* where a preview stands that holds what the text says, *asked* where its form asks for what the
text leaves open, *answered* where nothing is begun and a sentence says why. It is *silently wrong* where a value is
held that is another than the right one, or one is dropped, and neither a question nor 未采用 says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select as rows_of
from sqlmodel import select

from bot.domain.hall.extracts import Extract
from bot.domain.reading import several_fields, unused
from bot.extracts import kinds
from bot.extracts.notes import Unreadable
from bot.extracts.reader import Reader
from bot.services.post.inbox import storable
from bot.store.tables import Draft, metadata
from bot.telegram import form_queue
from tests.builders import County
from tests.fakes import Shown
from tests.houses import ZONE
from tests.intake.corpus import Sent
from tests.rig import Rig

RIGHT, ASKED, ANSWERED, SILENT = "right", "asked", "answered", "silently wrong"
_FORMS = {"hearing.move": "move", "hearing.off": "off", "hearing.list": "list"}
_SAID = frozenset({"as", "asks", "says", "buttons", "hidden", "no", "lost", "unused", "others"})
"""What is expected beside values."""
_ASKED_AS = {"rows": "number", "numbers": "number", "all": "number", "several": "number", "then": "when"}
"""Which question speaks of a value that goes by another name here."""


_NEEDED = frozenset({"number", "papers", "served_on", "mode", "when", "outcome", "on_appeal"})
"""What no preview stands without."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, and how that differs from what it must become."""

    what: str
    wrong: tuple[str, ...] = ()
    said: str = ""


def number(n: int) -> str:
    return f"（2026）鲁0831行初{n}号"


# -- worlds --------------------------------------------------------------------------------------------------------


async def _empty(rig: Rig, here: County) -> int:
    """Nothing is on record."""
    return here.liaison


async def _police(rig: Rig, here: County) -> int:
    """Nothing is on record; the liaison officer of 泗水县公安局 writes."""
    return here.police_liaison


async def _recorded(rig: Rig, here: County) -> int:
    """行初12号 (孔德明), heard on 28 April, 行初13号 (周小丽), heard on 6 May, and 行初14号 without a hearing."""
    for n, plaintiff in ((12, "孔德明"), (13, "周小丽"), (14, "")):
        said = f"，原告：{plaintiff}" if plaintiff else ""
        await rig.say(here.liaison, f"{number(n)} 应诉通知书 昨天收到 邮寄{said}")
        await rig.press(here.liaison, "✓ 登记")
    for line in ("12号 4月28日上午9:30 县法院第二审判庭", "13号 5月6日下午2:30 县法院第一审判庭"):
        await rig.say(here.liaison, f"/hearing 行初{line}")
        await rig.press(here.liaison, "确认")
    return here.liaison


async def _asked(rig: Rig, here: County) -> int:
    """A leader is asked to appear at the hearing of 行初12号."""
    await _recorded(rig, here)
    await rig.press(here.liaison, "指定出庭负责人")
    await rig.press(here.liaison, "张明")
    return here.leader


WORLDS: Mapping[str, Callable[[Rig, County], Coroutine[Any, Any, int]]] = {
    "empty": _empty, "police": _police, "recorded": _recorded, "asked": _asked,
}  # fmt: skip
"""Each puts something on record on Thursday 2 April 2026 at 9:00, and gives the account that then writes."""


# -- walking -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Within(Reader):
    """Reads files in this process: what they say is asked here, not how the bot keeps them apart."""

    async def read(self, path: Path, name: str, size: int) -> Extract:
        try:
            return kinds.read(path, name, self.limits)
        except Unreadable as unreadable:
            return Extract(notes=(unreadable.why,))


@dataclass
class Walk:
    """A world in which messages are sent one after another; what each begins is left before the next."""

    rig: Rig
    user: int
    _kept: list[str] = field(default_factory=list)

    @classmethod
    async def into(cls, world: str, rig: Rig, here: County) -> Walk:
        """Begin in a world of `WORLDS`."""
        rig.pipeline.fetching = replace(rig.pipeline.fetching, reader=Within(rig.house.reading))
        return cls(rig, await WORLDS[world](rig, here))

    async def send(self, one: Sent) -> Outcome:
        """Send it as the pipeline would write it down, and say what became of it."""
        shown, kept = await self.tell(one)
        draft = await self._draft()
        if "hidden" in one.expected:
            kept += await self._database()
        outcome = judged(one.expected, draft, shown, kept)
        while await self._draft() is not None:
            await self.rig.say(self.user, "/cancel")
        return outcome

    async def tell(self, one: Sent) -> tuple[list[Shown], str]:
        """What is answered, and the message as it is kept."""
        if one.name:
            return await self.rig.send_file(self.user, one.name, one.content), ""
        kept = storable({"update_id": 1, "message": {"text": one.text}})["message"]["text"]
        return await self.rig.say(self.user, kept), kept

    async def _database(self) -> str:
        """All that is kept anywhere."""
        tables = metadata.sorted_tables
        rows = await self.rig.database.read(
            lambda session: [str(row) for table in tables for row in session.execute(rows_of(table)).all()]
        )
        return "\n".join(rows)

    async def _draft(self) -> Draft | None:
        statement = select(Draft)
        return await self.rig.database.read(lambda session: session.exec(statement).first())


# -- judging -------------------------------------------------------------------------------------------------------


def judged(expected: Mapping[str, Any], draft: Draft | None, shown: list[Shown], kept: str) -> Outcome:
    """What became of a message, held beside what it must become."""
    said = "\n".join(one.text for one in shown)
    found = _of_draft(draft) if draft else {"as": "answer", "lost": "看不出要办什么" in said}
    wrong = [
        f"{name}: {found.get(name)!r} for {value!r}"
        for name, value in _plain(expected).items()
        if name not in ("says", "buttons", "hidden", "no") and not _same(name, found.get(name), value)
    ]
    wrong += [f"{name} is there: {found[name]!r}" for name in expected.get("no", ()) if found.get(name)]
    silent = _silently(expected, found, said) if draft or expected["as"] != "answer" else []
    held = json.dumps([draft.data, draft.context], ensure_ascii=False) if draft else ""
    wrong += _unsaid(expected, said + held + kept, said, [label for one in shown for label in one.labels])
    what = SILENT if silent else ANSWERED if draft is None else ASKED if draft.asking else RIGHT
    return Outcome(what, tuple(wrong), said)


def _unsaid(expected: Mapping[str, Any], everything: str, said: str, labels: list[str]) -> list[str]:
    found = [f"does not say {expected['says']}"] if expected.get("says", "") not in said else []
    if expected.get("hidden") and expected["hidden"] in everything:
        found.append("keeps what is secret")
    return found + [f"no button {one}" for one in expected.get("buttons", ()) if not any(one in is_ for is_ in labels)]


def _silently(expected: Mapping[str, Any], found: Mapping[str, Any], said: str) -> list[str]:
    """Values that are held wrongly, or dropped, while no question and no 未采用 speaks of them."""
    if found["as"] == "answer":
        return []
    if found["as"] != expected["as"]:
        return [] if found["asks"] in ("which", "number") and expected["as"] != "answer" else ["as"]
    values = {name: value for name, value in _plain(expected).items() if name not in _SAID}
    values |= dict.fromkeys(expected.get("no", ()))
    return [
        name
        for name, value in values.items()
        if not _same(name, found.get(name), value) and not _spoken_of(name, found, said)
    ]


def _spoken_of(name: str, found: Mapping[str, Any], said: str) -> bool:
    """Whether the form asks for it, now or before its preview stands, or something is named as not taken."""
    asked = found["asks"] in (name, _ASKED_AS.get(name, name)) or (found["asks"] and name in _NEEDED)
    return not found.get(name) and (asked or bool(found["unused"]) or "未采用" in said)


def _same(name: str, found: Any, value: Any) -> bool:
    return found == value or (not found and value in ("", None, [], False))


def _plain(expected: Mapping[str, Any]) -> dict[str, Any]:
    """With the numbers written out: 12 is short for the whole number of the county's court."""
    return {name: _whole(name, value) for name, value in expected.items()}


def _whole(name: str, value: Any) -> Any:
    if name not in ("number", "rows", "all", "several"):
        return value
    if isinstance(value, list):
        return [_whole(name, one) for one in value]
    return number(value) if isinstance(value, int) else value


def _of_draft(draft: Draft) -> dict[str, Any]:
    """A draft as the corpus speaks of it."""
    values, context = draft.data, draft.context
    kept, targets = several_fields.kept(values), context.get("targets") or {}
    queue = form_queue.waiting(draft)
    return {
        **values,
        "as": _FORMS.get(draft.form, draft.form),
        "asks": draft.asking,
        "when": _local(values.get("when")),
        "then": _local(queue[0]["values"].get("when")) if queue else "",
        "status": context.get("status"),
        "number": values.get("number") or _about(context),
        "numbers": kept or [values.get("number")],
        "rows": kept,
        "all": list(values.get(several_fields.ALL) or ()),
        "several": [targets[key][2] for key in kept if key in targets],
        "lines": [_line(row) for row in values.get("rows") or ()],
        "unused": list(unused.left(context, values).texts),
    }


def _line(row: Mapping[str, Any]) -> list[str]:
    """A row of a list: its number, and its time, or that it cannot be recorded."""
    return [str(row.get("number") or ""), "!" if row["problem"] else _local(row.get("when"))]


def _local(when: Any) -> str:
    return datetime.fromisoformat(when).astimezone(ZONE).isoformat(timespec="minutes")[:16] if when else ""


def _about(context: Mapping[str, Any]) -> str:
    """The number of the hearing that a change is about."""
    chosen = str(context.get("hearing") or "")
    return str((context.get("targets") or {}).get(chosen, ["", "", ""])[2])
