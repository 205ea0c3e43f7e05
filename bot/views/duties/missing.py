"""Who has reported what comes with the calendar, and who has not: the list, one report by agency."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.duties.reported import Report, Reported, Reports
from bot.domain.duties.together import Pressed
from bot.domain.hall.message import Button, Html, Message, bold, html, lines, message, tap
from bot.domain.hall.phone import ALONE, shortened
from bot.domain.law.recurring import Period
from bot.domain.law.triggers import Trigger
from bot.texts import Translator
from bot.views.duties import duties as duty_views
from bot.views.duties import together
from bot.views.hall.paging import position, turning

NAMED = 24
"""Agencies that one line names."""


def title(one: Report, tr: Translator) -> str:
    return one.title_zh if tr.chinese else one.title_en or one.title_zh


def period(one: Report, tr: Translator) -> Html:
    """2026年4月, 2026年第二季度, 2026年度."""
    return duty_views.named_period(Period(Trigger(one.trigger), one.last, one.last), tr)


def listed(found: Reports, tr: Translator) -> Message:
    """Every report of a period that others owe, what is missing first."""
    page = found.lines
    if not page.total:
        return message(bold(tr("Who has reported")), tr("No report of others is due soon."), buttons=(_besides(tr),))
    start = page.number * page.size
    numbered = list(enumerate(page.items, start + 1))
    buttons: list[Button] = [
        tap(shortened(f"{n}. {title(one, tr)}", ALONE), "mi.at", one.rule, one.last.isoformat()) for n, one in numbered
    ]
    return message(
        bold(tr("Who has reported")),
        *(_line(n, one, tr) for n, one in numbered),
        position(page, tr),
        buttons=(
            *(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)),
            turning(page, tr, "mi"),
            _besides(tr),
        ),
    )


def _besides(tr: Translator) -> tuple[Button, ...]:
    """Papers of the year that nobody below owes."""
    return (tap(tr("Work plan"), "doc.plan"), tap(tr("Meeting agenda"), "doc.agenda"))


def _line(n: int, one: Report, tr: Translator) -> Html:
    mark = "🔴 " if one.overdue else "" if one.missing else "✓ "
    head = html(f"{n}. {mark}") + tr("{title}, {period}", title=bold(title(one, tr)), period=period(one, tr))
    return lines(head, _counts(one, tr))


def _counts(one: Report, tr: Translator) -> Html:
    """应报7，已报3，其中待认可1，未报4，请于12月31日（周四）前报送; of what is due: 报送率85.71%，按时率71.43%."""
    said = [
        tr("{n} owed", n=one.total),
        tr("{n} handed in", n=one.done + one.waiting),
        tr("{n} of them to be accepted", n=one.waiting) if one.waiting else None,
        tr("{n} let go", n=one.excused) if one.excused else None,
        tr("{n} missing", n=one.missing) if one.missing else None,
        tr("{n} late", n=one.late) if one.late else None,
        _by(one, tr) if one.missing else None,
        *_rates(one, tr),
    ]
    return Html("，" if tr.chinese else ", ").join(part for part in said if part)


def _by(one: Report, tr: Translator) -> Html:
    return tr("was due by {date}", date=one.obey) if one.overdue else tr("by {date}", date=one.obey)


def _rates(one: Report, tr: Translator) -> tuple[Html, ...]:
    """Once somebody is late, or everybody has reported: before that a rate says only that there is time left."""
    if one.reporting_rate is None or one.on_time_rate is None or (one.missing and not one.overdue):
        return ()
    return (
        tr("reporting rate {rate}%", rate=str(one.reporting_rate)),
        tr("on-time rate {rate}%", rate=str(one.on_time_rate)),
    )


def detail(found: Reported, tr: Translator) -> Message:
    """One report by agency: the missing first, with the one press."""
    one = found.report
    press: tuple[Button, ...] = ()
    if found.missing:
        press = (tap(tr.plural("Press {n} for it", "Press all {n} for it", len(found.missing)), "mi.press"),)
    accept = (tap(tr("Accept one by one"), "jd"),) if found.waiting else ()
    return message(
        tr("【Who has reported】{title}, {period}", title=bold(title(one, tr)), period=period(one, tr)),
        _counts(one, tr),
        _missing(found, tr),
        _names(tr("Nobody to be pressed there"), found.unmanned, tr),
        _names(tr("To be accepted"), found.waiting, tr),
        _names(tr("Done"), found.done, tr),
        _names(tr("Let go"), found.excused, tr),
        buttons=(press, accept, (tap(tr("‹ Go back"), "mi", 0),)),
    )


def _missing(found: Reported, tr: Translator) -> Html | None:
    names = [("🔴 " if one.id in found.overdue else "") + one.agency for one in found.missing]
    return _names(tr("Missing"), names, tr)


def _names(label: Html, names: Sequence[str], tr: Translator) -> Html | None:
    if not names:
        return None
    shown = list(names[:NAMED])
    more = len(names) - len(shown)
    rest = [str(tr.plural("and {n} more", "and {n} more", more))] if more > 0 else []
    return html("：" if tr.chinese else ": ").join([bold(label), Html(tr.join([*shown, *rest]))])


def pressed(found: Pressed, one: tuple[str, str], tr: Translator) -> Message:
    """Who was told, whom nobody told anew, and the way back."""
    shown = together.pressed(found, tr)
    return message(shown.text, buttons=((tap(tr("‹ Go back"), "mi.at", *one),),))
