"""What is kept of the files that people sent: how long, what nothing belongs to, and how much there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog

from bot.clock import wall
from bot.domain.hall.subjects import About
from bot.services.hall import drafts, files, notes
from bot.services.hall.desk import Desk
from bot.store.cases import file_ends
from bot.store.cases import files as files_store
from bot.store.circulars import queries as circulars_store
from bot.store.files import is_name
from bot.store.hall import queries as hall_store
from bot.store.tables import StoredFile

log = structlog.get_logger(__name__)
A_NIGHT = 20_000
"""Rows that go in one night."""
TERM = 3650
"""Days: ten years, the shortest term for which offices keep their papers (国家档案局令第8号)."""
UNDER_WAY = 600.0
"""Seconds for which bytes without a row may be a file that is just coming in."""
FEW = 20
"""So many rows may have lost their bytes; more, and more than a tenth, are a folder that is not there."""


def set_terms(desk: Desk, days: Mapping[str, int]) -> None:
    """Keep the operator's terms, in days by kind (`bot.store.cases.file_ends.KINDS`), for the nightly tick."""
    notes.put(desk.session, "file_terms", dict(days), now=desk.now)


# -- rows ----------------------------------------------------------------------------------------------------------


def prune(desk: Desk) -> None:
    """Delete the rows of files whose term is over, and of those that waited for a day for what was never recorded."""
    terms, gone = notes.get(desk.session, "file_terms"), dict[str, int]()
    for kind, over in file_ends.KINDS.items():
        term = timedelta(days=int(terms.get(kind, TERM)))
        rows = over(desk.session, desk.today - term, desk.now - term, A_NIGHT)
        files.let_go(desk, rows)
        gone[kind] = len(rows)
    gone["waiting"] = _prune_waiting(desk)
    _forget_days(desk)
    if any(gone.values()):
        log.info("Files were let go", action="files_let_go", **gone)


def _prune_waiting(desk: Desk) -> int:
    before = desk.now - files.WAITS
    by_person: defaultdict[int, list[StoredFile]] = defaultdict(list)
    for row in files_store.waiting_since(desk.session, before, most=A_NIGHT):
        by_person[row.sent_by or 0].append(row)
    count = 0
    for person_id, rows in by_person.items():
        left = files.unclaimed(desk, person_id, rows, before)
        files.let_go(desk, left)
        drafts.drop_files(desk, person_id, {row.hash for row in left})
        count += len(left)
    return count


def _forget_days(desk: Desk) -> None:
    """What was fetched of whom on a day, and who was told what, is of no use after it."""
    for prefix in (files.FETCHED, files.TOLD, drafts.HEARD):
        for note in hall_store.notes_beginning_with(desk.session, prefix):
            if note.updated_at < desk.now - 2 * files.WAITS:
                desk.session.delete(note)


# -- bytes ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stock:
    """How many files there are and of how many bytes; rows; what waits; bytes without a row, rows without bytes."""

    files: int = 0
    bytes: int = 0
    rows: int = 0
    waiting: int = 0
    waiting_bytes: int = 0
    stray: int = 0
    stray_bytes: int = 0
    missing: int = 0


def stock(desk: Desk) -> Stock:
    """Count what is there. Bytes that are just coming in count as stray for a moment."""
    held, seen = files_store.all_held(desk.session), set[str]()
    sizes = {"kept": [0, 0], "waiting": [0, 0], "stray": [0, 0]}
    for path, waits in desk.house.files.walk():
        rows = held.get(path.name)
        what = "stray" if rows is None else "waiting" if waits and not rows.kept else "kept"
        if rows is not None and path.name in seen:
            continue
        seen.add(path.name)
        size = _size(path)
        sizes[what][0] += 1
        sizes[what][1] += size
    (kept, kept_bytes), (waiting, waiting_bytes), (stray, stray_bytes) = sizes.values()
    return Stock(
        files=kept + waiting,
        bytes=kept_bytes + waiting_bytes,
        rows=files_store.count_all(desk.session),
        waiting=waiting,
        waiting_bytes=waiting_bytes,
        stray=stray,
        stray_bytes=stray_bytes,
        missing=len(held.keys() - seen),
    )


def sweep(desk: Desk) -> None:
    """Bring bytes and rows together: bytes without a row go, and rows whose bytes are gone.

    A confirmation writes its rows and takes its bytes in one transaction, and this is another: neither sees half of
    the other (one writer on SQLite, a lock on PostgreSQL).
    """
    files_store.lock(desk.session)
    _adopt(desk)
    held, seen, removed = files_store.all_held(desk.session), set[str](), 0
    for path, waits in desk.house.files.walk():
        rows = held.get(path.name)
        if rows is None:
            removed += _remove(path, waits=waits)
            continue
        seen.add(path.name)
        if waits and rows.kept:
            desk.house.files.keep(path.name)
        if (waits and not rows.waiting) or (not waits and not rows.kept and desk.house.files.waits(path.name)):
            path.unlink(missing_ok=True)
    if removed:
        log.warning("Files that belonged to nothing were removed", action="stray_files_removed", files=removed)
    _forget_missing(desk, held.keys() - seen, len(held))


def _adopt(desk: Desk) -> None:
    """Drafts and circulars of versions that wrote no rows for files that wait: their files get one now."""
    held = files_store.all_held(desk.session)
    named = [(draft.person_id, "", one) for draft in hall_store.drafts(desk.session) for one in files.given_in(draft)]
    for circular in circulars_store.with_files(desk.session):
        subject = str(About.CIRCULAR(circular.id)) if circular.begun_at else ""
        named += [(circular.author_id, subject, one) for one in files.given_in_parts(circular.parts)]
    for person_id, subject, one in named:
        if one["hash"] not in held and desk.house.files.has(str(one["hash"])):
            files.adopt(desk, one, subject, person_id)


def _remove(path: Path, *, waits: bool) -> int:
    """Bytes without a row; those that may be coming in right now are left alone."""
    if (waits or not is_name(path.name)) and _age(path) < UNDER_WAY:
        return 0
    path.unlink(missing_ok=True)
    return 1


def _forget_missing(desk: Desk, missing: set[str], all_of_them: int) -> None:
    """Rows whose bytes are gone. Where that is many, the folder is missing rather than the files: nothing is done."""
    if len(missing) > max(FEW, all_of_them // 10) or (len(missing) == all_of_them > 1):
        log.error("Files are missing; is the folder there?", action="files_missing", files=len(missing))
        return
    rows = files_store.with_hashes(desk.session, missing)
    if rows:
        subjects = sorted({row.subject for row in rows})[:FEW]
        for row in rows:
            if not row.subject and row.sent_by:
                drafts.drop_files(desk, row.sent_by, {row.hash})
        log.error("Rows without their files were removed", action="rows_removed", rows=len(rows), of=subjects)
        files_store.remove(desk.session, [row.id for row in rows])


def _age(path: Path) -> float:
    try:
        return wall() - path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
