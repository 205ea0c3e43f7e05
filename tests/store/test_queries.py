"""Queries of the store where a slip would not be seen from outside at once, on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from bot.domain.hall.terms import AgencyKind, Lane, Role, SendState
from bot.services.post import leasing
from bot.store.agencies import invitations, people
from bot.store.agencies import queries as agencies
from bot.store.circulars import receipts
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.post import outbox
from bot.store.post import queries as post
from bot.store.tables import Agency, Appointment, Circular, CircularReceipt, Invitation, OutboxRow, Person
from tests.databases import bring_up

NOW = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 4, 2)
DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgres"])
def url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    file = f"sqlite+aiosqlite:///{tmp_path / 'q.db'}"
    return file if request.param == "sqlite" else str(request.getfixturevalue("postgres"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    await bring_up(url)
    opened = open_database(url)
    await opened.write(_place)
    yield opened
    await opened.close()


def _place(session: Session) -> None:
    """A county with a bureau and a township, a second county; three people without any office."""
    for number, parent, path, name in (
        (1, None, "/1/", "县"), (2, 1, "/1/2/", "局"), (3, 1, "/1/3/", "镇"), (10, None, "/10/", "邻县"),
    ):  # fmt: skip
        session.add(
            Agency(id=number, parent_id=parent, path=path, name=name, short_name=name, kind=AgencyKind.JUSTICE_BUREAU)
        )
        session.flush()
    for number in (1, 2, 3):
        session.add(Person(id=number, name=f"P{number}", created_at=NOW, chat_id=number))
    session.flush()


def _office(person: int, agency: int | None, role: Role, begins: date, ends: date | None = None) -> Appointment:
    return Appointment(person_id=person, agency_id=agency, role=role, from_date=begins, to_date=ends)


def _row(number: int, **values: Any) -> OutboxRow:
    usual: dict[str, Any] = {"due_at": NOW, "planned_at": NOW, "topic": "t", "person_id": 1}
    return OutboxRow(id=number, **(usual | values))


# -- offices -------------------------------------------------------------------------------------------------------


async def test_an_office_is_held_on_its_first_and_on_its_last_day(database: Database) -> None:
    def work(session: Session) -> list[list[int | None]]:
        session.add(_office(1, 2, Role.LIAISON, TODAY, TODAY + DAY))
        session.add(_office(1, 2, Role.DEPUTY_LIAISON, TODAY))
        session.add(_office(2, 3, Role.LIAISON, TODAY + DAY))
        session.flush()
        days = (TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY)
        return [[p.id for p in people.in_office(session, day, roles=[Role.LIAISON])] for day in days]

    assert await database.write(work) == [[], [1], [1, 2], [2]]


async def test_whoever_holds_two_offices_is_one_person_and_no_role_is_nobody(database: Database) -> None:
    def work(session: Session) -> tuple[list[int | None], int, list[Person]]:
        session.add_all([_office(1, 2, Role.LIAISON, TODAY), _office(1, 2, Role.DEPUTY_LIAISON, TODAY)])
        session.flush()
        everybody = [p.id for p in people.in_office(session, TODAY, agency_id=2)]
        return everybody, people.count_in_office(session, 2, TODAY), people.in_office(session, TODAY, roles=[])

    assert await database.write(work) == ([1], 1, [])


async def test_what_is_held_is_told_with_its_agency_and_the_whole_tree_has_none(database: Database) -> None:
    def work(session: Session) -> tuple[list[tuple[Role, str | None]], set[tuple[int, int]]]:
        session.add_all([_office(1, None, Role.ADMINISTRATOR, TODAY), _office(1, 2, Role.LIAISON, TODAY, TODAY)])
        session.flush()
        held = [(a.role, agency.short_name if agency else None) for a, agency in people.held_by(session, 1, TODAY)]
        assert [row.path for row in people.offices_of(session, [1, 2], TODAY)] == [None, "/1/2/"]
        return held, people.places_of(session, [1, 2], TODAY + DAY)

    assert await database.write(work) == ([(Role.ADMINISTRATOR, None), (Role.LIAISON, "局")], {(1, 0)})


async def test_a_branch_moves_with_all_below_it_and_with_nothing_else(database: Database) -> None:
    def work(session: Session) -> list[str]:
        agencies.move_branch(session, "/1/", "/10/1/")
        session.expire_all()
        return [agency.path for agency in agencies.open_agencies(session)]

    assert await database.write(work) == ["/10/", "/10/1/", "/10/1/2/", "/10/1/3/"]


# -- invitations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (invitations.Scope(None), ["d", "c", "b", "a"]),
        (invitations.Scope(("/1/",)), ["b", "a"]),
        (invitations.Scope(("/1/2/",)), ["a"]),
        (invitations.Scope(("/10/",), whole_tree=True), ["d", "c"]),
        (invitations.Scope(()), []),
    ],
)
async def test_invitations_are_seen_by_branch(database: Database, scope: invitations.Scope, seen: list[str]) -> None:
    def work(session: Session) -> tuple[list[str], list[str], int]:
        for code, agency, used in (("a", 2, 0), ("b", 3, 0), ("c", 10, 0), ("d", None, 0), ("e", 2, 1)):
            used_at = NOW if used else None
            expires = NOW if code in "ac" else NOW + DAY
            session.add(
                Invitation(code_hash=code, agency_id=agency, created_at=NOW, expires_at=expires, used_at=used_at)
            )
            session.flush()
        listed = [one.code_hash for one in invitations.open_ones(session, scope, first=0, most=9)]
        expired = [one.code_hash for one in invitations.expired(session, scope, NOW)]
        assert invitations.count_open(session, scope) == len(listed)
        return listed, expired, invitations.count_open(session, scope, expired_at=NOW)

    expired = [code for code in seen[::-1] if code in "ac"]
    assert await database.write(work) == (seen, expired, len(expired))


# -- outbox --------------------------------------------------------------------------------------------------------


async def test_what_is_cancelled_is_only_what_was_meant(database: Database) -> None:
    def work(session: Session) -> set[int | None]:
        session.add_all(
            [
                _row(1, subject="s:1", dedupe="k"),
                _row(2, subject="s:1", topic="other"),
                _row(3, subject="s:1", kind="edit"),
                _row(4, subject="s:1", person_id=2),
                _row(5, subject="s:1", state=SendState.CLAIMED),
                _row(6, subject="s:1", state=SendState.HELD),
                _row(7, subject="s:2"),
                _row(8, subject="s:3"),
                _row(9, subject="s:1", due_at=NOW - DAY),
            ]
        )
        session.flush()
        post.cancel(session, ["s:1", "s:2"], topics=["t"], kind="send", person_id=1, due_after=NOW - timedelta(hours=1))
        session.expire_all()
        assert session.get_one(OutboxRow, 1).dedupe is None
        return {row.id for row in post.by_ids(session, range(1, 10)) if row.state is SendState.CANCELLED}

    assert await database.write(work) == {1, 6, 7}


async def test_rows_about_a_subject_come_in_their_order(database: Database) -> None:
    def work(session: Session) -> list[list[int | None]]:
        session.add_all([_row(2, subject="s:1", live=True), _row(1, subject="s:1", topic="u"), _row(3, subject="s:10")])
        session.add(_row(4, subject="s:1", state=SendState.SENT, person_id=2, kind="edit"))
        session.flush()
        found = [
            post.about(session, "s:1", lock=True),
            post.about(session, "s:1", topics=["u"]),
            post.about(session, "s:1", states=[SendState.SENT]),
            post.about(session, "s:1", kind="send", live=True),
            post.about(session, "s:1", person_id=2),
        ]
        return [[row.id for row in rows] for rows in found]

    assert await database.write(work) == [[1, 2, 4], [1], [4], [2], [4]]


async def test_a_row_that_was_lost_too_often_is_left_and_another_is_taken_again(database: Database) -> None:
    def work(session: Session) -> list[int | None]:
        lost: dict[str, Any] = {"state": SendState.CLAIMED, "lease": 1.0, "owner": "gone", "attempts": 3}
        session.add_all([_row(1, uncertain=leasing.LOST_MOST, **lost), _row(2, **lost), _row(3, begun=False, **lost)])
        session.flush()
        return [row.id for row in leasing.claim(session, now=NOW, wall=100.0, owner="new", limit=5)]

    def after(session: Session) -> list[tuple[SendState, int, int, str]]:
        rows = post.by_ids(session, [1, 2, 3])
        return [(row.state, row.attempts, row.uncertain, row.error) for row in rows]

    assert await database.write(work) == [2, 3]
    assert await database.read(after) == [
        (SendState.UNCERTAIN, 2, leasing.LOST_MOST + 1, leasing.GIVEN_UP),
        (SendState.CLAIMED, 3, 1, leasing.LOST),
        (SendState.CLAIMED, 3, 0, ""),
    ]


async def test_of_many_rows_those_whose_key_is_there_are_left_out(database: Database) -> None:
    def work(session: Session) -> tuple[int, bool, bool]:
        same = {
            "kind": "send", "lane": Lane.BULK, "topic": "it's", "urgent": False, "live": True, "attempts": 0,
            "state": SendState.PLANNED, "lease": 0.0, "owner": "", "audience": "", "uncertain": 0, "unanswered": 0,
            "begun": True, "not_before": 0.0, "parts_sent": 0, "copied": [], "silent": False, "text": "", "error": "",
        }  # fmt: skip
        rows = [
            {"person_id": 1, "args": {"n": n}, "subject": "s:1", "due_at": NOW, "dedupe": key, "planned_at": NOW}
            for n, key in enumerate(("a", "b", "a", None))
        ]
        new = outbox.add_many(session, same, [rows[:2], rows[2:]])
        return new, outbox.is_taken(session, "b"), outbox.is_taken(session, "c")

    def after(session: Session) -> list[tuple[str, object]]:
        return [(row.topic, row.args["n"]) for row in post.about(session, "s:1", live=True)]

    assert await database.write(work) == (3, True, False)
    assert await database.read(after) == [("it's", 0), ("it's", 1), ("it's", 3)]


# -- circulars -----------------------------------------------------------------------------------------------------


async def test_the_silent_have_it_and_did_not_do_what_was_asked(database: Database) -> None:
    def work(session: Session) -> None:
        session.add(Circular(id=1, agency_id=1, author_id=1, created_at=NOW, touched_at=NOW))
        states = (SendState.SENT, SendState.FAILED, SendState.UNCERTAIN)
        session.add_all([_row(n, person_id=n, state=state) for n, state in enumerate(states, start=1)])
        session.flush()
        for n, agency, read, answered in ((1, 2, NOW, None), (2, 2, None, None), (3, 3, None, NOW)):
            session.add(
                CircularReceipt(
                    circular_id=1, person_id=n, agency_id=agency, role=Role.LIAISON, outbox_id=n, read_at=read,
                    answered_at=answered,
                )
            )  # fmt: skip

    def after(session: Session) -> tuple[tuple[int, ...], list[list[tuple[int, int]]], list[tuple[int, int, int]]]:
        silent = [[(a, p) for a, p in receipts.silent(session, 1, by_reading=way)] for way in (True, False)]
        lines = sorted((row.id, row.total, row.quiet) for row in receipts.by_agency(session, 1, by_reading=True))
        return tuple(receipts.figures(session, 1)), silent, lines

    await database.write(work)
    figures, silent, lines = await database.read(after)
    assert figures == (3, 1, 1, 1, 0, 1, 1)
    assert silent == [[(3, 3)], [(2, 1)]]
    assert lines == [(2, 2, 0), (3, 1, 1)]


async def test_an_empty_circular_counts_nothing(database: Database) -> None:
    assert tuple(await database.read(lambda s: receipts.figures(s, 9))) == (0,) * 7
