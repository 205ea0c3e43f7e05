"""Parts of a circular: added, joined to albums, moved; names beside an absence; terms as people write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.circulars.circulars import MOST_PARTS, Part, moved_up, names_absent_agency, shown_length, with_part
from bot.domain.circulars.forms import read_start, read_term
from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import Situation
from bot.domain.hall.problems import Problem

NOW = Situation(datetime(2026, 4, 2, 1, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


def part(number: int, **more: object) -> Part:
    return Part("photo", 1, (number,), **more)  # type: ignore[arg-type]


def test_pictures_of_one_album_are_one_part_in_rising_order_and_at_most_ten() -> None:
    parts: tuple[Part, ...] = (part(1),)
    for number in [*range(12, 1, -1)]:
        parts = with_part(parts, part(number, album="a", html="图" if number == 5 else ""))
    assert len(parts) == 2
    assert parts[1].messages == tuple(sorted(parts[1].messages))
    assert len(parts[1].messages) == 10
    assert parts[1].html == "图"


@pytest.mark.parametrize("kind", ["poll", "game", "invoice", "giveaway", "paid_media", "story", "service"])
def test_what_telegram_does_not_copy_is_refused(kind: str) -> None:
    with pytest.raises(Refused):
        with_part((), Part(kind, 1, (1,)))


def test_there_is_an_end_of_parts() -> None:
    parts: tuple[Part, ...] = ()
    for number in range(MOST_PARTS):
        parts = with_part(parts, part(number))
    with pytest.raises(Refused):
        with_part(parts, part(99))


@pytest.mark.slow
@given(st.integers(1, 20), st.data())
def test_moving_up_keeps_every_part_and_comes_round(count: int, data: st.DataObject) -> None:
    parts = tuple(part(n) for n in range(count))
    index = data.draw(st.integers(0, count - 1))
    moved = moved_up(parts, index)
    assert sorted(p.messages for p in moved) == sorted(p.messages for p in parts)
    assert moved.index(parts[index]) == (index - 1) % count
    for _ in range(count):
        parts = moved_up(parts, 0)
    assert [p.messages[0] for p in parts] == list(range(count))


_PARTS = st.builds(
    Part,
    st.sampled_from(["text", "photo"]),
    st.integers(),
    st.lists(st.integers(), min_size=1).map(tuple),
    st.text(),
    st.text(),
    st.integers(0),
    st.text(),
    st.text(),
)


@pytest.mark.slow
@given(_PARTS)
def test_a_part_survives_json(one: Part) -> None:
    assert Part.from_json(one.to_json()) == one


def test_length_is_counted_as_telegram_counts() -> None:
    assert shown_length("<b>长</b>&amp;😀") == 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("县公安局负责人未出庭", "县公安局"),
        ("对县公安局无故缺席提出批评", "县公安局"),
        ("县公安局已按时出庭", ""),
        ("有单位未出庭", ""),
        ("County Police did not appear", ""),
    ],
)
def test_an_agency_beside_an_absence_is_noticed(text: str, found: str) -> None:
    assert names_absent_agency(text, ["", "县公安局"]) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4月8日", "2026-04-08T09:30:00+00:00"),
        ("4月8日 10:00", "2026-04-08T02:00:00+00:00"),
        ("今天", "2026-04-02T09:30:00+00:00"),
        ("Apr 8 10:00", "2026-04-08T02:00:00+00:00"),
    ],
)
def test_a_day_alone_means_the_end_of_work(text: str, expected: str) -> None:
    assert read_term(text, NOW) == expected


@pytest.mark.parametrize("text", ["昨天", "今天8:00", "尽快", "", "4月8日前后都行吧大概", "2月30日"])
def test_terms_that_cannot_be_meant_are_refused(text: str) -> None:
    assert isinstance(read_term(text, NOW), Problem)


def test_a_term_of_today_after_work_has_gone_by() -> None:
    evening = Situation(datetime(2026, 4, 2, 11, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    assert isinstance(read_term("今天", evening), Problem)


def test_a_start_needs_a_time() -> None:
    assert isinstance(read_start("4月8日", NOW), Problem)
    assert read_start("4月8日 9:00", NOW) == "2026-04-08T01:00:00+00:00"
