"""A case that has everything, opened by everybody who may: each card fits a phone, each page behind it too."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.message import Html
from bot.services.hall.desk import Desk
from bot.store.tables import Person
from bot.views.hall import fitting
from tests.builders import County, county
from tests.fakes import Shown
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
PAGES = {"cs.all", "cs.why", "cs.more", "cs.papers", "cs.hears", "cs.care", "cs.show", "pt", "hr", "hr.more"}
KEYS = ("cs.show", "hr")
"""Buttons that show a card again."""


async def recorded(rig: Rig, user: int, line: str, *labels: str) -> None:
    await rig.say(user, line)
    for label in (*labels, "✓ 登记"):
        await rig.press(user, label)


async def everything(rig: Rig) -> County:
    """Papers of two agencies, a claim that was confirmed, hearings, leaders asked, a judgment, advice, what is late."""
    here = await county(rig)
    await recorded(
        rig, here.liaison, f"{NUMBER} 应诉通知书 起诉状副本 传票 今天收到 直接送达 被告：县自然资源局、县政府"
    )
    await recorded(rig, here.coordinator, f"{NUMBER} 县公安局 传票 今天收到 直接送达")
    await recorded(rig, here.liaison, f"{NUMBER} 判决书 今天收到 直接送达", "撤销", "尚未决定")
    await rig.say(here.liaison, f"{NUMBER} 司法建议书 今天收到 直接送达")
    await rig.press(here.liaison, "个案")
    await rig.say(here.liaison, "30日")
    await rig.press(here.liaison, "✓ 登记")
    for day in (20, 21, 22):
        await rig.say(here.liaison, f"/hearing {NUMBER} 4月{day}日上午9:30 县法院第二审判庭")
        await rig.press(here.liaison, "确认")
        if any("另一次开庭" in label for label in rig.last(here.liaison).labels):
            await rig.press(here.liaison, "另一次开庭")
            await rig.press(here.liaison, "确认")
    await rig.behind(here.liaison, "明确出庭负责人")
    await rig.press(here.liaison, "张明")
    await rig.to("2026-04-09 10:00")
    return here


def too_much(shown: Shown, lines: int, buttons: int) -> list[str]:
    """What does not fit, in words."""
    found = []
    if fitting.lines_in_sight(Html(shown.text)) > lines:
        found.append(f"{fitting.lines_in_sight(Html(shown.text))} lines")
    if len(shown.labels) > buttons:
        found.append(f"{len(shown.labels)} buttons: {shown.labels}")
    for row in shown.buttons:
        widest = max(fitting.width(label) for label, _ in row)
        if len(row) > 3 or (len(row) == 3 and widest > 4) or (len(row) == 2 and widest > 8):
            found.append(f"cut: {[label for label, _ in row]}")
    return found


async def walked(rig: Rig, user: int, card: Shown) -> dict[str, list[str]]:
    """Every page that can be reached from the card, by its button: what does not fit."""
    found: dict[str, list[str]] = {}
    waiting = [data for row in card.buttons for _, data in row]
    while waiting:
        data = waiting.pop()
        verb = data.partition(":")[0]
        if data in found or verb not in PAGES:
            continue
        await rig.press_data(user, data, card)
        found[data] = too_much(card, 12 if verb in KEYS else 40, 8)
        waiting += [data for row in card.buttons for _, data in row]
    return found


async def speaking(rig: Rig, language: str) -> None:
    """Everybody reads this language from now on."""

    def speak(desk: Desk) -> None:
        for person in desk.session.exec(select(Person)).all():
            person.language = language

    await rig.work(speak)


async def opened(rig: Rig, here: County) -> dict[int, Shown]:
    """The card of everybody who may open the case."""
    found = {user: (await rig.say(user, f"/case {NUMBER}"))[-1] for user in here.ids}
    return {user: shown for user, shown in found.items() if shown.buttons and NUMBER in shown.text}


@pytest.mark.slow
async def test_every_role_sees_a_card_that_fits(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await everything(rig)
        leaders = {here.principal, here.leader, here.police_principal, here.mayor}
        for language in ("en", "zh_CN"):
            await speaking(rig, language)
            cards = await opened(rig, here)
            wrong = {u: too_much(m, *((8, 4) if u in leaders else (12, 8))) for u, m in cards.items()}
            assert not {user: what for user, what in wrong.items() if what}
        assert {here.liaison, here.coordinator, here.observer, here.police_liaison, here.assessor} <= set(cards)
        assert leaders | {here.city_coordinator, here.deputy} <= set(cards)
        for user in (here.coordinator, here.principal):
            pages = await walked(rig, user, cards[user])
            assert not {data: what for data, what in pages.items() if what}
            assert {data.partition(":")[0] for data in pages} >= {"cs.more", "cs.papers", "cs.all", "pt", "hr"}
