"""The `law` commands, run as somebody types them; the shipped rule books are read once for all of them."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner, Result

from bot.law import library, places
from bot.law.cli import law

_read = library.load_library


@cache
def _shipped() -> library.Library:
    return _read()


def _load(extra: Path | None = None) -> library.Library:
    return _read(extra) if places.own_paths(extra) else _shipped()


def run(*words: str) -> Result:
    with patch.object(library, "load_library", _load):
        return CliRunner().invoke(law, list(words))


def value(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def due(rulebook: str, trigger: str, on: str, *more: str) -> dict[str, dict[str, Any]]:
    found = value("due", "--rulebook", rulebook, "--trigger", trigger, "--on", on, *more)
    return {one["rule_id"]: one for one in found}
