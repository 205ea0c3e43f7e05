"""What leaders are asked and told, and what is told to whoever keeps the hearing about their answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.message import Button, Html, Message, bold, fold, html, lines, message, tap
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hearings.hearings import AppearanceView, HearingView, Leader
from bot.domain.law.appearing import Decision
from bot.domain.law.appearing_words import APPEARANCE_MESSAGES
from bot.domain.law.explanations import render
from bot.texts import Translator
from bot.views.hall.where import when_and_where
from bot.views.hearings import appearances, excuses, hearings, naming
from bot.views.hearings.occasions import occasion

S = AppearanceState
_REQUIRED: dict[str, str] = {
    "none": "no leader need appear",
    "base": "a leader shall appear",
    "hard": "a leader must appear",
    "principal": "the principal leader must appear",
    "ask": "a person has to say whether a leader is owed",
}


def overtaken(tr: Translator) -> Html:
    """The hearing or the leader changed while a form was filled in."""
    return tr("Something has changed meanwhile. What you filled in is kept; please check it and send it again.")


def ask(one: AppearanceView, view: HearingView | None, number: str, tr: Translator, *, again: bool = False) -> Message:
    """Message 1: to the leader who is named. Later it shows what came of it."""
    if not one.mine and not one.stays:
        return relieved(one, view, number, tr)
    if view is not None and view.status is not HearingStatus.SCHEDULED:
        held = view.status is HearingStatus.HELD
        stopped = tr("This hearing is not held as planned. Reminders about it have stopped.")
        return message(tr("This hearing has been held.") if held else stopped, bold(number))
    if one.stays:
        return standing(one, view, number, tr)
    if one.needs_nobody:
        return free(one, view, number, tr)
    if one.state is not S.ASKED:
        return answered(one, view, number, tr)
    head = tr("【Please answer】") if again else tr("【Appearance in court】")
    must = tr(appearances.STRENGTHS[one.strength]) if one.strength in ("hard", "principal") else None
    until = tr("Please answer by {when}.", when=one.answer_by) if one.answer_by else None
    if appearances.is_past(one, tr):
        until = tr("The answer was due by {when}; please answer now.", when=one.answer_by)
    text = tr(
        "{leader}: {text}",
        leader=appearances.addressed(one.leader, one.post, tr),
        text=occasion(view, tr),
    )
    return message(
        head + text,
        bold(number),
        must,
        tr("Basis: Administrative Litigation Law, art. 3(3)."),
        until,
        appearances.reasons(one, tr),
        buttons=appearances.answers(one, tr),
    )


def standing(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """A change of leader waits for the court: to the first leader, who is on duty, and to the one proposed."""
    if one.needs_nobody:
        return free(one, view, number, tr)
    if one.stays:
        head = tr(
            "【Change of leader】{leader}: {other} is proposed to appear in your place. Until the court's permission "
            "is recorded, you stay on duty; please go on preparing.",
            leader=appearances.addressed(one.replaced, one.replaced_post, tr),
            other=appearances.called(one.leader, one.post, tr),
        )
    else:
        head = tr(
            "【Change of leader】{leader}: you are proposed to appear instead of {other}. Until the court's permission "
            "is recorded, {other} stays on duty; please keep the date.",
            leader=appearances.addressed(one.leader, one.post, tr),
            other=appearances.called(one.replaced, one.replaced_post, tr),
        )
    refuse: tuple[Button, ...] = ()
    if not _over(view):
        cannot = tap(tr("I cannot appear"), "ap.no", one.id, one.version)
        refuse = (cannot,) if one.stays else appearances.declining(one, tr) if one.mine else ()
    return message(head, bold(number), when_and_where(view, tr) if view else None, buttons=(refuse,))


def answered(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """What the leader sees after the answer, and how to take it back."""
    if one.state is S.AWAITING_PERMISSION:
        return standing(one, view, number, tr)
    words: dict[AppearanceState, Html] = {
        S.CONFIRMED: tr("You have confirmed that you will appear. Thank you."),
        S.CANNOT: tr("It is recorded that you cannot appear."),
    }
    when = when_and_where(view, tr) if view else None
    change = (tap(tr("Change the answer"), "ap.chg", one.id),) if one.state in words and not _over(view) else ()
    return message(
        words.get(one.state, tr("This matter is settled.")),
        bold(number),
        when,
        tr(appearances.STRENGTHS[one.strength]) if change and one.strength in ("hard", "principal") else None,
        excuses.absence(one.absence, tr) if one.absence else None,
        appearances.reasons(one, tr) if change else None,
        buttons=(change, excuses.proof_buttons(one, tr) if change and one.state is S.CANNOT else ()),
    )


def free(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """To the leader who is named: nobody need come, and why."""
    return message(
        tr("You need not appear at this hearing: no leader need appear."),
        bold(number),
        when_and_where(view, tr) if view else None,
        *appearances.grounds(one, tr),
    )


def verdict(one: AppearanceView, view: HearingView, tr: Translator) -> Message:
    """Who must appear has changed: to whoever must act otherwise now."""
    if one.needs_nobody:
        return (
            free(one, view, view.number, tr) if one.mine or one.stays else hearings.card(view, tr, focus=one.agency_id)
        )
    head = tr("【Who must appear】{agency}: this has changed; please see to it.", agency=one.agency)
    return hearings.card(view, tr, focus=one.agency_id, above=(head,))


def deputy(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """To the liaison, the leader named and the principal: the rule asks for the principal leader."""
    who = appearances.called(one.leader, one.post, tr)
    answered_ = one.state is S.CONFIRMED
    return message(
        tr("【Principal leader asked for】{agency}: {leader} will appear.", agency=one.agency, leader=who)
        if answered_
        else tr("【Principal leader asked for】{agency}: {leader} is named.", agency=one.agency, leader=who),
        bold(number),
        when_and_where(view, tr) if view else None,
        tr(appearances.STRENGTHS["principal"]) if one.strength == "principal" else None,
        *appearances.grounds(one, tr),
        appearances.deputy_means(tr),
        buttons=appearances.buttons(one, view, tr),
    )


def _over(view: HearingView | None) -> bool:
    return view is not None and view.over


def relieved(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """To a leader who is no longer the one."""
    when = when_and_where(view, tr) if view else None
    who = appearances.called(one.leader, one.post, tr)
    return message(
        tr("You need not appear in this case any more: {leader} is named.", leader=who)
        if one.leader
        else tr("You need not appear in this case any more."),
        bold(number),
        when,
    )


def change(one: AppearanceView, number: str, tr: Translator) -> Message:
    """The answer can be taken back until the hearing."""
    back = tap(tr("Take the answer back"), "ap.back", one.id, one.version)
    yes, no = appearances.answers(one, tr)
    rows = (yes, (no[0], back), (tap(tr("‹ Go back"), "ap.at", one.id),))
    return message(bold(number), tr("What shall your answer be?"), buttons=rows)


def named(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """After naming, while no hearing exists: where the agency stands in the case."""
    text = lines(bold(number), appearances.line(one, tr))
    unasked = one.state is S.ASKED and not one.leader_registered
    hint = (
        tr("This leader is not registered here: please pass the question on and record the answer.")
        if unasked
        else None
    )
    return message(text, hint, buttons=appearances.buttons(one, view, tr))


def why(one: AppearanceView, decision: Decision, tr: Translator) -> Message:
    """Why a leader must or need not appear: the grounds, with the articles."""
    grounds = []
    for reason in decision.reasons:
        [sentence] = render([reason.sentence], tr, APPEARANCE_MESSAGES)
        rule = reason.rule
        cited = tr(" ({source})", source=rule.source) if rule else Html("")
        grounds.append(Html("· ") + Html(sentence) + cited)
        grounds += [html(f"“{quote}”") for quote in (rule.quotes[:1] if rule else ())]
    asked = render(decision.questions, tr, APPEARANCE_MESSAGES)
    return message(
        tr("{agency}: {state}", agency=bold(one.agency), state=tr(_REQUIRED[decision.required.value])),
        fold(lines(*grounds)) if grounds else None,
        *(Html("？") + Html(one_) for one_ in asked),
        tr("The notice came later than the rules allow; the court may be asked for time.")
        if decision.short_notice
        else None,
    )


def refused(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """A refusal: at once to the liaison and the coordinator."""
    when = when_and_where(view, tr) if view else None
    return message(
        tr(
            "【No leader can appear】{agency}: {leader} cannot appear.",
            agency=one.agency,
            leader=appearances.called(one.leader, one.post, tr),
        )
        if one.leader
        else tr("【No leader can appear】{agency}: it is reported that no leader can appear.", agency=one.agency),
        bold(number),
        when,
        excuses.absence(one.absence, tr) if one.absence else None,
        buttons=appearances.buttons(one, view, tr),
    )


def declined(
    one: AppearanceView,
    view: HearingView | None,
    number: str,
    others: Sequence[Leader],
    reader: tuple[str, str],
    tr: Translator,
) -> Message:
    """To the principal leader (name and post): a named leader cannot come; with the buttons to name another."""
    when = when_and_where(view, tr) if view else None
    said = (
        tr("{leader} cannot appear.", leader=appearances.called(one.leader, one.post, tr))
        if one.leader
        else tr("It is reported that no leader can appear.")
    )
    name = [(tap(naming.label(other, tr), "ap.pick", one.id, one.version, other.person_id),) for other in others[:8]]
    return message(
        tr("【Leader cannot appear】{leader}:", leader=appearances.addressed(*reader, tr))
        + html("" if tr.chinese else " ")
        + said,
        bold(number),
        when,
        excuses.absence(one.absence, tr) if one.absence else None,
        tr("Who shall appear instead? If nobody can, the proof needs the seal or your signature before the hearing."),
        buttons=(
            (tap(tr("I will appear"), "ap.self", one.id, one.version),),
            *name,
            (tap(tr("Somebody else, typed in"), "ap.type", one.id, one.version),),
            excuses.proof_buttons(one, tr),
        ),
    )


def permission(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """A substitution waits for the court."""
    return message(
        tr(
            "【Change of leader】{agency}: {leader} is to appear instead of {other}. Please ask the court for its "
            "permission and record what it says.",
            agency=one.agency,
            leader=appearances.called(one.leader, one.post, tr),
            other=one.replaced,
        ),
        bold(number),
        buttons=(appearances.permission_buttons(one, tr),),
    )


def change_declined(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """The leader proposed cannot come: to whoever keeps the hearing."""
    return message(
        tr(
            "【Change of leader】{agency}: the leader proposed cannot come. {leader} stays on duty and is asked again.",
            agency=one.agency,
            leader=appearances.called(one.leader, one.post, tr),
        ),
        bold(number),
        when_and_where(view, tr) if view else None,
        appearances.line(one, tr),
        buttons=appearances.buttons(one, view, tr),
    )


def left(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """The leader named has left the post: to whoever keeps the hearing, the principal and the coordinators."""
    self_ = ((tap(tr("I will appear"), "ap.self", one.id, one.version),),) if one.may_name else ()
    return message(
        tr(
            "【Another leader needed】{agency}: {leader}, who was to appear, has left the post. Please name another "
            "leader.",
            agency=one.agency,
            leader=one.left,
        ),
        bold(number),
        when_and_where(view, tr) if view else None,
        buttons=(*self_, *appearances.buttons(one, view, tr)),
    )


def signed(
    one: AppearanceView, view: HearingView | None, number: str, reader: tuple[str, str], tr: Translator
) -> Message:
    """To the principal (name and post): somebody says that the proof bears the principal's signature."""
    return message(
        tr(
            "【Please confirm】{leader}: it is reported that you have signed the proof of why no leader can appear. No "
            "file shows it yet. Have you signed it?",
            leader=appearances.addressed(*reader, tr),
        ),
        bold(number),
        when_and_where(view, tr) if view else None,
        excuses.absence(one.absence, tr) if one.absence else None,
        tr("Basis: Rules on the Appearance of Leaders (Fa Shi [2020] No. 3), article 9, paragraph 1."),
        buttons=(
            (
                tap(tr("I have signed it"), "ap.sig", one.id, one.version, 1),
                tap(tr("I have not"), "ap.sig", one.id, one.version, 0),
            ),
            excuses.proof_buttons(one, tr),
        ),
    )


def opened(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """An answer was taken back."""
    return message(
        tr(
            "【Answer taken back】{agency}: the answer of {leader} was taken back.",
            agency=one.agency,
            leader=appearances.called(one.leader, one.post, tr),
        )
        if one.leader
        else tr(
            "【Answer taken back】{agency}: the report that no leader can appear was taken back.", agency=one.agency
        ),
        bold(number),
        when_and_where(view, tr) if view else None,
        appearances.line(one, tr),
        buttons=appearances.buttons(one, view, tr),
    )
