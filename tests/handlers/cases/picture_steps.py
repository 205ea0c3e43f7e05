"""Steps of the tests of pictures that are read: what they say, who sends them, what waits."""

from __future__ import annotations

from sqlmodel import col, select

from bot.store.tables import Draft, PictureJob
from tests.builders import County
from tests.rig import Rig

SUMMONS = (
    "传 票\n泗水县人民法院\n案号 （2026）鲁0831行初12号\n案由 行政处罚\n被传唤人 泗水县公安局\n传唤事由 开庭\n"
    "应到时间 2026年4月28日9时30分\n应到处所 第二审判庭\n二〇二六年三月三十日"
)
NOTICE = (
    "泗水县人民法院\n应诉通知书\n（2026）鲁0831行初12号\n泗水县公安局：\n本院已受理孔德明诉你单位行政处罚一案，现随文发送"
    "起诉状副本。\n二〇二六年三月三十日"
)


async def send(rig: Rig, county: County, content: bytes, name: str = "1.jpg", caption: str = "", **more: str) -> str:
    """What the liaison is answered at once."""
    mime = "image/jpeg" if name.endswith(".jpg") else ""
    shown = await rig.send_file(county.police_liaison, name, content, caption=caption, mime=mime, **more)  # type: ignore[arg-type]
    return "\n".join(one.text for one in shown)


async def draft_of(rig: Rig) -> Draft:
    return await rig.database.read(lambda s: s.exec(select(Draft)).one())


async def waiting(rig: Rig) -> list[tuple[str, int]]:
    """What waits in the queue: the piece that is wanted, and how often it was begun."""
    rows = select(PictureJob.piece, PictureJob.attempts).order_by(col(PictureJob.id))
    return list(await rig.database.read(lambda s: s.exec(rows).all()))
