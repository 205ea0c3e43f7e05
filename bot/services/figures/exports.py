"""Files of figures: asked for in chat, made in a process of their own (`bot.exporting`), sent when they are there.

A row each, so that a crash loses none. Whether the asker may have it is asked when it is asked for, while it is made,
and when it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.domain.cases.topics import FILE, OfFile
from bot.domain.figures import asked as figures_asked
from bot.domain.figures import periods
from bot.domain.figures.exports import (
    CHART,
    DOSSIER,
    LARGEST,
    LEDGER,
    OPEN,
    SCORES,
    SHEET,
    Asked,
    Choosing,
    JobState,
    JobView,
    asked_of,
)
from bot.domain.figures.ledger_acts import FILE_ASKED, FILE_MADE
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.files import safe_name
from bot.domain.hall.message import XLSX
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind
from bot.domain.hall.topics import Notice, to_person
from bot.domain.reading import chosen
from bot.services.agencies import bodies
from bot.services.figures import assessments, ledger, ledger_imports, sight, viewing
from bot.services.hall import access, files
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.figures import files as store
from bot.store.queue import Queue
from bot.store.tables import Agency, FileJob, Person

AT_ONCE = 2
"""Files that one person waits for at once."""
ATTEMPTS = 3
PAUSE, LONGEST = 15.0, 3600.0
KEPT = timedelta(days=1)
FAILED = "It could not be made. Please try again, or ask for less at once."
TOO_LARGE = "It is larger than a message may be. Please ask for a shorter period or for one unit."
GONE = "You may not have it any more."
CHANGED = "What you see has changed since you asked for it. Please ask for it again."
ZIP, PNG = "application/zip", "image/png"
_MIMES, _ENDINGS = {DOSSIER: ZIP, CHART: PNG}, {DOSSIER: "zip", CHART: "png"}
_NAMES = {LEDGER: "行政应诉台账", DOSSIER: "出庭应诉卷宗", CHART: "出庭情况", SHEET: "出庭情况", SCORES: "考核评分"}
_SEEN = (Action.SEE_SUMMARY, Action.SEE_CASE, Action.EXPORT)
"""By what figures, and the cases behind them, are seen."""
QUEUE = Queue(FileJob, open=store.unfinished, attempts=ATTEMPTS, pause=PAUSE, longest=LONGEST)


# -- asking ------------------------------------------------------------------------------------------------------------


def choosing(desk: Desk, asked: Asked) -> Choosing:
    """What the card says of what is chosen so far. Raises as `ledger.wanted`."""
    waits = store.open_of(desk.session, desk.actor.person_id)
    return Choosing(
        asked,
        unit_name(desk, asked.unit),
        ledger.count(desk, asked),
        desk.actor.may_somewhere(Action.SEE_PLAINTIFF),
        ledger_imports.may(desk),
        may_dossier(desk),
        bool(_wholes(desk)),
        (waits[-1].id or 0) if waits else 0,
    )


def unit_name(desk: Desk, unit: int) -> str:
    found = desk.session.get(Agency, unit) if unit else None
    return found.short_name or found.name if found is not None else ""


def units(desk: Desk, kind: str) -> list[Agency]:
    """The units of which the actor may have such a file, in the order of the tree."""
    actions = (Action.EXPORT, Action.SEE_CASE) if kind == DOSSIER else (Action.EXPORT, Action.SEE_PLAINTIFF)
    found = {one.id: one for action in actions for one in access.within(desk, action)}
    wholes = _wholes(desk)
    mine = (one for one in found.values() if one.kind is not AgencyKind.COURT and not one.path.startswith(wholes))
    return sorted(mine, key=lambda one: one.path)


def _wholes(desk: Desk) -> tuple[str, ...]:
    """Areas whose single cases are not the actor's to have: a city's counties."""
    return tuple(one.path for one in sight.wholes_of(desk))


def may_dossier(desk: Desk) -> bool:
    """Coordinators and assessors of those below, observers of the units they are to look at (RZ16)."""
    return desk.actor.may_somewhere(Action.EXPORT) or desk.actor.may_somewhere(Action.SEE_CASE)


def require(desk: Desk, kind: str, asked: Asked) -> None:
    """Raises NotAllowed or Missing where the actor may not have such a file now."""
    if kind == LEDGER:
        ledger.wanted(desk, asked)
    elif kind in (CHART, SHEET):
        viewing.visible(desk, figures_of(asked))
    elif kind == SCORES:
        assessments.may_export(desk, int(asked.period))
    else:
        _dossier(desk, asked)


def figures_of(asked: Asked) -> figures_asked.Asked:
    """The card that a picture or a sheet is of. Raises Missing."""
    found = figures_asked.read(*asked.figures)
    if found is None:
        raise Missing
    return found


def _dossier(desk: Desk, asked: Asked) -> None:
    unit = access.agency(desk, asked.unit)
    if not any(desk.actor.may(one, unit.path) for one in (Action.EXPORT, Action.SEE_CASE)):
        raise NotAllowed
    if unit.path.startswith(_wholes(desk)):
        raise NotAllowed


def _seen(desk: Desk) -> dict[str, list[str]]:
    return {one.value: list(desk.actor.branches(one)) for one in _SEEN}


def _still_sees(desk: Desk, job: FileJob) -> bool:
    """Whether the actor sees all that the asker saw when it was asked for: what was made then may hold all of it."""
    seen = job.asked.get("seen") or {}
    return all(desk.actor.may(Action(action), path) for action, paths in seen.items() for path in paths)


def ask(desk: Desk, kind: str, asked: Asked) -> FileJob:
    """The actor wants a file; a second tap asks for nothing new.

    Raises:
        NotAllowed, Missing: as `require`. Refused: too many are under way, or there is nothing in it.
    """
    require(desk, kind, asked)
    waits = store.open_of(desk.session, desk.actor.person_id)
    same = next((one for one in waits if one.kind == kind and asked_of(one.asked) == asked), None)
    if same is not None:
        return same
    if len(waits) >= AT_ONCE:
        raise Refused("You wait for {n} files already. Please wait until one is there, or cancel it.", n=len(waits))
    if kind == LEDGER and not ledger.count(desk, asked):
        raise Refused("There is no case that is as you chose.")
    job = FileJob(
        kind=kind,
        asked=asked.stored() | {"seen": _seen(desk)},
        person_id=desk.actor.person_id,
        chat_id=desk.actor.chat_id,
        made_at=desk.now,
    )
    desk.session.add(job)
    desk.session.flush()
    new = {
        "kind": kind,
        "period": asked.period,
        "unit": unit_name(desk, asked.unit),
        "names": "1" if asked.names else "",
    }
    desk.audit(
        FILE_ASKED, About.FILE_JOB(job.id), agency_id=asked.unit or None, new={k: v for k, v in new.items() if v}
    )
    desk.printed = True
    return job


def cancel(desk: Desk, job_id: int) -> FileJob:
    """The asker wants it no more. Raises Missing, or Stale where it is there or over already."""
    job = QUEUE.locked(desk.session, job_id)
    if job is None or job.person_id != desk.actor.person_id:
        raise Missing
    if JobState(job.state) not in OPEN:
        raise Stale
    _end(desk, job, JobState.CANCELLED)
    return job


def view(desk: Desk, job_id: int) -> JobView:
    """How far it is. Raises Missing for everybody but the asker."""
    job = desk.session.get(FileJob, job_id)
    if job is None or (job.person_id != desk.actor.person_id and not desk.is_system):
        raise Missing
    asked = asked_of(job.asked)
    return JobView(
        job.id or 0, job.kind, JobState(job.state), asked, unit_name(desk, asked.unit), job.done, job.total, job.why
    )


# -- the queue ---------------------------------------------------------------------------------------------------------


def take(session: Session, job: FileJob) -> FileJob | None:
    """The row, locked; None where somebody else has it by now, or the asker wants it no more."""
    found = QUEUE.take(session, job)
    return found if found is not None and JobState(found.state) in OPEN else None


give_up_leases, claim = QUEUE.give_up_leases, QUEUE.claim


def prune(desk: Desk) -> None:
    """What was made long ago goes with its file: whoever wants it again asks again."""
    ids = store.over_before(desk.session, desk.now - KEPT)
    for one in ids:
        files.let_go(desk, files.of(desk, About.FILE_JOB(one)))
    store.forget(desk.session, ids)


# -- making it ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Order:
    """What the process that makes the file is told: of what, for whom, in which language."""

    kind: str
    asked: dict[str, Any]
    person_id: int
    language: str


def as_asker(desk: Desk, person_id: int) -> Desk | None:
    """The same transaction, as the asker may act in it now; None where the person is not there any more."""
    person = desk.session.get(Person, person_id)
    if person is None or person.telegram_id is None:
        return None
    return Desk(desk.session, desk.house, desk.now, access.actor_of(desk.session, person, desk.today))


def order(desk: Desk, job: FileJob) -> Order | None:
    """None where nobody waits for it any more, or the asker may not have it now. `desk` is the bot's own."""
    found = desk.session.get(FileJob, job.id)
    mine = as_asker(desk, job.person_id)
    if mine is None or found is None or JobState(found.state) not in OPEN or _lost(mine, found):
        return None
    return Order(job.kind, dict(job.asked), job.person_id, mine.actor.language)


def _lost(desk: Desk, job: FileJob) -> str:
    """Why the actor may not have what was asked for: it is not the actor's any more, or some of it is not."""
    try:
        require(desk, job.kind, asked_of(job.asked))
    except Refused:
        return GONE
    return "" if _still_sees(desk, job) else CHANGED


def progress(desk: Desk, job: FileJob, done: int, total: int, *, until: float) -> bool:
    """So many rows are written, and it is ours until then; whether it is still wanted, and the asker may have it."""
    found = take(desk.session, job)
    if found is None or order(desk, job) is None:
        refused(desk, job)
        return False
    found.done, found.total, found.lease, found.state = done, total, until, JobState.UNDER_WAY.value
    desk.session.add(found)
    desk.session.flush()
    outbox.refresh(desk, About.FILE_JOB(found.id))
    return True


def refused(desk: Desk, job: FileJob) -> None:
    """Nobody waits for it, or the asker may not have it any more."""
    found = take(desk.session, job)
    if found is not None:
        mine = as_asker(desk, job.person_id)
        _end(desk, found, JobState.CANCELLED, (_lost(mine, found) if mine is not None else "") or GONE)


def failed(desk: Desk, job: FileJob, why: str = FAILED) -> None:
    """It came to nothing, and the asker is told."""
    found = take(desk.session, job)
    if found is not None:
        _end(desk, found, JobState.FAILED, why)


def made(desk: Desk, job: FileJob, digest: str, size: int, rows: int, name: str = "") -> None:
    """The file lies in the store, and goes to the asker, who is asked for once more when it is sent."""
    found = take(desk.session, job)
    if found is None:
        return
    if size > LARGEST:
        _end(desk, found, JobState.FAILED, TOO_LARGE)
        return
    name, mime = name or name_of(desk, found), _MIMES.get(found.kind, XLSX)
    given = {"hash": digest, "name": name, "mime": mime, "size": size}
    subject = About.FILE_JOB(found.id)
    files.keep(desk, subject, (given,), sent_by=found.person_id)
    [kept] = files.of(desk, subject)
    found.done = found.total = rows
    _end(desk, found, JobState.MADE)
    outbox.plan(desk, Notice(FILE, OfFile(file=kept.id or 0)), to_person(found.person_id))
    desk.audit(FILE_MADE, subject, new={"kind": found.kind, "rows": rows}, for_id=found.person_id)


def _end(desk: Desk, job: FileJob, state: JobState, why: str = "") -> None:
    job.state, job.why, job.owner, job.lease = state.value, why, "", 0.0
    desk.session.add(job)
    desk.session.flush()
    outbox.refresh(desk, About.FILE_JOB(job.id))


def name_of(desk: Desk, job: FileJob) -> str:
    """行政应诉台账-县自然资源局-2026年第三季度-20261007.xlsx"""
    asked = asked_of(job.asked)
    ending = _ENDINGS.get(job.kind, "xlsx")
    named = periods.named(asked.period, chinese=True)
    parts = (_NAMES[job.kind], unit_name(desk, asked.unit), named, f"{desk.local:%Y%m%d}")
    return safe_name("-".join(part for part in parts if part) + f".{ending}")


def of_file(desk: Desk, job_id: int) -> int | None:
    """Whether the actor may have the file: the asker, and only while the right holds. Raises Missing or NotAllowed."""
    job = desk.session.get(FileJob, job_id)
    if job is None or job.person_id != desk.actor.person_id:
        raise Missing
    require(desk, job.kind, asked_of(job.asked))
    if not _still_sees(desk, job):
        raise NotAllowed
    return None


# -- what is typed -----------------------------------------------------------------------------------------------------


def may_ledger(desk: Desk) -> bool:
    return ledger.may(desk)


def understood(desk: Desk, text: str) -> Asked:
    """What is typed behind the command: a period, a unit's name, and words such as 未结 and 败诉, in any order.

    Raises:
        Refused: a word means none of these; it is named.
    """
    period, unit, open_, lost = "", 0, False, False
    mine = units(desk, LEDGER) if text.strip() else []
    if (whole := periods.parse(text, desk.today)) is not None:
        return Asked(whole.key)
    for word in text.replace("，", " ").replace("、", " ").split():
        spans = periods.parse(word, desk.today)
        called = bodies.calling(desk, mine, word) or _by_part(mine, word)
        if spans is not None:
            period = spans.key
        elif word.lower() in _OPEN_WORDS:
            open_ = True
        elif word.lower() in _LOST_WORDS:
            lost = True
        elif len(called) == 1:
            unit = called[0].id or 0
        elif word not in _ALL_WORDS:
            raise Refused(
                "I do not know what “{word}” means here. Please write a period, a unit, “open” or “lost”.",
                word=word[:40],
            )
    return Asked(period, unit, open_, lost)


def _by_part(mine: Sequence[Agency], word: str) -> list[Agency]:
    """Those of whose names the word is a part, or the initials: nothing else means a unit."""
    if word.lower() in _OPEN_WORDS | _LOST_WORDS | _ALL_WORDS:
        return []
    found = chosen.near([chosen.Option(str(one.id), (one.short_name, one.name)) for one in mine], word)
    return [one for one in mine if str(one.id) in found]


_OPEN_WORDS = frozenset({"未结", "未结案", "在办", "open"})
_LOST_WORDS = frozenset({"败诉", "lost"})
_ALL_WORDS = frozenset({"全部", "所有", "台账", "all"})
