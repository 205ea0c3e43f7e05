"""Labels that stick to their values, in the line of a hearing, in that of a paper, and in an answer."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cases import paper_forms, party_forms
from bot.domain.cases.paper_reading import read_envelope
from bot.domain.hall.forms import Field, Situation
from bot.domain.hearings import forms as hearing_forms
from bot.domain.reading.oneline import read_hearing
from bot.domain.reading.party_fields import PLAINTIFF
from bot.domain.reading.stuck_labels import apart

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)
DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "labels.toml").read_text("utf-8"))
COURT = "山东省泗水县人民法院"
"""What the case number itself says of the court."""


def field(form: Any, name: str) -> Field:
    found: Field | None = form.field(name)
    assert found is not None
    return found


FIELDS = {
    "plaintiff": PLAINTIFF,
    "cause": field(paper_forms.PAPER, "cause"),
    "place": field(hearing_forms.HEARING, "place"),
    "agency": field(party_forms.ADD, "agency"),
}


@pytest.mark.parametrize("line", DATA["line"], ids=lambda line: line["text"])
def test_a_label_is_no_part_of_the_value_behind_it(line: dict[str, str]) -> None:
    text = line["text"].replace("N", "（2026）鲁0831行初12号")
    heard, paper = read_hearing(text, NOW, ZONE), read_envelope(text, NOW.date())
    plaintiff, defendant, cause = (line.get(name, "") for name in ("plaintiff", "defendant", "cause"))
    assert "、".join(heard.defendants) == defendant
    assert "、".join(heard.plaintiffs).removesuffix("等16人") == plaintiff
    assert heard.cause == cause
    assert heard.court == line.get("court", COURT)
    assert str(heard.moment or "") == line.get("moment", "")
    if heard.moment:
        assert heard.place == line.get("place", "")
    assert paper.stated.plaintiff == plaintiff
    assert "、".join(name for name, _ in paper.stated.agencies) == defendant
    assert paper.cause == cause
    assert (str(heard.case_number), paper.number) == ("（2026）鲁0831行初12号",) * 2


@pytest.mark.parametrize("line", DATA["line"], ids=lambda line: line["text"])
def test_what_is_set_apart_stays_so(line: dict[str, str]) -> None:
    assert apart(apart(line["text"])) == apart(line["text"])


@pytest.mark.parametrize("answer", DATA["answer"], ids=lambda answer: answer["text"])
def test_an_answer_is_taken_without_the_words_of_its_question(answer: dict[str, str]) -> None:
    read = FIELDS[answer["field"]].read
    assert read is not None
    assert read(answer["text"], Situation(NOW, ZONE)) == answer["value"]
