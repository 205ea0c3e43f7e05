"""The `law` commands when they are mistyped: what is wrong, and what to write instead."""

from pathlib import Path

import pytest

from tests.law.command import run


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("due --rulebook sishui --trigger summons --on 2026-04-02", "sishui-2020"),
        ("due --rulebook sishui-2020 --trigger sumons --on 2026-04-02", '"summons"'),
        ("due --rulebook sishui-2020 --trigger month_end --on 2026-04-02", "2026-04-30"),
        ("due --rulebook sishui-2020 --trigger summons --on 2026-04-02 --fact levl=x", '"level"'),
        ("due --rulebook sishui-2020 --trigger summons --on 2026-04-02 --fact level=x", "township"),
        ("due --rulebook national --trigger summons --on 2026-04-02 --fact plaintiffs=x", "write a whole number"),
        ("due --rulebook national --trigger summons --on 2026-04-02 --fact tags=x", "unknown"),
        ("due --rulebook national --trigger summons --on 2026-04-02 --now x", "--now"),
        ("due --rulebook national --trigger summons --on 2026-04-02 --tz Mars", "time zone"),
        ("due --rulebook national --trigger appeal_copy --on 9999-12-31", "leaves the calendar"),
        ("due --rulebook national --trigger year_end --on 9999-12-31", "leaves the calendar"),
        ("due --rulebook national --trigger hearing_scheduled --on 0001-01-10", "leaves the calendar"),
        ("due --rulebook national --trigger summons --on 2026-01-10 --now 0001-01-01", "leaves the calendar"),
        (
            "due --rulebook national --trigger advice_received --on 2026-01-10 --fact term_days=-5",
            "write a whole number",
        ),
        ("count --from 9999-12-30 --days 15", "leaves the calendar"),
        ("count --from 2026-02-30 --days 15", "2026-02-30"),
        ("count --from 2026-02-20 --days -1", "range"),
        ("appear", "--rulebook"),
    ],
)
def test_a_mistake_is_answered_with_what_to_write(words: str, complaint: str) -> None:
    result = run(*words.split())
    assert result.exit_code != 0
    assert complaint in result.output
    assert "Traceback" not in result.output


@pytest.mark.slow
def test_check_succeeds_and_fails_with_the_exit_code(tmp_path: Path) -> None:
    assert run("check").exit_code == 0
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\n", encoding="utf-8")
    result = run("check", str(bad))
    assert result.exit_code == 1
    assert "bad.toml: [book] is missing" in result.output


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[]", "one JSON object"),
        ("{", "facts:"),
        ('{"plaintif": 1}', "plaintiffs"),
        ('{"plaintiffs": "12"}', "whole number"),
        ('{"plaintiffs": true}', "whole number"),
        ('{"held": "yes"}', "true or false"),
        ('{"tags": "x"}', "must be a list"),
        ('{"tags": ["detentoin"]}', "detention"),
        ('{"hearing_on": "soon"}', "must be a date"),
        ('{"level": "vilage"}', "unknown"),
        ("[" * 100_000, "facts:"),
    ],
)
def test_facts_that_cannot_be_read_are_refused(tmp_path: Path, text: str, complaint: str) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(text, encoding="utf-8")
    result = run("appear", "--rulebook", "national", "--facts", str(facts))
    assert result.exit_code == 1
    assert complaint in result.output
