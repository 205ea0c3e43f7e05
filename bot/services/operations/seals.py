"""Sealing the audit trail, every night or when an operator asks for it, and telling administrators the newest root."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from bot.domain.hall.entries import Form, sealable
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_person
from bot.domain.operations import merkle
from bot.domain.operations.seals import Header, leaves
from bot.domain.operations.topics import ROOT, Root
from bot.domain.records import personal_in
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.hall import seals as seals_store
from bot.store.tables import Seal

GRACE = timedelta(minutes=15)
"""What is younger is left to the next seal: the transaction that writes it may still be open."""
A_NIGHT = 5_000
"""Entries of one seal. After years without seals the older ones take their turn behind those of the day."""
TOLD_AT = time(9, 0)
"""When administrators get the root of a month, local time."""
_TOLD = "seals_told"


def seal(desk: Desk) -> Header | None:
    """Seal what is not sealed yet and old enough, at most `A_NIGHT` entries; None if there is nothing."""
    seals_store.lock_seals(desk.session)
    upto = desk.now - GRACE
    found = seals_store.unsealed(desk.session, upto, most=A_NIGHT)
    if not found:
        return None
    made = _hash_late(desk, [number for number, form, _ in found if form == Form.NONE])
    ids = [number for number, _, _ in found]
    hashes = [made.get(number, hash_) for number, _, hash_ in found]
    late = sum(form != Form.WRITTEN for _, form, _ in found)
    return _add(desk, upto, ids, hashes, late)


def _hash_late(desk: Desk, ids: list[int]) -> dict[int, str]:
    """Give their hash to entries that were written without one; returns it by entry."""
    made = [{"entry": number, **_late(row)} for number, row in seals_store.entries(desk.session, ids)]
    seals_store.change(desk.session, made)
    return {row["entry"]: row["hash"] for row in made}


def _late(row: dict[str, Any] | None) -> dict[str, Any]:
    """An entry that somebody broke is sealed too, as one that fits no hash."""
    try:
        if row is not None:
            return sealable(row, Form.SEALED, personal_in(row["action"]))
    except (AttributeError, TypeError, ValueError):
        pass
    return {"form": int(Form.SEALED), "salts": {}, "hash": "", "marks": ""}


def _add(desk: Desk, upto: datetime, ids: list[int], hashes: list[str], late: int) -> Header:
    last = seals_store.last_number(desk.session)
    before = seals_store.seal(desk.session, last)
    tree = merkle.root(leaves(ids, hashes)).hex()
    previous = before["root"] if before else ""
    header = Header(last + 1, desk.now, upto, len(ids), ids[0], ids[-1], late, tree, previous)
    seals_store.add_seal(desk.session, Seal(**asdict(header), root=header.root, ids=ids, hashes=hashes))
    return header


def header(desk: Desk, number: int) -> tuple[Header, str] | None:
    """A seal with its stored root; None if it cannot be read."""
    row = seals_store.seal(desk.session, number)
    if row is None:
        return None
    root = str(row.pop("root"))
    return Header(**row), root


def waiting(desk: Desk) -> int:
    """How many entries are in no seal."""
    return len(seals_store.ids_in(desk.session, None))


def newest(desk: Desk) -> Header | None:
    """The newest seal."""
    found = header(desk, seals_store.last_number(desk.session))
    return found[0] if found else None


def all_of_them(desk: Desk) -> list[tuple[Header, str]]:
    """Every seal with its stored root, in the order of their numbers."""
    numbers = seals_store.numbers(desk.session)
    return [found for number in numbers if (found := header(desk, number)) is not None]


# -- every night -----------------------------------------------------------------------------------------------------


def set_telling(desk: Desk, *, monthly: bool) -> None:
    """Keep where the nightly tick finds it whether administrators get a root each month."""
    notes.put(desk.session, "seals", {"monthly": monthly}, now=desk.now)


def nightly(desk: Desk) -> None:
    """Seal the night's entries; with the first seal of a month administrators get the root, if they are to."""
    made = seal(desk)
    month = desk.today.isoformat()[:7]
    if made is None or not notes.get(desk.session, "seals").get("monthly"):
        return
    if notes.get(desk.session, _TOLD).get("month") == month:
        return
    notes.put(desk.session, _TOLD, {"month": month}, now=desk.now)
    for person in people_store.in_office(desk.session, desk.today, roles=[Role.ADMINISTRATOR]):
        outbox.plan(
            desk,
            Notice(ROOT, Root(made.number, made.made_at, made.count, made.root), About.OPERATIONS()),
            to_person(person.id),
            at=max(desk.now, desk.at(desk.today, TOLD_AT)),
            dedupe=f"root:{month}>{person.id}",
        )
