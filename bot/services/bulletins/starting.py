"""What follows from the court's bulletin: the duty to obtain it is done, what runs from its receipt starts (RZ6-8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.bulletins.court_acts import BULLETIN_MOVED, BULLETIN_RECORDED
from bot.domain.bulletins.court_figures import BulletinState
from bot.domain.bulletins.court_topics import CHANGED, CHASE, RECORDED, Added, OfBulletin
from bot.domain.duties.duties import PENDING
from bot.domain.figures import periods
from bot.domain.hall.errors import Refused, Stale, reasoned
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState
from bot.domain.hall.topics import Notice, to_audience, to_person
from bot.domain.law.rules import Rule
from bot.domain.law.triggers import Trigger
from bot.services.bulletins import court, differences, letters, ours
from bot.services.documents import bulletins
from bot.services.duties import acts, duties
from bot.services.duties.proofs import Proof
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.services.post import delivery, outbox
from bot.store.bulletins import court as store
from bot.store.duties import queries as duties_store
from bot.store.tables import CourtBulletin, Duty

FEATURE = "bulletins"


def rule_of(desk: Desk, office_id: int) -> Rule | None:
    """The rule by which a court reports to the office each quarter; None where its book has none."""
    rules = appearing.stack_of(desk, office_id, desk.today).rules
    return next((one for one in rules if one.feature == FEATURE and Trigger.QUARTER_END in one.triggers), None)


def asking(desk: Desk, office_id: int, quarter: str) -> Duty | None:
    """The duty to obtain the bulletin of a quarter (2026Q3)."""
    rows = duties_store.about(desk.session, f"{quarter[:4]}-{quarter[4:]}:{office_id}")
    rule = rule_of(desk, office_id)
    return next((one for one in rows if rule is not None and one.rule == rule.id), None)


def record(desk: Desk, bulletin_id: int, version: int) -> CourtBulletin:
    """It came in on its day: from then on the ten days run. Its differences and candidates are found.

    Raises:
        Missing, NotAllowed, Stale: as `court.writable`; Stale also where it was recorded.
        Refused: it has no figures, or a unit that nobody has named.
    """
    row = court.writable(desk, bulletin_id, version)
    if row.state != BulletinState.DRAFT:
        raise Stale
    if not store.figures_of(desk.session, row.id):
        raise Refused("It has no figures yet. Please paste them, send the file, or enter them unit by unit.")
    asked = court.unknown(desk, row)
    if asked:
        raise Refused("Please say first whom the court means by {names}.", names="、".join(asked[:3]))
    row.state = BulletinState.RECORDED.value
    duty = asking(desk, row.agency_id, row.quarter)
    period = f"{row.quarter[:4]}-{row.quarter[4:]}"
    about = bulletins.subject_of(duty) if duty is not None else f"{period}:court:{row.id}:{row.agency_id}"
    row.facts = {**row.facts, letters.ABOUT: about}
    new = {"quarter": row.quarter, "received_on": row.received_on.isoformat()}
    court.written(desk, row, BULLETIN_RECORDED, new=new)
    if duty is not None and duty.state is DutyState.OPEN:
        acts.show_done(desk, duty, _proof(desk, row), accepted=True)
    start(desk, row)
    _awaited_no_more(desk, row)
    both = ours.beside(desk, row)
    differences.refresh(desk, row, both)
    letters.refresh(desk, row, both)
    _tell_others(desk, row)
    return row


def start(desk: Desk, row: CourtBulletin) -> list[Duty]:
    """What is owed from the day of the receipt on; safe to repeat, also with another day."""
    return duties.start(
        desk,
        trigger=Trigger.COURT_BULLETIN.value,
        on=row.received_on,
        agency_id=row.agency_id,
        subject=str(row.facts[letters.ABOUT]),
        announced=True,
    )


def _proof(desk: Desk, row: CourtBulletin) -> Proof:
    period = periods.of_key(row.quarter)
    label = period.label(chinese=True) if period is not None else row.quarter
    return Proof(
        row.received_on, note=f"{row.court}{label}通报", files=tuple(files.as_given(desk, court.subject_of(row)))
    )


def _awaited_no_more(desk: Desk, row: CourtBulletin) -> None:
    subject = About.COURT_EXPECTED(row.agency_id, row.quarter)
    outbox.cancel(desk, subject, topics=(CHASE,))
    outbox.refresh(desk, subject)


def _tell_others(desk: Desk, row: CourtBulletin) -> None:
    """The office's other coordinators learn that it came in."""
    for person in delivery.coordinators(desk, row.agency_id):
        if person.id != desk.actor.person_id:
            outbox.plan(
                desk,
                Notice(RECORDED, OfBulletin(row.id or 0), court.subject_of(row)),
                to_person(person.id),
                dedupe=f"court.recorded:{row.id}:{person.id}",
            )


def move(desk: Desk, bulletin_id: int, version: int, received: date, reason: str) -> CourtBulletin:
    """It came in on another day than was entered: what runs from that day runs anew.

    Raises:
        Missing, NotAllowed, Stale: as `court.writable`.
        Refused: the day does not fit, or no reason is given for a recorded one.
    """
    row = court.writable(desk, bulletin_id, version)
    court.check_day(desk, court.quarter(row.quarter), received)
    recorded = row.state == BulletinState.RECORDED
    words = reasoned(reason) if recorded else reason
    old, row.received_on = row.received_on, received
    court.written(
        desk, row, BULLETIN_MOVED, old={"received_on": old.isoformat()}, new={"received_on": received.isoformat()},
        reason=words,
    )  # fmt: skip
    if recorded:
        start(desk, row)
        letters.restart(desk, row)
    return row


def follow(desk: Desk, row: CourtBulletin) -> tuple[int, int]:
    """After figures changed: differences and candidates as they are now; how many candidates came, how many fell away.

    A draft has none yet."""
    if row.state != BulletinState.RECORDED:
        return 0, 0
    # Two who look at it at the same time do not both add what came: the second waits, and finds it there.
    store.locked(desk.session, row.id or 0)
    both = ours.beside(desk, row)
    differences.refresh(desk, row, both)
    return letters.refresh(desk, row, both)


def look(desk: Desk, bulletin_id: int) -> None:
    """Before somebody looks at it: differences and candidates follow our own rows. Who only reads changes nothing.

    Raises Missing: as `court.visible`."""
    row = court.shown(desk, bulletin_id)
    if court.may_write(desk, row):
        follow(desk, row)


def running(desk: Desk, row: CourtBulletin) -> Sequence[Duty]:
    """What is owed because of it and not done yet."""
    rows = duties_store.about_beginning(desk.session, str(row.facts.get(letters.ABOUT) or "-"))
    return [one for one in rows if one.state in PENDING]


def tell_changed(desk: Desk, row: CourtBulletin, added: int, withdrawn: int) -> None:
    """The office's coordinators learn that there are other candidates now."""
    said = Added(row.id or 0, added, withdrawn)
    outbox.plan(
        desk,
        Notice(CHANGED, said, court.subject_of(row)),
        to_audience(f"coordinators@{row.agency_id}"),
        dedupe=f"court.changed:{row.id}:{desk.now.isoformat()}",
    )
