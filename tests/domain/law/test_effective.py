"""When a decision takes effect, proposed from service dates."""

from datetime import date

import pytest

from bot.domain.law.effective import EFFECTIVE_MESSAGES, Proposal, propose_effective
from bot.domain.law.triggers import Trigger
from bot.law.calendars import load_calendar
from bot.law.catalog import words

CALENDAR = load_calendar()
SERVED = {"原告": date(2026, 4, 20), "县自然资源局": date(2026, 4, 24)}


def propose(paper: Trigger, served: dict[str, date | None], **more: object) -> Proposal:
    return propose_effective(paper, served, CALENDAR, **more)  # type: ignore[arg-type]


def test_a_first_instance_judgment_takes_effect_after_the_last_partys_term_of_appeal() -> None:
    found = propose(Trigger.JUDGMENT_FIRST_INSTANCE, dict(SERVED))
    # The plaintiff's term ends on 6 May (5 May is a day off), the bureau's on the working Saturday 9 May.
    assert [step.value("date") for step in found.steps] == [
        date(2026, 5, 6),
        date(2026, 5, 9),
        date(2026, 5, 10),
    ]
    assert found.on == date(2026, 5, 10)
    assert not found.provisional


def test_an_appealable_ruling_takes_effect_after_ten_days() -> None:
    found = propose(Trigger.RULING_FIRST_INSTANCE, {"原告": date(2026, 9, 10)}, ruling_kind="suit_dismissed")
    assert found.on == date(2026, 9, 21)


def test_other_rulings_take_effect_on_service() -> None:
    found = propose(Trigger.RULING_FIRST_INSTANCE, dict(SERVED), ruling_kind="other")
    assert found.on == date(2026, 4, 24)


def test_a_ruling_of_unknown_kind_is_asked_about() -> None:
    found = propose(Trigger.RULING_FIRST_INSTANCE, dict(SERVED))
    assert found.on is None
    assert [step.code for step in found.steps] == ["kind_of_ruling"]


@pytest.mark.parametrize(
    "paper", [Trigger.JUDGMENT_SECOND_INSTANCE, Trigger.RULING_SECOND_INSTANCE, Trigger.MEDIATION_STATEMENT]
)
def test_second_instance_and_mediation_take_effect_on_the_last_service(paper: Trigger) -> None:
    assert propose(paper, dict(SERVED)).on == date(2026, 4, 24)


def test_an_appealed_judgment_has_no_effective_date() -> None:
    assert propose(Trigger.JUDGMENT_FIRST_INSTANCE, dict(SERVED), appealed=True).on is None


def test_an_unknown_service_date_is_named() -> None:
    found = propose(Trigger.JUDGMENT_FIRST_INSTANCE, {**SERVED, "第三人": None})
    assert found.on is None
    assert [step.value("party") for step in found.steps] == ["第三人"]


def test_a_term_that_ends_in_an_unannounced_year_is_provisional() -> None:
    found = propose(Trigger.JUDGMENT_FIRST_INSTANCE, {"原告": date(2026, 12, 18)})
    assert found.provisional
    assert found.on == date(2027, 1, 5)


def test_only_decisions_take_effect() -> None:
    with pytest.raises(ValueError, match="no decision"):
        propose(Trigger.SUMMONS, dict(SERVED))
    with pytest.raises(ValueError, match="no party"):
        propose(Trigger.JUDGMENT_FIRST_INSTANCE, {})


def test_every_sentence_has_chinese_words() -> None:
    assert [msgid for msgid in EFFECTIVE_MESSAGES.values() if msgid not in words("zh_CN").words] == []
