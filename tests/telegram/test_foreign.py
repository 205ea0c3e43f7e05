"""Somebody between the bot and Telegram answers in its stead for a while: whole updates, and what is so afterwards.

Each answer, file and person of the issue's examples has its right outcome here: all arrives, nothing twice unsaid,
nobody is marked.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import InboxState, Lane, SendState
from bot.playground import Limits
from bot.services.post import outbox
from bot.store.tables import OutboxRow, Person
from bot.telegram import sender
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from tests import room
from tests.telegram.live import Live, bot, live, server

pytestmark = pytest.mark.slow
ONE, PEOPLE = 5001, range(5001, 5006)
MARK = "（可能重复发送）"
HTML = "<html><body>请登录网络</body></html>"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses after faults are short, so that the tests are."""
    monkeypatch.setattr("bot.services.post.sending._BACKOFF", (0.2, 0.3, 0.4))
    monkeypatch.setattr(sender, "NOT_THERE", 0.2)


def answers(bot_: Live, person: int) -> Counter[str]:
    return Counter(text for text in bot_.texts(person) if text.startswith("counted"))


async def marked(bot_: Live) -> list[str]:
    return await bot_.read(
        lambda s: list(
            s.exec(
                select(Person.name).where(
                    col(Person.unreachable_since).is_not(None) | col(Person.refused_at).is_not(None)
                )
            ).all()
        )
    )


async def settled(bot_: Live, number: int) -> None:
    """Wait until so many answers stand in the outbox and each is settled one way or another."""

    async def done() -> bool:
        rows = await bot_.rows(OutboxRow.topic == "", OutboxRow.kind == "send")
        open_ = [row for row in rows if row.state in (SendState.PLANNED, SendState.CLAIMED)]
        return len(rows) >= number and not open_

    await bot_.until(done)


@pytest.mark.parametrize(
    "page",
    [
        {"code": 200, "body": HTML},
        {"code": 400, "body": HTML},
        {"code": 401, "body": HTML},
        {"code": 403, "body": HTML},
        {"code": 403, "body": ""},
        {"code": 404, "body": HTML},
        {"code": 403, "body": '{"error":"blocked"}', "content_type": "application/json"},
        {"code": 200, "body": "", "content_type": "application/json"},
        {"code": 502, "body": HTML},
    ],
)
async def test_pages_for_a_while_lose_nothing_and_mark_nobody(tmp_path: Path, page: dict[str, Any]) -> None:
    """What people said meanwhile is answered when the page is gone; what may have been accepted says so."""
    async with live(tmp_path) as bot_:
        for method in ("sendMessage", "getMe"):
            bot_.playground.fault("page", method=method, **page)
        for n in range(30):
            bot_.playground.say(PEOPLE[n % 5], f"/count {n}")
        await bot_.until(lambda: bot_.app.pipeline.sender.counts["faults"] >= 10)
        bot_.playground.clear_faults()
        await bot_.until(lambda: sum(answers(bot_, who).total() for who in PEOPLE) >= 30)
        await settled(bot_, 30)
        for who in PEOPLE:
            said = [f"counted {n}" for n in range(30) if PEOPLE[n % 5] == who]
            assert Counter(text.removesuffix(f"\n{MARK}") for text in bot_.texts(who)) == Counter(said)
        assert await marked(bot_) == []
        assert not await bot_.rows(OutboxRow.state == SendState.FAILED)
        assert len(set(await bot_.effects())) == len(await bot_.effects()) == 30


async def test_a_gateways_page_after_acceptance_repeats_each_message_once_and_says_so(tmp_path: Path) -> None:
    async with live(tmp_path) as bot_:
        bot_.playground.fault("page_after", method="sendMessage", code=502, body=HTML)
        for n in range(20):
            bot_.playground.say(PEOPLE[n % 5], f"/count {n}")
        await settled(bot_, 20)
        bot_.playground.clear_faults()
        rows = await bot_.rows(OutboxRow.topic == "")
        assert {(row.state, row.uncertain, row.doubts) for row in rows} == {(SendState.UNCERTAIN, 2, 2)}
        for who in PEOPLE:
            said = [f"counted {n}" for n in range(20) if PEOPLE[n % 5] == who]
            assert Counter(bot_.texts(who)) == Counter(said + [f"{text}\n{MARK}" for text in said])


@pytest.mark.parametrize("body", ['{"ok":true,"result":{"message_id":1', "{}", '{"ok":true,"result":{}}', ""])
async def test_a_broken_answer_after_acceptance_is_one_marked_copy(tmp_path: Path, body: str) -> None:
    async with live(tmp_path) as bot_:
        bot_.playground.fault(
            "page_after", method="sendMessage", code=200, body=body, content_type="application/json", count=1
        )
        bot_.playground.say(ONE, "/count it")
        await settled(bot_, 1)
        assert bot_.texts(ONE) == ["counted it", f"counted it\n{MARK}"]
        [row] = await bot_.rows(OutboxRow.topic == "")
        assert (row.state, row.uncertain, row.text) == (SendState.SENT, 1, f"counted it\n{MARK}")


async def test_a_change_of_a_message_is_repeated_without_a_doubt(tmp_path: Path) -> None:
    async with live(tmp_path) as bot_:
        bot_.playground.say(ONE, "/count it")
        await bot_.until(lambda: answers(bot_, ONE))
        bot_.playground.fault("page_after", method="editMessageText", code=502, body=HTML, count=3)
        shown = bot_.playground.sent(ONE)[-1]
        bot_.playground.press(ONE, shown, label="+1")
        await bot_.until(lambda: bot_.texts(ONE) == ["pressed 0"])

        async def done() -> bool:
            return {row.state for row in await bot_.rows(OutboxRow.kind == "edit")} == {SendState.SENT}

        await bot_.until(done)
        assert {row.uncertain for row in await bot_.rows(OutboxRow.kind == "edit")} == {0}


async def test_a_circular_under_pages_reaches_everybody_once(tmp_path: Path) -> None:
    """403 with a page marked eight people as unreachable before."""
    async with live(tmp_path, limits=Limits.off(), rate_overall=1000.0, rate_chat=100.0) as bot_:
        bot_.playground.fault("page", method="sendMessage", code=403, body=HTML, count=25)
        copies = [outbox.Addressed(bot_.ids[who], room.Text(f"n{n} {who}")) for n in range(6) for who in PEOPLE]
        await bot_.work(lambda d: outbox.plan_many(d, room.NOTE, copies, urgent=True, lane=Lane.BULK))

        async def sent() -> bool:
            return {row.state for row in await bot_.rows(OutboxRow.topic == "t.note")} == {SendState.SENT}

        await bot_.until(sent)
        texts = Counter(text for who in PEOPLE for text in bot_.texts(who))
        assert texts == Counter(f"n{n} {who}" for n in range(6) for who in PEOPLE)
        assert await marked(bot_) == []


async def test_a_start_behind_a_captive_portal_waits_for_the_api(tmp_path: Path) -> None:
    """getMe, deleteWebhook and getUpdates are answered with 404 and a page: the token is not wrong by that."""
    async with server(people=PEOPLE) as running:
        running.playground.fault("page", method="*", code=404, body=HTML)
        asyncio.get_running_loop().call_later(1.5, running.playground.clear_faults)
        async with bot(running, tmp_path, api_within=60.0) as bot_:
            bot_.playground.say(ONE, "/count it")
            await bot_.until(lambda: answers(bot_, ONE))


async def test_a_page_in_place_of_a_file_is_not_kept_as_the_file(tmp_path: Path) -> None:
    content, taken = b"%PDF-1.4\n" + bytes(range(256)) * 20, list[int]()

    def take(turn: Turn) -> bool:
        taken.extend(file.size for file in turn.incoming.files)
        return True

    def register(router: Router) -> None:
        router.text(take)
        router.wish(lambda turn: 1 << 20)
        room.register(router)

    async with live(tmp_path, register=register) as bot_:
        bot_.playground.fault("page", method="file", code=200, body=HTML, count=1)
        bot_.playground.fault("page", method="getFile", code=403, body=HTML, count=1)
        bot_.playground.send_file(ONE, "起诉状.pdf", content, mime="application/pdf")

        async def handled() -> bool:
            return {row.state for row in await bot_.inbox()} == {InboxState.DONE}

        await bot_.until(handled)
        assert taken == [len(content)]
