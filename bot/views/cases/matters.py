"""What is to be done in a case: the one matter that comes next, the others in a line, all of them on pages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.cases import CaseView
from bot.domain.duties.duties import DutyView
from bot.domain.hall import paging as pages
from bot.domain.hall.message import Button, Html, Message, bold, code, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.terms import DutyState
from bot.texts import Translator
from bot.views.duties import doing
from bot.views.duties import duties as duty_views
from bot.views.hall import fitting, paging

SHOWN = 5
"""Matters on a page; each has a button, and there are ‹, › and the way back."""
EXPLAINED = 3
"""Explanations on a page."""
_BESIDE = 3
"""Matters that are named beside the one that comes next."""


def next_line(case: CaseView, tr: Translator) -> Html | None:
    """下一步：出庭报备，请于4月3日（周五）前…（剩1个工作日）."""
    duty = case.next
    if duty is None:
        return None
    told = duty_views.named(duty, case.owed, tr)
    return tr("Next: {what}", what=duty_views.headline(told, tr) + _where(duty, case, tr))


def rest_line(case: CaseView, tr: Translator) -> Html | None:
    """其余2项：身份证明 4月14日 · 答辩举证 4月17日. What two agencies owe alike is named once."""
    rest = [one for one in case.matters if one is not case.next]
    if not rest:
        return None
    dated = list(dict.fromkeys(_dated(duty_views.named(one, case.owed, tr), tr) for one in rest))
    named = html(" · ").join(dated[:_BESIDE])
    more = html(" …" if len(dated) > _BESIDE else "")
    return tr.plural("{n} more: {list}", "{n} more: {list}", len(rest), list=named + more)


def late_line(case: CaseView, tr: Translator) -> Html | None:
    """🔴 逾期2项：出庭报备（逾期1个工作日）…, to whoever need not do it."""
    if not case.late:
        return None
    first = duty_views.named(case.late[0], case.owed, tr)
    name = tr("{name} ({what})", name=duty_views.title(first, tr), what=duty_views.days_left(first, tr))
    more = html(" …" if len(case.late) > 1 else "")
    return html("🔴 ") + tr.plural("{n} overdue: {list}", "{n} overdue: {list}", len(case.late), list=name + more)


def _dated(duty: DutyView, tr: Translator) -> Html:
    mark = html("🔴 ") if duty.is_open and duty.distance.overdue else html("")
    if duty.state is DutyState.SUBMITTED:
        return mark + html(f"{duty_views.title(duty, tr)} ") + tr("handed in")
    day = duty.last if duty.distance.overdue else duty.obey
    dated = mark + html(f"{duty_views.title(duty, tr)} {tr.brief(day)}")
    if not duty.provisional:
        return dated
    return dated + (html("（") if tr.chinese else html(" (")) + tr("provisional") + html("）" if tr.chinese else ")")


def _where(duty: DutyView, case: CaseView, tr: Translator) -> Html:
    """Whose it is, where that could be another agency of the case."""
    if len({one.agency_id for one in case.owed}) < 2:
        return html("")
    return html(f"（{duty.agency}）" if tr.chinese else f" ({duty.agency})")


def next_buttons(case: CaseView, tr: Translator) -> list[Button]:
    """What does the matter that comes next."""
    duty = case.next
    if duty is None:
        return []
    if duty.is_right:
        return [tap(tr("Appealed or not?"), "dt.open", duty.id)] if duty.appeal else []
    if duty.state is DutyState.SUBMITTED:
        return [tap(tr("Accept it?"), "dt.open", duty.id)] if duty.may_judge else []
    if not (duty.is_open and duty.may_close):
        return []
    return doing.doing(duty, tr)


def draft_buttons(case: CaseView, tr: Translator) -> list[Button]:
    """The paper that shows the next matter to be done: begun, or to be begun."""
    duty = case.next
    mine = duty is not None and duty.is_open and duty.may_close and not duty.is_right
    return doing.beginning(duty, tr) if duty is not None and mine else []


# -- the pages -----------------------------------------------------------------------------------------------------


def all_of(case: CaseView, number: int, tr: Translator) -> Message:
    """Every matter with its date and its button, page by page; rights that nobody watches come last."""
    page = pages.cut((*case.matters, *case.known), number, SHOWN)
    marked = _marked(page, case, tr)
    last = page.number + 1 == page.pages
    return message(
        tr("【All matters】{number}", number=code(case.number)),
        *(lines(_matter(mark, duty, case, tr), *_beside(duty, tr)) for mark, duty in marked),
        None if page.total else tr("Nothing is open."),
        *(_waiting(case, tr) if last else ()),
        paging.position(page, tr),
        buttons=(
            *fitting.rows(tap(fitting.short(f"{mark} {_name(duty, tr)}"), "dt.open", duty.id) for mark, duty in marked),
            *_foot(case, page, "cs.all", tr),
        ),
    )


def _marked(page: Page[DutyView], case: CaseView, tr: Translator) -> list[tuple[str, DutyView]]:
    start = page.number * page.size
    return [(mark(start + i), duty_views.named(one, case.owed, tr)) for i, one in enumerate(page.items)]


def mark(place: int) -> str:
    """The mark of the line at this place, from 0."""
    return duty_views.NUMBERS[place] if place < len(duty_views.NUMBERS) else f"{place + 1}."


def _name(duty: DutyView, tr: Translator) -> str:
    return duty.title_zh if tr.chinese else duty.title_en or duty.title_zh


def _matter(marked: str, duty: DutyView, case: CaseView, tr: Translator) -> Html:
    return html(f"{marked} ") + duty_views.headline(duty, tr) + _where(duty, case, tr)


def _beside(duty: DutyView, tr: Translator) -> Sequence[Html | None]:
    asked = duty.question_zh if tr.chinese else duty.question_en
    return duty_views.again(duty, tr), tr("Please check: {question}", question=asked) if asked else None


def _waiting(case: CaseView, tr: Translator) -> list[Html]:
    """What would be owed if the term were known that the document itself sets."""
    return [
        tr(
            "{title} waits for the term that the document itself sets: enter it with Papers, Correct.",
            title=zh if tr.chinese else en,
        )
        for zh, en in dict.fromkeys(case.waiting)
    ]


def explained(case: CaseView, number: int, tr: Translator) -> Message:
    """Why each of the open dates is that day, page by page."""
    found = [one for one in case.matters if one.is_open]
    page = pages.cut(found, number, EXPLAINED)
    return message(
        tr("【Why these days】{number}", number=code(case.number)),
        *(_explanation(marked, duty, tr) for marked, duty in _marked(page, case, tr)),
        None if page.total else tr("Nothing is open."),
        paging.position(page, tr),
        buttons=_foot(case, page, "cs.why", tr),
    )


def _explanation(marked: str, duty: DutyView, tr: Translator) -> Html:
    head = html(f"\n{marked} ") + tr("{title}: {date}", title=bold(duty_views.title(duty, tr)), date=duty.obey)
    return lines(head, duty_views.reasons(duty, tr))


def _foot(case: CaseView, page: Page[DutyView], verb: str, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    return paging.turning(page, tr, verb, case.id), (tap(tr("‹ Go back"), "cs.show", case.id),)
