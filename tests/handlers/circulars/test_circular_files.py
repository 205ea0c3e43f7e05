"""What the author of a circular sends waits until the circular goes out; what is taken out of it goes."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from bot.store.tables import StoredFile
from tests.builders import County
from tests.handlers.circulars.steps import compose, fill_audience, fill_head, newest, send
from tests.rig import Rig


async def kept(rig: Rig) -> list[tuple[str, bytes]]:
    """Subject and content of every file, in the order in which they came."""
    found = await rig.database.read(lambda s: s.exec(select(StoredFile).order_by(col(StoredFile.id))).all())
    there = {path.name for path in rig.house.files.folder.rglob("*") if path.is_file()}
    assert there == {row.hash for row in found}
    return [(row.subject, rig.house.files.get(row.hash)) for row in found]


@pytest.mark.slow
async def test_attachments_are_kept_when_it_begins_to_go_out(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "第一部分")
    await rig.send_file(county.coordinator, "附件.docx", b"word", caption="附件")
    for content in (b"one", b"two"):
        await rig.send_file(county.coordinator, "图.jpg", content, kind="photo", media_group="album")
    assert {subject for subject, _ in await kept(rig)} == {""}
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "联络员")
    await send(rig, county.coordinator)
    number = (await newest(rig)).id
    assert await kept(rig) == [(f"circular:{number}", content) for content in (b"word", b"one", b"two")]


@pytest.mark.slow
async def test_a_part_that_is_taken_out_takes_its_file_with_it(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "第一部分")
    await rig.send_file(county.coordinator, "附件.docx", b"word")
    await rig.press(county.coordinator, "调整内容")
    await rig.press(county.coordinator, "✕ 2")
    assert await kept(rig) == []


@pytest.mark.slow
async def test_a_draft_that_nobody_works_at_keeps_no_file(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "第一部分")
    await rig.send_file(county.coordinator, "附件.docx", b"word")
    await rig.to("2026-04-03 08:00")
    assert len(await kept(rig)) == 1
    await rig.to("2026-04-05 08:00")
    assert await kept(rig) == []
