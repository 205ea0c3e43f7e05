"""What the walks of whole kinds share: a paper issued, sealed and sent in chat, and every field of it compared."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from bot.domain.documents.kinds import FieldType
from bot.domain.documents.sources import UNDECIDED
from bot.store.tables import Document, Duty
from tests.fakes import Shown
from tests.handlers.documents.report_steps import Answer, answer, compare, editions, owed
from tests.rig import Rig

SCAN = b"scan of the sealed paper"


async def through(rig: Rig, user: int, *taps: str) -> Shown:
    """Each button in its turn, on the newest message that has it."""
    for label in taps:
        await rig.press(user, label)
    return rig.last(user)


async def issued(rig: Rig, user: int, number: str) -> None:
    """签发 with the number that is proposed, today."""
    await through(rig, user, "签发", number, "今天", "✓ 签发")


async def sealed(rig: Rig, user: int, name: str) -> None:
    """The scan of the paper that this person has before him."""
    await rig.press(user, "上传签章件")
    await rig.send_file(user, name, SCAN, mime="application/pdf")
    await through(rig, user, "完成", "✓ 上传")


async def sent(rig: Rig, user: int, minute: str) -> None:
    """送达 in the bot; the addressee's people have it at this minute."""
    await through(rig, user, "送达", "发送")
    await rig.to(minute)


async def changed(rig: Rig, user: int, name: str, said: Answer) -> None:
    """更改: a field that need not be filled in."""
    await rig.press(user, "更改", rig.last(user))
    while not any(name in label for label in rig.last(user).labels):
        await rig.press(user, "下一页 ›", rig.last(user))
    await rig.press(user, name, rig.last(user))
    await answer(rig, user, said)


async def opened(rig: Rig, user: int, document: Document) -> Shown:
    """The card of a paper, from below the menu."""
    [menu] = await rig.say(user, "/menu")
    await rig.press_data(user, f"doc.at:{document.id}", menu)
    return rig.last(user)


async def accepted(rig: Rig, user: int, rule: str, agency: int = 0) -> Duty:
    """The coordinator accepts what was reported; the duty as it stands then."""
    duty = await owed(rig, rule, agency)
    [menu] = await rig.say(user, "/menu")
    await rig.press_data(user, f"dt.ok:{duty.id}:{duty.version}", menu)
    return await owed(rig, rule, agency)


async def every(
    rig: Rig,
    kind: str,
    entered: dict[str, Any],
    known: dict[str, Any],
    without: Collection[str] = (),
    *,
    last: bool = False,
) -> str:
    """Every field that people filled in is one of `entered` and holds what was entered; every other field that has
    something is one of `known`; all of them stand in the printed file; and no field is empty but those of `without`."""
    newest = (await editions(rig, kind, last=last))[-1]
    empty = {one.name for one in rig.house.law.kinds[kind].fields} - entered.keys() - known.keys()
    assert empty == set(without), f"nothing is said of: {sorted(empty ^ set(without))}"
    held = {name: one["origin"] for name, one in newest.values.items() if one["raw"] not in (None, "", [])}
    typed = {name for name, origin in held.items() if origin == "person"}
    assert typed == set(entered), f"typed in: {sorted(typed ^ set(entered))}"
    assert held.keys() - typed == set(known), f"known: {sorted((held.keys() - typed) ^ set(known))}"
    types = {one.name: one.type for one in rig.house.law.kinds[kind].fields}
    other = {
        name: newest.values[name]["raw"]
        for name, expected in {**entered, **known}.items()
        if _plain(types[name], newest.values[name]["raw"]) != _plain(types[name], expected)
    }
    assert not other, f"otherwise than entered: {other}"
    return await compare(rig, kind, {}, last=last)


def _plain(of: FieldType, raw: Any) -> Any:
    """A moment whatever its zone; of files and of people their names."""
    if of is FieldType.MOMENT and raw != UNDECIDED:
        return datetime.fromisoformat(raw)
    if of is FieldType.PERSON:
        return raw["name"] if isinstance(raw, dict) else raw
    return [one["name"] if isinstance(one, dict) else one for one in raw] if of is FieldType.FILES else raw
