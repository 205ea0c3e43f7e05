"""Entries of the audit trail and their seals, as sealing and verifying read and write them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session, col, func, or_, select, update

from bot.domain.hall.entries import Form, blanked, is_blank, sealable
from bot.domain.records import personal_in
from bot.store.hall.tables import AuditEntry, Seal

IN_ONE = 400
"""So many entries are asked for in one statement."""
_TABLE = AuditEntry.__table__  # type: ignore[attr-defined]
_SEAL = Seal.__table__  # type: ignore[attr-defined]
Found = tuple[int, dict[str, Any] | None]
"""An entry's id with its columns; None for one that cannot be read, or is gone."""


# -- sealing ---------------------------------------------------------------------------------------------------------


def lock_seals(session: Session) -> None:
    """Nobody else seals until this transaction ends. SQLite has one writer anyway."""
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(text("LOCK TABLE seal IN SHARE ROW EXCLUSIVE MODE"))


def last_number(session: Session) -> int:
    """The number of the newest seal; 0 before the first."""
    return session.exec(select(func.max(Seal.number))).one() or 0


def unsealed(session: Session, before: datetime, *, most: int) -> list[tuple[int, int, str]]:
    """Id, form and hash of the newest entries without a seal that were written before that instant, rising.

    By what is not sealed, not from an id on: on PostgreSQL an entry may be there later than one with a higher id.
    """
    statement = select(AuditEntry.id, AuditEntry.form, AuditEntry.hash)
    statement = statement.where(col(AuditEntry.seal).is_(None), AuditEntry.at < before)
    rows = session.exec(statement.order_by(col(AuditEntry.id).desc()).limit(most)).all()
    return [(number or 0, form, hash_) for number, form, hash_ in reversed(rows)]


def change(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write columns of entries, the same ones in each row, which names its entry as `entry`."""
    if rows:
        session.connection().execute(_TABLE.update().where(_TABLE.c.id == bindparam("entry")), rows)


def add_seal(session: Session, seal: Seal) -> None:
    """Keep a seal, and say so in its entries."""
    session.add(seal)
    session.flush()
    for some in _some(seal.ids):
        sealed = update(AuditEntry).where(col(AuditEntry.id).in_(some)).values(seal=seal.number)
        session.execute(sealed.execution_options(synchronize_session=False))


# -- looking ---------------------------------------------------------------------------------------------------------


def numbers(session: Session) -> list[int]:
    """The numbers of the seals there are."""
    return list(session.exec(select(Seal.number).order_by(col(Seal.number))).all())


def seal(session: Session, number: int) -> dict[str, Any] | None:
    """A seal without its list of entries; None if it cannot be read, or is gone."""
    columns = [column for column in _SEAL.columns if column.name not in ("ids", "hashes")]
    try:
        found = session.connection().execute(select(*columns).where(_SEAL.c.number == number)).mappings().first()
    except (ValueError, TypeError):
        return None
    return dict(found) if found else None


def list_of(session: Session, number: int) -> tuple[list[int], list[str]]:
    """The entries of a seal and their hashes; nothing if they cannot be read."""
    try:
        found = session.exec(select(Seal.ids, Seal.hashes).where(Seal.number == number)).first()
        return (list(found[0]), list(found[1])) if found else ([], [])
    except (ValueError, TypeError):
        return [], []


def claimed(session: Session) -> list[int]:
    """The numbers of seals in which entries say that they are."""
    found = session.exec(select(AuditEntry.seal).where(col(AuditEntry.seal).is_not(None)).distinct()).all()
    return sorted(number for number in found if number is not None)


def ids_in(session: Session, seal: int | None) -> list[int]:
    """The entries that say that they are in this seal, or in none, rising."""
    where = col(AuditEntry.seal).is_(None) if seal is None else AuditEntry.seal == seal
    return [number or 0 for number in session.exec(select(AuditEntry.id).where(where).order_by(col(AuditEntry.id)))]


def ids_of_case(session: Session, case_id: int, subject: str) -> list[int]:
    """The entries of a case, or about it (`subject`), rising."""
    where = or_(AuditEntry.case_id == case_id, AuditEntry.subject == subject)
    return [number or 0 for number in session.exec(select(AuditEntry.id).where(where).order_by(col(AuditEntry.id)))]


def first_written(session: Session) -> int | None:
    """The oldest entry that was hashed when it was written."""
    statement = select(AuditEntry.id).where(AuditEntry.form == Form.WRITTEN)
    return session.exec(statement.order_by(col(AuditEntry.id)).limit(1)).first()


def entries(session: Session, ids: Sequence[int]) -> Iterator[Found]:
    """The entries of these ids, in their order, a few hundred at a time.

    What somebody wrote past the bot may not even be readable: that is told of this entry, and the others are read.
    """
    for some in _some(ids):
        try:
            found = _read(session, some)
        except (ValueError, TypeError):
            found = {number: row for number in some if (row := _read_one(session, number)) is not None}
        yield from ((number, found.get(number)) for number in some)


def _read(session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    rows = session.connection().execute(_TABLE.select().where(_TABLE.c.id.in_(ids)))
    return {row["id"]: dict(row) for row in rows.mappings()}


def _read_one(session: Session, number: int) -> dict[str, Any] | None:
    try:
        return _read(session, [number]).get(number)
    except (ValueError, TypeError):
        return None


def is_there(session: Session, number: int) -> bool:
    """Whether there is an entry of this id, wherever it says that it was sealed."""
    return session.exec(select(AuditEntry.id).where(AuditEntry.id == number)).first() is not None


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + IN_ONE] for start in range(0, len(ids), IN_ONE))


# -- forgetting ------------------------------------------------------------------------------------------------------


def written_after(session: Session, after: int, *, most: int) -> list[tuple[int, datetime]]:
    """The first entries with a higher id than `after`, rising, and when they were written."""
    statement = select(AuditEntry.id, AuditEntry.at).where(col(AuditEntry.id) > after)
    found = session.exec(statement.order_by(col(AuditEntry.id)).limit(most))
    return [(number or 0, at) for number, at in found]


def with_names(session: Session, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Of these entries those which hold personal values. What cannot be read is left out."""
    return [row for _, row in entries(session, ids) if row is not None and _has_names(row)]


def _has_names(row: dict[str, Any]) -> bool:
    if not all(isinstance(row[name], dict) for name in ("old", "new", "salts")):
        return False
    return bool(row["form"] == Form.NONE or not all(map(is_blank, row["salts"].values())))


def blank(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Forget the personal values of entries, as `with_names` gives them, and their salts. Hashes and seals stay true.

    An entry that has no hash yet is given one first.
    """
    names = ("old", "new", "reason", "form", "salts", "hash", "marks")
    changed = []
    for row in rows:
        made = sealable(row, Form.SEALED, personal_in(row["action"])) if row["form"] == Form.NONE else {}
        whole = row | made
        changed.append({name: (whole | blanked(whole, whole["salts"]))[name] for name in names} | {"entry": row["id"]})
    change(session, changed)
