"""The code that changes: right for its minute and the next, never for another event."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events.sign_in import (
    WINDOW,
    code_of,
    end_of,
    fits,
    is_open,
    looks_like_code,
    payload_of,
    presence_at,
    read_payload,
    window_of,
)
from bot.domain.hall.terms import Presence

NOW = datetime(2026, 12, 15, 1, 30, 20, tzinfo=UTC)
instants = st.integers(0, 10**8).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=n))


@pytest.mark.slow
@given(st.text(min_size=1, max_size=64), instants)
def test_a_code_holds_for_its_minute_and_the_next_and_no_longer(secret: str, now: datetime) -> None:
    code = code_of(secret, window_of(now))
    assert looks_like_code(code)
    assert fits(secret, code, now)
    assert fits(secret, code, now + timedelta(seconds=WINDOW))
    after = now + timedelta(seconds=2 * WINDOW)
    assert fits(secret, code, after) == (code in {code_of(secret, window_of(after) - n) for n in (0, 1)})


def test_another_event_has_another_code() -> None:
    codes = {code_of(f"secret {n}", window_of(NOW)) for n in range(50)}
    assert len(codes) > 45


@pytest.mark.slow
@given(st.text(max_size=40))
def test_nothing_that_is_typed_makes_it_fail(text: str) -> None:
    assert fits("secret", text, NOW) in (True, False)
    assert looks_like_code(text) in (True, False)
    read = read_payload(text)
    assert read is None or text == payload_of(*read) or text.startswith("si_")


@pytest.mark.slow
@given(st.integers(0, 10**10), st.integers(0, 999_999))
def test_the_link_carries_event_and_code_and_fits_into_telegrams_limit(event: int, number: int) -> None:
    payload = payload_of(event, f"{number:06d}")
    assert read_payload(payload) == (event, f"{number:06d}")
    assert len(payload) <= 64
    assert set(payload) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def test_the_next_code_comes_at_the_full_minute() -> None:
    assert end_of(window_of(NOW)) == datetime(2026, 12, 15, 1, 31, tzinfo=UTC)
    assert window_of(end_of(window_of(NOW))) == window_of(NOW) + 1


def test_when_people_may_sign_in_and_who_is_late() -> None:
    start, end = NOW, NOW + timedelta(hours=2)
    assert not is_open(start, end, start - timedelta(minutes=31))
    assert is_open(start, end, start - timedelta(minutes=30))
    assert is_open(start, end, end + timedelta(minutes=30))
    assert not is_open(start, end, end + timedelta(minutes=31))
    assert presence_at(start, start + timedelta(minutes=10)) is Presence.PRESENT
    assert presence_at(start, start + timedelta(minutes=10, seconds=1)) is Presence.LATE
