"""The court's figures beside our own: only theirs, only ours, different. Neither is changed by being compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.domain.figures.rates import rate


class DifferenceKind(StrEnum):
    ONLY_THEIRS = "only_theirs"
    ONLY_OURS = "only_ours"
    DIFFERENT = "different"


KIND_NAMES: dict[DifferenceKind, str] = {
    DifferenceKind.ONLY_THEIRS: "only in the court's bulletin",
    DifferenceKind.ONLY_OURS: "only in our ledger",
    DifferenceKind.DIFFERENT: "counted differently",
}
"""Words of the kinds (message ids)."""


class Settlement(StrEnum):
    """How a person settled a difference. Both figures stay as they are."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


SETTLEMENT_NAMES: dict[Settlement, str] = {
    Settlement.OURS: "our ledger is right",
    Settlement.THEIRS: "the court is right, our ledger is to be corrected",
    Settlement.BOTH: "both are right: counted another way",
}
"""Words of the settlements (message ids)."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one side counts of a unit; of the court `principal` is None where it does not say."""

    heard: int
    attended: int
    principal: int | None = None
    excused: int = 0
    """Absences that our book leaves out of the denominator; a court's figures are as the court counts."""

    @property
    def rate(self) -> Decimal | None:
        return rate(self.attended, self.heard - self.excused)


@dataclass(frozen=True, slots=True)
class OurCase:
    """A case of ours that was heard in the quarter, for one unit."""

    case_id: int
    number: str
    agency_id: int
    court: str
    attended: bool


@dataclass(frozen=True, slots=True)
class TheirCase:
    """A case that the court lists; `agency_id` is None for a unit that is none of ours."""

    number: str
    agency_id: int | None
    name: str
    attended: bool | None
    reason: str = ""
    case_id: int | None = None
    """The case of this number in the bot, heard in the quarter or not."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference. Without `number` it is one of a unit's figures. `ours` and `theirs` are plain values."""

    kind: DifferenceKind
    agency_id: int | None
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    number: str = ""
    case_id: int | None = None

    @property
    def key(self) -> tuple[str, int | None, str]:
        """What it is about, whatever the figures are."""
        return self.kind.value, self.agency_id, self.number

    @property
    def figures(self) -> tuple[dict[str, Any], dict[str, Any]]:
        return dict(self.ours), dict(self.theirs)


def of_units(
    ours: Mapping[int, Side], theirs: Mapping[int, Side], elsewhere: Mapping[int, int] | None = None
) -> tuple[Gap, ...]:
    """By unit. One with nothing heard on either side is no difference; the principal's count where both say it.
    `elsewhere`: how many of ours another court heard, which explains much."""
    return tuple(_with(gap, (elsewhere or {}).get(gap.agency_id or 0, 0)) for gap in _of_units(ours, theirs))


def _with(gap: Gap, elsewhere: int) -> Gap:
    return replace(gap, ours={**gap.ours, "elsewhere": elsewhere}) if elsewhere and gap.ours else gap


def _of_units(ours: Mapping[int, Side], theirs: Mapping[int, Side]) -> tuple[Gap, ...]:
    found: list[Gap] = []
    for agency_id in sorted({*ours, *theirs}):
        mine, their = ours.get(agency_id), theirs.get(agency_id)
        if their is None and mine is not None and mine.heard:
            found.append(Gap(DifferenceKind.ONLY_OURS, agency_id, _values(mine), {}))
        elif their is not None and (mine is None or not mine.heard) and their.heard:
            found.append(Gap(DifferenceKind.ONLY_THEIRS, agency_id, {}, _values(their)))
        elif mine is not None and their is not None and _differ(mine, their):
            found.append(Gap(DifferenceKind.DIFFERENT, agency_id, _values(mine), _values(their)))
    return tuple(found)


def _differ(mine: Side, their: Side) -> bool:
    principal = their.principal is not None and mine.principal is not None and their.principal != mine.principal
    return (mine.heard, mine.attended) != (their.heard, their.attended) or principal


def _values(side: Side) -> dict[str, Any]:
    found: dict[str, Any] = {"heard": side.heard, "attended": side.attended}
    more = {"principal": side.principal, "excused": side.excused or None}
    return found | {name: value for name, value in more.items() if value is not None}


def of_cases(ours: Sequence[OurCase], theirs: Sequence[TheirCase], court: str) -> tuple[Gap, ...]:
    """By case, where the court lists cases: for each number and unit. A case of ours that another court heard is said
    to be so: the court that wrote the bulletin need not know it."""
    mine = {(one.number, one.agency_id): one for one in ours}
    their = {(one.number, one.agency_id): one for one in theirs}
    return (
        *(gap for key, one in their.items() if (gap := _theirs(one, mine.get((key[0], key[1] or 0)))) is not None),
        *(_only_ours(one, court) for key, one in mine.items() if key not in their),
    )


def _theirs(their: TheirCase, mine: OurCase | None) -> Gap | None:
    said = {"attended": their.attended, "name": their.name, "reason": their.reason}
    if mine is None:
        return Gap(DifferenceKind.ONLY_THEIRS, their.agency_id, {}, said, their.number, their.case_id)
    if their.attended is None or their.attended is mine.attended:
        return None
    ours = {"attended": mine.attended, "court": mine.court}
    return Gap(DifferenceKind.DIFFERENT, their.agency_id, ours, said, their.number, mine.case_id)


def _only_ours(one: OurCase, court: str) -> Gap:
    ours: dict[str, Any] = {"attended": one.attended, "court": one.court}
    if is_other_court(one.court, court):
        ours["elsewhere"] = True
    return Gap(DifferenceKind.ONLY_OURS, one.agency_id, ours, {}, one.number, one.case_id)


def is_other_court(court: str, writer: str) -> bool:
    """Whether a case was heard by another court than the one that wrote the bulletin (异地管辖, the court above)."""
    return bool(court and writer) and court not in writer and writer not in court


# -- brought up to date ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """A difference that is written down."""

    id: int
    gap: Gap
    settled: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be written so that the open differences are those of today; settled ones stay as they were settled."""

    new: tuple[Gap, ...]
    moved: tuple[tuple[int, Gap], ...]
    gone: tuple[int, ...]


def changes(known: Iterable[Known], found: Iterable[Gap]) -> Changes:
    """An open one follows the figures, or goes; a settled one is raised anew only with figures nobody has settled."""
    rows = list(known)
    wanted = {gap.key: gap for gap in found}
    open_ones = {one.gap.key: one for one in rows if not one.settled}
    settled = {(one.gap.key, _frozen(one.gap)) for one in rows if one.settled}
    fresh = {key: gap for key, gap in wanted.items() if (key, _frozen(gap)) not in settled}
    return Changes(
        tuple(gap for key, gap in fresh.items() if key not in open_ones),
        tuple(
            (open_ones[key].id, gap)
            for key, gap in fresh.items()
            if key in open_ones and _frozen(open_ones[key].gap) != _frozen(gap)
        ),
        tuple(one.id for key, one in open_ones.items() if key not in fresh),
    )


def _frozen(gap: Gap) -> tuple[str, str]:
    ours, theirs = gap.figures
    return repr(sorted(ours.items())), repr(sorted(theirs.items()))
