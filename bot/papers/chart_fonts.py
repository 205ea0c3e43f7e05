"""The font that Chinese in pictures of figures is drawn with: one of this machine's; without one nothing is drawn."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

INSTALL = "Debian: apt install fonts-noto-cjk"
_KNOWN = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("C:/Windows/Fonts/msyh.ttc", 0),
)
"""Where distributions put theirs, with the face for simplified Chinese."""
_ASKED = "sans-serif:lang=zh-cn"
_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Font:
    """A file, and which of its faces."""

    path: str
    face: int = 0


@cache
def installed() -> Font | None:
    """What fontconfig names for simplified Chinese, else one that lies where such fonts lie; None where there is none.

    Asked once a run: a font that was installed meanwhile is found after the next start.
    """
    return _configured(shutil.which("fc-match") or "") or known(_KNOWN)


def known(places: Iterable[tuple[str, int]]) -> Font | None:
    return next((Font(path, face) for path, face in places if Path(path).is_file()), None)


def _configured(program: str) -> Font | None:
    """fontconfig always names some font; whether that one knows Chinese is among the languages that it gives."""
    if not program:
        return None
    try:
        said = subprocess.run(
            [program, "-f", "%{file}\t%{index}\t%{lang}", _ASKED],
            capture_output=True, text=True, timeout=_SECONDS, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return read(said)


def read(said: str) -> Font | None:
    """What fontconfig said: file, face, languages; the upper half of a face's number is a variable font's instance."""
    path, _, rest = said.partition("\t")
    face, _, languages = rest.partition("\t")
    if "zh-cn" not in languages.lower().split("|") or not face.isdigit():
        return None
    return Font(path, int(face) & 0xFFFF)


def verdict(font: Font | None) -> str:
    """For the doctor: whether figures are drawn here, in one line."""
    if font is None:
        return f"There is no Chinese font: figures come without pictures ({INSTALL})."
    return f"Figures are drawn with {Path(font.path).name}."
