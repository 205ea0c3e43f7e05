"""Lines about decisions: their instance by the number, and the quote that is shown beside the outcome."""

from datetime import date

import pytest

from bot.domain.cases.paper_reading import read_envelope
from bot.domain.hall.terms import PaperKind

TODAY = date(2026, 12, 16)


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("（2026）鲁0831行初41号 judgment received today", (PaperKind.JUDGMENT_FIRST,)),
        ("（2026）鲁08行终41号 judgment, served today", (PaperKind.JUDGMENT_SECOND,)),
        ("（2026）鲁0831行初41号 Ruling received today", (PaperKind.RULING_FIRST,)),
        ("judgment received today", ()),
        ("（2026）鲁0831行初41号 judgment on 20 December 9:30", ()),
    ],
)
def test_a_decision_named_in_english_is_of_the_instance_of_its_number(line: str, kinds: tuple[PaperKind, ...]) -> None:
    assert read_envelope(line, TODAY).kinds == kinds


def test_no_room_is_left_in_the_quote_where_the_number_stood() -> None:
    found = read_envelope("收到行政判决书 （2026）鲁0831行初31号 今天直接送达 撤销", TODAY)
    assert found.decided.quote == "收到行政判决书 今天直接送达 撤销"
