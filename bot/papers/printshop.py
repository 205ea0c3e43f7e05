"""What papers are made with: the templates, what fills them, what draws a page; and what draws figures."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.papers.charts import Draughtsman
from bot.papers.press import Press
from bot.papers.preview import Viewer
from bot.papers.shelf import Shelf


@dataclass(frozen=True)
class Printshop:
    """Of a house. It costs nothing until a paper is asked for."""

    shelf: Shelf = field(default_factory=Shelf)
    press: Press = field(default_factory=Press)
    viewer: Viewer = field(default_factory=Viewer)
    draughtsman: Draughtsman = field(default_factory=Draughtsman)

    async def paper(self, template: str, values: Mapping[str, Any], pictures: Sequence[str] = ()) -> bytes:
        """The paper of this template, as a .docx, with the pictures of these files. Raises Unprintable."""
        content = await asyncio.to_thread(self.shelf.read, template)
        return await self.press.fill(content, values, pictures)

    async def first_page(self, paper: bytes) -> bytes:
        """As a PNG; empty where there is no LibreOffice, or it could not."""
        return await self.viewer.first_page(paper)

    def rest(self) -> None:
        """Nothing is wanted for now."""
        self.press.rest()
