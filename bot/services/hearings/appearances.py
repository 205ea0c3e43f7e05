"""Who will appear for an agency: finding and asking. Naming is in `naming`, answers in `answers`, no in `absences`."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

from bot.domain.hall.acts import Act
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import LEADERS, AnswerVia, AppearanceState, HearingStatus, Role
from bot.domain.hall.topics import Notice, Topic, to_person
from bot.domain.hearings.acts import PAPERS_READY
from bot.domain.hearings.appearances import first_leader, rank_of
from bot.domain.hearings.hearings import ANSWER_TIME, AppearanceView, Leader, Told, answer_by
from bot.domain.hearings.preparing import PAPERS, prepared_of, with_prepared
from bot.domain.hearings.topics import ASK, REMIND, OfAppearance
from bot.services.cases import cases
from bot.services.duties import duties
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import cards, plans
from bot.services.law import appearing
from bot.services.law.appearing import subject_of
from bot.services.post import delivery, outbox
from bot.store.agencies import people as people_store
from bot.store.hearings import appearances as appearances_store
from bot.store.post import outbox as outbox_store
from bot.store.tables import Appearance, Case, Hearing, Person

S = AppearanceState


# -- finding -----------------------------------------------------------------------------------------------------


def get(desk: Desk, appearance_id: int, version: int | None = None) -> Appearance:
    """The appearance; with the `version` that the actor saw it is for a change, and locked.

    Raises:
        Missing: there is none.
        Stale: somebody changed it since the button was shown.
    """
    # Views read without a lock; whoever changes it names the version seen.
    found = desk.session.get(Appearance, appearance_id, with_for_update=version is not None)
    if found is None:
        raise Missing
    if version is not None and found.version != version:
        raise Stale
    return found


def hearing_of(desk: Desk, row: Appearance) -> Hearing | None:
    return desk.session.get(Hearing, row.hearing_id) if row.hearing_id else None


def view(desk: Desk, appearance_id: int) -> AppearanceView:
    """Where an agency stands, for the actor.

    Raises:
        Missing: there is no such appearance.
        NotAllowed: it is not the actor's to see.
    """
    row = visible(desk, appearance_id)
    return cards.appearance_view(desk, row, hearing_of(desk, row))


def told(desk: Desk, appearance_id: int) -> Told:
    """What the reader may know of an appearance; a leader who was relieved still learns that.

    Raises:
        Missing: there is no such appearance.
        NotAllowed: the reader has nothing to do with it (only views of messages they got ask this of others).
    """
    row = get(desk, appearance_id)
    hearing = hearing_of(desk, row)
    case = desk.session.get(Case, row.case_id)
    seen = is_leader(desk, row) or cards.stays(desk, row) or cards.may_look_into(desk, row.agency_id)
    return Told(
        cards.appearance_view(desk, row, hearing),
        cards.view(desk, hearing.id or 0) if hearing is not None and seen else None,
        case.number if case else "",
        prepared_of(row.facts),
    )


def ready(desk: Desk, appearance_id: int) -> Appearance:
    """Identity certificate and power of attorney are prepared (材料已备齐).

    Raises:
        Missing: there is none. NotAllowed: the actor does not speak for the agency.
    """
    row = get(desk, appearance_id)
    if not cards.may_report(desk, row.agency_id):
        raise NotAllowed
    if not row.facts.get("ready"):
        row.facts = with_prepared(row.facts, prepared_of(row.facts) | PAPERS)
        desk.session.add(row)
        desk.audit(PAPERS_READY, subject_of(row), case_id=row.case_id, agency_id=row.agency_id, new={"ready": True})
        show(desk, row)
    return row


def prepare(desk: Desk, case_id: int, agency_id: int) -> Appearance:
    """The open appearance of an agency in a case: of its next hearing, else one that waits for a date.

    Naming is possible from the notice of response on, before any hearing exists.

    Raises: as `nameable`.
    """
    case_id = nameable(desk, case_id, agency_id).id or 0
    found = appearances_store.coming(desk.session, case_id, agency_id, desk.now)
    found = found or appearances_store.undated(desk.session, case_id, agency_id)
    if found is not None:
        return found
    row = Appearance(case_id=case_id, agency_id=agency_id)
    desk.session.add(row)
    desk.session.flush()
    appearing.judge(desk, row, None)
    return row


def nameable(desk: Desk, case_id: int, agency_id: int) -> Case:
    """The case, if the actor sees it, the agency is a party of it, and the actor names its leaders.

    Raises:
        Missing: there is no such case, or the agency has nothing to do with it.
        NotAllowed: the case is not the actor's to see, or the actor does not name leaders for this agency.
    """
    case = cases.visible(desk, case_id)
    if agency_id not in {party.id for party in cases.agencies_of(desk, case)}:
        raise Missing
    if not access.may_name(desk, agency_id):
        raise NotAllowed
    return case


def visible(desk: Desk, appearance_id: int) -> Appearance:
    """The appearance, if the actor sees the agency's side of it, or is its leader.

    Raises:
        Missing: there is none.
        NotAllowed: it is not the actor's to see.
    """
    row = get(desk, appearance_id)
    own = desk.is_system or is_leader(desk, row) or cards.stays(desk, row)
    if not own and not cards.may_look_into(desk, row.agency_id):
        raise NotAllowed
    return row


def was_asked(desk: Desk, appearance_id: int, chat_id: int, message_id: int | None) -> bool:
    """Whether this message put the question of this appearance to the actor, who is still of the agency.

    A leader who was relieved meanwhile learns by the old button what became of it, and nothing else.
    """
    row = desk.session.get(Appearance, appearance_id)
    if row is None or message_id is None or row.agency_id not in desk.actor.agencies():
        return False
    said = outbox_store.behind(desk.session, chat_id, message_id, topics=(ASK.name, REMIND.name))
    own = said is not None and chat_id == desk.actor.chat_id
    return said is not None and own and ASK.read(said.args).appearance == appearance_id


def for_hearing(desk: Desk, hearing: Hearing, agency_id: int) -> tuple[Appearance, bool]:
    """The agency's appearance at a hearing, and whether it is new there: one named beforehand is asked again."""
    rows = plans.appearances_of(desk, hearing.id)
    row = next((one for one in rows if one.agency_id == agency_id), None)
    if row is not None:
        return row, False
    row = appearances_store.undated(desk.session, hearing.case_id, agency_id)
    if row is None:
        row = Appearance(case_id=hearing.case_id, agency_id=agency_id)
    row.hearing_id = hearing.id
    desk.session.add(row)
    desk.session.flush()
    appearing.judge(desk, row, hearing)
    if row.leader_name:
        ask_again(desk, row, hearing)
    return row, True


def leaders_of(desk: Desk, agency_id: int, *, without: int | None = None) -> list[Leader]:
    """The agency's leaders of today, the principal first."""
    rows = people_store.appointed_in(desk.session, agency_id, LEADERS, day=desk.today)
    found: dict[int, Leader] = {}
    for held, person in sorted(rows, key=lambda row: row[0].role is not Role.PRINCIPAL):
        if person.id not in found and person.id != without:
            found[person.id or 0] = Leader(
                person.id or 0,
                person.name,
                held.post,
                held.role is Role.PRINCIPAL,
                held.in_charge_of,
                person.phone,
                person.telegram_id is not None,
            )
    return list(found.values())


def ask_again(desk: Desk, row: Appearance, hearing: Hearing | None) -> None:
    """A date came: whatever was answered before, the leader is asked anew."""
    reopen(desk, row, hearing)
    if row.leader_name and row.strength != "none":
        ask(desk, row, hearing)


def reopen(desk: Desk, row: Appearance, hearing: Hearing | None) -> None:
    """Forget the answer, which is in the history: the question is open again, with a new day to answer by.

    A change of leader that waits for the court goes on waiting: another date does not permit it.
    """
    if first_leader(row.facts):
        row.state = S.AWAITING_PERMISSION
    else:
        row.state = S.ASKED if row.leader_name else S.UNNAMED
        row.replaced_name = ""
    row.answered_by, row.answered_via, row.answered_at = None, None, None
    row.absence_reason, row.absence = None, {}
    row.revise()
    desk.session.add(row)
    set_answer_by(desk, row, hearing)


def set_answer_by(desk: Desk, row: Appearance, hearing: Hearing | None) -> None:
    """The leader is asked from now on: until when an answer is wanted."""
    on = hearing.starts_at.astimezone(desk.house.zone).date() if hearing else None
    named_by = duties.named_by(desk, row.case_id, row.agency_id)
    day = answer_by(desk.house.law.calendar, desk.today, on, named_by)
    until = desk.at(day, ANSWER_TIME).astimezone(UTC)
    row.answer_by = max(until, desk.now + timedelta(hours=1))
    if hearing is not None:
        row.answer_by = min(row.answer_by, hearing.starts_at)
    desk.session.add(row)


def ask(desk: Desk, row: Appearance, hearing: Hearing | None) -> None:
    """Put the question to the leader (message 1). Who named himself or herself sees it already."""
    set_answer_by(desk, row, hearing)
    leader = desk.session.get(Person, row.leader_id) if row.leader_id else None
    if leader is None:
        return
    if leader.id != desk.actor.person_id:
        outbox.plan(desk, Notice(ASK, OfAppearance(row.id or 0), subject_of(row)), to_person(leader.id))
    if hearing is not None:
        plans.plan_leader(desk, hearing, row)
    else:
        plans.remind_to_answer(desk, row)


# -- what all changes share -----------------------------------------------------------------------------------------


def is_leader(desk: Desk, row: Appearance) -> bool:
    return desk.actor.appears(row.leader_id, row.agency_id)


def is_on_duty(desk: Desk, row: Appearance) -> bool:
    """Whether the actor is the leader whose absence is reported: the first one, while a change waits for the court."""
    return cards.stays(desk, row) if first_leader(row.facts) else is_leader(desk, row)


def require_concerned(desk: Desk, row: Appearance) -> None:
    """The named leader, or whoever names leaders for the agency."""
    if not desk.is_system and not is_leader(desk, row) and not access.may_name(desk, row.agency_id):
        raise NotAllowed


def answerable(desk: Desk, row: Appearance) -> Hearing | None:
    """The hearing, if an answer can still be given."""
    hearing = hearing_of(desk, row)
    if hearing is not None and hearing.status is HearingStatus.SCHEDULED and hearing.starts_at <= desk.now:
        raise Refused("The hearing has begun. Please report its result instead.")
    if not cards.answerable(hearing, row, desk.now):
        raise Stale
    return hearing


def changed(
    desk: Desk,
    row: Appearance,
    act: Act,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    by_proxy: AnswerVia = AnswerVia.SELF,
) -> None:
    """Write it down, and show it in every message that people have."""
    row.revise()
    desk.session.add(row)
    desk.audit(
        act,
        subject_of(row),
        case_id=row.case_id,
        agency_id=row.agency_id,
        old=old,
        new=new,
        for_id=row.leader_id if by_proxy is not AnswerVia.SELF else None,
    )
    show(desk, row)


def show(desk: Desk, row: Appearance) -> None:
    """Silent edits of what people have on screen: the hearing's messages and the case's card."""
    if row.hearing_id is not None:
        outbox.refresh(desk, About.HEARING(row.hearing_id))
    outbox.refresh(desk, About.CASE(row.case_id))


def tell_keepers(desk: Desk, row: Appearance, topic: Topic[OfAppearance]) -> None:
    """One new message to whoever keeps the agency's hearings and must now act, but not to who has just acted."""
    for person in delivery.people_of(desk, f"namers@{row.agency_id}"):
        if person.id != desk.actor.person_id:
            shows = OfAppearance(row.id or 0, row.version)
            outbox.plan(desk, Notice(topic, shows, subject_of(row)), to_person(person.id))


def default_rank(desk: Desk, agency_id: int, person_id: int | None) -> str:
    """What the roster makes of a leader in court; empty for somebody it does not know."""
    known = next((one for one in leaders_of(desk, agency_id) if one.person_id == person_id), None)
    if known is None:
        return ""
    return rank_of(Role.PRINCIPAL if known.principal else Role.LEADER, known.post)


def same(row: Appearance, leader: Leader) -> bool:
    if leader.person_id:
        return row.leader_id == leader.person_id
    return row.leader_id is None and row.leader_name == leader.name
