"""Workbooks and messages of this room, by themselves."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.domain.agencies.agencies import AgencyCard, AgencyLine
from bot.domain.agencies.people import Invited, PersonCard, PersonLine
from bot.domain.agencies.roster import Counter, Counts, Preview, Progress, RowError
from bot.domain.hall.message import Copy, Tap
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.problems import problem
from bot.domain.hall.terms import AgencyKind, Role
from bot.texts import translator
from bot.views.agencies import agencies, invitations, people, roster, roster_sheets

ZH, EN = translator("zh_CN"), translator("en")
UNTIL = datetime(2026, 4, 9, 1, tzinfo=UTC)


def invited(name: str = "王芳", agency: str = "县公安局", agency_id: int = 1) -> Invited:
    link = "https://t.me/chuting_bot?start=ABCDEFGH23"
    return Invited(1, name, agency, Role.LIAISON, "13900000000", "ABCDEFGH23", link, UNTIL, "科长", agency_id)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.text(max_size=45), min_size=1, max_size=5))
@example(["泗水县第一镇人民政府综合行政执法大队信访接待办公室及档案室" + "𡌀" * 3])
def test_any_agency_names_make_sheets_that_open_and_hold_every_code(names: list[str]) -> None:
    sheet = roster_sheets.codes([invited(agency=name, agency_id=n) for n, name in enumerate(names)], ZH)
    book = load_workbook(io.BytesIO(sheet.content))
    assert len(book.worksheets) == len(names)
    assert all(page.max_row == 2 for page in book.worksheets)


def test_what_begins_with_a_sign_stays_text() -> None:
    for name in ("=1+1", "@SUM(A1)", "+1", "-1", "http://x.example"):
        book = load_workbook(io.BytesIO(roster_sheets.codes([invited(name)], ZH).content))
        cell = book.worksheets[0]["A2"]
        assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_an_invitation_is_copied_by_button_and_marked_secret() -> None:
    shown = invitations.fresh(invited(), ZH)
    assert shown.secret
    copies = [button.text for row in shown.buttons for button in row if isinstance(button, Copy)]
    assert copies == ["https://t.me/chuting_bot?start=ABCDEFGH23", "ABCDEFGH23"]
    assert "4月9日（周四）9:00" in shown.text
    assert "Thu 9 Apr" in invitations.fresh(invited(), EN).text
    assert roster.codes(roster_sheets.codes([invited()], ZH), 1, ZH).secret


def test_one_code_names_every_role_that_it_is_for() -> None:
    both = replace(invited(), further=(("", Role.LEGAL_STAFF), ("县<政>府", Role.LIAISON)))
    assert "县公安局 · 联络员、法制人员、县&lt;政&gt;府联络员" in invitations.fresh(both, ZH).text
    page = load_workbook(io.BytesIO(roster_sheets.codes([both], ZH).content)).worksheets[0]
    assert page["B2"].value == "联络员、法制人员、县<政>府联络员"


def test_a_preview_with_errors_cannot_be_confirmed() -> None:
    error = RowError("人员", 3, "电话", problem("This cell must be filled in."))
    wrong = roster.preview(Preview(Counts(people_created=1), (error,) * 3, token="t"), ZH)
    assert not wrong.buttons
    assert "人员第3行“电话”：此格必须填写。" in wrong.text
    assert "3处错误" in wrong.text
    good = roster.preview(Preview(Counts(people_created=1), token="t"), ZH)
    assert [tap.data for tap in good.buttons[0] if isinstance(tap, Tap)] == ["ro.ok:t", "ro.x"]
    assert not roster.preview(Preview(Counts()), ZH).buttons


def test_the_counter_names_who_is_missing_and_stops_at_a_phone_screen() -> None:
    progress = tuple(Progress(f"第{n}局", 1, 9, tuple(f"人{k}" for k in range(8))) for n in range(20))
    shown = roster.counter(Counter(20, 180, progress, 3, 4), ZH)
    assert "名册180人，已登记20人" in shown.text
    assert "第14局：1/9，未登记：人0、人1、人2、人3、人4、人5…" in shown.text
    assert "第15局" not in shown.text
    assert "另有5个单位" in shown.text
    assert len(shown.text) < 4096


def test_markup_in_names_is_escaped_everywhere() -> None:
    name = "<i>&"
    card = PersonCard(1, name, name, True, False)
    line = PersonLine(card, name, Role.LEADER, name)
    unit = AgencyLine(1, name, AgencyKind.COURT, 0, name)
    agency = AgencyCard(
        1, name, name, AgencyKind.COURT, (unit,), name, name, True, name, True, True, None, 1, 1, True, True
    )
    for tr in (ZH, EN):
        for shown in (
            people.listing(unit, cut([line]), tr, may_edit=True),
            agencies.card(agency, Page((unit,), 0, 1), tr),
            roster.counter(Counter(0, 1, (Progress(name, 0, 1, (name,)),), 0, 0), tr),
            invitations.fresh(invited(name, name), tr),
            people.other_phone(card, name, tr),
        ):
            assert "<i>" not in shown.text
            assert "&amp;lt;" not in shown.text


def test_pages_hold_still_at_their_ends() -> None:
    assert cut(range(20), 99).number == 2
    assert cut(range(20), -3).number == 0
    assert cut((), 5) == Page((), 0, 0)
    assert cut(range(16), 1).pages == 2
