"""/start, /menu and /help of every role: who I am, what is open, what I can do as buttons, and whom to ask."""

import pytest

from bot.domain.hall.terms import Role
from bot.services.agencies import staffing
from bot.views.day import menu
from tests import builders
from tests.builders import County
from tests.handlers.day.steps import record
from tests.handlers.hearings.appearance_steps import asked
from tests.rig import Rig

EVERYBODY = (
    "admin", "coordinator", "city_coordinator", "assessor", "liaison", "deputy", "principal", "leader", "handler",
    "legal", "court_contact", "observer",
)  # fmt: skip


def test_every_command_has_its_button(rig: Rig) -> None:
    placed = {*menu.FIRST, *(name for names in menu.GROUPS.values() for name in names)}
    assert placed == set(menu.LABELS) == set(rig.router.commands) - {"start", "menu", "cancel"}


@pytest.mark.slow
async def test_the_menu_is_buttons_at_most_eight_and_all_that_is_offered_is_reached(rig: Rig, county: County) -> None:
    for who in EVERYBODY:
        user = getattr(county, who)
        actor = await rig.work(lambda desk: desk.actor, actor=await builders.person(rig, user))
        offered = {c.name for c in rig.router.menu_of(actor)} - {"start", "menu", "cancel"}
        [shown] = await rig.say(user, "/menu")
        assert "\n/" not in shown.text, who
        pages = [[data for row in shown.buttons for _, data in row]]
        for data in [data for data in pages[0] if data.startswith("mn:")]:
            await rig.press_data(user, data, shown)
            assert shown.labels[-1] == "‹ 返回", who
            pages.append([data for row in shown.buttons for _, data in row])
            await rig.press(user, "‹ 返回", shown)
            assert [data for row in shown.buttons for _, data in row] == pages[0], who
        assert all(len(page) <= 8 for page in pages), who
        assert {data[3:] for page in pages for data in page if data.startswith("go:")} == offered, who
        for data in sorted(data for page in pages for data in page if data.startswith("go:")):
            toasts = [toast for _, toast, _ in rig.bot.toasts]
            await rig.press_data(user, data, shown)
            assert not any("没有此项操作" in toast for _, toast, _ in rig.bot.toasts[len(toasts) :]), (who, data)
            await rig.say(user, "/cancel")


async def test_start_says_who_one_is_and_what_is_open(rig: Rig, county: County) -> None:
    await record(rig, county)
    keys, home, card = await rig.say(county.liaison, "/start")
    assert "王芳</b>，您好" in keys.text
    assert "县自然资源局：联络员" in keys.text
    assert keys.keyboard
    assert "待办：未办结3项" in home.text
    assert home.labels[:4] == ["收到文书", "登记开庭", "我的待办", "本周开庭"]
    assert "【待办】" in card.text
    await rig.press(county.liaison, "我的待办", home)
    assert "（2026）鲁0831行初12号" in rig.last(county.liaison).text
    assert "待办：" in home.text, "the pressed message keeps its place"


async def test_a_leader_who_was_asked_sees_it_with_start(rig: Rig, county: County) -> None:
    await asked(rig, county)
    [home] = await rig.say(county.leader, "/start")
    assert "张明</b>，您好" in home.text
    assert "副局长" in home.text
    assert "有1件出庭事项待您答复" in home.text
    assert "待开庭1件，最近：12月15日（周二）9:30（剩" in home.text.replace("2026年", "")
    [principal] = await rig.say(county.principal, "/start")
    assert "李建国</b>，您好" in principal.text
    assert "局长" in principal.text
    [nobody] = await rig.say(county.police_leader, "/start")
    assert "目前没有未办结事项" in nobody.text


@pytest.mark.slow
async def test_help_is_five_lines_and_names_whom_to_ask(rig: Rig, county: County) -> None:
    for who in EVERYBODY:
        [shown] = await rig.say(getattr(county, who), "/help")
        head, *rest = shown.text.split("\n")
        assert "【使用说明】" in head, who
        assert len(rest) == 5 or (who == "admin" and len(rest) == 4), (who, shown.text)
        assert rest[0].startswith("可办理："), who
        assert rest[1].startswith("您会收到："), who
        if who != "admin":
            name = "管理员" if "coordinator" in who else "统筹人员"
            assert rest[4].startswith("有疑问请联系："), who
            assert name in rest[4], (who, rest[4])
            assert "电话1" in rest[4], (who, rest[4])


async def test_help_in_english_names_the_same(rig: Rig, county: County) -> None:
    [shown] = await rig.say(county.labour_principal, "/help")
    assert "You can: say who appears in court" in shown.text
    assert "Questions? Please ask" in shown.text
    assert "(coordinator, 1" in shown.text


async def test_who_speaks_for_an_agency_and_leads_it_learns_of_both(rig: Rig, county: County) -> None:
    await rig.work(lambda d: staffing.appoint(d, county.ids[county.liaison], county.resources, Role.LEADER))
    await rig.pump.drain()
    [shown] = await rig.say(county.liaison, "/help")
    assert "登记法院文书" in shown.text
    assert "收到出庭确认时" in shown.text.split("\n")[3]


async def test_a_court_contact_is_not_asked_which_papers_came(rig: Rig, county: County) -> None:
    for said in ("/start", "/menu", "/help"):
        [shown] = await rig.say(county.court_contact, said)
        assert "收到文书" not in shown.labels
        assert "收到法院文书" not in shown.text
    [home] = await rig.say(county.court_contact, "/start")
    assert "登记开庭" in home.labels


async def test_a_button_of_an_office_that_is_not_held_is_refused(rig: Rig, county: County) -> None:
    [shown] = await rig.say(county.observer, "/menu")
    for data in ("go:circular", "go:invite", "go:status", "go:start", "go:nothing", "go"):
        before = len(rig.bot.messages)
        await rig.press_data(county.observer, data, shown)
        assert rig.toast(), data
        assert len(rig.bot.messages) == before, data
