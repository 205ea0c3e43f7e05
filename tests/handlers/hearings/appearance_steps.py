"""Steps that the stories of appearances share: a hearing entered, a leader asked, an absence reported."""

from sqlmodel import col, select

from bot.store.tables import Appearance
from tests.builders import County
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"
LINE = f"/hearing {NUMBER} 12月15日上午9:30 县法院第二审判庭"


async def one(rig: Rig) -> Appearance:
    return (await rig.database.read(lambda s: s.exec(select(Appearance).order_by(col(Appearance.id))).all()))[-1]


async def entered(rig: Rig, user: int) -> None:
    await rig.say(user, LINE)
    await rig.press(user, "确认")


async def asked(rig: Rig, county: County, leader: str = "张明") -> None:
    await entered(rig, county.liaison)
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, leader)


async def report_absence(rig: Rig, user: int, *, who: str = "本机关工作人员", proxy: bool = False) -> None:
    """Goes through the procedure."""
    if proxy:
        await rig.press(user, "电话答复")
    await rig.press(user, "他人不能代替")
    await rig.say(user, "参加全省防汛调度会议")
    await rig.press(user, "经主要负责人签字")
    await rig.send_file(user, "会议通知.jpg", b"jpeg", mime="image/jpeg")
    await rig.press(user, "完成")
    await rig.press(user, who)
    await rig.say(user, "何伟 执法大队大队长")
    if "律师" in who:
        await rig.press(user, "跳过")
    await rig.press(user, "是")
