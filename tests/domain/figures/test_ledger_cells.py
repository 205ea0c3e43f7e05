"""What cells of a bureau's ledger say, as bureaus write them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.figures import ledger_cells
from bot.domain.figures.ledger_rows import numbers_in
from bot.domain.hall.problems import Problem

TODAY = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        ("2026.3.5", "2026-03-05 09:00"),
        ("26年3月5日", "2026-03-05 09:00"),
        ("26年3月12日上午9:30", "2026-03-12 09:30"),
        ("26.3.5", "2026-03-05 09:00"),
        ("'26-3-5 14:30", "2026-03-05 14:30"),
        ("3月18日", "2025-03-18 09:00"),
        ("3月18日下午3点", "2025-03-18 15:00"),
        ("2026年03月06日 09时00分", "2026-03-06 09:00"),
    ],
)
def test_a_day_of_the_year_that_the_sheet_names_above(cell: str, when: str) -> None:
    found = ledger_cells.hearings(cell, TODAY, year=2025)
    assert not isinstance(found, Problem)
    assert [f"{one.day} {one.clock:%H:%M}" for one in found] == [when]


def test_a_day_without_a_year_is_of_none_where_the_sheet_names_none() -> None:
    assert isinstance(ledger_cells.hearings("3月18日", TODAY), Problem)


@pytest.mark.parametrize(
    ("cell", "answers", "who"),
    [
        ("√", (True,), ("", "")),
        ("×", (False,), ("", "")),
        ("是；否", (True, False), ("", "")),
        ("未出庭，委托法制员出庭", (False,), ("", "")),
        ("负责人未出庭", (False,), ("", "")),
        ("副局长徐刚出庭应诉", (True,), ("徐刚", "副局长")),
        ("韩峰（局长）出庭并发言", (True,), ("韩峰", "局长")),
        ("是（张明）", (True,), ("张明", "")),
        ("是（副职）", (True,), ("", "")),
        ("正职", (True,), ("", "")),
        ("副职出庭", (True,), ("", "")),
        ("委托工作人员出庭", None, ("", "")),
        ("也许", None, ("", "")),
    ],
)
def test_who_came_by_the_column_that_asks_whether_somebody_did(
    cell: str, answers: tuple[bool, ...] | None, who: tuple[str, str]
) -> None:
    assert ledger_cells.yes_no(cell) == answers
    if answers == (True,):
        assert ledger_cells.person_within(cell) == who


@pytest.mark.parametrize(
    ("cell", "name", "post"),
    [
        ("张明副局长", "张明", "副局长"),
        ("张明 副局长", "张明", "副局长"),
        ("副局长 张明", "张明", "副局长"),
        ("局长：李建国", "李建国", "局长"),
        ("李建国（局长）", "李建国", "局长"),
        ("欧阳修局长", "欧阳修", "局长"),
        ("党组成员、副局长张明", "张明", "党组成员、副局长"),
        ("王局长", "王局长", ""),
        ("县公安局局长", "县公安局局长", ""),
        ("王副局长", "王副局长", ""),
        ("张明", "张明", ""),
    ],
)
def test_name_and_post_in_one_cell(cell: str, name: str, post: str) -> None:
    assert ledger_cells.person(cell, "") == (name, post)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("（2026）鲁0831行初6号、7号", [6, 7]),
        ("（2026）鲁0831行初6、7号", [6, 7]),
        ("(2026)鲁0831行初6号至9号", [6, 7, 8, 9]),
        ("（2026）鲁0831行初6号\n（2026）鲁0831行初7号", [6, 7]),
        ("（2026）鲁0831行初6号等3件", [6]),
        ("无", []),
    ],
)
def test_every_number_of_a_cell(cell: str, numbers: list[int]) -> None:
    assert numbers_in(cell) == [f"（2026）鲁0831行初{n}号" for n in numbers]
