"""A county with many documents: a list asks the database as often as one with few."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.services.documents import drafting, lists, steps
from bot.services.hall.desk import Desk
from bot.store.tables import Document, Duty
from tests.builders import County, person
from tests.rig import Rig
from tests.services.documents.samples import appealing, office

Office = tuple[Rig, County]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as opened:
        yield opened


async def write(here: Office, count: int) -> None:
    """Drafts, letters that wait for the bureau, and void letters, as many of each."""
    rig, county = here

    def fill(desk: Desk) -> None:
        for _ in range(count):
            paper, _ = appealing(desk, county.resources)
            about: dict[str, Any] = {"case_id": paper.case_id, "paper_id": paper.id}
            letter = drafting.prepare(
                desk, "reviewed_letter", agency_id=county.resources, values={"view": "上诉"}, **about
            )
            steps.submit(desk, letter.id or 0, letter.version)
            drafting.prepare(desk, "plain_report", agency_id=county.resources, **about)
            void = drafting.prepare(desk, "typed_letter", agency_id=county.resources, **about)
            drafting.void(desk, void.id or 0, void.version, "写错")

    await rig.work(fill)


async def asked(here: Office, who: int, what: Any) -> tuple[int, Any]:
    """How many statements it takes, and what it gives."""
    rig, _ = here
    actor = await person(rig, who)
    said: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        said.append(statement)

    def read(desk: Desk) -> Any:
        event.listen(Engine, "before_cursor_execute", note)
        try:
            return what(desk)
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    found = await rig.work(read, actor=actor)
    return len(said), found


async def test_lists_ask_the_database_as_often_for_many_documents_as_for_few(here: Office) -> None:
    _, county = here
    readers = (county.coordinator, county.liaison, county.principal)
    asks = [lambda desk, which=which: lists.listed(desk, which) for which in lists.WHICH]
    await write(here, 9)
    few = [await asked(here, who, which) for who in readers for which in (*asks, lists.count_waiting)]
    await write(here, 3)
    many = [await asked(here, who, which) for who in readers for which in (*asks, lists.count_waiting)]
    assert [count for count, _ in many] == [count for count, _ in few]
    waiting = many[0][1]
    assert (waiting.page.total, len(waiting.page.items)) == (12, 8)
    assert many[4][1] == 12
    assert max(count for count, _ in many) < 150


async def loaded(here: Office, who: int, what: Any) -> int:
    """How many documents and duties are made of rows for it."""
    rig, _ = here
    actor = await person(rig, who)
    seen: list[object] = []

    def note(one: object, _: object) -> None:
        seen.append(one)

    def read(desk: Desk) -> None:
        desk.session.expunge_all()
        for table in (Document, Duty):
            event.listen(table, "load", note)
        try:
            what(desk)
        finally:
            for table in (Document, Duty):
                event.remove(table, "load", note)

    await rig.work(read, actor=actor)
    return len(seen)


async def test_what_others_write_is_not_loaded_for_a_unit_that_has_no_part_in_it(here: Office) -> None:
    """A liaison officer of another unit opens the list; what stands there is not read at all."""
    _, county = here
    await write(here, 12)
    for which in lists.WHICH:
        assert await loaded(here, county.police_liaison, lambda desk, which=which: lists.listed(desk, which)) == 0
    assert await loaded(here, county.police_liaison, lists.count_waiting) == 0


async def test_duties_are_loaded_for_the_list_that_is_shown_alone(here: Office) -> None:
    _, county = here
    await write(here, 12)
    whole = await loaded(here, county.coordinator, lambda desk: lists.listed(desk, lists.WAITING))
    none = await loaded(here, county.coordinator, lambda desk: lists.listed(desk, lists.OVER_LIST))
    counted = await loaded(here, county.coordinator, lists.count_waiting)
    assert counted <= none < whole
