"""The queue of pictures: claimed with a lease, one at a time, given up in the end, put back at a stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.services.hall import picture_jobs
from bot.services.hall.desk import Desk
from bot.store.tables import PictureJob
from jobs import housekeeping
from tests.builders import County, county
from tests.fake_pictures import FakePictures, page, photo
from tests.rig import Rig, open_rig

LEASE = 180.0


@pytest.fixture
def pictures() -> FakePictures:
    return FakePictures()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres"))


@pytest.fixture
async def rig(tmp_path: Path, pictures: FakePictures, url: str) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, pictures=pictures, database=url) as opened:
        yield opened


@pytest.fixture
async def people(rig: Rig) -> County:
    return await county(rig)


async def _asked(rig: Rig, people: County, *hashes: str, piece: str = "") -> None:
    """Pictures in the queue."""

    def work(desk: Desk) -> None:
        for digest in hashes:
            person = people.ids[people.police_liaison]
            desk.session.add(PictureJob(person_id=person, chat_id=1, hash=digest, piece=piece, made_at=desk.now))

    await rig.work(work)


async def _claim(rig: Rig, wall: float, owner: str, *, pieces: bool = False) -> str:
    job = await rig.work(
        lambda desk: picture_jobs.claim(desk.session, pieces=pieces, wall=wall, owner=owner, lease=LEASE)
    )
    return job.hash if job is not None else ""


async def test_each_is_claimed_once_and_again_only_when_its_lease_is_over(rig: Rig, people: County) -> None:
    await _asked(rig, people, "a", "b")
    await _asked(rig, people, "c", piece="number")
    assert [await _claim(rig, 1000, "x"), await _claim(rig, 1000, "y"), await _claim(rig, 1000, "z")] == ["a", "b", ""]
    assert await _claim(rig, 1000, "x", pieces=True) == "c", "who wants to see a piece does not wait for the others"
    assert await _claim(rig, 1000 + LEASE - 1, "z") == ""
    assert await _claim(rig, 1000 + LEASE + 1, "z") == "a"
    assert await _claim(rig, 100, "z") == "a", "a clock that was set back holds up nothing"
    assert await rig.database.read(picture_jobs.waiting) == 2


async def test_the_next_start_of_the_only_process_takes_up_what_the_last_one_read(rig: Rig, people: County) -> None:
    await _asked(rig, people, "a")
    assert await _claim(rig, 1000, "x") == "a"
    await rig.database.write(picture_jobs.give_up_leases)
    assert await _claim(rig, 1001, "y") == "a"


async def test_whoever_was_silent_for_too_long_settles_nothing_any_more(rig: Rig, people: County) -> None:
    await _asked(rig, people, "a")

    def work(desk: Desk) -> tuple[object, object]:
        late = picture_jobs.claim(desk.session, pieces=False, wall=1000, owner="x", lease=LEASE)
        assert late is not None
        before = PictureJob(**late.model_dump())
        again = picture_jobs.claim(desk.session, pieces=False, wall=2000, owner="y", lease=LEASE)
        assert again is not None
        return picture_jobs.take(desk.session, before), picture_jobs.take(desk.session, again)

    late, mine = await rig.work(work)
    assert late is None
    assert mine is not None


async def test_a_stop_puts_back_what_is_being_read_and_counts_nothing(
    rig: Rig, people: County, pictures: FakePictures
) -> None:
    me, stop = people.police_liaison, asyncio.Event()
    await rig.send_file(me, "1.jpg", pictures.knows(photo(1), page("传票\n（2026）鲁0831行初12号")), mime="image/jpeg")

    async def hang() -> None:
        stop.set()
        await asyncio.Event().wait()

    pictures.at_reading.append(hang)
    reader = rig.darkrooms[0]
    reader.wake()
    await asyncio.wait_for(reader.run(stop), 60)
    rows = select(PictureJob.attempts, PictureJob.lease, PictureJob.owner).order_by(col(PictureJob.id))
    assert list(await rig.database.read(lambda s: s.exec(rows).all())) == [(0, 0.0, "")]
    await rig.develop()
    assert pictures.asked == ["1.jpg", "1.jpg"]
    assert await rig.database.read(picture_jobs.waiting) == 0


async def test_what_nobody_reads_any_more_goes_in_the_night(rig: Rig, people: County) -> None:
    await _asked(rig, people, "a")
    await rig.work(housekeeping.nightly)
    assert await rig.database.read(picture_jobs.waiting) == 1
    rig.clock.move_to(rig.clock.now() + timedelta(days=2))
    await rig.work(housekeeping.nightly)
    assert await rig.database.read(picture_jobs.waiting) == 0
