"""A new county is one file of twenty lines: it is checked, listed and counted like the shipped ones."""

import json
import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from bot.law.cli import law

COUNTY = Path(__file__).parent / "data" / "shangshui.toml"
README = Path(__file__).resolve().parents[2] / "README.md"


def run(*words: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(law, list(words), env=env)


def due(trigger: str, on: str, *more: str) -> dict[str, Any]:
    """The county's own duties of an event, by rule."""
    result = run(
        *("due", "--rulebook", "shangshui", "--books", str(COUNTY), "--trigger", trigger, "--on", on),
        *("--json", *more),
    )
    assert result.exit_code == 0, result.output
    return {one["rule"]: one for one in json.loads(result.stdout) if one["book"] == "shangshui"}


def test_the_readme_shows_this_file_of_at_most_twenty_lines() -> None:
    text = COUNTY.read_text(encoding="utf-8")
    assert f"```toml\n{text}```" in README.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 20


def test_the_check_finds_nothing_wrong_with_it() -> None:
    result = run("check", str(COUNTY), "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["ok"], report["problems"]) == (0, True, [])
    assert "shangshui" in report["books"]


def test_a_folder_of_own_books_named_by_the_environment_is_read(tmp_path: Path) -> None:
    shutil.copy(COUNTY, tmp_path)
    result = run("list", "--json", env={"CHUTING_RULEBOOKS": str(tmp_path)})
    (book,) = (one for one in json.loads(result.stdout) if one["id"] == "shangshui")
    assert book["verified"] is False
    assert book["lead_organ"] == "government_office"


def test_the_leader_is_named_in_two_working_days() -> None:
    one = due("urging_letter", "2026-09-30")["SH1"]
    assert (one["owed_by"], one["owed_to"]) == ("handling_unit", "government_office")
    assert (one["due"], one["safe"]) == ("2026-10-09", "2026-10-09")
    assert one["reminders"][-1] == "2026-10-09T15:00:00+08:00"


def test_the_court_tells_the_office_three_working_days_ahead() -> None:
    one = due("hearing_scheduled", "2026-10-12", "--at", "09:30")["SH2"]
    # Backwards from Mon 10-12: the make-up Saturday 10-10, Fri 10-09, Thu 10-08.
    assert (one["owed_by"], one["due"]) == ("court", "2026-10-08")


def test_what_was_criticised_is_mended_in_five_working_days() -> None:
    one = due("criticism_published", "2026-06-16")["SH3"]
    assert (one["owed_by"], one["due"], one["draft"]) == ("each_unit", "2026-06-24", "rectification_plan")


def test_the_law_stands_below_it() -> None:
    result = run(
        *("due", "--rulebook", "shangshui", "--books", str(COUNTY)),
        *("--trigger", "complaint_copy", "--on", "2026-02-05", "--json"),
    )
    (answer,) = (one for one in json.loads(result.stdout) if one["rule"] == "CN-ANSWER")
    assert (answer["due"], answer["safe"]) == ("2026-02-24", "2026-02-14")
