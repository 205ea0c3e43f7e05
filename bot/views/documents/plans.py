"""The work plan of a year as a table on a phone: each item, who does it, by when, how it stands."""

from __future__ import annotations

from bot.domain.documents.plans import ItemLine, Plan
from bot.domain.hall.message import Button, Html, Message, bold, html, lines, message, tap
from bot.domain.hall.names import DUTIES
from bot.domain.hall.terms import DutyState
from bot.texts import Translator
from bot.views.hall.paging import position, turning

_MARKS = {DutyState.DONE: "✓ ", DutyState.SUBMITTED: "✓ ", DutyState.EXCUSED: "— ", DutyState.NOT_APPLICABLE: "— "}

_ASSUMED = (
    "⚠ Of an item marked * the unit or the day could not be read: it fell to the plan’s own agency, "
    "or to the end of the year."
)


def page(plan: Plan, tr: Translator) -> Message:
    """The items once the plan is submitted; before that, the way to draw it up."""
    head = tr("【Work plan】{agency}, year {year}", agency=bold(plan.agency), year=str(plan.year))
    if not plan.done or plan.lines is None:
        words = "The draft is not submitted yet." if plan.document else "There is no plan of this year yet."
        label = tr("The draft") if plan.document else tr("Draw up the plan")
        return message(head, tr(words), buttons=((tap(label, "doc.plann", plan.year),),))
    page = plan.lines
    numbers: list[Button] = [tap(str(one.n), "dt.open", one.duty) for one in page.items]
    return message(
        head,
        _counts(plan, tr),
        *(_item(one, tr) for one in page.items),
        tr(_ASSUMED) if any(one.assumed for one in page.items) else None,
        position(page, tr),
        buttons=(
            *(tuple(numbers[at : at + 4]) for at in range(0, len(numbers), 4)),
            turning(page, tr, "doc.plan", plan.year),
            (tap(tr("The plan as a paper"), "doc", plan.document or 0),),
        ),
    )


def _counts(plan: Plan, tr: Translator) -> Html:
    said = [tr("{n} items", n=plan.total), tr("{n} done", n=plan.finished)]
    if plan.overdue:
        said.append(tr("{n} overdue", n=plan.overdue))
    return Html("，" if tr.chinese else ", ").join(said)


def _item(one: ItemLine, tr: Translator) -> Html:
    mark = "🔴 " if one.is_overdue else _MARKS.get(one.state, "")
    head = html(f"{one.n}. {mark}{one.what}{' *' if one.assumed else ''}")
    state = tr(DUTIES[one.state])
    about = tr("{agency}, by {date}: {state}", agency=one.agency, date=one.by, state=state)
    return lines(head, about + (html(f"（{one.note}）") if one.note else html("")))
