"""Differences between the court and us by unit and by case, and what becomes of settled ones."""

from __future__ import annotations

from bot.domain.bulletins.comparing import (
    DifferenceKind,
    Gap,
    Known,
    OurCase,
    Side,
    TheirCase,
    changes,
    is_other_court,
    of_cases,
    of_units,
)

COURT = "汝州市人民法院"
N1, N2 = "（2026）豫0482行初12号", "（2026）豫04行初3号"


def test_units_that_agree_are_no_difference() -> None:
    assert of_units({1: Side(10, 9, 3)}, {1: Side(10, 9)}) == ()
    assert of_units({1: Side(10, 9, 3)}, {1: Side(10, 9, 3)}) == ()
    assert of_units({1: Side(0, 0, 0)}, {}) == of_units({}, {1: Side(0, 0)}) == ()


def test_units_differ_in_each_of_the_three_ways() -> None:
    assert of_units({1: Side(2, 2)}, {1: Side(1, 1)}, {1: 1})[0].ours["elsewhere"] == 1
    found = of_units(
        {1: Side(10, 9, 3), 2: Side(4, 4, 0), 4: Side(0, 0, 0)}, {1: Side(10, 8), 3: Side(2, 1), 4: Side(1, 1)}
    )
    assert [(gap.agency_id, gap.kind) for gap in found] == [
        (1, DifferenceKind.DIFFERENT),
        (2, DifferenceKind.ONLY_OURS),
        (3, DifferenceKind.ONLY_THEIRS),
        (4, DifferenceKind.ONLY_THEIRS),
    ]
    assert found[0].ours == {"heard": 10, "attended": 9, "principal": 3}
    assert found[0].theirs == {"heard": 10, "attended": 8}


def test_the_principal_counts_only_where_the_court_says_it() -> None:
    assert of_units({1: Side(10, 9, 3)}, {1: Side(10, 9, 2)})[0].kind is DifferenceKind.DIFFERENT


def test_cases_differ_in_each_of_the_three_ways() -> None:
    ours = [OurCase(7, N1, 1, COURT, True), OurCase(8, N2, 1, "平顶山市中级人民法院", True)]
    theirs = [
        TheirCase(N1, 1, "县公安局", False, "未说明理由"),
        TheirCase("（2026）豫0482行初99号", None, "县林业局", True),
    ]
    different, theirs_only, ours_only = of_cases(ours, theirs, COURT)
    assert (different.kind, different.case_id) == (DifferenceKind.DIFFERENT, 7)
    assert different.ours["attended"] is True
    assert different.theirs["attended"] is False
    assert (theirs_only.kind, theirs_only.theirs["name"]) == (DifferenceKind.ONLY_THEIRS, "县林业局")
    assert (ours_only.kind, ours_only.ours["elsewhere"]) == (DifferenceKind.ONLY_OURS, True)


def test_what_the_court_does_not_say_is_no_difference() -> None:
    assert of_cases([OurCase(7, N1, 1, COURT, True)], [TheirCase(N1, 1, "", None)], COURT) == ()


def test_one_number_with_two_units_is_two_cases() -> None:
    ours = [OurCase(7, N1, 1, COURT, True), OurCase(7, N1, 2, COURT, False)]
    assert of_cases(ours, [TheirCase(N1, 1, "", True), TheirCase(N1, 2, "", False)], COURT) == ()


def test_a_court_is_another_one_only_where_both_are_known() -> None:
    assert is_other_court("平顶山市中级人民法院", COURT)
    assert not is_other_court(COURT, COURT)
    assert not is_other_court("", COURT)


# -- brought up to date ------------------------------------------------------------------------------------------------


def gap(attended: int, agency_id: int = 1) -> Gap:
    return Gap(DifferenceKind.DIFFERENT, agency_id, {"attended": attended}, {"attended": 8})


def test_an_open_difference_follows_the_figures_or_goes() -> None:
    known = [Known(1, gap(9), settled=False), Known(2, gap(7, 2), settled=False)]
    found = changes(known, [gap(10)])
    assert found.new == ()
    assert found.moved == ((1, gap(10)),)
    assert found.gone == (2,)


def test_a_settled_difference_stays_and_other_figures_are_another_question() -> None:
    known = [Known(1, gap(9), settled=True)]
    same = changes(known, [gap(9)])
    assert (same.new, same.moved, same.gone) == ((), (), ())
    other = changes(known, [gap(10)])
    assert (other.new, other.gone) == ((gap(10),), ())
    assert changes(known, []).gone == ()
