"""The copy of a paper that is reported: asked for, and taken."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.paper_names import PAPER_NAMES
from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Html, Message, message, tap
from bot.domain.hall.terms import PaperKind
from bot.domain.law.roles import Role
from bot.texts import Translator
from bot.views.duties import duties as duty_views


def confirms(role: str) -> str:
    """The words of the button that records a paper and reports it, by to whom."""
    if role == Role.COUNTY_JUSTICE_BUREAU:
        return "Record, and report to the justice bureau"
    return "Record and report"


def ask(kinds: Sequence[PaperKind], duty: DutyView, tr: Translator) -> Html:
    """What to send now, and what comes of it."""
    to = tr.join([one.zh if tr.chinese else one.en for one in duty.owed_to])
    named = tr.join([str(tr(PAPER_NAMES[kind])) for kind in kinds])
    return tr(
        "Please send a photo or scan of {papers} now: with it the paper is reported to {to}.", papers=named, to=to
    )


def asked(kinds: Sequence[PaperKind], duty: DutyView, tr: Translator) -> Message:
    """Opened by the button of the duty."""
    again = tr("Sent back: {reason}", reason=duty.reason) if duty.reason else None
    head = tr("【{title}】{number}", title=duty_views.title(duty, tr), number=duty.case_number)
    return message(head, again, ask(kinds, duty, tr))


def taken(kinds: Sequence[PaperKind], duty: DutyView, tr: Translator) -> Message:
    """The copy is there: what it reports, to whom, when; and the way out where it was no copy of that."""
    to = tr.join([one.zh if tr.chinese else one.en for one in duty.owed_to])
    return message(
        tr(
            "【Reported】{papers} of {number}: reported to {to} on {date}.",
            papers=tr.join([str(tr(PAPER_NAMES[kind])) for kind in kinds]),
            number=duty.case_number,
            to=to,
            date=duty.done_on or duty.trigger_on,
        ),
        duty_views.done_late(duty, tr),
        buttons=(
            (tap(tr("It is another paper"), "pa.other"),),
            (tap(tr("Case"), "cs.open", duty.case_id or 0),),
        ),
    )
