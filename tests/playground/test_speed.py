"""The server is never the bottleneck: a floor that holds on a busy machine (figures: bench_playground)."""

from __future__ import annotations

from tests.benchmarks.bench_playground import opening, rate


def test_three_thousand_messages_a_second_of_one_core() -> None:
    _, per_cpu_second = rate(form=True, seconds=1.0)
    assert per_cpu_second >= 3000 * 0.7  # a shared core may be slower than the one that was measured


def test_a_chat_of_a_full_state_opens_at_once() -> None:
    assert opening() < 0.1
