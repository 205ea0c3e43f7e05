"""The `law` commands, as somebody without the bot uses them."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.law.commands.facts import event_of
from tests.law.command import due, run, value

SHANGSHUI = Path(__file__).parent / "data" / "shangshui.toml"


def test_count_gives_both_dates_and_the_reasons_in_chinese() -> None:
    found = value("count", "--from", "2026-04-02", "--days", "2")
    assert (found["unrolled"], found["due"], found["safe"]) == ("2026-04-04", "2026-04-07", "2026-04-03")
    assert found["provisional"] is False
    assert found["explanation"] == [
        "起算日：2026-04-02（周四），当日不计。",
        "第2日为2026-04-04（周六）。",
        "2026-04-04（周六）为休息日（清明节假期）。",
        "请以2026-04-03（周五）（此前最后一个工作日）为准办理。",
        "期限届满日顺延至下一个工作日2026-04-07（周二）。",
    ]


def test_count_explains_in_english_too() -> None:
    found = value("count", "--from", "2026-04-02", "--days", "2", "--lang", "en")
    assert found["explanation"][-1] == "The last day moves to the next working day, Tue 2026-04-07."


@pytest.mark.parametrize(
    ("more", "dates"),
    [
        (["--unit", "working"], ("2026-04-07", "2026-04-07", "2026-04-07")),
        (["--roll", "none"], ("2026-04-04", "2026-04-04", "2026-04-03")),
        (["--roll", "previous"], ("2026-04-04", "2026-04-03", "2026-04-03")),
        (["--include-first-day"], ("2026-04-03", "2026-04-03", "2026-04-03")),
        (["--before", "--unit", "working"], ("2026-03-31", "2026-03-31", "2026-03-31")),
        (["--before", "--roll", "previous"], ("2026-03-31", "2026-03-31", "2026-03-31")),
        (["--unit", "month"], ("2026-06-02", "2026-06-02", "2026-06-02")),
    ],
)
def test_count_knows_units_and_rolls(more: list[str], dates: tuple[str, str, str]) -> None:
    found = value("count", "--from", "2026-04-02", "--days", "2", *more)
    assert (found["unrolled"], found["due"], found["safe"]) == dates


def test_plain_text_is_the_default() -> None:
    result = run("count", "--from", "2026-12-18", "--days", "15")
    assert "2027-01-04（周一）" in result.output
    assert "provisional" in result.output


def test_due_lists_the_regional_and_the_national_duties() -> None:
    found = due("sishui-2020", "complaint_copy", "2026-02-05")
    filing, answer = found["SS17"], found["CN-ANSWER"]
    assert (filing["owed_by"], filing["owed_to"]) == ("handling_unit", "county_justice_bureau")
    assert (answer["due"], answer["safe"]) == ("2026-02-24", "2026-02-14")
    assert answer["reminders"][-1] == "2026-02-14T15:00:00+08:00"
    assert answer["escalations"][:2] == [
        {"at": "2026-02-11T09:00:00+08:00", "to": "principal", "if": "unacknowledged"},
        {"at": "2026-02-11T09:00:00+08:00", "to": "coordinator", "if": "unacknowledged"},
    ]
    assert filing["citation"]["section"] == "五（三）"
    assert filing["citation"]["quotes"][0].startswith("各镇街、县政府各部门接到法院传票")
    assert filing["explanation"][-1].endswith("2026-02-09（周一）。")


@pytest.mark.slow
def test_due_takes_facts_and_says_what_is_uncertain() -> None:
    asked = due("sishui-2020", "judgment_first_instance", "2026-04-24")["SS19"]
    assert asked["uncertain"] is True
    assert asked["question"]
    wanted = due("sishui-2020", "judgment_first_instance", "2026-04-24", "--fact", "appeal_wanted=true")["SS19"]
    assert wanted["uncertain"] is False
    assert "SS19" not in due("sishui-2020", "judgment_first_instance", "2026-04-24", "--fact", "appeal_wanted=no")


def test_several_who_owe_or_receive_together_are_a_list() -> None:
    found = due("sishui-2020", "summons", "2026-04-02", "--fact", "level=county_government")["SS13"]
    assert found["owed_by"] == ["county_justice_bureau", "government_office"]
    assert found["owed_to"] == "government"


@pytest.mark.slow
def test_every_role_that_is_printed_is_one_of_the_closed_list() -> None:
    known = {one["role"] for one in value("roles")}
    for trigger in value("triggers"):
        on = {"month_end": "2026-03-31", "quarter_end": "2026-03-31", "year_end": "2026-12-31"}
        for book in value("list"):
            for one in due(book["id"], trigger["trigger"], on.get(trigger["trigger"], "2026-03-31")).values():
                named = [one["owed_by"], one["owed_to"], *(step["to"] for step in one["escalations"])]
                flat = [role for roles in named for role in ([roles] if isinstance(roles, str) else roles)]
                assert set(flat) <= known


@pytest.mark.slow
def test_a_level_leaves_out_what_other_units_owe() -> None:
    at_year_end = ("ruzhou-2022", "year_end", "2026-12-31")
    assert {"RZ2", "RZ10", "RZ11", "RZ12"} <= set(due(*at_year_end))
    assert {"RZ2", "RZ12"} <= set(due(*at_year_end, "--fact", "level=subdistrict"))
    department = due(*at_year_end, "--fact", "level=county_department")
    assert "RZ2" in department
    assert "RZ12" not in department


@pytest.mark.slow
def test_plain_text_says_what_waits_for_the_documents_own_term_and_that_nothing_is_owed() -> None:
    words = ["due", "--rulebook", "national", "--trigger", "judgment_effective", "--on", "2026-04-02"]
    waiting = run(*words, "--fact", "outcome=payment_ordered").output
    assert "CN-PERFORM" in waiting
    assert "term_days" in waiting
    nothing = run("due", "--rulebook", "national", "--trigger", "urging_letter", "--on", "2026-04-02")
    assert nothing.exit_code == 0
    assert nothing.output.strip()


def test_a_fact_of_several_values_may_be_given_at_once_or_one_by_one() -> None:
    on = date(2026, 4, 2)
    at_once = event_of("risk_tagged", on, None, ("tags=public_opinion, mass_incident_risk",))
    one_by_one = event_of("risk_tagged", on, None, ("tags = public_opinion", "tags=mass_incident_risk"))
    assert at_once.facts == one_by_one.facts == {"tags": frozenset({"public_opinion", "mass_incident_risk"})}


def test_due_collapses_what_has_passed() -> None:
    found = due("sishui-2020", "notice_of_response", "2026-04-02", "--now", "2026-04-03T10:00")["SS12"]
    assert found["reminders"] == ["2026-04-03T10:00:00+08:00", "2026-04-03T15:00:00+08:00"]


@pytest.mark.parametrize("unit", ["calendar", "working", "month"])
def test_a_term_of_nothing_ends_on_its_first_day(unit: str) -> None:
    found = value("count", "--from", "2026-04-02", "--days", "0", "--include-first-day", "--unit", unit)
    assert found["due"] == "2026-04-02"


def test_counted_backwards_a_day_off_moves_to_the_working_day_before() -> None:
    found = value("count", "--from", "2026-04-07", "--days", "2", "--before")
    assert (found["unrolled"], found["due"], found["safe"]) == ("2026-04-05", "2026-04-03", "2026-04-03")


@pytest.mark.slow
def test_a_late_entry_leaves_the_dates_and_says_that_they_have_gone_by() -> None:
    late = due("sishui-2020", "notice_of_response", "2026-04-02", "--now", "2026-04-08T00:00")["SS12"]
    assert (late["due"], late["overdue"]) == ("2026-04-07", True)
    assert late["reminders"] == ["2026-04-08T00:00:00+08:00"]
    on_the_last_day = due("sishui-2020", "notice_of_response", "2026-04-02", "--now", "2026-04-07T23:59")["SS12"]
    assert on_the_last_day["overdue"] is False


def test_a_hearing_has_an_hour_and_is_seen_from_thirty_days_before() -> None:
    found = due("national", "hearing_scheduled", "2026-02-25", "--at", "09:30")["CN-APPEAR"]
    assert found["reminders"][0] == "2026-01-26T00:00:00+08:00"
    assert "2026-02-25T07:30:00+08:00" in found["reminders"]


def test_the_operators_own_county_is_read() -> None:
    found = due("shangshui", "urging_letter", "2026-04-02", "--books", str(SHANGSHUI))
    assert found["SH1"]["due"] == "2026-04-07"


@pytest.mark.slow
def test_triggers_roles_and_books_are_listed() -> None:
    triggers = {one["trigger"]: one for one in value("triggers")}
    outcome = next(fact for fact in triggers["judgment_effective"]["facts"] if fact["name"] == "outcome")
    assert "revoked" in outcome["choices"]
    assert {"month_end", "quarter_end", "year_end", "principal_absent", "risk_tagged"} <= set(triggers)
    assert {"liaison", "county_justice_bureau", "court"} <= {one["role"] for one in value("roles")}
    books = {one["id"]: one for one in value("list")}
    assert books["sishui-2020"]["effective_from"] == "2020-09-01"
    assert books["anhui-principal-2023"]["effective_from"] is None
    assert books["anhui-principal-2023"]["asks"]
    for command in ("triggers", "roles", "list"):
        assert run(command).exit_code == 0


@pytest.mark.slow
def test_appear_decides_and_gives_its_reasons(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"review_outcome": "inadmissible", "held": True}), encoding="utf-8")
    found = value("appear", "--rulebook", "wuqing-2020", "--facts", str(facts))
    assert found["leader_required"] == "none"
    assert found["exempt"]["rule"] == "WQ10"
    assert found["counts_as"] == "exempt"
    assert run("appear", "--rulebook", "wuqing-2020", "--facts", str(facts)).exit_code == 0


def test_the_schema_of_the_facts_names_every_choice() -> None:
    result = run("appear", "--schema")
    schema = json.loads(result.output)
    assert schema["additionalProperties"] is False
    assert "inadmissible" in schema["properties"]["review_outcome"]["enum"]


def test_calendar_lists_years_and_reads_a_notice(tmp_path: Path) -> None:
    assert [one["year"] for one in value("calendar")] == list(range(2019, 2027))
    bad = tmp_path / "table.txt"
    bad.write_text("放假啦 日", encoding="utf-8")
    assert run("calendar", str(bad)).exit_code == 1


@pytest.mark.slow
def test_the_command_starts_without_the_chat_stack() -> None:
    script = (
        "import sys; from bot.cli import main\n"
        "try: main(['law', 'count', '--from', '2026-04-02', '--days', '2'], prog_name='bot')\n"
        "except SystemExit: pass\n"
        "heavy = {'telegram', 'sqlmodel', 'sqlalchemy', 'babel', 'pydantic', 'aiohttp', 'apscheduler', 'structlog'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
