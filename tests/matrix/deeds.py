"""What people do in the two counties, each by his or her own hands, and which words of it are secret."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlmodel import col, select

from bot.domain.agencies.audiences import Audience
from bot.domain.events.events import roles_of
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import CircularState, EventState, InboxState, Role, SendState, SignInWay
from bot.services.agencies import invitations, staffing
from bot.services.hall import files as stored_files
from bot.services.hall.desk import Desk
from bot.store.tables import (
    Agency,
    Case,
    Circular,
    Event,
    Hearing,
    InboxRow,
    Invitation,
    LinkedGroup,
    OutboxRow,
    Person,
)
from tests import builders, events
from tests.builders import County
from tests.handlers.circulars.steps import fill_audience
from tests.matrix.counted import counted
from tests.matrix.papers import papers
from tests.matrix.world import FAR, NOW, POLICE, READS, RESOURCES, SEES, SIDES, Side, World, ended, second_county
from tests.rig import Rig


async def filled(rig: Rig) -> World:
    """Everything that can be there, by the hands of those whose it is."""
    world = World(await builders.county(rig))
    await rig.work(lambda desk: second_county(desk, world))
    await ended(rig, world)
    for n, side in enumerate(SIDES, start=1):
        await _cases(rig, world, side, n)
    await _shared(rig, world)
    await _government(rig)
    await _court_list(rig)
    await _events(rig, world)
    await _circulars(rig, world)
    await papers(rig, world)
    await counted(rig, world)
    await rig.to(NOW)
    await _after(rig, world)
    return world


# -- cases -------------------------------------------------------------------------------------------------------


async def _case(rig: Rig, number: str, **more: Any) -> int:
    def change(desk: Desk) -> int:
        standing = select(Case).where(Case.number == number, col(Case.merged_into).is_(None))
        case = desk.session.exec(standing).one()
        for name, value in more.items():
            setattr(case, name, value)
        for hearing in desk.session.exec(select(Hearing).where(Hearing.case_id == case.id)).all():
            hearing.closed = True
            desk.session.add(hearing)
        desk.session.add(case)
        return case.id or 0

    return await rig.work(change)


async def _enter(rig: Rig, user: int, line: str, agency: str = "") -> None:
    await rig.say(user, line)
    if agency and agency in rig.last(user).labels:
        await rig.press(user, agency)
    await rig.press(user, "✓ 登记")


async def _hearing(rig: Rig, user: int, number: str, when: str) -> None:
    await rig.say(user, f"/hearing {number} {when} 第二审判庭")
    await rig.press(user, "确认")


async def _cases(rig: Rig, world: World, side: Side, n: int) -> None:
    """A case with papers, duties and a leader who cannot come; one that was heard; one that is decided."""
    await _refused(rig, world, side, n)
    await _heard(rig, world, side, n)
    await _decided(rig, world, side, n)


async def _refused(rig: Rig, world: World, side: Side, n: int) -> None:
    number, plaintiff = f"（2026）鲁0831行初{n}1号", f"欧阳秋{n}"
    await rig.say(side.liaison, f"{number} 应诉通知书 今天收到")
    await rig.send_file(side.liaison, f"起诉状{n}甲.pdf", f"complaint-{n}".encode(), mime="application/pdf")
    await rig.press(side.liaison, "登记")
    await _hearing(rig, side.liaison, number, "12月21日上午9:30")
    case = await _case(rig, number, plaintiff=plaintiff, cause=f"缘由{n}甲")
    await rig.press(side.liaison, "指定出庭负责人")
    await rig.press(side.liaison, side.leader_name)
    await rig.press(side.leader, "不能出庭")
    await rig.press(side.leader, "意外事件")
    await rig.say(side.leader, f"病情{n}")
    await rig.press(side.leader, "尚未备齐")
    await rig.send_file(side.leader, f"诊断{n}.pdf", f"diagnosis-{n}".encode(), mime="application/pdf")
    await rig.press(side.leader, "完成")
    await rig.press(side.leader, "本机关工作人员")
    await rig.say(side.leader, f"何{'零甲乙丙丁'[n]}某")
    await rig.press(side.leader, "否")
    await rig.press(side.leader, "提交")
    await _report(rig, side, n)
    own, readers = {side.leader}, world.reads(side.name)
    for word in (plaintiff, f"起诉状{n}甲", f"诊断{n}", f"complaint-{n}", f"diagnosis-{n}"):
        world.keep(word, readers | own)
    for word in (number, f"病情{n}", f"缘由{n}甲", f"文号{n}"):
        world.keep(word, world.sees(side.name) | own | world.holders({Role.ADMINISTRATOR}, side.name))
    assert case


async def _report(rig: Rig, side: Side, n: int) -> None:
    """One of the duties is handed in, with a file."""
    await rig.say(side.liaison, "/duties")
    await rig.press(side.liaison, "1. 出庭报备")
    await rig.press(side.liaison, "更多", rig.last(side.liaison))
    await rig.press(side.liaison, "已报纸质件", rig.last(side.liaison))
    await rig.press(side.liaison, "今天")
    await rig.say(side.liaison, f"文号{n}")
    await rig.send_file(side.liaison, f"证明{n}.pdf", f"proof-{n}".encode(), mime="application/pdf")
    await rig.press(side.liaison, "✓ 办结")


async def _heard(rig: Rig, world: World, side: Side, n: int) -> None:
    number = f"（2026）鲁0831行初{n}2号"
    await _hearing(rig, side.liaison, number, "12月4日上午9:30")
    await _case(rig, number, plaintiff=f"慕容冬{n}")
    await rig.press(side.liaison, "指定出庭负责人")
    await rig.press(side.liaison, side.other_name)
    await rig.press(side.other, "我出庭")
    await rig.press(side.liaison, "出庭材料")
    await rig.press(side.liaison, "出庭提醒", rig.last(side.liaison))
    await rig.press(side.liaison, "提交", rig.last(side.liaison))
    world.keep(number, world.sees(side.name) | {side.other} | world.holders({Role.ADMINISTRATOR}, side.name))
    world.keep(f"慕容冬{n}", world.reads(side.name) | {side.other})


async def _decided(rig: Rig, world: World, side: Side, n: int) -> None:
    number = f"（2026）鲁0831行初{n}3号"
    await rig.say(side.liaison, f"{number} 判决书 今天收到")
    await rig.press(side.liaison, "撤销")
    await rig.press(side.liaison, "否")
    await rig.press(side.liaison, "✓ 登记")
    await rig.say(side.liaison, f"{number} 司法建议书 今天收到")
    await rig.press(side.liaison, "个案")
    await rig.say(side.liaison, "30日")
    await rig.press(side.liaison, "✓ 登记")
    await _case(rig, number, plaintiff=f"皇甫春{n}")
    world.keep(number, world.sees(side.name) | world.holders({Role.ADMINISTRATOR}, side.name))
    world.keep(f"皇甫春{n}", world.reads(side.name))


async def _shared(rig: Rig, world: World) -> None:
    """Two defendants in one case: each names its leader, and neither sees whom the other names."""
    number = "（2026）鲁0831行初81号"
    for side in (RESOURCES, POLICE):
        await _enter(rig, side.liaison, f"{number} 应诉通知书 今天收到")
    await rig.press(1101, "确认为共同当事人")
    await _hearing(rig, RESOURCES.liaison, number, "12月22日上午9:30")
    await _case(rig, number, plaintiff="上官婉")
    await rig.press(RESOURCES.liaison, "指定出庭负责人")
    await rig.press(RESOURCES.liaison, RESOURCES.leader_name)
    await rig.press(POLICE.liaison, "指定出庭负责人")
    await rig.press(POLICE.liaison, POLICE.leader_name)
    both = (RESOURCES.name, POLICE.name)
    world.keep(number, world.sees(*both) | {1204, 1304} | world.holders({Role.ADMINISTRATOR}, *both))
    world.keep("上官婉", world.reads(*both) | {1204, 1304})


async def _government(rig: Rig) -> None:
    """The county government is sued, and its bureau is asked which unit handles it."""
    await rig.say(1401, "（2026）鲁08行初91号 应诉通知书 今天收到 邮寄")
    await rig.press(1401, "县政府")
    await rig.press(1401, "登记")


async def _court_list(rig: Rig) -> None:
    lines = (
        "开庭公告\n（2026）鲁0831行初61号 泗水县公安局 12月23日上午9:00 第二审判庭\n"
        "（2026）鲁0831行初62号 泗水县自然资源和规划局 12月23日下午14:30 第二审判庭\n"
        "（2026）鲁0831行初64号 泗水县自然资源和规划局 12月24日下午14:30 第二审判庭\n"
    )
    await rig.say(1901, lines)
    await rig.press(1901, "登记以上各条")


# -- events and circulars ----------------------------------------------------------------------------------------


async def _events(rig: Rig, world: World) -> None:
    county = world.county
    near, far = (county.resources, county.police), (await _agency(rig, FAR.name),)
    bureau = await _agency(rig, "曲阜司法局")
    plans = (
        ("泗水培训", county.justice, county.coordinator, near, "12-15 09:30"),
        ("泗水旧训", county.justice, county.coordinator, near, "12-03 09:30"),
        ("泗水今训", county.justice, county.coordinator, near, "12-08 10:10"),
        ("曲阜培训", bureau, 3101, far, "12-15 09:30"),
        ("曲阜旧训", bureau, 3101, far, "12-03 09:30"),
    )
    for title, organiser, by, agencies, when in plans:
        await _hold(rig, county, title, organiser, by, agencies, when)
        guests = (
            {1201, 1203, 1204, 1205, 1301, 1303, 1304, 1305, 1202, 1302} if by == 1101 else {3201, 3203, 3204, 3205}
        )
        keepers = world.holders({Role.COORDINATOR, Role.LIAISON, Role.DEPUTY_LIAISON}, *_home(by))
        world.keep(
            title, guests | keepers | {1103 if by == 1101 else 0} | world.holders({Role.ADMINISTRATOR}, *_home(by))
        )
    await rig.press(RESOURCES.leader, "不能参加")
    await rig.say(RESOURCES.leader, "出差青岛")
    await rig.press(RESOURCES.leader, "提交答复")
    organising = world.holders({Role.COORDINATOR, Role.LIAISON}, "县司法局")
    world.keep("出差青岛", {RESOURCES.leader, 1202} | organising | world.holders(READS, RESOURCES.name))


def _home(by: int) -> tuple[str, ...]:
    return ("县司法局",) if by == 1101 else ("曲阜司法局",)


async def _agency(rig: Rig, short_name: str) -> int:
    statement = select(Agency).where(Agency.short_name == short_name)
    found = await rig.database.read(lambda session: session.exec(statement).one())
    return found.id or 0


GROUPS = {"泗水培训": ("leaders",)}
"""An event to which only leaders come: whoever speaks for several agencies is no guest of it."""


async def _hold(
    rig: Rig, county: County, title: str, organiser: int, by: int, agencies: tuple[int, ...], when: str
) -> None:
    more: dict[str, Any] = {
        "title": title,
        "organiser_id": organiser,
        "starts_at": events.at(f"2026-{when}"),
        "audience": Audience(agencies=agencies, roles=roles_of(GROUPS.get(title, ("leaders", "liaisons")))),
        "sign_in": SignInWay.BUTTON if title == "泗水今训" else SignInWay.CODE,
    }
    await events.hold(rig, county, by=by, **more)


async def _circulars(rig: Rig, world: World) -> None:
    """One sent in each county and answered in the first; one that waits for the second coordinator; one begun."""
    for by, bureau, title in ((1101, "泗水县司法局", "泗水通知"), (3101, "曲阜市司法局", "曲阜通知")):
        await _compose(rig, by, bureau, title, "否")
        await rig.press(by, "发送…")
        await rig.press(by, "立即发送")
        await rig.press(by, "✓ 发送")
        await rig.pump.drain()
        await rig.say(by, "/circular")
        await rig.say(by, f"草稿{by}")
        world.keep(f"草稿{by}", world.holders({Role.COORDINATOR}, *_home(by)))
    far = world.holders({Role.COORDINATOR, Role.ADMINISTRATOR}, "曲阜司法局") | {FAR.liaison}
    world.keep("曲阜通知", far)
    await rig.press(RESOURCES.liaison, "答复")
    await rig.say(RESOURCES.liaison, "秘密答复")
    await rig.press(RESOURCES.liaison, "✓ 提交答复")
    world.keep("秘密答复", world.holders({Role.COORDINATOR}, "县司法局") | {RESOURCES.liaison})


async def _compose(rig: Rig, user: int, bureau: str, title: str, absence: str) -> None:
    await rig.say(user, "/circular")
    await rig.say(user, f"{title}正文")
    await rig.press(user, "标题与回复要求")
    await rig.say(user, title)
    await rig.press(user, "跳过")
    await rig.press(user, "签收并简要答复")
    await rig.say(user, "12月20日")
    await rig.press(user, bureau)
    await rig.press(user, "否")
    await rig.press(user, absence)
    await rig.press(user, "确认")
    await fill_audience(rig, user, "联络员")


# -- what is there besides ---------------------------------------------------------------------------------------


async def _after(rig: Rig, world: World) -> None:
    """Groups, invitations, what failed, what is held; and everybody looks at what he or she has."""
    await rig.work(lambda desk: _groups(desk, world))
    await _invitations(rig, world)
    await rig.work(_trouble)
    await rig.work(_other_states)
    await _appointed(rig)
    for coordinator, side in ((1101, RESOURCES), (3101, FAR)):
        await rig.say(coordinator, f"/leader {side.leader_name}")
    commands = [f"/{name}" for name in sorted(rig.router.commands)]
    for account in world.everybody:
        for command in (*commands, *BESIDES):
            await rig.say(account, command)
            await rig.say(account, "/cancel")


BESIDES = ("/find 行初", "/find 局", "某某那个案子的材料放在哪里")
"""Said by everybody, besides each command alone: the last is nothing that the bot understands."""


def _other_states(desk: Desk) -> None:
    """What seldom is: a closed case, a cancelled event, circulars that are on their way or stopped, an expired link."""
    closed = desk.session.exec(select(Case).where(Case.number == "（2026）鲁0831行初33号")).one()
    closed.closed_on = desk.today
    for event in desk.session.exec(select(Event).where(Event.title == "曲阜培训")).all():
        files = [{"hash": desk.house.files.put(b"material-3"), "name": "曲阜资料.pdf", "mime": "application/pdf"}]
        stored_files.keep(desk, About.EVENT_MATERIAL(event.id), files)
        desk.session.add(Event(**{**event.model_dump(exclude={"id"}), "state": EventState.CANCELLED}))
    for circular in desk.session.exec(select(Circular).where(Circular.title == "曲阜通知")).all():
        for state in (CircularState.PAUSED, CircularState.SENDING):
            desk.session.add(Circular(**{**circular.model_dump(exclude={"id"}), "state": state}))
    for invitation in desk.session.exec(select(Invitation)).all():
        invitation.expires_at = desk.now


async def _appointed(rig: Rig) -> None:
    """Somebody has another office from now on, and is told so."""
    person, actor = await builders.person(rig, 1206), await builders.person(rig, 1101)
    place = await _agency(rig, "县公安局")
    await rig.work(lambda desk: staffing.appoint(desk, person.id or 0, place, Role.LEGAL_STAFF), actor=actor)
    await rig.pump.drain()


def _groups(desk: Desk, world: World) -> None:
    for title, place in (("泗水应诉群", "县政府"), ("曲阜应诉群", "曲阜政府")):
        agency = desk.session.exec(select(Agency).where(Agency.short_name == place)).one()
        chat = -1000 - (agency.id or 0)
        desk.session.add(LinkedGroup(chat_id=chat, title=title, agency_id=agency.id, linked_at=desk.now))
        keepers = {Role.ADMINISTRATOR, Role.COORDINATOR}
        world.keep(title, world.holders(keepers, place))


async def _invitations(rig: Rig, world: World) -> None:
    """Somebody in each county is invited and has not come."""
    for by, agency, name in ((1101, "县公安局", "未来甲"), (3101, FAR.name, "未来乙")):
        place = await _agency(rig, agency)

        def enter(desk: Desk, place: int = place, name: str = name) -> int:
            person = builders.add_person(desk, name, phone=f"1370000000{place}")
            builders.appoint(desk, person, Role.LEGAL_STAFF, desk.session.get_one(Agency, place))
            return person.id or 0

        person = await rig.work(enter)
        actor = await builders.person(rig, by)
        await rig.work(partial(invitations.for_person, person_id=person), actor=actor)
        await rig.say(by, f"/invite {agency}")
        roles = {Role.ADMINISTRATOR, *SEES, Role.LEADER} - {Role.OBSERVER}
        # Leaders of the agency may send him or her in their place: he or she is a colleague.
        world.keep(name, world.holders(roles, agency))


def _trouble(desk: Desk) -> None:
    """An update that failed, a message in doubt, and some that a restore held: of the second county."""
    far = desk.session.exec(select(Person).where(Person.telegram_id == FAR.liaison)).one()
    desk.session.add(
        InboxRow(
            update_id=999_001, sender=FAR.liaison, raw={"update_id": 999_001}, received_at=desk.now, attempts=9,
            state=InboxState.PARKED, error_id="abcd", error="ValueError",
        )
    )  # fmt: skip
    planned = desk.session.exec(
        select(OutboxRow).where(col(OutboxRow.state) == SendState.PLANNED, OutboxRow.kind == "send").limit(400)
    ).all()
    for row in planned:
        row.state = SendState.HELD
        desk.session.add(row)
    sent = desk.session.exec(
        select(OutboxRow).where(
            OutboxRow.person_id == far.id, OutboxRow.state == SendState.SENT, OutboxRow.kind == "send"
        )
    ).first()
    assert sent is not None
    assert planned
    sent.state = SendState.UNCERTAIN
    desk.session.add(sent)
