"""The `law` commands, run as somebody types them."""

import json
from typing import Any

from click.testing import CliRunner, Result

from bot.law.cli import law


def run(*words: str) -> Result:
    return CliRunner().invoke(law, list(words))


def value(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def due(rulebook: str, trigger: str, on: str, *more: str) -> dict[str, dict[str, Any]]:
    found = value("due", "--rulebook", rulebook, "--trigger", trigger, "--on", on, *more)
    return {one["rule_id"]: one for one in found}
