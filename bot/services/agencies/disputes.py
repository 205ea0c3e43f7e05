"""An invited person finds something wrong in the invitation: what is wrong is written down, whoever invited is told."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.agencies.acts import INVITATION_DISPUTED
from bot.domain.agencies.people import Dispute
from bot.domain.agencies.topics import CORRECTED, WRONG, Disputed, OfInvitation
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, to_audience, to_chat, to_person
from bot.services.agencies import claims
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import invitations as invitations_store
from bot.store.tables import Invitation, Note

KINDS = ("name", "post", "phone")
"""What can be wrong and put right; an invitation that reached the wrong person is taken back instead."""
_LISTENS = timedelta(days=1)
LONGEST = 300


def begin(desk: Desk, invitation: Invitation, kind: str, *, telegram_id: int, chat_id: int) -> None:
    """The next text of this account says how it should read."""
    value = {"invitation": invitation.id, "kind": kind if kind in KINDS else KINDS[0], "chat": chat_id}
    notes.put(desk.session, f"dispute:{telegram_id}", value, now=desk.now)


def say(desk: Desk, telegram_id: int, text: str) -> bool:
    """Take the text that says what is wrong; False when none is awaited from this account."""
    note = desk.session.get(Note, f"dispute:{telegram_id}")
    if note is None:
        return False
    value = dict(note.value)
    desk.session.delete(note)
    invitation = desk.session.get(Invitation, value["invitation"])
    over = invitation is None or invitation.used_at is not None or invitation.revoked_at is not None
    if invitation is None or over or note.updated_at < desk.now - _LISTENS:
        return False
    notes.put(desk.session, f"disputed:{invitation.id}", {"chat": value["chat"]}, now=desk.now)
    _tell(desk, invitation, value["kind"], text[:LONGEST])
    return True


def not_me(desk: Desk, invitation: Invitation) -> None:
    """The link reached the wrong person: it is taken back at once."""
    invitation.revoked_at = desk.now
    desk.session.add(invitation)
    _tell(desk, invitation, "person", "")


def _tell(desk: Desk, invitation: Invitation, kind: str, text: str) -> None:
    subject = About.INVITATION(invitation.id)
    desk.audit(INVITATION_DISPUTED, subject, agency_id=invitation.agency_id, new={"kind": kind, "text": text})
    notice = Notice(WRONG, Disputed(invitation.id or 0, kind, text), subject)
    if invitation.created_by is not None:
        outbox.plan(desk, notice, to_person(invitation.created_by))
        return
    audience = f"coordinators@{invitation.agency_id}" if invitation.agency_id else "administrators"
    outbox.plan(desk, notice, to_audience(audience))


def shown(desk: Desk, invitation_id: int) -> Dispute | None:
    """What the inviter is told about; None once the invitation has been used all the same."""
    invitation = desk.session.get(Invitation, invitation_id)
    if invitation is None or invitation.used_at is not None:
        return None
    known = claims.preview(desk, invitation)
    unit = claims.agency_of(desk, invitation)
    return Dispute(
        invitation_id,
        known.name,
        unit.short_name if unit else "",
        invitation.agency_id,
        invitation.person_id,
        invitation.revoked_at is not None,
    )


def corrected(desk: Desk, person_id: int) -> int:
    """The entry was put right: whoever complained is asked to open the invitation again."""
    rows = invitations_store.open_of(desk.session, person_id)
    found = [(row, note) for row in rows if (note := desk.session.get(Note, f"disputed:{row.id}")) is not None]
    for row, note in found:
        outbox.plan(
            desk,
            Notice(CORRECTED, OfInvitation(invitation=row.id or 0), About.INVITATION(row.id)),
            to_chat(int(note.value["chat"])),
        )
        desk.session.delete(note)
    return len(found)
