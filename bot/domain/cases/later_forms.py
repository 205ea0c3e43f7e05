"""What is asked of decisions about a decision, and what may be said of any paper besides; the number they share."""

from __future__ import annotations

from typing import Any

from bot.domain.cases.cases import DECISION_PAPERS, LATER_DECISIONS
from bot.domain.cases.paper_names import ON_APPEAL_NAMES, OUTCOME_NAMES, PROCEDURE_NAMES
from bot.domain.hall.forms import Choice, Field, Situation, Values
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.terms import PaperKind
from bot.domain.law.trigger_facts import LOSSES
from bot.domain.reading.answers import choices_of, read_day_gone_by, show_day
from bot.domain.reading.cleaning import shown
from bot.domain.reading.several_fields import read_number as read_one

STANDS = frozenset({"upheld", "altered", "appeal_withdrawn"})
"""After these, something stands that has to be named: what the agency has lost or won."""
#: Outcomes that leave something to perform: the judgment's own term is asked for.
PERFORMED = frozenset({*LOSSES} - {"revoked", "declared_unlawful", "declared_void", "altered"})
YES_NO = (Choice("yes", "Yes", translated=True), Choice("no", "No", translated=True))


def read_number(text: str, situation: Situation) -> Any:
    """A case number in any form, as its normalised text; that of an advice itself is told apart."""
    found = read_one(text, situation)
    if isinstance(found, Problem) and "建" in text:
        return problem(
            "“{text}” looks like the number of the advice itself. Please give the number of the case it is about, "
            "like （2026）鲁0831行初12号.",
            text=shown(text),
        )
    return found


def has(values: Values, kinds: frozenset[PaperKind]) -> bool:
    """Whether one of the papers is of these kinds."""
    return bool(set(values.get("papers") or ()) & {kind.value for kind in kinds})


def _is_later(values: Values) -> bool:
    return has(values, LATER_DECISIONS)


LATER = (
    Field(
        "original",
        "What is the case number of the decision before? It links the two cases.",
        "Decision before",
        read=read_number,
        optional=True,
        wanted=_is_later,
    ),
    Field(
        "on_appeal",
        "What did the court make of the decision before?",
        "The decision before",
        read=None,
        choices=choices_of(ON_APPEAL_NAMES),
        wanted=_is_later,
    ),
    Field(
        "stands",
        "What stands now for the act that was sued?",
        "What stands now",
        read=None,
        choices=choices_of(OUTCOME_NAMES),
        wanted=lambda v: _is_later(v) and v.get("on_appeal") in STANDS,
    ),
)
"""Of second instances and retrials."""
BESIDES = (
    Field(
        "others",
        "When was the other side served, as far as known?",
        "Other side served on",
        read=read_day_gone_by,
        show=show_day,
        optional=True,
        later=True,
        wanted=lambda v: has(v, DECISION_PAPERS),
    ),
    Field(
        "harm",
        "Did the unlawful or improper act harm the party?",
        "Harm done",
        read=None,
        choices=YES_NO,
        optional=True,
        later=True,
        wanted=lambda v: bool({v.get("outcome"), v.get("stands")} & set(LOSSES)),
    ),
    Field(
        "procedure",
        "Which procedure does the court follow?",
        "Procedure",
        read=None,
        choices=choices_of(PROCEDURE_NAMES),
        optional=True,
        later=True,
        wanted=lambda v: has(v, frozenset({PaperKind.NOTICE_OF_RESPONSE, PaperKind.COMPLAINT_COPY})),
    ),
)
"""Not asked in turn: offered for correction in the preview."""
