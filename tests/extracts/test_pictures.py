"""Photos and scans in the process that looks at them: read right, bounded, without a network, nothing left behind."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import signal
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageDraw

from bot.domain.cases.paper_layers import read_layer
from bot.domain.hall.extracts import Extract, Limits
from bot.domain.reading import pictured
from bot.domain.reading.oneline import read_hearing
from bot.extracts import notes, processes
from bot.extracts.pictures import Pictures
from tests import paper_files as files
from tests.extracts.children import children
from tests.pictures.damage import DEGREES
from tests.pictures.samples import Sample, sample, scanned_pdf

pytestmark = pytest.mark.slow
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 2, 9, tzinfo=ZONE)
PATIENT = Limits(picture_seconds=280)
"""Tests run beside other work: how long something takes is measured elsewhere."""
MB = 1024 * 1024


@pytest.fixture
def pictures() -> Pictures:
    return Pictures(PATIENT)


async def read(pictures: Pictures, folder: Path, name: str, content: bytes) -> Extract:
    path = folder / "sent"
    path.write_bytes(content)
    return await pictures.read(path, name, len(content), mime="image/jpeg")


def jpeg(image: Image.Image, **more: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=90, **more)
    return stream.getvalue()


def turned(content: bytes, degrees: int) -> bytes:
    return jpeg(Image.open(io.BytesIO(content)).rotate(degrees, expand=True))


def check(found: Extract, given: Sample) -> None:
    """Number, agency, room and time as they were printed, each sure and at its place."""
    facts = given.facts
    layer = read_layer(found.pages, NOW.date())
    hearing = read_hearing(layer.text, NOW, ZONE)
    assert hearing.moment is not None, found.text
    when = hearing.moment.instant(ZONE)
    assert (str(hearing.case_number), when) == (facts.number, facts.when.replace(tzinfo=ZONE))
    assert facts.room in hearing.place
    assert facts.agency in (hearing.agency, *hearing.defendants, hearing.addressee)
    values = {"number": facts.number, "when": when.isoformat(), "place": hearing.place, "agencies": ["7"]}
    marks = pictured.marks(values, found, zone=ZONE, agencies={7: [facts.agency]})
    assert [name for name, mark in marks.items() if not mark.sure] == []


@pytest.mark.parametrize(
    "how", ["as it is", "a quarter", "on its head", "told by EXIF", "as a scan", "with a wrong ending"]
)
async def test_a_summons_is_read_however_it_lies(pictures: Pictures, tmp_path: Path, how: str) -> None:
    given = sample("table", DEGREES[1], 3)
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side, and says so
    lying = Image.open(io.BytesIO(given.content)).rotate(90, expand=True)
    content = {
        "as it is": given.content,
        "a quarter": turned(given.content, 90),
        "on its head": turned(given.content, 180),
        "told by EXIF": jpeg(lying, exif=exif),
        "as a scan": scanned_pdf(1, given.content),
        "with a wrong ending": given.content,
    }[how]
    name = "传票.pdf" if how == "with a wrong ending" else "传票.jpg"
    found = await read(pictures, tmp_path, name, content)
    assert found.notes == ()
    check(found, given)
    if how not in ("a quarter", "on its head"):
        top = [line.text for line in found.lines if line.box[3] < 0.35]
        assert any("法院" in text for text in top), "places are those of the upright picture"


def test_the_network_is_refused() -> None:
    """A server of our own, which nothing reaches from there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        tries = f"""
import socket, subprocess, sys
from bot.extracts import picture_child
sys.addaudithook(picture_child._refuse)
for how in (lambda: socket.create_connection(("127.0.0.1", {port})), lambda: socket.getaddrinfo("localhost", 80),
            lambda: subprocess.run(["true"])):
    try:
        how()
    except PermissionError:
        print("refused")
"""
        done = subprocess.run(
            [sys.executable, "-c", tries], capture_output=True, text=True, env=processes.environment()
        )
    assert done.stdout.split() == ["refused"] * 3, done.stderr


async def test_models_that_are_not_there_are_not_fetched(
    pictures: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation without its models says so; the library by itself would download them."""
    broken = tmp_path / "broken" / "rapidocr"
    (broken / "models").mkdir(parents=True)
    (broken / "__init__.py").write_text("def RapidOCR(params):\n    raise SystemExit(1)\n")
    monkeypatch.syspath_prepend(str(tmp_path / "broken"))
    found = await read(pictures, tmp_path, "a.jpg", jpeg(Image.new("RGB", (400, 400), "white")))
    assert [one.msgid for one in found.notes] == [notes.no_picture_reading().msgid]
    assert await pictures.trouble()


HOSTILE = {
    "bomb.png": (files.png(60_000, 60_000), notes.picture_too_large("bomb.png", 3600, 60)),
    "empty.png": (files.png(4000, 4000), notes.no_picture("empty.png")),
    "cut.jpg": (sample("notice", DEGREES[0], 1).content[:60_000], notes.no_picture("cut.jpg")),
    "text.jpg": (b"no picture at all, " * 100, notes.no_picture("text.jpg")),
    "cut.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 200, notes.damaged("cut.pdf")),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_picture_ends_in_a_sentence(pictures: Pictures, tmp_path: Path, name: str) -> None:
    content, said = HOSTILE[name]
    found = await read(pictures, tmp_path, name, content)
    assert found.unread
    assert [(one.msgid, one.params) for one in found.notes] == [(said.msgid, said.params)]


async def test_of_a_scan_of_500_pages_the_first_are_looked_at(tmp_path: Path) -> None:
    page = Image.new("L", (600, 300), 255)
    ImageDraw.Draw(page).text((60, 100), "20260428", 0, font_size=72)
    content = scanned_pdf(500, jpeg(page))
    found = await read(Pictures(Limits(picture_seconds=280, picture_pages=2)), tmp_path, "a.pdf", content)
    assert [one.msgid for one in found.notes] == [notes.more_pages("a.pdf", 500, 2).msgid]
    assert [page.strip() for page in found.pages] == ["20260428"] * 2
    assert {line.page for line in found.lines} == {0, 1}


async def test_a_picture_without_writing_is_said_to_have_none(pictures: Pictures, tmp_path: Path) -> None:
    found = await read(pictures, tmp_path, "sky.jpg", jpeg(Image.linear_gradient("L").resize((900, 700))))
    assert found.unread
    assert [one.msgid for one in found.notes] == [notes.no_writing("sky.jpg").msgid]


async def test_a_child_without_room_ends_and_says_so(tmp_path: Path) -> None:
    tight = Pictures(Limits(picture_seconds=280, picture_memory_mb=500))
    found = await read(tight, tmp_path, "a.jpg", sample("compact", DEGREES[0], 2).content)
    assert found.unread
    assert found.notes


async def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """A pipe that nobody writes to is a picture that never ends."""
    os.mkfifo(tmp_path / "endless")
    found = await Pictures(Limits(picture_seconds=1)).read(tmp_path / "endless", "a.jpg", 1000)
    assert [one.msgid for one in found.notes] == [notes.too_heavy("a.jpg").msgid]
    assert not children()


async def test_a_child_that_is_killed_costs_its_picture_and_nothing_else(pictures: Pictures, tmp_path: Path) -> None:
    content = sample("compact", DEGREES[0], 2).content
    reading = asyncio.create_task(read(pictures, tmp_path, "a.jpg", content))
    while not any(_has_loaded(child, "onnxruntime") for child in children()):
        assert not reading.done()
        await asyncio.sleep(0.01)
    for child in children():
        os.kill(int(child), signal.SIGKILL)
    assert [one.msgid for one in (await reading).notes] == [notes.too_heavy("a.jpg").msgid]
    assert (await read(pictures, tmp_path, "a.jpg", content)).lines


async def test_the_bot_itself_neither_grows_nor_loads_the_libraries(pictures: Pictures, tmp_path: Path) -> None:
    before = resident()
    found = await read(pictures, tmp_path, "a.jpg", sample("table", DEGREES[0], 1).content)
    assert found.lines
    assert resident() - before < 12 * MB, "what is looked at is looked at elsewhere"
    assert not {"cv2", "onnxruntime", "rapidocr"} & set(sys.modules)


async def test_a_piece_is_cut_out_of_the_upright_picture(pictures: Pictures, tmp_path: Path) -> None:
    """Dark where the box is, seen upright, with light around; small enough for a chat."""
    upright = Image.new("RGB", (3000, 4000), "white")
    ImageDraw.Draw(upright).rectangle((1500, 400, 2700, 800), fill="black")
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "sent"
    path.write_bytes(jpeg(upright.rotate(90, expand=True), exif=exif))
    content = await pictures.piece(path, "a.jpg", 0, (0.5, 0.1, 0.9, 0.2), mime="image/jpeg")
    piece = Image.open(io.BytesIO(content)).convert("L")
    assert max(piece.size) <= 1280
    assert piece.getpixel((piece.width // 2, piece.height // 2)) < 40  # type: ignore[operator]
    assert piece.getpixel((5, 5)) > 200  # type: ignore[operator]


@pytest.mark.parametrize(
    ("page", "box"),
    [
        (3, (0.1, 0.1, 0.2, 0.2)),
        (0, (0.9, 0.9, 0.1, 0.1)),
        (0, (2.0, 2.0, 3.0, 3.0)),
        (0, (float("nan"), 0.0, 1.0, 1.0)),
    ],
)
async def test_a_piece_that_cannot_be_cut_out_is_nothing(
    pictures: Pictures, tmp_path: Path, page: int, box: tuple[float, float, float, float]
) -> None:
    path = tmp_path / "sent"
    path.write_bytes(jpeg(Image.new("RGB", (300, 300), "white")))
    assert await pictures.piece(path, "a.jpg", page, box) == b""


def resident() -> int:
    """Bytes of this process that lie in memory."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def _has_loaded(child: str, library: str) -> bool:
    try:
        return library in Path(f"/proc/{child}/maps").read_text()
    except OSError:
        return False
