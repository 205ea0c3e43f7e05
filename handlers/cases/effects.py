"""What follows a decision: since when it is in effect, when the other side was served, whether it is appealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.cases import appeal_forms
from bot.domain.cases import forms as declared
from bot.domain.cases.cases import PaperView
from bot.domain.cases.topics import EFFECTIVE, OfPaper
from bot.domain.hall.errors import Missing, Refused
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Message, plain
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice
from bot.domain.reading.answers import days_back
from bot.services.cases import appeal_acts, effect_acts
from bot.services.cases.appeals import Appeal
from bot.telegram.forms import Bound, Choices, Forms
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.cases import effects as views
from handlers.cases.paper_acts import RECORDED, about_paper, begin, days
from handlers.cases.showing import show_card

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The buttons, the forms, and the topic."""
    router.press("pa.eff", effect, sees=RECORDED.look)
    router.press("pa.effok", effect_confirmed, of=RECORDED)
    router.press("pa.effset", lambda turn: begin(turn, forms, declared.EFFECTIVE.name, _of_effect), of=RECORDED)
    router.press("pa.others", lambda turn: begin(turn, forms, appeal_forms.OTHERS.name, _of_others), of=RECORDED)
    router.press("pa.noeff", unneeded, of=RECORDED)
    router.press("pa.appealed", lambda turn: begin(turn, forms, appeal_forms.APPEALED.name), of=RECORDED)
    router.press("pa.unappeal", lambda turn: begin(turn, forms, appeal_forms.NOT_APPEALED.name), of=RECORDED)
    router.press("pa.want", want, of=RECORDED)
    choices: dict[str, Choices] = {"on": _effect_days, "others": days}
    forms.add(Bound(declared.EFFECTIVE, effect_set, choices, about_paper, of=RECORDED))
    forms.add(Bound(appeal_forms.OTHERS, others_served, {"on": days}, about_paper, of=RECORDED))
    forms.add(Bound(appeal_forms.APPEALED, appealed, {"on": days}, about_paper, of=RECORDED))
    forms.add(Bound(appeal_forms.NOT_APPEALED, not_appealed, {}, about_paper, of=RECORDED))
    router.topic(EFFECTIVE, asked_when_effective)


def _of_effect(paper: PaperView) -> Given:
    """What the form about the effect need not ask: the other side's service, where it is known."""
    others = {"others": paper.others_on.isoformat()} if paper.others_on else {}
    return {**others, **({"confirmed": True} if paper.effective_on else {})}


def _of_others(paper: PaperView) -> Given:
    return {"known": True} if paper.others_on else {}


def effect(turn: Turn) -> None:
    turn.beside()
    _show(turn, turn.number())


def _show(turn: Turn, paper_id: int) -> None:
    shown = effect_acts.effect_view(turn.desk, paper_id)
    turn.show(views.effect(shown, turn.tr), Notice(EFFECTIVE, OfPaper(paper_id), About.PAPER(paper_id)))


def effect_confirmed(turn: Turn) -> None:
    """The proposed day is right."""
    paper_id, text = turn.number(0), turn.arg(2)
    try:
        day = date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:8]}")
    except ValueError:
        raise Missing from None
    _effect(turn, paper_id, turn.number(1), day)


def effect_set(turn: Turn, values: Given, context: Given) -> None:
    """Another day, with the day on which the other side was served."""
    others = date.fromisoformat(values["others"]) if values.get("others") else None
    _effect(
        turn,
        int(context["paper"]),
        int(context["version"]),
        date.fromisoformat(values["on"]),
        others=others,
        reason=values.get("reason") or "",
        from_form=True,
    )


def _effect(
    turn: Turn,
    paper_id: int,
    version: int,
    day: date,
    *,
    others: date | None = None,
    reason: str = "",
    from_form: bool = False,
) -> None:
    paper = effect_acts.confirm_effective(turn.desk, paper_id, version, day, others_served_on=others, reason=reason)
    turn.toast(plain(turn.tr("Recorded: in effect since {date}.", date=day)))
    if not from_form:
        # The question that was pressed shows the answer by itself; the card stands beside it.
        turn.beside()
    show_card(turn, paper.case_id)


def _effect_days(turn: Turn, given: Given) -> Sequence[Choice]:
    """The proposal first, worked out with what was just said of the other side."""
    others = date.fromisoformat(given["others"]) if given.get("others") else None
    proposed = effect_acts.proposed(turn.desk, int(given["paper"]), others)
    days = days_back(turn.desk.today)
    if proposed is None or proposed > turn.desk.today:
        return days
    others_left = [choice for choice in days if choice.value != proposed.isoformat()]
    return (Choice(proposed.isoformat(), turn.tr.day(proposed)), *others_left)


def appealed(turn: Turn, values: Given, context: Given) -> None:
    """已上诉: by whom, when, and what shows it."""
    on = date.fromisoformat(values["on"])
    files = tuple(values.get("files") or ())
    appeal = Appeal(values["by"], on, values.get("number") or "", files)
    paper = appeal_acts.appealed(turn.desk, int(context["paper"]), int(context["version"]), appeal)
    turn.toast(plain(turn.tr("Noted: it was appealed and has not taken effect.")))
    show_card(turn, paper.case_id)


def not_appealed(turn: Turn, values: Given, context: Given) -> None:
    reason = values["reason"]
    paper = appeal_acts.not_appealed(turn.desk, int(context["paper"]), int(context["version"]), reason)
    show_card(turn, paper.case_id)


def want(turn: Turn) -> None:
    """The agency appeals, or does not."""
    paper = appeal_acts.want(turn.desk, turn.number(0), turn.number(1), turn.number(2) == 1)
    words = (
        "Noted: an appeal is wanted." if turn.number(2) == 1 else "Noted: no appeal is wanted; reminders of it stop."
    )
    turn.toast(plain(turn.tr(words)))
    turn.beside()
    show_card(turn, paper.case_id)


def others_served(turn: Turn, values: Given, context: Given) -> None:
    """When the other side was served; the card shows what follows from it."""
    on, reason = date.fromisoformat(values["on"]), values.get("reason") or ""
    paper = effect_acts.others_served(turn.desk, int(context["paper"]), int(context["version"]), on, reason)
    _show(turn, paper.id or 0)


def unneeded(turn: Turn) -> None:
    paper = effect_acts.unneeded(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("It is not asked for any more.")))
    turn.settle(views.effect(effect_acts.effect_view(turn.desk, paper.id or 0), turn.tr))


# -- what is said without being asked ------------------------------------------------------------------------------


def asked_when_effective(scene: Scene[OfPaper]) -> Message | None:
    """Has it taken effect? Not asked any more once somebody said so, or said that it was appealed."""
    try:
        shown = effect_acts.effect_view(scene.desk, scene.payload.paper)
    except Refused:
        return None
    settled = shown.confirmed is not None or shown.paper.appealed or shown.unneeded
    return views.effect(shown, scene.tr) if scene.shown or not settled else None
