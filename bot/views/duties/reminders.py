"""What the bot says about duties on its own: reminders, escalations, decisions, moved dates."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.duties.duties import DateChange, DutyView
from bot.domain.hall.message import Button, Html, Message, bold, fold, message, tap
from bot.domain.hall.names import DUTIES
from bot.domain.hall.terms import DutyState
from bot.texts import Translator
from bot.views.duties import doing, instructions, items, rights
from bot.views.duties import duties as views
from bot.views.duties.right_buttons import forgoing


def remind(duties: Sequence[DutyView], tr: Translator) -> Message:
    """One or several duties, each with its date; duties that are closed meanwhile say so."""
    named = [views.named(d, duties, tr) for d in duties]
    said = [items.alone(_remind(duty, tr), duty, tr) for duty in named]
    return said[0] if len(said) == 1 else items.together(said)


def _remind(duty: DutyView, tr: Translator) -> Message:
    if duty.is_right:
        return rights.remind(duty, tr)
    return message(
        _head(duty, tr),
        instructions.known(duty, tr),
        views.to_whom(duty, tr),
        views.again(duty, tr),
        _state(duty, tr),
        _why(duty, tr),
        buttons=_buttons(duty, tr),
    )


def _head(duty: DutyView, tr: Translator) -> Html:
    name = views.title(duty, tr)
    if not duty.is_open:
        return tr("【{title}】{number} {state}.", title=name, number=views.about(duty, tr), state=views.state(duty, tr))
    order = views.order(duty, tr)
    if duty.distance.overdue:
        return tr("【Overdue: {title}】{number}: {order}.", title=name, number=views.about(duty, tr), order=order)
    return tr("【{title}】{number}: {order}.", title=name, number=views.about(duty, tr), order=order)


def _state(duty: DutyView, tr: Translator) -> Html | None:
    if duty.is_open and duty.acknowledged_at is None:
        return tr("“Noted” only says that you have read it; the duty stays open.")
    return None


def _why(duty: DutyView, tr: Translator) -> Html | None:
    return fold(views.reasons(duty, tr)) if duty.is_open else None


def _buttons(duty: DutyView, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if duty.is_open and duty.is_right:
        rows.append((tap(tr("Appealed or not?"), "dt.open", duty.id),))
    elif duty.is_open:
        noted = [tap(tr("Noted"), "dt.ack", duty.id)] if duty.acknowledged_at is None else []
        why = tap(tr("Why?"), "dt.open", duty.id)
        does, drafts = doing.doing(duty, tr), doing.to_draft(duty, tr)
        if drafts:
            rows += [(drafts,), (*does, *noted, why)]
        else:
            rows += [tuple(does), (*noted, why)] if len(does) > 1 else [(*noted, *does, why)]
    about = [tap(tr("Case"), "cs.open", duty.case_id)] if duty.case_id else []
    rows.append((*doing.nothing_happened(duty, tr), *forgoing(duty, tr), *about))
    return tuple(row for row in rows if row)


def escalate(duty: DutyView, condition: str, role: str, tr: Translator) -> Message:
    """To those above: what is late or unread, how often it was said, who is in charge, with the buttons to act."""
    if duty.is_right:
        return rights.escalate(duty, tr)
    if not duty.is_open:
        return message(_head(duty, tr))
    if condition == "unacknowledged":
        said = tr(
            "【Please see to it】{agency}: {title} is to be finished by {date} ({left}), and nobody has taken note of "
            "it yet; {contact}.",
            agency=duty.agency,
            title=views.title(duty, tr),
            date=duty.asked_for,
            left=views.days_left(duty, tr),
            contact=_contact(duty, tr),
        )
    elif duty.distance.overdue:
        said = tr.plural(
            "【Overdue】{agency}: {title} should have been finished by {due}, {left}; reminded {n} time; {progress}.",
            "【Overdue】{agency}: {title} should have been finished by {due}, {left}; reminded {n} times; {progress}.",
            duty.reminded,
            agency=duty.agency,
            title=views.title(duty, tr),
            due=duty.last,
            left=views.days_left(duty, tr),
            progress=_progress(duty, tr),
        )
    else:
        said = _not_yet(duty, tr)
    return message(
        said,
        views.about(duty, tr),
        instructions.known(duty, tr),
        fold(views.reasons(duty, tr)),
        buttons=_above(duty, role, tr),
    )


def _not_yet(duty: DutyView, tr: Translator) -> Html:
    """Not overdue by law, but not done either."""
    latest = tr(", at the latest by {due}", due=duty.due) if duty.asked_for < duty.due else ""
    return tr.plural(
        "【Not finished】{agency}: {title} is to be finished by {date}{latest}; reminded {n} time; {progress}.",
        "【Not finished】{agency}: {title} is to be finished by {date}{latest}; reminded {n} times; {progress}.",
        duty.reminded,
        agency=duty.agency,
        title=views.title(duty, tr),
        date=duty.asked_for,
        latest=latest,
        progress=_progress(duty, tr),
    )


def _progress(duty: DutyView, tr: Translator) -> Html:
    """The one in charge, and how far it is; with nobody in charge only that."""
    state = tr("noted but not done") if duty.acknowledged_at else tr("not noted")
    if duty.mine:
        return state
    if not duty.liaison:
        return _contact(duty, tr)
    return tr("{contact}, {state}", contact=_contact(duty, tr), state=state)


def _contact(duty: DutyView, tr: Translator) -> Html:
    if not duty.liaison:
        return tr("no liaison officer is registered")
    if not duty.is_liaison:
        return tr("contact {name} ({phone})", name=duty.liaison, phone=duty.liaison_phone or "—")
    return tr("liaison officer {name} ({phone})", name=duty.liaison, phone=duty.liaison_phone or "—")


def contact_sentence(duty: DutyView, tr: Translator) -> Html | None:
    """Whom to call about it; nobody calls himself."""
    if duty.mine:
        return None
    if not duty.liaison:
        return tr("No liaison officer is registered.")
    if not duty.is_liaison:
        return tr("Contact: {name} ({phone}).", name=duty.liaison, phone=duty.liaison_phone or "—")
    return tr("Liaison officer: {name} ({phone}).", name=duty.liaison, phone=duty.liaison_phone or "—")


def _above(duty: DutyView, role: str, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if duty.may_judge and duty.is_open:
        first = (
            tap(tr("Report done"), "dt.done", duty.id, duty.version)
            if duty.is_readers
            else tap(tr("Press for it"), "dt.urge", duty.id)
        )
        rows.append(
            (
                first,
                tap(tr("Another agency"), "dt.move", duty.id, duty.version),
                tap(tr("Not applicable"), "dt.na", duty.id, duty.version),
            )
        )
    elif role == "principal":
        rows.append((tap(tr("Noted"), "dt.ack", duty.id), tap(tr("Why?"), "dt.open", duty.id)))
    if duty.case_id:
        rows.append((tap(tr("Case"), "cs.open", duty.case_id),))
    return tuple(rows)


def judge(duty: DutyView, tr: Translator) -> Message:
    """An agency handed something in: accept it, or send it back."""
    waiting = duty.state is DutyState.SUBMITTED
    buttons: tuple[tuple[Button, ...], ...] = ()
    if waiting and duty.may_judge:
        buttons = (
            (tap(tr("Accept"), "dt.ok", duty.id, duty.version), tap(tr("Send back"), "dt.back", duty.id, duty.version)),
        )
        if looks := doing.looking(duty, tr):
            buttons = (*buttons, tuple(looks))
    head = tr("【To be accepted】{agency}: {title}", agency=duty.agency, title=bold(views.title(duty, tr)))
    if not waiting:
        head = tr(
            "【{title}】{number} {state}.",
            title=views.title(duty, tr),
            number=duty.agency,
            state=views.state(duty, tr),
        )
    return message(
        head,
        duty.case_number or None,
        *views.closing(duty, tr),
        buttons=buttons,
    )


def returned(duty: DutyView, by: str, tr: Translator) -> Message:
    """Sent back for correction: why, and by when again; once that is done, how it stands."""
    if not duty.is_open:
        return message(_head(duty, tr), buttons=_buttons(duty, tr))
    said = tr(
        "【Sent back】{title} {number} was sent back by {by}: {reason}",
        title=views.title(duty, tr),
        number=views.about(duty, tr),
        by=by,
        reason=duty.reason,
    )
    return message(said, views.headline(duty, tr), buttons=_buttons(duty, tr))


def urged(duty: DutyView, by: str, tr: Translator, *, why: str = "", reason: str = "") -> Message:
    """What is pressed for, with its line among others."""
    match why:
        case "handed":
            head = tr("Handed over")
        case "reopened" | "uncertain":
            head = tr("Open again")
        case _:
            head = tr("Urged")
    mark = Html(f"【{head}】") if duty.is_open else None
    return items.alone(_urged(duty, by, tr, why, reason), duty, tr, mark=mark)


def _urged(duty: DutyView, by: str, tr: Translator, why: str, reason: str) -> Message:
    """Pressed for (催办), newly handed to this agency, or opened again."""
    match why:
        case "handed":
            words = tr("【Handed over】{by} has handed this to your agency: {reason}", by=by, reason=reason)
        case "reopened":
            words = tr("【Open again】{by} has opened this again: {reason}", by=by, reason=reason)
        case "uncertain":
            words = tr("【Open again】The leader who was named does not appear. Please name another one.")
        case _:
            words = tr("【Urged】{by} asks you to see to this now.", by=by)
    said = words if duty.is_open else None
    return message(said, _head(duty, tr), views.to_whom(duty, tr), _why(duty, tr), buttons=_buttons(duty, tr))


def closed(duty: DutyView, by: str, tr: Translator) -> Message:
    """The agency need not act any more."""
    return message(
        tr(
            "【{title}】{number} {state}: {reason} ({by})",
            title=views.title(duty, tr),
            number=views.about(duty, tr),
            state=tr(DUTIES[duty.state]),
            reason=duty.reason,
            by=by,
        ),
        silent=True,
    )


def groundless(duty: DutyView, by: str, reason: str, tr: Translator) -> Message:
    """To whoever took note of a duty, handed it in, judged it or did it: what it rested on was corrected."""
    done = duty.state in (DutyState.DONE, DutyState.SUBMITTED)
    return message(
        tr(
            "【Taken back】{title} {number}: what it rested on was corrected by {by}.",
            title=bold(views.title(duty, tr)),
            number=views.about(duty, tr),
            by=by or tr("the bot"),
        ),
        tr("Reason: {reason}", reason=reason) if reason else None,
        tr("It was seen to already. Please check what has to be undone.")
        if done
        else tr("Nothing need be done any more."),
        buttons=((tap(tr("Case"), "cs.open", duty.case_id),),) if duty.case_id else (),
    )


def moved(changes: Sequence[DateChange], case_id: int | None, who: str, reason: str, tr: Translator) -> Message:
    """Dates that changed: old and new, and why."""
    number = changes[0].case_number if changes else ""
    words = tr("the State Council's holiday notice is out") if reason == "notice" else reason
    return message(
        tr("【Dates changed】{number}", number=number),
        *(_change(one, tr) for one in changes[:12]),
        tr("Reason: {reason}", reason=words) if reason else None,
        tr("Changed by {who}", who=who) if who else None,
        buttons=((tap(tr("Case"), "cs.open", case_id),),) if case_id else ((tap(tr("Open duties"), "dt.list", 0, 0),),),
    )


def _change(one: DateChange, tr: Translator) -> Html:
    name = bold(one.title_zh if tr.chinese else one.title_en)
    if one.new is None:
        return tr("{title}: {old} falls away.", title=name, old=one.old)
    if one.old is None:
        return tr("{title}: new, by {new}.", title=name, new=one.new)
    provisional = tr(" (provisional)") if one.provisional else ""
    return tr("{title}: {old} → {new}{mark}", title=name, old=one.old, new=one.new, mark=provisional)
