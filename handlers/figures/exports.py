"""/ledger and the dossier of a unit: chosen with buttons or words, made beside, sent when they are there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.figures import periods
from bot.domain.figures.export_topics import PROGRESS, OfJob
from bot.domain.figures.exports import DOSSIER, LEDGER, Asked
from bot.domain.figures.periods import Period
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hall.message import Message
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice
from bot.services.figures import exports
from bot.telegram.outdated import Subject
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.figures import exports as views


def register(router: Router) -> None:
    router.command("ledger", overview, "the ledger as a sheet, and a ledger taken over", shown=_shown, rank=44)
    for verb, handler in {"lg.at": at, "lg.per": period, "lg.unit": unit, "lg.go": go}.items():
        router.press(verb, handler, sees=_ledger)
    for verb, handler in {"dz": dossiers, "dz.at": dossier, "dz.go": dossier_go}.items():
        router.press(verb, handler, sees=_dossier)
    job = Subject("file_job", show, lambda turn, number: exports.view(turn.desk, number))
    router.press("lg.no", cancel, of=job)
    router.topic(PROGRESS, progress)


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.EXPORT) or actor.may_somewhere(Action.SEE_CASE)


def _asked(turn: Turn) -> Asked:
    return views.unpacked(turn.arg(0), turn.number(1), turn.arg(2))


def _ledger(turn: Turn) -> None:
    """The unit that a button of the ledger names."""
    exports.require(turn.desk, LEDGER, _asked(turn))


def _dossier(turn: Turn) -> None:
    """The unit that a button of the dossier names; the list of units names none."""
    if turn.incoming.verb == "dz":
        if not exports.may_dossier(turn.desk):
            raise NotAllowed
    else:
        exports.require(turn.desk, DOSSIER, Asked(unit=turn.number(1)))


def overview(turn: Turn) -> None:
    """/ledger, or with words: 2026年第三季度 县自然资源局 败诉 未结. An observer has dossiers only."""
    if not exports.may_ledger(turn.desk):
        _units(turn, Asked(), 0)
        return
    asked = exports.understood(turn.desk, turn.incoming.args)
    turn.say(views.ledger(exports.choosing(turn.desk, asked), turn.tr))


def at(turn: Turn) -> None:
    turn.show(views.ledger(exports.choosing(turn.desk, _asked(turn)), turn.tr))


def period(turn: Turn) -> None:
    turn.show(views.choice_of_period(_asked(turn), _offered(turn, _asked(turn)), turn.tr, "lg.at", "lg.at"))


def _offered(turn: Turn, asked: Asked) -> Sequence[Period]:
    """What is chosen, this quarter and the two before, this year and the last, the month before; each once."""
    today = turn.desk.today
    quarter = periods.quarter(today.year, (today.month + 2) // 3)
    month = periods.month(today.year, today.month).previous
    year = periods.year_of(today.year)
    chosen = [asked.spans] if asked.spans is not None else []
    found = (*chosen, quarter, quarter.previous, quarter.previous.previous, month, year, year.previous)
    return tuple(dict.fromkeys(found))


def unit(turn: Turn) -> None:
    found = [(one.id or 0, one.short_name or one.name) for one in exports.units(turn.desk, LEDGER)]
    turn.show(views.choice_of_unit(_asked(turn), found, turn.number(3), turn.tr))


def go(turn: Turn) -> None:
    begin(turn, LEDGER, _asked(turn))


def begin(turn: Turn, kind: str, asked: Asked) -> None:
    """A file of any kind. The message first; it says how far it is, and the file follows it."""
    job = exports.ask(turn.desk, kind, asked)
    turn.beside()
    shown = views.progress(exports.view(turn.desk, job.id or 0), turn.tr)
    turn.say(shown, Notice(PROGRESS, OfJob(job.id or 0), About.FILE_JOB(job.id)))


def dossiers(turn: Turn) -> None:
    _units(turn, _asked(turn), turn.number(3))


def _units(turn: Turn, asked: Asked, number: int) -> None:
    if not exports.may_dossier(turn.desk):
        raise NotAllowed
    found = [(one.id or 0, one.short_name or one.name) for one in exports.units(turn.desk, DOSSIER)]
    turn.show(views.choice_of_dossier(asked, found, number, turn.tr, within=exports.may_ledger(turn.desk)))


def dossier(turn: Turn) -> None:
    asked = views.unpacked(turn.arg(0), turn.number(1), "")
    within = views.unpacked(turn.arg(0), turn.number(2), turn.arg(3))
    turn.show(views.dossier(asked, within, exports.unit_name(turn.desk, asked.unit), _offered(turn, asked), turn.tr))


def dossier_go(turn: Turn) -> None:
    begin(turn, DOSSIER, views.unpacked(turn.arg(0), turn.number(1), ""))


def cancel(turn: Turn) -> None:
    job = exports.cancel(turn.desk, turn.number())
    show(turn, job.id or 0)


def show(turn: Turn, job_id: int) -> None:
    """The present state of a file."""
    shown = views.progress(exports.view(turn.desk, job_id), turn.tr)
    turn.settle(shown, Notice(PROGRESS, OfJob(job_id), About.FILE_JOB(job_id)))


def progress(scene: Scene[OfJob]) -> Message | None:
    try:
        return views.progress(exports.view(scene.desk, scene.payload.job), scene.tr)
    except Refused:
        return None
