"""Nightly: files go with what they belonged to, bytes and rows come together, and how much there is."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import CircularState, DutyState, EventKind, EventState, PaperKind, Role
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.services.operations import keeping
from bot.store.cases import files as files_store
from bot.store.tables import (
    Case,
    Circular,
    CircularAnswer,
    CircularReceipt,
    Draft,
    Duty,
    Event,
    Paper,
    Person,
    StoredFile,
)
from tests.builders import County
from tests.builders import county as build_county
from tests.rig import Rig, open_rig

TERMS = {"papers": 100, "proofs": 200, "circulars": 50, "events": 30}


def give(desk: Desk, subject: Subject, content: bytes) -> str:
    """A file that belongs to something."""
    digest = desk.house.files.put(content)
    files.keep(desk, subject, [{"hash": digest, "name": f"{content.decode()}.pdf"}])
    return digest


async def left(rig: Rig) -> set[str]:
    """The subjects that have files, each of which has its bytes, and no bytes are there beside them."""
    found = await rig.database.read(lambda s: list(s.exec(select(StoredFile).order_by(col(StoredFile.id))).all()))
    there = {path.name for path in rig.house.files.folder.rglob("*") if path.is_file()}
    assert there == {row.hash for row in found}
    return {row.subject for row in found}


async def night(rig: Rig) -> None:
    await rig.work(keeping.prune)
    await rig.work(keeping.sweep)


def a_paper(desk: Desk, place: County, number: str, closed: int | None) -> int:
    """A paper of a case that was closed so many days ago."""
    on = desk.today - timedelta(days=closed) if closed is not None else None
    case = Case(number=number, created_at=desk.now, closed_on=on)
    desk.session.add(case)
    desk.session.flush()
    paper = Paper(
        case_id=case.id or 0, agency_id=place.resources, kind=PaperKind.SUMMONS, served_on=date(2024, 1, 2),
        entered_at=desk.now,
    )  # fmt: skip
    desk.session.add(paper)
    desk.session.flush()
    return paper.id or 0


@pytest.mark.slow
async def test_papers_go_when_their_case_has_been_closed_for_the_term(rig: Rig, county: County) -> None:
    def stand(desk: Desk) -> None:
        keeping.set_terms(desk, TERMS)
        for number, closed in (("old", 101), ("young", 99), ("open", None)):
            give(desk, About.PAPER(a_paper(desk, county, number, closed)), number.encode())

    await rig.work(stand)
    await night(rig)
    assert await left(rig) == {"paper:2", "paper:3"}
    await rig.work(lambda desk: keeping.set_terms(desk, {**TERMS, "papers": 98}))
    await night(rig)
    assert await left(rig) == {"paper:3"}


@pytest.mark.slow
async def test_without_terms_papers_stay_for_ten_years(rig: Rig, county: County) -> None:
    def stand(desk: Desk) -> None:
        for number, closed in (("old", 3651), ("young", 3650)):
            give(desk, About.PAPER(a_paper(desk, county, number, closed)), number.encode())

    await rig.work(stand)
    await night(rig)
    assert await left(rig) == {"paper:2"}


@pytest.mark.slow
async def test_bytes_that_an_open_case_needs_too_stay(rig: Rig, county: County) -> None:
    def stand(desk: Desk) -> None:
        keeping.set_terms(desk, TERMS)
        for number, closed in (("old", 500), ("open", None)):
            give(desk, About.PAPER(a_paper(desk, county, number, closed)), b"the same")

    await rig.work(stand)
    await night(rig)
    assert await left(rig) == {"paper:2"}


def an_event(desk: Desk, place: County, days: int, state: EventState) -> Event:
    ended = desk.now - timedelta(days=days)
    event = Event(
        kind=EventKind.TRAINING, title="培训", organiser_id=place.justice, starts_at=ended - timedelta(hours=2),
        ends_at=ended, reply_by=ended, secret="s" * 32, state=state, created_at=ended,
    )  # fmt: skip
    desk.session.add(event)
    desk.session.flush()
    return event


@pytest.mark.slow
async def test_events_and_circulars_have_terms_of_their_own(rig: Rig, county: County) -> None:
    def stand(desk: Desk) -> None:
        keeping.set_terms(desk, TERMS)
        for days, state in ((31, EventState.HELD), (29, EventState.HELD), (31, EventState.PLANNED)):
            event = an_event(desk, county, days, state)
            give(desk, About.EVENT_MATERIAL(event.id), f"m{event.id}".encode())
            give(desk, About.EVENT_PHOTO(event.id), f"p{event.id}".encode())
        author = desk.session.exec(select(Person).where(Person.telegram_id == county.coordinator)).one()
        for days, by in ((51, -51), (51, 10), (49, -49)):
            then = desk.now - timedelta(days=days)
            circular = Circular(
                agency_id=county.justice, author_id=author.id or 0, state=CircularState.FINISHED, created_at=then,
                touched_at=then, finished_at=then, answer_by=desk.now + timedelta(days=by),
            )  # fmt: skip
            desk.session.add(circular)
            desk.session.flush()
            give(desk, About.CIRCULAR(circular.id), f"c{circular.id}".encode())
            receipt = CircularReceipt(
                circular_id=circular.id or 0, person_id=author.id or 0, agency_id=county.justice, role=Role.COORDINATOR
            )
            desk.session.add(receipt)
            desk.session.flush()
            answer = CircularAnswer(receipt_id=receipt.id or 0, circular_id=circular.id or 0, answered_at=then)
            desk.session.add(answer)
            desk.session.flush()
            give(desk, About.CIRCULAR_ANSWER(answer.id), f"a{answer.id}".encode())

    await rig.work(stand)
    await night(rig)
    assert await left(rig) == {
        "event:2:material", "event:2:photo", "event:3:material", "event:3:photo",
        "circular:2", "circular_answer:2", "circular:3", "circular_answer:3",
    }  # fmt: skip


@pytest.mark.slow
async def test_bytes_without_a_row_and_rows_without_bytes_go(rig: Rig, county: County) -> None:
    def stand(desk: Desk) -> list[str]:
        keeping.set_terms(desk, TERMS)
        return [give(desk, About.PAPER(a_paper(desk, county, f"n{n}", None)), f"file {n}".encode()) for n in range(30)]

    hashes = await rig.work(stand)
    rig.house.files.forget(hashes[3], kept=True)
    rig.house.files.put(b"nobody's")
    other = rig.house.files.folder / "ab" / "something.else"
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(b"x")
    os.utime(other, (0, 0))
    found = await rig.work(keeping.stock)
    assert (found.files, found.rows, found.stray, found.missing) == (29, 30, 2, 1)
    await night(rig)
    assert "paper:4" not in await left(rig)
    found = await rig.work(keeping.stock)
    assert (found.files, found.rows, found.stray, found.missing) == (29, 29, 0, 0)


@pytest.mark.slow
async def test_files_that_an_earlier_version_left_in_a_draft_get_their_row(rig: Rig, county: County) -> None:
    def stand(desk: Desk) -> None:
        person = desk.session.exec(select(Person).where(Person.telegram_id == county.liaison)).one()
        waiting, sent = desk.house.files.put(b"in a draft"), desk.house.files.put(b"in a circular")
        given = {"hash": waiting, "name": "a.pdf"}
        draft = Draft(person_id=person.id or 0, form="paper", data={"files": [given]}, updated_at=desk.now)
        part = {"kind": "document", "chat": 1, "messages": [2], "hash": sent}
        circular = Circular(
            agency_id=county.justice, author_id=person.id or 0, state=CircularState.FINISHED, parts=[part],
            begun_at=desk.now, finished_at=desk.now, created_at=desk.now, touched_at=desk.now,
        )  # fmt: skip
        desk.session.add_all([draft, circular])

    await rig.work(stand)
    await night(rig)
    assert await left(rig) == {"", "circular:1"}
    await rig.work(keeping.sweep)
    assert await left(rig) == {"", "circular:1"}


@pytest.mark.slow
async def test_a_folder_that_is_not_there_costs_no_row(rig: Rig, county: County) -> None:
    def stand(desk: Desk) -> None:
        for number in range(30):
            give(desk, About.PAPER(a_paper(desk, county, f"n{number}", None)), f"file {number}".encode())

    await rig.work(stand)
    rig.house.files.folder.rename(rig.house.files.folder.with_name("elsewhere"))
    await night(rig)
    assert len(await rig.database.read(files_store.all_held)) == 30
    rig.house.files.folder.with_name("elsewhere").rename(rig.house.files.folder)
    await night(rig)
    assert len(await left(rig)) == 30


@pytest.mark.slow
async def test_a_proof_of_a_duty_without_a_case_goes_after_it_was_done(rig: Rig, county: County) -> None:
    def stand(desk: Desk) -> None:
        keeping.set_terms(desk, TERMS)
        for days in (201, 199):
            done = desk.today - timedelta(days=days)
            duty = Duty(
                key=f"k{days}", rulebook="b", rule="r", agency_id=county.resources, trigger="t", trigger_on=done,
                unrolled=done, due=done, safe=done, done_on=done, created_at=desk.now, state=DutyState.DONE,
            )  # fmt: skip
            desk.session.add(duty)
            desk.session.flush()
            give(desk, About.DUTY(duty.id), f"d{days}".encode())

    await rig.work(stand)
    await night(rig)
    assert await left(rig) == {"duty:2"}


@pytest.mark.slow
async def test_terms_and_nights_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, database=postgres) as rig:
        place = await build_county(rig)

        def stand(desk: Desk) -> None:
            keeping.set_terms(desk, TERMS)
            for number, closed in (("old", 101), ("young", 99)):
                give(desk, About.PAPER(a_paper(desk, place, number, closed)), number.encode())
            give(desk, About.EVENT_PHOTO(an_event(desk, place, 31, EventState.HELD).id), b"p")

        await rig.work(stand)
        await night(rig)
        assert await left(rig) == {"paper:2"}
