"""Who may do what, over which agencies. Pure: the actor is a value, loaded anew for every update."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.hall.terms import LEADERS, LIAISONS, Role

WHOLE = "/"
"""The path of the whole tree: whoever reaches it reaches every agency, and what belongs to none."""


class Action(StrEnum):
    """Everything that needs a permission."""

    EDIT_TREE = "edit_tree"
    EDIT_PEOPLE = "edit_people"
    SEE_PEOPLE = "see_people"
    ENTER_PAPER = "enter_paper"
    ENTER_HEARING = "enter_hearing"
    NAME_LEADER = "name_leader"
    ANSWER_FOR_LEADER = "answer_for_leader"
    SEE_CASE = "see_case"
    SEE_PLAINTIFF = "see_plaintiff"
    SEE_SUMMARY = "see_summary"
    CLOSE_DUTY = "close_duty"
    JUDGE_DUTY = "judge_duty"
    ASSIGN_UNIT = "assign_unit"
    SEE_WEEK = "see_week"
    SEE_STATUS = "see_status"
    SEND_CIRCULAR = "send_circular"
    APPROVE_CIRCULAR = "approve_circular"
    RUN_EVENT = "run_event"
    SIGN_IN_OTHERS = "sign_in_others"
    IMPORT_CALENDAR = "import_calendar"
    EXPORT = "export"
    CORRECT = "correct"
    DECIDE_HELD = "decide_held"


_UNIT = {
    Action.ENTER_PAPER,
    Action.ENTER_HEARING,
    Action.NAME_LEADER,
    Action.ANSWER_FOR_LEADER,
    Action.SEE_CASE,
    Action.SEE_PLAINTIFF,
    Action.SEE_SUMMARY,
    Action.CLOSE_DUTY,
    Action.SEE_WEEK,
    Action.SEE_PEOPLE,
    Action.CORRECT,
    Action.RUN_EVENT,
}
_BUREAU = _UNIT | {
    Action.EDIT_PEOPLE,
    Action.JUDGE_DUTY,
    Action.ASSIGN_UNIT,
    Action.SEND_CIRCULAR,
    Action.APPROVE_CIRCULAR,
    Action.SIGN_IN_OTHERS,
    Action.EXPORT,
    Action.SEE_STATUS,
    Action.IMPORT_CALENDAR,
}

POLICY: dict[Role, frozenset[Action]] = {
    # Administrators keep accounts and configuration; they do not read case texts (duties.md section D).
    Role.ADMINISTRATOR: frozenset(
        {
            Action.EDIT_TREE,
            Action.EDIT_PEOPLE,
            Action.SEE_PEOPLE,
            Action.SEE_STATUS,
            Action.IMPORT_CALENDAR,
            Action.DECIDE_HELD,
        }
    ),
    Role.COORDINATOR: frozenset(_BUREAU),
    Role.ASSESSOR: frozenset({Action.SEE_SUMMARY, Action.SEE_WEEK, Action.SEE_CASE, Action.EXPORT, Action.SEE_PEOPLE}),
    Role.LIAISON: frozenset(_UNIT),
    Role.DEPUTY_LIAISON: frozenset(_UNIT),
    Role.PRINCIPAL: frozenset(
        {
            Action.NAME_LEADER,
            Action.SEE_CASE,
            Action.SEE_PLAINTIFF,
            Action.SEE_SUMMARY,
            Action.SEE_WEEK,
            Action.SEE_PEOPLE,
        }
    ),
    # A leader sees the own agency's summary; the hearings he or she is named for are granted by being named.
    Role.LEADER: frozenset({Action.SEE_SUMMARY}),
    Role.CASE_HANDLER: frozenset({Action.SEE_SUMMARY}),
    Role.LEGAL_STAFF: frozenset({Action.SEE_SUMMARY}),
    Role.ENFORCEMENT_STAFF: frozenset({Action.SEE_SUMMARY}),
    Role.COURT_CONTACT: frozenset({Action.ENTER_PAPER, Action.ENTER_HEARING}),
    Role.OBSERVER: frozenset({Action.SEE_SUMMARY, Action.SEE_CASE, Action.SEE_WEEK}),
}


@dataclass(frozen=True, slots=True)
class Appointed:
    """One appointment of a person, with the branches of the tree it reaches (paths like `/1/4/`)."""

    role: Role
    agency_id: int
    agency_name: str
    reach: tuple[str, ...]
    post: str = ""
    from_date: date | None = None
    to_date: date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who presses: a known person with the appointments that hold today."""

    person_id: int
    name: str
    language: str = "zh_CN"
    chat_id: int = 0
    appointments: tuple[Appointed, ...] = ()

    def roles(self) -> frozenset[Role]:
        return frozenset(a.role for a in self.appointments)

    def may(self, action: Action, path: str) -> bool:
        """Whether any appointment allows `action` over the agency at `path`."""
        return any(action in POLICY[a.role] and path.startswith(a.reach) for a in self.appointments)

    def may_somewhere(self, action: Action) -> bool:
        return any(action in POLICY[a.role] for a in self.appointments)

    def branches(self, action: Action) -> tuple[str, ...]:
        """The branches over which `action` is allowed, without those that lie inside another."""
        paths = {p for a in self.appointments if action in POLICY[a.role] for p in a.reach}
        return tuple(sorted(p for p in paths if not any(q != p and p.startswith(q) for q in paths)))

    @property
    def receives_papers(self) -> bool:
        """Whether papers of the court come to this person: a court's contact may send one, but receives none."""
        return any(Action.ENTER_PAPER in POLICY[a.role] and a.role is not Role.COURT_CONTACT for a in self.appointments)

    def appears(self, leader_id: int | None, agency_id: int) -> bool:
        """Whether this is the leader named for an agency, who still holds an office there."""
        return leader_id is not None and leader_id == self.person_id and agency_id in self.agencies()

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles()

    @property
    def is_coordinator(self) -> bool:
        return Role.COORDINATOR in self.roles()

    @property
    def is_liaison(self) -> bool:
        return bool(LIAISONS & self.roles())

    @property
    def is_leader(self) -> bool:
        return bool(LEADERS & self.roles())

    def agencies(self, *roles: Role) -> tuple[int, ...]:
        """Agencies in which this person holds one of `roles` (any role when none is given)."""
        return tuple(dict.fromkeys(a.agency_id for a in self.appointments if not roles or a.role in roles))
