"""How many of the hearings to come must be attended so that a target is reached."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from bot.domain.figures.rates import Totals


@dataclass(frozen=True, slots=True)
class Needed:
    """What it takes. `next` hearings in a row must all be attended; 0 where the target is reached already.

    `reachable` is False only where it is so: an absence against a target of 100 %, or a period that is over; results
    that are open may still bring it about.
    """

    target: Decimal
    next: int
    scheduled: int
    reachable: bool

    @property
    def reached(self) -> bool:
        return self.next == 0 and self.reachable


def needed(totals: Totals, scheduled: int, target: float, *, over: bool = False) -> Needed:
    """What `target` (per cent) takes, with `scheduled` hearings to come; `over`: the period has ended.

    The smallest n with (attended + n) / (heard + n) >= target; what is open is not attended as yet.
    """
    goal = Decimal(str(target))
    missing = goal * totals.heard - 100 * totals.attended
    if missing <= 0:
        return Needed(goal, 0, scheduled, reachable=True)
    by_open = missing <= 100 * totals.open
    if over or goal >= 100:
        return Needed(goal, _up(missing / 100), scheduled, reachable=by_open)
    return Needed(goal, _up(missing / (100 - goal)), scheduled, reachable=True)


def _up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))
