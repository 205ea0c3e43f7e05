"""The hashed form of an entry is one only, covers every column, and outlives the forgetting of names."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hall import entries
from bot.domain.hall.acts import Act, hidden, number, text
from bot.domain.hall.entries import Form, Part
from bot.domain.records import ACTS, personal_in

AT = datetime(2026, 4, 2, 1, 2, 3, 400, tzinfo=UTC)
ROW: dict[str, Any] = {
    "at": AT, "actor_id": 3, "for_id": None, "update_id": 12, "action": "leader_named", "subject": "appearance:4",
    "case_id": 5, "agency_id": 6, "old": {"leader": "张明"}, "new": {"leader": "王芳", "state": "named"},
    "reason": "王芳出差归来",
}  # fmt: skip
PERSONAL = frozenset({"leader"})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
VALUES = st.dictionaries(st.text(min_size=1, max_size=5), JSON, max_size=4)


def kept_of(row: dict[str, Any], personal: frozenset[str] | None = PERSONAL) -> dict[str, str]:
    return entries.salts(personal, row["old"], row["new"], row["reason"])


def as_postgresql_gives_it(value: Any) -> Any:
    """Keys in another order, and whole numbers without their point, as JSONB keeps them."""
    if isinstance(value, dict):
        keys = list(value)
        random.Random(7).shuffle(keys)
        return {key: as_postgresql_gives_it(value[key]) for key in keys}
    if isinstance(value, list):
        return [as_postgresql_gives_it(one) for one in value]
    return int(Decimal(repr(value))) if isinstance(value, float) and value.is_integer() else value


@pytest.mark.slow
@given(VALUES)
def test_whatever_the_engine_does_to_json_the_form_is_the_same(values: dict[str, Any]) -> None:
    back = json.loads(json.dumps(values))
    assert entries.canonical(as_postgresql_gives_it(back)) == entries.canonical(values)


@pytest.mark.slow
@given(VALUES, VALUES)
def test_different_values_have_different_forms(one: dict[str, Any], other: dict[str, Any]) -> None:
    same = as_postgresql_gives_it(one) == as_postgresql_gives_it(other)
    same = same and json.dumps(as_postgresql_gives_it(one), sort_keys=True) == json.dumps(
        as_postgresql_gives_it(other), sort_keys=True
    )
    if not same:
        assert entries.canonical(one) != entries.canonical(other)


@pytest.mark.slow
@given(VALUES, VALUES, st.text(max_size=20))
def test_blanking_leaves_the_hash(old: dict[str, Any], new: dict[str, Any], reason: str) -> None:
    row = ROW | {"old": old, "new": new, "reason": reason}
    kept = kept_of(row, None)
    before = entries.hashed(row, Form.WRITTEN, kept)
    blank = row | entries.blanked(row, kept)
    assert entries.hashed(blank, Form.WRITTEN, blank["salts"]) == before
    assert blank["reason"] == ""
    assert not any(value for side in ("old", "new") for value in blank[side].values() if value not in ({}, []))
    again = blank | entries.blanked(blank, blank["salts"])
    assert again == blank, "what is blank stays as it is"


def test_the_form_never_changes() -> None:
    """Hashes that were made years ago are made again from it: this one may never be another."""
    kept = {"old.leader": "00" * 16, "new.leader": "11" * 16, "reason": "22" * 16}
    assert entries.hashed(ROW, Form.WRITTEN, kept).hash == (
        "3eb277616fd68ddc592feb04bde8fb2c3cf8bbd57e40aef8bbd78cba5abc4deb"
    )
    bare = ROW | {"old": {}, "new": {}, "reason": ""}
    assert (
        entries.hashed(bare, Form.SEALED, {}).hash == "336959088425f7b8cba0979d289c1be1fab42a2b1ca0bbe904c15b10d8a428c3"
    )


@pytest.mark.parametrize(
    ("column", "value", "part"),
    [
        ("at", AT + timedelta(microseconds=1), Part.WHO),
        ("actor_id", 4, Part.WHO),
        ("actor_id", None, Part.WHO),
        ("for_id", 3, Part.WHO),
        ("update_id", None, Part.WHO),
        ("action", "leader_answered", Part.WHAT),
        ("subject", "appearance:5", Part.WHAT),
        ("case_id", 6, Part.WHAT),
        ("agency_id", None, Part.WHAT),
        ("old", {"leader": "张三"}, Part.OLD),
        ("old", {}, Part.OLD),
        ("new", {"leader": "王芳", "state": "confirmed"}, Part.NEW),
        ("new", {"leader": "王方", "state": "named"}, Part.NEW),
        ("new", {"leader": "王芳", "state": "named", "post": "局长"}, Part.NEW),
        ("new", {"state": "named"}, Part.NEW),
        ("new", ["王芳"], Part.NEW),
        ("reason", "", Part.REASON),
        ("reason", "别的", Part.REASON),
    ],
)
def test_every_column_is_covered_and_the_part_is_named(column: str, value: Any, part: Part) -> None:
    kept = kept_of(ROW)
    before, after = entries.hashed(ROW, 1, kept), entries.hashed(ROW | {column: value}, 1, kept)
    assert before.hash != after.hash
    assert entries.altered_parts(before.marks, after) == (part,)


def test_when_the_hash_was_made_is_covered() -> None:
    kept = kept_of(ROW)
    assert len({entries.hashed(ROW, form, kept).hash for form in Form}) == 3


def test_nothing_can_be_moved_from_one_text_into_the_next() -> None:
    one = ROW | {"action": "a b", "subject": "c"}
    assert entries.hashed(one, 1, {}).hash != entries.hashed(ROW | {"action": "a", "subject": "b c"}, 1, {}).hash


def test_the_same_instant_is_the_same_in_every_zone() -> None:
    kept = kept_of(ROW)
    there = ROW | {"at": AT.astimezone(timezone(timedelta(hours=8)))}
    assert entries.hashed(there, 1, kept) == entries.hashed(ROW, 1, kept)


def test_a_value_put_back_where_one_was_blanked_is_noticed() -> None:
    kept = kept_of(ROW)
    blank = ROW | entries.blanked(ROW, kept)
    forged = blank | {"new": {"leader": "李四", "state": "named"}}
    hash_ = entries.hashed(ROW, 1, kept).hash
    assert entries.hashed(forged, 1, blank["salts"]).hash != hash_
    assert entries.hashed(blank | {"reason": "别的"}, 1, blank["salts"]).hash != hash_


def test_equal_names_do_not_look_equal() -> None:
    """Nobody finds a name by trying names, or two entries of one person by comparing them."""
    row = ROW | {"old": {"leader": "王芳"}}
    blank = entries.blanked(row, kept_of(row))["salts"]
    assert blank["old.leader"] != blank["new.leader"]
    assert blank["old.leader"] != entries.blanked(row, kept_of(row))["salts"]["old.leader"]


def test_only_what_may_name_a_person_is_salted() -> None:
    assert set(kept_of(ROW)) == {"old.leader", "new.leader", "reason"}
    assert set(kept_of(ROW, None)) == {"old.leader", "new.leader", "new.state", "reason"}
    assert kept_of({"old": {"leader": ""}, "new": {"leader": None}, "reason": ""}) == {}


def test_acts_say_which_values_may_name_a_person() -> None:
    act = Act("tried", "tried", text("name"), text("number", personal=False), number("count", "{value}"),
              *hidden("id"), *hidden("why", personal=True))  # fmt: skip
    assert act.personal == {"name", "why"}
    expected: dict[str, set[str]] = {
        "leader_named": {"leader", "post"}, "person_corrected": {"name", "phone"}, "case_opened": set(),
        "case_recorded": set(),
        "result_reported": {"leader_name", "staff", "counsel", "outcome"}, "agency_created": set(),
    }  # fmt: skip
    assert {action: set(personal_in(action) or ()) for action in expected} == expected
    assert personal_in("case_put_on_the_moon") is None
    assert "reason" in ACTS["hearing_corrected"].personal
