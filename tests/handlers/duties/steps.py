"""Steps that the stories of duties share: a summons entered, a duty reported done."""

from __future__ import annotations

from sqlmodel import col, select

from bot.store.tables import Duty
from tests.builders import County, county
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"


async def duties(rig: Rig, rule: str = "") -> list[Duty]:
    found = await rig.database.read(lambda s: s.exec(select(Duty).order_by(col(Duty.id))).all())
    return [d for d in found if not rule or d.rule == rule]


async def enter(rig: Rig, user: int, line: str) -> None:
    await rig.say(user, line)
    await rig.press(user, "登记")


async def summons(rig: Rig) -> County:
    here = await county(rig)
    await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
    return here


async def report(rig: Rig, user: int, label: str, number: str = "泗自然资备〔2026〕3号") -> None:
    """Press 办结 on the card, fill the form, confirm."""
    await rig.press(user, label)
    await rig.press(user, "今天办结，附言…")
    await rig.say(user, number)
    await rig.press(user, "✓ 办结")
