"""The budgets keep to the limits in every window, and learn from flood replies."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hall.terms import Lane
from bot.telegram.pacing import FORGET, SECOND, SWEEP, Limits, Pacing, is_group

SMALL = Limits(overall=10, burst=3, chat=1, chat_burst=2, group=4, group_window=6, group_reserve=1)
ASKS = st.lists(
    st.tuples(
        st.floats(0, 0.4), st.sampled_from(Lane), st.sampled_from([1, 2, 3, -1, -2, "@office", None])
    ),
    min_size=5,
    max_size=150,
)  # fmt: skip


def most_within(instants: list[float], window: float) -> int:
    return max((sum(1 for each in instants if start <= each < start + window) for start in instants), default=0)


@pytest.mark.slow
@given(ASKS)
def test_no_window_ever_holds_more_than_the_limits_allow(asks: list[tuple[float, Lane, int | str | None]]) -> None:
    pacing, now = Pacing(SMALL), 100.0
    sent: dict[int | str | None, list[float]] = defaultdict(list)
    for pause, lane, chat in asks:
        now += pause
        if pacing.ask(now, lane, chat) == 0:
            sent[chat].append(now)
    everything = sorted(instant for instants in sent.values() for instant in instants)
    for window in (0.1, 0.5, 1.0, 3.0):
        assert most_within(everything, window) <= SMALL.burst + SMALL.overall * window + 1e-6
        for chat in (1, 2, 3):
            assert most_within(sent[chat], window) <= SMALL.chat_burst + SMALL.chat * window + 1e-6
    for chat in (-1, -2, "@office"):
        assert most_within(sent[chat], SMALL.group_window) <= SMALL.group


@pytest.mark.slow
@given(ASKS)
def test_the_wait_that_is_told_is_enough_and_not_too_much(asks: list[tuple[float, Lane, int | str | None]]) -> None:
    pacing, now = Pacing(SMALL), 100.0
    for pause, lane, chat in asks:
        now += pause
        wait = pacing.ask(now, lane, chat)
        if wait > 0.01:
            assert pacing.ask(now + wait - 0.01, lane, chat) > 0
            now += wait + 1e-6
            assert pacing.ask(now, lane, chat) == 0


def test_bulk_leaves_a_place_for_people() -> None:
    pacing = Pacing(Limits(overall=10, burst=3))
    chats = iter(range(1, 1000))
    granted = [lane for lane in [Lane.BULK] * 5 if pacing.ask(0, lane, next(chats)) == 0]
    assert len(granted) == 2, "of three tokens bulk takes two"
    assert pacing.ask(0, Lane.REMINDER, next(chats)) > 0
    assert pacing.ask(0, Lane.INTERACTIVE, next(chats)) == 0
    assert pacing.ask(0, Lane.INTERACTIVE, next(chats)) == pytest.approx(0.1)


def test_a_group_keeps_places_for_those_who_press_buttons() -> None:
    pacing = Pacing(Limits(overall=100, burst=50, group=20, group_reserve=4))
    assert sum(pacing.ask(i / 10, Lane.REMINDER, -7) == 0 for i in range(30)) == 16
    assert sum(pacing.ask(3 + i / 10, Lane.INTERACTIVE, -7) == 0 for i in range(10)) == 4
    assert pacing.ask(4.0, Lane.INTERACTIVE, -7) == pytest.approx(56.0)


def test_a_tiny_group_quota_still_lets_reminders_through() -> None:
    pacing = Pacing(Limits(group=2.0, group_reserve=4))
    assert pacing.ask(0, Lane.REMINDER, -7) == 0
    assert pacing.ask(1, Lane.REMINDER, -7) > 0
    assert pacing.ask(1, Lane.INTERACTIVE, -7) == 0


def test_an_album_is_a_debt() -> None:
    pacing = Pacing(Limits(overall=10, burst=3, chat=1, chat_burst=2))
    assert pacing.ask(0, Lane.INTERACTIVE, 1, cost=10) == 0
    assert pacing.ask(0, Lane.INTERACTIVE, 2) == pytest.approx(SECOND[Lane.INTERACTIVE]), "nor may any second hold more"
    assert pacing.ask(0, Lane.INTERACTIVE, 1) == pytest.approx(9.0)


@pytest.mark.slow
def test_chats_that_owe_nothing_are_forgotten() -> None:
    pacing = Pacing()
    now = 0.0
    for chat in range(20_000):
        now += 0.04
        assert pacing.ask(now, Lane.BULK, chat + 1 if chat % 2 else -chat - 1) == 0
    assert len(pacing._due) < 1_000
    assert len(pacing._groups) < 2_500, "groups are kept for a minute"


def test_a_chat_that_still_owes_is_remembered_when_others_are_forgotten() -> None:
    pacing = Pacing(Limits(overall=1e6, burst=1e6, chat=1, chat_burst=3, group=2, group_reserve=1))
    granted = [pacing.ask(0, Lane.INTERACTIVE, chat) for chat in (1, 1, 1, -7, -7, -8)]
    pacing.flooded(0, 2, 50, granted_at=-1)
    assert granted == [0.0] * 6
    for chat in range(10, 10 + SWEEP):
        assert pacing.ask(0.1, Lane.INTERACTIVE, chat) == 0
    assert pacing.ask(0.1, Lane.INTERACTIVE, 1) == pytest.approx(0.9)
    assert pacing.ask(0.1, Lane.INTERACTIVE, -7) == pytest.approx(59.9)
    assert pacing.ask(0.1, Lane.INTERACTIVE, 2) == pytest.approx(49.9)
    for chat in range(10_000, 10_000 + SWEEP):
        assert pacing.ask(60.0, Lane.INTERACTIVE, chat) == 0
    assert pacing._groups == {}, "after a minute a group owes nothing"


def test_what_nobody_waits_for_does_not_come_in_bunches_but_answers_may() -> None:
    for lane, bunched in ((Lane.BULK, False), (Lane.REMINDER, False), (Lane.INTERACTIVE, True)):
        pacing, sent, now = Pacing(Limits(overall=10, burst=10)), list[float](), 0.0
        while len(sent) < 40:
            wait = pacing.ask(now, lane, len(sent) + 1)
            sent += [now] if wait == 0 else []
            now += wait
        spans = [later - earlier for earlier, later in zip(sent, sent[9:], strict=False)]
        assert (min(spans) < 0.9 - 1e-6) is bunched


def test_kinds_of_chat() -> None:
    assert [is_group(chat) for chat in (5, -5, "@office", None, 0, -1)] == [False, True, True, False, False, True]


@pytest.mark.parametrize("wrong", [{"overall": 0}, {"burst": 0.5}, {"group": 0.5}, {"chat": -1}])
def test_limits_that_would_stop_everything_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="stop everything"):
        Limits(**wrong)  # type: ignore[arg-type]


# -- flood replies ---------------------------------------------------------------------------------


def test_a_flood_reply_stops_that_chat_only() -> None:
    pacing = Pacing()
    assert pacing.flooded(10, 1, 5, granted_at=9.9) is False
    assert pacing.flooded(10.5, 1, 5, granted_at=9.9) is False, "the same chat again is still one chat"
    assert pacing.ask(11, Lane.BULK, 2) == 0
    assert pacing.ask(11, Lane.INTERACTIVE, 1) == pytest.approx(4.5)
    assert pacing.rate == pacing.learnt == 29.5


def test_replies_far_apart_are_two_chats_not_all() -> None:
    pacing = Pacing()
    assert pacing.flooded(10, 1, 5, granted_at=9.9) is False
    assert pacing.flooded(11.5, 2, 5, granted_at=11.4) is False
    assert pacing.ask(12, Lane.BULK, 3) == 0


def test_replies_for_different_chats_stop_bulk_first_then_all() -> None:
    pacing = Pacing()
    pacing.flooded(10, 1, 3, granted_at=9.9)
    assert pacing.flooded(10.1, 2, 3, granted_at=9.95) is True
    assert pacing.ask(10.2, Lane.BULK, 3) == pytest.approx(2.8)
    assert pacing.ask(10.2, Lane.INTERACTIVE, 4) == 0
    assert pacing.flooded(10.25, 5, 3, granted_at=10.0) is True, "in flight when bulk stopped: no new lesson"
    assert pacing.ask(10.3, Lane.INTERACTIVE, 6) == 0
    assert pacing.flooded(10.4, 6, 3, granted_at=10.3) is True
    assert pacing.ask(10.5, Lane.INTERACTIVE, 7) > 2
    assert pacing.ask(10.5, Lane.REMINDER, 8) > 2
    assert pacing.ask(15, Lane.BULK, 9) == 0


def test_replies_a_second_apart_are_of_the_same_moment() -> None:
    pacing = Pacing()
    assert pacing.flooded(10, 1, 5, granted_at=9.9) is False
    assert pacing.flooded(11, 2, 5, granted_at=9.9) is True


def test_a_later_reply_makes_the_stop_longer_by_a_second_at_most() -> None:
    pacing = Pacing()
    pacing.flooded(10, None, 3, granted_at=9.9)
    assert pacing.held_until(Lane.BULK) == 13
    pacing.flooded(11, None, 1, granted_at=10.5)
    assert {pacing.held_until(lane) for lane in Lane} == {13}, "a shorter wait ends nothing earlier"
    pacing.flooded(12, None, 3, granted_at=11)
    assert {pacing.held_until(lane) for lane in Lane} == {14}


def test_what_was_saved_up_is_gone_after_a_lesson() -> None:
    pacing = Pacing()
    assert pacing.slot_at(9.9, Lane.INTERACTIVE) == 9.9
    pacing.flooded(10, None, 0, granted_at=9.9)
    assert pacing.ask(10, Lane.INTERACTIVE, 1) == 0
    assert pacing.ask(10, Lane.INTERACTIVE, 2) == pytest.approx(1 / pacing.rate)


def test_one_stubborn_chat_does_not_stop_all_for_as_long_as_itself() -> None:
    pacing = Pacing()
    pacing.flooded(10, -1, 300, granted_at=9.9)
    assert pacing.flooded(10.1, 2, 3, granted_at=9.95) is True
    pacing.flooded(10.4, -1, 300, granted_at=10.3)
    assert pacing.ask(15, Lane.BULK, 3) == 0
    assert pacing.ask(15, Lane.INTERACTIVE, -1) > 290


def test_the_rate_falls_once_an_episode_and_creeps_back_to_just_under_what_failed() -> None:
    pacing = Pacing()
    for chat in range(1, 6):
        pacing.flooded(10 + chat / 100, chat, 3, granted_at=9.9)
    assert pacing.rate == pytest.approx(29.5 * 0.9)
    assert 28 < pacing.learnt < 29.5
    pacing.slot_at(70, Lane.BULK)
    assert 26.7 < pacing.rate < 27, "one per cent a minute"
    pacing.slot_at(3_000, Lane.BULK)
    assert pacing.rate == pacing.learnt < 29.5, "never again the rate that failed"


def test_a_later_reply_to_what_was_on_its_way_already_teaches_nothing_new() -> None:
    """Each reply belongs to the rate at which its message was granted: one lesson, however late it comes."""
    pacing = Pacing()
    pacing.flooded(10, None, 3, granted_at=9.9)
    learnt, rate = pacing.learnt, pacing.rate
    assert rate == pytest.approx(29.5 * 0.9)
    assert pacing.flooded(13.5, None, 3, granted_at=12.9) is True, "granted before the first stop was over"
    assert (pacing.learnt, pacing.ceiling) == (learnt, learnt)
    assert pacing.rate == pytest.approx(rate, abs=0.05)
    assert pacing.ask(14, Lane.BULK, 1) > 0, "though bulk stops again"
    assert pacing.flooded(17.5, None, 3, granted_at=17.4) is True
    assert pacing.rate < rate * 0.92
    assert pacing.learnt < learnt


def test_after_a_lesson_no_second_holds_more_than_the_rate_and_a_half_step() -> None:
    pacing = Pacing()
    pacing.flooded(0.1, None, 3, granted_at=0.05)
    sent: list[float] = []
    now = 10.0
    while now < 40.0:
        wait = pacing.ask(now, Lane.INTERACTIVE if len(sent) % 7 == 0 else Lane.BULK, len(sent))
        if wait == 0:
            sent.append(now)
        else:
            now += wait
        if len(sent) % 50 == 0:
            now += 0.2  # a busy machine: what was saved up meanwhile must not come in a bunch
    busiest = max(sum(at <= each < at + 1.0 for each in sent) for at in sent)
    assert busiest <= pacing.rate + 1.5
    assert len(sent) > 24 * 30 * 0.9, "and the rate is used"


def test_what_was_learnt_is_kept_and_given_on() -> None:
    first = Pacing()
    first.flooded(10, None, 3, granted_at=9.9)
    second = Pacing(learnt=first.learnt)
    second.slot_at(500, Lane.BULK)
    assert second.rate == second.learnt == first.learnt
    assert Pacing(learnt=500.0).rate == 29.5, "never above what is configured"
    assert Pacing(learnt=0.0).rate == 5.0, "never so slow that nothing moves"


def test_after_a_quiet_day_a_little_more_is_tried() -> None:
    pacing = Pacing(learnt=20.0)
    pacing.slot_at(0, Lane.BULK)
    pacing.slot_at(FORGET, Lane.BULK)
    assert pacing.learnt == 20.0
    pacing.slot_at(FORGET + 1, Lane.BULK)
    assert pacing.learnt == pytest.approx(20.2)


def test_many_floods_never_stop_everything() -> None:
    pacing = Pacing()
    for i in range(200):
        pacing.flooded(i * 100.0, None, 3, granted_at=i * 100.0 - 0.1)
    assert pacing.rate == pacing.learnt == 5.0
    assert pacing.ask(30_000, Lane.BULK, 1) == 0
