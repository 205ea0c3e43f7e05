"""Files that people send: fetched where something asks for them, kept when that is recorded, else gone."""

from __future__ import annotations

import asyncio
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select
from telegram.error import NetworkError

from bot.domain.hall.files import LARGEST, MB, Daily
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.services.operations import keeping
from bot.store.hall import queries as hall_store
from bot.store.tables import Appointment, Paper, Person, StoredFile
from bot.telegram.fetching import Unwritten
from tests.builders import County
from tests.builders import county as build_county
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
CAPTION = f"{NUMBER} 传票 今天收到"
PDF = b"%PDF-1.4 summons"


async def rows(rig: Rig) -> list[tuple[str, str]]:
    """Subject and name of every row of a file."""
    found = await rig.database.read(lambda s: s.exec(select(StoredFile).order_by(col(StoredFile.id))).all())
    return [(row.subject, row.name) for row in found]


def stored(rig: Rig) -> list[Path]:
    """Everything that lies on the disk, whatever its name."""
    return sorted(path for path in rig.house.files.folder.rglob("*") if path.is_file())


async def send(rig: Rig, user: int, content: bytes = PDF, name: str = "传票.pdf", **more: object) -> str:
    """Send a summons with all that its form needs; gives what was answered."""
    shown = await rig.send_file(user, name, content, caption=CAPTION, mime="application/pdf", **more)  # type: ignore[arg-type]
    return "\n".join(one.text for one in shown)


# -- kept when recorded, gone when not -----------------------------------------------------------------------------


@pytest.mark.slow
async def test_a_file_waits_until_its_paper_is_recorded_and_is_kept_then(rig: Rig, county: County) -> None:
    assert NUMBER in await send(rig, county.liaison)
    assert await rows(rig) == [("", "传票.pdf")]
    assert [path.parent.name for path in stored(rig)] == ["waiting"]
    await rig.press(county.liaison, "登记")
    assert await rows(rig) == [("paper:1", "传票.pdf"), ("duty:2", "传票.pdf")], (
        "it is the copy by which it is reported"
    )
    [path] = stored(rig)
    assert path.parent.name == path.name[:2]
    assert path.read_bytes() == PDF


@pytest.mark.slow
@pytest.mark.parametrize("way", ["button", "command"])
async def test_a_form_that_is_cancelled_leaves_no_file(rig: Rig, county: County, way: str) -> None:
    await send(rig, county.liaison)
    if way == "button":
        await rig.press(county.liaison, "取消")
    else:
        await rig.say(county.liaison, "/cancel")
    assert (await rows(rig), stored(rig)) == ([], [])


@pytest.mark.slow
async def test_what_waits_behind_a_form_keeps_its_file_when_that_form_is_cancelled(rig: Rig, county: County) -> None:
    await send(rig, county.liaison, b"%PDF one", "一.pdf")
    await rig.send_file(
        county.liaison, "二.pdf", b"%PDF two", caption="（2026）鲁0831行初13号 传票 今天收到", mime="application/pdf"
    )
    await rig.say(county.liaison, "/cancel")
    assert await rows(rig) == [("", "二.pdf")]
    assert [path.read_bytes() for path in stored(rig)] == [b"%PDF two"]
    await rig.press(county.liaison, "登记")
    assert await rows(rig) == [("paper:1", "二.pdf"), ("duty:2", "二.pdf")]


@pytest.mark.slow
async def test_a_draft_that_nobody_touches_for_a_day_loses_its_file_and_says_so_by_its_preview(
    rig: Rig, county: County
) -> None:
    await send(rig, county.liaison)
    preview = rig.last(county.liaison)
    await rig.to("2026-04-03 08:00")
    assert await rows(rig) == [("", "传票.pdf")], "a night is not a day"
    await rig.to("2026-04-04 08:00")
    assert (await rows(rig), stored(rig)) == ([], [])
    await rig.press(county.liaison, "登记", preview)
    assert "这里是" in rig.toast() or "步骤" in rig.toast()
    await rig.press(county.liaison, "登记")
    assert await rows(rig) == []


@pytest.mark.slow
async def test_a_draft_that_is_worked_at_keeps_its_file_through_the_nights(rig: Rig, county: County) -> None:
    await send(rig, county.liaison)
    await rig.to("2026-04-03 20:00")
    await send(rig, county.liaison, b"%PDF second page", "第二页.pdf")
    await rig.to("2026-04-04 08:00")
    assert [name for _, name in await rows(rig)] == ["传票.pdf", "第二页.pdf"]


@pytest.mark.slow
async def test_the_same_bytes_twice_are_one_file_with_two_rows(rig: Rig, county: County) -> None:
    await send(rig, county.liaison)
    await rig.press(county.liaison, "登记")
    await rig.send_file(
        county.liaison, "再来.pdf", PDF, caption="（2026）鲁0831行初13号 传票 今天收到", mime="application/pdf"
    )
    assert [subject for subject, _ in await rows(rig)] == ["paper:1", "duty:2", ""]
    await rig.say(county.liaison, "/cancel")
    assert await rows(rig) == [("paper:1", "传票.pdf"), ("duty:2", "传票.pdf")]
    assert [path.read_bytes() for path in stored(rig)] == [PDF], "the other row still needs them"


@pytest.mark.slow
async def test_the_same_file_ten_times_is_one_file(rig: Rig, county: County) -> None:
    await send(rig, county.liaison)
    for _ in range(9):
        await rig.send_file(county.liaison, "传票.pdf", PDF, mime="application/pdf")
    assert (len(await rows(rig)), len(stored(rig))) == (10, 1)
    await rig.press(county.liaison, "登记")
    assert {subject for subject, _ in await rows(rig)} == {"paper:1", "duty:2"}
    assert len(stored(rig)) == 1


# -- who, where, what for ------------------------------------------------------------------------------------------


async def test_a_stranger_is_answered_and_nothing_is_fetched(rig: Rig, county: County) -> None:
    shown = await rig.send_file(4040, "a.pdf", PDF, mime="application/pdf")
    assert len(shown) == 1
    assert (await rows(rig), stored(rig), rig.bot.request.read) == ([], [], 0)


@pytest.mark.slow
async def test_who_holds_no_office_any_more_is_told_so_also_in_an_old_form(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, CAPTION)

    def end(desk: Desk) -> None:
        for held in desk.session.exec(select(Appointment).join(Person).where(Person.telegram_id == county.liaison)):
            held.to_date = date(2026, 4, 1)

    await rig.work(end)
    [answer] = await rig.send_file(county.liaison, "a.pdf", PDF, mime="application/pdf")
    assert "没有任职" in answer.text
    assert (await rows(rig), stored(rig), rig.bot.request.read) == ([], [], 0)


@pytest.mark.slow
async def test_in_a_group_nothing_is_fetched_and_it_is_said_once(rig: Rig, county: County) -> None:
    said = [
        await rig.send_file(county.liaison, "a.pdf", PDF, mime="application/pdf", chat=-77, private=False)
        for _ in range(3)
    ]
    assert ["私聊" in one.text for shown in said for one in shown] == [True]
    assert (await rows(rig), stored(rig), rig.bot.request.read) == ([], [], 0)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "mime"), [("歌.mp3", "audio/mpeg"), ("表.xlsx", ""), ("包.zip", "application/pdf")])
async def test_what_nobody_asked_for_is_answered_in_a_sentence(rig: Rig, county: County, name: str, mime: str) -> None:
    """A leader records no papers; what a file calls itself changes nothing about that."""
    [answer] = await rig.send_file(county.leader, name, b"PK\x03\x04 something", mime=mime)
    assert "没有" in answer.text or "联络" in answer.text
    assert (await rows(rig), stored(rig)) == ([], [])


@pytest.mark.slow
async def test_an_album_that_nobody_asked_for_is_answered_once(rig: Rig, county: County) -> None:
    said = [
        await rig.send_file(county.liaison, f"{n}.mp3", b"x", mime="audio/mpeg", media_group="album")
        for n in range(100)
    ]
    assert sum(len(shown) for shown in said) == 1
    assert stored(rig) == []


@pytest.mark.slow
async def test_a_photo_album_of_a_hundred_is_one_paper(rig: Rig, county: County) -> None:
    await send(rig, county.liaison)
    for number in range(99):
        content = b"\xff\xd8\xff" + number.to_bytes(2, "big")
        await rig.send_file(county.liaison, f"{number}.jpg", content, mime="image/jpeg", media_group="album")
    await rig.press(county.liaison, "登记")
    assert len([one for one in await rows(rig) if one[0] == "paper:1"]) == 100
    assert len(stored(rig)) == 100


# -- how large, how much -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("said", [0, 1, 1000])
async def test_no_more_is_read_of_a_file_than_may_be_kept_whatever_its_size_is_said_to_be(
    rig: Rig, county: County, said: int
) -> None:
    answer = await send(rig, county.liaison, b"%PDF" + b"x" * (45 * MB), said=said)
    assert "20MB" in answer
    assert rig.bot.request.read <= LARGEST + MB
    assert (await rows(rig), stored(rig)) == ([], [])


@pytest.mark.slow
async def test_a_file_that_says_it_is_too_large_is_not_begun(rig: Rig, county: County) -> None:
    assert "20MB" in await send(rig, county.liaison, said=LARGEST + 1)
    assert rig.bot.request.read == 0


@pytest.mark.slow
async def test_a_roster_is_read_up_to_its_own_bound(rig: Rig, county: County) -> None:
    await rig.say(county.admin, "/roster")
    [answer] = await rig.send_file(county.admin, "名册.xlsx", b"PK\x03\x04" + b"x" * (9 * MB), said=0)
    assert "2MB" in answer.text
    assert rig.bot.request.read <= 3 * MB
    assert stored(rig) == []


@pytest.mark.slow
async def test_a_day_has_its_measure_for_each_person(tmp_path: Path) -> None:
    async with open_rig(tmp_path, daily=Daily(3 * MB, 300)) as rig:
        county = await build_county(rig)
        assert NUMBER in await send(rig, county.liaison, b"%PDF" + b"a" * (2 * MB))
        assert "已达上限" in await send(rig, county.liaison, b"%PDF" + b"b" * (2 * MB), said=0)
        assert rig.bot.request.read <= 4 * MB, "no more is read than the day has left"
        assert len(stored(rig)) == 1
        assert "已达上限" in await send(rig, county.liaison, b"%PDF small")
        assert NUMBER in await send(rig, county.deputy, b"%PDF small"), "another person's day is another"
        await rig.to("2026-04-03 09:00")
        assert "已达上限" not in await send(rig, county.liaison, b"%PDF small")
        await rig.to("2026-04-09 09:00")
        assert await rig.database.read(lambda s: hall_store.notes_beginning_with(s, files.FETCHED)) == []


@pytest.mark.slow
async def test_a_day_has_so_many_files_too(tmp_path: Path) -> None:
    async with open_rig(tmp_path, daily=Daily(3 * MB, 2)) as rig:
        county = await build_county(rig)
        said = [await send(rig, county.liaison, b"%PDF" + bytes([n])) for n in range(3)]
        assert ["已达上限" in one for one in said] == [False, False, True]


# -- names and kinds -----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "a/b\\c.pdf", "传票\u202efdp.exe.pdf", "长" * 300 + ".pdf", "\x00\n.pdf", "..", ""]
)
async def test_a_name_cannot_lead_elsewhere_nor_deceive(rig: Rig, county: County, name: str) -> None:
    await send(rig, county.liaison, name=name)
    await rig.press(county.liaison, "登记")
    [(_, kept), _] = await rows(rig)
    assert kept
    assert not set(kept) & set("/\\\x00\n\u202e")
    assert not kept.startswith(".")
    assert len(kept.encode()) <= 200
    [path] = stored(rig)
    assert path.is_relative_to(rig.house.files.folder)


@pytest.mark.slow
async def test_what_a_file_is_is_seen_from_its_content(rig: Rig, county: County) -> None:
    await send(rig, county.liaison, b"<html><script>alert(1)</script>", "传票.pdf")
    await rig.press(county.liaison, "登记")
    kinds = await rig.database.read(lambda s: list(s.exec(select(StoredFile.mime)).all()))
    assert set(kinds) == {"application/octet-stream"}


# -- faults --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_a_turn_that_fails_leaves_no_file(rig: Rig, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(desk: Desk) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(files, "tidy", fail)
    with pytest.raises(RuntimeError):
        await send(rig, county.liaison)
    await rig.pipeline.quiet()
    assert (await rows(rig), stored(rig)) == ([], [])


@pytest.mark.slow
async def test_a_disk_that_is_full_keeps_nothing_half_and_the_file_comes_with_the_next_try(
    rig: Rig, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: object, piece: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("bot.store.files.Part.write", full)
        with pytest.raises(Unwritten, match="No space"):
            await send(rig, county.liaison)
    assert (await rows(rig), stored(rig)) == ([], [])
    assert NUMBER in await send(rig, county.liaison)


@pytest.mark.slow
async def test_bytes_that_vanish_before_their_row_is_written_are_fetched_again(rig: Rig, county: County) -> None:
    arrive, vanishes = files.arrive, [True]

    def late(desk: Desk, given: list[dict[str, object]]) -> None:
        if given and vanishes.pop():
            for path in stored(rig):
                path.unlink()
        arrive(desk, given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files, "arrive", late)
        with pytest.raises(files.Vanished):
            await send(rig, county.liaison)
    assert await rows(rig) == []
    assert NUMBER in await send(rig, county.liaison)


async def test_a_download_that_breaks_off_leaves_nothing(rig: Rig, county: County) -> None:
    rig.bot.request.faults = [NetworkError("broken off")]
    with pytest.raises(NetworkError):
        await send(rig, county.liaison)
    assert (await rows(rig), stored(rig)) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("night_first", [False, True])
async def test_a_night_and_a_confirmation_at_once_leave_both_or_neither(
    rig: Rig, county: County, night_first: bool
) -> None:
    await send(rig, county.liaison)
    preview = rig.last(county.liaison)
    rig.clock.move_to(rig.clock.now() + timedelta(days=2))
    confirmed = rig.press(county.liaison, "登记", preview)
    night = [rig.work(keeping.prune), rig.work(keeping.sweep)]
    await asyncio.gather(*([*night, confirmed] if night_first else [confirmed, *night]))
    await rig.work(keeping.sweep)
    papers = await rig.database.read(lambda s: len(s.exec(select(Paper)).all()))
    hashes = await rig.database.read(lambda s: list(s.exec(select(StoredFile.hash)).all()))
    assert len(hashes) == papers, "a paper that was confirmed has its file, or it was not confirmed like that"
    assert all(rig.house.files.get(digest) == PDF for digest in hashes)
    if not papers:
        assert "传票.pdf" not in rig.last(county.liaison).text
        await rig.press(county.liaison, "登记")
        assert await rig.database.read(lambda s: len(s.exec(select(Paper)).all())) == 1


@pytest.mark.slow
async def test_killed_between_file_and_row_the_bytes_go_by_night(rig: Rig, county: County) -> None:
    part = rig.house.files.receive()
    part.write(PDF)
    digest = part.finish()
    rig.house.files.put(b"kept, and no row says for what")
    [path] = [one for one in stored(rig) if one.name == digest]
    await rig.to("2026-04-03 04:00")
    assert stored(rig) == [path], "what may be coming in right now is left alone"
    old = path.stat().st_mtime - timedelta(hours=1).total_seconds()
    os.utime(path, (old, old))
    await rig.to("2026-04-04 04:00")
    assert stored(rig) == []


@pytest.mark.slow
async def test_the_same_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, database=postgres) as rig:
        county = await build_county(rig)
        await send(rig, county.liaison)
        assert [path.parent.name for path in stored(rig)] == ["waiting"]
        await rig.press(county.liaison, "登记")
        assert await rows(rig) == [("paper:1", "传票.pdf"), ("duty:2", "传票.pdf")]
        await rig.send_file(county.liaison, "b.pdf", b"%PDF b", caption="（2026）鲁0831行初13号 传票 今天收到")
        await rig.say(county.liaison, "/cancel")
        assert (await rows(rig), len(stored(rig))) == ([("paper:1", "传票.pdf"), ("duty:2", "传票.pdf")], 1)
        await rig.to("2026-04-04 08:00")
        assert (await rows(rig), len(stored(rig))) == ([("paper:1", "传票.pdf"), ("duty:2", "传票.pdf")], 1)
