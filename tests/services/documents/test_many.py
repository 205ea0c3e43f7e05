"""A county with many documents: a list asks the database as often as one with few."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from bot.domain.documents.documents import OVER, DocumentState
from bot.services.documents import drafting, lists, permissions, steps
from bot.services.hall.desk import Desk
from bot.store.tables import Document, Duty
from tests.builders import County, person
from tests.rig import Rig
from tests.services.documents.samples import appealing, office
from tests.statements import statements

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

    def read(desk: Desk) -> tuple[int, Any]:
        with statements() as said:
            found = what(desk)
        return len(said), found

    return await rig.work(read, actor=actor)


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


async def ended(here: Office, count: int) -> None:
    """Void letters, as many."""
    rig, county = here

    def fill(desk: Desk) -> None:
        for n in range(count):
            one = drafting.prepare(desk, "typed_letter", agency_id=county.resources, subject=f"ended:{n}")
            drafting.void(desk, one.id or 0, one.version, "写错")

    await rig.work(fill)


async def test_of_many_finished_ones_a_page_is_read_and_every_page_can_be_turned_to(here: Office) -> None:
    _, county = here
    await ended(here, 230)
    few = await asked(here, county.coordinator, lambda desk: lists.listed(desk, lists.OVER_LIST, 0))
    last = await asked(here, county.coordinator, lambda desk: lists.listed(desk, lists.OVER_LIST, 28))
    assert few[0] == last[0], "the last page costs what the first one does"
    assert (few[1].page.total, few[1].counts[lists.OVER_LIST]) == (230, 230)
    assert (len(few[1].page.items), len(last[1].page.items)) == (8, 6)
    assert not {one.id for one in few[1].page.items} & {one.id for one in last[1].page.items}
    assert await loaded(here, county.coordinator, lambda desk: lists.listed(desk, lists.OVER_LIST)) == 8
    assert await loaded(here, county.coordinator, lists.count_waiting) == 0


def _end(desk: Desk, county: County) -> None:
    """Each second one is done; each third came for the police bureau, each fifth is on its way there."""
    for n, one in enumerate(desk.session.exec(select(Document).order_by(col(Document.id))).all()):
        if one.state in OVER or n % 2:
            one.state = one.state if one.state in OVER else DocumentState.DONE
            one.addressee_id = county.police if n % 3 == 0 or n % 5 == 0 else one.addressee_id
            reached = {"reached": {"delivered": desk.now.isoformat()}} if n % 3 == 0 else {}
            one.facts = {**one.facts, **reached, **({"delivering": "x"} if n % 5 == 0 else {})}
            one.edition = n % 2


async def test_the_pages_hold_what_the_reader_may_see_and_nothing_else(here: Office) -> None:
    """Compared with asking of each document alone, for everybody in the county."""
    rig, county = here
    await write(here, 8)
    await ended(here, 9)
    await rig.work(lambda desk: _end(desk, county))

    def alone(desk: Desk) -> list[int | None]:
        rows = desk.session.exec(select(Document).where(col(Document.state).in_(OVER))).all()
        kinds = desk.house.law.kinds
        seen = [one for one in rows if permissions.may_see(desk, one, kinds[one.kind])]
        mine = desk.actor.agencies()
        return sorted(one.id for one in seen if mine)  # type: ignore[type-var]

    def paged(desk: Desk) -> list[int]:
        first = lists.listed(desk, lists.OVER_LIST)
        pages = [lists.listed(desk, lists.OVER_LIST, n).page.items for n in range(first.page.pages)]
        return sorted(one.id for items in pages for one in items)

    some = 0
    for user in county.ids:
        actor = await person(rig, user)
        expected, found = await rig.work(alone, actor=actor), await rig.work(paged, actor=actor)
        assert found == expected, user
        some += bool(found) and len(found) < 33
    assert some >= 2, "some see a part"
