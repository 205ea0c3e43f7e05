"""Steps that the stories of letters share: a county under another book, a duty, a letter that is issued and sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from sqlmodel import col, select

from bot.domain.hall.subjects import About
from bot.services.documents import delivering, drafting, filling, steps
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Document, Duty
from tests import builders
from tests.builders import County
from tests.rig import Rig

T = TypeVar("T")
SCAN = b"scan of the sealed paper"
ISSUED = date(2026, 4, 2)


async def under(rig: Rig, county: County, book: str) -> None:
    """The whole county goes by this book."""

    def change(desk: Desk) -> None:
        for number in (county.city, county.government):
            desk.session.get_one(Agency, number).rulebook = book

    await rig.work(change)


async def by(rig: Rig, user: int, work: Callable[[Desk], T]) -> T:
    """What a person does."""
    return await rig.work(work, actor=await builders.person(rig, user))


async def rows(rig: Rig, table: Any) -> list[Any]:
    return list(await rig.database.read(lambda s: s.exec(select(table).order_by(col(table.id))).all()))


async def document(rig: Rig, number: int | None) -> Document:
    found = await rig.database.read(lambda s: s.get(Document, number))
    assert found is not None
    return found


async def duties(rig: Rig, rule: str) -> list[Duty]:
    return [duty for duty in await rows(rig, Duty) if duty.rule == rule]


def stored(desk: Desk, content: bytes, name: str) -> dict[str, Any]:
    return {"hash": desk.house.files.put(content), "name": name, "size": len(content), "mime": "application/pdf"}


def fill(desk: Desk, one: Document, values: dict[str, Any]) -> Document:
    return drafting.set_values(desk, one.id or 0, one.version, values)


def issue(desk: Desk, one: Document, *, seal: bool) -> Document:
    """Submitted, issued, and where its kind asks for it, sealed."""
    missing = filling.filled(desk, one).missing
    assert not missing, missing
    steps.submit(desk, one.id or 0, one.version)
    steps.issue(desk, one.id or 0, one.version)
    if seal:
        steps.seal(desk, one.id or 0, one.version, [stored(desk, SCAN, "盖章件.pdf")])
    return one


def printed(desk: Desk, one: Document, content: bytes) -> None:
    """As if the paper had been printed."""
    edition = documents_store.edition(desk.session, one.id, one.edition)
    assert edition is not None
    files.keep(desk, About.EDITION(edition.id), [stored(desk, content, f"{one.kind}.docx")])


def send(desk: Desk, one: Document) -> None:
    delivering.send(desk, one.id or 0, one.version)
