"""What waits to be accepted: with the digest and once more at 15:00, one by one or together, by whoever is first."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.hall.terms import DutyState
from tests.builders import County, county
from tests.fakes import Shown
from tests.handlers.day.digest_steps import FAR, hand_in, heads, of, owed, the
from tests.rig import Rig, open_rig

START = "2026-03-16 10:00"
"""A Monday."""
AFTERNOON = "【待认可】"


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def handed_in(rig: Rig, place: County, n: int) -> int:
    duty = await owed(rig, place.resources, n, FAR)
    await hand_in(rig, place, duty)
    return duty


def now(rig: Rig, shown: Shown) -> Shown:
    return rig.bot.find(shown.chat_id, shown.message_id)


@pytest.mark.slow
async def test_no_filing_is_a_message_of_its_own_and_all_come_at_three(rig: Rig, place: County) -> None:
    for n in (1, 2):
        await handed_in(rig, place, n)
    assert [m for m in await rig.to("2026-03-16 14:59") if m.chat_id == place.coordinator] == []
    sent = of(await rig.to("2026-03-16 15:01"), place.coordinator, AFTERNOON)
    assert len(sent) == 1
    assert sent[0].text.startswith("【待认可】3月16日（周一），2项")
    assert "县自然资源局 事项1，3月16日（周一）办结" in sent[0].text
    assert sent[0].labels == ["逐项认可", "全部认可"]
    assert not sent[0].silent


@pytest.mark.slow
async def test_what_is_decided_before_three_is_not_said_at_all(rig: Rig, place: County) -> None:
    duty = await handed_in(rig, place, 1)
    [menu] = await rig.say(place.coordinator, "/menu")
    await rig.press_data(place.coordinator, "jd", menu)
    await rig.press(place.coordinator, "认可")
    assert (await the(rig, duty)).state is DutyState.DONE
    assert of(await rig.to("2026-03-17 08:00"), place.coordinator, AFTERNOON) == []


@pytest.mark.slow
async def test_after_three_it_waits_for_the_morning_and_is_called_new(rig: Rig, place: County) -> None:
    await rig.to("2026-03-16 15:30")
    await handed_in(rig, place, 1)
    assert of(await rig.to("2026-03-17 08:40"), place.coordinator, AFTERNOON) == []
    [morning] = of(await rig.to("2026-03-17 08:50"), place.coordinator)
    assert "待认可报备1件（新1件）" in morning.text
    [three] = of(await rig.to("2026-03-17 15:05"), place.coordinator, AFTERNOON)
    assert three.silent, "the day's sound was the digest's"


@pytest.mark.slow
async def test_in_between_the_digest_follows_without_a_sound(rig: Rig, place: County) -> None:
    first = await handed_in(rig, place, 1)
    [morning] = of(await rig.to("2026-03-17 09:00"), place.coordinator)
    await handed_in(rig, place, 2)
    assert [m for m in await rig.to("2026-03-17 10:00") if m.chat_id == place.coordinator] == []
    assert "待认可报备2件（新2件）" in now(rig, morning).text
    await rig.press(place.coordinator, "逐项认可", now(rig, morning))
    await rig.press(place.coordinator, "认可")
    assert (await the(rig, first)).state is DutyState.DONE
    await rig.to("2026-03-17 10:10")
    assert "待认可报备1件（新1件）" in now(rig, morning).text


@pytest.mark.slow
async def test_one_list_undecided_for_days_is_one_message_a_week(rig: Rig, place: County) -> None:
    """The same as the digest: what is not new makes no sound, and what nobody decides is not forgotten."""
    await handed_in(rig, place, 1)
    sent = of(await rig.to("2026-03-19 18:00"), place.coordinator, AFTERNOON)
    assert len(sent) == 1
    assert [text.split("，")[0] for text in (*sent[0].history, sent[0].text)] == [
        f"【待认可】3月{day}日（周{name}）" for day, name in ((16, "一"), (17, "二"), (18, "三"), (19, "四"))
    ]
    assert len(of(await rig.to("2026-03-20 18:00"), place.coordinator, AFTERNOON)) == 1
    assert of(await rig.to("2026-03-22 23:00"), place.coordinator, AFTERNOON) == [], "not at the weekend"


@pytest.mark.slow
async def test_one_by_one_with_the_place_among_them(rig: Rig, place: County) -> None:
    duties = [await handed_in(rig, place, n) for n in (1, 2, 3)]
    [three] = of(await rig.to("2026-03-16 15:01"), place.coordinator, AFTERNOON)
    [one] = await rig.press(place.coordinator, "逐项认可", three)
    assert one.text.startswith("第1项/共3项")
    assert "【待认可】县自然资源局：<b>事项1</b>" in one.text
    assert one.buttons[0][0][0] == "认可"
    assert [label for label, _ in one.buttons[0]] == ["认可", "退回", "下一项"]
    await rig.press(place.coordinator, "下一项", one)
    assert now(rig, one).text.startswith("第2项/共3项")
    await rig.press(place.coordinator, "认可", now(rig, one))
    assert "已认可" in rig.toast()
    assert now(rig, one).text.startswith("第2项/共2项"), "the one after it"
    assert "事项3" in now(rig, one).text
    await rig.press(place.coordinator, "退回", now(rig, one))
    await rig.say(place.coordinator, "未附附件")
    await rig.press(place.coordinator, "确认")
    states = [(await the(rig, duty)).state for duty in duties]
    assert states == [DutyState.SUBMITTED, DutyState.DONE, DutyState.OPEN]
    assert "认可" not in now(rig, one).labels, "what was sent back is decided no more"
    await rig.press(place.coordinator, "下一项", now(rig, one))
    await rig.press(place.coordinator, "认可", now(rig, one))
    assert "无待认可事项" in now(rig, one).text
    await rig.to("2026-03-16 15:10")
    assert "已报送事项均已处理" in now(rig, three).text


@pytest.mark.slow
async def test_all_are_listed_asked_for_once_and_exactly_those_accepted(rig: Rig, place: County) -> None:
    first, second, third = [await handed_in(rig, place, n) for n in (1, 2, 3)]
    [three] = of(await rig.to("2026-03-16 15:01"), place.coordinator, AFTERNOON)
    [asked] = await rig.press(place.coordinator, "全部认可", three)
    assert "将认可以下3项" in asked.text
    assert (await the(rig, first)).state is DutyState.SUBMITTED, "one tap accepts nothing"
    [other] = await rig.press(place.coordinator2, "逐项认可", heads(rig, place.coordinator2, AFTERNOON)[-1])
    await rig.press(place.coordinator2, "下一项", other)
    await rig.press(place.coordinator2, "退回", now(rig, other))
    await rig.say(place.coordinator2, "未附附件")
    await rig.press(place.coordinator2, "确认")
    fourth = await handed_in(rig, place, 4)
    await rig.press(place.coordinator, "确认认可", asked)
    said = now(rig, asked).text
    assert "已认可2项" in said
    assert "期间已有变化、未作处理：县自然资源局 事项2" in said
    states = [(await the(rig, duty)).state for duty in (first, second, third, fourth)]
    assert states == [DutyState.DONE, DutyState.OPEN, DutyState.DONE, DutyState.SUBMITTED]


@pytest.mark.slow
async def test_handed_in_anew_meanwhile_it_is_not_what_was_listed(rig: Rig, place: County) -> None:
    duty = await handed_in(rig, place, 1)
    [three] = of(await rig.to("2026-03-16 15:01"), place.coordinator, AFTERNOON)
    [asked] = await rig.press(place.coordinator, "全部认可", three)
    [other] = await rig.press(place.coordinator2, "逐项认可", heads(rig, place.coordinator2, AFTERNOON)[-1])
    await rig.press(place.coordinator2, "退回", other)
    await rig.say(place.coordinator2, "未附附件")
    await rig.press(place.coordinator2, "确认")
    await hand_in(rig, place, duty)
    await rig.press(place.coordinator, "确认认可", asked)
    assert "已认可0项" in now(rig, asked).text
    assert (await the(rig, duty)).state is DutyState.SUBMITTED


@pytest.mark.slow
async def test_one_coordinator_decides_and_the_other_s_lists_follow(rig: Rig, place: County) -> None:
    duty = await handed_in(rig, place, 1)
    await rig.to("2026-03-16 15:01")
    mine, others = (heads(rig, user, AFTERNOON)[-1] for user in (place.coordinator, place.coordinator2))
    [beside] = await rig.press(place.coordinator2, "逐项认可", others)
    version = (await the(rig, duty)).version
    [one] = await rig.press(place.coordinator, "逐项认可", mine)
    await rig.press(place.coordinator, "认可", one)
    await rig.to("2026-03-16 15:10")
    assert "已报送事项均已处理" in now(rig, others).text
    assert "认可" not in now(rig, beside).labels
    assert "已办结" in now(rig, beside).text
    await rig.press_data(place.coordinator2, f"jd.ok:{duty}:{version}", beside)
    assert "该按钮已失效：陈静" in rig.toast()


@pytest.mark.slow
async def test_a_city_s_coordinator_is_not_asked_about_a_county_s_filings(rig: Rig, place: County) -> None:
    await handed_in(rig, place, 1)
    await rig.to("2026-03-17 15:05")
    assert not heads(rig, place.city_coordinator, AFTERNOON)
    assert not any("待认可" in m.text for m in rig.bot.chat(place.city_coordinator))


@pytest.mark.slow
async def test_a_restart_forgets_neither_what_was_listed_nor_what_stands_in_the_chat(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-16 10:00") as rig:
        place = await county(rig)
        first, second = [await handed_in(rig, place, n) for n in (1, 2)]
        [three] = of(await rig.to("2026-03-16 15:01"), place.coordinator, AFTERNOON)
        [asked] = await rig.press(place.coordinator, "全部认可", three)
        before = rig
    async with open_rig(tmp_path, start="2026-03-16 15:05") as rig:
        # Telegram goes on where it was: with the same chats, and with numbers of updates that were not there yet.
        rig.ids, rig.bot.messages, rig.bot._next = before.ids, before.bot.messages, before.bot._next
        third = await handed_in(rig, place, 3)
        await rig.press_data(place.coordinator, "jd.sure", asked)
        assert any("已认可2项" in m.text for m in rig.bot.chat(place.coordinator))
        states = [(await the(rig, duty)).state for duty in (first, second, third)]
        assert states == [DutyState.DONE, DutyState.DONE, DutyState.SUBMITTED]
        sent = of(await rig.to("2026-03-17 15:05"), place.coordinator, AFTERNOON)
        assert [m.text.split("，")[0] for m in sent][-1] == "【待认可】3月17日（周二）"
