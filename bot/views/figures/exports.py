"""The ledger and the dossier as files: chosen, under way, there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.figures import periods
from bot.domain.figures.exports import CHART, DOSSIER, LEDGER, SCORES, SHEET, Asked, Choosing, JobState, JobView
from bot.domain.figures.periods import Period
from bot.domain.hall import paging as pages
from bot.domain.hall.message import Button, Html, Message, html, message, tap
from bot.texts import Translator
from bot.views.hall import fitting, paging

_PICKED = 12
_FLAGS = ("open", "lost", "names")
COLOURS = {1: True, 2: False}
"""What the button of a picture says of its colours: dark or light; any other number leaves them as they were chosen."""


def packed(asked: Asked) -> tuple[str, ...]:
    """What is chosen, as the arguments of a button: period, unit, and which of the three are on."""
    flags = "".join(name[0] for name in _FLAGS if getattr(asked, name))
    return asked.period, str(asked.unit), flags


def unpacked(period: str, unit: int, flags: str) -> Asked:
    """The other way round; what cannot be read is left out."""
    known = period if period and periods.of_key(period) is not None else ""
    return Asked(known, unit, "o" in flags, "l" in flags, "n" in flags)


def label(asked: Asked, tr: Translator) -> Html:
    """The period in words."""
    period = asked.spans
    return html(period.label(chinese=tr.chinese)) if period is not None else tr("all periods")


def ledger(found: Choosing, tr: Translator) -> Message:
    """What is chosen, and what one tap changes; in sight on a phone."""
    asked = found.asked
    said = [label(asked, tr), html(found.unit) if found.unit else tr("all units")]
    said += [tr("not closed")] if asked.open else []
    said += [tr("lost cases")] if asked.lost else []
    names = tr("Plaintiffs in full.") if asked.names else tr("Plaintiffs are masked.")
    return message(
        tr("【Ledger】{chosen}", chosen=Html(" · ").join(said)),
        tr.plural("{n} row, one for each unit in each case", "{n} rows, one for each unit in each case", found.rows),
        names,
        tr("The cases of the areas below are in their own ledgers.") if found.wholes else None,
        tr("By the day of the first hearing; cases that were not heard, by the day on which they were entered.")
        if asked.period
        else None,
        buttons=_ledger_buttons(found, tr),
    )


def _ledger_buttons(found: Choosing, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    asked, args = found.asked, packed(found.asked)
    first: list[Button] = [tap(tr("✓ Make it"), "lg.go", *args)] if found.rows else []
    choose: list[Button] = [tap(tr("Change the period"), "lg.per", *args), tap(tr("Unit"), "lg.unit", *args, 0)]
    choose += [_switch(tr("Not closed"), asked, "open"), _switch(tr("Lost"), asked, "lost")]
    more: list[Button] = [_switch(tr("Full names"), asked, "names")] if found.may_names else []
    more += [tap(tr("Import a ledger"), "li.in")] if found.may_import else []
    more += [tap(tr("Dossier of a unit"), "dz", *packed(asked), 0)] if found.may_dossier else []
    return (*((tuple(first),) if first else ()), *fitting.rows(choose), *fitting.rows(more))


def _switch(words: str, asked: Asked, name: str) -> Button:
    on = bool(getattr(asked, name))
    values = {one: getattr(asked, one) for one in ("period", "unit", *_FLAGS)} | {name: not on}
    return tap(f"✓{words}" if on else words, "lg.at", *packed(Asked(**values)))


def choice_of_period(asked: Asked, offered: Sequence[Period], tr: Translator, verb: str, back: str) -> Message:
    """Which period?"""
    rest = packed(asked)[1:]
    taps: list[Button] = [tap(one.label(chinese=tr.chinese), verb, one.key, *rest) for one in offered]
    taps.append(tap(tr("all periods"), verb, "", *rest))
    return message(
        tr("Which period? Or send it, as {example}.", example=f"/ledger {'2026年1-9月' if tr.chinese else '2026Q3'}"),
        buttons=(*fitting.rows(taps), (tap(tr("‹ Go back"), back, *packed(asked)),)),
    )


def choice_of_unit(asked: Asked, units: Sequence[tuple[int, str]], number: int, tr: Translator) -> Message:
    """Which unit, with all below it?"""
    page = pages.cut(units, number, _PICKED)
    period, _, flags = packed(asked)
    taps = [tap(name[:16], "lg.at", period, unit, flags) for unit, name in page.items]
    return message(
        tr("Which unit? What is below it is in it."),
        paging.position(page, tr),
        buttons=(
            *fitting.rows(taps),
            paging.turning(page, tr, "lg.unit", *packed(asked)),
            *fitting.rows(
                [tap(tr("all units"), "lg.at", period, 0, flags), tap(tr("‹ Go back"), "lg.at", *packed(asked))]
            ),
        ),
    )


def choice_of_dossier(
    asked: Asked, units: Sequence[tuple[int, str]], number: int, tr: Translator, *, within: bool
) -> Message:
    """Of which unit is the dossier to be? `within`: the reader has a ledger as well, and came from it, as it is
    `asked` for."""
    page = pages.cut(units, number, _PICKED)
    period, *rest = packed(asked)
    taps = [tap(name[:16], "dz.at", period, unit, *rest) for unit, name in page.items]
    return message(
        tr("【Dossier】Of which unit?"),
        tr("One archive with the ledger, the figures with their reasons, the history and the papers."),
        paging.position(page, tr),
        None if page.items else tr("There is no unit whose dossier is yours to have."),
        buttons=(
            *fitting.rows(taps),
            paging.turning(page, tr, "dz", *packed(asked)),
            *(((tap(tr("‹ Go back"), "lg.at", *packed(asked)),),) if within else ()),
        ),
    )


def dossier(asked: Asked, within: Asked, unit: str, offered: Sequence[Period], tr: Translator) -> Message:
    """Which period of the unit? `within`: the ledger from which the list of units was opened."""
    taps: list[Button] = [tap(one.label(chinese=tr.chinese), "dz.go", one.key, asked.unit) for one in offered]
    taps.append(tap(tr("all periods"), "dz.go", "", asked.unit))
    return message(
        tr("【Dossier】{unit}: which period?", unit=unit),
        tr("It is marked with your name and written down in the audit trail."),
        buttons=(*fitting.rows(taps), (tap(tr("‹ Go back"), "dz", *packed(within), 0),)),
    )


def progress(found: JobView, tr: Translator) -> Message:
    """How far it is; what became of it."""
    what = tr(_WHAT[found.kind])
    said = [label(found.asked, tr), *([html(found.unit)] if found.unit else [])]
    head = tr("【{what}】{chosen}", what=what, chosen=Html(" · ").join(said))
    open_ = found.state in (JobState.WAITING, JobState.UNDER_WAY)
    return message(
        head,
        _state(found, tr),
        buttons=((tap(tr("Cancel"), "lg.no", found.id),),) if open_ else _after(found, tr),
    )


_WHAT = {LEDGER: "Ledger", DOSSIER: "Dossier", CHART: "Picture", SHEET: "Sheet of figures", SCORES: "Assessment"}


def _after(found: JobView, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    """Of a picture: the same in the other colours."""
    if found.kind != CHART or found.state is not JobState.MADE:
        return ()
    other = "Light" if found.asked.dark else "Dark"
    return ((tap(tr(other), "fig.pic", *found.asked.figures, 2 if found.asked.dark else 1),),)


def _state(found: JobView, tr: Translator) -> Html:
    match found.state:
        case JobState.WAITING:
            return tr("It is being prepared; the file comes here.")
        case JobState.UNDER_WAY if found.total and found.kind == LEDGER:
            share = min(99, found.done * 100 // found.total)
            return tr("Under way: {done} of {total} rows, {share} %", done=found.done, total=found.total, share=share)
        case JobState.UNDER_WAY:
            return tr("It is being made; the file comes here.")
        case JobState.MADE if found.kind == DOSSIER:
            return tr.plural("Made: {n} case. The file follows.", "Made: {n} cases. The file follows.", found.total)
        case JobState.MADE if found.kind in (CHART, SHEET, SCORES):
            return tr("Made. The file follows.")
        case JobState.MADE:
            return tr.plural("Made: {n} row. The file follows.", "Made: {n} rows. The file follows.", found.total)
        case JobState.CANCELLED:
            return tr(found.why) if found.why else tr("Cancelled.")
    return tr(found.why or "It could not be made. Please try again, or ask for less at once.")
