"""A proof for the audit entries of one case, as a file that anybody can check without the database."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.errors import Missing
from bot.domain.hall.subjects import About
from bot.domain.operations import merkle, proofs
from bot.domain.operations.seals import leaves
from bot.services.cases import cases
from bot.services.hall.desk import Desk
from bot.services.operations import seals
from bot.store.cases import queries as cases_store
from bot.store.hall import seals as seals_store


def prove(desk: Desk, number: str, *, with_names: bool) -> dict[str, Any]:
    """The proof for a case, for the operator; without names only what stands for them is in it.

    Raises:
        Refused: the number cannot be read.
        Missing: no such case is known.
    """
    case = cases.found(desk, cases.read_number(number))
    if case is None or case.id is None:
        raise Missing
    # What was done in a claim before it was confirmed is part of the case.
    parts = (case.id, *cases_store.merged_into(desk.session, case.id))
    ids = sorted({one for part in parts for one in seals_store.ids_of_case(desk.session, part, str(About.CASE(part)))})
    rows = {number: row for number, row in seals_store.entries(desk.session, ids) if row is not None}
    entries = _entries(desk, rows, with_names)
    first = min((one["seal"] for one in entries), default=0)
    sealed = [one for one in seals.all_of_them(desk) if first and one[0].number >= first]
    return proofs.proof(case.number, case.id, entries, sealed, len(ids) - len(entries))


def _entries(desk: Desk, rows: dict[int, dict[str, Any]], with_names: bool) -> list[dict[str, Any]]:
    """The sealed ones among the entries, each with its way to the root of its seal's tree."""
    found = []
    for seal in sorted({row["seal"] for row in rows.values()} - {None}):
        ids, hashes = seals_store.list_of(desk.session, seal)
        places = {number: ids.index(number) for number, row in rows.items() if row["seal"] == seal and number in ids}
        paths = merkle.paths(leaves(ids, hashes), list(places.values()))
        found += [
            proofs.entry(number, rows[number], seal, place, path, with_names=with_names)
            for (number, place), path in zip(places.items(), paths, strict=True)
        ]
    return sorted(found, key=lambda one: int(one["entry"]))
