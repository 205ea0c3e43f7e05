"""How one agency is counted in one case number, and why (C8; register A9 to A11, A27). Pure.

Each held hearing was judged by the law engine (`bot.domain.law.attendance`); here its judgements become one row: a
number is an instance, whoever came once in it came, unless the court called again and nobody came to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.figures.periods import quarter_of
from bot.domain.law.appearing import Decision, Reason, Required
from bot.domain.law.attendance import CountsAs
from bot.domain.law.explanations import Label, Named, Step, step


class Counted(StrEnum):
    """What a row is in the figures."""

    ATTENDED = "attended"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    EXEMPT = "exempt"
    """Heard, but this agency owed no leader: not in the denominator."""
    OPEN = "open"
    """Heard; what came of it, or whether a leader was owed, is still to be said."""
    NOT_HEARD = "not_heard"
    OUTSIDE = "outside"
    """Never counted: no trial (行审), no lawsuit, a third party where the rule book does not count it."""


IN_DENOMINATOR = (Counted.ATTENDED, Counted.EXCUSED, Counted.UNEXCUSED, Counted.OPEN)


class NotHeard(StrEnum):
    """Why there was no hearing, or none yet."""

    UNDATED = "undated"
    SCHEDULED = "scheduled"
    """Its day is set. Once that has gone by, its result is missing: that, the clock says."""
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    ON_PAPER = "on_paper"
    """Decided without a hearing."""
    NOT_HELD = "not_held"
    OTHER_SESSION = "other_session"
    """Only sessions that are none: an inquiry, a talk, a conference before the trial."""


@dataclass(frozen=True, slots=True)
class Came:
    """What was reported of one hearing."""

    attended: bool
    leader_id: int | None = None
    leader_name: str = ""
    rank: str = ""
    spoke: bool | None = None
    on_settlement: bool | None = None
    stayed: bool | None = None
    identity_accepted: bool | None = None
    video: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """One hearing of the case, as the rows have it. `state` is a value of `HearingStatus`; `day` is local."""

    id: int
    starts_at: datetime
    day: date
    state: str
    session: str = "hearing"
    online: bool | None = False
    """None where nobody said how it was held."""
    decision: Decision | None = None
    """Of a held one: what the law says of it for this agency."""
    came: Came | None = None
    reason: str = ""
    """Why no leader came, a value of `AbsenceReason`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One agency in one case."""

    instance: str
    """As `bot.domain.reading.casenumbers` names it."""
    is_trial: bool
    case_kind: str = "litigation"
    third_party: bool = False
    counts_third_parties: bool = False
    should_be_defendant: bool = False
    hearings: tuple[Held, ...] = ()
    withdrawn: bool = False
    """The case ended by being withdrawn."""
    decided: bool = False
    """A decision of this instance is there."""


@dataclass(frozen=True, slots=True)
class Why:
    """One step of how it came to be counted so: a code of `WHY` or of the law's own words, and the rule behind it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    citation: tuple[str, str, str] | None = None
    """Its id, and the place in Chinese and in English."""

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        cited = dict(zip(("rule", "zh", "en"), self.citation, strict=True)) if self.citation else None
        return {"code": self.code, "values": dict(self.values), "citation": cited}


@dataclass(frozen=True, slots=True)
class Count:
    """How it is counted."""

    counted: Counted
    heard: bool = False
    not_heard: NotHeard | None = None
    why: tuple[Why, ...] = ()
    came: Came | None = None
    reason: str = ""
    principal: bool = False
    not_first: bool = False
    online: bool | None = None
    first: Held | None = None
    last: Held | None = None
    scheduled: Held | None = None
    hearings: tuple[int, ...] = ()

    @property
    def quarter(self) -> str:
        return quarter_of(self.first.day) if self.first else ""


def count(facts: Facts) -> Count:
    """How the agency is counted, with each step of the reasons."""
    held = _held(facts.hearings)
    scheduled = next(iter(_trials(facts.hearings, "scheduled")), None)
    found = _heard(held, scheduled) if held else _unheard(facts, scheduled)
    outside = _outside(facts)
    if outside is None:
        return found
    return replace(found, counted=Counted.OUTSIDE, why=(outside,), principal=False, not_first=False)


def _unheard(facts: Facts, scheduled: Held | None) -> Count:
    missing = _not_heard(facts, scheduled)
    return Count(Counted.NOT_HEARD, not_heard=missing, why=(Why(f"not_heard_{missing}"),), scheduled=scheduled)


def _trials(hearings: Iterable[Held], *states: str) -> list[Held]:
    found = (one for one in hearings if one.session == "hearing" and one.state in states)
    return sorted(found, key=lambda one: (one.starts_at, one.id))


def _held(hearings: Iterable[Held]) -> list[Held]:
    return [one for one in _trials(hearings, "held") if _as(one) is not CountsAs.NOT_HEARD]


def _as(one: Held) -> CountsAs | None:
    """What the law engine makes of it; None where a person or a report has to say."""
    if one.decision is None:
        return None
    if one.decision.outcome is not None:
        return one.decision.outcome.counts_as
    return CountsAs.EXEMPT if one.decision.required is Required.NONE else None


def _outside(facts: Facts) -> Why | None:
    if facts.case_kind != "litigation":
        return Why("outside_register_only")
    if not facts.is_trial:
        return Why("outside_no_trial")
    if facts.third_party and not (facts.counts_third_parties or facts.should_be_defendant):
        return Why("outside_third_party")
    return None


def _not_heard(facts: Facts, scheduled: Held | None) -> NotHeard:
    """In the order in which one says more than another."""
    states = {one.state for one in facts.hearings if one.session == "hearing"}
    sessions = {one.session for one in facts.hearings if one.state in ("scheduled", "held")}
    rows = (
        (scheduled is not None, NotHeard.SCHEDULED),
        (facts.withdrawn or "withdrawn" in states or "withdrawn_before" in sessions, NotHeard.WITHDRAWN),
        (facts.decided or "on_paper" in sessions, NotHeard.ON_PAPER),
        ("not_held" in states, NotHeard.NOT_HELD),
        ("cancelled" in states, NotHeard.CANCELLED),
        (bool(sessions - {"hearing"}), NotHeard.OTHER_SESSION),
    )
    return next((missing for holds, missing in rows if holds), NotHeard.UNDATED)


def _heard(held: Sequence[Held], scheduled: Held | None) -> Count:
    counted, decides = _counted(held)
    shown = decides if decides.came is not None else held[-1]
    attended = counted is Counted.ATTENDED
    return Count(
        counted,
        heard=True,
        why=(*_why(held, decides, counted),),
        came=shown.came,
        reason="" if attended else decides.reason,
        principal=attended and any(_principal(one) for one in held),
        not_first=attended and _not_first(held),
        online=_online(shown),
        first=held[0],
        last=held[-1],
        scheduled=scheduled,
        hearings=tuple(one.id for one in held),
    )


def _counted(held: Sequence[Held]) -> tuple[Counted, Held]:
    """What the row is, and the hearing that decides it.

    A hearing to which the court called again decides by itself. Else whoever came once came; without that an open
    hearing keeps the row open, and an absence is excused only where each one was.
    """
    for one in reversed(held):
        if _called_again(one) and _as(one) is not CountsAs.EXEMPT:
            return _of(_as(one)), one
    ranked: tuple[CountsAs | None, ...] = (
        CountsAs.ATTENDED, None, CountsAs.UNEXCUSED, CountsAs.EXCUSED, CountsAs.EXEMPT,
    )  # fmt: skip
    for wanted in ranked:
        found = [one for one in held if _as(one) is wanted]
        if found:
            return _of(wanted), found[0]
    return Counted.OPEN, held[-1]


def _of(counts_as: CountsAs | None) -> Counted:
    return Counted.OPEN if counts_as is None else Counted(counts_as.value)


def _called_again(one: Held) -> bool:
    return one.decision is not None and any(reason.sentence.code == "called_again" for reason in one.decision.reasons)


def _principal(one: Held) -> bool:
    outcome = one.decision.outcome if one.decision else None
    return outcome is not None and outcome.counts_as is CountsAs.ATTENDED and outcome.principal_appeared is True


def _not_first(held: Sequence[Held]) -> bool:
    """A leader came, but the first hearing was one nobody came to, where the book wants that one."""
    return any(
        reason.code == "not_first_hearing"
        for one in held
        if one.decision is not None and one.decision.outcome is not None and _as(one) is CountsAs.ATTENDED
        for reason in one.decision.outcome.reasons
    )


def _online(one: Held) -> bool | None:
    """How the leader took part; that none came by video says nothing where nobody said how it was held."""
    if one.came is None or not one.came.attended:
        return one.online
    return one.came.video or (None if one.online is None else False)


# -- why ------------------------------------------------------------------------------------------------------------


def _why(held: Sequence[Held], decides: Held, counted: Counted) -> Iterable[Why]:
    """The steps: when it was heard, which hearing decides, what the law says of that one, what the row is."""
    yield Why("heard_on", {"date": _plain(held[0].day)})
    if len(held) > 1:
        yield Why("decided_by", {"date": _plain(decides.day), "n": len(held)})
    if decides.decision is not None:
        yield from map(_reason, decides.decision.reasons)
        outcome = decides.decision.outcome
        yield from (Why(one.code, _values(one)) for one in (outcome.reasons if outcome else ()))
        yield from (Why(one.code, _values(one)) for one in decides.decision.questions if counted is Counted.OPEN)
    if counted is Counted.OPEN and decides.came is None:
        yield Why("result_missing")
    yield Why(f"counted_{counted}")


def _reason(reason: Reason) -> Why:
    rule = reason.rule
    cited = (rule.id, rule.source.zh, rule.source.en) if rule is not None else None
    return Why(reason.sentence.code, _values(reason.sentence), cited)


def _values(sentence: Step) -> dict[str, Any]:
    """Values of a step as plain JSON; `stepped` makes them values again."""
    return {name: _plain(value) for name, value in sentence.params}


def _plain(value: object) -> Any:
    match value:
        case Named(zh=zh, en=en):
            return {"zh": zh, "en": en}
        case Label(msgid=msgid):
            return {"msgid": msgid}
        case date():
            return {"date": value.isoformat()}
    return value


def stepped(kept: Mapping[str, Any]) -> Step:
    """A step as it was kept."""
    return step(str(kept["code"]), **{name: _value(value) for name, value in kept["values"].items()})


def _value(kept: Any) -> Any:
    match kept:
        case {"zh": str(zh), "en": str(en)}:
            return Named(zh, en)
        case {"msgid": str(msgid)}:
            return Label(msgid)
        case {"date": str(day)}:
            return date.fromisoformat(day)
    return kept
