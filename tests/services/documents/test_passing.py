"""Agencies end and people leave: papers pass to the successor with their numbers, and none waits for nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.agencies.reform import Heirs, Passing
from bot.domain.hall.terms import Reform, Role
from bot.law.library import Library
from bot.services.documents import drafting, filling, leavers, passing, steps
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, Document, OutboxRow
from tests.builders import County, person
from tests.builders import county as county_of
from tests.rig import Rig, open_rig
from tests.services.documents.samples import LAW_OF_SAMPLES, appealing, document, lost, office

Office = tuple[Rig, County]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as opened:
        yield opened


async def act(here: Office, who: int, what: Any) -> Any:
    rig, _ = here
    return await rig.work(what, actor=await person(rig, who))


async def submitted(here: Office) -> Document:
    """A letter that waits for the bureau's review."""
    rig, county = here
    paper, _ = await rig.work(lambda desk: appealing(desk, county.resources))
    about: dict[str, Any] = {"case_id": paper.case_id, "paper_id": paper.id, "values": {"view": "上诉"}}

    def write(desk: Desk) -> Document:
        row = drafting.begin(desk, "reviewed_letter", agency_id=county.resources, **about)
        return steps.submit(desk, row.id or 0, row.version)

    found: Document = await act(here, county.liaison, write)
    return found


async def test_a_paper_passes_to_a_successor_that_gave_the_same_number(here: Office) -> None:
    rig, county = here

    def write(desk: Desk) -> list[int]:
        found = []
        for agency_id in (county.resources, county.police):
            row = drafting.prepare(desk, "typed_letter", agency_id=agency_id)
            row.number, row.issued_on = "县函〔2026〕3号", date(2026, 4, 1)
            desk.session.add(row)
            found.append(row.id or 0)
        desk.session.flush()
        passing.pass_on(desk, Passing(county.resources, Heirs(county.police), Reform.MERGED, "", {}))
        return found

    first, second = await rig.work(write)
    passed, own = await document(rig, first), await document(rig, second)
    assert (passed.agency_id, passed.number) == (county.police, "县函〔2026〕3号（县自然资源局）")
    assert (own.agency_id, own.number) == (county.police, "县函〔2026〕3号")


async def test_who_writes_down_a_step_hears_of_it_when_its_people_left(tmp_path: Path) -> None:
    kinds = LAW_OF_SAMPLES.kinds
    letter = kinds["reviewed_letter"]
    draft, review, *rest = letter.steps
    by_head = replace(review, by=replace(review.by, roles=(Role.PRINCIPAL,)))
    kinds = {**kinds, letter.id: replace(letter, steps=(draft, by_head, *rest))}
    async with open_rig(tmp_path, law=replace(LAW_OF_SAMPLES, kinds=kinds)) as rig:
        county = await county_of(rig)
        row = await submitted((rig, county))
        head, both = (
            county.ids[county.justice_principal],
            [county.ids[county.coordinator], county.ids[county.coordinator2]],
        )
        assert await next_of(rig, row) == [head]

        def leave(desk: Desk) -> None:
            for one in desk.session.exec(select(Appointment).where(Appointment.person_id == head)).all():
                one.to_date = date(2026, 4, 1)
                desk.session.add(one)
            desk.session.flush()
            desk.house.wiring.tell_appointment_ended(desk, head, county.justice)
            leavers.daily(desk)

        await rig.work(leave)
        assert [one for one in await next_of(rig, row) if one != head] == both, "once, however often it is looked at"
        assert (await document(rig, row.id)).facts[leavers.ALONE] == "1:1"


async def next_of(rig: Rig, row: Document) -> list[int | None]:
    """Who was told that it is their turn."""
    statement = select(OutboxRow.person_id).where(
        OutboxRow.subject == f"document:{row.id}", OutboxRow.topic == "doc.next"
    )
    return list(await rig.database.read(lambda s: s.exec(statement.order_by(col(OutboxRow.id))).all()))


async def test_those_above_a_step_hear_of_its_silence_later_than_its_people(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    planned = await rig.database.read(
        lambda s: s.exec(select(OutboxRow).where(OutboxRow.subject == f"document:{row.id}",
                                                 OutboxRow.topic == "doc.silent").order_by(col(OutboxRow.due_at))).all()
    )  # fmt: skip
    by_instant: dict[Any, set[str]] = {}
    for one in planned:
        by_instant.setdefault(one.due_at, set()).add(str(one.audience))
    first, *later = by_instant.values()
    assert first == {f"role:coordinator@{county.justice}"}
    assert f"role:principal@{county.justice}" in later[0]
    assert all(len(instant) == 1 or f"role:coordinator@{county.justice}" not in instant for instant in later)
    assert not any(f"coordinators@{county.resources}" in instant for instant in by_instant.values())


@pytest.mark.parametrize(("copies", "shown"), [("full", "刘长顺"), ("masked", "刘某某")])
async def test_a_book_says_how_the_bureau_s_copies_name_plaintiffs(tmp_path: Path, copies: str, shown: str) -> None:
    library = LAW_OF_SAMPLES.library
    book = library.books["sishui-2020"]
    named = replace(book, params={**book.params, "bureau_copies": copies})
    kinds = LAW_OF_SAMPLES.kinds
    report = replace(kinds["plain_report"], plaintiffs="book")
    law = replace(
        LAW_OF_SAMPLES,
        library=Library(
            {**library.books, "sishui-2020": named}, library.ladders, library.breaches, library.measures, library.drafts
        ),
        kinds={**kinds, "plain_report": report},
    )
    async with open_rig(tmp_path, law=law) as rig:
        here = await county_of(rig)
        owed = await rig.work(lambda desk: lost(desk, here.resources))
        row = await rig.work(lambda d: drafting.for_duty(d, owed, report))
        filled = await rig.work(lambda d: filling.filled(d, row))
        assert filled.values["plaintiff"].raw == shown
        assert filled.context["plaintiff"] == shown
        typed = {"full": "马玉兰、刘长顺", "masked": "马某某、刘某某"}[copies]
        told = {"plaintiff": "马玉兰、刘长顺"}
        row = await rig.work(lambda d: drafting.set_values(d, row.id or 0, row.version, told))
        filled = await rig.work(lambda d: filling.filled(d, row))
        assert filled.context["plaintiff"] == typed, "what somebody types in is masked in the copy as well"
