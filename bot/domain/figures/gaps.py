"""Differences between the figures that are kept and what counting from scratch gives."""

from __future__ import annotations

from dataclasses import dataclass

MISSING = "missing"
LEFT_OVER = "left over"
COLUMNS: dict[str, str] = {
    "instance": "the instance",
    "court": "the court",
    "cause": "the cause",
    "capacity": "the capacity",
    "case_kind": "the kind of case",
    "heard": "whether it was heard",
    "not_heard": "why it was not heard",
    "counted": "how it is counted",
    "why": "the reasons",
    "reason": "the reason of an absence",
    "leader_id": "the leader's number",
    "leader_name": "the leader",
    "rank": "the leader's rank",
    "in_charge": "whether the leader is in charge of the matter",
    "principal": "whether the principal leader appeared",
    "principal_owed": "whether the principal leader is owed",
    "spoke": "whether the leader spoke",
    "on_settlement": "whether the leader spoke on a settlement",
    "stayed": "whether the leader stayed",
    "identity_accepted": "whether the identity was accepted",
    "mode": "how the leader took part",
    "not_first": "whether it was not the first hearing",
    "first_held_at": "the first hearing",
    "last_held_at": "the last hearing",
    "scheduled_at": "the hearing to come",
    "hearings": "the hearings",
    "quarter": "the quarter",
    "month": "the month",
    "year": "the year",
    "lost": "whether it was lost",
    "book": "the rule book",
    "edition": "the edition of the rule book",
    "total.heard": "the total of heard",
    "total.attended": "the total of attended",
    "total.excused": "the total of excused",
    "total.unexcused": "the total of absent",
    "total.exempt": "the total of exempt",
    "total.open": "the total of open",
    "total.principal": "the total of principal leaders",
    "total.spoke": "the total of leaders who spoke",
    "total.online": "the total of those by video",
    "total.lost": "the total of lost",
}
"""What columns of a row, and of a total, are called."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where something kept is not what it has to be. `field` is a key of `COLUMNS`, or one of the two above."""

    case: str
    """The number of the case; empty for a total."""
    agency: str
    field: str
    kept: str = ""
    right: str = ""
    quarter: str = ""
    instance: str = ""
