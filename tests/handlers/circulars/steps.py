"""Steps that the stories of circulars in chat share: composed, its head and audience filled in, sent."""

from typing import Any

from sqlmodel import col, select

from bot.store.tables import Circular
from tests.rig import Rig

TITLE = "关于报送上半年行政应诉情况的通知"


async def rows(rig: Rig, table: Any) -> list[Any]:
    return list(await rig.database.read(lambda s: s.exec(select(table).order_by(col(table.id))).all()))


async def newest(rig: Rig) -> Circular:
    found: Circular = (await rows(rig, Circular))[-1]
    return found


async def compose(rig: Rig, user: int, *texts: str) -> None:
    await rig.say(user, "/circular")
    for text in texts:
        await rig.say(user, text)


async def fill_head(
    rig: Rig, user: int, *, title: str = TITLE, reply: str = "仅签收", by: str = "4月8日", absence: str = "否",
    protect: str = "否",
) -> None:  # fmt: skip
    """Title, no number, what is asked back, by when, own agency, not sensitive."""
    await rig.press(user, "标题与回复要求")
    await rig.say(user, title)
    await rig.press(user, "跳过")
    await rig.press(user, reply)
    if reply != "无需回复":
        await rig.say(user, by)
    await rig.press(user, "泗水县司法局")
    await rig.press(user, protect)
    await rig.press(user, absence)
    await rig.press(user, "确认")


async def fill_audience(rig: Rig, user: int, *roles: str) -> None:
    """All agencies; people in these roles."""
    await rig.press(user, "发送对象")
    await rig.press(user, "全部")
    for role in roles:
        await rig.press(user, role)
    await rig.press(user, "完成")
    await rig.press(user, "选定")


async def ready(rig: Rig, user: int, *texts: str, **head: str) -> None:
    await compose(rig, user, *(texts or ("请各单位于4月8日前报送。",)))
    await fill_head(rig, user, **head)
    await fill_audience(rig, user, "联络员")


async def send(rig: Rig, user: int, when: str = "立即发送") -> None:
    await rig.press(user, "发送…")
    await rig.press(user, when)
    await rig.press(user, "发送")


LIAISONS = ("liaison", "police_liaison", "office_liaison", "labour_liaison", "street_liaison", "town_liaison")
