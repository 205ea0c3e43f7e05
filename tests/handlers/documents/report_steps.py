"""What the stories of reports share: a draft begun from its duty, its questions answered, its paper read."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.table import Table, _Cell
from sqlmodel import col, select

from bot.domain.documents import showing
from bot.domain.documents.kinds import FieldType
from bot.domain.hall.subjects import About
from bot.store.tables import Document, Duty, Edition, StoredFile
from tests.fakes import Shown
from tests.rig import Rig
from tests.templates.test_court_papers import UNPRINTED

Answer = str | tuple[str, ...]
"""What is typed; or what is pressed, one after the other; a file by its name is sent, and what is sent is ended."""
FILE = "file:"


async def document(rig: Rig, kind: str, *, last: bool = False) -> Document:
    """The one document of this kind; `last` of several."""
    statement = select(Document).where(Document.kind == kind).order_by(col(Document.id))
    *before, found = await rig.database.read(lambda s: s.exec(statement).all())
    assert last or not before
    return found


async def owed(rig: Rig, rule: str, agency: int = 0) -> Duty:
    """The newest duty of a rule, of this agency if one is given."""
    rows = await rig.database.read(lambda s: s.exec(select(Duty).order_by(col(Duty.id))).all())
    return [one for one in rows if one.rule == rule and agency in (0, one.agency_id)][-1]


async def drafted(rig: Rig, user: int, duty: Duty) -> Shown:
    """From the card of the duty to the draft of its paper, begun now, or by the bot on its day."""
    [menu] = await rig.say(user, "/menu")
    [card] = await rig.press_data(user, f"dt.open:{duty.id}", menu)
    [data] = [d for row in card.buttons for _, d in row if d.startswith(("doc.duty", "doc:"))]
    await rig.press_data(user, data, card)
    return rig.last(user)


async def answered(rig: Rig, user: int, answers: list[tuple[str, Answer]]) -> Shown:
    """补填: each question, known by some of its words, with its answer."""
    await rig.press(user, "补填")
    for words, said in answers:
        asked = rig.last(user)
        assert words in asked.text, f"{words} was to be asked, not: {asked.text}"
        await answer(rig, user, said)
    return rig.last(user)


async def answer(rig: Rig, user: int, said: Answer) -> None:
    """What a question is answered with."""
    for one in (said,) if isinstance(said, str) else said:
        await _answer(rig, user, one, pressed=not isinstance(said, str))


async def _answer(rig: Rig, user: int, one: str, *, pressed: bool) -> None:
    if one.startswith(FILE):
        name = one.removeprefix(FILE)
        await rig.send_file(user, name, b"bytes of " + name.encode(), mime="application/pdf")
    elif one.startswith("row:"):
        await rig.say(user, one.removeprefix("row:"))
    elif pressed:
        await rig.press(user, one)
    else:
        await rig.say(user, one)


async def editions(rig: Rig, kind: str, *, last: bool = False) -> list[Edition]:
    one = await document(rig, kind, last=last)
    statement = select(Edition).where(Edition.document_id == one.id).order_by(col(Edition.n))
    return list(await rig.database.read(lambda s: s.exec(statement).all()))


async def paper(rig: Rig, kind: str, *, last: bool = False) -> str:
    """The words of the newest printed edition, as python-docx reads the file that is kept of it."""
    newest = (await editions(rig, kind, last=last))[-1]
    subject = str(About.EDITION(newest.id))
    [kept] = await rig.database.read(lambda s: s.exec(select(StoredFile).where(StoredFile.subject == subject)).all())
    assert kept.hash == newest.hash
    content = rig.house.files.path(kept.hash).read_bytes()
    lines: list[str] = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                lines += [_Cell(cell, block).text for cell in dict.fromkeys(one._tc for one in row.cells)]
        else:
            lines.append(block.text)
    return "\n".join(lines)


async def compare(rig: Rig, kind: str, expected: dict[str, Any], *, last: bool = False) -> str:
    """Every field that the newest edition holds stands in its file, as papers show it; and those that are expected
    hold what was entered."""
    newest = (await editions(rig, kind, last=last))[-1]
    raws = {name: one["raw"] for name, one in newest.values.items()}
    assert {name: raws.get(name) for name in expected} == expected
    said = await paper(rig, kind, last=last)
    declared = rig.house.law.kinds[kind]
    for field in (one for one in declared.fields if not one.inner):
        if field.name in UNPRINTED.get(kind, ()):
            continue
        shown = newest.shown[field.name]
        if field.type is FieldType.ROWS:
            cells = [cell for row in shown for cell in row.values()]
            assert all(cell in said for cell in cells), field.name
        else:
            for line in str(shown).split("\n"):
                assert line in said, f"{field.name}: {line} is not in the paper"
        typed = newest.values.get(field.name, {}).get("origin") == "person"
        if typed and field.name in expected and field.type not in (FieldType.ROWS, FieldType.FILES):
            assert str(showing.shown(field, expected[field.name], rig.house.zone)).split("\n")[0] in said
    return said


async def handed_over(rig: Rig, user: int, how: str) -> None:
    """It was handed over outside the bot, with a photo of the receipt."""
    await rig.press(user, "送达")
    await rig.press(user, "登记送达")
    await rig.say(user, how)
    await rig.press(user, "今天")
    await rig.send_file(user, "回执.jpg", b"jpg", mime="image/jpeg")
    await rig.press(user, "完成")
    await rig.press(user, "✓")


async def issued(rig: Rig, user: int) -> None:
    """The number that comes next, today."""
    while not any(label.startswith("✓") for label in rig.last(user).labels):
        shown = rig.last(user)
        label = next((one for one in shown.labels if "号" in one or one == "今天"), "跳过")
        await rig.press(user, label, shown)
    await rig.press(user, "✓")
