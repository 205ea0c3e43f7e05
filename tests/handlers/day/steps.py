"""Steps that the stories of the pinned card share: whose card, what is on it, what was pinned."""

from datetime import date
from typing import Any

from sqlmodel import select

from bot.domain.hall.terms import PaperKind
from bot.services.cases import papers
from bot.services.cases.papers import Envelope
from bot.store.tables import OutboxRow
from tests import builders
from tests.builders import County
from tests.fakes import Shown
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"
OTHER = "（2026）鲁0831行初13号"
APRIL_2 = date(2026, 4, 2)


async def start(rig: Rig, user: int) -> Shown:
    """Say /start and give back the card."""
    return next(m for m in await rig.say(user, "/start") if "【待办】" in m.text)


def cards(rig: Rig, user: int) -> list[Shown]:
    return [m for m in rig.bot.chat(user) if "【待办】" in m.text]


def pinned(rig: Rig, user: int) -> list[int]:
    return [p["message_id"] for name, p in rig.bot.calls if name == "pin_chat_message" and p["chat_id"] == user]


def unpinned(rig: Rig, user: int) -> list[int]:
    return [p["message_id"] for name, p in rig.bot.calls if name == "unpin_chat_message" and p["chat_id"] == user]


async def record(rig: Rig, county: County, number: str = NUMBER, *, agency: int = 0, **more: Any) -> None:
    """The liaison officer enters a notice of response of April 2nd: three duties, two of them until April 3rd."""
    envelope = Envelope(
        number, agency or county.resources, (PaperKind.NOTICE_OF_RESPONSE, PaperKind.COMPLAINT_COPY), APRIL_2, **more
    )
    actor = await builders.person(rig, county.police_liaison if agency == county.police else county.liaison)
    await rig.work(lambda desk: papers.record(desk, envelope), actor=actor)


async def edits(rig: Rig) -> list[OutboxRow]:
    rows = await rig.database.read(
        lambda s: s.exec(select(OutboxRow).where(OutboxRow.topic == "todo.card", OutboxRow.kind == "edit")).all()
    )
    return list(rows)
