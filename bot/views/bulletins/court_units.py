"""Both sides by unit, and what differs: lists and one difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.bulletins.comparing import KIND_NAMES, SETTLEMENT_NAMES
from bot.domain.bulletins.court_cards import BulletinCard, DifferenceCard, DifferenceLine, UnitLine
from bot.domain.hall.message import Html, Message, bold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.texts import Translator
from bot.views.bulletins import court_words as words
from bot.views.hall import fitting, numbers
from bot.views.hall.paging import position, turning


def units(one: BulletinCard, page: Page[UnitLine], tr: Translator) -> Message:
    """The court's figures beside ours; of units with a letter the quarter before, whether they improved."""
    numbered = list(enumerate(page.items, start=page.number * page.size + 1))
    return message(
        Html(f"【{tr('By unit')}】") + bold(html(words.quarter(one.quarter, tr))) + Html(" · ") + html(one.court),
        tr("attended/heard: the court · our ledger"),
        *([_unit(each, n, tr) for n, each in numbered] or [tr("There is nothing yet.")]),
        position(page, tr),
        buttons=(
            turning(page, tr, "ct.un", one.id),
            (tap(tr("Correct a unit"), "ct.set", one.id, one.version),) if one.may else (),
            (tap(tr("‹ Go back"), "ct.at", one.id),),
        ),
    )


def _unit(one: UnitLine, place: int, tr: Translator) -> Html:
    both = f"{words.brief(one.theirs)} · {words.brief(one.ours)}"
    written = tr("the court writes “{name}”", name=one.written) if one.written else None
    return lines(Html(f"{place}. ") + bold(one.name) + html(f"：{both}" if tr.chinese else f": {both}"),
                 Html("   ") + written if written else None, _followed(one, tr))  # fmt: skip


def _followed(one: UnitLine, tr: Translator) -> Html | None:
    """What became of a unit that got a letter because of the quarter before."""
    if not one.letter:
        return None
    moved = words.moved(one.theirs, one.before, tr)
    if moved is None:
        return Html("   ") + tr("✉ letter because of the quarter before ({before}); nothing heard in this one",
                                before=words.brief(one.before))  # fmt: skip
    return Html("   ") + tr("✉ letter because of the quarter before ({before}): {moved}",
                            before=words.brief(one.before), moved=moved)  # fmt: skip


# -- differences -------------------------------------------------------------------------------------------------------


def differences(one: BulletinCard, page: Page[DifferenceLine], tr: Translator) -> Message:
    """Open ones first; each opens to both figures."""
    numbered = list(enumerate(page.items, start=page.number * page.size + 1))
    chosen = [tap(fitting.short(f"{n}. {each.unit}", 8.0), "ct.d", each.id) for n, each in numbered]
    return message(
        Html(f"【{tr('Differences with the court')}】") + bold(html(words.quarter(one.quarter, tr))),
        *([_difference(each, n, tr) for n, each in numbered] or [tr("✓ The court’s figures and ours agree")]),
        position(page, tr),
        buttons=(
            *fitting.rows(chosen),
            turning(page, tr, "ct.df", one.id),
            (tap(tr("‹ Go back"), "ct.at", one.id),),
        ),
    )


def _difference(one: DifferenceLine, place: int, tr: Translator) -> Html:
    about = " ".join(part for part in (one.unit, numbers.short(one.number) if one.number else "") if part)
    state = Html(" · ✓ ") + tr(SETTLEMENT_NAMES[one.choice]) if one.choice else Html("")
    return lines(Html(f"{place}. ") + bold(about) + Html(" · ") + tr(KIND_NAMES[one.kind]) + state,
                 Html("   ") + _both(one, tr))  # fmt: skip


def _both(one: DifferenceLine, tr: Translator) -> Html:
    return tr("the court: {theirs} · we: {ours}", theirs=_said(one.theirs, tr), ours=_said(one.ours, tr))


def _said(side: Mapping[str, Any], tr: Translator) -> Html:
    """One side's figures of a unit, or what it says of a case."""
    if not side:
        return tr("no entry")
    found = words.of_json(side)
    if found is not None:
        said = words.side(found, tr)
        said += tr(", of these {n} before other courts", n=side["elsewhere"]) if side.get("elsewhere") else ""
        return said + tr(", by the principal {n}", n=found.principal) if found.principal is not None else said
    said_so = side.get("attended")
    came = tr("not said") if said_so is None else tr("a leader came") if said_so else tr("no leader came")
    return came + html(f"（{side['reason']}）") if side.get("reason") else came


def difference(one: DifferenceCard, tr: Translator) -> Message:
    """Both figures, and what a person made of them."""
    each = one.line
    court = str(each.ours.get("court") or "")
    return message(
        Html(f"【{tr('Difference')}】") + bold(html(each.unit)) + Html(" · ") + html(words.quarter(one.quarter, tr)),
        html(each.number) if each.number else None,
        tr(KIND_NAMES[each.kind]),
        tr("The court: {figures}", figures=_said(each.theirs, tr)),
        tr("Our ledger: {figures}", figures=_said(each.ours, tr)),
        tr("Heard by another court: {court}", court=court) if court and each.ours.get("elsewhere") else None,
        _settled(one, tr),
        tr("Both figures stay as they are.") if one.may and each.choice is None else None,
        buttons=(
            (tap(tr("Settle it"), "ct.ds", each.id),) if one.may and each.choice is None else (),
            (tap(tr("The case"), "cs.show", one.case),) if one.case else (),
            (tap(tr("‹ Go back"), "ct.df", one.bulletin, 0),),
        ),
    )


def _settled(one: DifferenceCard, tr: Translator) -> Html | None:
    if one.line.choice is None:
        return None
    return lines(
        tr("Settled: {what}", what=tr(SETTLEMENT_NAMES[one.line.choice])),
        tr("Note: {note}", note=one.note),
        tr("By {name}, {time}", name=one.settled_by or "—", time=one.settled_at),
    )
