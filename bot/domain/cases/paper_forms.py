"""The form that records court papers, and how what people type into it is read."""

from __future__ import annotations

from bot.domain.cases.cases import APPEALABLE, DECISION_PAPERS, LATER_DECISIONS, RISK_TAGS
from bot.domain.cases.later_forms import BESIDES, LATER, PERFORMED, has, read_number
from bot.domain.cases.paper_names import ADVICE_NAMES, MODE_NAMES, OUTCOME_NAMES, PAPER_NAMES, RULING_NAMES, TAG_NAMES
from bot.domain.hall.forms import Choice, Field, Form, Values
from bot.domain.hall.terms import PaperKind, ServiceMode
from bot.domain.law.trigger_facts import RULING_KINDS, ruling_kind_of
from bot.domain.reading.answers import (
    as_it_is,
    choices_of,
    line_of,
    read_day_gone_by,
    read_term,
    show_day,
    show_term,
)
from bot.domain.reading.party_fields import COUNT, PARTIES, PLAINTIFF, REVIEW, WHOSE
from bot.domain.reading.several_fields import SEVERAL, is_single

ASSUMED_MODE = ServiceMode.IN_PERSON
"""How one line that does not say it is taken to have been served; the preview says so and offers the others."""


def mode_is_assumed(values: Values) -> bool:
    """Whether one line was entered without a word on how it was served, and nobody has said it since."""
    return bool(values.get("assumed")) and values.get("mode") == ASSUMED_MODE.value


def _kind_is_open(values: Values) -> bool:
    """Whether it must be asked what kind of ruling it is: leave to withdraw and the like say it themselves."""
    return has(values, frozenset({PaperKind.RULING_FIRST})) and values.get("outcome") not in RULING_KINDS


def may_be_appealed(values: Values) -> bool:
    """Whether one of the papers is a decision of the first instance that can be appealed (法释〔2018〕1号 101)."""
    if has(values, frozenset({PaperKind.JUDGMENT_FIRST})):
        return values.get("outcome") not in ("withdrawn", "mediated")
    return has(values, APPEALABLE) and ruling_kind_of(values) != "other"


_OWN_TERM = frozenset({PaperKind.ADVICE, PaperKind.URGING, PaperKind.CRITICISM})


def _sets_a_term(values: Values) -> bool:
    """Whether the paper may set a term of its own: advice, a letter or a criticism of the lead organ, what is to be
    performed, the court's term for evidence in the summary procedure."""
    if has(values, _OWN_TERM) or values.get("procedure") == "summary":
        return True
    return bool({values.get("outcome"), values.get("stands")} & PERFORMED)


_OPENING = frozenset({PaperKind.NOTICE_OF_RESPONSE, PaperKind.COMPLAINT_COPY})
"""Papers with which a case begins as a rule."""


def _begins_a_case(values: Values) -> bool:
    """Whether the boxes of a risk case stand in front: with the first papers, until one is ticked (SS16)."""
    return has(values, _OPENING) and not values.get("risks")


PAPER = Form(
    "paper",
    "Court paper",
    (
        Field("number", "What is the case number?", "Case number", read=read_number, show=as_it_is, wanted=is_single),
        SEVERAL,
        Field(
            "papers",
            "Which papers came? Several from one envelope may be chosen.",
            "Papers",
            read=None,
            choices=choices_of(PAPER_NAMES),
            many=True,
        ),
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
            wanted=lambda v: has(v, DECISION_PAPERS - LATER_DECISIONS),
        ),
        *LATER,
        Field(
            "ruling_kind",
            "What kind of ruling is it?",
            "Kind of ruling",
            read=None,
            choices=choices_of(RULING_NAMES),
            wanted=_kind_is_open,
        ),
        Field(
            "appeal",
            "Does the agency want to appeal?",
            "Appeal",
            read=None,
            wanted=may_be_appealed,
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
            wanted=lambda v: has(v, frozenset({PaperKind.ADVICE})),
        ),
        Field(
            "term",
            "Which term does the document itself set? A day, or a number of days or months.",
            "Own term",
            read=read_term,
            show=show_term,
            optional=True,
            wanted=_sets_a_term,
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
        Field(
            "cause", "What is the case about?", "Cause of action", read=line_of(60, "案由"), optional=True, later=True
        ),
        Field(
            "risks",
            "Is it a major or sensitive case? What applies is reported person to person, never in a group.",
            "Risk of the case",
            read=None,
            choices=choices_of({tag: TAG_NAMES[tag] for tag in RISK_TAGS}),
            many=True,
            optional=True,
            later=True,
            front=_begins_a_case,
        ),
        Field(
            "tags",
            "What else is there about the case?",
            "Tags",
            read=None,
            choices=choices_of({tag: name for tag, name in TAG_NAMES.items() if tag not in RISK_TAGS}),
            many=True,
            optional=True,
            later=True,
        ),
        *BESIDES,
        Field("files", "Please send the photos or the PDF.", "Files", read=None, files=True, optional=True, later=True),
    ),
    confirm="Record",
)
