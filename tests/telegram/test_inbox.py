"""The durable inbox: stored before confirmed, once, in order per person, nothing left behind by what fails."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.clock import wall
from bot.domain.hall.acts import Act
from bot.domain.hall.acts import text as field
from bot.domain.hall.terms import InboxState, Role
from bot.domain.operations.operations import CRASHED
from bot.services.post import inbox
from bot.store.engine import open_database
from bot.store.tables import Appointment, InboxRow, OutboxRow
from bot.telegram.poller import poll
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from tests import room
from tests.databases import bring_up
from tests.telegram.live import Live, bot, live, server

ONE, TWO = 5001, 5002
NOW = datetime(2026, 4, 2, tzinfo=UTC)
FETCHED = Act("file", "fetched a file", field("what"))


@pytest.mark.slow
async def test_each_persons_updates_are_handled_in_order_and_people_in_parallel(tmp_path: Path, database: str) -> None:
    async with live(tmp_path, database=database) as bot_:
        for n in range(8):
            for person in (ONE, TWO, 5003):
                bot_.playground.say(person, f"/count {person}-{n}")
        await bot_.until(lambda: all(len(bot_.texts(p)) == 8 for p in (ONE, TWO, 5003)))
        effects = await bot_.effects()
        assert len(effects) == 24
        for person in (ONE, TWO, 5003):
            own = [e for e in effects if e.startswith(str(person))]
            assert own == [f"{person}-{n}" for n in range(8)]
            assert bot_.texts(person) == [f"counted {person}-{n}" for n in range(8)]
        assert {row.state for row in await bot_.inbox()} == {InboxState.DONE}


@pytest.mark.slow
async def test_a_handler_that_fails_after_writing_leaves_nothing_and_blocks_nobody(
    tmp_path: Path, database: str
) -> None:
    room.failures.clear()
    async with live(tmp_path, database=database) as bot_:
        bot_.playground.say(ONE, "/boom x")
        bot_.playground.say(ONE, "/count after")
        bot_.playground.say(TWO, "/count other")
        await bot_.until(lambda: len(bot_.texts(ONE)) == 2 and bot_.texts(TWO))
        assert await bot_.effects("boomed") == []
        assert await bot_.effects() == ["other", "after"]
        assert await bot_.rows(OutboxRow.topic == "t.note") == []
        [sorry, after] = bot_.texts(ONE)
        [parked] = [row for row in await bot_.inbox() if row.state is InboxState.PARKED]
        assert parked.error_id
        assert parked.error_id in sorry
        assert (parked.attempts, parked.error, after) == (3, "RuntimeError", "counted after")


@pytest.mark.slow
async def test_a_file_is_fetched_in_the_end(tmp_path: Path) -> None:
    """The network's faults are none of the handler's: nothing is parked for a few seconds without it."""

    def take(turn: Turn) -> bool:
        room.effect(turn.desk, turn.incoming.files[0].hash[:8], FETCHED)
        return True

    def register(router: Router) -> None:
        router.text(take)
        router.wish(lambda turn: 1000)
        room.register(router)

    async with live(tmp_path, register=register) as bot_:
        held = Appointment(person_id=bot_.ids[ONE], role=Role.ADMINISTRATOR, from_date=date(2024, 1, 1))
        await bot_.work(lambda desk: desk.session.add(held))
        bot_.playground.fault("status", method="getFile", code=502, count=4)
        bot_.playground.send_file(ONE, "a.txt", b"words")
        await bot_.until(lambda: bot_.effects("file"))
        [row] = await bot_.inbox()
        assert (row.state, row.attempts) == (InboxState.DONE, 0)
        assert (await bot_.effects("file"))[0]


@pytest.mark.slow
async def test_a_handler_that_fails_once_has_one_effect(tmp_path: Path) -> None:
    room.failures["once"] = 1
    async with live(tmp_path) as bot_:
        bot_.playground.say(ONE, "/boom once")
        await bot_.until(lambda: bot_.texts(ONE))
        assert await bot_.effects("boomed") == ["once"]
        assert bot_.texts(ONE).count("boomed once") == 1


@pytest.mark.slow
async def test_the_same_update_twice_has_one_effect(tmp_path: Path, database: str) -> None:
    async with live(tmp_path, database=database) as bot_:
        raw = _command(77_000_001, ONE, "/count twice")
        await asyncio.gather(*(bot_.app.pipeline.receive([raw, raw]) for _ in range(3)))
        await bot_.until(lambda: bot_.texts(ONE))
        await bot_.app.pipeline.quiet()
        assert await bot_.effects() == ["twice"]
        assert bot_.texts(ONE) == ["counted twice"]


@pytest.mark.slow
async def test_a_malformed_update_is_parked_and_its_neighbours_are_handled(tmp_path: Path) -> None:
    async with live(tmp_path) as bot_:
        broken: dict[str, Any] = {"update_id": 78_000_001, "message": {"message_id": "x", "from": {"id": "nobody"}}}
        odd: dict[str, Any] = {"update_id": 78_000_002, "something_new": {"from": {"id": ONE}}}
        await bot_.app.pipeline.receive([broken, odd, _command(78_000_003, TWO, "/count fine")])
        await bot_.until(lambda: bot_.texts(TWO))
        await bot_.app.pipeline.quiet()
        states = {row.update_id: row.state for row in await bot_.inbox()}
        assert states == {
            78_000_001: InboxState.PARKED, 78_000_002: InboxState.DONE, 78_000_003: InboxState.DONE,
        }  # fmt: skip


@pytest.mark.slow
async def test_hostile_characters_are_stored_on_both_engines(tmp_path: Path, database: str) -> None:
    async with live(tmp_path, database=database) as bot_:
        await bot_.app.pipeline.receive([_command(79_000_001, ONE, "/count a\x00b\ud800c<b>&")])
        await bot_.until(lambda: bot_.texts(ONE))
        assert len(await bot_.effects()) == 1


@pytest.mark.slow
async def test_what_a_crash_left_unfinished_is_replayed_in_order(tmp_path: Path) -> None:
    async with server() as running:
        async with bot(running, tmp_path) as first:
            raws = [_command(80_000_000 + n, ONE, f"/count {n}") for n in range(5)]
            lease = wall() + 999
            await first.app.database.write(lambda s: inbox.store(s, raws, now=NOW, owner="dead", lease=lease))
        async with bot(running, tmp_path) as second:
            await second.until(lambda: len(second.texts(ONE)) == 5)
            assert await second.effects() == [str(n) for n in range(5)]


@pytest.mark.slow
async def test_everything_unfinished_is_taken_up_before_anything_new(tmp_path: Path) -> None:
    """More than one claim takes: or a person's newer update would overtake the older ones."""
    async with live(tmp_path) as bot_:
        raws: list[dict[str, Any]] = [{"update_id": 80_200_000 + n, "odd": {"from": {"id": ONE}}} for n in range(505)]
        await bot_.app.database.write(lambda s: inbox.store(s, raws, now=NOW, owner="dead", lease=0))
        assert await bot_.app.pipeline.replay() == 505
        assert await bot_.app.pipeline.replay() == 0
        await bot_.app.pipeline.quiet()
        assert {row.state for row in await bot_.inbox()} == {InboxState.DONE}


async def test_an_update_that_ends_the_program_each_time_is_parked_at_last(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'inbox.db'}"
    await bring_up(url)
    database = open_database(url)
    raws = [_command(80_500_000 + n, who, "/count it") for n, who in enumerate((ONE, TWO))]
    await database.write(lambda s: inbox.store(s, raws, now=NOW, owner="dead", lease=0))

    async def die_in(*numbers: int) -> list[int]:
        """Take up what waits, begin these of them, and die."""
        found = await database.write(lambda s: inbox.waiting(s, wall=wall(), owner="dying", lease=0))
        for number in numbers:
            await database.write(partial(inbox.begin_again, update_id=number, error_id="abcd1234"))
        return [row.update_id for row in found]

    both = [80_500_000, 80_500_001]
    for _ in range(inbox.TAKEN_UP):
        assert await die_in(80_500_000) == both
    assert await die_in(80_500_000) == both, "begun once too often: parked by this"
    assert await die_in() == both[1:], "the one that only waited meanwhile is not to blame"
    [parked] = await database.read(inbox.parked)
    assert (parked.update_id, parked.error, parked.error_id) == (80_500_000, CRASHED, "abcd1234")
    waits = await database.read(lambda s: s.get(InboxRow, 80_500_001))
    assert waits is not None
    assert (waits.state, waits.taken_up) == (InboxState.WAITING, 0)
    again = await database.write(lambda s: inbox.unpark(s, parked.update_id, drop=False, now=NOW))
    await database.close()
    assert again is not None
    assert again.taken_up == 0, "a person decided: from the start"


async def test_an_update_that_nobody_handles_any_more_waits_for_its_earlier_ones(tmp_path: Path, postgres: str) -> None:
    """Two processes share a database: order per person holds across them, and a dead owner is waited out."""
    async with live(tmp_path, database=postgres) as bot_:
        dead = wall() + 1.0
        await bot_.app.database.write(
            lambda s: inbox.store(s, [_command(81_000_001, ONE, "/count first")], now=NOW, owner="dead", lease=dead)
        )
        await bot_.app.pipeline.receive([_command(81_000_002, ONE, "/count second")])
        await bot_.app.pipeline.receive([_command(81_000_003, TWO, "/count other")])
        await bot_.until(lambda: len(bot_.texts(ONE)) == 2)
        assert await bot_.effects() == ["other", "first", "second"]


async def test_an_earlier_update_that_is_taken_up_behind_the_one_that_waits_for_it(
    tmp_path: Path, postgres: str
) -> None:
    """The keeper's round was quicker than the line: both are in the same hands, in the wrong order."""
    async with live(tmp_path, database=postgres) as bot_:
        pipeline, dead = bot_.app.pipeline, wall() + 999
        first = _command(81_500_001, ONE, "/count first")
        await bot_.app.database.write(lambda s: inbox.store(s, [first], now=NOW, owner="dead", lease=dead))
        await pipeline.receive([_command(81_500_002, ONE, "/count second")])

        def taken_up(session: Session) -> list[InboxRow]:
            return inbox.waiting(session, wall=dead + 1, owner=pipeline.owner, lease=dead, known={81_500_002})

        for row in await bot_.app.database.write(taken_up):
            pipeline._enqueue(row.sender, row.update_id, row.raw)
        await bot_.until(lambda: len(bot_.texts(ONE)) == 2)
        await pipeline.quiet()
        assert await bot_.effects() == ["first", "second"]


@pytest.mark.slow
async def test_only_what_is_in_hand_is_kept(tmp_path: Path) -> None:
    """An update that was dropped for a fault comes free with its lease, however busy the process is."""
    async with live(tmp_path) as bot_:
        pipeline = bot_.app.pipeline
        await bot_.until(lambda: bot_.app.begun)
        raws: list[dict[str, Any]] = [{"update_id": 81_600_000 + n, "odd": {"from": {"id": ONE}}} for n in range(2)]
        soon = wall() + 5
        await bot_.app.database.write(lambda s: inbox.store(s, raws, now=NOW, owner=pipeline.owner, lease=soon))
        pipeline._known.add(81_600_001)
        await pipeline.keep()
        pipeline._known.clear()
        assert [row.lease > soon for row in await bot_.inbox()] == [False, True]


@pytest.mark.slow
async def test_nothing_is_confirmed_that_could_not_be_stored(tmp_path: Path) -> None:
    """The poller asks again from the same place until the store takes it."""
    async with server() as running, bot(running, tmp_path) as bot_:
        pass
    async with server() as running:
        app = bot_.app.application.bot
        del app
        asked: list[Any] = []
        stop, tries = asyncio.Event(), []

        class Slow:
            async def do_api_request(self, method: str, *, api_kwargs: dict[str, Any], **_: Any) -> Any:
                asked.append(api_kwargs.get("offset"))
                if len(asked) > 3:
                    stop.set()
                    return []
                return [{"update_id": 7}]

        async def receive(raws: list[dict[str, Any]]) -> None:
            tries.append(raws)
            if len(tries) < 3:
                from sqlalchemy.exc import OperationalError

                raise OperationalError("x", {}, Exception("database or disk is full"))

        await asyncio.wait_for(poll(Slow(), receive, stop), 60)  # type: ignore[arg-type]
        assert asked == [None, None, None, 8]


@pytest.mark.parametrize("raw", [None, [], {}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**70}])
def test_what_cannot_be_an_update_is_not_taken_for_one(raw: Any) -> None:
    assert not inbox.is_update(raw)


@pytest.mark.slow
async def test_old_updates_are_pruned_and_parked_ones_stay(tmp_path: Path) -> None:
    from datetime import timedelta

    async with live(tmp_path) as bot_:
        room.failures.clear()
        bot_.playground.say(ONE, "/count old")
        bot_.playground.say(ONE, "/boom stays")
        await bot_.until(lambda: len(bot_.texts(ONE)) == 2)
        later = bot_.app.clock.now() + timedelta(days=40)
        await bot_.app.database.write(lambda s: inbox.prune(s, now=later, keep=timedelta(days=30)))
        left = await bot_.read(lambda s: s.exec(select(InboxRow.state)).all())
        assert left == [InboxState.PARKED]


def _command(update_id: int, person: int, text: str) -> dict[str, Any]:
    user = {"id": person, "is_bot": False, "first_name": "人"}
    length = len(text.split(" ", 1)[0])
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id % 1_000_000, "date": 1_770_000_000, "from": user,
            "chat": {"id": person, "type": "private", "first_name": "人"}, "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": length}],
        },
    }  # fmt: skip


__all__ = ["Live"]
