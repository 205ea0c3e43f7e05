"""Buttons and forms that somebody overtook: in every room the answer shows how the thing stands now."""

import ast
from pathlib import Path
from typing import Any

import pytest

import handlers
from bot.domain.hall.errors import Missing, Stale
from bot.domain.hall.forms import Field, Form, State
from bot.services.events import answers, events
from bot.services.hall import drafts
from bot.telegram import form_queue
from bot.telegram.forms import Bound
from bot.telegram.outdated import Subject
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from tests import builders
from tests.builders import County
from tests.events import act, guest, hold
from tests.fakes import Shown
from tests.handlers.circulars.steps import compose, newest, ready, send
from tests.rig import Rig, open_rig

START = "2026-12-01 09:00"


def data_of(shown: Shown, label: str) -> str:
    return next(data for row in shown.buttons for text, data in row if label in text)


@pytest.mark.slow
async def test_an_old_button_of_an_event_shows_the_event_as_it_is(rig: Rig, county: County) -> None:
    event = await hold(rig, county)
    await rig.say(county.coordinator, "/event")
    listed = rig.last(county.coordinator)
    new = {"place": "四楼会议室"}
    await act(rig, county.coordinator, lambda desk: events.change(desk, event.id or 0, event.version, new))
    for old in (f"ev.off:{event.id}:{event.version}", f"ev.ed:place:{event.id}:{event.version}"):
        await rig.press_data(county.coordinator, old, listed)
        assert rig.toast().startswith("该按钮已失效")
        assert "四楼会议室" in listed.text


@pytest.mark.slow
async def test_an_old_invitation_answers_with_the_invitation_as_it_is(rig: Rig, county: County) -> None:
    event = await hold(rig, county)
    invited = await guest(rig, event.id, county.liaison)
    await act(rig, county.coordinator, lambda desk: events.cancel(desk, event.id or 0, event.version, "场地维修"))
    shown = rig.last(county.liaison)
    await rig.press_data(county.liaison, f"ev.yes:{invited.id}:{event.sequence}", shown)
    assert rig.toast().startswith("该按钮已失效：陈静")
    assert "场地维修" in shown.text


@pytest.mark.slow
async def test_what_other_guests_did_is_not_told_by_an_old_button(rig: Rig, county: County) -> None:
    event = await hold(rig, county)
    invited = await guest(rig, event.id, county.liaison)
    new = {"place": "四楼会议室"}
    await act(rig, county.coordinator, lambda desk: events.change(desk, event.id or 0, event.version, new))
    await act(rig, county.liaison, lambda desk: answers.come(desk, invited.id or 0))
    await rig.say(county.coordinator, "/event")
    await rig.press_data(county.coordinator, f"ev.off:{event.id}:{event.version}", rig.last(county.coordinator))
    assert rig.toast().startswith("该按钮已失效：陈静")


@pytest.mark.slow
async def test_an_old_button_of_a_circular_shows_its_card(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "请各单位于4月8日前报送。")
    found = await newest(rig)
    card = rig.with_button(county.coordinator, "标题与回复要求")
    await rig.press_data(county.coordinator, f"cc.head:{found.id}:{found.version + 7}", card)
    assert rig.toast().startswith("该按钮已失效")
    assert "标题与回复要求" in " ".join(card.labels), "the card stands, no form has begun"
    assert rig.last(county.coordinator).message_id == card.message_id


@pytest.mark.slow
async def test_who_took_note_of_a_circular_is_not_named_by_an_old_button(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.press(county.liaison, "收到")
    await rig.say(county.coordinator, "/circulars")
    await rig.press_data(county.coordinator, f"cb.p:{(await newest(rig)).id}:0", rig.last(county.coordinator))
    assert rig.toast().startswith("该按钮已失效：系统")


@pytest.mark.slow
async def test_an_old_button_of_a_person_shows_the_person(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/people 王芳")
    await rig.press(county.coordinator, "王芳")
    card = rig.last(county.coordinator)
    fix, post = data_of(card, "姓名、电话"), data_of(card, "结束任职")
    await rig.press(county.coordinator, "姓名、电话")
    await rig.press(county.coordinator, "✎ 电话")
    await rig.say(county.coordinator, "13900009999")
    await rig.press(county.coordinator, "✓")
    for old in (fix, ":".join([*post.split(":")[:-1], "99"])):
        await rig.press_data(county.coordinator, old, card)
        assert rig.toast().startswith("该按钮已失效")
        assert "13900009999" in card.text


@pytest.mark.slow
async def test_a_form_that_was_overtaken_ends_with_the_present_state(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/people 王芳")
    await rig.press(county.coordinator, "王芳")
    await rig.press(county.coordinator, "姓名、电话")
    await rig.press(county.coordinator, "✎ 电话")
    await rig.say(county.coordinator, "13900001111")
    await rig.say(county.admin, "/people 王芳")
    await rig.press(county.admin, "王芳")
    await rig.press(county.admin, "姓名、电话")
    await rig.press(county.admin, "✎ 电话")
    await rig.say(county.admin, "13900002222")
    await rig.press(county.admin, "✓")
    await rig.press(county.coordinator, "✓")
    assert rig.toast().startswith("该按钮已失效")
    assert "13900002222" in rig.last(county.coordinator).text
    await rig.say(county.coordinator, "/cancel")
    assert "没有正在填写的内容" in rig.last(county.coordinator).text, "the draft is done with"


@pytest.mark.slow
async def test_an_old_button_of_an_agency_shows_the_agency(rig: Rig, county: County) -> None:
    await rig.say(county.admin, "/agencies")
    card = rig.last(county.admin)
    await rig.press_data(county.admin, f"ag.ed:name:{county.police}:99", card)
    assert rig.toast().startswith("该按钮已失效")
    assert "县公安局" in card.text
    assert rig.last(county.admin).message_id == card.message_id, "no form has begun"


@pytest.mark.slow
async def test_what_is_gone_by_now_is_said_to_be_gone(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/menu")
    await rig.press_data(county.coordinator, "hr.chg:9999:1", rig.last(county.coordinator))
    assert "已失效" not in rig.toast()


async def test_what_waits_behind_a_form_is_not_lost_with_what_the_form_was_about(tmp_path: Path) -> None:
    """The form was overtaken, and its thing is gone by the time at which it would be shown."""

    def gone(turn: Turn, number: int) -> None:
        raise Missing

    def overtaken(turn: Turn, values: dict[str, Any], context: dict[str, Any]) -> None:
        raise Stale

    form = Form("t.form", "a form", (Field("word", "Which word?", "word"),))

    def register(router: Router) -> None:
        handlers.register(router)
        router.forms[form.name] = Bound(form, overtaken, of=Subject("case", gone, gone))

    async with open_rig(tmp_path, register=register) as rig:
        here = await builders.county(rig)
        liaison = await builders.person(rig, here.liaison)
        [shown] = await rig.say(here.liaison, "/menu")
        queue = [form_queue.entry(form.name, {"word": "second"}, {"case": 8})]
        context = form_queue.joined({"case": 7}, queue)
        await rig.work(lambda desk: drafts.save(desk, form.name, State({"word": "first"}), context), actor=liaison)
        await rig.press_data(here.liaison, "fm:0:ok", shown)
        assert "不存在" in rig.toast()
        assert "second" in rig.last(here.liaison).text, "the next that waits has begun"


@pytest.mark.slow
def test_no_handler_answers_an_old_button_by_itself() -> None:
    for path in sorted(Path(handlers.__file__).parent.rglob("*.py")):
        caught = [node.type for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ExceptHandler)]
        assert not [one for one in caught if one and "Stale" in ast.unparse(one)], path.name
