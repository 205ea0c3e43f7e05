"""The card of a case: what comes next, who appears, and a few buttons; everything else is a page behind it.

At most 12 lines and 8 buttons; to a leader, who enters nothing, 8 lines and 4 buttons, and not the work of others.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.cases import CaseView, PartyView
from bot.domain.cases.paper_names import TAG_NAMES
from bot.domain.hall.message import Button, Html, Message, code, html, message, tap
from bot.domain.hall.names import CAPACITIES, INSTANCES
from bot.texts import Translator
from bot.views.cases import cases, leader_card, matters, sittings
from bot.views.duties import duties as duty_views
from bot.views.hall import english, fitting, suing
from bot.views.hall.fitting import Line
from bot.views.hearings import appearances

_NAMED = 2
"""Parties of one kind that are named on the card."""
_PAPERS = 3
"""Papers on a card that has nothing else to say."""


def card(case: CaseView, tr: Translator, *, news: str = "", by: str = "", asked: Html | None = None) -> Message:
    """The one card of a case; with `news`, what brings it, and by whom; with `asked`, what is to be sent now."""
    brought = news_of(news, by, tr)
    if case.leads:
        return leader_card.card(case, tr, brought)
    found = fitting.fit([Line(asked), *_lines(case, tr, brought)], fitting.LINES)
    return message(*found, buttons=fitting.rows(_buttons(case, tr)), protect=case.is_risk)


def news_of(news: str, by: str, tr: Translator) -> Html | None:
    """What brings the card."""
    match news:
        case "new":
            return tr("Papers of a new case were recorded (by {name}).", name=by or "—")
        case "more":
            return tr("Further papers were recorded (by {name}).", name=by or "—")
        case "assigned":
            return tr("Your agency was named to handle this case; the terms run already.")
    return None


def _lines(case: CaseView, tr: Translator, brought: Html | None) -> list[Line]:
    """Ranks: what is dropped first where a card has everything."""
    duty = case.next
    watched = [one for one in case.rights if one.watched and one is not duty]
    return [
        Line(brought),
        Line(_late(case, tr) if brought else None, 1),
        Line(_head(case, tr)),
        Line(_number(case, tr)),
        Line(_parties(case, tr), 2),
        Line(tr("Handling unit: not named yet") if case.handling_open else None, 3),
        Line(_tags(case, tr), 4),
        Line(cases.closed(case, tr)),
        Line(cases.sent_back(case, tr), 2),
        Line(matters.next_line(case, tr)),
        Line(duty_views.again(duty, tr) if duty else None, 1),
        Line(sittings.coming(case, tr)),
        Line(matters.rest_line(case, tr)),
        *(Line(duty_views.headline(one, tr), 5) for one in watched[:1]),
        Line(_open_questions(case, tr), 1),
        *(Line(one, 6) for one in _papers(case, tr)),
    ]


def _late(case: CaseView, tr: Translator) -> Html | None:
    """A paper that was entered late may owe something past its date already."""
    if not case.late:
        return None
    return tr.plural(
        "Overdue already: {n} duty. Please see to it.",
        "Overdue already: {n} duties. Please see to it.",
        len(case.late),
    )


def _head(case: CaseView, tr: Translator) -> Html:
    """【案件】（2026）鲁0831行初12号 · 泗水县人民法院 · 一审."""
    court = html(case.court.partition("省")[2] or case.court)
    instance = tr(INSTANCES[case.instance]) if case.instance in INSTANCES else html("")
    head = tr("【Case】{number}", number=code(case.number))
    return html(" · ").join([head, *(one for one in (court, instance) if one)])


def _number(case: CaseView, tr: Translator) -> Html | None:
    """What is said of the number to whoever decides whether it is right, and to its agency once it was called wrong."""
    if case.number_wrong:
        return tr("The case number is wrong; please give the right one. All terms run on.")
    if case.claim:
        return tr("To be confirmed: this number is another agency's case.")
    if case.claims:
        return tr("Further parties to be confirmed: {names}", names=tr.join([name for _, name in case.claims]))
    return None


def _parties(case: CaseView, tr: Translator) -> Html:
    """被告：县自然资源局 · 原告：张某某等16人."""
    kinds = dict.fromkeys(one.capacity for one in case.parties)
    sued = [_of_kind([one for one in case.parties if one.capacity is kind], tr) for kind in kinds]
    suing_ = suing.plaintiffs(case.plaintiff, case.plaintiff_count, tr)
    return html(" · ").join([*sued, *([suing_] if suing_ else [])])


def _of_kind(parties: Sequence[PartyView], tr: Translator) -> Html:
    names = html(tr.join([one.name for one in parties[:_NAMED]]))
    hidden = len(parties) - _NAMED
    more = tr(" and {n} more", n=hidden) if hidden > 0 else html("")
    what = english.begun(str(tr(CAPACITIES[parties[0].capacity])), tr)
    return tr("{what}: {names}", what=what, names=names + more)


def _tags(case: CaseView, tr: Translator) -> Html | None:
    named = [str(tr(TAG_NAMES[one])) for one in case.tags if one in TAG_NAMES]
    return tr("Tags: {tags}", tags=tr.join(named)) if named else None


def _open_questions(case: CaseView, tr: Translator) -> Html | None:
    """What nobody has said yet of the parties, the first of it in full; else that terms are missing."""
    if case.questions:
        first, more = case.questions[0], len(case.questions) - 1
        said = appearances.asked(first.about, first.sentence, tr)
        return said + tr(" and {n} more", n=more) if more else said
    waiting = len(dict.fromkeys(case.waiting))
    if not waiting:
        return None
    return tr.plural("{n} term is still to be entered", "{n} terms are still to be entered", waiting)


def _papers(case: CaseView, tr: Translator) -> list[Html]:
    """Where nothing is owed and no hearing is known, as to a court: what was recorded."""
    if case.matters or case.hearings or case.appearances:
        return []
    return [html("· ") + cases.paper_line(one, tr) for one in case.papers[-_PAPERS:]]


# -- buttons -------------------------------------------------------------------------------------------------------


def _buttons(case: CaseView, tr: Translator) -> list[Button]:
    """What comes next, as much of it as there is room for beside the ways to everything else."""
    always = [*_looking(case, tr), *_entering(case, tr)]
    first = _first(case, tr)[: fitting.BUTTONS - 1 - len(always)]
    room = fitting.BUTTONS - 1 - len(always) - len(first)
    papers = documents_button(case, tr)[:room] if case.documents else []
    return [*first, *always, *papers, tap(tr("More"), "cs.more", case.id)]


def documents_button(case: CaseView, tr: Translator) -> list[Button]:
    """文书 3: what the agencies of the case drafted, and the way to a new one."""
    if not (case.documents or case.drafts):
        return []
    words = tr("Documents {n}", n=case.documents) if case.documents else tr("Documents")
    return [tap(words, "doc.case", case.id)]


def _first(case: CaseView, tr: Translator) -> list[Button]:
    """Each of these stands on a page behind the card as well."""
    asked = [tap(tr("Answer it"), "pt", case.id)] if any(one.may_answer for one in case.questions) else []
    next_ = [*number_buttons(case, tr)[:1], *matters.next_buttons(case, tr)]
    # The hearing stands nowhere else; a paper may be begun from its matter too.
    found = [*next_, *_sitting(case, tr), *matters.draft_buttons(case, tr), *asked]
    return list({one.label: one for one in reversed(found)}.values())[::-1]


def _sitting(case: CaseView, tr: Translator) -> list[Button]:
    """To the hearing; where nobody is named yet, to name somebody."""
    hearing = case.hearing
    named = hearing.appearances if hearing else case.appearances
    over = hearing is not None and (hearing.over or not hearing.coming)
    missing = any(not one.leader and not one.needs_nobody for one in named) or not named
    found: list[Button] = []
    if case.enters_for and case.closed_on is None and missing and not over:
        found.append(tap(tr("Name the leader"), "ap.name", case.id, case.enters_for[0]))
    if hearing is not None and hearing.shown:
        found.append(tap(tr("The hearing"), "hr", hearing.id))
    return found


def _looking(case: CaseView, tr: Translator) -> list[Button]:
    found: list[Button] = []
    if case.matters or case.known or case.waiting:
        found.append(tap(tr("All matters"), "cs.all", case.id, 0))
    if any(one.is_open for one in case.matters):
        found.append(tap(tr("Why?"), "cs.why", case.id, 0))
    return found


def _entering(case: CaseView, tr: Translator) -> list[Button]:
    if not case.may_enter:
        return []
    return [tap(tr("Enter hearing"), "hr.new", case.id), tap(tr("Court paper"), "pa.new", case.id)]


def number_buttons(case: CaseView, tr: Translator) -> list[Button]:
    """To whoever can say what is right about the number."""
    if case.number_wrong and case.may_correct:
        return [tap(tr("Give the right number"), "cl.fix", case.id, case.version)]
    asked = [case.id] if case.claim else [claim for claim, _ in case.claims[:3]]
    return [tap(tr("Further party or wrong number?"), "cl.at", claim) for claim in asked]
