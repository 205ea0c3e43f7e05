"""Rights with a last day, as the right to appeal: nobody owes them; while they are wanted they are spoken of."""

from __future__ import annotations

from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Button, Html, Message, fold, html, message, tap
from bot.texts import Translator
from bot.views.duties import duties as views
from bot.views.duties import instructions
from bot.views.duties.right_buttons import right_buttons

_STANDS: dict[str, str] = {
    "undecided": "It is not decided yet whether to appeal.",
    "wanted": "An appeal is wanted and not yet lodged.",
    "refused": "No appeal is wanted.",
    "own": "The appeal was lodged.",
    "other": "The other side has appealed.",
}
"""Where the right to appeal stands."""


def stands(duty: DutyView, tr: Translator) -> Html | None:
    """Whether an appeal is wanted."""
    return tr(_STANDS[duty.appeal]) if duty.appeal in _STANDS else None


def remind(duty: DutyView, tr: Translator) -> Message:
    """The reminder of a right that is watched; once nobody need be reminded, what became of it."""
    number = views.about(duty, tr)
    still = duty.is_open and duty.watched
    head = (
        tr(
            "【{title}】{number}: the time to {do} ends on {date} ({left}).",
            title=views.title(duty, tr),
            number=number,
            do=instructions.phrase(duty, tr),
            date=views.until(duty, tr),
            left=views.days_left(duty, tr),
        )
        if still
        else tr("【{title}】{number}", title=views.title(duty, tr), number=number)
    )
    rows: list[tuple[Button, ...]] = []
    if still and duty.may_close:
        rows.append(tuple(right_buttons(duty, tr)))
    rows.append((tap(tr("Why?"), "dt.open", duty.id), *_case(duty, tr)))
    return message(
        head, duty.agency, stands(duty, tr), fold(views.reasons(duty, tr)) if still else None, buttons=tuple(rows)
    )


def escalate(duty: DutyView, tr: Translator) -> Message:
    """To those above: the term of an appeal is about to end, or has ended, and nothing is on record."""
    values = {"agency": duty.agency, "title": views.title(duty, tr), "due": duty.due}
    said = (
        tr("【Term over】{agency}: {title} ended on {due}, and no appeal is on record.", **values)
        if duty.distance.overdue
        else tr(
            "【Please see to it】{agency}: {title} ends on {due} ({left}), and no appeal is on record.",
            left=views.days_left(duty, tr),
            **values,
        )
    )
    if not (duty.is_open and duty.watched):
        return remind(duty, tr)
    return message(
        said,
        html(views.about(duty, tr)),
        stands(duty, tr),
        fold(views.reasons(duty, tr)),
        buttons=((tap(tr("Details"), "dt.open", duty.id), *_case(duty, tr)),),
    )


def _case(duty: DutyView, tr: Translator) -> tuple[Button, ...]:
    return (tap(tr("Case"), "cs.open", duty.case_id),) if duty.case_id else ()
