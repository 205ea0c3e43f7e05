"""Units by how they stand this year, for whoever writes to "those who have not …": by the rate that is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from bot.domain.figures.rates import Base, Totals, is_below
from bot.services.figures import parameters
from bot.services.hall.desk import Desk, Predicate
from bot.store.figures import months as store


def _of_the_year(desk: Desk, agencies: Collection[int]) -> dict[int, Totals]:
    """What was counted of each this calendar year; without anything heard it is left out."""
    year = desk.today.year
    found = store.by_agency(desk.session, f"{year}-01", f"{year}-12")
    return {one: totals for one, totals in found.items() if one in agencies and totals.heard}


def _below_rate(desk: Desk, percent: int, agencies: Collection[int]) -> set[int]:
    """Agencies whose rate is below `percent`; reached is not below."""
    found = _of_the_year(desk, agencies)
    return {one for one, totals in found.items() if is_below(_base(desk, one, totals).rate(totals), percent)}


def _base(desk: Desk, agency_id: int, totals: Totals) -> Base:
    """The agency's book is asked only where it matters."""
    return parameters.base(desk, agency_id) if totals.excused else Base()


def _no_principal(desk: Desk, _: int, agencies: Collection[int]) -> set[int]:
    """Agencies with a hearing to none of which the principal came."""
    return {one for one, totals in _of_the_year(desk, agencies).items() if not totals.principal}


PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {"low_rate": Predicate(agencies=_below_rate), "no_principal": Predicate(agencies=_no_principal)}
)
"""By the names in `bot.domain.agencies.audiences.LACKING_NAMES`."""
