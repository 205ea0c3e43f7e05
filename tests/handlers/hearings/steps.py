"""Steps that the stories of hearings share: a hearing entered by its liaison officer, confirmed by a leader."""

from sqlmodel import col, select

from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appearance, Hearing
from tests.builders import County
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"
LINE = f"/hearing {NUMBER} 12月15日上午9:30 县法院第二审判庭"


async def hearings(rig: Rig) -> list[Hearing]:
    return list(await rig.database.read(lambda s: s.exec(select(Hearing).order_by(col(Hearing.id))).all()))


async def appearances(rig: Rig) -> list[Appearance]:
    return list(await rig.database.read(lambda s: s.exec(select(Appearance).order_by(col(Appearance.id))).all()))


async def entered(rig: Rig, county: County, line: str = LINE) -> Hearing:
    await rig.say(county.liaison, line)
    await rig.press(county.liaison, "确认")
    return (await hearings(rig))[-1]


async def entered_in_anhui(rig: Rig, county: County) -> None:
    """A case with twelve plaintiffs and its hearing, by the Anhui book: the principal must appear."""

    def by_anhui(desk: Desk) -> None:
        for one in (county.government, county.city):
            desk.session.get_one(Agency, one).rulebook = "anhui-principal-2023"

    await rig.work(by_anhui)
    await rig.say(county.liaison, f"{NUMBER} 起诉状副本 原告：张三丰等12人 今天收到 直接送达")
    await rig.press(county.liaison, "✓ 登记")
    await entered(rig, county)


async def confirmed(rig: Rig, county: County) -> Hearing:
    """Entered, 张明 named and confirmed."""
    hearing = await entered(rig, county)
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")
    await rig.press(county.leader, "我出庭")
    return hearing
