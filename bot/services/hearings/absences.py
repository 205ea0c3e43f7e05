"""When no leader can come: reason, proof, staff, the court's view (法释〔2020〕3号 arts. 8-9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.problems import Problem
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AnswerVia, AppearanceState, Role
from bot.domain.hall.topics import Notice, Topic, to_person
from bot.domain.hearings.absences import PROVEN
from bot.domain.hearings.acts import ABSENCE_REPORTED, COURT_VIEW_RECORDED, POSTPONEMENT_RECORDED, PROOF_ATTACHED
from bot.domain.hearings.appearances import ENTRUSTABLE, Absence
from bot.domain.hearings.hearings import Leader
from bot.domain.hearings.staff import LAWYER_ALONE, read_staff
from bot.domain.hearings.topics import DECLINED, REFUSED, OfAppearance
from bot.services.hall import access
from bot.services.hall import files as stored_files
from bot.services.hall.desk import Desk
from bot.services.hearings import answers, appearances, cards, naming, outcomes, signatures
from bot.services.law import appearing
from bot.services.law.appearing import subject_of
from bot.services.post import delivery, outbox
from bot.store.tables import Appearance

S = AppearanceState
POSTPONEMENTS = ("granted", "refused", "asked")
"""`asked` takes back what was recorded."""


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
    if absence.who not in entrustable(desk, row.agency_id):
        raise Refused(LAWYER_ALONE)
    staff = read_staff(absence.staff)
    if isinstance(staff, Problem):
        raise Refused.because(staff)
    if row.state is S.AWAITING_PERMISSION:
        # It is the first leader who is on duty, and whose absence this is.
        naming.give_up(desk, row)
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
    if absence.consent:
        row.absence = {**row.absence, "consent": True}
    _claim(desk, row, absence.proof)
    _keep_files(desk, row, absence.files)
    answers.answered(desk, row, via)
    new = {"leader": row.leader_name, "reason": absence.reason.value, "via": via.value}
    appearances.changed(desk, row, ABSENCE_REPORTED, old=old, new=new, by_proxy=via)
    answers.settled(desk, row)
    if old["state"] == S.CONFIRMED.value:
        row.facts = {**row.facts, "calendar": int(row.facts.get("calendar", 0)) + 1}
        answers.send_calendar(desk, row, hearing)
    _tell(desk, row)
    signatures.ask(desk, row)
    outcomes.of_leader(desk, hearing, row, S(old["state"]))
    return row


def entrustable(desk: Desk, agency_id: int) -> tuple[str, ...]:
    """Who may be entrusted where no leader comes: codes of `WHO_COMES`. Whose staff counts is said by the rule book."""
    wide = bool(appearing.parameter(desk, agency_id, "entrusted_staff"))
    return ENTRUSTABLE if wide else ENTRUSTABLE[:2]


def keep_late(desk: Desk, row: Appearance, absence: Absence) -> None:
    """Why no leader came, recorded with the result: it happened too late to be reported before the hearing."""
    if row.absence_reason is not None:
        return  # what was reported before the hearing stands
    row.absence_reason = absence.reason
    row.absence = {
        "note": absence.note[:500],
        "happened": absence.happened[:60],
        "proof": absence.proof,
        "who": absence.who,
        "staff": absence.staff[:200],
        "counsel": absence.counsel[:200],
        "postponement": "none",
        "court_view": "pending",
    }
    _keep_files(desk, row, absence.files)
    new = {"leader": row.leader_name, "reason": absence.reason.value}
    appearances.changed(desk, row, ABSENCE_REPORTED, new=new)


def _require(desk: Desk, row: Appearance, via: AnswerVia) -> None:
    """The leader on duty; the principal, who signs the reason; or whoever speaks for the agency, saying how."""
    if not (via is AnswerVia.SELF and (_is_principal(desk, row) or appearances.is_on_duty(desk, row))):
        answers.require_answerer(desk, row, via)


def _is_principal(desk: Desk, row: Appearance) -> bool:
    return signatures.is_principal(desk, row.agency_id)


def _claim(desk: Desk, row: Appearance, proof: str) -> None:
    """What the proof is said to bear. The principal's own word on the signature is more than a claim, and stands while
    a signature is what is claimed."""
    kept = dict(row.absence) if proof == "signed" else {k: v for k, v in row.absence.items() if k != "signed_by"}
    signed = {"signed_by": desk.actor.person_id} if proof == "signed" and _is_principal(desk, row) else {}
    row.absence = {**kept, "proof": proof, **signed}


def _keep_files(desk: Desk, row: Appearance, files: Sequence[Mapping[str, Any]]) -> None:
    if files:
        stored_files.keep(desk, About.APPEARANCE(row.id), [dict(one) for one in files])
        row.absence = {**row.absence, "files": int(row.absence.get("files", 0)) + len(files)}
        hearing = appearances.hearing_of(desk, row)
        if hearing is not None and hearing.starts_at <= desk.now:
            row.absence = {**row.absence, "given_late": True}


def of_file(desk: Desk, appearance_id: int) -> int:
    """The case of an appearance whose proof of an absence the actor may have: the leader named, and the agency's own
    people and their bureau. Proof tells of illness and the like: who sees cases without their plaintiffs has none.

    Raises:
        Missing: there is none. NotAllowed: it is not the actor's to see.
    """
    row = desk.session.get(Appearance, appearance_id)
    if row is None:
        raise Missing
    if not appearances.is_leader(desk, row) and not cards.may_look_into(desk, row.agency_id, Action.SEE_PLAINTIFF):
        raise NotAllowed
    return row.case_id


def _tell(desk: Desk, row: Appearance) -> None:
    """A refusal is one new message at once to everybody who must act on it, each person once: the principal leader,
    who may name another one, and whoever keeps the hearing. Who has said it, or is the leader named, knows."""
    told = {desk.actor.person_id}
    for person in access.holders(desk, row.agency_id, Role.PRINCIPAL):
        if person.id not in told and person.id != row.leader_id:
            _say(desk, row, DECLINED, person.id)
        told.add(person.id or 0)
    people = [
        *delivery.people_of(desk, f"namers@{row.agency_id}"),
        *delivery.people_of(desk, f"coordinators@{row.agency_id}"),
    ]
    for person_id in dict.fromkeys(person.id for person in people):
        if person_id not in told:
            _say(desk, row, REFUSED, person_id)


def _say(desk: Desk, row: Appearance, topic: Topic[OfAppearance], person_id: int | None) -> None:
    shows = OfAppearance(row.id or 0, row.version)
    outbox.plan(desk, Notice(topic, shows, subject_of(row)), to_person(person_id))


def colleagues(desk: Desk, appearance_id: int) -> list[Leader]:
    """Who of the agency's leaders could come instead: neither the one named nor the reader.

    Raises:
        Missing: there is no such appearance.
    """
    row = appearances.get(desk, appearance_id)
    found = appearances.leaders_of(desk, row.agency_id, without=row.leader_id)
    return [one for one in found if one.person_id != desk.actor.person_id]


def attachable(desk: Desk, appearance_id: int) -> Appearance:
    """The appearance whose absence the actor may still prove.

    Raises:
        Missing: there is none. Stale: nobody says any more that no leader can come.
        NotAllowed: the actor is not the leader named, the principal, or somebody who speaks for the agency.
    """
    row = appearances.get(desk, appearance_id)
    own = appearances.is_leader(desk, row) or _is_principal(desk, row)
    if not own and not cards.may_report(desk, row.agency_id):
        raise NotAllowed
    late = row.state is S.CLOSED and row.absence_reason is not None
    if row.state is not S.CANNOT and not late:
        raise Stale
    return row


def attach(desk: Desk, appearance_id: int, files: Sequence[Mapping[str, Any]], proof: str) -> Appearance:
    """Proof that came in later: the files, and whether it is sealed or signed (法释〔2020〕3号 art. 8).

    Raises: as `attachable`; Refused also where there is neither a file nor a word on the proof.
    """
    row = attachable(desk, appearance_id)
    old = {"proof": row.absence.get("proof"), "files": row.absence.get("files", 0)}
    _keep_files(desk, row, files)
    if proof in PROVEN:
        _claim(desk, row, proof)
    new = {"proof": row.absence.get("proof"), "files": row.absence.get("files", 0)}
    if new == old:
        raise Refused("Please send the proof as a photo or a file.")
    appearances.changed(desk, row, PROOF_ATTACHED, old=old, new=new)
    signatures.ask(desk, row)
    return row


def record(desk: Desk, appearance_id: int, version: int, **told: Any) -> Appearance:
    """What came in later: `proof` (sealed, signed), `postponement` (granted, refused), `consent`.

    Raises:
        Missing, Stale: as `appearances.get`; also when nobody said that no leader can come.
        NotAllowed: the actor does not speak for the agency.
        Refused: such a value is not known.
    """
    row = appearances.get(desk, appearance_id, version)
    if not cards.may_report(desk, row.agency_id):
        raise NotAllowed
    if row.state is not S.CANNOT:
        raise Stale
    known = {
        "proof": PROVEN,
        "postponement": POSTPONEMENTS,
        "consent": (True, False),
    }
    for name, value in told.items():
        if value not in known.get(name, ()):
            raise Refused("Please answer with one of the buttons shown.")
    old = {name: row.absence.get(name) for name in told}
    row.absence = {**row.absence, **told}
    act = POSTPONEMENT_RECORDED if "postponement" in told else COURT_VIEW_RECORDED
    if "proof" in told:
        _claim(desk, row, str(told["proof"]))
    appearances.changed(desk, row, act, old=old, new=dict(told))
    signatures.ask(desk, row)
    return row


def consent_wanted(desk: Desk, agency_id: int) -> bool:
    """Whether the rule book also wants the consent of the government's principal leader."""
    return bool(appearing.parameter(desk, agency_id, "absence_consent") not in (None, "none"))
