"""A photo of a summons through a whole update, read by what is installed for it, and its pieces."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import select

from bot.domain.hall.extracts import Limits
from bot.extracts.pictures import Pictures
from bot.store.tables import Hearing
from tests.builders import County
from tests.needed import needs_ocr
from tests.pictures.damage import DEGREES, damaged
from tests.pictures.facts import Facts
from tests.pictures.layouts import LAYOUTS
from tests.pictures.samples import scanned_pdf
from tests.rig import Rig, open_rig

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    needs_ocr,
]
FACTS = Facts(
    number="（2026）鲁0831行初12号",
    court="山东省泗水县人民法院",
    agency="泗水县公安局",
    plaintiff="孔德明",
    cause="行政处罚",
    room="第二审判庭",
    when=datetime.fromisoformat("2026-04-28 09:30"),
)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, pictures=Pictures(Limits())) as opened:
        yield opened


def _photo() -> bytes:
    return damaged(LAYOUTS["table"](FACTS), DEGREES[0], 1)


@pytest.mark.parametrize("kind", ["photo", "scan"])
async def test_from_a_photo_to_a_hearing(rig: Rig, county: County, kind: str) -> None:
    me, content = county.police_liaison, _photo()
    if kind == "scan":
        content = scanned_pdf(1, content)
    name = "photo.jpg" if kind == "photo" else "扫描.pdf"
    [asked] = await rig.send_file(me, name, content, caption="今天收到 电子送达")
    assert "正在识别1张图片" in asked.text
    await rig.develop()
    preview = rig.last(me)
    for value in ("传票", FACTS.number, "行政处罚", f"附件</b>：{name}"):
        assert value in preview.text
    assert preview.text.count("⌁") + preview.text.count("❓") >= 3, "each value that was read is marked"
    await rig.press(me, "对照照片", preview)
    [piece] = await rig.develop(me)
    assert piece.document is not None
    picture = Image.open(io.BytesIO(piece.document[1]))
    assert max(picture.size) <= 1280
    await _confirm(rig, me, "登记")
    hearing = rig.last(me)
    for value in ("2026年4月28日（周二）9:30", "第二审判庭"):
        assert value in hearing.text
    await _confirm(rig, me, "确认")
    [recorded] = await rig.database.read(lambda s: s.exec(select(Hearing)).all())
    assert recorded.starts_at.astimezone(rig.house.zone).replace(tzinfo=None) == FACTS.when


async def _confirm(rig: Rig, me: int, word: str) -> None:
    """Confirm, and where something is not certain say that it is right."""
    form = rig.with_button(me, f"✓ {word}")
    await rig.press(me, f"✓ {word}", form)
    if "无误" in "".join(form.labels):
        await rig.press(me, "无误", form)
