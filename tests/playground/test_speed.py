"""The server's benchmark runs (what it finds is said by `python -m tests.benchmarks`, on an idle machine)."""

from __future__ import annotations

import pytest

from tests.benchmarks.bench_playground import opening, rate

pytestmark = pytest.mark.slow


def test_messages_are_counted() -> None:
    by_the_clock, per_cpu_second = rate(form=True, seconds=0.2)
    assert by_the_clock > 0
    assert per_cpu_second > 0


def test_a_chat_of_a_full_state_is_opened() -> None:
    assert opening() > 0
