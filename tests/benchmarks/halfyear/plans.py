"""What the half year brings, drawn beforehand from a fixed seed: papers, hearings, changes, judgments, letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.domain.law.calendar import WorkingCalendar
from tests.benchmarks.halfyear.cast import Unit


@dataclass(frozen=True)
class Lawsuit:
    """One case: on which days what of it comes; None where it does not."""

    number: str
    unit: Unit
    served: date
    summoned: date
    hearing: date
    hour: str
    moved: date | None
    """The day on which the court says that the hearing is a week later."""
    off: date | None
    decided: date | None
    appealed: date | None


@dataclass(frozen=True)
class Calendar:
    """Everything that comes from outside."""

    cases: tuple[Lawsuit, ...]
    circulars: tuple[date, ...]
    trainings: tuple[date, ...]


def drawn(units: Sequence[Unit], calendar: WorkingCalendar, begin: date, end: date, cases: int, seed: int) -> Calendar:
    chance = Random(seed)
    days = [d for n in range((end - begin).days + 1) if calendar.is_working(d := begin + timedelta(days=n))]
    first = days[: max(1, len(days) * 9 // 10)]
    suits = tuple(
        _lawsuit(11 + n, units[n % len(units)], first[n * len(first) // cases], calendar, chance) for n in range(cases)
    )
    monthly = tuple(days[at] for at in range(5, len(days), 21))
    quarterly = tuple(days[at] for at in range(8, len(days), 62))
    return Calendar(suits, monthly, quarterly)


def _lawsuit(n: int, unit: Unit, served: date, calendar: WorkingCalendar, chance: Random) -> Lawsuit:
    summoned = calendar.add_working(served, chance.randint(2, 14))
    hearing = calendar.add_working(summoned, chance.randint(6, 20))
    moved = calendar.add_working(hearing, -chance.randint(1, 4)) if chance.random() < 0.15 else None
    off = calendar.add_working(hearing, -2) if moved is None and chance.random() < 0.08 else None
    held = calendar.add_working(hearing, 5) if moved else hearing
    decided = calendar.add_working(held, chance.randint(10, 30)) if off is None and chance.random() < 0.6 else None
    appealed = calendar.add_working(decided, 9) if decided and chance.random() < 0.25 else None
    hour = chance.choice(("上午9:00", "上午9:30", "下午2:30"))
    return Lawsuit(f"（2026）鲁0831行初{n}号", unit, served, summoned, hearing, hour, moved, off, decided, appealed)
