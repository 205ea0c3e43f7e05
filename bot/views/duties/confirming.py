"""An agency's word on the people it has on record: shown, confirmed in one tap, or what has changed."""

from __future__ import annotations

from bot.domain.agencies.people_forms import ROLE_NAMES
from bot.domain.duties.duties import DutyView
from bot.domain.duties.reported import Confirmation, Staff
from bot.domain.hall.message import Button, Html, Message, Rows, bold, fold, html, lines, message, tap
from bot.domain.hall.terms import LIAISONS, DutyState
from bot.texts import Translator
from bot.views.duties import duties as views

MOST = 10
"""People that the page names."""


def page(found: Confirmation, tr: Translator) -> Message:
    """Who is on record, and the two answers."""
    duty = found.duty
    shown = [_line(one, tr) for one in found.staff[:MOST]]
    return message(
        tr("【Roster】{agency}, {period}", agency=bold(duty.agency), period=period(duty, tr)),
        tr("On record for litigation:"),
        *(shown or [tr("nobody")]),
        _more(len(found.staff) - MOST, tr),
        tr("🔴 Nobody is on record as liaison officer.") if found.lacks_liaison else None,
        tr("No deputy liaison officer is on record.") if found.lacks_deputy and not found.lacks_liaison else None,
        _answer(duty, tr),
        fold(views.basis(duty, tr)),
        buttons=_buttons(found, tr),
    )


def period(duty: DutyView, tr: Translator) -> Html:
    return tr("year {year}", year=str(duty.trigger_on.year))


def _line(one: Staff, tr: Translator) -> Html:
    parts = [html("· ") + bold(one.name), _role(one, tr), html(one.phone or "—")]
    if not one.registered and one.role in LIAISONS:
        parts.append(tr("not registered"))
    return Html(" · ").join(parts)


def _role(one: Staff, tr: Translator) -> Html:
    """联络员（法规科科长）."""
    name = tr(ROLE_NAMES[one.role])
    if not one.post:
        return name
    return Html(f"{name}（{html(one.post)}）") if tr.chinese else Html(f"{name} ({html(tr.post(one.post))})")


def _more(more: int, tr: Translator) -> Html | None:
    return tr.plural("and {n} more", "and {n} more", more) if more > 0 else None


def _answer(duty: DutyView, tr: Translator) -> Html:
    if not duty.is_open:
        return lines(views.headline(duty, tr), duty.done_note or None)
    return tr(
        "Is this still right? Please answer by {date} ({left}).", date=duty.asked_for, left=views.days_left(duty, tr)
    )


def _buttons(found: Confirmation, tr: Translator) -> Rows:
    duty = found.duty
    people = (tap(tr("Everybody on record"), "pp.in", duty.agency_id, 0),)
    if duty.state is not DutyState.OPEN:
        return ((tap(tr("‹ Go back"), "dt.show", duty.id), *people),)
    unchanged = () if found.lacks_liaison else (tap(tr("No changes"), "dt.nochange", duty.id, duty.version),)
    changed = (tap(tr("Changes …"), "dt.changes", duty.id, duty.version),)
    return ((*unchanged, *changed), people)


def unchanged_note(found: Confirmation, tr: Translator) -> str:
    """What is handed in: that nothing has changed, with those who stand for it."""
    keepers = [one.name for one in found.staff if one.role in LIAISONS]
    return str(tr("No changes: {names}", names=tr.join(keepers)))


def changed_note(said: str, tr: Translator) -> str:
    return str(tr("Changes: {said}", said=said))


def intro(found: Confirmation, tr: Translator) -> Html:
    """What stands above the question: who is on record now."""
    return lines(
        tr("【Roster】{agency}, {period}", agency=bold(found.duty.agency), period=period(found.duty, tr)),
        *(_line(one, tr) for one in found.staff[:MOST]),
    )


def changes(duty: DutyView, by: str, said: str, tr: Translator) -> Message:
    """To the bureau: what an agency says has changed."""
    state = tr("Please put it right under People, then accept.") if duty.state is DutyState.SUBMITTED else None
    judge: tuple[Button, ...] = ()
    if duty.may_judge and duty.state is DutyState.SUBMITTED:
        d, v = duty.id, duty.version
        judge = (tap(tr("Accept"), "dt.ok", d, v), tap(tr("Send back"), "dt.back", d, v))
    return message(
        tr("【Changes to the roster】{agency} (by {name})", agency=bold(duty.agency), name=by or "—"),
        html(said),
        state or views.headline(duty, tr),
        buttons=((tap(tr("People"), "pp.in", duty.agency_id, 0), *judge),),
    )
