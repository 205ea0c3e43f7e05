"""Whose a row is and which comes next: order of claims, leases that run out, tries, and clocks that go back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.hall.terms import Lane, SendState
from bot.services.hall.desk import Desk
from bot.services.post import leasing
from bot.services.post.outbox import LEASE
from bot.store.tables import OutboxRow
from tests.desk import open_desk
from tests.services.post.rows import row

PLANNED, CLAIMED, UNCERTAIN = SendState.PLANNED, SendState.CLAIMED, SendState.UNCERTAIN
WALL = 1_000.0
ALL = tuple(Lane)
SECOND = timedelta(seconds=1)


def claim(desk: Desk, *, owner: str = "me", wall: float = WALL, **more: Any) -> list[int | None]:
    found = leasing.claim(desk.session, now=desk.now, wall=wall, owner=owner, **more)
    return [one.id for one in found]


def claimed(desk: Desk, **more: Any) -> OutboxRow:
    """A row in somebody's hands until the end of a lease."""
    known = {"state": CLAIMED, "owner": "other", "lease": WALL + 1, "attempts": 1, "begun": True}
    return row(desk, **{**known, **more})


def fresh(desk: Desk, *rows: OutboxRow) -> None:
    """What these rows are in the database."""
    desk.session.flush()
    for one in rows:
        desk.session.refresh(one)


# -- order ---------------------------------------------------------------------------------------------------------


def test_urgent_ones_first_then_lane_by_lane_and_within_a_lane_who_waits_longest() -> None:
    with open_desk() as (desk, _):
        bulk = row(desk, lane=Lane.BULK, due_at=desk.now - 9 * SECOND)
        late = row(desk, due_at=desk.now - SECOND)
        later = row(desk, due_at=desk.now - SECOND)
        early = row(desk, due_at=desk.now - 2 * SECOND)
        press = row(desk, lane=Lane.INTERACTIVE)
        alarm = row(desk, lane=Lane.BULK, urgent=True)
        older = row(desk, urgent=True, due_at=desk.now - SECOND)
        row(desk, due_at=desk.now + SECOND)
        row(desk, not_before=WALL + 1)
        row(desk, state=SendState.HELD)
        expected = [older.id, alarm.id, press.id, early.id, late.id, later.id, bulk.id]
        assert claim(desk) == expected
        assert claim(desk) == []


def test_no_more_than_the_limit_and_none_of_another_lane() -> None:
    with open_desk() as (desk, _):
        urgent = [row(desk, urgent=True, lane=lane).id for lane in (Lane.REMINDER, Lane.BULK)]
        plain = [row(desk).id for _n in range(3)]
        assert claim(desk, limit=1, lanes=(Lane.BULK,)) == [urgent[1]]
        assert claim(desk, limit=3, lanes=(Lane.REMINDER,)) == [urgent[0], *plain[:2]]
        assert claim(desk, limit=3, lanes=(Lane.INTERACTIVE, Lane.BULK)) == []
        assert claim(desk, limit=3) == plain[2:]


def test_fifty_are_claimed_unless_told_otherwise() -> None:
    with open_desk() as (desk, _):
        for _n in range(51):
            row(desk)
        assert len(claim(desk)) == 50
        assert len(claim(desk)) == 1


def test_a_pause_after_a_fault_ends_at_its_instant() -> None:
    with open_desk() as (desk, _):
        one = row(desk, not_before=WALL)
        assert claim(desk, wall=WALL - 0.1) == []
        assert claim(desk) == [one.id]


# -- claims --------------------------------------------------------------------------------------------------------


def test_a_claim_is_a_try_with_a_lease() -> None:
    with open_desk() as (desk, _):
        one = row(desk, dedupe="a", attempts=2, begun=False)
        edit = row(desk, dedupe="edit:1", kind="edit")
        claim(desk, owner="me")
        fresh(desk, one, edit)
        assert (one.state, one.owner, one.lease, one.attempts) == (CLAIMED, "me", WALL + LEASE, 3)
        assert one.begun
        assert (one.dedupe, edit.dedupe) == ("a", None), "a change after this one needs an edit of its own"


def test_one_more_is_taken_like_the_claimed() -> None:
    with open_desk() as (desk, _):
        one = row(desk, dedupe="a", attempts=2, begun=False)
        edit = row(desk, dedupe="edit:1", kind="edit")
        for each in (one, edit):
            leasing.take(each, owner="me", wall=WALL)
        assert (one.state, one.owner, one.lease, one.attempts) == (CLAIMED, "me", WALL + LEASE, 3)
        assert one.begun
        assert (one.dedupe, edit.dedupe) == ("a", None)


# -- whoever fell silent -------------------------------------------------------------------------------------------


def test_a_lease_that_ran_out_frees_the_row_before_all_others() -> None:
    with open_desk() as (desk, _):
        urgent = row(desk, urgent=True)
        second = claimed(desk, lease=WALL - 1, begun=False)
        first = claimed(desk, lease=WALL - 2)
        held = claimed(desk, lease=WALL)
        assert claim(desk, owner="me") == [first.id, second.id, urgent.id]
        fresh(desk, first, second, held)
        assert (held.owner, held.attempts) == ("other", 1)
        assert (first.owner, first.attempts, first.uncertain, first.error) == ("me", 1, 1, leasing.LOST)
        assert (second.attempts, second.uncertain, second.error) == (1, 0, ""), "it had not begun: no doubt"


def test_the_lost_are_counted_in_the_limit_and_by_lane() -> None:
    with open_desk() as (desk, _):
        row(desk)
        lost = [claimed(desk, lease=WALL - 3 + n / 10).id for n in range(3)]
        bulk = claimed(desk, lease=WALL - 9, lane=Lane.BULK)
        assert claim(desk, limit=2, lanes=(Lane.REMINDER,)) == lost[:2]
        assert claim(desk, limit=1, lanes=(Lane.BULK,)) == [bulk.id]


@pytest.mark.parametrize(
    ("times", "begun", "given_up"),
    [(0, True, False), (1, True, True), (1, False, False), (2, True, True), (2, False, False)],
)
def test_what_stops_the_program_each_time_is_given_to_a_person(times: int, begun: bool, given_up: bool) -> None:
    with open_desk() as (desk, _):
        one = claimed(desk, lease=WALL - 1, uncertain=3, doubts=times, begun=begun)
        other = row(desk)
        assert claim(desk) == ([other.id] if given_up else [one.id, other.id])
        fresh(desk, one)
        assert one.state is (UNCERTAIN if given_up else CLAIMED)
        assert (one.uncertain, one.doubts) == (3 + begun, times + begun)
        assert one.error == (leasing.GIVEN_UP if given_up else leasing.LOST if begun else "")


@pytest.mark.parametrize(("times", "given_up"), [(leasing.LOST_MOST - 1, False), (leasing.LOST_MOST, True)])
def test_a_change_of_a_message_is_made_again_without_a_doubt(times: int, given_up: bool) -> None:
    with open_desk() as (desk, _):
        one = claimed(desk, lease=WALL - 1, uncertain=times, kind="edit")
        assert claim(desk) == ([] if given_up else [one.id])
        fresh(desk, one)
        assert (one.state, one.doubts) == (UNCERTAIN if given_up else CLAIMED, 0)


# -- beginning and putting back ------------------------------------------------------------------------------------


def test_only_what_is_still_ours_begins() -> None:
    with open_desk() as (desk, _):
        rows = [claimed(desk, owner="me", begun=False, lease=WALL) for _n in range(4)]
        leasing.waits(desk.session, rows)
        for one in rows:
            desk.session.expunge(one)
        taken, tried, done = (desk.session.get_one(OutboxRow, one.id) for one in rows[1:])
        taken.owner, tried.attempts, done.state = "other", 2, SendState.SENT
        desk.session.flush()
        ours = leasing.begin(desk.session, rows, wall=WALL + 5)
        assert ours == rows[:1]
        assert ours[0].lease == WALL + 5 + LEASE
        desk.session.expire_all()
        mine, other = desk.session.get_one(OutboxRow, rows[0].id), desk.session.get_one(OutboxRow, rows[1].id)
        assert (mine.begun, mine.lease) == (True, WALL + 5 + LEASE)
        assert (other.begun, other.lease) == (False, WALL)


def test_nothing_of_what_waits_is_on_its_way() -> None:
    with open_desk() as (desk, _):
        one, other = claimed(desk), claimed(desk)
        leasing.waits(desk.session, [one])
        leasing.waits(desk.session, [])
        assert (one.begun, other.begun) == (False, True), "a loaded row shows it"
        fresh(desk, one, other)
        assert (one.begun, other.begun) == (False, True)


def test_what_was_not_begun_is_put_back_where_the_claim_still_holds() -> None:
    with open_desk() as (desk, _):
        rows = [claimed(desk, owner="me", attempts=2) for _n in range(4)]
        for one in rows:
            desk.session.expunge(one)
        taken, tried, done = (desk.session.get_one(OutboxRow, one.id) for one in rows[1:])
        taken.owner, tried.attempts, done.state = "other", 3, SendState.SENT
        desk.session.flush()
        leasing.put_back(desk.session, rows)
        leasing.put_back(desk.session, [])
        desk.session.expire_all()
        found = [desk.session.get_one(OutboxRow, one.id) for one in rows]
        assert [(one.state, one.attempts) for one in found] == [
            (PLANNED, 1), (CLAIMED, 2), (CLAIMED, 3), (SendState.SENT, 2),
        ]  # fmt: skip
        assert (found[0].owner, found[0].lease) == ("", 0)
        assert found[1].owner == "other"


# -- who stopped, who leads, what the clock does -------------------------------------------------------------------


def test_a_new_leader_need_not_wait_for_broadcasts_that_had_not_begun() -> None:
    with open_desk() as (desk, _):
        ahead = claimed(desk, lane=Lane.BULK, begun=False)
        spared = [claimed(desk, lane=Lane.BULK), claimed(desk, begun=False), row(desk, lane=Lane.BULK, lease=7)]
        leasing.free_broadcasts(desk.session)
        fresh(desk, ahead, *spared)
        assert (ahead.lease, ahead.state) == (0, CLAIMED)
        assert [one.lease for one in spared] == [WALL + 1, WALL + 1, 7]


def test_after_the_only_process_stopped_everything_in_flight_is_free() -> None:
    with open_desk() as (desk, _):
        rows = [claimed(desk), claimed(desk, lane=Lane.BULK, begun=False)]
        done = row(desk, state=SendState.SENT, lease=7)
        assert leasing.give_up_leases(desk.session) == 2
        fresh(desk, done, *rows)
        assert [one.lease for one in rows] == [0, 0]
        assert done.lease == 7
        assert len(claim(desk, wall=1.0)) == 2


def test_when_the_clock_goes_back_pauses_and_leases_go_back_with_it() -> None:
    with open_desk() as (desk, _):
        waits, over = row(desk, not_before=WALL + 30), row(desk, not_before=WALL)
        long, short = claimed(desk, lease=WALL + LEASE + 20), claimed(desk, lease=WALL + LEASE)
        leasing.set_back(desk.session, 10, wall=WALL)
        fresh(desk, waits, over, long, short)
        assert (waits.not_before, over.not_before) == (WALL + 20, WALL)
        assert (long.lease, short.lease) == (WALL + LEASE + 10, WALL + LEASE)


def test_when_the_first_pause_of_what_is_due_is_over() -> None:
    with open_desk() as (desk, _):
        assert leasing.waiting_again(desk.session, now=desk.now) is None
        row(desk, not_before=WALL + 30)
        row(desk, not_before=WALL + 20)
        row(desk, not_before=WALL + 10, due_at=desk.now + SECOND)
        row(desk, not_before=WALL + 5, state=SendState.SENT)
        assert leasing.waiting_again(desk.session, now=desk.now) == WALL + 20


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({}, True),
        ({"due_at": "later"}, False),
        ({"not_before": WALL}, True),
        ({"not_before": WALL + 1}, False),
        ({"lane": Lane.BULK}, False),
        ({"state": SendState.SENT}, False),
        ({"state": CLAIMED, "lease": WALL - 1}, True),
        ({"state": CLAIMED, "lease": WALL}, False),
        ({"state": CLAIMED, "lease": WALL - 1, "lane": Lane.BULK}, False),
    ],
)
def test_whether_there_is_anything_to_claim(known: dict[str, Any], found: bool) -> None:
    with open_desk() as (desk, _):
        if known.get("due_at"):
            known = {**known, "due_at": desk.now + SECOND}
        row(desk, **known)
        lanes = (Lane.INTERACTIVE, Lane.REMINDER)
        assert leasing.anything(desk.session, now=desk.now, wall=WALL, lanes=lanes) is found
        assert bool(claim(desk, lanes=lanes)) is found
