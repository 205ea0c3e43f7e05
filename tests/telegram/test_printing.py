"""The queue of papers: claimed with a lease, one at a time, printed once and kept, put back at a stop, tried again."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from sqlmodel import col, select

from bot.domain.documents.kinds import FieldType, Kind, KindField, Stage
from bot.papers.preview import Viewer
from bot.papers.printshop import Printshop
from bot.papers.shelf import Shelf
from bot.services.documents import drafting, printing, steps
from bot.services.hall.desk import Desk
from bot.store.tables import Document, Edition, PrintJob, StoredFile
from jobs import housekeeping
from tests import builders
from tests.builders import County, county
from tests.houses import LAW, PRINTSHOP
from tests.rig import Rig, open_rig
from tests.templates.layout import paper as laid
from tests.templates.layout import para, paras, title
from tests.templates.package import packed

LEASE = 180.0
KIND = Kind(
    "note", "工作说明", "work note", about="agency", closes=(), done=Stage.SUBMITTED,
    fields=(KindField("said", "内容", "content", FieldType.LINES, most=4000),),
)  # fmt: skip
SOUND = packed(laid(title("{{ paper.title }}"), paras("said"), para("{{ paper.agency }}第{{ paper.edition }}版")))
BROKEN = packed(laid(para("{{ sayd }}")))
SAID = "第一行{{ 7 * 7 }}\n第二行"


class CountingShop(Printshop):
    """Makes papers as ever; remembers of which templates, and does before each what the test wants."""

    def __init__(self, folder: Path, viewer: Viewer) -> None:
        super().__init__(Shelf(folder), PRINTSHOP.press, viewer)
        object.__setattr__(self, "made", [])
        object.__setattr__(self, "before", [])

    made: list[str]
    before: list[Any]

    async def paper(self, template: str, values: Any, pictures: Any = ()) -> bytes:
        self.made.append(template)
        if self.before:
            await self.before.pop(0)()
        return await super().paper(template, values, pictures)


@pytest.fixture
def shop(tmp_path: Path) -> CountingShop:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "note.docx").write_bytes(SOUND)
    return CountingShop(tmp_path / "templates", Viewer(""))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres"))


@pytest.fixture
async def rig(tmp_path: Path, shop: CountingShop, url: str) -> AsyncIterator[Rig]:
    law = replace(LAW, kinds={**LAW.kinds, KIND.id: KIND})
    async with open_rig(tmp_path, law=law, printshop=shop, database=url) as opened:
        yield opened


@pytest.fixture
async def people(rig: Rig) -> County:
    return await county(rig)


async def _draft(rig: Rig, people: County, said: str = SAID) -> int:
    def work(desk: Desk) -> int:
        return drafting.begin(desk, "note", agency_id=people.police, values={"said": said}).id or 0

    return await rig.work(work, actor=await builders.person(rig, people.police_liaison))


async def _asked(rig: Rig, people: County, document: int, user: int = 0) -> None:
    person = await builders.person(rig, user or people.police_liaison)
    await rig.work(lambda desk: printing.ask(desk, document), actor=person)


async def _submitted(rig: Rig, people: County, document: int) -> None:
    def work(desk: Desk) -> None:
        row = desk.session.get(Document, document)
        assert row is not None
        steps.submit(desk, document, row.version)

    await rig.work(work, actor=await builders.person(rig, people.police_liaison))


async def _claim(rig: Rig, wall: float, owner: str) -> int:
    job = await rig.work(lambda desk: printing.claim(desk.session, wall=wall, owner=owner, lease=LEASE))
    return job.document_id if job is not None else 0


async def _waiting(rig: Rig) -> int:
    return await rig.database.read(printing.waiting)


def _text(content: bytes) -> str:
    return "|".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)


# -- the queue ---------------------------------------------------------------------------------------------------------


async def test_each_is_claimed_once_and_again_only_when_its_lease_is_over(rig: Rig, people: County) -> None:
    one, other = await _draft(rig, people), await _draft_of(rig, people.labour)
    await _asked(rig, people, one)
    await rig.work(lambda desk: printing.keep(desk, other, 1))
    await _asked(rig, people, one)
    assert await _waiting(rig) == 2, "a second tap asks for nothing new"
    assert [await _claim(rig, 1000, "x"), await _claim(rig, 1000, "y"), await _claim(rig, 1000, "z")] == [one, other, 0]
    assert await _claim(rig, 1000 + LEASE - 1, "z") == 0
    assert await _claim(rig, 1000 + LEASE + 1, "z") == one
    assert await _claim(rig, -10_000, "z") == one, "a clock that was set back holds up nothing"


async def _draft_of(rig: Rig, agency: int) -> int:
    return await rig.work(lambda desk: drafting.prepare(desk, "note", agency_id=agency).id or 0)


async def test_whoever_waits_comes_before_what_is_only_kept(rig: Rig, people: County) -> None:
    one, other = await _draft_of(rig, people.labour), await _draft(rig, people)
    await rig.work(lambda desk: printing.keep(desk, one, 1))
    await _asked(rig, people, other)
    assert [await _claim(rig, 1000, "x"), await _claim(rig, 1000, "x")] == [other, one]


async def test_the_next_start_of_the_only_process_takes_up_what_the_last_one_printed(rig: Rig, people: County) -> None:
    one = await _draft(rig, people)
    await _asked(rig, people, one)
    assert await _claim(rig, 1000, "x") == one
    await rig.database.write(printing.give_up_leases)
    assert await _claim(rig, 1001, "y") == one


async def test_a_stop_puts_back_what_is_being_printed_and_counts_nothing(
    rig: Rig, people: County, shop: CountingShop
) -> None:
    await _asked(rig, people, await _draft(rig, people))
    stop = asyncio.Event()

    async def hang() -> None:
        stop.set()
        await asyncio.Event().wait()

    shop.before.append(hang)
    assert rig.printer is not None
    rig.printer.wake()
    await asyncio.wait_for(rig.printer.run(stop), 60)
    rows = select(PrintJob.attempts, PrintJob.lease, PrintJob.owner)
    assert list(await rig.database.read(lambda s: s.exec(rows).all())) == [(0, 0.0, "")]
    await rig.print()
    assert shop.made == ["note", "note"]
    assert await _waiting(rig) == 0


async def test_drafts_that_nobody_saw_go_in_the_night_and_versions_stay(rig: Rig, people: County) -> None:
    one = await _draft(rig, people)
    await _asked(rig, people, one)
    await rig.work(lambda desk: printing.keep(desk, one, 1))
    await rig.work(housekeeping.nightly)
    assert await _waiting(rig) == 2
    rig.clock.move_to(rig.clock.now() + timedelta(days=2))
    await rig.work(housekeeping.nightly)
    left = await rig.database.read(lambda s: s.exec(select(PrintJob.edition)).all())
    assert list(left) == [1]


# -- drafts ------------------------------------------------------------------------------------------------------------


async def test_a_draft_comes_as_a_file_and_is_not_kept(rig: Rig, people: County) -> None:
    await _asked(rig, people, await _draft(rig, people))
    await rig.print()
    shown = rig.last(people.police_liaison)
    assert shown.document is not None
    name, content = shown.document
    assert name == "工作说明-泗水县公安局-草稿.docx", name
    assert _text(content) == "工作说明|第一行{{ 7 * 7 }}|第二行|泗水县公安局第版"
    assert "草稿" in shown.text
    assert await rig.database.read(lambda s: s.exec(select(StoredFile)).all()) == []


async def test_whoever_lost_the_right_meanwhile_gets_nothing(rig: Rig, people: County, shop: CountingShop) -> None:
    one = await _draft_of(rig, people.police)

    def work(desk: Desk) -> None:
        desk.session.add(PrintJob(document_id=one, person_id=people.ids[people.liaison], chat_id=people.liaison,
                                  made_at=desk.now))  # fmt: skip

    await rig.work(work)
    before = len(rig.bot.messages)
    await rig.print()
    assert (await _waiting(rig), shop.made, rig.bot.messages[before:]) == (0, [], [])


async def test_a_template_with_a_fault_is_said_and_the_draft_stays(rig: Rig, people: County, tmp_path: Path) -> None:
    (tmp_path / "templates" / "note.docx").write_bytes(BROKEN)
    one = await _draft(rig, people)
    await _asked(rig, people, one)
    await rig.print()
    shown = rig.last(people.police_liaison)
    assert "模板有误" in shown.text
    assert await _waiting(rig) == 0
    (tmp_path / "templates" / "note.docx").write_bytes(SOUND)
    await _asked(rig, people, one)
    await rig.print()
    assert rig.last(people.police_liaison).document is not None


async def test_a_draft_that_ends_the_program_each_time_is_given_up(
    rig: Rig, people: County, shop: CountingShop
) -> None:
    await _asked(rig, people, await _draft(rig, people))
    for at in range(printing.ATTEMPTS):
        assert await _claim(rig, 1000 + at * 1000, "dead")
    await rig.database.write(printing.give_up_leases)
    await rig.print()
    assert shop.made == []
    assert "模板有误" in rig.last(people.police_liaison).text


async def test_the_first_page_comes_before_the_file_where_it_can_be_drawn(
    rig: Rig, people: County, shop: CountingShop, tmp_path: Path
) -> None:
    from pypdfium2 import PdfDocument

    document = PdfDocument.new()
    document.new_page(595, 842).close()
    document.save(tmp_path / "page.pdf")
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nfor last; do :; done\ncp {tmp_path}/page.pdf "$(dirname "$last")/paper.pdf"\n')
    program.chmod(0o700)
    object.__setattr__(shop, "viewer", Viewer(str(program)))
    await _asked(rig, people, await _draft(rig, people))
    await rig.print()
    picture, paper = rig.bot.chat(people.police_liaison)[-2:]
    assert picture.document is not None
    assert picture.document[1].startswith(b"\x89PNG")
    assert paper.document is not None


# -- versions ----------------------------------------------------------------------------------------------------------


async def _edition(rig: Rig) -> Edition:
    rows = select(Edition).order_by(col(Edition.n).desc())
    found = await rig.database.read(lambda s: s.exec(rows).first())
    assert found is not None
    return found


async def test_what_was_submitted_is_printed_once_and_kept_by_its_hash(rig: Rig, people: County) -> None:
    one = await _draft(rig, people)
    await _submitted(rig, people, one)
    await rig.print()
    edition = await _edition(rig)
    content = rig.house.files.get(edition.hash)
    assert hashlib.sha256(content).hexdigest() == edition.hash
    assert _text(content) == "工作说明|第一行{{ 7 * 7 }}|第二行|泗水县公安局第1版"
    [file] = await rig.database.read(lambda s: s.exec(select(StoredFile)).all())
    assert (file.subject, file.hash, file.name) == (f"edition:{edition.id}", edition.hash, "工作说明-泗水县公安局.docx")
    assert await _waiting(rig) == 0


async def test_a_version_can_be_had_again_and_comes_when_it_is_printed(rig: Rig, people: County) -> None:
    me = people.police_liaison
    one = await _draft(rig, people)
    await _submitted(rig, people, one)
    person = await builders.person(rig, me)
    await rig.work(lambda desk: printing.send(desk, one, 1), actor=person)
    await rig.print()
    await rig.pump.drain()
    first = rig.last(me).document
    assert first is not None
    await rig.work(lambda desk: printing.send(desk, one, 1), actor=person)
    await rig.pump.drain()
    assert rig.last(me).document == first
    assert (await _edition(rig)).hash == hashlib.sha256(first[1]).hexdigest()


async def test_a_crash_between_printing_and_keeping_prints_the_same_again(
    rig: Rig, people: County, shop: CountingShop
) -> None:
    await _submitted(rig, people, await _draft(rig, people))
    values: dict[str, Any] = {}

    def look(desk: Desk) -> None:
        job = printing.claim(desk.session, wall=1000, owner="dead", lease=LEASE)
        assert job is not None
        order = printing.order(desk, job)
        assert order is not None
        values.update(order.values)

    await rig.work(look)
    lost = rig.house.files.put(await shop.paper("note", values))
    await rig.database.write(printing.give_up_leases)
    await rig.print()
    assert (await _edition(rig)).hash == lost


async def test_a_version_waits_until_its_template_is_mended(rig: Rig, people: County, tmp_path: Path) -> None:
    (tmp_path / "templates" / "note.docx").write_bytes(BROKEN)
    await _submitted(rig, people, await _draft(rig, people))
    await rig.print()
    assert (await _waiting(rig), (await _edition(rig)).hash) == (1, "")
    [job] = await rig.database.read(lambda s: s.exec(select(PrintJob)).all())
    assert (job.attempts, job.owner) == (1, "")
    assert job.lease > 0, "not at once"
    (tmp_path / "templates" / "note.docx").write_bytes(SOUND)
    await rig.database.write(printing.give_up_leases)
    await rig.print()
    assert (await _edition(rig)).hash != ""


async def test_whoever_was_silent_for_too_long_keeps_nothing_any_more(rig: Rig, people: County) -> None:
    await _submitted(rig, people, await _draft(rig, people))

    def work(desk: Desk) -> tuple[object, object]:
        late = printing.claim(desk.session, wall=1000, owner="x", lease=LEASE)
        assert late is not None
        before = PrintJob(**late.model_dump())
        again = printing.claim(desk.session, wall=5000, owner="y", lease=LEASE)
        assert again is not None
        return printing.take(desk.session, before), printing.take(desk.session, again)

    late, mine = await rig.work(work)
    assert late is None
    assert mine is not None
