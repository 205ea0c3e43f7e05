"""Reminder packages and escalation ladders as values: when who is told, relative to a duty's dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from bot.domain.law.roles import Role

#: The hour at which people are told, unless a slot says otherwise.
USUAL_TIME = time(9, 0)


@dataclass(frozen=True, slots=True)
class Slot:
    """One reminder: `days` from an anchor (trigger, safe, due, hearing), working days unless `calendar`.

    `now` is at once; `hours` counts from the hearing's own hour.
    """

    anchor: str
    days: int = 0
    calendar: bool = False
    at: time = USUAL_TIME
    now: bool = False
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One escalation: a slot, the roles that are told, and the state in which it still matters."""

    slot: Slot
    to: tuple[Role, ...]
    condition: str = "open"
    red: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """A named set of slots. `dates` and `monthly_from` serve events that have the whole year."""

    id: str
    slots: tuple[Slot, ...] = ()
    ladder: str = ""
    dates: tuple[tuple[int, int], ...] = ()
    monthly_from: int = 0
    months_after_due: int = 0


@dataclass(frozen=True, slots=True)
class Ladders:
    """All packages and ladders in force, by id."""

    packages: Mapping[str, Package] = field(default_factory=dict)
    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)

    def package(self, package_id: str) -> Package | None:
        """Return the package with this id, None for "" (a duty that reminds nobody)."""
        return self.packages.get(package_id)

    def escalation(self, package_id: str, ladder_id: str) -> tuple[Step, ...]:
        """Return the steps of the rule's own ladder, else those of its package."""
        package = self.packages.get(package_id)
        chosen = ladder_id or (package.ladder if package else "")
        return self.steps.get(chosen, ())
