"""What is asked of the files that people sent, by what they belong to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import bindparam, delete, text
from sqlmodel import Session, col, func, select

from bot.store.cases.tables import StoredFile
from bot.store.reading import ask_anew, foresee, once

T = TypeVar("T")
_LOCK = 7_020_008
"""Number of the advisory lock under which rows of files and their bytes come and go together."""
_BATCH = 500
_COUNT = select(func.count()).select_from(StoredFile).where(StoredFile.subject == bindparam("subject"))


def lock(session: Session) -> None:
    """From here to the end of the transaction nobody else removes bytes, or counts on them. SQLite has one writer."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
        ask_anew(session)


def of_subject(session: Session, subject: str) -> list[StoredFile]:
    """The files of a subject (`paper:12`), in the order in which they came."""
    statement = select(StoredFile).where(StoredFile.subject == subject).order_by(col(StoredFile.id))
    return list(session.exec(statement).all())


@once(StoredFile)
def count(session: Session, subject: str) -> int:
    """How many files a subject has."""
    return int(session.exec(_COUNT, params={"subject": subject}).one())


def foresee_counts(session: Session, subjects: Collection[str]) -> None:
    """Ask `count` of all of these at once."""
    statement = select(StoredFile.subject, func.count()).where(col(StoredFile.subject).in_(subjects))
    found = dict(session.exec(statement.group_by(col(StoredFile.subject))).all())
    foresee(session, count, {subject: found.get(subject, 0) for subject in subjects})


# -- what waits ----------------------------------------------------------------------------------------------------


def waiting_of(session: Session, person_id: int) -> list[StoredFile]:
    """What a person sent that belongs to nothing yet, in the order in which it came."""
    statement = select(StoredFile).where(StoredFile.subject == "", StoredFile.sent_by == person_id)
    return list(session.exec(statement.order_by(col(StoredFile.id))).all())


def waiting_since(session: Session, before: datetime, *, most: int) -> list[StoredFile]:
    """What has waited since before an instant, whoever sent it."""
    statement = select(StoredFile).where(StoredFile.subject == "", col(StoredFile.received_at) < before)
    return list(session.exec(statement.order_by(col(StoredFile.id)).limit(most)).all())


# -- rows and bytes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """For whom bytes are there: whether a row waits, and whether one is kept."""

    waiting: bool = False
    kept: bool = False


def held(session: Session, hashes: Iterable[str]) -> dict[str, Held]:
    """By hash, what rows there are; hashes without any are not in it."""
    found: dict[str, Held] = {}
    for batch in _batches(sorted(set(hashes))):
        statement = select(StoredFile.hash, col(StoredFile.subject) == "").where(col(StoredFile.hash).in_(batch))
        found |= _held(session.exec(statement.distinct()).all())
    return found


def _held(rows: Iterable[tuple[str, bool]]) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for digest, waits in rows:
        before = found.get(digest, Held())
        found[digest] = Held(before.waiting or bool(waits), before.kept or not waits)
    return found


def all_held(session: Session) -> dict[str, Held]:
    """By hash, what rows there are of all."""
    return _held(session.exec(select(StoredFile.hash, col(StoredFile.subject) == "").distinct()).all())


def count_all(session: Session) -> int:
    """How many rows there are."""
    return int(session.exec(select(func.count()).select_from(StoredFile)).one())


def remove(session: Session, ids: Sequence[int | None]) -> None:
    """Delete rows; whoever calls sees to the bytes."""
    for batch in _batches(list(ids)):
        session.connection().execute(delete(StoredFile).where(col(StoredFile.id).in_(batch)))


def with_hashes(session: Session, hashes: Collection[str]) -> list[StoredFile]:
    """The rows of some hashes."""
    found: list[StoredFile] = []
    for batch in _batches(sorted(hashes)):
        found += session.exec(select(StoredFile).where(col(StoredFile.hash).in_(batch))).all()
    return found


def _batches(values: list[T]) -> list[list[T]]:
    return [values[at : at + _BATCH] for at in range(0, len(values), _BATCH)]
