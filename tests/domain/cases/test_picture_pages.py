"""Pictures of one paper are its pages, in the order of their messages; marks hold while the draft says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.cases import picture_pages
from bot.domain.hall import picture_marks
from bot.domain.hall.picture_marks import Piece
from tests.fake_pictures import page

FILES = {"files": [{"hash": name} for name in "abcd"]}
ONE = Piece("number", "12", "a", "1.jpg", "image/jpeg", 0, (0.0, 0.0, 1.0, 1.0), sure=False)


def _pictures(*orders: tuple[str, int, str]) -> dict[str, list[picture_pages.Picture]]:
    made = [
        picture_pages.picture({"hash": name, "name": f"{name}.jpg", "mime": "image/jpeg"}, order, album)
        for name, order, album in orders
    ]
    return {picture_pages.KEY: made}


def test_an_album_says_nothing_before_its_last_page_is_read_and_keeps_the_order_of_its_messages() -> None:
    context = _pictures(("b", 2, "x"), ("a", 1, "x"), ("c", 3, ""))
    found = picture_pages.of(context, FILES)
    assert [one["file"] for one in found] == ["a", "b", "c"]
    found = picture_pages.with_said(found, "b", page("第二页"))
    assert picture_pages.papers(found) == []
    found = picture_pages.with_said(found, "c", page("另一份"))
    assert [one.names for one in picture_pages.papers(found)] == [["c.jpg"]]
    found = picture_pages.with_said(found, "a", page("第一页\n上半"))
    [album, other] = picture_pages.papers(found)
    assert album.extract.pages == ("第一页\n上半", "第二页")
    assert [(line.text, line.page) for line in album.extract.lines] == [("第一页", 0), ("上半", 0), ("第二页", 1)]
    assert [(album.at(number)[0]["file"], album.at(number)[1]) for number in (0, 1, 7)] == [
        ("a", 0),
        ("b", 0),
        ("a", 0),
    ]
    assert picture_pages.whole([album, other]).extract.pages == ("第一页\n上半", "第二页", "另一份")


def test_of_a_scan_each_page_is_found_again() -> None:
    said = replace(page("一"), pages=("一", "二"))
    found = picture_pages.with_said(picture_pages.of(_pictures(("a", 1, "x"), ("b", 2, "x")), FILES), "a", said)
    [paper] = picture_pages.papers(picture_pages.with_said(found, "b", page("三")))
    assert [(paper.at(number)[0]["file"], paper.at(number)[1]) for number in (0, 1, 2)] == [
        ("a", 0),
        ("a", 1),
        ("b", 0),
    ]


def test_a_picture_whose_file_is_gone_says_nothing_any_more() -> None:
    assert picture_pages.of(_pictures(("a", 1, ""), ("z", 2, "")), FILES)[-1]["file"] == "a"


@pytest.mark.parametrize(("value", "stands"), [("12", True), ("13", False), (None, False)])
def test_a_mark_holds_only_while_the_draft_says_what_was_read(value: str | None, stands: bool) -> None:
    context = picture_marks.with_marks({"other": 1}, [ONE])
    assert context["other"] == 1
    assert (picture_marks.standing(context, {"number": value}) == {"number": ONE}) is stands
    assert bool(picture_marks.unsure(context, {"number": value})) is stands


def test_what_was_compared_is_sure_and_other_marks_stay() -> None:
    other = replace(ONE, field="cause", value="处罚", sure=True)
    context = picture_marks.with_marks({}, [ONE, other])
    values = {"number": "12", "cause": "处罚"}
    after = picture_marks.compared(context, values)
    assert picture_marks.unsure(after, values) == {}
    assert picture_marks.standing(after, values) == {"number": replace(ONE, sure=True), "cause": other}
    again = picture_marks.with_marks(after, [replace(ONE, value="13")])
    assert picture_marks.unsure(again, {"number": "13"}).keys() == {"number"}
