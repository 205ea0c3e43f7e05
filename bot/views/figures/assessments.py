"""Scores on a phone: the units, one unit line by line, one line, the cases behind it."""

from __future__ import annotations

from decimal import Decimal

from bot.domain.figures.acts import COUNTED
from bot.domain.figures.assessment import State
from bot.domain.figures.assessment_views import RowLine, ScoreCard, ScoreLine, ScoreList, UnitLine
from bot.domain.hall.message import Button, Html, Message, as_item, bold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.texts import Translator
from bot.views.duties.duties import distant
from bot.views.figures.words import area
from bot.views.hall.paging import position, turning


def listed(found: ScoreList, tr: Translator) -> Message:
    """The units with their totals."""
    page = found.lines
    start = page.number * page.size
    numbered = list(enumerate(page.items, start + 1))
    buttons = [tap(str(n), "as.at", one.key, found.year) for n, one in numbered if one.table]
    last = [tap(tr("‹ {year}", year=str(found.year - 1)), "as", found.year - 1, 0)]
    if found.exports:
        last.append(tap(tr("Export"), "as.x", found.year))
    return message(
        tr("【Assessment】{year}", year=bold(str(found.year))),
        *(_unit(n, one, tr) for n, one in numbered),
        None if any(one.table for one in page.items) else _no_tables(tr),
        position(page, tr),
        buttons=(*(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)),
                 turning(page, tr, "as", found.year), tuple(last)),
    )  # fmt: skip


def _no_tables(tr: Translator) -> Html:
    return tr("What governs here names no indicators. An administrator can add a table of your own.")


def _unit(n: int, one: UnitLine, tr: Translator) -> Html:
    said = html(f"{n}. {_called(one, tr)} ")
    if not one.table:
        return said + tr("no indicator table")
    said += bold(_points(one.total, tr))
    return html(" · ").join([said, _objections(one, tr)]) if one.objections else said


def _objections(one: UnitLine, tr: Translator) -> Html:
    waits = tr.plural("{n} objection waits", "{n} objections wait", one.objections)
    if one.answer_in is None:
        return waits
    mark = "🔴 " if one.answer_in.overdue else ""
    return html(mark) + tr("{what} ({left})", what=waits, left=distant(one.answer_in, tr))


def _called(one: UnitLine | ScoreCard, tr: Translator) -> str:
    """泗水县（全域）, 县公安局."""
    return str(tr("{name} (as a whole)", name=area(one.name, tr, whole=False))) if one.whole else one.name


def _points(value: Decimal | None, tr: Translator) -> Html:
    return html("—") if value is None else tr("{points} points", points=f"{value:.2f}")


def card(one: ScoreCard, tr: Translator) -> Message:
    """One unit, line by line."""
    buttons: list[Button] = [tap(str(n), "as.line", one.unit, one.year, n) for n in range(1, len(one.lines) + 1)]
    return message(
        tr("【Assessment】{agency}, {year}", agency=_called(one, tr), year=bold(str(one.year))),
        html(one.sheet.zh if tr.chinese else one.sheet.en),
        *(_line(n, each, tr) for n, each in enumerate(one.lines, 1)),
        tr("Total: {points} ({most})", points=bold(_points(one.total, tr)), most=_most(one, tr)),
        _state(one, tr),
        buttons=(*(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)),
                 (tap(tr("The cases"), "as.rows", one.unit, one.year, 0), tap(tr("‹ Go back"), "as", one.year, 0))),
    )  # fmt: skip


def _most(one: ScoreCard, tr: Translator) -> Html:
    """满分100分; 已计分项20分，满分100分: what gave nothing counts neither for a unit nor against it."""
    most = f"{one.sheet.most:f}"
    if one.total is None or one.most == one.sheet.most:
        return tr("{most} points in all", most=most)
    return tr("{scored} points for what was scored, {most} in all", scored=f"{one.most:f}", most=most)


def _state(one: ScoreCard, tr: Translator) -> Html:
    if one.object_until is not None:
        return tr("Objections are taken until {date}.", date=one.object_until)
    return tr("The data are frozen.") if one.frozen else tr("The year is not over; the figures still change.")


def _name(one: ScoreLine, tr: Translator) -> str:
    return one.indicator.zh if tr.chinese else one.indicator.en


def _line(n: int, one: ScoreLine, tr: Translator) -> Html:
    most = f"{'-' if one.indicator.deducts else ''}{one.indicator.points:f}"
    points = "—" if one.points is None else f"{one.points:.2f}"
    mark = "❗ " if one.state is State.OBJECTED else ""
    return html(f"{n}. {mark}{_name(one, tr)}") + html("：" if tr.chinese else ": ") + bold(points) + html(f"/{most}")


def line(one: ScoreCard, n: int, tr: Translator) -> Message:
    """One line: how it came to be so, what was objected, what was answered."""
    each = one.lines[n - 1]
    args = (one.unit, one.year, n)
    buttons: list[Button] = []
    if one.may_score:
        buttons.append(tap(tr("Enter a score"), "as.enter", *args))
    if one.may_score and each.state is State.OBJECTED:
        buttons.append(tap(tr("Answer the objection"), "as.answer", *args))
    if one.object_until is not None and each.state is State.OPEN:
        buttons.append(tap(tr("Object"), "as.object", *args))
    evidence = each.evidence or (each.indicator.evidence_zh if tr.chinese else each.indicator.evidence_en)
    return message(
        tr("【Assessment】{agency}, {year}", agency=_called(one, tr), year=bold(str(one.year))),
        _line(n, each, tr),
        _because(each, tr),
        tr("Evidence: {text}", text=evidence) if evidence else None,
        tr("Objection: {text}", text=each.objection) if each.objection else None,
        _until(each, tr),
        tr("Answer: {text}", text=each.answer) if each.answer else None,
        buttons=(tuple(buttons), (tap(tr("‹ Go back"), "as.at", one.unit, one.year),)),
    )


def _until(one: ScoreLine, tr: Translator) -> Html | None:
    """When an objection is to be answered, or was."""
    if one.answer_until is None or one.answer_in is None:
        return None
    left = distant(one.answer_in, tr)
    if one.answer_in.overdue:
        return tr("To be answered by {date}: {left}.", date=one.answer_until, left=left)
    return tr("Please answer it by {date} ({left}).", date=one.answer_until, left=left)


def _because(one: ScoreLine, tr: Translator) -> Html:
    if one.reason:
        return tr("Entered by hand: {reason}", reason=one.reason)
    if not one.indicator.formula:
        return tr("Nobody has entered it yet.")
    return tr("By the figures: {formula}", formula=one.indicator.formula)


# -- on its own ------------------------------------------------------------------------------------------------------


def frozen(one: ScoreCard, tr: Translator) -> Message:
    """To the unit: what it scores, and until when it may object."""
    said = message(
        tr("【Assessment】{agency}, {year}", agency=one.name, year=bold(str(one.year))),
        tr("The data are frozen: {points} ({most}).", points=bold(_points(one.total, tr)), most=_most(one, tr)),
        tr("Objections are taken until {date}.", date=one.object_until) if one.object_until is not None else None,
        buttons=((tap(tr("Open"), "as.at", one.unit, one.year),),),
    )
    points = _points(one.total, tr)
    if one.object_until is None:
        return as_item(said, tr("{agency}: {points} in the assessment", agency=_called(one, tr), points=points))
    words = tr("{agency}: {points} in the assessment, objections until {date}", agency=_called(one, tr), points=points,
               date=one.object_until)  # fmt: skip
    return as_item(said, words, on=one.object_until)


def objected(one: ScoreCard, n: int, tr: Translator) -> Message:
    """To who scores: what the unit objects, to be answered."""
    return _to_answer(
        tr("【Objection to a score】{agency}, {year}", agency=one.name, year=bold(str(one.year))), one, n, tr
    )


def waits(one: ScoreCard, n: int, tr: Translator) -> Message:
    """To who scores, shortly before the term of the answer ends, and when it is over."""
    each = one.lines[n - 1]
    late = each.answer_in is not None and each.answer_in.overdue
    year = bold(str(one.year))
    if late:
        return _to_answer(
            tr("【Answer to an objection overdue】{agency}, {year}", agency=one.name, year=year), one, n, tr
        )
    return _to_answer(tr("【Answer to an objection due】{agency}, {year}", agency=one.name, year=year), one, n, tr)


def _to_answer(head: Html, one: ScoreCard, n: int, tr: Translator) -> Message:
    each = one.lines[n - 1]
    said = message(
        head,
        _line(n, each, tr),
        tr("Objection: {text}", text=each.objection),
        _until(each, tr),
        buttons=((tap(tr("Open"), "as.line", one.unit, one.year, n),),),
    )
    return as_item(said, _in_a_list(one, each, tr), on=each.answer_until, asks=True)


def _in_a_list(one: ScoreCard, each: ScoreLine, tr: Translator) -> Html:
    """县公安局 考核异议：1月12日（周二），剩2个工作日."""
    name = _called(one, tr)
    if each.answer_until is None or each.answer_in is None:
        return tr("{agency}: objection to a score", agency=name)
    left = distant(each.answer_in, tr)
    return tr("{agency}: objection to a score, {date}, {left}", agency=name, date=each.answer_until, left=left)


def answered(one: ScoreCard, n: int, tr: Translator) -> Message:
    """To the unit: what became of its objection."""
    each = one.lines[n - 1]
    return message(
        tr("【Objection answered】{agency}, {year}", agency=one.name, year=bold(str(one.year))),
        _line(n, each, tr),
        tr("Answer: {text}", text=each.answer),
        buttons=((tap(tr("Open"), "as.line", one.unit, one.year, n),),),
    )


def rows(one: ScoreCard, page: Page[RowLine], tr: Translator) -> Message:
    """The cases on which the score rests; each opens."""
    numbered = list(enumerate(page.items, page.number * page.size + 1))
    buttons = [tap(str(n), "cs.open", each.case) for n, each in numbered]
    return message(
        tr("【Assessment】{agency}, {year}", agency=_called(one, tr), year=bold(str(one.year))),
        *(_row(n, each, tr) for n, each in numbered),
        tr("No case was heard.") if not page.total else None,
        position(page, tr),
        buttons=(*(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)),
                 turning(page, tr, "as.rows", one.unit, one.year),
                 (tap(tr("‹ Go back"), "as.at", one.unit, one.year),)),
    )  # fmt: skip


def _row(n: int, one: RowLine, tr: Translator) -> Html:
    said = html(f"{n}. {one.number}")
    return lines(said, tr(COUNTED[one.counted]) + html(f" · {one.leader}" if one.leader else ""))
