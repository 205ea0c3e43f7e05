"""What a duty asks for, in its own words, with the one date that counts now."""

from __future__ import annotations

from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Html
from bot.domain.law.instructions import filled, unreported
from bot.texts import Translator
from bot.views.duties.words import EVIDENCE


def phrase(duty: DutyView, tr: Translator) -> str:
    """明确出庭负责人，并报县司法局备案: what its book has people do; of one without such words its title."""
    if duty.missing:
        return _the_rest(duty, tr)
    words = duty.do_zh if tr.chinese else duty.do_en
    if not words:
        title = duty.title_zh if tr.chinese else duty.title_en or duty.title_zh
        return str(tr("finish “{title}”", title=Html(title)))
    if {one.zh for one in duty.owed_to} == {duty.agency}:
        words = unreported(words)
    return filled(words, names(duty, tr), between="、" if tr.chinese else " and ")


def _the_rest(duty: DutyView, tr: Translator) -> str:
    """The leader is named: what is missing, and to whom it goes."""
    to = ("、" if tr.chinese else " and ").join(dict.fromkeys(names(duty, tr).values()))
    what = lacking(duty, tr)
    return str(tr("hand in {what} to {to}", what=what, to=to) if to else tr("hand in {what}", what=what))


def lacking(duty: DutyView, tr: Translator) -> str:
    """What alone is missing, in words."""
    return tr.join([str(tr(EVIDENCE.get(one, "a note"))) for one in duty.missing])


def known(duty: DutyView, tr: Translator) -> Html | None:
    """What the bot knows already and asks for no more."""
    if not duty.missing:
        return None
    leader = tr.called(duty.leader, duty.leader_post)
    return tr("{leader} is named already; only {what} is missing.", leader=leader, what=lacking(duty, tr))


def names(duty: DutyView, tr: Translator) -> dict[str, str]:
    """To whom it is owed, by role."""
    return {one.role: one.zh if tr.chinese else one.en for one in duty.owed_to}


def order(duty: DutyView, left: Html, tr: Translator) -> Html:
    """请于4月3日（周五）前明确出庭负责人，并报县司法局备案（剩1个工作日）; without a stop, to stand behind a colon."""
    values = {"do": phrase(duty, tr), "date": duty.asked_for, "left": left}
    if duty.distance.overdue:
        return tr("please {do} at once; it was to be done by {date} ({left})", **values)
    return tr("please {do} by {date} ({left})", **values)
