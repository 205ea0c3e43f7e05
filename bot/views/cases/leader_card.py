"""The card of a case for a leader: when the hearing is, who appears, what is late; not the work of the liaison."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.cases import AppearanceLine, CaseView
from bot.domain.hall.message import Button, Html, Message, code, html, message, tap
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.texts import Translator
from bot.views.cases import cases, matters, sittings
from bot.views.duties import duties as duty_views
from bot.views.hall import fitting
from bot.views.hall.fitting import Line

S = AppearanceState


def card(case: CaseView, tr: Translator, brought: Html | None) -> Message:
    """With `brought`, what brings it."""
    watched = [one for one in case.rights if one.watched and not one.distance.overdue]
    found = [
        Line(brought),
        Line(_head(case, tr)),
        Line(cases.closed(case, tr), 1),
        Line(sittings.line(case.hearing, tr) if case.hearing else _undated(case, tr)),
        *(Line(_who(one, case, tr), 0 if place == 0 else 2) for place, one in enumerate(_sorted(case))),
        Line(matters.late_line(case, tr)),
        *(Line(duty_views.headline(one, tr), 1) for one in watched[:1]),
    ]
    return message(
        *fitting.fit(found, fitting.LEADER_LINES), buttons=fitting.rows(_buttons(case, tr)), protect=case.is_risk
    )


def _head(case: CaseView, tr: Translator) -> Html:
    head = tr("【Case】{number}", number=code(case.number))
    return html(" · ").join([head, html(case.cause)]) if case.cause else head


def _undated(case: CaseView, tr: Translator) -> Html | None:
    return tr("Hearing: no date yet") if case.closed_on is None else None


def _sorted(case: CaseView) -> Sequence[AppearanceLine]:
    """Who appears at the hearing of the card, before there is one in the case; the reader's own agency first."""
    found = case.hearing.appearances if case.hearing else case.appearances
    return sorted(found, key=lambda one: (not one.mine, not one.may_take, not one.may_name))


def _who(one: AppearanceLine, case: CaseView, tr: Translator) -> Html:
    """出庭：张明副局长（已确认）."""
    several = len(_sorted(case)) > 1
    said = tr("{agency}: {state}", agency=one.agency, state=sittings.standing(one, tr))
    return tr("Appears: {leader}", leader=said if several else sittings.standing(one, tr))


def _buttons(case: CaseView, tr: Translator) -> list[Button]:
    found = [*_appearing(case, tr)]
    if case.hearing is not None and case.hearing.shown:
        found.append(tap(tr("The hearing"), "hr", case.hearing.id))
    return [*found[: fitting.LEADER_BUTTONS - 1], tap(tr("Details"), "cs.more", case.id)]


def _appearing(case: CaseView, tr: Translator) -> list[Button]:
    """What the leader may say now about who appears."""
    hearing = case.hearing
    if case.closed_on is not None or (hearing and (hearing.over or hearing.status is not HearingStatus.SCHEDULED)):
        return []
    one = next(iter(_sorted(case)), None)
    if one is None:
        return [tap(tr("Name the leader"), "ap.name", case.id, agency) for agency in case.enters_for[:1]]
    if one.state in (S.CLOSED, S.AWAITING_PERMISSION) or one.needs_nobody:
        return []
    return _answering(one, tr) if one.mine else _naming(one, tr)


def _answering(one: AppearanceLine, tr: Translator) -> list[Button]:
    if one.state is S.ASKED:
        return [tap(tr("I will appear"), "ap.yes", one.id, one.version), tap(tr("Another answer"), "ap.at", one.id)]
    return [tap(tr("Change the answer"), "ap.chg", one.id)]


def _naming(one: AppearanceLine, tr: Translator) -> list[Button]:
    found: list[Button] = []
    if one.may_take:
        words = tr("I will appear instead") if one.leader else tr("I will appear")
        found.append(tap(words, "ap.self", one.id, one.version))
    if one.may_name:
        words = tr("Change the leader") if one.leader else tr("Name the leader who appears")
        found.append(tap(words, "ap.who", one.id, one.version))
    return found
