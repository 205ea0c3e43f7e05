"""Roles × commands and buttons × scope, through the whole bot: what may not be done is answered and does nothing."""

import pytest
from sqlmodel import Session, func, select

from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appointment, AuditEntry, Document, Draft, Duty, Invitation, PrintJob
from tests import builders
from tests.builders import County
from tests.rig import Rig

REFUSED = ("没有此项操作的权限", "不存在")

COMMANDS: dict[str, set[str]] = {
    "/people": {"admin", "coordinator", "city_coordinator", "assessor", "liaison", "deputy", "principal"},
    "/invite": {"admin", "coordinator", "city_coordinator"},
    "/roster": {"admin", "coordinator", "city_coordinator"},
    "/ledger": {"coordinator", "city_coordinator", "assessor", "liaison", "deputy", "principal", "observer"},
    "/assessment": {"coordinator", "city_coordinator", "assessor", "liaison", "deputy", "principal"},
    "/issued": {"coordinator", "city_coordinator", "assessor", "liaison", "deputy", "principal", "observer"},
    "/library": {"coordinator", "city_coordinator", "assessor", "liaison", "deputy", "principal", "observer"},
    "/bulletin": {"coordinator", "city_coordinator", "assessor", "court_contact"},
    "/documents": {"coordinator", "city_coordinator", "liaison", "deputy", "principal"},
    "/figures": {
        "coordinator",
        "city_coordinator",
        "assessor",
        "liaison",
        "deputy",
        "principal",
        "leader",
        "handler",
        "legal",
        "observer",
    },
    "/leader": {
        "coordinator",
        "city_coordinator",
        "assessor",
        "liaison",
        "deputy",
        "principal",
        "leader",
        "observer",
        "court_contact",
    },
}
EVERYBODY = (
    "admin", "coordinator", "city_coordinator", "assessor", "liaison", "deputy", "principal", "leader", "handler",
    "legal", "court_contact", "observer",
)  # fmt: skip

# What the button asks for, by place: own unit of `resources`, below it, a sibling, above it.
PLACES = {"own": "resources", "below": "station", "sibling": "police", "above": "government", "city": "city"}
UNIT = {"own", "below"}
COUNTY = {"own", "below", "sibling", "above"}
CITY = {"above", "city"}
ALL = {*PLACES}
PRESSES: dict[str, dict[str, set[str]]] = {
    "ag.at:{id}": {"admin": ALL, "coordinator": COUNTY, "city_coordinator": ALL, "assessor": ALL,
                   "liaison": UNIT, "deputy": UNIT, "principal": UNIT},
    "pp.in:{id}": {"admin": ALL, "coordinator": COUNTY, "city_coordinator": ALL, "assessor": ALL,
                   "liaison": UNIT, "deputy": UNIT, "principal": UNIT},
    "pp.new:{id}": {"admin": ALL, "coordinator": COUNTY, "city_coordinator": ALL},
    "iv.new:{id}": {"admin": ALL, "coordinator": COUNTY, "city_coordinator": ALL},
    "iv.to:{id}": {"admin": ALL, "coordinator": COUNTY, "city_coordinator": ALL},
    "ag.app:{id}:1": {"admin": ALL},
    "ag.ed:name:{id}:1": {"admin": ALL},
    "ag.rf:renamed:{id}:1": {"admin": ALL},
    "ag.rf:merged:{id}:1": {"admin": ALL},
    # The city sees its counties as wholes.
    "fig:2026Q2:u{id}::": {"coordinator": COUNTY, "city_coordinator": CITY, "assessor": CITY, "liaison": UNIT,
                           "deputy": UNIT, "principal": UNIT, "leader": UNIT, "handler": UNIT, "legal": UNIT,
                           "observer": COUNTY},
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
async def test_commands_open_for_those_who_may_and_are_shown_only_to_them(
    rig: Rig, county: County, command: str
) -> None:
    for who in EVERYBODY:
        user = getattr(county, who)
        answers = await rig.say(user, command)
        refused = any(word in answers[0].text for word in REFUSED)
        assert refused is (who not in COMMANDS[command]), (who, answers[0].text)
        assert (f"go:{command[1:]}" in await _offered(rig, user)) is (who in COMMANDS[command]), who
        await rig.say(user, "/cancel")


async def _offered(rig: Rig, user: int) -> set[str]:
    """Every button of the menu's pages."""
    [menu] = await rig.say(user, "/menu")
    found = {data for row in menu.buttons for _, data in row}
    for page in [data for data in found if data.startswith("mn:")]:
        await rig.press_data(user, page, menu)
        found |= {data for row in menu.buttons for _, data in row}
    return found


async def _effects(rig: Rig) -> list[object]:
    """Everything that a press of these buttons could have changed."""

    def look(session: Session) -> list[object]:
        versions = session.exec(select(func.sum(Agency.version))).one()
        counts = [session.exec(select(func.count()).select_from(t)).one() for t in (Invitation, Appointment, Draft)]
        return [versions, *counts, session.exec(select(func.count()).select_from(AuditEntry)).one()]

    return list(await rig.database.read(look))


@pytest.mark.slow
@pytest.mark.parametrize("data", PRESSES)
async def test_buttons_reach_as_far_as_the_role(rig: Rig, county: County, data: str) -> None:
    for who in EVERYBODY:
        user = getattr(county, who)
        [shown] = await rig.say(user, "/menu")
        for place, name in PLACES.items():
            before, toasts = await _effects(rig), len(rig.bot.toasts)
            await rig.press_data(user, data.format(id=getattr(county, name)), shown)
            refused = any(word in rig.bot.toasts[-1][1] for word in REFUSED)
            assert len(rig.bot.toasts) == toasts + 1
            allowed = place in PRESSES[data].get(who, set())
            if allowed and data.endswith(":1") and who != "admin":
                pytest.fail("only administrators change the tree")
            assert refused is not allowed, (who, place, rig.bot.toasts[-1])
            if not allowed:
                assert await _effects(rig) == before, (who, place)
            else:
                await rig.say(user, "/cancel")


@pytest.mark.slow
async def test_people_s_cards_are_closed_to_other_units(rig: Rig, county: County) -> None:
    """Buttons about persons and appointments of another unit, forged by somebody who knows the ids."""
    [post] = await builders.appointments(rig, county.ids[county.police_liaison])
    target = county.ids[county.police_liaison]
    person = [f"pp.at:{target}", f"pp.fix:{target}:1", f"pp.app:{target}", f"iv.for:{target}"]
    appointment = [f"pp.post:{post.id}:1", f"pp.end:{post.id}:1", f"pp.hand:{post.id}:1"]
    forged = [*person, *appointment, "iv.no:1", "iv.ext", "ro.codes", "ro.now", "ro.ok:x", "ro.tpl"]
    for who in ("liaison", "principal", "leader", "court_contact", "observer"):
        user = getattr(county, who)
        [shown] = await rig.say(user, "/menu")
        for data in forged:
            before, messages = await _effects(rig), len(rig.bot.chat(user))
            await rig.press_data(user, data, shown)
            assert rig.toast(), (who, data)
            assert len(rig.bot.chat(user)) == messages, (who, data)
            assert await _effects(rig) == before, (who, data)


@pytest.mark.slow
async def test_a_role_that_ended_yesterday_opens_nothing_today(rig: Rig, county: County) -> None:
    [shown] = await rig.say(county.coordinator, "/roster")
    await rig.work(lambda d: _end(d, county))
    await rig.to("2026-04-03 09:00")
    await rig.press_data(county.coordinator, "ro.now", shown)
    assert "无权查看" in rig.toast()
    assert rig.last(county.coordinator).document is None


def _end(desk: Desk, county: County) -> None:
    from bot.services.agencies import leaving, people

    held = people.view(desk, county.ids[county.coordinator]).appointments[0]
    leaving.end(desk, held.id, held.version, desk.today)


@pytest.mark.slow
async def test_documents_of_another_unit_are_closed_whatever_the_button(rig: Rig, county: County) -> None:
    """A form of who will appear, drafted by the resources bureau; buttons forged by those who know its id."""
    await rig.say(county.liaison, "（2026）鲁0831行初12号 应诉通知书 今天收到")
    await rig.press(county.liaison, "登记")
    owed = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "SS12")).one())
    [menu] = await rig.say(county.liaison, "/menu")
    await rig.press_data(county.liaison, f"doc.duty:{owed.id}", menu)
    [paper] = await rig.database.read(lambda s: s.exec(select(Document)).all())
    at = f"{paper.id}:{paper.version}"
    looks = [f"{verb}:{paper.id}" for verb in ("doc", "doc.at", "doc.more", "doc.eds", "doc.log", "doc.to", "doc.get")]
    acts = [
        f"{verb}:{at}"
        for verb in (
            "doc.sub",
            "doc.ok",
            "doc.take",
            "doc.fill",
            "doc.add",
            "doc.back",
            "doc.void",
            "doc.hand",
            "doc.seal",
            "doc.iss",
            "doc.dec",
            "doc.send",
            "doc.same",
            "doc.other",
        )
    ]
    forged = [*looks, *acts, f"doc.see:{paper.id}", f"doc.pick:{paper.id}:0", f"doc.set:{at}:0", f"doc.duty:{owed.id}",
              f"doc.file:{owed.id}:{owed.version}", f"doc.nil:{owed.id}:{owed.version}", "doc.case:1", "br.at:1",
              "br.mea:1:0", "br.ok:1:1"]  # fmt: skip
    for who in ("police_liaison", "court_contact", "admin"):
        user = getattr(county, who)
        [shown] = await rig.say(user, "/menu")
        for data in forged:
            before, messages = await _documents(rig), len(rig.bot.chat(user))
            await rig.press_data(user, data, shown)
            assert any(word in rig.toast() for word in REFUSED), (who, data, rig.toast())
            assert len(rig.bot.chat(user)) == messages, (who, data)
            assert await _documents(rig) == before, (who, data)


async def _documents(rig: Rig) -> list[object]:
    """What a press of a document's button could have changed."""

    def look(session: Session) -> list[object]:
        papers = [(one.id, one.version, one.state) for one in session.exec(select(Document)).all()]
        counts = [session.exec(select(func.count()).select_from(t)).one() for t in (Draft, PrintJob, AuditEntry)]
        return [papers, *counts]

    return list(await rig.database.read(look))
