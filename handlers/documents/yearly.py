"""Papers of events and of periods: notices, sheets and summaries, the plan of the year, the nil report in one tap."""

from __future__ import annotations

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing
from bot.domain.hall.message import plain
from bot.services.documents import event_papers, periodic, plans
from bot.services.duties import cards as duty_cards
from bot.services.events import cards as event_cards
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.documents import event_papers as views
from bot.views.documents import plans as plan_views
from bot.views.duties import duties as duty_views
from handlers.documents.documents import present


def register(router: Router) -> None:
    """The page of an event's papers, the plan with its items, and what one tap hands in."""
    router.command(
        "plan",
        lambda turn: _plan(turn, turn.desk.today.year, 0),
        "the work plan and its items",
        shown=lambda actor: actor.is_coordinator and actor.may_somewhere(Action.JUDGE_DUTY),
        rank=47,
    )
    router.press("doc.ev", page, sees=_event)
    router.press("doc.evn", begin, sees=_event)
    router.press("doc.plan", lambda turn: _plan(turn, _year(turn), turn.number(1)), sees=nothing)
    router.press("doc.plann", draw_up, sees=nothing)
    router.press("doc.agenda", agenda, sees=nothing)
    router.press("doc.nil", nil, of=OWED)


OWED = Subject(
    "duty",
    lambda turn, number: turn.show(duty_views.detail(duty_cards.of(turn.desk, number), turn.tr)),
    lambda turn, number: duty_cards.visible(turn.desk, number),
)


def _event(turn: Turn) -> None:
    event_cards.event_of(turn.desk, turn.number())


def page(turn: Turn) -> None:
    turn.beside()
    turn.show(views.page(event_papers.of_event(turn.desk, turn.number()), turn.tr))


def begin(turn: Turn) -> None:
    """The paper below the page, which keeps its place."""
    document = event_papers.begin(turn.desk, turn.number(), turn.arg(1))
    turn.beside()
    present(turn, document.id or 0)


def _year(turn: Turn) -> int:
    year = turn.number(0) or turn.desk.today.year
    if not 2000 <= year <= 2999:
        raise Missing
    return year


def _plan(turn: Turn, year: int, number: int) -> None:
    turn.show(plan_views.page(plans.of_year(turn.desk, year, number), turn.tr))


def draw_up(turn: Turn) -> None:
    turn.beside()
    present(turn, plans.begin(turn.desk, _year(turn)).id or 0)


def agenda(turn: Turn) -> None:
    turn.beside()
    present(turn, periodic.agenda(turn.desk).id or 0)


def nil(turn: Turn) -> None:
    """零报告."""
    document = periodic.nil(turn.desk, turn.number(0), turn.number(1))
    turn.beside()
    present(turn, document.id or 0)
    turn.toast(plain(turn.tr("Submitted.")))
