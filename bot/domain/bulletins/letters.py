"""Who may get a reminder letter: units below the threshold, leaders who were silent or left. People decide on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.domain.bulletins.comparing import Side


class Ground(StrEnum):
    RATE = "rate"
    EFFECT = "effect"


GROUND_NAMES: dict[Ground, str] = {
    Ground.RATE: "attendance rate below the threshold",
    Ground.EFFECT: "appearance without effect",
}
"""Words of the grounds (message ids)."""


class CandidateState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    """The figures were corrected, and its ground fell away."""
    ISSUED = "issued"
    """Its letter was issued: whatever the figures become, the letter stands."""


CANDIDATE_STATES: dict[CandidateState, str] = {
    CandidateState.OPEN: "still to be decided",
    CandidateState.CONFIRMED: "confirmed, letter to be issued",
    CandidateState.DISMISSED: "no letter",
    CandidateState.WITHDRAWN: "figures corrected: no ground any more",
    CandidateState.ISSUED: "letter issued",
}
"""Words of the states (message ids)."""
SILENT, LEFT = "silent", "left_early"
EFFECT_NAMES: dict[str, str] = {SILENT: "the leader said nothing", LEFT: "the leader left early"}
"""Words of what makes an appearance one without effect (message ids)."""


@dataclass(frozen=True, slots=True)
class Poor:
    """An appearance of a leader who said nothing, or left."""

    agency_id: int
    appearance_id: int
    number: str
    what: tuple[str, ...]
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A candidate as the figures of today have it."""

    agency_id: int
    ground: Ground
    appearance_id: int | None
    values: Mapping[str, Any]

    @property
    def key(self) -> tuple[int, str, int | None]:
        return self.agency_id, self.ground.value, self.appearance_id


def below(side: Side | None, threshold: Decimal) -> bool:
    """Whether the rate, in two decimals, is below the threshold. Reached is not below; nothing heard is no rate."""
    found = side.rate if side is not None else None
    return found is not None and found < threshold


def wanted(
    theirs: Mapping[int, Side], ours: Mapping[int, Side], poor: Iterable[Poor], threshold: Decimal | None
) -> tuple[Wanted, ...]:
    """The candidates of a quarter, by the court's figures or by ours: people look at both. None without threshold."""
    if threshold is None:
        return ()
    low = [
        Wanted(agency_id, Ground.RATE, None, _figures(theirs.get(agency_id), ours.get(agency_id), threshold))
        for agency_id in sorted({*theirs, *ours})
        if below(theirs.get(agency_id), threshold) or below(ours.get(agency_id), threshold)
    ]
    effect = [
        Wanted(
            one.agency_id,
            Ground.EFFECT,
            one.appearance_id,
            {"number": one.number, "what": list(one.what), "leader": one.leader},
        )
        for one in poor
    ]
    return (*low, *effect)


def _figures(theirs: Side | None, ours: Side | None, threshold: Decimal) -> dict[str, Any]:
    return {"theirs": _side(theirs), "ours": _side(ours), "threshold": str(threshold)}


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None or not side.heard:
        return None
    found = {"heard": side.heard, "attended": side.attended}
    return {**found, "excused": side.excused} if side.excused else found


# -- brought up to date ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate that is written down."""

    id: int
    key: tuple[int, str, int | None]
    state: CandidateState
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moves:
    """What a correction of the figures does: nothing to a letter that was issued, nothing to what was dismissed."""

    new: tuple[Wanted, ...]
    again: tuple[tuple[int, Wanted], ...]
    """Withdrawn ones whose ground is there again: to be decided."""
    moved: tuple[tuple[int, Wanted], ...]
    withdrawn: tuple[int, ...]


def moves(standing: Iterable[Standing], found: Iterable[Wanted]) -> Moves:
    rows, wants = {one.key: one for one in standing}, {one.key: one for one in found}
    live = (CandidateState.OPEN, CandidateState.CONFIRMED)
    return Moves(
        tuple(one for key, one in wants.items() if key not in rows),
        tuple(
            (rows[key].id, one)
            for key, one in wants.items()
            if key in rows and rows[key].state is CandidateState.WITHDRAWN
        ),
        tuple(
            (rows[key].id, one)
            for key, one in wants.items()
            if key in rows and rows[key].state in live and dict(rows[key].values) != dict(one.values)
        ),
        tuple(one.id for key, one in rows.items() if key not in wants and one.state in live),
    )
