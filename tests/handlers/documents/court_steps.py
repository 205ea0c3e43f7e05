"""What the stories of the papers of the court share: their page, a sealed paper sent, a paper opened and read."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Document, Duty, Edition
from tests.fakes import Shown
from tests.rig import Rig
from tests.templates.reading import text_of
from tests.templates.test_court_papers import UNPRINTED


async def papers(rig: Rig, user: int) -> Shown:
    """The page of the papers of the newest hearing that this person was shown."""
    await rig.press(user, "出庭材料")
    return rig.last(user)


async def opened(rig: Rig, user: int, label: str) -> Shown:
    """The card of one of them, begun where nobody has."""
    page = await papers(rig, user)
    await rig.press(user, label, page)
    return rig.last(user)


async def sealed(rig: Rig, user: int, name: str = "盖章件.jpg") -> None:
    """The scan of the paper that this person was shown last."""
    await rig.press(user, "上传签章件")
    await rig.send_file(user, name, b"jpeg of " + name.encode(), mime="image/jpeg")
    await rig.press(user, "完成")
    await rig.press(user, "上传")


async def document(rig: Rig, kind: str) -> Document:
    [found] = await rig.database.read(lambda s: s.exec(select(Document).where(Document.kind == kind)).all())
    return found


async def editions(rig: Rig, kind: str) -> list[Edition]:
    one = await document(rig, kind)
    statement = select(Edition).where(Edition.document_id == one.id).order_by(col(Edition.n))
    return list(await rig.database.read(lambda s: s.exec(statement).all()))


async def read(rig: Rig, kind: str) -> str:
    """What stands in the newest frozen paper, as it was printed and kept: every field that was filled in is there."""
    newest = (await editions(rig, kind))[-1]
    assert newest.hash
    said = text_of(rig.house.files.path(newest.hash).read_bytes())
    for name in newest.values.keys() - UNPRINTED.get(kind, set()):
        for line in _words(newest.shown[name]):
            assert line in said, name
    return said


def _words(shown: Any) -> list[str]:
    if isinstance(shown, list):
        return [cell for row in shown for cell in row.values() if cell]
    return [line for line in str(shown).split("\n") if line]


async def duties(rig: Rig, draft: str) -> list[tuple[str, DutyState]]:
    """The duties that ask for this paper."""
    rows = await rig.database.read(lambda s: s.exec(select(Duty).order_by(col(Duty.id))).all())
    return [(one.rule, one.state) for one in rows if one.citation.get("draft") == draft]


def fields(edition: Edition) -> dict[str, Any]:
    """What was frozen, by field."""
    return {name: one["raw"] for name, one in edition.values.items() if one["raw"] is not None}
