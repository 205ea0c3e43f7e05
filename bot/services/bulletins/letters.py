"""Candidates for reminder letters (RZ8): raised by the figures, decided by a coordinator, each with its own letter.

A unit that is to get one has a task of its own, with the day that runs from the receipt, and a draft of its own. What
was issued stays as it was issued, whatever the figures become.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bot.domain.bulletins.court_acts import LETTER_CONFIRMED, LETTER_DISMISSED, LETTER_WITHDRAWN, LETTERS_NONE
from bot.domain.bulletins.court_figures import BulletinState
from bot.domain.bulletins.letters import CandidateState, Standing, Wanted, moves, wanted
from bot.domain.documents.documents import OPEN as BEING_WRITTEN
from bot.domain.documents.documents import DocumentState
from bot.domain.duties.duties import PENDING
from bot.domain.hall.acts import Act
from bot.domain.hall.errors import Missing, Refused, Stale, reasoned
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState
from bot.domain.law.rules import Rule
from bot.domain.law.triggers import Trigger
from bot.services.bulletins import court, drafts
from bot.services.bulletins.ours import Beside, beside
from bot.services.documents import drafting
from bot.services.duties import acts, duties, making
from bot.services.duties.proofs import Proof
from bot.services.hall import access
from bot.services.hall.desk import DESK, Desk
from bot.services.law import appearing, obligations
from bot.services.law.obligations import Concern
from bot.services.post import outbox
from bot.store.bulletins import court as store
from bot.store.duties import queries as duties_store
from bot.store.tables import Agency, CourtBulletin, Document, Duty, LetterCandidate
from bot.store.transaction import Follower, changed

ABOUT = "about"
"""Fact of a bulletin: the subject of the duties that its receipt started."""
THRESHOLD = 90.0
"""Where a book knows letters and names no threshold (ambiguity A6)."""
_LIVE = (CandidateState.OPEN, CandidateState.CONFIRMED)


def rule_of(desk: Desk, office_id: int) -> Rule | None:
    """The rule by which the office writes letters because of a bulletin; None where its book has none."""
    rules = appearing.stack_of(desk, office_id, desk.today).rules
    return next((one for one in rules if one.draft == drafts.KIND and Trigger.COURT_BULLETIN in one.triggers), None)


def threshold_of(desk: Desk, office_id: int) -> Decimal | None:
    """None where the office's book knows no letters."""
    if rule_of(desk, office_id) is None:
        return None
    return Decimal(str(appearing.parameter(desk, office_id, "letter_threshold") or THRESHOLD))


# -- brought up to date ------------------------------------------------------------------------------------------------


def refresh(desk: Desk, row: CourtBulletin, found: Beside | None = None) -> tuple[int, int]:
    """The candidates as the figures of today have them; how many came to those that were there, how many fell away."""
    if row.state != BulletinState.RECORDED:
        return 0, 0
    both = found or beside(desk, row)
    wants = wanted(both.theirs, both.ours, both.poor, threshold_of(desk, row.agency_id))
    rows = {one.id or 0: one for one in store.candidates_of(desk.session, row.id)}
    standing = [Standing(number, _key(one), CandidateState(one.state), one.values) for number, one in rows.items()]
    change = moves(standing, wants)
    for want in change.new:
        desk.session.add(
            LetterCandidate(bulletin_id=row.id or 0, agency_id=want.agency_id, ground=want.ground.value,
                            appearance_id=want.appearance_id, values=dict(want.values))
        )  # fmt: skip
    for number, want in (*change.again, *change.moved):
        _follow(desk, rows[number], want, again=(number, want) in change.again)
    for number in change.withdrawn:
        withdraw(desk, row, rows[number])
    desk.session.flush()
    if change.withdrawn:
        settle(desk, row)
    return len(change.new) + len(change.again), len(change.withdrawn)


def _key(one: LetterCandidate) -> tuple[int, str, int | None]:
    return one.agency_id, one.ground, one.appearance_id


def _follow(desk: Desk, one: LetterCandidate, want: Wanted, *, again: bool) -> None:
    """Its figures are others now; a draft that nobody has submitted shows them."""
    one.values = dict(want.values)
    if again:
        _set(desk, one, CandidateState.OPEN)
    desk.session.add(one)
    desk.session.flush()
    drafts.bring_up_to_date(desk, one)


def withdraw(desk: Desk, row: CourtBulletin, one: LetterCandidate) -> None:
    """Its ground fell away."""
    _set(desk, one, CandidateState.WITHDRAWN)
    _take_back(desk, row, one, "通报数据已更正，不再符合发函条件。")
    _written(desk, row, one, LETTER_WITHDRAWN)


def _set(desk: Desk, one: LetterCandidate, state: CandidateState, reason: str = "") -> None:
    one.state, one.reason = state.value, reason
    one.by, one.at = desk.actor.person_id or None, desk.now
    one.revise()
    desk.session.add(one)
    desk.session.flush()


def _written(desk: Desk, row: CourtBulletin, one: LetterCandidate, act: Act, reason: str = "") -> None:
    unit = access.agency(desk, one.agency_id).short_name
    desk.audit(act, About.LETTER_CANDIDATE(one.id), agency_id=row.agency_id, new={"unit": unit}, reason=reason)
    outbox.refresh(desk, court.subject_of(row))


# -- deciding ----------------------------------------------------------------------------------------------------------


def found(desk: Desk, candidate_id: int) -> tuple[LetterCandidate, CourtBulletin]:
    """Raises Missing: there is none, or its bulletin is not the actor's to see."""
    one = desk.session.get(LetterCandidate, candidate_id)
    if one is None:
        raise Missing
    return one, court.visible(desk, one.bulletin_id)


def _locked(desk: Desk, candidate_id: int, version: int) -> tuple[LetterCandidate, CourtBulletin]:
    """Raises Missing, NotAllowed: as `court.writable`. Stale: it changed since `version`."""
    found(desk, candidate_id)
    one = store.locked_candidate(desk.session, candidate_id)
    if one is None:
        raise Missing
    row = court.writable(desk, one.bulletin_id)
    if one.version != version:
        raise Stale
    return one, row


def confirm(desk: Desk, candidate_id: int, version: int) -> LetterCandidate:
    """The unit gets a letter: a task with the day that runs from the receipt, and a draft, which is the office's own.

    Raises: Missing, NotAllowed, Stale: as `_locked`; Stale also where it was decided, or its ground fell away.
    """
    one, row = _locked(desk, candidate_id, version)
    if one.state not in (CandidateState.OPEN, CandidateState.DISMISSED):
        raise Stale
    unit = access.agency(desk, one.agency_id)
    duty = task(desk, row, unit)
    _set(desk, one, CandidateState.CONFIRMED)
    one.document_id = drafts.prepare(desk, row, unit, duty).id
    desk.session.add(one)
    desk.session.flush()
    drafts.bring_up_to_date(desk, one)
    _written(desk, row, one, LETTER_CONFIRMED)
    settle(desk, row)
    return one


def dismiss(desk: Desk, candidate_id: int, version: int, reason: str) -> LetterCandidate:
    """The unit gets none for this ground. A draft that was for this alone is void.

    Raises:
        Missing, NotAllowed, Stale: as `confirm`.
        Refused: no reason is given, or its letter was submitted already.
    """
    one, row = _locked(desk, candidate_id, version)
    if one.state not in _LIVE:
        raise Stale
    words = reasoned(reason)
    letter = desk.session.get(Document, one.document_id) if one.document_id else None
    if letter is not None and letter.state not in (*BEING_WRITTEN, DocumentState.VOID):
        raise Refused("Its letter was submitted already; please send that back first.")
    _set(desk, one, CandidateState.DISMISSED, words)
    _take_back(desk, row, one, words)
    _written(desk, row, one, LETTER_DISMISSED, words)
    settle(desk, row)
    return one


def _take_back(desk: Desk, row: CourtBulletin, one: LetterCandidate, reason: str) -> None:
    """Its draft and its task, where no other ground of the unit has them too. What was issued is not touched."""
    letter = desk.session.get(Document, one.document_id) if one.document_id else None
    others = [
        each
        for each in store.candidates_of(desk.session, row.id)
        if each.agency_id == one.agency_id and each.id != one.id and each.state == CandidateState.CONFIRMED
    ]
    one.document_id = None
    desk.session.add(one)
    desk.session.flush()
    if others:
        drafts.bring_up_to_date(desk, others[0])
        return
    if letter is not None and letter.issued_on is None and letter.state not in (DocumentState.DONE, DocumentState.VOID):
        drafting.void(desk, letter.id or 0, letter.version, reason)
    if letter is None or letter.issued_on is None:
        for duty in tasks(desk, row, one.agency_id):
            if duty.state in PENDING:
                duties.cancel(desk, duty, reason)


def none_needed(desk: Desk, bulletin_id: int, version: int, reason: str) -> CourtBulletin:
    """A person looked at it: there is nobody to write to. Only where no candidate waits.

    Raises:
        Missing, NotAllowed, Stale: as `court.writable`; Stale also where nothing is owed any more.
        Refused: a candidate is to be decided first, or no reason is given.
    """
    row = court.writable(desk, bulletin_id, version)
    if any(one.state in _LIVE for one in store.candidates_of(desk.session, row.id)):
        raise Refused("Please decide on the candidates first.")
    duty = general(desk, row)
    if duty is None or duty.state is not DutyState.OPEN:
        raise Stale
    words = reasoned(reason)
    acts.show_done(desk, duty, Proof(desk.today, note=f"无需发函：{words}"), accepted=True)
    return court.written(desk, row, LETTERS_NONE, new={"quarter": row.quarter}, reason=words)


# -- tasks -------------------------------------------------------------------------------------------------------------


def general(desk: Desk, row: CourtBulletin) -> Duty | None:
    """The duty to write to units at all: done when somebody decided on each candidate; then each unit has its own."""
    rows = duties_store.about(desk.session, str(row.facts.get(ABOUT) or "-"))
    return next((one for one in rows if one.citation.get("draft") == drafts.KIND), None)


def tasks(desk: Desk, row: CourtBulletin, unit_id: int) -> list[Duty]:
    return duties_store.about(desk.session, f"{row.facts.get(ABOUT) or '-'}:{unit_id}")


def title_of(unit: str) -> dict[str, str]:
    """What the task to write to a unit is called."""
    return {"zh": f"向{unit}发出工作提醒函", "en": f"reminder letter to {unit}"}


def task(desk: Desk, row: CourtBulletin, unit: Agency) -> Duty:
    """The task to write to one unit, with the dates that run from the receipt. Raises Missing where no rule has it."""
    subject = f"{row.facts[ABOUT]}:{unit.id}"
    item = {making.ITEM: title_of(unit.short_name)["zh"]}
    office = access.agency(desk, row.agency_id)
    event = (desk, Trigger.COURT_BULLETIN, row.received_on, row.agency_id)
    cause = making.cause(*event, None, dict(item), None, None, None, subject)
    for one in obligations.compute(desk, cause.event, row.agency_id):
        if one.rule.draft == drafts.KIND:
            duty = making.bring(desk, cause, one, obligations.owers(desk, one.rule, Concern(office))[0], announced=True)
            duty.title = title_of(unit.short_name)
            desk.session.add(duty)
            desk.session.flush()
            return duty
    raise Missing


def restart(desk: Desk, row: CourtBulletin) -> None:
    """The receipt was on another day: the tasks that are not done have the dates that run from there."""
    for agency_id in {one.agency_id for one in store.candidates_of(desk.session, row.id)}:
        if any(duty.state in PENDING for duty in tasks(desk, row, agency_id)):
            task(desk, row, access.agency(desk, agency_id))


def settle(desk: Desk, row: CourtBulletin) -> None:
    """When somebody has decided on each candidate, and a letter is to be written, only the units' own tasks remain."""
    rows = store.candidates_of(desk.session, row.id)
    duty = general(desk, row)
    if duty is None or duty.state is not DutyState.OPEN or any(one.state == CandidateState.OPEN for one in rows):
        return
    to = {one.agency_id for one in rows if one.state in (CandidateState.CONFIRMED, CandidateState.ISSUED)}
    not_to = {one.agency_id for one in rows if one.state == CandidateState.DISMISSED} - to
    if not to and not not_to:
        return
    note = f"候选单位均已核定：发函{len(to)}家，不发函{len(not_to)}家。"
    acts.show_done(desk, duty, Proof(desk.today, note=note), accepted=True)


# -- the letter moves on -----------------------------------------------------------------------------------------------

_LETTERS = "bulletins_letters"


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Document) and row.kind == drafts.KIND and changed(row, "state", "issued_on") is not None:
            session.info.setdefault(_LETTERS, set()).add(row.id)


def _ending(session: Session) -> None:
    session.flush()
    numbers: set[int] = session.info.pop(_LETTERS, set())
    desk: Desk | None = session.info.get(DESK)
    for number in sorted(numbers) if desk is not None else ():
        letter = session.get(Document, number)
        if desk is not None and letter is not None:
            _moved_on(desk, letter)


def _moved_on(desk: Desk, letter: Document) -> None:
    for one in store.candidates_with(desk.session, letter.id):
        row = desk.session.get(CourtBulletin, one.bulletin_id)
        if letter.state is DocumentState.VOID:
            one.document_id = None
            if one.state in (CandidateState.CONFIRMED, CandidateState.ISSUED):
                _set(desk, one, CandidateState.OPEN)
        elif letter.issued_on is not None and one.state == CandidateState.CONFIRMED:
            _set(desk, one, CandidateState.ISSUED)
        desk.session.add(one)
        desk.session.flush()
        if row is not None:
            outbox.refresh(desk, court.subject_of(row))


FOLLOWER = Follower(_note, _ending)
"""Letters note in their session that they were issued, or declared void: before the commit their candidates follow."""
