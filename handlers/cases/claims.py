"""A number that is another agency's case: the question to those who decide, their answer, and the right number."""

from __future__ import annotations

from typing import Any

from bot.domain.cases.forms import NUMBER as NUMBER_FORM
from bot.domain.cases.topics import CLAIM, CONFIRMED, FURTHER, NUMBER, FurtherParty, OfClaim
from bot.domain.hall.errors import Refused, Stale
from bot.domain.hall.message import Html, Message, lines, plain
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice
from bot.services.cases import cards, claim_acts
from bot.services.hall import access
from bot.services.hearings import joining
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.cases import card as card_views
from bot.views.cases import cases as case_views
from bot.views.cases import claims as views
from handlers.cases.showing import CASE, show_card

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The buttons, the form for the right number, and the topics."""
    asked = Subject("claim", show, lambda turn, number: claim_acts.view(turn.desk, number))
    router.press("cl.at", look, sees=asked.look)
    router.press("cl.ok", confirm, of=asked)
    router.press("cl.no", wrong, of=asked)
    router.press("cl.fix", lambda turn: fix(turn, forms), of=CASE)
    forms.add(Bound(NUMBER_FORM, correct, {}, _about, of=CASE))
    router.topic(CLAIM, question)
    router.topic(NUMBER, wanted)
    router.topic(CONFIRMED, confirmed)
    router.topic(FURTHER, further)


def show(turn: Turn, claim_id: int) -> None:
    """The question, or what became of it; it changes by itself from now on."""
    one = claim_acts.view(turn.desk, claim_id)
    turn.show(views.claim(one, turn.tr), Notice(CLAIM, OfClaim(one.id, one.number), About.CLAIM(one.id)))


def look(turn: Turn) -> None:
    """Beside the morning message, or the card of a case."""
    turn.beside()
    show(turn, turn.number())


def confirm(turn: Turn) -> None:
    joining.confirm(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("Confirmed; both sides are told now.")))
    _settled(turn)


def wrong(turn: Turn) -> None:
    claim_acts.wrong(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("The agency is asked for the right number now.")))
    _settled(turn)


def _settled(turn: Turn) -> None:
    one = claim_acts.view(turn.desk, turn.number(0))
    turn.settle(views.claim(one, turn.tr), Notice(CLAIM, OfClaim(one.id, one.number), About.CLAIM(one.id)))


# -- the right number ----------------------------------------------------------------------------------------------


def fix(turn: Turn, forms: Forms) -> None:
    """Whether the button still fits is asked before anybody types."""
    claim = claim_acts.correctable(turn.desk, turn.number(0))
    if claim.version != turn.number(1):
        raise Stale
    turn.beside()
    forms.start(turn, NUMBER_FORM.name, {}, {"case": claim.id, "version": claim.version})


def _about(turn: Turn, values: Given, context: Given) -> Html | None:
    try:
        shown = cards.view(turn.desk, int(context["case"]))
    except Refused:
        return None
    return lines(
        turn.tr("【Case】{number}", number=shown.number),
        *(case_views.paper_line(paper, turn.tr) for paper in shown.papers),
    )


def correct(turn: Turn, values: Given, context: Given) -> None:
    case = joining.renumber(turn.desk, int(context["case"]), int(context["version"]), values["number"])
    show_card(turn, case.id or 0)


# -- what is said without being asked ------------------------------------------------------------------------------


def question(scene: Scene[OfClaim]) -> Message | None:
    """To those who decide; nothing is asked any more where somebody has decided before it was sent."""
    try:
        one = claim_acts.view(scene.desk, scene.payload.case, scene.payload.number)
    except Refused:
        return None
    return views.claim(one, scene.tr) if scene.shown or one.is_open else None


def wanted(scene: Scene[OfClaim]) -> Message | None:
    """The right number is asked for until it is there; then the message shows the case as it is."""
    try:
        shown = cards.view(scene.desk, scene.payload.case)
    except Refused:
        return None
    if shown.number_wrong and shown.number == scene.payload.number:
        return views.wrong_number(shown, scene.tr)
    return card_views.card(shown, scene.tr) if scene.shown else None


def confirmed(scene: Scene[FurtherParty]) -> Message | None:
    return _told(scene, views.confirmed)


def further(scene: Scene[FurtherParty]) -> Message | None:
    return _told(scene, views.further)


def _told(scene: Scene[FurtherParty], say: Any) -> Message | None:
    said = scene.payload
    try:
        shown = cards.view(scene.desk, said.case)
    except Refused:
        return None
    message: Message = say(shown, access.agency(scene.desk, said.agency).short_name, said.who, scene.tr)
    return message
