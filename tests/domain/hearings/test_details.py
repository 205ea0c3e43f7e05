"""The details of a hearing: each is asked for, kept, put right and said by its one declaration."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.hearings import forms
from bot.domain.hearings.details import DETAILS, Details, Told, given, sentences
from bot.services.hearings.cards import details_of
from bot.services.hearings.hearings import keep
from bot.store.tables import Hearing

AT = datetime(2026, 12, 15, 1, 30, tzinfo=UTC)
OTHER: dict[type, Any] = {bool: True, str: "inquiry"}
"""Another value than the default, by its type."""


def row() -> Hearing:
    return Hearing(case_id=1, starts_at=AT, entered_at=AT)


def test_a_row_of_which_nothing_was_said_holds_the_defaults() -> None:
    assert details_of(row()) == Details()


@pytest.mark.parametrize("one", fields(Details), ids=lambda one: one.name)
def test_each_detail_is_kept_by_the_row_and_by_nothing_else(one: Any) -> None:
    hearing, said = row(), replace(Details(), **{one.name: OTHER[type(one.default)]})
    keep(hearing, said)
    assert details_of(hearing) == said
    assert said != Details()


@pytest.mark.parametrize("name", DETAILS)
def test_each_detail_is_offered_when_a_hearing_is_entered_and_asked_when_it_is_put_right(name: str) -> None:
    entering, fixing = forms.HEARING.field(name), forms.FIX.field(name)
    assert entering is not None
    assert fixing is not None
    assert (entering.later, fixing.later) == (True, False)
    assert (entering.label, entering.choices) == (fixing.label, fixing.choices)


def test_the_values_of_a_form_are_kept_as_what_they_mean() -> None:
    values = {"session": "inquiry", "online": "yes", "closed": "no", "reason": "写错"}
    assert given(values) == {"session": "inquiry", "online": True, "closed": False}


def test_what_the_form_left_open_stays_as_it_is() -> None:
    assert given({"online": None, "closed": "", "when": "2026-12-15T09:30:00+08:00"}) == {}


def test_the_card_says_what_is_not_as_usual_and_reminders_only_what_they_are_told_to() -> None:
    unusual = Details(session="inquiry", closed=True)
    words = [words for words, _ in sentences(unusual, Told.CARD)]
    assert words == ["This is an inquiry; no leader need appear.", "Not open to the public."]
    assert sentences(unusual, Told.EVE) == []
    assert sentences(Details(), Told.CARD) == []
