"""The one line a month that a principal gets; whose report an office lacks; the summary that is drafted."""

from __future__ import annotations

from bot.domain.bulletins.missing import MissingReports
from bot.domain.bulletins.principals import MonthLine
from bot.domain.bulletins.summaries import Summary
from bot.domain.figures.rates import shown
from bot.domain.hall.message import Html, Message, message, tap
from bot.texts import Translator


def month(one: MonthLine, tr: Translator) -> Message:
    """What was heard, who came, how often the principal did, what is overdue; and the year so far."""
    now, year = one.totals, one.so_far
    return message(
        tr(
            "【The month】{agency}, {year}-{month}: heard {heard}, attended {attended}, you yourself {principal}; "
            "overdue {overdue}.",
            agency=one.agency, year=str(one.year), month=str(one.month), heard=now.heard, attended=now.attended,
            principal=now.principal, overdue=one.overdue,
        ),
        tr(
            "This year: heard {heard}, rate {rate}, principal {principal}.",
            heard=year.heard, rate=shown(one.rate), principal=year.principal,
        ),
    )  # fmt: skip


def summary(one: Summary, tr: Translator) -> Message:
    """The month's summary is drafted; whose report it lacks, and by when it is due."""
    reported = tr(
        "Reports: {total} owed, {on_time} on time, {late} late, {missing} missing.",
        total=one.total, on_time=one.on_time, late=one.late, missing=len(one.missing),
    )  # fmt: skip
    return message(
        tr(
            "【Monthly summary】{year}-{month}: the draft is made of the reports and the ledger. Please check it, and "
            "hand it in by {date}.",
            year=str(one.month.year), month=str(one.month.month), date=one.due,
        ),
        reported if one.total else None,
        tr("Missing: {names}", names=tr.join(list(one.missing))) if one.missing else None,
        buttons=((tap(tr("The draft"), "doc", one.document), tap(tr("Who has reported"), "mi", 0)),),
    )  # fmt: skip


def missing(one: MissingReports, tr: Translator) -> Message:
    """Who has not reported the year; without these the office's own report is not complete."""
    return message(
        tr(
            "【Reports of the year】{year}: {missing} of {total} are missing.",
            year=str(one.year), missing=len(one.units), total=one.total,
        ),
        Html(tr.join(list(one.units))),
        buttons=((tap(tr("Who has reported"), "mi", 0),),),
    )  # fmt: skip
