"""Every kind of paper that is shipped is walked through chat by a test, and its template has a golden text."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

from bot.law.forms.shelf import load_kinds
from bot.law.places import SHIPPED_FORMS

ROOT = Path(__file__).parents[2]
HERE = __name__.rpartition(".")[0]
GOLDEN = (ROOT / "papers" / "golden", ROOT / "templates" / "golden")
WHOLE = "test_it_says_who_rose_fell_stayed_away_was_silent_late_or_lost_and_what_is_corrected"
YEARS = "test_reports_of_the_year_are_handed_in_and_the_countys_follows_them"
EVENTS = "test_a_notice_a_sheet_and_a_summary_say_everything_of_an_event"
PROPOSAL = "test_from_a_missed_hearing_to_the_proposal_that_closes_its_duty"
LETTERS = "test_a_reminder_letter_and_its_answer_end_both_duties_and_the_receipt_starts_the_second"
WALKS = {
    "absence_statement": (
        "test_proxy_and_absence",
        "test_the_statement_is_drafted_from_the_absence_and_its_scan_is_the_proof",
    ),
    "advice_reply": ("test_reports_of_risk", "test_a_reply_to_advice_shows_the_letter_and_the_copy"),
    "agenda": ("test_walk_periods", "test_the_papers_of_the_conference_are_drawn_up_with_their_topics"),
    "annual_report": ("test_walk_periods", YEARS),
    "apology_tracking": ("test_reports_elsewhere", "test_an_apology_is_told_and_its_correction_followed"),
    "appeal_review": ("test_walk_cases", "test_a_decision_of_a_government_without_people_here_is_recorded_with_proof"),
    "county_annual_report": ("test_walk_periods", YEARS),
    "criticism_proposal": ("test_walk_criticism", PROPOSAL),
    "defence": ("test_defence_and_situation", "test_a_defence_with_its_lists_is_handed_to_the_court"),
    "event_notice": ("test_walk_events", EVENTS),
    "event_summary": ("test_walk_events", EVENTS),
    "feedback_form": ("test_feedback_form", "test_four_points_are_graded_where_the_book_wants_it"),
    "hearing_notice": ("test_walk_events", "test_the_bureaus_notice_comes_to_the_unit_which_signs_for_it"),
    "identity_certificate": (
        "test_certificate",
        "test_it_is_drafted_from_the_confirmed_leader_and_its_seal_closes_the_duty",
    ),
    "interview_record": (
        "test_walk_criticism",
        "test_an_interview_is_recorded_in_chat_and_ends_with_its_signatures",
    ),
    "leader_filing_form": (
        "test_walk_cases",
        "test_a_filing_form_with_everything_in_it_is_filed_accepted_and_numbered",
    ),
    "leader_notice": ("test_walk_events", "test_a_units_notice_is_read_by_its_leader"),
    "loss_report": ("test_reports", "test_a_loss_report_goes_to_the_bureau_and_its_measures_are_followed"),
    "minutes": ("test_conference", "test_a_conference_from_its_agenda_to_the_last_matter_that_it_agreed"),
    "model_form": ("test_reports_elsewhere", "test_a_model_is_reported_by_whoever_found_it"),
    "monthly_report": ("test_walk_periods", "test_a_monthly_report_is_accepted_by_the_citys_bureau"),
    "monthly_review": ("test_walk_periods", "test_a_monthly_review_closes_the_bureaus_duty_of_the_month"),
    "naming_notice": ("test_walk_criticism", PROPOSAL),
    "observer_list": (
        "test_walk_events",
        "test_who_observed_the_principals_hearing_is_reported_and_that_duty_ends",
    ),
    "power_of_attorney": ("test_proxy_and_absence", "test_a_power_of_attorney_says_who_and_how_far"),
    "quarterly_bulletin": ("test_walk_whole_bulletin", WHOLE),
    "rectification_notice": (
        "test_walk_criticism",
        "test_a_rectification_notice_starts_five_days_that_the_plan_ends",
    ),
    "rectification_plan": ("test_walk_letters", LETTERS),
    "reminder_letter": ("test_walk_letters", LETTERS),
    "risk_report": ("test_walk_cases", "test_a_risk_report_with_everything_in_it_ends_both_duties"),
    "sign_in_sheet": ("test_walk_events", EVENTS),
    "situation_statement": (
        "test_defence_and_situation",
        "test_why_no_leader_appeared_is_explained_to_the_bureau",
    ),
    "special_report": ("test_reports", "test_a_special_report_bears_a_number_and_is_handed_over"),
    "unit_statement": ("test_walk_criticism", PROPOSAL),
    "urging_letter": (
        "test_walk_letters",
        "test_an_urging_letter_starts_two_days_that_end_when_the_leader_is_named",
    ),
    "work_plan": ("test_walk_plan", "test_items_end_in_done_excused_or_handed_on_and_the_plan_says_so"),
}
"""Kind, and the test that walks it: its module beside this one, and its name."""
CITY = ("handlers.documents.test_walk_whole_bulletin", "test_a_citys_bulletin_is_by_counties_and_by_its_own_organs")
LIBRARY = ("handlers.bulletins.test_library", "test_the_annual_report_is_drafted_with_the_entries_of_its_year")
MENDED = ("handlers.documents.test_certificate", "test_a_defect_that_the_court_names_is_mended_with_a_new_edition")
APART = {
    "absence_statement": {
        "court_view": (
            "handlers.documents.test_proxy_and_absence",
            "test_what_the_court_answers_stands_in_a_statement_written_later",
        )
    },
    "annual_report": {"cases": LIBRARY},
    "county_annual_report": {"cases": LIBRARY},
    "identity_certificate": {"defect": MENDED, "repairing": MENDED},
    "monthly_review": {
        "reports": (
            "handlers.bulletins.test_summaries",
            "test_after_five_working_days_the_draft_is_there_with_what_the_units_reported",
        ),
        "verdicts": (
            "services.documents.test_month_is_one_truth",
            "test_who_corrects_what_is_counted_says_why",
        ),
    },
    "quarterly_bulletin": {"counties": CITY, "organs": CITY},
}
"""Of a kind, the fields that cannot be filled in its walk, each with the test that compares it: its module below
`tests`, and its name."""
ALIKE = {
    "monthly_review": {
        **dict.fromkeys(("absent", "counties", "organs", "corrections", "reissued", "changes"), "quarterly_bulletin"),
        "missing": "county_annual_report",
    }
}
"""Of a kind, the fields that are those of another kind, which compares them."""
FILES = sorted(path.stem for path in SHIPPED_FORMS.glob("*.toml"))


def test_the_table_has_the_kinds_of_the_files_and_no_other() -> None:
    assert sorted(WALKS) == FILES
    assert sorted(load_kinds()) == FILES


@pytest.mark.parametrize("kind", FILES)
def test_a_kind_is_walked_through_chat_and_has_a_golden_text(kind: str) -> None:
    module_name, name = WALKS[kind]
    module = importlib.import_module(f"{HERE}.{module_name}")
    walk = getattr(module, name)
    assert inspect.iscoroutinefunction(walk), "it goes through the rig"
    assert f'"{kind}"' in inspect.getsource(module), "it opens this paper"
    template = load_kinds()[kind].template or kind
    assert any((folder / f"{template}.txt").is_file() for folder in GOLDEN)


def left_out(kind: str) -> list[set[str]]:
    """Of each `every(rig, kind, …)` in the walk of this kind, the fields that it says to be empty."""
    module_name, name = WALKS[kind]
    module = importlib.import_module(f"{HERE}.{module_name}")
    known = dict(vars(module))
    found = []
    for call in ast.walk(ast.parse(inspect.getsource(getattr(module, name)))):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "every"):
            continue
        _, of, _, _, *without = (ast.unparse(one) for one in call.args)
        if eval(of, known) == kind:
            found.append(set(eval(without[0], known)) if without else set())
    return found


@pytest.mark.parametrize("kind", FILES)
def test_the_walk_of_a_kind_compares_every_field_of_it(kind: str) -> None:
    found = left_out(kind)
    assert found, "its file is opened and compared"
    assert set.intersection(*found) == {*APART.get(kind, ()), *ALIKE.get(kind, ())}


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, fields in APART.items() for field in fields])
def test_what_a_walk_leaves_out_is_compared_by_another_test(kind: str, field: str) -> None:
    module_name, name = APART[kind][field]
    module = importlib.import_module(f"tests.{module_name}")
    assert f'"{field}"' in inspect.getsource(getattr(module, name))
    assert field in {one.name for one in load_kinds()[kind].fields}


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, fields in ALIKE.items() for field in fields])
def test_what_is_compared_in_another_kind_is_the_same_there(kind: str, field: str) -> None:
    other = ALIKE[kind][field]
    mine, theirs = load_kinds()[kind].field(field), load_kinds()[other].field(field)
    assert mine is not None
    assert theirs is not None
    assert (mine.source, mine.columns) == (theirs.source, theirs.columns)
    assert field not in ALIKE.get(other, ())
