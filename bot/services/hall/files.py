"""Files that people sent, by what they belong to. Who may have them back is asked in `bot.services.cases.files`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.hall.subjects import Subject
from bot.services.hall.desk import Desk
from bot.store.cases import files as files_store
from bot.store.tables import StoredFile


def keep(desk: Desk, subject: Subject, files: Sequence[dict[str, Any]]) -> None:
    """Note which stored files belong to `subject`; the content lies in the file store already."""
    for one in files:
        desk.session.add(
            StoredFile(
                hash=str(one["hash"]),
                name=str(one.get("name", ""))[:200],
                mime=str(one.get("mime", ""))[:100],
                size=int(one.get("size", 0)),
                telegram_file_id=str(one.get("id", ""))[:200],
                subject=str(subject),
                sent_by=desk.actor.person_id or None,
                received_at=desk.now,
            )
        )


def of(desk: Desk, subject: Subject) -> list[StoredFile]:
    """The files of a subject; the caller has checked who asks."""
    return files_store.of_subject(desk.session, str(subject))


def as_given(desk: Desk, subject: Subject) -> list[dict[str, Any]]:
    """The files of a subject as forms collect them, for `keep`; the caller has checked who asks."""
    return [
        {"hash": f.hash, "name": f.name, "mime": f.mime, "size": f.size, "id": f.telegram_file_id}
        for f in of(desk, subject)
    ]
