"""What the stories of papers of events and of the year share: the printed paper, opened and read."""

from __future__ import annotations

from sqlmodel import col, select

from bot.services.hall.desk import Desk
from bot.store.tables import Document, Duty, Edition
from tests.rig import Rig
from tests.templates.reading import text_of


async def document(rig: Rig, kind: str) -> Document:
    [found] = await rig.database.read(lambda s: s.exec(select(Document).where(Document.kind == kind)).all())
    return found


async def printed(rig: Rig, kind: str) -> str:
    """The words of the newest printed paper of a kind."""
    await rig.print()

    def content(desk: Desk) -> bytes:
        statement = select(Edition).join(Document, col(Document.id) == Edition.document_id).where(Document.kind == kind)
        newest = desk.session.exec(statement.order_by(col(Edition.id).desc())).first()
        assert newest is not None
        return desk.house.files.get(newest.hash)

    return text_of(await rig.work(content))


async def duty_of(rig: Rig, rule: str, agency_id: int, about: str) -> Duty:
    statement = select(Duty).where(
        Duty.rule == rule, Duty.agency_id == agency_id, col(Duty.about).startswith(f"{about}:")
    )
    [duty] = await rig.database.read(lambda s: s.exec(statement).all())
    return duty


async def open_duty(rig: Rig, user: int, duty: Duty) -> None:
    await rig.say(user, "/duties")
    await rig.press_data(user, f"dt.open:{duty.id}", rig.last(user))
