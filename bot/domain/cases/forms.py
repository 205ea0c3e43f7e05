"""Forms about a case and its recorded papers: correcting, effect, advice handled, tags, closing, finding."""

from __future__ import annotations

from bot.domain.cases.later_forms import YES_NO, read_number
from bot.domain.cases.paper_names import (
    MODE_NAMES,
    ON_APPEAL_NAMES,
    OUTCOME_NAMES,
    PROCEDURE_NAMES,
    RULING_NAMES,
    TAG_NAMES,
)
from bot.domain.hall.forms import Field, Form
from bot.domain.reading.answers import (
    choices_of,
    line_of,
    lines_of,
    read_day_gone_by,
    read_term,
    show_day,
    show_term,
)

FIX = Form(
    "paper_fix",
    "Correct a paper",
    (
        Field("what", "What is to be corrected?", "Correct", read=None),
        Field(
            "served_on",
            "When was it really received?",
            "Received on",
            read=read_day_gone_by,
            show=show_day,
            wanted=lambda v: v.get("what") == "served_on",
        ),
        Field(
            "outcome",
            "What was decided?",
            "Outcome",
            read=None,
            choices=choices_of(OUTCOME_NAMES),
            wanted=lambda v: v.get("what") == "outcome",
        ),
        Field(
            "on_appeal",
            "What did the court make of the decision before?",
            "The decision before",
            read=None,
            choices=choices_of(ON_APPEAL_NAMES),
            wanted=lambda v: v.get("what") == "on_appeal",
        ),
        Field(
            "ruling_kind",
            "What kind of ruling is it?",
            "Kind of ruling",
            read=None,
            choices=choices_of(RULING_NAMES),
            wanted=lambda v: v.get("what") == "ruling_kind",
        ),
        Field(
            "harm",
            "Did the unlawful or improper act harm the party?",
            "Harm done",
            read=None,
            choices=YES_NO,
            wanted=lambda v: v.get("what") == "harm",
        ),
        Field(
            "procedure",
            "Which procedure does the court follow?",
            "Procedure",
            read=None,
            choices=choices_of(PROCEDURE_NAMES),
            wanted=lambda v: v.get("what") == "procedure",
        ),
        Field(
            "appeal",
            "Does the agency want to appeal?",
            "Appeal",
            read=None,
            choices=YES_NO,
            wanted=lambda v: v.get("what") == "appeal",
        ),
        Field(
            "term",
            "Which term does the document itself set? A day, or a number of days or months.",
            "Own term",
            read=read_term,
            show=show_term,
            wanted=lambda v: v.get("what") == "term",
        ),
        Field(
            "mode",
            "How was it served?",
            "Served",
            read=None,
            choices=choices_of(MODE_NAMES),
            wanted=lambda v: v.get("what") == "mode",
        ),
        Field("reason", "For what reason?", "Reason", read=lines_of(400)),
    ),
)
EFFECTIVE = Form(
    "effective",
    "Effective date",
    (
        Field(
            "others",
            "When was the other side served, as far as known?",
            "Other side served on",
            read=read_day_gone_by,
            show=show_day,
            optional=True,
        ),
        Field("on", "Since when is it in effect?", "In effect since", read=read_day_gone_by, show=show_day),
        Field(
            "reason",
            "For what reason is the date changed?",
            "Reason",
            read=lines_of(400),
            wanted=lambda v: bool(v.get("confirmed")),
        ),
    ),
)
HANDLED = Form(
    "advice_done",
    "Advice handled",
    (Field("on", "On which day was the advice dealt with?", "Dealt with on", read=read_day_gone_by, show=show_day),),
)
CLOSE_CASE = Form(
    "case_close",
    "Close the case",
    (Field("on", "On which day was the case over?", "Closed on", read=read_day_gone_by, show=show_day),),
)
TAGS_FORM = Form(
    "case_tags",
    "Tags of the case",
    (
        Field(
            "tags",
            "Does any of these apply? Risk cases are reported person to person.",
            "Tags",
            read=None,
            choices=choices_of(TAG_NAMES),
            many=True,
            optional=True,
        ),
    ),
)
NUMBER = Form(
    "case_number",
    "Right case number",
    (Field("number", "What is the right case number?", "Case number", read=read_number),),
)
OPEN = Form(
    "case",
    "Case",
    (
        Field(
            "words",
            "Which case? Press one, or write its number or part of a name.",
            "Words",
            read=line_of(60),
        ),
    ),
    confirm="Find",
)
FIND = Form(
    "find",
    "Find",
    (Field("words", "Part of a case number, a name, an agency or a telephone number?", "Words", read=line_of(60)),),
    confirm="Find",
)
