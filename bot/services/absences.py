"""When no leader can come: reason, proof, staff, the court's view (法释〔2020〕3号 arts. 8-9)."""

from __future__ import annotations

from typing import Any

from bot.domain.appearances import Absence
from bot.domain.errors import NotAllowed, Refused, Stale
from bot.domain.terms import AnswerVia, AppearanceState, Lane
from bot.services import access, answers, appearances, appearing, delivery, hearing_cards, outbox
from bot.services.appearing import subject_of
from bot.services.desk import Desk
from bot.store.tables import Appearance, StoredFile

REFUSED = "appearance.refused"
S = AppearanceState
VIEWS = ("accepted", "rejected")
POSTPONEMENTS = ("granted", "refused")


def report(
    desk: Desk, appearance_id: int, version: int, absence: Absence, *, via: AnswerVia = AnswerVia.SELF
) -> Appearance:
    """No leader will come, for a reason. Whoever keeps the hearing and the coordinators are told at once.

    Raises:
        Missing, Stale: as `appearances.get`.
        NotAllowed: the actor is not the leader named, the agency's principal, or somebody who speaks for it.
        Refused: only a lawyer would come (行政诉讼法 art. 3: staff of the agency must), or the hearing has begun.
    """
    row = appearances.get(desk, appearance_id, version)
    _require(desk, row, via)
    hearing = appearances.answerable(desk, row)
    if absence.who not in ("staff", "staff_lawyer") or not absence.staff.strip():
        raise Refused(
            "A lawyer alone is not enough: staff of the agency must be entrusted where no leader comes. "
            "Please name at least one."
        )
    old = {"state": row.state.value}
    row.state, row.absence_reason = S.CANNOT, absence.reason
    row.absence = {
        "note": absence.note[:500],
        "proof": absence.proof,
        "who": absence.who,
        "staff": absence.staff[:200],
        "counsel": absence.counsel[:200],
        "postponement": "asked" if absence.postponement else "none",
        "court_view": "pending",
    }
    _keep_files(desk, row, absence)
    answers.answered(desk, row, via)
    new = {"leader": row.leader_name, "reason": absence.reason.value, "via": via.value}
    appearances.changed(desk, row, "absence_reported", old=old, new=new, by_proxy=via)
    answers.settled(desk, row)
    if old["state"] == S.CONFIRMED.value:
        row.facts = {**row.facts, "calendar": int(row.facts.get("calendar", 0)) + 1}
        answers.send_calendar(desk, row, hearing)
    _tell(desk, row)
    return row


def _require(desk: Desk, row: Appearance, via: AnswerVia) -> None:
    """The leader named; the principal, who signs the reason; or whoever speaks for the agency, saying how."""
    principal = any(
        one.principal and one.person_id == desk.actor.person_id for one in appearances.leaders_of(desk, row.agency_id)
    )
    if not (via is AnswerVia.SELF and principal):
        answers.require_answerer(desk, row, via)


def _keep_files(desk: Desk, row: Appearance, absence: Absence) -> None:
    for file in absence.files:
        desk.session.add(
            StoredFile(
                hash=str(file.get("hash", "")),
                name=str(file.get("name", ""))[:200],
                mime=str(file.get("mime", ""))[:100],
                size=int(file.get("size") or 0),
                telegram_file_id=str(file.get("id", ""))[:200],
                subject=f"appearance:{row.id}",
                sent_by=desk.actor.person_id or None,
                received_at=desk.now,
            )
        )
    if absence.files:
        row.absence = {**row.absence, "files": len(absence.files)}


def _tell(desk: Desk, row: Appearance) -> None:
    """A refusal is one new message at once to everybody who must act on it, each person once."""
    people = [
        *delivery.people_of(desk, f"namers@{row.agency_id}"),
        *delivery.people_of(desk, f"coordinators@{row.agency_id}"),
    ]
    for person_id in dict.fromkeys(person.id for person in people):
        if person_id != desk.actor.person_id:
            outbox.plan(
                desk,
                REFUSED,
                {"appearance": row.id, "version": row.version},
                person_id=person_id,
                subject=subject_of(row),
                lane=Lane.INTERACTIVE,
                urgent=True,
                live=True,
            )


def record(desk: Desk, appearance_id: int, version: int, **told: Any) -> Appearance:
    """What came in later: `proof` (sealed, signed), `court_view`, `postponement` (granted, refused), `consent`.

    Raises:
        Missing, Stale: as `appearances.get`; also when nobody said that no leader can come.
        NotAllowed: the actor does not speak for the agency.
        Refused: such a value is not known.
    """
    row = appearances.get(desk, appearance_id, version)
    if not hearing_cards.may_report(desk, row.agency_id):
        raise NotAllowed
    if row.state is not S.CANNOT:
        raise Stale
    known = {
        "proof": ("sealed", "signed"),
        "court_view": VIEWS,
        "postponement": POSTPONEMENTS,
        "consent": (True, False),
    }
    for name, value in told.items():
        if value not in known.get(name, ()):
            raise Refused("Please answer with one of the buttons shown.")
    old = {name: row.absence.get(name) for name in told}
    row.absence = {**row.absence, **told}
    action = "postponement_recorded" if "postponement" in told else "court_view_recorded"
    appearances.changed(desk, row, action, old=old, new=dict(told))
    return row


def consent_wanted(desk: Desk, agency_id: int) -> bool:
    """Whether the rule book also wants the consent of the government's principal leader."""
    return bool(appearing.parameter(desk, agency_id, "absence_consent") not in (None, "none"))


def may_report(desk: Desk, row: Appearance) -> bool:
    """Whether the actor may say that no leader comes."""
    return appearances.is_leader(desk, row) or access.may_name(desk, row.agency_id)
