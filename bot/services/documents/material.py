"""What a document can be filled from: the rows that it is about, found when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.domain.cases.cases import mask_name, with_count
from bot.domain.documents.kinds import Kind
from bot.domain.hall.terms import HearingStatus, PartyCapacity, Role
from bot.domain.law.roles import Role as LawRole
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import appearing, facts, obligations
from bot.store.agencies import people as people_store
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import (
    Agency,
    Appearance,
    Appointment,
    Case,
    Document,
    Duty,
    Event,
    Hearing,
    HearingResult,
    Paper,
    Person,
)

_LIVE = (HearingStatus.SCHEDULED, HearingStatus.HELD)


@dataclass
class Material:
    """One document of a kind, and whatever it is about."""

    desk: Desk
    kind: Kind
    document: Document
    kept: dict[str, Any] = field(default_factory=dict)
    """What several sources need, read once."""

    @cached_property
    def agency(self) -> Agency:
        return access.agency(self.desk, self.document.agency_id)

    @cached_property
    def case(self) -> Case | None:
        found = self.document.case_id or (self.hearing.case_id if self.document.hearing_id and self.hearing else None)
        return self.desk.session.get(Case, found) if found else None

    @cached_property
    def duty(self) -> Duty | None:
        return self.desk.session.get(Duty, self.document.duty_id) if self.document.duty_id else None

    @cached_property
    def event(self) -> Event | None:
        return self.desk.session.get(Event, self.document.event_id) if self.document.event_id else None

    @cached_property
    def author(self) -> Person | None:
        by = self.document.created_by or self.desk.actor.person_id
        return self.desk.session.get(Person, by) if by else None

    @cached_property
    def concerned(self) -> int:
        """The agency whose part in the case it is: of what another one owes for it, that for which it is owed."""
        owed_for = self.duty.citation.get("for") if self.duty is not None else None
        return int(owed_for) if owed_for else self._side

    @cached_property
    def _side(self) -> int:
        """A unit that handles a case for the agency that is sued has no part of its own in it."""
        own = self.document.agency_id
        if self.document.appearance_id:
            return self.desk.session.get_one(Appearance, self.document.appearance_id).agency_id
        if self.document.paper_id:
            return self.desk.session.get_one(Paper, self.document.paper_id).agency_id
        case_id = self.document.case_id
        if case_id is None or cases_store.party_of(self.desk.session, case_id, own) is not None:
            return own
        parties = cases_store.parties_of(self.desk.session, case_id)
        sued = [one.agency_id for one in parties if one.capacity is PartyCapacity.DEFENDANT]
        return sued[0] if sued else own

    @cached_property
    def hearing(self) -> Hearing | None:
        """The one it is about; else the next one of the case, else the last one held."""
        if self.document.hearing_id:
            return self.desk.session.get(Hearing, self.document.hearing_id)
        if self.duty is not None and self.duty.hearing_id:
            return self.desk.session.get(Hearing, self.duty.hearing_id)
        if self.document.case_id is None:
            return None
        rows = [h for h in hearings_store.of_case(self.desk.session, self.document.case_id) if h.status in _LIVE]
        coming = [h for h in rows if h.status is HearingStatus.SCHEDULED]
        return coming[0] if coming else (rows[-1] if rows and self.kind.about == "hearing" else None)

    @cached_property
    def held(self) -> Hearing | None:
        """The newest hearing of the case that has been."""
        rows = hearings_store.of_case(self.desk.session, self.document.case_id) if self.document.case_id else []
        over = [h for h in rows if h.status in _LIVE and h.starts_at <= self.desk.now]
        return over[-1] if over else None

    @cached_property
    def appearance(self) -> Appearance | None:
        session = self.desk.session
        if self.document.appearance_id:
            return session.get(Appearance, self.document.appearance_id)
        if self.hearing is not None:
            found = appearances_store.of_agency(session, self.hearing.id, self.concerned)
            if found is not None:
                return found
        if self.case is None:
            return None
        rows = appearances_store.of_agency_in_case(session, self.case.id, self.concerned)
        named = [row for row in rows if row.leader_name]
        best = named or rows
        return best[-1] if best else None

    @cached_property
    def result(self) -> HearingResult | None:
        if self.hearing is None:
            return None
        return hearings_store.result_of(self.desk.session, self.hearing.id, self.concerned)

    @cached_property
    def paper(self) -> Paper | None:
        """The one it is about, or its duty; else the newest of the agency in the case."""
        named = self.document.paper_id or (self.duty.paper_id if self.duty is not None else None)
        if named:
            return self.desk.session.get(Paper, named)
        if self.case is None:
            return None
        rows = papers_store.standing(self.desk.session, self.case.id)
        own = [row for row in rows if row.agency_id == self.concerned] or rows
        return max(own, key=lambda row: (row.served_on, row.id or 0), default=None)

    @cached_property
    def leader(self) -> Person | None:
        row = self.appearance
        return self.desk.session.get(Person, row.leader_id) if row is not None and row.leader_id else None

    @cached_property
    def government(self) -> Agency | None:
        return facts.government_above(self.desk, self.agency)

    @cached_property
    def bureau(self) -> Agency | None:
        concern = obligations.Concern(self.agency, self.case)
        return obligations.agency_of(self.desk, LawRole.COUNTY_JUSTICE_BUREAU, concern)

    def holder(self, agency_id: int, *roles: Role) -> tuple[Person, str] | None:
        """Who holds the first of these roles that is held in an agency, with the post."""
        for role in roles:
            for person in access.holders(self.desk, agency_id, role):
                return person, self.post_of(person, agency_id, role)
        return None

    def phone_of(self, name: str) -> str | None:
        """Of whom the roster of the agency knows by this name; None where it knows nobody, or several."""
        found = people_store.namesakes(self.desk.session, name, [self.document.agency_id])
        return found[0].phone if len(found) == 1 else None

    def post_of(self, person: Person, agency_id: int, role: Role) -> str:
        held = people_store.held_by(self.desk.session, person.id or 0, self.desk.today)
        rows = [row for row, agency in held if row.agency_id == agency_id]
        own = [row.post for row in rows if row.role is role and row.post]
        return (own or [row.post for row in rows if row.post] or [""])[0]

    def office_of(self, person: Person, agency_id: int) -> list[Appointment]:
        """The offices that somebody holds in an agency."""
        held = people_store.held_by(self.desk.session, person.id or 0, self.desk.today)
        return [row for row, _ in held if row.agency_id == agency_id]

    def plaintiff(self) -> str:
        """As this kind of document, or the book of the agency for it, shows the plaintiff."""
        if self.case is None:
            return ""
        name = with_count(self.case.plaintiff, self.case.plaintiff_count)
        return mask_name(name) if self.masks else name

    @cached_property
    def masks(self) -> bool:
        if self.kind.plaintiffs != "book":
            return self.kind.plaintiffs == "masked"
        return bool(appearing.parameter(self.desk, self.document.agency_id, "bureau_copies") == "masked")
