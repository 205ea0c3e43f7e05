"""Two people press at the same moment, on both engines: one of them wins, the other is told and sees what stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.documents.documents import Act
from bot.domain.documents.kinds import Choice, FieldType, Kind, KindField, KindStep, Stage, StepAct
from bot.store.tables import Edition, NumberSeries
from tests.builders import County, county
from tests.fakes import Shown
from tests.handlers.documents.steps import BUREAU, NUMBER, OWN, begin, documents, done
from tests.handlers.duties.steps import enter
from tests.houses import LAW
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow
SHARED = Kind(
    "trial_shared",
    "会办意见",
    "joint view",
    number="泗会办〔{year}〕{n}号",
    done=Stage.ISSUED,
    fields=(KindField("what", "情况", "what happened", FieldType.LINES),),
    steps=(
        KindStep("draft", "起草", "draft", OWN, StepAct.SUBMIT),
        KindStep("review", "审查", "review", BUREAU, StepAct.APPROVE),
        KindStep("decision", "审定", "decision", BUREAU, StepAct.DECIDE,
                 choices=(Choice("yes", "同意办理", "agreed"), Choice("no", "不予办理", "not agreed"))),
        KindStep("issue", "签发", "issue", OWN, StepAct.ISSUE),
    ),
)  # fmt: skip
STEPS = (Act.SUBMIT, Act.APPROVE, Act.DECIDE, Act.ISSUE)


@asynccontextmanager
async def office(folder: Path, database: str) -> AsyncIterator[tuple[Rig, County]]:
    law = replace(LAW, kinds={**LAW.kinds, SHARED.id: SHARED})
    async with open_rig(folder, law=law, database=database) as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
        await begin(rig, here.liaison, SHARED)
        await rig.press(here.liaison, "补填")
        await rig.say(here.liaison, "需会同办理")
        yield rig, here


async def ready(rig: Rig, user: int, act: Act) -> tuple[Shown, str]:
    """The message of this person from which one press more does it, and that button's words."""
    [menu] = await rig.say(user, "/menu")
    [row] = await documents(rig, SHARED.id)
    await rig.press_data(user, f"doc.at:{row.id}", menu)
    match act:
        case Act.SUBMIT:
            return rig.last(user), "提交"
        case Act.APPROVE:
            return rig.last(user), "同意"
        case Act.DECIDE:
            taps = ("作出决定", "同意办理", "跳过")
        case _:
            taps = ("签发", "泗会办〔2026〕1号", "今天")
    for label in taps:
        await rig.press(user, label, rig.last(user))
    return rig.last(user), "✓"


async def both(rig: Rig, users: tuple[int, int], act: Act) -> None:
    """Both have it before them; then both press."""
    shown = [(user, *await ready(rig, user, act)) for user in users]
    toasts = len(rig.bot.toasts)
    await asyncio.gather(*(rig.press(user, label, message) for user, message, label in shown))
    said = [toast[1] for toast in rig.bot.toasts[toasts:]]
    assert sum("该按钮已失效" in one for one in said) == 1, said


@pytest.mark.parametrize("last", STEPS)
async def test_of_two_who_press_at_once_one_does_it_and_the_other_is_told(
    tmp_path: Path, database: str, last: Act
) -> None:
    async with office(tmp_path, database) as (rig, here):
        unit, bureau = (here.liaison, here.deputy), (here.coordinator, here.coordinator2)
        for act in STEPS[: STEPS.index(last) + 1]:
            users = unit if act in (Act.SUBMIT, Act.ISSUE) else bureau
            if act is last:
                await both(rig, users, act)
            else:
                message, label = await ready(rig, users[0], act)
                await rig.press(users[0], label, message)
        assert [one.act for one in await done(rig)] == list(STEPS[: STEPS.index(last) + 1])
        editions = await rig.database.read(lambda s: s.exec(select(Edition)).all())
        assert len(editions) == (2 if last is Act.ISSUE else 1)
        series = await rig.database.read(lambda s: s.exec(select(NumberSeries)).all())
        assert [one.last for one in series if one.year] == ([1] if last is Act.ISSUE else [])
