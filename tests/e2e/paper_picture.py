"""Three papers of the office side by side, with invented data, as LibreOffice draws them."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from bot.law.forms.shelf import load_kinds
from bot.papers.filling import fill
from bot.papers.preview import Viewer
from bot.papers.samples import invented
from bot.papers.shelf import Shelf

NAME = "papers"
KINDS = ("leader_filing_form", "reminder_letter", "loss_report")
HEIGHT, GAP, DESK = 880, 20, (225, 229, 234)


async def papers() -> Image.Image:
    """Their first pages.

    Raises:
        SystemExit: there is no LibreOffice here.
    """
    kinds, shelf, viewer = load_kinds(None), Shelf(None), Viewer(temporary=Path(tempfile.gettempdir()))
    if not viewer.program:
        raise SystemExit("LibreOffice is needed to draw papers")
    pages = [
        await viewer.first_page(fill(shelf.read(kind), invented(kinds[kind], ZoneInfo("Asia/Shanghai"))))
        for kind in KINDS
    ]
    return _beside([Image.open(io.BytesIO(page)).convert("RGB") for page in pages])


def _beside(pages: list[Image.Image]) -> Image.Image:
    small = [page.resize((page.width * HEIGHT // page.height, HEIGHT)) for page in pages]
    whole = Image.new("RGB", (sum(page.width + GAP for page in small) + GAP, HEIGHT + 2 * GAP), DESK)
    left = GAP
    for page in small:
        whole.paste(page, (left, GAP))
        left += page.width + GAP
    return whole
