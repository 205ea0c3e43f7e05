"""Files that people sent, by what they belong to. Who may have them back is asked in `bot.services.cases.files`.

What comes in has a row at once, without a subject: it waits. `keep` gives it one when the paper, the form or the proof
that it belongs to is recorded; `tidy` takes away what nothing waits for any more. The bytes follow after the commit
(`settle`), so that nothing is removed that a transaction still counts on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.hall.errors import Refused
from bot.domain.hall.files import VANISHED, Fetched, safe_name
from bot.domain.hall.subjects import Subject
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.store.cases import files as files_store
from bot.store.hall import queries as hall_store
from bot.store.tables import Draft, StoredFile

Given = dict[str, Any]
"""A file as forms collect it: its hash, name, content type, size, and Telegram's id of it."""
WAITS = timedelta(days=1)
"""How long a file waits for a form that nobody touches."""
FETCHED, TOLD = "fetched:", "unkept:"
"""How the notes are named that hold a person's measure of a day, and what a chat was told."""


class Vanished(Exception):
    """The bytes of a file that just came in were removed before its row was written: it is fetched again."""


# -- coming in -----------------------------------------------------------------------------------------------------


def arrive(desk: Desk, files: Sequence[Given]) -> None:
    """Files that were fetched get their rows; they wait for what they belong to.

    Raises:
        Vanished: the bytes are not there.
    """
    if not files:
        return
    files_store.lock(desk.session)
    for one in files:
        if not desk.house.files.has(str(one["hash"])):
            raise Vanished
        desk.session.add(_row(desk, one, ""))
        desk.loose.add(str(one["hash"]))
    desk.session.flush()


def keep(desk: Desk, subject: Subject, files: Sequence[Given], *, sent_by: int | None = None) -> None:
    """These files belong to `subject` from now on. `sent_by` where the actor records what another person sent.

    Raises:
        Refused: the bytes of one are no longer there.
    """
    if not files:
        return
    files_store.lock(desk.session)
    sender = sent_by or desk.actor.person_id
    waiting = files_store.waiting_of(desk.session, sender) if sender else []
    for one in files:
        digest = str(one["hash"])
        try:
            desk.house.files.keep(digest)
        except FileNotFoundError:
            raise Refused.because(VANISHED) from None
        row = next((row for row in waiting if row.hash == digest), None)
        if row is None:
            # The same picture may show several papers: each has it from when it came.
            desk.session.add(_row(desk, one, str(subject), sender, arrived_at(desk, [one])))
        else:
            waiting.remove(row)
            row.subject = str(subject)
            row.name = _name(one) if one.get("name") else row.name
            desk.session.add(row)
        desk.loose.add(digest)
    desk.session.flush()


def release(desk: Desk, subject: Subject, hashes: Collection[str]) -> None:
    """Files that were put to `subject` by mistake wait again for what they belong to."""
    files_store.lock(desk.session)
    for row in of(desk, subject):
        if row.hash in hashes:
            row.subject = ""
            desk.session.add(row)
            desk.loose.add(row.hash)
    desk.session.flush()


def arrived_at(desk: Desk, files: Sequence[Given]) -> datetime:
    """The instant at which the last of these came from the actor: what was sent is there from then on, whenever the
    form that collects it is confirmed."""
    found = files_store.with_hashes(desk.session, {str(one["hash"]) for one in files})
    came = [row.received_at for row in found if row.sent_by == desk.actor.person_id]
    return max(came, default=desk.now)


def _name(one: Given) -> str:
    return safe_name(str(one.get("name", "")))


def _row(desk: Desk, one: Given, subject: str, sent_by: int | None = None, at: datetime | None = None) -> StoredFile:
    return StoredFile(
        hash=str(one["hash"]),
        name=_name(one),
        mime=str(one.get("mime", ""))[:100],
        size=int(one.get("size", 0)),
        telegram_file_id=str(one.get("id", ""))[:200],
        subject=subject,
        sent_by=sent_by or desk.actor.person_id or None,
        received_at=at or desk.now,
    )


# -- what nothing waits for ----------------------------------------------------------------------------------------


def tidy(desk: Desk) -> None:
    """What the actor sent and nothing waits for any more goes: a form was cancelled, or nobody took the file."""
    rows = files_store.waiting_of(desk.session, desk.actor.person_id)
    if rows:
        let_go(desk, unclaimed(desk, desk.actor.person_id, rows, None))


def unclaimed(
    desk: Desk, person_id: int, rows: Sequence[StoredFile], touched_after: datetime | None
) -> list[StoredFile]:
    """Those of a person's waiting files for which nothing waits that was touched after then."""
    claimed = _of_draft(desk, person_id, touched_after)
    for claims in desk.house.wiring.awaiting:
        claimed |= set(claims(desk, person_id, touched_after))
    return [row for row in rows if row.hash not in claimed]


def let_go(desk: Desk, rows: Sequence[StoredFile]) -> None:
    """Delete rows; the bytes go after the commit, where no other row needs them."""
    if rows:
        files_store.remove(desk.session, [row.id for row in rows])
        desk.loose |= {row.hash for row in rows}


def _of_draft(desk: Desk, person_id: int, touched_after: datetime | None) -> set[str]:
    draft = hall_store.draft_of(desk.session, person_id)
    if draft is None or (touched_after is not None and draft.updated_at < touched_after):
        return set()
    return {str(one["hash"]) for one in given_in(draft)}


def given_in(draft: Draft) -> list[Given]:
    """The files anywhere in a draft: in its values, and in what waits behind it."""
    return list(_files_in([draft.data, draft.context]))


def given_in_parts(parts: list[Given]) -> list[Given]:
    """The files of a circular's parts."""
    return [{**part, "hash": digest} for part in parts for digest in str(part.get("hash", "")).split()]


def _files_in(value: Any) -> Iterator[Given]:
    if isinstance(value, dict):
        if isinstance(value.get("hash"), str):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _files_in(one)


def adopt(desk: Desk, one: Given, subject: str, sent_by: int) -> None:
    """Give stored bytes the row that they should have had."""
    desk.session.add(_row(desk, one, subject, sent_by))
    desk.session.flush()


def settle(desk: Desk, hashes: Collection[str]) -> list[str]:
    """Bring the bytes of these hashes to where their rows say; gives those of which nothing is left."""
    files_store.lock(desk.session)
    held, store, gone = files_store.held(desk.session, hashes), desk.house.files, list[str]()
    for digest in sorted(hashes):
        rows = held.get(digest, files_store.Held())
        if rows.kept and store.has(digest):
            store.keep(digest)
        if rows.waiting:
            store.wait(digest)
        store.forget(digest, waiting=not rows.waiting, kept=not rows.kept)
        if not (rows.waiting or rows.kept):
            gone.append(digest)
    return gone


# -- what is given back --------------------------------------------------------------------------------------------


def of(desk: Desk, subject: Subject) -> list[StoredFile]:
    """The files of a subject; the caller has checked who asks."""
    return files_store.of_subject(desk.session, str(subject))


def as_given(desk: Desk, subject: Subject) -> list[Given]:
    """The files of a subject as forms collect them, for `keep`; the caller has checked who asks."""
    return [
        {"hash": f.hash, "name": f.name, "mime": f.mime, "size": f.size, "id": f.telegram_file_id}
        for f in of(desk, subject)
    ]


# -- how much of one person ----------------------------------------------------------------------------------------


def fetched_today(desk: Desk) -> Fetched:
    """What was fetched of the actor on this day (local), whatever became of it."""
    note = notes.get(desk.session, _key(desk))
    if note.get("day") != desk.today.isoformat():
        return Fetched()
    return Fetched(int(note.get("bytes", 0)), int(note.get("files", 0)))


def count_fetched(desk: Desk, size: int) -> None:
    """One more file of so many bytes."""
    before = fetched_today(desk)
    value = {"day": desk.today.isoformat(), "bytes": before.bytes + size, "files": before.files + 1}
    notes.put(desk.session, _key(desk), value, now=desk.now)


def left_today(desk: Desk) -> int:
    """Bytes that may still be fetched of the actor today."""
    return desk.house.daily.left(fetched_today(desk))


def is_told(desk: Desk, chat_id: int, occasion: str) -> bool:
    """Whether a chat was told already, on this occasion, why its files are not kept; from now on it was."""
    key = f"{TOLD}{chat_id}"
    told = notes.get(desk.session, key).get("occasion") == occasion
    if not told:
        notes.put(desk.session, key, {"occasion": occasion}, now=desk.now)
    return told


def _key(desk: Desk) -> str:
    return f"{FETCHED}{desk.actor.person_id}"
