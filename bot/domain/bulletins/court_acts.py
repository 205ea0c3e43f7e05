"""What is done about the court's bulletins, as it is written down."""

from __future__ import annotations

from bot.domain.bulletins.comparing import SETTLEMENT_NAMES
from bot.domain.hall.acts import Act, day, hidden, listed, number, term, text

_QUARTER = text("quarter", "{value}", personal=False)
_UNIT = text("unit", "{value}", personal=False)
_FIGURES = (number("heard", "heard: {value}"), number("attended", "attended: {value}"), *hidden("principal"))

BULLETIN_ENTERED = Act("court_bulletin_entered", "entered the court's bulletin", _QUARTER, day("received_on"))
BULLETIN_READ = Act(
    "court_bulletin_read", "took over figures of the court's bulletin", number("units", "units: {value}"),
    number("cases", "cases: {value}"), *hidden("before"),
)  # fmt: skip
BULLETIN_UNIT = Act("court_bulletin_unit", "corrected a unit's figures in the court's bulletin", _UNIT, *_FIGURES)
BULLETIN_NAMED = Act("court_bulletin_named", "said which unit the court means", text("name", personal=False), _UNIT)
BULLETIN_RECORDED = Act("court_bulletin_recorded", "recorded the court's bulletin", _QUARTER, day("received_on"))
BULLETIN_MOVED = Act("court_bulletin_moved", "corrected the day on which the court's bulletin came in",
                     day("received_on"))  # fmt: skip
BULLETIN_VOID = Act("court_bulletin_void", "declared the entry of the court's bulletin void", _QUARTER)
BULLETIN_FILED = Act("court_bulletin_filed", "added files to the court's bulletin", number("files", "files: {value}"))
DIFFERENCE_SETTLED = Act(
    "difference_settled", "settled a difference with the court's bulletin", _UNIT, text("number", personal=False),
    term("choice", SETTLEMENT_NAMES),
)  # fmt: skip
LETTER_CONFIRMED = Act("letter_confirmed", "decided that the unit gets a reminder letter", _UNIT)
LETTER_DISMISSED = Act("letter_dismissed", "decided that the unit gets no reminder letter", _UNIT)
LETTER_WITHDRAWN = Act("letter_withdrawn", "the figures were corrected: no ground for a letter any more", _UNIT)
LETTERS_NONE = Act("letters_none", "decided that no reminder letters are needed", _QUARTER)

ACTS = listed(
    BULLETIN_ENTERED, BULLETIN_READ, BULLETIN_UNIT, BULLETIN_NAMED, BULLETIN_RECORDED, BULLETIN_MOVED, BULLETIN_VOID,
    BULLETIN_FILED, DIFFERENCE_SETTLED, LETTER_CONFIRMED, LETTER_DISMISSED, LETTER_WITHDRAWN, LETTERS_NONE,
)  # fmt: skip
