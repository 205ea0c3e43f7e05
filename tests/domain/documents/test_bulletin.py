"""What stands in a bulletin, worked out by hand: the whole, the lists, whom it names, what was corrected."""

from __future__ import annotations

from bot.domain.documents import bulletin
from bot.domain.documents.bulletin import Row, Unit
from bot.domain.figures.rates import Base, Totals


def unit(key: int, name: str, now: tuple[int, int], before: tuple[int, int] = (0, 0)) -> Unit:
    """(heard, attended) of both periods."""
    return Unit(key, name, Totals(heard=now[0], attended=now[1]), Totals(heard=before[0], attended=before[1]))


POLICE = unit(1, "县公安局", (4, 4), (3, 3))
LAND = unit(2, "县自然资源局", (7, 5), (22, 15))
STREET = unit(3, "济河街道", (3, 1), (2, 2))
QUIET = unit(4, "县人社局", (0, 0), (1, 1))
ALL = [LAND, POLICE, QUIET, STREET]


def test_the_whole_is_said_in_one_paragraph_with_two_decimals_and_points() -> None:
    """10 of 14 is 71.43, 15 of 22 before 68.18: 3.25 points; 10 of 13 is 76.92; 3 of 14 is 21.43, 3 of 10 is 30.00."""
    now = Totals(heard=14, attended=10, excused=1, unexcused=1, principal=3, spoke=9, open=2)
    parts = {"first": Totals(heard=12, attended=9), "second": Totals(heard=2, attended=1)}
    assert bulletin.overall(now, Totals(heard=22, attended=15), Base(), parts) == (
        "开庭审理行政案件14件，行政机关负责人出庭10件，出庭率71.43%（上期68.18%，提高3.25个百分点）；"
        "扣除正当理由后出庭率76.92%；主要负责人出庭3件，主要负责人出庭率21.43%（占负责人出庭的30.00%）；"
        "出庭负责人发言9件，出声率90.00%；其中一审开庭12件，出庭9件，出庭率75.00%，二审开庭2件，出庭1件，出庭率50.00%；"
        "另有2件待录入庭审结果。"
    )


def test_where_the_book_leaves_excused_absences_out_the_rate_is_without_them() -> None:
    """10 of 13 is 76.92, 15 of 21 before 71.43: 5.49 points; with the excused one 10 of 14, 71.43."""
    now, before = Totals(heard=14, attended=10, excused=1), Totals(heard=22, attended=15, excused=1)
    said = bulletin.overall(now, before, Base(excused=False), {})
    assert "出庭率76.92%（上期71.43%，提高5.49个百分点）；未扣除正当理由的出庭率71.43%；" in said
    only = Unit(1, "县公安局", Totals(heard=2, attended=1, excused=1), before, Base(excused=False))
    assert bulletin.full([only]) == "县公安局"
    assert bulletin.lowest([only]) == []


def test_nothing_heard_has_no_rate() -> None:
    assert bulletin.overall(Totals(), Totals(heard=1, attended=1), Base(), {}) == "无开庭审理的行政案件。"
    [row] = [one for one in bulletin.table(ALL) if one["unit"] == "县人社局"]
    assert (row["heard"], row["rate"], row["change"], row["spoke"]) == ("0", "—", "—", "—")


def test_units_stand_by_their_rate_and_those_with_nothing_heard_last() -> None:
    """县自然资源局 5 of 7 is 71.43 after 15 of 22, 68.18."""
    assert [one.name for one in bulletin.ranked(ALL)] == ["县公安局", "县自然资源局", "济河街道", "县人社局"]
    assert [one["change"] for one in bulletin.table(ALL)] == ["与上期持平", "提高3.25", "下降66.67", "—"]


def test_the_lists_name_who_reached_everything_who_is_low_who_rose_and_who_fell() -> None:
    assert bulletin.full(ALL) == "县公安局"
    assert bulletin.with_rates(bulletin.lowest(ALL)) == "济河街道（33.33%）、县自然资源局（71.43%）"
    assert bulletin.with_moves(bulletin.risers(ALL)) == "县自然资源局（提高3.25个百分点）"
    assert bulletin.with_moves(bulletin.fallers(ALL)) == "济河街道（下降66.67个百分点）"


def test_a_target_that_is_reached_is_not_missed() -> None:
    nine = unit(9, "县交通局", (10, 9))
    assert bulletin.lowest([nine], 90.0) == []
    assert bulletin.lowest([nine], 90.01) == [nine]


def row(number: int, agency: int, counted: str, **more: object) -> Row:
    return Row(number, agency, f"单位{agency}", f"行初{number}号", "first", counted, **more)  # type: ignore[arg-type]


ROWS = [
    row(1, 5, "attended", principal=True),
    row(2, 6, "attended", silent=True),
    row(3, 7, "excused", reason="不可抗力"),
    row(4, 8, "unexcused", lost=True),
    row(5, 8, "open", lost=True),
]


def test_to_their_disadvantage_are_named_the_absent_the_silent_the_lowest_and_the_late() -> None:
    """An absence with a reason that counts is listed, and names nobody to his disadvantage."""
    assert bulletin.adverse(ROWS, [STREET], [9]) == (3, 6, 8, 9)
    assert bulletin.adverse(ROWS[:1], [], []) == ()
    assert [one.id for one in bulletin.absent(ROWS)] == [3, 4]


def test_the_words_of_the_problems_begin_with_what_is_counted() -> None:
    assert bulletin.problems(ROWS, 3) == (
        "2件案件行政机关负责人未出庭，其中1件无正当理由；1件案件负责人出庭未发言；3项材料逾期报送。"
    )
    assert bulletin.problems(ROWS[:1], 0) == ""
    assert bulletin.losses(ROWS) == "败诉2件：单位82件。"
    assert bulletin.losses(ROWS, named=False) == "败诉2件。", "no unit where none is to be named"
    assert bulletin.losses(ROWS[:1]) == "无败诉案件。"
    assert bulletin.losses(ROWS[:1], known=False) == "上述案件的裁判结果尚未登记。", "what nobody recorded is not said"


def test_a_correction_is_said_once_and_again_when_it_changes_again() -> None:
    issued = [bulletin.case_row(one) for one in ROWS]
    now = {one["row"]: dict(one) for one in issued}
    assert bulletin.corrections(issued, now) == []
    now["4"]["counted"] = bulletin.COUNTED["excused"]
    del now["5"]
    found = bulletin.corrections(issued, now)
    assert [(one["row"], one["was"], one["now"]) for one in found] == [
        ("4", "未出庭", "有正当理由未出庭"),
        ("5", "待录结果", "不再计入"),
    ]
    said = bulletin.said_last([(issued, []), ([], found)])
    assert bulletin.corrections(said.values(), now) == []
    now["4"]["counted"] = "未出庭"
    assert [(one["was"], one["now"]) for one in bulletin.corrections(said.values(), now)] == [
        ("有正当理由未出庭", "未出庭")
    ]


def test_what_is_issued_again_says_what_it_says_otherwise() -> None:
    labels = {"heard": "开庭件数", "rate": "出庭率"}
    old, new = {"heard": "14", "rate": "71.43%"}, {"heard": "15", "rate": "71.43%"}
    assert bulletin.changes(old, new, labels) == "开庭件数：14→15"
    assert bulletin.changes(old, old, labels) == ""
