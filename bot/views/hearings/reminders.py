"""The reminders of a hearing, in the order of its package (messages 2 to 5)."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.hall.message import Button, Html, Message, Rows, bold, html, message, tap
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hearings.details import Told
from bot.domain.hearings.hearings import AppearanceView, HearingView
from bot.domain.hearings.preparing import are_papers_ready
from bot.texts import Translator
from bot.views.hall.where import place_of, when_and_where
from bot.views.hearings import appearances, preparing
from bot.views.hearings.hearings import details

MOST = 8
"""Buttons of one message."""


def _leader(view: HearingView, one: AppearanceView, tr: Translator) -> Html:
    """Who appears; whose leader that is, where the reader looks into more than one agency's side."""
    if len(view.appearances) > 1:
        state = tr("no leader need appear") if one.needs_nobody else appearances.state(one, tr)
        return tr("{agency}: {state}", agency=bold(one.agency), state=state)
    if one.needs_nobody:
        return tr("No leader need appear here.")
    if one.state is AppearanceState.UNNAMED:
        return tr("Leader who appears: not settled yet.")
    return tr("Leader who appears: {state}.", state=appearances.state(one, tr))


def week(view: HearingView, one: AppearanceView, ready: bool, tr: Translator) -> Message:
    """Message 2: seven days before, to the liaison."""
    to_go = tr.plural(
        "【Hearing reminder】{n} day to go ({working} working days).",
        "【Hearing reminder】{n} days to go ({working} working days).",
        view.days_left,
        working=view.working_days_left,
    )
    return message(to_go, bold(view.number), when_and_where(view, tr), *details(view, Told.WEEK, tr),
                   _leader(view, one, tr), _papers(one, ready, tr),
                   buttons=_keeper_buttons(view, one, ready, tr))  # fmt: skip


def _comes(one: AppearanceView) -> bool:
    """Whether a leader is expected, who needs an identity certificate and an outline; staff need neither."""
    return not one.needs_nobody and one.state is not AppearanceState.CANNOT


def _papers(one: AppearanceView, ready: bool, tr: Translator) -> Html | None:
    """What is to be prepared for the hearing."""
    if not _comes(one):
        return None if ready else tr("Please prepare the power of attorney.")
    if ready:
        return tr("The identity certificate and the power of attorney are ready.")
    return tr("Please prepare the leader's identity certificate with the agency's seal, and the power of attorney.")


def _keeper_buttons(
    view: HearingView, one: AppearanceView, ready: bool, tr: Translator
) -> tuple[tuple[Button, ...], ...]:
    first: tuple[Button, ...] = () if ready else (tap(tr("Papers are ready"), "ap.ready", one.id),)
    if one.may_name and not one.needs_nobody:
        label = tr("Change the leader") if one.leader else tr("Name the leader who appears")
        first += (tap(label, "ap.who", one.id, one.version),)
    papers: tuple[Button, ...] = (tap(tr("Hearing papers"), "doc.hear", view.id, one.agency_id),)
    change = (tap(tr("The hearing has changed"), "hr.chg", view.id, view.version),) if view.may_edit else ()
    return (first, papers + change)


def _urgent_buttons(
    view: HearingView, one: AppearanceView, ready: bool, tr: Translator
) -> tuple[tuple[Button, ...], ...]:
    """Everything that settles who appears, before the rest."""
    papers = () if ready else (tap(tr("Papers are ready"), "ap.ready", one.id),)
    return _few((*appearances.buttons(one, view, tr), papers, *_changed(view, tr)), view, one, tr)


def _few(rows: Rows, view: HearingView, one: AppearanceView, tr: Translator) -> Rows:
    """At most eight buttons, whole rows: the rest is on the card."""
    rows = tuple(row for row in rows if row)
    if sum(map(len, rows)) <= MOST:
        return rows
    kept: list[tuple[Button, ...]] = []
    for row in rows:
        if sum(map(len, kept)) + len(row) > MOST - 1:
            break
        kept.append(row)
    return (*kept, (tap(tr("Everything about it"), "hr", view.id, one.agency_id),))


def unready(view: HearingView, one: AppearanceView, tr: Translator) -> Message:
    """Each working day from three before, while nobody has confirmed: to the liaison."""
    return message(
        _unpermitted(one, tr) or _to_settle(view, tr),
        bold(view.number),
        when_and_where(view, tr),
        *details(view, Told.UNREADY, tr),
        appearances.stands(one, tr),
        appearances.basis(one, tr),
        buttons=_few(appearances.buttons(one, view, tr), view, one, tr),
    )


def _to_settle(view: HearingView, tr: Translator) -> Html:
    if view.working_days_left <= 0:
        return tr("【Not confirmed yet】The hearing is today and who appears is not settled. Please settle it at once.")
    return tr.plural(
        "【Not confirmed yet】{n} working day to the hearing; who appears is not settled. Please settle it today.",
        "【Not confirmed yet】{n} working days to the hearing; who appears is not settled. Please settle it today.",
        view.working_days_left,
    )


def _unpermitted(one: AppearanceView, tr: Translator) -> Html | None:
    """What is missing is not a leader but the court's permission."""
    if one.state is not AppearanceState.AWAITING_PERMISSION:
        return None
    return tr(
        "【Permission missing】{agency}: the court's permission for {leader} to appear instead of {other} is not "
        "recorded. Please ask the court; without it {other} must appear.",
        agency=one.agency,
        leader=appearances.called(one.leader, one.post, tr),
        other=appearances.called(one.replaced, one.replaced_post, tr),
    )


def principal(view: HearingView, one: AppearanceView, name: str, post: str, tr: Translator) -> Message:
    """Message 3: each working day from three before, while nobody has confirmed: to the agency's principal."""
    if missing := _unpermitted(one, tr):
        return message(
            missing,
            bold(view.number),
            when_and_where(view, tr),
            _contact(one, tr),
            buttons=_urgent_buttons(view, one, True, tr),
        )
    told = {
        "leader": appearances.addressed(name, post, tr),
        "number": view.number,
        "when": view.starts_at,
    }
    return message(
        tr(
            "【For your attention】{leader}: the hearing of {number} is today, {when}, and who appears is still not "
            "settled. Please settle it at once.",
            **told,
        )
        if view.working_days_left <= 0
        else tr.plural(
            "【For your attention】{leader}: the hearing of {number} is on {when}. {n} working day is left and who "
            "appears is still not settled. Please settle it by 17:30 today.",
            "【For your attention】{leader}: the hearing of {number} is on {when}. {n} working days are left and who "
            "appears is still not settled. Please settle it by 17:30 today.",
            view.working_days_left,
            **told,
        ),
        tr(
            "Where no leader can appear, proof of the reason, sealed or signed by you, must be given to the court "
            "before the hearing, and staff must be entrusted."
        ),
        _contact(one, tr),
        appearances.basis(one, tr) if one.strength in ("hard", "principal") else None,
        buttons=(
            (
                tap(tr("I will appear"), "ap.self", one.id, one.version),
                tap(tr("Name a leader"), "ap.who", one.id, one.version),
            ),
            (tap(tr("Report that none can"), "ap.no", one.id, one.version),),
        ),
    )


def _contact(one: AppearanceView, tr: Translator) -> Html | None:
    if not one.liaison:
        return tr("This agency has no liaison officer at present.")
    return tr("Liaison officer: {name} ({phone}).", name=one.liaison, phone=one.liaison_phone or "—")


def alarm(view: HearingView, one: AppearanceView, tr: Translator) -> Message:
    """The same to the coordinator."""
    return message(
        _unpermitted(one, tr) or _unconfirmed(view, one, tr),
        bold(view.number),
        when_and_where(view, tr),
        *details(view, Told.ALARM, tr),
        appearances.stands(one, tr),
        _contact(one, tr),
        appearances.basis(one, tr),
        buttons=_few(appearances.buttons(one, view, tr), view, one, tr),
    )


def _unconfirmed(view: HearingView, one: AppearanceView, tr: Translator) -> Html:
    if view.working_days_left <= 0:
        return tr("【Not confirmed yet】{agency}: the hearing is today and no leader is confirmed.", agency=one.agency)
    return tr.plural(
        "【Not confirmed yet】{agency}: {n} working day to the hearing and no leader is confirmed.",
        "【Not confirmed yet】{agency}: {n} working days to the hearing and no leader is confirmed.",
        view.working_days_left,
        agency=one.agency,
    )


def eve(view: HearingView, one: AppearanceView, prepared: Collection[str], tr: Translator) -> Message:
    """One working day before: the checklist; while nobody has confirmed, with what settles it."""
    if one.mine or one.stays:
        return _eve_of_leader(view, one, tr)
    return message(
        _soon(view, tr),
        bold(view.number),
        *details(view, Told.EVE, tr),
        _leader(view, one, tr),
        None if one.settled else _unpermitted(one, tr) or tr("Who appears is not settled. Please settle it today."),
        *preparing.checklist(prepared, tr, comes=_comes(one)),
        buttons=_eve_buttons(view, one, prepared, tr),
    )


def _eve_buttons(view: HearingView, one: AppearanceView, prepared: Collection[str], tr: Translator) -> Rows:
    ready = are_papers_ready(prepared)
    if not one.settled:
        return _urgent_buttons(view, one, ready, tr)
    first, *rest = _keeper_buttons(view, one, ready, tr)
    return first, preparing.outline_button(one.id, prepared, tr, comes=_comes(one)), *rest


def _soon(view: HearingView, tr: Translator) -> Html:
    return tr("【Hearing soon】{when}, {place}.", when=view.starts_at, place=place_of(view, tr))


def _eve_of_leader(view: HearingView, one: AppearanceView, tr: Translator) -> Message:
    return message(
        tr("{leader}:", leader=_addressee(one, tr)),
        _soon(view, tr),
        bold(view.number),
        *details(view, Told.EVE, tr),
        tr("□ identity document"),
        tr("□ what you will say on the facts and on settling the dispute"),
        _unanswered(one, tr),
        _waiting(one, tr),
        buttons=(*_answers(one, tr), *_changed(view, tr)),
    )


def _addressee(one: AppearanceView, tr: Translator) -> str:
    """The leader who reads it: the one named, or the first one, who is on duty until the court permits the change."""
    named = (one.replaced, one.replaced_post) if one.stays else (one.leader, one.post)
    return appearances.addressed(*named, tr)


def _waiting(one: AppearanceView, tr: Translator) -> Html | None:
    """Where both leaders stand while a change waits for the court."""
    if one.state is not AppearanceState.AWAITING_PERMISSION:
        return None
    if one.stays:
        return tr("The court's permission for {leader} is not recorded: you are on duty.", leader=one.leader)
    return tr("The court's permission is not recorded: {other} is on duty, please keep the date.", other=one.replaced)


def _unanswered(one: AppearanceView, tr: Translator) -> Html | None:
    return tr("You have not answered yet; please answer now.") if one.state is AppearanceState.ASKED else None


def _answers(one: AppearanceView, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    """A leader who has not said yes is asked to the end."""
    return appearances.answers(one, tr) if one.state is AppearanceState.ASKED else ()


def _changed(view: HearingView, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    return ((tap(tr("The hearing has changed"), "hr.chg", view.id, view.version),),) if view.may_edit else ()


def day(view: HearingView, one: AppearanceView, tr: Translator) -> Message:
    """Message 4: on the day."""
    local = view.starts_at.astimezone(tr.zone)
    where = tr(
        "today at {time}, {place}, {number}.",
        time=tr.clock(local.time()),
        place=place_of(view, tr),
        number=view.number,
    )
    known = details(view, Told.DAY, tr)
    if not (one.mine or one.stays):
        return message(
            Html(tr("【Hearing today】")) + where,
            *known,
            _leader(view, one, tr),
            None
            if one.settled
            else _unpermitted(one, tr) or tr("Who appears is not settled. Please settle it at once."),
            buttons=_few(
                (*(() if one.settled else appearances.buttons(one, view, tr)), *_changed(view, tr)), view, one, tr
            ),
        )
    who = addressed_colon(one, tr)
    return message(
        tr("【Hearing today】") + who + where,
        *known,
        tr(
            "Please have your identity document at hand, log in in good time, and speak on the facts and on settling "
            "the dispute."
        )
        if view.online
        else tr(
            "Please bring your identity document, come in good time, and speak on the facts and on settling the "
            "dispute."
        ),
        _unanswered(one, tr),
        _waiting(one, tr),
        buttons=(*_answers(one, tr), (tap(tr("The hearing has changed"), "hr.heard", view.id),)),
    )


def addressed_colon(one: AppearanceView, tr: Translator) -> Html:
    return tr("{leader}:", leader=_addressee(one, tr)) + html("" if tr.chinese else " ")


def result(view: HearingView, one: AppearanceView, until: object, tr: Translator) -> Message:
    """Message 5: the working day after."""
    return message(
        tr("【After the hearing】{number}, set for {when}. Please report by {until}.",
           number=view.number, when=view.starts_at, until=until),
        buttons=(
            (
                tap(tr("A leader appeared"), "rs.in", view.id, one.agency_id, 1, 0),
                tap(tr("No leader appeared"), "rs.in", view.id, one.agency_id, 0, 0),
            ),
            (
                tap(tr("Moved"), "hr.mv", view.id, view.version),
                tap(tr("Not held (withdrawn or other)"), "hr.chg", view.id, view.version),
            ),
        ),
    )  # fmt: skip


def missing(view: HearingView, one: AppearanceView, due_today: bool, tr: Translator) -> Message:
    """Three working days after, nothing reported: to the coordinator. On the last day itself it is not late yet."""
    told = {"agency": one.agency, "when": view.starts_at}
    return message(
        tr(
            "【Result due】{agency} has not reported the result of the hearing of {when}; today is the last day.",
            **told,
        )
        if due_today
        else tr("【Result missing】{agency} has not reported the result of the hearing of {when}.", **told),
        bold(view.number),
        _contact(one, tr),
        buttons=((tap(tr("Open"), "hr", view.id, one.agency_id),),),
    )


def question(view: HearingView, one: AppearanceView, tr: Translator) -> Message:
    """What the rule books leave open, to the coordinator."""
    return message(
        tr(
            "【Please decide】Whether {agency} owes a leader at this hearing is left open by the rules.",
            agency=one.agency,
        ),
        bold(view.number),
        when_and_where(view, tr),
        appearances.stands(one, tr),
        appearances.basis(one, tr),
        buttons=_few(appearances.buttons(one, view, tr), view, one, tr)
        if view.status is HearingStatus.SCHEDULED
        else (),
    )
