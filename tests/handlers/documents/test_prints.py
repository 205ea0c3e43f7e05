"""A person presses 预览 and 下载, and the paper comes: the draft as it stands, then the version that is kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from sqlmodel import select

from bot.domain.documents.kinds import FieldType, Kind, KindField
from bot.domain.hall.terms import Role
from bot.papers.preview import Viewer
from bot.papers.printshop import Printshop
from bot.papers.shelf import Shelf
from bot.services.documents import drafting
from bot.services.hall.desk import Desk
from bot.store.tables import Edition
from tests import builders
from tests.builders import County, county
from tests.houses import LAW, PRINTSHOP
from tests.rig import Rig, open_rig
from tests.templates.layout import paper as laid
from tests.templates.layout import paras, title
from tests.templates.package import packed

KIND = Kind(
    "note", "工作说明", "work note", about="agency", closes=(), sees=(Role.LIAISON, Role.PRINCIPAL),
    fields=(KindField("said", "内容", "content", FieldType.LINES, most=4000),),
)  # fmt: skip
SAID = "情况如下：{{ 1 + 1 }}"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "note.docx").write_bytes(packed(laid(title(), paras("said"))))
    shop = Printshop(Shelf(tmp_path / "templates"), PRINTSHOP.press, Viewer(""))
    law = replace(LAW, kinds={**LAW.kinds, KIND.id: KIND})
    async with open_rig(tmp_path, law=law, printshop=shop) as opened:
        yield opened


@pytest.fixture
async def people(rig: Rig) -> County:
    return await county(rig)


async def _begun(rig: Rig, people: County) -> int:
    def work(desk: Desk) -> int:
        return drafting.begin(desk, "note", agency_id=people.resources, values={"said": SAID}).id or 0

    return await rig.work(work, actor=await builders.person(rig, people.liaison))


def _read(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]


async def test_the_draft_comes_when_it_is_asked_for_and_the_kept_paper_when_it_is_submitted(
    rig: Rig, people: County
) -> None:
    me, one = people.liaison, await _begun(rig, people)
    [card] = await rig.say(me, "/documents")
    [shown] = await rig.press_data(me, f"doc:{one}", card)
    [draft] = await rig.press(me, "预览", shown)
    assert draft.document is not None
    assert draft.document[0].endswith("-草稿.docx")
    assert _read(draft.document[1]) == ["工作说明", SAID]
    await rig.press(me, "提交", shown)
    [edition] = await rig.database.read(lambda s: s.exec(select(Edition)).all())
    assert edition.hash, "it was printed beside"
    [kept] = [m for m in await rig.press(me, "下载") if m.document is not None]
    assert kept.document is not None
    assert hashlib.sha256(kept.document[1]).hexdigest() == edition.hash
    assert _read(kept.document[1]) == ["工作说明", SAID]


async def test_an_english_reader_gets_the_same_paper_with_english_words_around_it(rig: Rig, people: County) -> None:
    me, one = people.liaison, await _begun(rig, people)
    await rig.say(me, "/language")
    await rig.press(me, "English")
    [card] = await rig.say(me, "/documents")
    [shown] = await rig.press_data(me, f"doc:{one}", card)
    [draft] = await rig.press(me, "Preview", shown)
    assert "the draft as it stands now" in draft.text
    assert draft.document is not None
    assert _read(draft.document[1]) == ["工作说明", SAID]
