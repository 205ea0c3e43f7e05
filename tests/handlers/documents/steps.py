"""What the stories of documents share: a kind of paper with everything in it, a case, and the way to a draft."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bot.domain.documents.kinds import (
    Choice,
    Column,
    Doers,
    FieldType,
    Kind,
    KindField,
    KindStep,
    Stage,
    StepAct,
    When,
)
from bot.domain.hall.message import Html, plain
from bot.domain.hall.terms import LIAISONS, Role
from bot.domain.law.roles import Role as LawRole
from bot.law.facade import Law
from bot.store.tables import Document, DocumentStep
from tests.builders import County, county
from tests.fakes import Shown
from tests.handlers.duties.steps import enter
from tests.houses import LAW
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
OWN = Doers(LawRole.HANDLING_UNIT, tuple(LIAISONS))
BUREAU = Doers(LawRole.COUNTY_JUSTICE_BUREAU, (Role.COORDINATOR,))
FULL = Kind(
    "trial_paper",
    "会签审查表",
    "joint review form",
    seal="either",
    number="泗司会签〔{year}〕{n}号",
    done=Stage.DELIVERED,
    fields=(
        KindField("case_number", "案号", "case number", source="case.number"),
        KindField("view", "本单位意见", "own view", FieldType.LINES,
                  ask_zh="本单位的意见是什么？", ask_en="What is your view?"),
        KindField("lost", "是否败诉", "lost", FieldType.YES_NO),
        KindField("why", "败诉原因", "cause", FieldType.CHOICE, when=When("lost", ("yes",)),
                  choices=(Choice("facts", "事实证据", "facts"), Choice("procedure", "程序", "procedure"))),
        KindField("measures", "整改措施", "measures", FieldType.ROWS,
                  columns=(Column("what", "措施", "measure"), Column("until", "期限", "until"))),
        KindField("when", "完成日期", "finished on", FieldType.DAY),
        KindField("staff", "承办人", "person in charge", FieldType.PERSON),
        KindField("count", "涉及人数", "people concerned", FieldType.NUMBER),
        KindField("proof", "附件", "files", FieldType.FILES, required=False),
    ),
    steps=(
        KindStep("draft", "起草", "draft", OWN, StepAct.SUBMIT),
        KindStep("review", "司法局审查", "bureau's review", BUREAU, StepAct.APPROVE),
        KindStep("decision", "县政府审定", "county government's decision",
                 Doers(LawRole.COUNTY_GOVERNMENT, (Role.DEPUTY_LIAISON,)), StepAct.DECIDE,
                 choices=(Choice("yes", "同意", "agreed"), Choice("no", "不同意", "not agreed"))),
        KindStep("issue", "签发", "issue", OWN, StepAct.ISSUE),
    ),
)  # fmt: skip
SHORT = Kind(
    "trial_note",
    "情况简报",
    "short note",
    fields=(KindField("what", "情况", "what happened", FieldType.LINES, most=4000), KindField("more", "补充", "more")),
    steps=(
        KindStep("draft", "起草", "draft", OWN, StepAct.SUBMIT),
        KindStep("review", "审查", "review", BUREAU, StepAct.APPROVE),
    ),
    done=Stage.APPROVED,
)
SECRET = Kind(
    "trial_secret",
    "风险密报",
    "secret risk note",
    protected=True,
    fields=(KindField("what", "情况", "what happened", FieldType.LINES),),
    steps=(
        KindStep("draft", "起草", "draft", OWN, StepAct.SUBMIT),
        KindStep("review", "审查", "review", BUREAU, StepAct.APPROVE),
    ),
    done=Stage.APPROVED,
    sees=(Role.LIAISON, Role.PRINCIPAL),
)
KINDS = {one.id: one for one in (FULL, SHORT, SECRET)}
OWN_LAW = Law(LAW.library, LAW.calendar, {**LAW.kinds, **KINDS})


@asynccontextmanager
async def office(folder: Path, **more: Any) -> AsyncIterator[tuple[Rig, County]]:
    """The county with one case of the resources bureau, and the kinds of these stories."""
    async with open_rig(folder, law=OWN_LAW, **more) as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
        yield rig, here


async def documents(rig: Rig, kind: str = "") -> list[Document]:
    found = await rig.database.read(lambda s: s.exec(select(Document).order_by(col(Document.id))).all())
    return [one for one in found if not kind or one.kind == kind]


async def done(rig: Rig) -> list[DocumentStep]:
    return list(await rig.database.read(lambda s: s.exec(select(DocumentStep).order_by(col(DocumentStep.id))).all()))


async def begin(rig: Rig, user: int, kind: Kind) -> Shown:
    """From the card of the case to a fresh draft; the message that is its card from now on."""
    [case] = await rig.say(user, f"/case {NUMBER}")
    await rig.press_data(user, data_of(case, "cs.more"), case)
    [listed] = await rig.press_data(user, data_of(case, "doc.case"), case)
    await rig.press(user, "＋ 起草文书", listed)
    while not any(kind.zh in label for label in listed.labels):
        await rig.press(user, "下一页 ›", listed)
    await rig.press(user, kind.zh, listed)
    return listed


def data_of(shown: Shown, verb: str) -> str:
    """The data of the button with this verb."""
    return next(data for row in shown.buttons for _, data in row if data.partition(":")[0] == verb)


async def short(rig: Rig, user: int) -> Shown:
    """A short note, filled in and not submitted."""
    card = await begin(rig, user, SHORT)
    await rig.press(user, "补填", card)
    await rig.say(user, "起诉状已收到")
    await rig.say(user, "无")
    return rig.last(user)


def said(shown: Shown) -> str:
    """Its text without markup."""
    return plain(Html(shown.text))
