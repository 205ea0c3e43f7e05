"""The picture of the first page: drawn by a program of its own, which is bounded in time and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from bot.papers.preview import Viewer

PNG = b"\x89PNG"


def _program(folder: Path, does: str) -> str:
    """What stands for LibreOffice: a script that finds the paper and the folder as it would."""
    path = folder / "soffice"
    path.write_text(f'#!/bin/sh\nfor last; do :; done\nout=$(dirname "$last")\n{does}\n')
    path.chmod(0o700)
    return str(path)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A PDF of one page."""
    from pypdfium2 import PdfDocument

    document = PdfDocument.new()
    document.new_page(595, 842)
    document.save(tmp_path / "page.pdf")
    return tmp_path / "page.pdf"


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


async def test_the_first_page_is_a_picture_and_the_folder_goes(tmp_path: Path, page: Path, temporary: Path) -> None:
    seen = tmp_path / "seen"
    does = f'cat "$last" > {seen}; echo "$HOME $FONTCONFIG_FILE $*" > {seen}.args; cp {page} "$out/paper.pdf"'
    found = await Viewer(_program(tmp_path, does), temporary=temporary).first_page(b"the paper")
    assert found.startswith(PNG)
    assert seen.read_bytes() == b"the paper"
    said = (tmp_path / "seen.args").read_text()
    assert said.count(str(temporary)) >= 4, "home, fonts, profile and output are its own"
    assert "--headless" in said
    assert os.listdir(temporary) == []


async def test_without_libreoffice_there_is_no_picture() -> None:
    assert await Viewer("").first_page(b"the paper") == b""


@pytest.mark.parametrize("does", ["exit 1", 'echo no > "$out/paper.pdf"', "kill -9 $$"])
async def test_what_cannot_be_drawn_has_none(tmp_path: Path, temporary: Path, does: str) -> None:
    assert await Viewer(_program(tmp_path, does), temporary=temporary).first_page(b"the paper") == b""
    assert os.listdir(temporary) == []


@pytest.mark.slow
async def test_what_takes_too_long_is_ended_with_all_that_it_began(tmp_path: Path, temporary: Path) -> None:
    pids = tmp_path / "pids"
    does = f"sleep 600 & echo $! $$ > {pids}; wait"
    began = time.monotonic()
    assert await Viewer(_program(tmp_path, does), seconds=3, temporary=temporary).first_page(b"the paper") == b""
    assert time.monotonic() - began < 60
    async with asyncio.timeout(30):
        while not all(map(_is_gone, pids.read_text().split())):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert os.listdir(temporary) == []


def _is_gone(pid: str) -> bool:
    """Nobody may have heard of its end yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True
