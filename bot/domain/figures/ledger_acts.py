"""What is done with ledgers, as it is written down."""

from __future__ import annotations

from bot.domain.hall.acts import Act, day, hidden, listed, number, text

LEDGER_TAKEN = Act(
    "ledger_taken",
    "took over what the unit's own ledger says",
    text("court", personal=False),
    text("cause"),
    text("original", personal=False),
    day("filed_on"),
    day("received_on"),
    day("closed_on"),
    text("outcome"),
    text("archive", personal=False),
    *hidden("plaintiff", "third_party", "note", personal=True),
)
"""Of one case. Names of parties are kept, and shown in no history."""
LEDGER_IMPORTED = Act(
    "ledger_imported",
    "took over a ledger",
    number("rows", "rows: {value}"),
    number("cases", "new cases: {value}"),
    number("hearings", "hearings entered: {value}"),
    number("results", "results: {value}"),
    number("filled", "gaps filled: {value}"),
    number("changed", "fields changed: {value}"),
)
FILE_ASKED = Act(
    "file_asked",
    "asked for a file of figures",
    text("kind", personal=False),
    text("period", personal=False),
    text("unit", personal=False),
    text("names", personal=False),
)
FILE_MADE = Act("file_made", "got a file of figures", text("kind", personal=False), number("rows", "rows: {value}"))

ACTS = listed(LEDGER_TAKEN, LEDGER_IMPORTED, FILE_ASKED, FILE_MADE)
