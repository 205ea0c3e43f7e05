"""The form that records court papers, and how what people type into it is read."""

from __future__ import annotations

from typing import Any

from bot.domain.cases.cases import APPEALABLE, DECISION_PAPERS, RULINGS
from bot.domain.cases.paper_names import ADVICE_NAMES, MODE_NAMES, OUTCOME_NAMES, PAPER_NAMES, RULING_NAMES, TAG_NAMES
from bot.domain.hall.forms import Choice, Field, Form, Situation, Values
from bot.domain.hall.problems import problem
from bot.domain.hall.terms import PaperKind, ServiceMode
from bot.domain.law.trigger_facts import LOSSES
from bot.domain.reading.answers import (
    choices_of,
    line_of,
    read_day_gone_by,
    read_term,
    show_day,
    show_term,
)
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.cleaning import shown
from bot.domain.reading.party_fields import COUNT, PARTIES, PLAINTIFF, REVIEW, WHOSE

ASSUMED_MODE = ServiceMode.IN_PERSON
"""How one line that does not say it is taken to have been served; the preview says so and offers the others."""
#: Outcomes that leave something to perform: the judgment's own term is asked for.
PERFORMED = frozenset({*LOSSES} - {"revoked", "declared_unlawful", "declared_void", "altered"})


def _kinds(values: Values) -> set[str]:
    return set(values.get("papers") or ())


def _has(values: Values, kinds: frozenset[PaperKind]) -> bool:
    return bool(_kinds(values) & {kind.value for kind in kinds})


def read_number(text: str, situation: Situation) -> Any:
    """A case number in any form, as its normalised text."""
    found = parse_case_number(text)
    if found is not None:
        return str(found)
    if "建" in text:
        return problem(
            "“{text}” looks like the number of the advice itself. Please give the number of the case it is about, "
            "like （2026）豫0482行初12号.",
            text=shown(text),
        )
    return problem(
        "I could not read a case number in “{text}”. Please write it like （2026）豫0482行初12号.", text=shown(text)
    )


def mode_is_assumed(values: Values) -> bool:
    """Whether one line was entered without a word on how it was served, and nobody has said it since."""
    return bool(values.get("assumed")) and values.get("mode") == ASSUMED_MODE.value


PAPER = Form(
    "paper",
    "Court paper",
    (
        Field(
            "papers",
            "Which papers came? Several from one envelope may be chosen.",
            "Papers",
            read=None,
            choices=choices_of(PAPER_NAMES),
            many=True,
        ),
        Field("number", "What is the case number?", "Case number", read=read_number),
        Field("agency", "Which agency were the papers served on?", "Agency", read=None),
        WHOSE,
        Field("served_on", "When was it received?", "Received on", read=read_day_gone_by, show=show_day),
        Field(
            "mode",
            "How was it served?",
            "Served",
            read=None,
            choices=choices_of(MODE_NAMES),
            quick=mode_is_assumed,
        ),
        Field(
            "outcome",
            "What was decided?",
            "Outcome",
            read=None,
            choices=choices_of(OUTCOME_NAMES),
            wanted=lambda v: _has(v, DECISION_PAPERS),
        ),
        Field(
            "ruling_kind",
            "What kind of ruling is it?",
            "Kind of ruling",
            read=None,
            choices=choices_of(RULING_NAMES),
            wanted=lambda v: _has(v, RULINGS),
        ),
        Field(
            "appeal",
            "Does the agency want to appeal?",
            "Appeal",
            read=None,
            wanted=lambda v: _has(v, APPEALABLE),
            choices=(
                Choice("yes", "Yes", translated=True),
                Choice("no", "No", translated=True),
                Choice("undecided", "Not decided yet", translated=True),
            ),
        ),
        Field(
            "advice_kind",
            "What is the advice about?",
            "Advice",
            read=None,
            choices=choices_of(ADVICE_NAMES),
            wanted=lambda v: _has(v, frozenset({PaperKind.ADVICE})),
        ),
        Field(
            "term",
            "Which term does the document itself set? A day, or a number of days.",
            "Own term",
            read=read_term,
            show=show_term,
            optional=True,
            wanted=lambda v: _has(v, frozenset({PaperKind.ADVICE})) or v.get("outcome") in PERFORMED,
        ),
        Field(
            "again",
            "This paper is recorded already. Is it the same one?",
            "Recorded already",
            read=None,
            choices=(
                Choice("same", "The same, entered twice", translated=True),
                Choice("another", "Another paper", translated=True),
            ),
            wanted=lambda v: bool(v.get("duplicate")),
        ),
        Field("handling", "Which agency handles the case?", "Handling unit", read=None, later=True),
        PARTIES,
        PLAINTIFF,
        COUNT,
        REVIEW,
        Field("cause", "What is the case about?", "Cause of action", read=line_of(60), optional=True, later=True),
        Field(
            "tags",
            "Does any of these apply? Risk cases are reported person to person.",
            "Tags",
            read=None,
            choices=choices_of(TAG_NAMES),
            many=True,
            optional=True,
            later=True,
        ),
        Field("files", "Please send the photos or the PDF.", "Files", read=None, files=True, optional=True, later=True),
    ),
    confirm="Record",
)
