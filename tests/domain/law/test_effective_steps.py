"""Why a decision takes effect on a day: each step, in order, and the words for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.law.effective import APPEALABLE_RULINGS, EFFECTIVE_MESSAGES, propose_effective
from bot.domain.law.explanations import render
from bot.domain.law.triggers import Trigger
from bot.law.calendars import load_calendar
from bot.law.catalog import words

CALENDAR = load_calendar()
EARLY, LATE, NEW_YEAR = date(2026, 4, 7), date(2026, 4, 9), date(2026, 12, 20)
FIRST, RULING, SECOND = (
    Trigger.JUDGMENT_FIRST_INSTANCE, Trigger.RULING_FIRST_INSTANCE, Trigger.JUDGMENT_SECOND_INSTANCE,
)  # fmt: skip


@pytest.mark.parametrize(
    ("paper", "served", "more", "on", "codes"),
    [
        (FIRST, {"甲": EARLY, "乙": None}, {"appealed": True}, None, "appealed"),
        (FIRST, {"甲": EARLY, "乙": None, "丙": None}, {}, None, "service_unknown service_unknown"),
        (SECOND, {"甲": LATE, "乙": EARLY}, {}, LATE, "at_service"),
        (RULING, {"甲": EARLY}, {}, None, "kind_of_ruling"),
        (RULING, {"甲": EARLY, "乙": LATE}, {"ruling_kind": "other"}, LATE, "not_appealable"),
        (RULING, {"甲": EARLY}, {"ruling_kind": "not_accepted"}, date(2026, 4, 18), "appeal_ends day_after"),
        (RULING, {"甲": EARLY}, {"ruling_kind": "suit_dismissed"}, date(2026, 4, 18), "appeal_ends day_after"),
        (RULING, {"甲": EARLY}, {"ruling_kind": "jurisdiction"}, date(2026, 4, 18), "appeal_ends day_after"),
        (FIRST, {"甲": EARLY, "乙": LATE}, {}, date(2026, 4, 25), "appeal_ends appeal_ends day_after"),
        (FIRST, {"甲": NEW_YEAR}, {}, date(2027, 1, 5), "appeal_ends provisional day_after"),
    ],
)
def test_the_steps_of_a_proposal(
    paper: Trigger, served: dict[str, date | None], more: dict[str, Any], on: date | None, codes: str
) -> None:
    found = propose_effective(paper, served, CALENDAR, **more)
    assert (found.on, " ".join(one.code for one in found.steps)) == (on, codes)
    assert found.provisional is ("provisional" in codes)
    for language in ("en", "zh_CN"):
        said = render(found.steps, words(language), EFFECTIVE_MESSAGES)
        assert not [one for one in said if not one or "{" in one or "None" in one]
    named = [one.value("party") for one in found.steps if one.code in ("appeal_ends", "service_unknown")]
    assert (
        named == [party for party, day in served.items() if (day is None) == ("service_unknown" in codes)][: len(named)]
    )


def test_only_these_rulings_can_be_appealed() -> None:
    """法释〔2018〕1号 101."""
    assert {"not_accepted", "suit_dismissed", "jurisdiction"} == APPEALABLE_RULINGS
