"""Hostile files in the process that reads them: a sentence, no crash, and the bot itself does not grow."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.domain.hall.extracts import Limits
from bot.extracts import notes
from bot.extracts.reader import Reader
from tests import paper_files as files
from tests.extracts.children import children

PAGE = 4096
MB = 1024 * 1024


def resident() -> int:
    """Bytes of this process that lie in memory."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def hostile() -> dict[str, bytes]:
    text = "（2026）鲁0831行初12号"
    return {
        **{f"bomb.{kind}": files.bomb(kind, 80) for kind in ("docx", "xlsx", "ofd")},
        "long.pdf": files.pdf(*(f"第{n}页" * 50 for n in range(500))),
        "script.pdf": files.pdf(text, script=True),
        "font.pdf": files.pdf(text, font=b"\x00\x01\x00\x00" + b"\xff" * 100_000),
        "cut.pdf": files.pdf("x" * 1000)[:-300],
        "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 2000,
    }


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="asks Linux how large the process is")
async def test_hostile_files_end_in_a_sentence_and_the_bot_does_not_grow(tmp_path: Path) -> None:
    reader = Reader(Limits())
    sent = hostile()
    for name, content in sent.items():
        (tmp_path / name).write_bytes(content)
    small = tmp_path / "small.txt"
    small.write_text("（2026）鲁0831行初12号")
    await reader.read(small, "small.txt", 30)
    before = resident()
    for name, content in sent.items():
        found = await reader.read(tmp_path / name, name, len(content))
        assert found.notes or found.text, name
        assert not found.unread or found.notes, name
    assert resident() - before < 12 * MB, "what is read is read elsewhere"


@pytest.mark.slow
async def test_a_child_that_would_grow_beyond_its_memory_says_that_it_is_too_much(tmp_path: Path) -> None:
    path = tmp_path / "many"
    content = files.bomb("docx", 120)
    path.write_bytes(content)
    tight = Limits(unpacked_mb=4000, memory_mb=256)
    found = await Reader(tight).read(path, "a.docx", len(content))
    assert found.unread
    assert found.notes[0].msgid in (notes.too_heavy("a.docx").msgid, notes.damaged("a.docx").msgid)


@pytest.mark.slow
async def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """A pipe that nobody writes to is a file that never ends."""
    os.mkfifo(tmp_path / "endless")
    found = await Reader(Limits(seconds=1)).read(tmp_path / "endless", "a.pdf", 1000)
    assert [one.msgid for one in found.notes] == [notes.too_heavy("a.pdf").msgid]


@pytest.mark.slow
async def test_who_waits_no_longer_leaves_no_child_behind(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "endless")
    reading = asyncio.create_task(Reader(Limits()).read(tmp_path / "endless", "a.pdf", 1000))
    for _ in range(1000):
        await asyncio.sleep(0)
    assert children()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not children()


ASKING = """
import asyncio, sys
from pathlib import Path
from bot.domain.hall.extracts import Limits
from bot.extracts.reader import Reader
asyncio.run(Reader(Limits()).read(Path(sys.argv[1]), "a.pdf", 1000))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a child lives on to the end of its time")
def test_a_child_ends_with_a_bot_that_is_killed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "endless")
    bot = subprocess.Popen([sys.executable, "-c", ASKING, str(tmp_path / "endless")])
    while not (reading := children(bot.pid)) or not _is_confined(reading[0]):
        time.sleep(0.01)
    bot.kill()
    bot.wait()
    while _is_alive(reading[0]):
        time.sleep(0.01)


def _is_confined(child: str) -> bool:
    """Whether it has come to where nothing may be written any more."""
    [bound] = [line for line in Path(f"/proc/{child}/limits").read_text().splitlines() if "Max file size" in line]
    return bound.split()[3] == "0"


def _is_alive(child: str) -> bool:
    try:
        return Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
async def test_the_child_knows_none_of_the_bots_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.extracts import processes

    monkeypatch.setenv("CHUTING_TOKEN", "123:secret")
    assert "secret" not in str(processes.environment())


async def test_a_stub_starts_no_child(tmp_path: Path) -> None:
    path = tmp_path / "stub"
    path.write_bytes(b"%PDF-1.4")
    found = await Reader(Limits()).read(path, "a.pdf", 8)
    assert [one.msgid for one in found.notes] == [notes.damaged("a.pdf").msgid]
    assert not children()
