"""What becomes of a claimed row, asked directly: only whoever still holds the claim settles it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.hall.terms import Lane, SendState
from bot.domain.post.topics import MERGED
from bot.services.hall.desk import Desk
from bot.services.post import sending
from bot.services.post.sending import Proof
from bot.store.post import leases
from bot.store.tables import OutboxRow
from tests.desk import open_desk
from tests.services.post.rows import row

PLANNED, CLAIMED, SENT, UNCERTAIN = SendState.PLANNED, SendState.CLAIMED, SendState.SENT, SendState.UNCERTAIN
FAILED, CANCELLED = SendState.FAILED, SendState.CANCELLED
WALL = 1_000.0
SECOND = timedelta(seconds=1)


def mine(desk: Desk, **more: Any) -> OutboxRow:
    """A row that "me" has in hand, the second time."""
    return row(desk, **{"state": CLAIMED, "owner": "me", "lease": WALL, "attempts": 2, "begun": True, **more})


@dataclass(frozen=True)
class Hand:
    """What a sender remembers of a row since it was claimed, whatever has become of it."""

    row: OutboxRow

    def after(self, **changes: Any) -> OutboxRow:
        """The row as the sender knows it, after others changed it in the database."""
        known = OutboxRow(**self.row.model_dump())
        for name, value in changes.items():
            setattr(self.row, name, value)
        return known


def fresh(desk: Desk, *rows: OutboxRow) -> None:
    desk.session.flush()
    for one in rows:
        desk.session.refresh(one)


def proof(desk: Desk, number: int = 70, **more: Any) -> Proof:
    return Proof(desk.now + SECOND, chat_id=5, message_id=number, text="said", **more)


LOST = [{"owner": "other"}, {"attempts": 3}, {"state": SENT}]
"""What others did with a row meanwhile, so that it is ours no longer."""


def test_proof_is_written_to_each_row_and_to_no_other() -> None:
    with open_desk() as (desk, _):
        one, other, beside = mine(desk), mine(desk), mine(desk)
        assert sending.sent(desk.session, [(one, proof(desk)), (other, proof(desk, 71, silent=True))]) == [True, True]
        fresh(desk, one, other, beside)
        assert (one.state, one.sent_at, one.message_id, one.chat_id) == (SENT, desk.now + SECOND, 70, 5)
        assert (one.text, one.silent) == ("said", False)
        assert (other.state, other.message_id, other.silent) == (SENT, 71, True)
        assert (beside.state, beside.message_id) == (CLAIMED, None)


@pytest.mark.parametrize("lost", LOST)
def test_of_what_is_no_longer_ours_nothing_is_written(lost: dict[str, Any]) -> None:
    with open_desk() as (desk, _):
        held, gone = mine(desk), mine(desk, error="before")
        known = Hand(gone).after(**lost)
        desk.session.flush()
        assert sending.sent(desk.session, [(known, proof(desk)), (held, proof(desk))]) == [False, True]
        fresh(desk, held, gone)
        assert (gone.state, gone.message_id) == (lost.get("state", CLAIMED), None)
        assert (held.state, held.uncertain, held.error) == (SENT, 0, "")


def test_what_another_has_now_and_went_out_once_more_is_noted_as_doubt() -> None:
    with open_desk() as (desk, _):
        gone, beside = mine(desk), mine(desk, owner="other", uncertain=1)
        known = Hand(gone).after(owner="other", uncertain=1)
        desk.session.flush()
        sending.sent(desk.session, [(known, proof(desk))])
        fresh(desk, gone, beside)
        assert (gone.uncertain, gone.error) == (2, "sent twice: its sender was slower than its lease")
        assert (beside.uncertain, beside.error) == (1, ""), "the others of that sender are not in doubt"


def test_ones_own_row_that_was_settled_already_is_in_no_doubt() -> None:
    with open_desk() as (desk, _):
        one = mine(desk)
        known = Hand(one).after(state=SENT)
        desk.session.flush()
        assert sending.sent(desk.session, [(known, proof(desk))]) == [False]
        fresh(desk, one)
        assert (one.uncertain, one.error) == (0, "")


def test_the_text_of_a_secret_is_kept_nowhere() -> None:
    with open_desk() as (desk, _):
        secret, open_one = mine(desk, content={"text": "code 123", "secret": True}), mine(desk, content={"text": "hi"})
        sending.sent(desk.session, [(secret, proof(desk)), (open_one, proof(desk))])
        fresh(desk, secret, open_one)
        assert (secret.text, secret.content) == ("***", {"text": "***", "secret": True})
        assert (open_one.text, open_one.content) == ("said", {"text": "hi"})


def test_an_edit_that_had_to_be_sent_anew_moves_the_message_of_the_row_it_edits() -> None:
    with open_desk() as (desk, _):
        shown, beside, still = (row(desk, state=SENT, message_id=number) for number in (60, 60, 61))
        anew = mine(desk, kind="edit", edits=shown.id, message_id=60)
        edited = mine(desk, kind="edit", edits=still.id, message_id=61)
        sending.sent(desk.session, [(anew, proof(desk, 70)), (edited, proof(desk, 61))])
        fresh(desk, shown, beside, still)
        assert [one.message_id for one in (shown, beside, still)] == [70, 60, 61]


def test_a_digest_speaks_for_the_rows_it_carried_and_takes_back_those_it_left_out() -> None:
    with open_desk() as (desk, _):
        digest = mine(desk, topic=MERGED.name)
        said, untold = (row(desk, state=SendState.CARRIED, merged_into=digest.id, dedupe=key) for key in "ab")
        sending.sent(desk.session, [(digest, proof(desk, silent=True, carried=frozenset({said.id or 0})))])
        fresh(desk, said, untold)
        assert (said.state, said.sent_at, said.message_id, said.chat_id) == (SENT, desk.now + SECOND, 70, 5)
        assert (said.silent, said.dedupe) == (True, "a")
        assert (untold.state, untold.message_id, untold.dedupe) == (CANCELLED, None, None)


@pytest.mark.parametrize("lost", LOST)
def test_none_but_the_holder_of_the_claim_says_what_became_of_it(lost: dict[str, Any]) -> None:
    with open_desk() as (desk, _):
        one = mine(desk)
        known = Hand(one).after(**lost)
        desk.session.flush()
        before = one.model_dump()
        assert sending.later(desk.session, known, wall=WALL, seconds=3, error="flood") is None
        sending.failed(desk.session, known, error="no")
        sending.untrue(desk.session, known)
        sending.unproved(desk.session, known, error="no")
        sending.part_sent(desk.session, known, 2)
        sending.copied(desk.session, known)
        fresh(desk, one)
        assert one.model_dump() == before


def test_of_many_rows_only_the_one_that_was_meant_is_changed() -> None:
    with open_desk() as (desk, _):
        before, one, after = mine(desk), mine(desk, dedupe="k"), mine(desk)
        sending.untrue(desk.session, one, error="gone by")
        fresh(desk, before, one, after)
        assert (one.state, one.dedupe, one.error) == (CANCELLED, None, "gone by")
        assert (before.state, after.state) == (CLAIMED, CLAIMED)


def test_what_is_put_off_is_planned_again_from_its_instant() -> None:
    with open_desk() as (desk, _):
        told, faulty = mine(desk), mine(desk)
        assert sending.later(desk.session, told, wall=WALL, seconds=7.5, error="flood") is PLANNED
        assert sending.later(desk.session, faulty, wall=WALL, seconds=None, error="x" * 400) is PLANNED
        fresh(desk, told, faulty)
        assert (told.not_before, told.attempts, told.owner, told.lease) == (WALL + 7.5, 1, "", 0)
        assert faulty.attempts == 2, "a fault is a try, a pause that the server asks for is none"
        assert 4 <= faulty.not_before - WALL <= 6, "five seconds, give or take a fifth"
        assert faulty.error == "x" * 300


def test_in_doubt_once_more_and_then_a_person_looks() -> None:
    with open_desk() as (desk, _):
        first, second = mine(desk), mine(desk, uncertain=1, doubts=1)
        found = [
            sending.later(desk.session, one, wall=WALL, seconds=None, error="", uncertain=True)
            for one in (first, second)
        ]
        assert found == [PLANNED, UNCERTAIN]
        fresh(desk, first, second)
        assert [(one.uncertain, one.doubts) for one in (first, second)] == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("attempts", "seconds", "ends", "state"),
    [
        (sending.TRIES, None, True, PLANNED),
        (sending.TRIES + 1, None, True, FAILED),
        (sending.TRIES + 1, 5, True, PLANNED),
        (sending.TRIES + 100, None, False, PLANNED),
    ],
)
def test_tries_come_to_an_end_where_telegram_refuses_and_not_for_trouble_on_the_way(
    attempts: int, seconds: float | None, ends: bool, state: SendState
) -> None:
    with open_desk() as (desk, _):
        one = mine(desk, attempts=attempts)
        assert sending.later(desk.session, one, wall=WALL, seconds=seconds, error="no", ends=ends) is state


def test_a_digest_that_fails_or_is_untrue_takes_what_it_carries_with_it() -> None:
    with open_desk() as (desk, _):
        digests = [mine(desk, topic=MERGED.name) for _n in range(2)]
        inside = [row(desk, state=SendState.CARRIED, merged_into=one.id) for one in digests]
        sending.failed(desk.session, digests[0], error="blocked")
        sending.untrue(desk.session, digests[1])
        fresh(desk, *digests, *inside)
        assert [one.state for one in (*digests, *inside)] == [FAILED, CANCELLED, FAILED, CANCELLED]
        assert inside[0].error == "blocked"


def test_what_is_out_without_proof_is_given_to_a_person() -> None:
    with open_desk() as (desk, _):
        one = mine(desk)
        sending.unproved(desk.session, one, error="disk full")
        fresh(desk, one)
        assert (one.state, one.uncertain, one.error) == (UNCERTAIN, 1, "disk full")


def test_how_far_a_split_text_and_its_copies_went_is_kept() -> None:
    with open_desk() as (desk, _):
        one = mine(desk)
        sending.part_sent(desk.session, one, 2)
        one.copied = [[3], [4]]
        sending.copied(desk.session, one)
        fresh(desk, one)
        assert (one.parts_sent, one.copied) == (2, [[3], [4]])


def test_a_better_hour_is_no_try() -> None:
    with open_desk() as (desk, _):
        one = mine(desk)
        sending.postpone(desk.session, one, desk.now + SECOND)
        fresh(desk, one)
        assert (one.state, one.due_at, one.attempts, one.owner, one.lease) == (PLANNED, desk.now + SECOND, 1, "", 0)


def test_which_reminders_of_a_person_are_due_soon() -> None:
    """These go into one message: in the order in which they are due, and no more than asked for."""
    with open_desk() as (desk, county):
        person, other, third = (county.ids[who] for who in (county.liaison, county.coordinator, county.court_contact))
        late, early, second = (
            row(desk, person_id=person, due_at=desk.now + timedelta(seconds=n)) for n in (3, 1, 2)
        )  # fmt: skip
        beside = row(desk, person_id=other, due_at=desk.now + 2 * SECOND)
        end = desk.now + 4 * SECOND
        for unlike in (
            {"person_id": third}, {"due_at": end}, {"lane": Lane.BULK}, {"state": CLAIMED}, {"not_before": 1.0},
        ):  # fmt: skip
            row(desk, **{"person_id": person, **unlike})
        found = leases.soon(desk.session, [person, other], until=end, most=9)
        assert [one.id for one in found] == [early.id, second.id, beside.id, late.id]
        assert [one.id for one in leases.soon(desk.session, [person, other], until=end, most=2)] == [
            early.id, second.id,
        ]  # fmt: skip
