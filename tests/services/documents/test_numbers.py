"""Numbers of issued papers: one after another, none twice, on both engines, whoever issues at the same moment."""

from __future__ import annotations

import asyncio
import threading
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.domain.hall.errors import Refused
from bot.services.documents import cards, drafting, steps
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.engine import open_database
from bot.store.tables import Document
from tests.builders import County, person
from tests.rig import Rig
from tests.services.documents.samples import office

MANY = 12


def written(desk: Desk, county: County, kind: str, n: int) -> Document:
    """A letter that is ready to be issued."""
    row = drafting.prepare(desk, kind, agency_id=county.justice, subject=f"letter:{n}")
    return steps.submit(desk, row.id or 0, row.version)


async def ready(rig: Rig, county: County, kind: str, count: int = MANY) -> list[tuple[int, int]]:
    rows = await rig.work(lambda desk: [written(desk, county, kind, n) for n in range(count)])
    return [(row.id or 0, row.version) for row in rows]


async def numbers(rig: Rig) -> list[str]:
    rows = await rig.database.read(lambda s: s.exec(select(Document.number).order_by(Document.id)).all())  # type: ignore[arg-type]
    return [one for one in rows if one]


async def test_numbers_issued_at_once_are_gapless_and_none_is_twice(tmp_path: Path, database: str) -> None:
    async with office(tmp_path, database) as (rig, county):
        letters = await ready(rig, county, "numbered_letter")
        other = open_database(database) if database else rig.database
        houses = [rig.database, other] * (MANY // 2)

        def issue(letter: tuple[int, int]) -> object:
            def work(session: Session) -> None:
                by = access.person_by_telegram(session, county.coordinator)
                assert by is not None
                actor = access.actor_of(session, by, date(2026, 4, 2))
                steps.issue(Desk(session, rig.house, rig.clock.now(), actor), *letter)

            return work

        await asyncio.gather(*(one.write(issue(letter)) for one, letter in zip(houses, letters, strict=True)))  # type: ignore[arg-type]
        if database:
            await other.close()
        assert sorted(await numbers(rig)) == sorted(f"县司法局督〔2026〕{n}号" for n in range(1, MANY + 1))


async def test_an_issue_that_is_undone_gives_its_number_back(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, county):
        (first, second), who = await ready(rig, county, "numbered_letter", 2), await person(rig, county.coordinator)

        def fails(desk: Desk) -> None:
            steps.issue(desk, *first)
            raise Refused("Please give a reason.")

        with pytest.raises(Refused):
            await rig.work(fails, actor=who)
        await rig.work(lambda desk: steps.issue(desk, *second), actor=who)
        assert await numbers(rig) == ["县司法局督〔2026〕1号"]


async def test_a_number_that_was_typed_is_not_given_again(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, county):
        letters, who = await ready(rig, county, "numbered_letter", 4), await person(rig, county.coordinator)
        given = ["县司法局督〔2026〕1号", "县司法局督〔2026〕3号", "", ""]
        for (one, version), number in zip(letters, given, strict=True):
            await rig.work(partial(steps.issue, document_id=one, version=version, number=number), actor=who)
        assert await numbers(rig) == [f"县司法局督〔2026〕{n}号" for n in (1, 3, 2, 4)]


async def test_what_comes_next_is_proposed(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, county):
        (first, second), who = await ready(rig, county, "numbered_letter", 2), await person(rig, county.coordinator)
        card = await rig.work(lambda d: cards.of(d, first[0]), actor=who)
        assert card.proposed == "县司法局督〔2026〕1号"
        await rig.work(lambda d: steps.issue(d, *first, card.proposed), actor=who)
        card = await rig.work(lambda d: cards.of(d, second[0]), actor=who)
        assert card.proposed == "县司法局督〔2026〕2号"


async def test_each_year_begins_anew(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, county):
        (first, second), who = await ready(rig, county, "numbered_letter", 2), await person(rig, county.coordinator)
        await rig.work(lambda d: steps.issue(d, *first, on=date(2025, 12, 31)), actor=who)
        await rig.work(lambda d: steps.issue(d, *second), actor=who)
        assert await numbers(rig) == ["县司法局督〔2025〕1号", "县司法局督〔2026〕1号"]


@pytest.mark.parametrize("number", ["", "  "])
async def test_a_number_that_is_typed_is_asked_for(tmp_path: Path, number: str) -> None:
    async with office(tmp_path) as (rig, county):
        ((one, version),), who = await ready(rig, county, "typed_letter", 1), await person(rig, county.coordinator)
        with pytest.raises(Refused) as refused:
            await rig.work(lambda d: steps.issue(d, one, version, number), actor=who)
        assert refused.value.problem.fields == ("number",)


async def test_two_letters_never_bear_the_same_typed_number(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, county):
        (first, second), who = await ready(rig, county, "typed_letter", 2), await person(rig, county.coordinator)
        await rig.work(lambda d: steps.issue(d, *first, "泗司函〔2026〕7号"), actor=who)
        with pytest.raises(Refused):
            await rig.work(lambda d: steps.issue(d, *second, " 泗司函〔2026〕7号 "), actor=who)
        assert await numbers(rig) == ["泗司函〔2026〕7号"]


async def test_of_two_who_type_the_same_number_at_once_the_second_is_refused(tmp_path: Path, postgres: str) -> None:
    """The second waits until the first is committed, and reads what it wrote."""
    async with office(tmp_path, postgres) as (rig, county):
        (first, second), who = await ready(rig, county, "typed_letter", 2), await person(rig, county.coordinator)
        other, begun, go_on = open_database(postgres), threading.Event(), threading.Event()

        def slow(session: Session) -> None:
            actor = access.actor_of(session, who, date(2026, 4, 2))
            steps.issue(Desk(session, rig.house, rig.clock.now(), actor), *first, "7号")
            session.flush()
            begun.set()
            assert go_on.wait(60)

        one = asyncio.create_task(other.write(slow))
        await asyncio.to_thread(begun.wait, 60)
        two = asyncio.create_task(rig.work(lambda d: steps.issue(d, *second, "7号"), actor=who))
        done, _ = await asyncio.wait({two}, timeout=0.3)
        assert not done
        go_on.set()
        await one
        with pytest.raises(Refused):
            await two
        await other.close()
        kept = await rig.database.read(lambda s: documents_store.has_number(s, county.justice, "typed_letter", "7号"))
        assert kept is not None
        assert kept.id == first[0]
