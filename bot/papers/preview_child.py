"""The process that draws one page and ends: `python -m bot.papers.preview_child PROGRAM FOLDER SECONDS`.

The paper comes on its input, the picture goes to its output. LibreOffice runs with a profile of its own in FOLDER, so
that it neither finds nor changes anybody's settings, and no other one that is open takes the work over.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH = 1240
"""Pixels: 150 to the inch of A4."""
_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux's prctl(2)."""
_STANDS_IN = {
    "Noto Serif CJK SC": ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "仿宋", "楷体", "宋体"),
    "Noto Sans CJK SC": ("黑体",),
}
"""Free fonts, where they are installed, for those of official papers, where these are not."""


def main(program: str, folder: str, seconds: str) -> None:
    """Draw the page within the time; where the bot ends meanwhile, all that was begun here ends too."""
    place = Path(folder)
    signal.signal(signal.SIGTERM, lambda *_: _give_up(place))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    (place / "paper.docx").write_bytes(sys.stdin.buffer.read())
    _convert(program, place, int(seconds))
    sys.stdout.buffer.write(_first_page(place / "paper.pdf"))


def _give_up(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def _convert(program: str, folder: Path, seconds: int) -> None:
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts())
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo", "--nolockcheck",
            "--convert-to", "pdf", "--outdir", str(folder), str(folder / "paper.docx"),
        ],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, check=False,
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)}, preexec_fn=lambda: _bound(seconds),
    )  # fmt: skip


def _bound(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def _fonts() -> str:
    """Of this machine, with what stands in for what is not there."""
    instead = "".join(
        f'<alias binding="same"><family>{escape(name)}</family><accept><family>{escape(free)}</family></accept></alias>'
        for free, names in _STANDS_IN.items()
        for name in names
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{instead}</fontconfig>'
    )


def _first_page(path: Path) -> bytes:
    from pypdfium2 import PdfDocument

    document = PdfDocument(path)
    page = document[0]
    stream = io.BytesIO()
    page.render(scale=WIDTH / page.get_width()).to_pil().save(stream, "PNG", optimize=True)
    return stream.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
