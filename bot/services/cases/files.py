"""Files that people sent: what they belong to, and who may have them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.cases.cases import RISK_TAGS
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import Lane
from bot.services.cases import cases
from bot.services.duties import cards
from bot.services.hall.desk import Desk
from bot.services.hearings import cards as hearing_cards
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.tables import Appearance, Case, Duty, Paper, StoredFile

FILE = "paper.file"
MOST = 10
"""Files sent back at once."""


def keep(desk: Desk, subject: str, files: Sequence[dict[str, Any]]) -> None:
    """Note which stored files belong to `subject`; the content lies in the file store already."""
    for one in files:
        desk.session.add(
            StoredFile(
                hash=str(one["hash"]),
                name=str(one.get("name", ""))[:200],
                mime=str(one.get("mime", ""))[:100],
                size=int(one.get("size", 0)),
                telegram_file_id=str(one.get("id", ""))[:200],
                subject=subject,
                sent_by=desk.actor.person_id or None,
                received_at=desk.now,
            )
        )


def as_given(desk: Desk, subject: str) -> list[dict[str, Any]]:
    """The files of a subject as forms collect them, for `keep`; the caller has checked who asks."""
    return [
        {"hash": f.hash, "name": f.name, "mime": f.mime, "size": f.size, "id": f.telegram_file_id}
        for f in papers_store.files_of(desk.session, subject)
    ]


def send(desk: Desk, subject: str) -> int:
    """Send the files of a subject to the actor, each as a message; whether the actor may see them is asked then too.

    Raises Missing when there are none.
    """
    found = papers_store.files_of(desk.session, subject)
    if not found:
        raise Missing
    for one in found[:MOST]:
        get(desk, one.id or 0)
        outbox.plan(desk, FILE, {"file": one.id}, person_id=desk.actor.person_id, lane=Lane.INTERACTIVE, urgent=True)
    desk.audit("files_fetched", subject)
    return len(found)


def get(desk: Desk, file_id: int) -> StoredFile:
    """A stored file, if the actor may see what it belongs to.

    Raises:
        Missing: there is none, or it belongs to nothing any more.
        NotAllowed: it is not the actor's to see.
    """
    file = desk.session.get(StoredFile, file_id)
    kind, _, number = (file.subject if file else "").partition(":")
    if file is None or not number.isdigit():
        raise Missing
    if kind == "duty":
        cards.visible(desk, int(number))
    elif kind == "paper":
        paper = desk.session.get(Paper, int(number))
        if paper is None:
            raise Missing
        cases.visible(desk, paper.case_id)
        case = desk.session.get_one(Case, paper.case_id)
        if paper.entered_by != desk.actor.person_id and not cases.may_see_plaintiff(desk, case):
            # Papers name the plaintiff: they are for the case's own people.
            raise NotAllowed
    elif kind == "appearance":
        _require_seen(desk, int(number))
    else:
        raise Missing
    return file


def _require_seen(desk: Desk, appearance_id: int) -> None:
    """Proof of an absence is for the leader named and whoever looks into the agency's side of the hearing."""
    row = desk.session.get(Appearance, appearance_id)
    if row is None:
        raise Missing
    mine = row.leader_id is not None and row.leader_id == desk.actor.person_id
    if not mine and not hearing_cards.may_look_into(desk, row.agency_id):
        raise NotAllowed


def is_sensitive(desk: Desk, file: StoredFile) -> bool:
    """Whether a file must not be forwarded or saved: it belongs to a risk case."""
    kind, _, number = file.subject.partition(":")
    paper = desk.session.get(Paper, int(number)) if kind == "paper" else None
    duty = desk.session.get(Duty, int(number)) if kind == "duty" else None
    appearance = desk.session.get(Appearance, int(number)) if kind == "appearance" else None
    about = paper or duty or appearance
    case_id = about.case_id if about else None
    case = desk.session.get(Case, case_id) if case_id else None
    return case is not None and any(tag in RISK_TAGS for tag in case.facts.get("tags") or ())
