"""Pictures and workbooks that wait to be made: a row each; a crash loses none, and none is made in a transaction.

What they show is asked when the button is pressed, in the words of whoever pressed it, and lies in the row; whether
all of that is still the asker's to see is asked once more when it goes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.domain.figures.charts import Book, Chart
from bot.domain.hall.access import Action
from bot.domain.hall.message import Message, to_json
from bot.services.hall.desk import Desk
from bot.store.figures import jobs as jobs_store
from bot.store.tables import FigureJob

SPARE = 60.0
"""Seconds by which a row belongs longer to whoever makes it than making may take."""
ATTEMPTS = 3
"""How often one is begun: what ends the program each time must not do so for ever."""
PAUSE = 15.0
WAITS = timedelta(days=1)
_SHOWN = (Action.SEE_SUMMARY, Action.SEE_CASE)
"""What figures and the rows behind them are seen by."""
PICTURE, WORKBOOK = "picture", "workbook"


def draw(desk: Desk, chart: Chart, said: Message, name: str) -> None:
    """The actor gets the picture with this message, when it is drawn."""
    _ask(desk, PICTURE, chart.as_json(), said, name)


def write(desk: Desk, book: Book, said: Message, name: str) -> None:
    """The actor gets the workbook with this message, when it is written."""
    _ask(desk, WORKBOOK, book.as_json(), said, name)


def _ask(desk: Desk, kind: str, shows: Mapping[str, Any], said: Message, name: str) -> None:
    """A second tap asks for nothing new: what waits under the same words is the same."""
    seen = {one.value: list(desk.actor.branches(one)) for one in _SHOWN}
    wanted = {"shows": shows, "said": to_json(said), "name": name, "seen": seen}
    waiting = jobs_store.not_begun(desk.session, desk.actor.chat_id, kind)
    same = ("said", "name", "seen")
    if not any(all(one.wanted.get(part) == wanted[part] for part in same) for one in waiting):
        job = FigureJob(
            kind=kind, wanted=wanted, person_id=desk.actor.person_id, chat_id=desk.actor.chat_id, made_at=desk.now
        )
        desk.session.add(job)
        desk.session.flush()
    desk.printed = True


def may_have(desk: Desk, job: FigureJob) -> bool:
    """Whether the actor still sees all that the asker saw when it was asked for."""
    seen: Mapping[str, Sequence[str]] = job.wanted.get("seen") or {}
    return all(desk.actor.may(Action(action), path) for action, paths in seen.items() for path in paths)


def anything(session: Session, *, wall: float, lease: float) -> bool:
    """Whether a claim would find something; asked on a reading connection."""
    return jobs_store.anything(session, wall=wall, longest=lease)


def claim(session: Session, *, wall: float, owner: str, lease: float) -> FigureJob | None:
    """The next one, begun once more and ours for so many seconds; None where nothing waits."""
    job = jobs_store.first_free(session, wall=wall, longest=lease)
    if job is not None:
        job.attempts, job.lease, job.owner = job.attempts + 1, wall + lease, owner
        session.add(job)
        session.flush()
    return job


def take(session: Session, job: FigureJob) -> FigureJob | None:
    """The row in the transaction that settles it, locked; None where somebody else has it by now."""
    found = jobs_store.locked(session, job.id)
    return found if found is not None and (found.owner, found.attempts) == (job.owner, job.attempts) else None


def settle(session: Session, job: FigureJob) -> None:
    """It is done with."""
    session.delete(job)
    session.flush()


def put_back(session: Session, job: FigureJob, *, until: float = 0.0, counts: bool = True) -> None:
    """It was not done, and may be tried again after `until` (epoch seconds); a stop of ours does not count."""
    found = take(session, job)
    if found is not None:
        found.lease, found.owner, found.attempts = until, "", found.attempts - (not counts)
        session.add(found)


def is_worn_out(job: FigureJob) -> bool:
    """Whether it was begun so often that it is given up."""
    return job.attempts > ATTEMPTS


def give_up_leases(session: Session) -> None:
    """At the start of the only process: what the last one was making may be made again at once."""
    jobs_store.free(session)


def prune(desk: Desk) -> None:
    """What somebody asked for long ago."""
    jobs_store.forget(desk.session, desk.now - WAITS)
