"""Steps that the stories of duties share: a summons entered, a duty reported done."""

from __future__ import annotations

from sqlmodel import col, select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Duty
from tests.builders import County, county
from tests.fakes import Shown
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


async def act(rig: Rig, user: int, label: str) -> None:
    """Press 办结 on the card; of ② 办结 first the second of all matters is opened, which stand behind it.

    Where the copy of a paper or a form does it, what was handed in on paper is said behind 更多.
    """
    mark, _, action = label.partition(" ")
    if not action and (label != "办结" or label in rig.last(user).labels):
        await rig.press(user, label)
        return
    mark, action = (mark, action) if action else ("①", label)
    await rig.behind(user, f"{mark} " if mark in "①②③④" else mark)
    if action == "办结" and {"报备", "明确出庭负责人", "一键报备"} & set(rig.last(user).labels):
        await rig.press(user, "更多", rig.last(user))
        action = "办结" if "办结" in rig.last(user).labels else "已报纸质件"
    await rig.press(user, action, rig.last(user))


async def copy(rig: Rig, user: int) -> None:
    """The copy of the paper, where the form asks for it."""
    if any(words in rig.last(user).text for words in ("请发送所收文书", "send the copy of the paper")):
        await rig.send_file(user, "传票.jpg", b"\x89PNG the paper", mime="image/jpeg")


async def report(rig: Rig, user: int, label: str, number: str = "泗自然资备〔2026〕3号") -> None:
    """Press 办结 on the card, fill the form, confirm."""
    await act(rig, user, label)
    await rig.press(user, "今天办结，附")
    await rig.say(user, number)
    await copy(rig, user)
    await rig.press(user, "✓ 办结")


async def judging(rig: Rig, user: int) -> Shown:
    """逐项认可, as the digest and the message of 15:00 open it: the first filing that waits."""
    [menu] = await rig.say(user, "/menu")
    [first] = await rig.press_data(user, "jd", menu)
    return first


async def done(rig: Rig, user: int, rule: str) -> None:
    """办结 of the open duty of this rule, or 已报纸质件 where a form does it: both are the same press."""
    owed = next(one for one in await duties(rig, rule) if one.state is DutyState.OPEN)
    await rig.press_data(user, f"dt.done:{owed.id}:{owed.version}", rig.last(user))
