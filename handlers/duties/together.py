"""Several duties decided about in one go: 逐项认可, 全部认可, 催办逾期."""

from __future__ import annotations

from bot.domain.duties.topics import ACCEPTING, JUDGING, PRESSING, OfDuty
from bot.domain.hall.batches import Batch
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message, message, plain
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice
from bot.services.duties import acts, cards, judging, pressing
from bot.telegram.batches import listed
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.duties import together as views


def register(router: Router) -> None:
    """What the digest opens below it, and what is pressed there."""
    router.press("jd", begin, sees=nothing)
    router.press("jd.at", lambda turn: present(turn, turn.number()), sees=FILING.look)
    router.press("jd.ok", accept, of=FILING)
    router.press("jd.all", all_of_them, sees=nothing)
    router.press("jd.p", turn_accepting, sees=nothing)
    router.press("jd.sure", accept_all, sees=nothing)
    router.press("du", press, sees=nothing)
    router.press("du.p", turn_pressing, sees=nothing)
    router.press("du.ok", press_all, sees=nothing)
    router.press("dg.no", leave, sees=nothing)
    router.topic(JUDGING, judged)


# -- one by one ----------------------------------------------------------------------------------------------------


def begin(turn: Turn) -> None:
    turn.beside()
    present(turn, 0)


def present(turn: Turn, duty_id: int) -> None:
    """One filing; the message follows what becomes of it."""
    found = judging.one_of(turn.desk, duty_id)
    shown = found.duty.id if found.duty else 0
    shows = Notice(JUDGING, OfDuty(shown), About.DUTY(shown)) if shown else None
    turn.show(views.turned(found, turn.tr), shows)


def judged(scene: Scene[OfDuty]) -> Message | None:
    """Decided by another coordinator, or changed by its agency: it says so, with the way to the next."""
    try:
        return views.turned(judging.one_of(scene.desk, scene.payload.duty), scene.tr)
    except Refused:
        return None


FILING = Subject("duty", present, lambda turn, number: cards.visible(turn.desk, number))


def accept(turn: Turn) -> None:
    """认可: the next one takes its place."""
    following = judging.following(turn.desk, turn.number(0))
    acts.accept(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("Accepted.")))
    present(turn, following)


# -- all that is listed --------------------------------------------------------------------------------------------


def all_of_them(turn: Turn) -> None:
    """What would be accepted, below what was pressed."""
    turn.beside()
    _list_filings(turn)


def _list_filings(turn: Turn) -> None:
    found = judging.waiting(turn.desk)
    batch = Batch([[one.duty.id, one.duty.version] for one in found])
    turn.show(views.accepting(found, 0, turn.tr), Notice(ACCEPTING, batch) if found else None)


def turn_accepting(turn: Turn) -> None:
    """Another page of what was listed, as it stands now: what is not as it was is left out of it."""
    batch = listed(turn, ACCEPTING)
    there = {(one.duty.id, one.duty.version): one for one in judging.waiting(turn.desk)}
    found = [there[item[0], item[1]] for item in batch.items if (item[0], item[1]) in there] if batch else []
    if batch is None or not found:
        _list_filings(turn)
        return
    turn.show(views.accepting(found, turn.number(), turn.tr), Notice(ACCEPTING, batch))


def accept_all(turn: Turn) -> None:
    """Exactly what was listed."""
    batch = listed(turn, ACCEPTING)
    if batch is None:
        _list_filings(turn)
        return
    done = judging.accept_all(turn.desk, [(item[0], item[1]) for item in batch.items])
    turn.show(views.accepted(done, turn.tr))


# -- pressing for what is overdue ----------------------------------------------------------------------------------


def press(turn: Turn) -> None:
    """Whom it would reach, below the digest."""
    turn.beside()
    _list_overdue(turn, 0)


def turn_pressing(turn: Turn) -> None:
    _list_overdue(turn, turn.number())


def _list_overdue(turn: Turn, number: int) -> None:
    found = pressing.overdue(turn.desk)
    batch = Batch([[duty.id] for unit in found.units for duty in unit.duties])
    turn.show(views.pressing(found, number, turn.tr), Notice(PRESSING, batch) if found.units else None)


def press_all(turn: Turn) -> None:
    batch = listed(turn, PRESSING)
    if batch is None:
        _list_overdue(turn, 0)
        return
    turn.show(views.pressed(pressing.press_all(turn.desk, [item[0] for item in batch.items]), turn.tr))


def leave(turn: Turn) -> None:
    """What was listed is left as it is."""
    turn.show(message(turn.tr("Nothing was done.")))
