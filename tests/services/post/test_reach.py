"""Whom Telegram refuses: one is believed, many at once are not, and whoever is reached again comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select, update
from telegram.error import BadRequest, Forbidden

from bot.domain.hall.terms import Lane, SendState
from bot.domain.post.reach import HELD, LOOK_AGAIN, MANY, is_confirmed, is_gone, nobody_there
from bot.services.post import outbox
from bot.store.tables import OutboxRow, Person
from tests import room
from tests.builders import County, county
from tests.rig import Rig, open_rig

BLOCKED = "Forbidden: bot was blocked by the user"
WALL = datetime.fromisoformat("2026-04-02T09:00:00+08:00")


@pytest.fixture
async def rig(tmp_path: Path, database: str) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, database=database, register=room.register) as opened:
        yield opened


async def note(rig: Rig, here: County, *people: int, text: str = "n") -> None:
    copies = [outbox.Addressed(here.ids[who], room.Text(f"{text} {who}")) for who in people]
    await rig.work(lambda d: outbox.plan_many(d, room.NOTE, copies, urgent=True, lane=Lane.BULK))


async def tried(rig: Rig) -> None:
    """Claim and deliver once what is due, without waiting for what is put off."""
    for row in await rig.pump._claim(50):
        await rig.pump.sender.deliver(row, row.lane)


async def unreachable(rig: Rig) -> set[int | None]:
    def work(session: Session) -> set[int | None]:
        return set(session.exec(select(Person.id).where(col(Person.unreachable_since).is_not(None))).all())

    return await rig.database.read(work)


async def notes(rig: Rig) -> list[tuple[SendState, bool]]:
    """State of each note, and whether it is put off."""

    def work(session: Session) -> list[OutboxRow]:
        return list(session.exec(select(OutboxRow).where(OutboxRow.topic == "t.note").order_by(col(OutboxRow.id))))

    return [(row.state, row.not_before > 0) for row in await rig.database.read(work)]


def _six(here: County) -> tuple[int, ...]:
    return (here.liaison, here.deputy, here.leader, here.principal, here.observer, here.court_contact)


@pytest.mark.parametrize("description", [
    BLOCKED, "Forbidden: user is deactivated", "Forbidden: bot was kicked from the supergroup chat",
    "Forbidden: bot was kicked from the group chat", "Forbidden: bot is not a member of the channel chat",
    "Forbidden: bot can't initiate conversation with a user", "Bad Request: chat not found", "PEER_ID_INVALID",
])  # fmt: skip
def test_what_telegram_says_of_whoever_is_gone(description: str) -> None:
    assert nobody_there(description)


@pytest.mark.parametrize("description", [
    "Forbidden", "Bad Request: not enough rights to send text messages to the chat", "Forbidden: (403)",
    "Bad Request: message text is empty", "Bad Request: BUTTON_DATA_INVALID", "Access denied by your administrator",
])  # fmt: skip
def test_other_refusals_say_nothing_about_the_person(description: str) -> None:
    assert not nobody_there(description)


def test_when_an_unreachable_person_is_tried_again() -> None:
    since = WALL
    assert not is_gone(None, since, since)
    assert is_gone(since, None, since + LOOK_AGAIN - timedelta(seconds=1))
    assert not is_gone(since, None, since + LOOK_AGAIN)
    assert is_gone(since, since + LOOK_AGAIN, since + LOOK_AGAIN * 1.5), "refused once more"
    assert not is_confirmed(None, since)
    assert not is_confirmed(since, since + HELD / 2)
    assert is_confirmed(since, since + HELD)


@pytest.mark.slow
async def test_many_refusals_within_a_minute_are_an_alarm_and_mark_nobody(rig: Rig) -> None:
    here = await county(rig)
    people = _six(here)
    assert len(people) > MANY
    await note(rig, here, *people)
    rig.bot.faults += [Forbidden(BLOCKED)] * len(people)
    await tried(rig)
    assert await unreachable(rig) == set()
    assert await notes(rig) == [(SendState.PLANNED, True)] * len(people), "also of those that were marked at first"
    await tried(rig)
    told = [m.text for m in rig.bot.chat(here.admin)]
    assert len([text for text in told if "一分钟内" in text]) == 1
    assert not [m for m in rig.bot.messages if "无法送达】" in m.text], "nobody is told of people who may be there"
    # Ten minutes later it was a passing fault: all arrives, and nothing of it is remembered.
    rig.clock.move_to(rig.clock.now() + HELD)
    await rig.database.write(lambda s: s.execute(update(OutboxRow).values(not_before=0)))
    await tried(rig)
    assert {state for state, _ in await notes(rig)} == {SendState.SENT}
    suspected = select(Person).where(col(Person.refused_at).is_not(None))
    assert await rig.database.read(lambda s: s.exec(suspected).all()) == []


@pytest.mark.slow
async def test_whoever_is_refused_again_after_the_alarm_is_marked(rig: Rig) -> None:
    here = await county(rig)
    people = _six(here)
    await note(rig, here, *people)
    rig.bot.faults += [Forbidden(BLOCKED)] * len(people)
    await tried(rig)
    await tried(rig)
    rig.clock.move_to(rig.clock.now() + HELD)
    await rig.database.write(lambda s: s.execute(update(OutboxRow).values(not_before=0)))
    rig.bot.faults += [Forbidden(BLOCKED)] * len(people)
    for row in [row for row in await rig.pump._claim(50) if row.topic == "t.note"]:
        await rig.pump.sender.deliver(row, row.lane)
    assert await unreachable(rig) == {here.ids[who] for who in people}


@pytest.mark.slow
async def test_a_few_are_believed_at_once(rig: Rig) -> None:
    here = await county(rig)
    people = _six(here)[: MANY - 1]
    await note(rig, here, *people)
    rig.bot.faults += [Forbidden(BLOCKED)] * len(people)
    await tried(rig)
    assert await unreachable(rig) == {here.ids[who] for who in people}
    assert await notes(rig) == [(SendState.FAILED, False)] * len(people)


@pytest.mark.slow
async def test_old_marks_that_are_looked_at_again_are_no_alarm(rig: Rig) -> None:
    here = await county(rig)
    people = _six(here)
    long_ago = rig.clock.now() - timedelta(days=30)
    ids = [here.ids[who] for who in people]
    marking = update(Person).where(col(Person.id).in_(ids)).values(unreachable_since=long_ago)
    await rig.database.write(lambda s: s.execute(marking))
    await note(rig, here, *people, here.coordinator)
    rig.bot.faults += [Forbidden(BLOCKED)] * (len(people) + 1)
    await tried(rig)
    assert await unreachable(rig) == {*ids, here.ids[here.coordinator]}
    assert not [m for m in rig.bot.messages if "一分钟内" in m.text]


@pytest.mark.slow
async def test_a_message_a_day_later_brings_a_person_back(rig: Rig) -> None:
    here = await county(rig)
    who = here.liaison
    await note(rig, here, who)
    rig.bot.faults.append(BadRequest("Bad Request: chat not found"))
    await tried(rig)
    await note(rig, here, who, text="same day")
    await tried(rig)
    assert rig.bot.chat(who) == []
    rig.clock.move_to(rig.clock.now() + LOOK_AGAIN)
    await note(rig, here, who, text="next day")
    await tried(rig)
    assert [m.text for m in rig.bot.chat(who) if "day" in m.text] == [f"next day {who}"]
    assert await unreachable(rig) == set()


@pytest.mark.slow
async def test_a_refusal_for_another_reason_is_tried_again_and_marks_nobody(rig: Rig) -> None:
    here = await county(rig)
    await note(rig, here, here.liaison)
    rig.bot.faults.append(Forbidden("Forbidden"))
    await tried(rig)
    assert await notes(rig) == [(SendState.PLANNED, True)]
    assert await unreachable(rig) == set()
