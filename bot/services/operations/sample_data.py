"""The sample county as its file tells it. No database here: the playground's own process reads the cast with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SISHUI = Path(__file__).parent / "samples" / "sishui.toml"


def read(path: Path = SISHUI) -> dict[str, Any]:
    """The file as plain data.

    Raises:
        OSError: it cannot be opened.
        tomllib.TOMLDecodeError: it is not TOML.
    """
    return tomllib.loads(path.read_text(encoding="utf-8"))


def cast(path: Path = SISHUI) -> list[dict[str, Any]]:
    """Everybody who has an account: name, role, post, agency (short name), telegram_id, language, phone."""
    data = read(path)
    shorts = {agency["key"]: agency["short"] for agency in data["agency"]}
    return [_member(person, shorts) for person in data["person"] if "telegram_id" in person]


def _member(person: Mapping[str, Any], shorts: Mapping[str, str]) -> dict[str, Any]:
    first = person["posts"][0]
    return {
        "name": person["name"],
        "role": first["role"],
        "post": first.get("post", ""),
        "agency": shorts.get(first.get("agency", ""), ""),
        "telegram_id": person["telegram_id"],
        "language": person.get("language", "zh_CN"),
        "phone": person.get("phone", ""),
    }
