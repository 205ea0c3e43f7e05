"""Steps that the stories of decisions share: a judgment entered, what the card says of it, an appeal said."""

from __future__ import annotations

from sqlmodel import col, select

from bot.store.tables import Paper
from tests.fakes import Shown
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"
SECOND = "（2026）鲁08行终3号"


async def papers(rig: Rig) -> list[Paper]:
    return list(await rig.database.read(lambda s: s.exec(select(Paper).order_by(col(Paper.id))).all()))


async def judgment(rig: Rig, user: int, appeal: str, *, outcome: str = "撤销", when: str = "今天收到") -> None:
    """A first-instance judgment, with what the agency says of an appeal (是, 否, 尚未决定)."""
    await rig.say(user, f"{NUMBER} 判决书 {when}")
    await rig.press(user, outcome)
    await rig.press(user, appeal)
    await rig.press(user, "✓ 登记")


async def card(rig: Rig, user: int, number: str = NUMBER) -> Shown:
    """The card of the case as it is now."""
    return (await rig.say(user, f"/case {number}"))[-1]


async def recorded(rig: Rig, user: int, number: str = NUMBER) -> str:
    """What the page of the papers says, behind the card of the case."""
    shown = await card(rig, user, number)
    await rig.press(user, "更多", shown)
    await rig.press(user, "文书", shown)
    return shown.text


async def known(rig: Rig, user: int, number: str = NUMBER) -> str:
    """What is known of the case itself, behind its card."""
    shown = await card(rig, user, number)
    await rig.press(user, "更多", shown)
    return shown.text


async def at_once(rig: Rig, user: int, words: str) -> Shown:
    """The matter of the newest list of a morning that says this, by 逐项办理."""
    await rig.press(user, "逐项办理")
    shown = rig.last(user)
    while words not in shown.text:
        await rig.press(user, "下一项", shown)
    return shown


async def effect(rig: Rig, user: int) -> Shown:
    """The message about the day of effect, by way of the card."""
    await card(rig, user)
    await rig.behind(user, "生效日期")
    return rig.last(user)


def said(messages: list[Shown], user: int, words: str) -> list[Shown]:
    """What of these messages one person got that says this."""
    return [m for m in messages if m.chat_id == user and words in m.text]
