"""Candidates for reminder letters: the threshold, leaders without effect, and what a correction does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.bulletins.comparing import Side
from bot.domain.bulletins.letters import CandidateState, Ground, Poor, Standing, Wanted, below, moves, wanted

NINETY = Decimal(90)


@pytest.mark.parametrize(
    ("heard", "attended", "is_below"),
    [
        (10, 9, False),  # 90.00 is reached
        (20, 18, False),
        (100000, 89995, False),  # 89.995 prints 90.00
        (100000, 89994, True),  # 89.994 prints 89.99
        (2, 1, True),
        (0, 0, False),  # nothing heard: no rate
        (1, 1, False),
        (1, 0, True),
    ],
)
def test_reached_is_not_below(heard: int, attended: int, is_below: bool) -> None:
    assert below(Side(heard, attended), NINETY) is is_below


def test_an_absence_that_our_book_leaves_out_makes_our_rate_no_lower() -> None:
    """8 of 10 is below 90; of the nine without the excused one 88.89 is too, 9 of 9 without it is not."""
    assert below(Side(10, 8, excused=1), NINETY)
    assert not below(Side(10, 9, excused=1), Decimal(100))
    found = wanted({}, {1: Side(10, 8, excused=1)}, [], NINETY)
    assert found[0].values["ours"] == {"heard": 10, "attended": 8, "excused": 1}


def test_either_side_below_makes_a_candidate_and_both_figures_are_kept() -> None:
    found = wanted({1: Side(10, 8), 2: Side(10, 9)}, {1: Side(10, 9), 2: Side(10, 8), 3: Side(4, 4)}, [], NINETY)
    assert [(one.agency_id, one.ground) for one in found] == [(1, Ground.RATE), (2, Ground.RATE)]
    assert found[0].values == {
        "theirs": {"heard": 10, "attended": 8}, "ours": {"heard": 10, "attended": 9}, "threshold": "90"
    }  # fmt: skip


def test_a_silent_leader_makes_one_whatever_the_rate() -> None:
    [one] = wanted({1: Side(1, 1)}, {}, [Poor(1, 5, "（2026）豫0482行初12号", ("silent",), "张明")], NINETY)
    assert (one.ground, one.appearance_id) == (Ground.EFFECT, 5)


def test_a_book_without_threshold_has_no_candidates() -> None:
    assert wanted({1: Side(1, 0)}, {}, [Poor(1, 5, "", ("silent",))], None) == ()


def one(agency_id: int, value: int = 8) -> Wanted:
    return Wanted(agency_id, Ground.RATE, None, {"attended": value})


def standing(number: int, state: CandidateState, value: int = 8) -> Standing:
    return Standing(number, one(number).key, state, {"attended": value})


def test_a_correction_adds_moves_withdraws_and_brings_back() -> None:
    rows = [
        standing(1, CandidateState.OPEN), standing(2, CandidateState.CONFIRMED), standing(3, CandidateState.WITHDRAWN)
    ]  # fmt: skip
    found = moves(rows, [one(1, 7), one(3), one(4)])
    assert found.new == (one(4),)
    assert found.moved == ((1, one(1, 7)),)
    assert found.again == ((3, one(3)),)
    assert found.withdrawn == (2,)


@pytest.mark.parametrize("state", [CandidateState.ISSUED, CandidateState.DISMISSED])
def test_what_was_issued_or_dismissed_stays(state: CandidateState) -> None:
    for figures in ([], [one(1, 3)]):
        found = moves([standing(1, state)], figures)
        assert (found.new, found.again, found.moved, found.withdrawn) == ((), (), (), ())
