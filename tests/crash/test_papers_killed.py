"""kill -9 at each step of a letter's life and of its answer: after the next start there is one of everything."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

import pytest
from sqlmodel import Session, col, select

from bot.domain.documents.documents import Act, DocumentState
from bot.domain.hall.terms import InboxState, SendState
from bot.play import BotProcess
from bot.store.engine import open_database
from bot.store.tables import (
    AuditEntry,
    Circular,
    CircularReceipt,
    Document,
    DocumentStep,
    Edition,
    InboxRow,
    NumberSeries,
    OutboxRow,
    PrintJob,
    StoredFile,
)
from tests.cradle import begin
from tests.crash.paper_room import DIE, Moment
from tests.e2e.stage import Theatre, theatre
from tests.templates.layout import paper as laid
from tests.templates.layout import para
from tests.templates.package import packed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
T = TypeVar("T")
RECORDED = {
    "document_prepared": 2, "document_filled": 3, "document_submitted": 3, "document_sent_back": 1,
    "document_approved": 1, "document_decided": 1, "document_issued": 1, "document_sent": 1, "document_received": 1,
}  # fmt: skip
"""Of the audit trail: how often each was done to the letter and its answer."""
COORDINATOR, SECOND, LIAISON = 1101, 1102, 1201
CASE = "（2026）鲁0831行初12号"
BUREAU = 'by = { at = "lead_organ", roles = ["coordinator"] }'
LETTER = f"""format = 1
[kind]
id = "trial_letter"
zh = "核查函"
en = "letter of inquiry"
addressee = ["handling_unit"]
closes = []
done = "replied"
number = "{{issuer}}核函〔{{year}}〕{{n}}号"
replies = "trial_answer"
[[field]]
name = "what"
zh = "核查事项"
en = "matter"
[[step]]
id = "draft"
zh = "起草"
en = "draft"
{BUREAU}
[[step]]
id = "review"
zh = "审核"
en = "review"
act = "approve"
{BUREAU}
[[step]]
id = "decision"
zh = "审定"
en = "decision"
act = "decide"
choices = [{{ id = "yes", zh = "同意发函", en = "send it" }}]
{BUREAU}
[[step]]
id = "issue"
zh = "签发"
en = "issue"
act = "issue"
{BUREAU}
"""
ANSWER = """format = 1
[kind]
id = "trial_answer"
zh = "核查复函"
en = "answer to the inquiry"
closes = []
[[field]]
name = "found"
zh = "核查结果"
en = "result"
"""
WRITTEN, BETTER, FOUND = "是否如期答辩", "是否如期答辩并举证", "已如期答辩"
ACTS = [
    Act.SUBMIT, Act.SEND_BACK, Act.SUBMIT, Act.APPROVE, Act.DECIDE, Act.ISSUE, Act.RECEIVE, Act.SUBMIT, Act.REPLY,
]  # fmt: skip


class DoomedBot(BotProcess):
    """The bot as `play` starts it, which dies when it is told to; with two kinds of paper of its own."""

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        books, templates = data / "books" / "forms", data / "templates"
        for folder in (books, templates):
            folder.mkdir(parents=True)
        for name, kind, field in (("trial_letter", LETTER, "what"), ("trial_answer", ANSWER, "found")):
            (books / f"{name}.toml").write_text(kind)
            (templates / f"{name}.docx").write_bytes(packed(laid(para(f"{{{{ {field} }}}}，{{{{ paper.number }}}}"))))
        super().__init__(data, environment)
        environment |= {"CHUTING_RULEBOOKS": str(books.parent), "CHUTING_TEMPLATES": str(templates)}

    async def _begin(self, environment: dict[str, str], log: BinaryIO) -> asyncio.subprocess.Process:
        started = await begin([], module="tests.crash.paper_room", cwd=self.data, env=environment, out=log)
        return cast(asyncio.subprocess.Process, started)


class Deaths:
    """What people do, and the bot dies of."""

    def __init__(self, stage: Theatre, folder: Path, moment: Moment) -> None:
        self.stage, self.folder, self.moment = stage, folder, moment
        self.number = 0

    async def press(self, person: int, label: str, writes: str) -> None:
        """The newest button of this label; the bot dies when it writes such a row, and is started again."""
        message, exact = self.stage._with_button(person, label)
        await self._of(lambda: self.stage.playground.press(person, message, label=exact), writes)

    async def say(self, person: int, text: str, writes: str) -> None:
        await self._of(lambda: self.stage.playground.say(person, text), writes)

    async def _until_dead(self, writes: str) -> None:
        try:
            async with asyncio.timeout(40):
                while self.stage.bot.running:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        except TimeoutError:
            chats = {person: self.stage.texts(person)[-900:] for person in (COORDINATOR, SECOND, LIAISON)}
            raise AssertionError(f"death {self.number}: nothing wrote {writes}: {chats}") from None

    async def _of(self, act: Callable[[], object], writes: str) -> None:
        (self.folder / DIE).write_text(f"{self.moment} {writes}")
        act()
        await self._until_dead(writes)
        assert not (self.folder / DIE).exists(), "it died of something else"
        self.number += 1
        await self.stage.stage.restart(kill=True)
        await self.stage.stage.advance(self.stage.stage.now())


async def _by_data(stage: Theatre, person: int, beginning: str) -> None:
    """The button whose data begins so: two of a case's card are called 文书."""
    for message in reversed(stage.playground.sent(person)):
        for row in message.body.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button.get("callback_data", "").startswith(beginning):
                    pressed = stage.playground.press(person, message, data=button["callback_data"])
                    await stage.playground.wait_answer(pressed, within=60)
                    await stage.stage.advance(stage.stage.now())
                    return
    raise AssertionError(f"no button {beginning!r} in the chat of {person}:\n{stage.texts(person)}")


async def _life(stage: Theatre, dies: Deaths) -> None:
    """Drafted, sent back, improved, rendered, reviewed, decided on, issued, delivered, signed for and answered."""
    await stage.say(COORDINATOR, f"/case {CASE}")
    await stage.press(COORDINATOR, "更多")
    await _by_data(stage, COORDINATOR, "doc.case:")
    await stage.press(COORDINATOR, "起草文书")
    while stage.with_button(COORDINATOR, "核查函") is None:
        await stage.press(COORDINATOR, "下一页 ›")
    await dies.press(COORDINATOR, "核查函", "document")
    await stage.press(COORDINATOR, "补填")
    await dies.say(COORDINATOR, WRITTEN, "document")
    await dies.press(COORDINATOR, "提交", "document_step")
    await stage.press(SECOND, "退回")
    await stage.say(SECOND, "请一并核查举证")
    await dies.press(SECOND, "✓", "document_step")
    await stage.press(COORDINATOR, "更改")
    await stage.press(COORDINATOR, "核查事项")
    await stage.say(COORDINATOR, BETTER)
    await dies.press(COORDINATOR, "提交", "stored_file")
    await dies.press(SECOND, "同意", "document_step")
    await stage.press(SECOND, "作出决定")
    await stage.press(SECOND, "同意发函")
    await stage.press(SECOND, "跳过")
    await dies.press(SECOND, "✓", "document_step")
    await stage.press(COORDINATOR, "签发")
    await stage.press(COORDINATOR, "核函〔2026〕1号")
    await stage.press(COORDINATOR, "今天")
    await dies.press(COORDINATOR, "✓", "document_step")
    await _quiet(dies.folder)
    await stage.press(COORDINATOR, "送达")
    await dies.press(COORDINATOR, "发送", "circular")
    await stage.to("2026-12-01 09:30")
    await dies.press(LIAISON, "签收", "circular_receipt")
    await stage.press(LIAISON, "回复")
    await stage.press(LIAISON, "补填")
    await stage.say(LIAISON, FOUND)
    await dies.press(LIAISON, "提交", "document_step")


def _all(session: Session, table: Any) -> list[Any]:
    return list(session.exec(select(table).order_by(col(table.id))).all())


async def _look(folder: Path, look: Callable[[Session], T]) -> T:
    database = open_database(f"sqlite+aiosqlite:///{folder / 'chuting.db'}")
    try:
        return await database.read(look)
    finally:
        await database.close()


async def _quiet(folder: Path) -> None:
    """Wait until no paper waits to be made, and no message is just being sent."""
    async with asyncio.timeout(60):
        while await _look(folder, _under_way):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def _under_way(session: Session) -> list[Any]:
    claimed = [one for one in _all(session, OutboxRow) if one.state is SendState.CLAIMED]
    return [*_all(session, PrintJob), *claimed]


def _one_of_each(session: Session) -> None:
    letter, answer = _all(session, Document)
    assert (letter.kind, letter.state, letter.number) == (
        "trial_letter", DocumentState.DONE, "县司法局核函〔2026〕1号",
    )  # fmt: skip
    assert (answer.kind, answer.state, answer.replies_to) == ("trial_answer", DocumentState.DONE, letter.id)
    assert [one.act for one in _all(session, DocumentStep)] == ACTS
    assert [one.last for one in _all(session, NumberSeries) if one.year] == [1]
    editions = _all(session, Edition)
    assert [(one.document_id, one.n, one.shown.get("what", one.shown.get("found"))) for one in editions] == [
        (letter.id, 1, WRITTEN), (letter.id, 2, BETTER), (letter.id, 3, BETTER), (answer.id, 1, FOUND),
    ]  # fmt: skip
    assert all(one.hash for one in editions)
    kept = Counter(one.subject for one in _all(session, StoredFile) if one.subject.startswith("edition:"))
    assert kept == Counter(f"edition:{one.id}" for one in editions)
    assert _all(session, PrintJob) == []
    [sent] = _all(session, Circular)
    [signed] = [one for one in _all(session, CircularReceipt) if one.read_at is not None]
    assert (sent.origin, signed.circular_id) == (f"document:{letter.id}", sent.id)


def _nothing_left(session: Session) -> None:
    assert set(session.exec(select(InboxRow.state)).all()) == {InboxState.DONE}
    assert not [one for one in _all(session, OutboxRow) if one.state is SendState.UNCERTAIN]
    done = Counter(one.action for one in _all(session, AuditEntry))
    assert {name: done[name] for name in RECORDED} == RECORDED


@pytest.mark.parametrize("moment", list(Moment))
async def test_killed_at_each_step_of_a_letter_there_is_one_of_everything(tmp_path: Path, moment: Moment) -> None:
    async with theatre(tmp_path, start="2026-12-01 09:00", kind=DoomedBot) as stage:
        await stage.say(LIAISON, f"{CASE} 应诉通知书 起诉状 今天收到")
        await stage.press(LIAISON, "登记")
        dies = Deaths(stage, tmp_path, moment)
        await _life(stage, dies)
        await stage.to("2026-12-01 10:00")
        assert dies.number == 11
        await _quiet(tmp_path)
        await _look(tmp_path, _one_of_each)
        await _look(tmp_path, _nothing_left)
        assert stage.stage.now() == datetime.fromisoformat("2026-12-01T10:00+08:00")
