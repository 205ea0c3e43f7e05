"""Circulars on the screen: what fits into one message, which buttons there are when, languages, limits."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agencies.audiences import Audience, Named, Recipient
from bot.domain.circulars.circulars import (
    Card,
    Head,
    Late,
    Letter,
    NameList,
    Part,
    Reach,
    shown_length,
)
from bot.domain.circulars.standing import Board, BranchLine, Silent, Standing, Tally
from bot.domain.hall.message import Attachment, Copies, Message, Tap
from bot.domain.hall.paging import cut
from bot.domain.hall.phone import fitted
from bot.domain.hall.terms import CircularState, ReplyWanted, Role
from bot.texts import LANGUAGES, translator
from bot.views.agencies import audiences
from bot.views.circulars import boards, circulars, letters
from tests.phone import faults

ZH = translator("zh_CN")
BY = datetime(2026, 12, 4, 9, 30, tzinfo=UTC)
AT = datetime(2026, 12, 3, 1, 0, tzinfo=UTC)
TEXT = Part("text", 1, (5,), "请<b>报送</b>")
FILE = Part("document", 1, (6,), "", "表.xlsx", 30)
STORED = Part.stored("函.docx", "ab" * 32, 4, "application/msword")


def head(reply: ReplyWanted = ReplyWanted.RECEIPT, **more: object) -> Head:
    return Head(1, "通知", "济司发〔2026〕3号", "县司法局", reply, BY, **more)  # type: ignore[arg-type]


def labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


def card(state: CircularState = CircularState.DRAFT, **more: object) -> Card:
    values: dict[str, object] = {
        "id": 1, "version": 2, "state": state, "head": head(), "parts": (TEXT, FILE), "collecting": True,
        "audience": Named(Audience()), "reach": Reach(6, 5, 1, 2), "groups": (), "groups_possible": True,
        "urgent": False, "names_absence": False, "needs_approval": "", **more,
    }  # fmt: skip
    return Card(**values)  # type: ignore[arg-type]


def board(state: CircularState = CircularState.FINISHED, **more: object) -> Board:
    values: dict[str, object] = {
        "id": 1, "version": 2, "state": state, "head": head(), "tally": Tally(10, 1, 7, 1, 1, 0, 3, 0),
        "branches": tuple(BranchLine(i, f"单位{i}", i % 3, 5) for i in range(20)), "as_of": AT, "begun_at": AT, **more,
    }  # fmt: skip
    return Board(**values)  # type: ignore[arg-type]


def test_the_receipt_line_has_the_agreed_words() -> None:
    said = letters.letter(Letter(head(), (TEXT,), 9), ZH)
    assert "请于12月4日（周五）17:30前点击“收到”。仅表示已阅知，不代表事项办结。" in said.text
    assert labels(said) == ["收到"]
    assert said.copies == ()


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (ReplyWanted.NOTHING, []),
        (ReplyWanted.RECEIPT, ["收到"]),
        (ReplyWanted.ANSWER, ["收到", "答复"]),
        (ReplyWanted.FILE, ["收到", "回传文件"]),
    ],
)
def test_buttons_follow_what_is_asked_back(reply: ReplyWanted, expected: list[str]) -> None:
    assert labels(letters.letter(Letter(head(reply), (TEXT,), 9), ZH)) == expected


def test_after_the_receipt_the_button_is_gone_and_an_answer_can_be_added() -> None:
    assert labels(letters.letter(Letter(head(), (TEXT,), 9, read_at=AT), ZH)) == []
    answered = Letter(head(ReplyWanted.ANSWER), (TEXT,), 9, read_at=AT, answered_at=AT)
    assert labels(letters.letter(answered, ZH)) == ["补充答复"]
    assert "请于" not in letters.letter(answered, ZH).text


def test_several_parts_are_copied_and_left_out_of_an_edit() -> None:
    mine = Letter(head(), (TEXT, FILE), 9)
    assert letters.letter(mine, ZH).copies == (Copies(1, (5,)), Copies(1, (6,)))
    assert letters.letter(mine, ZH, edit=True).copies == ()


@given(st.integers(3800, 4096))
def test_no_message_is_longer_than_telegram_takes(length: int) -> None:
    said = letters.letter(Letter(head(), (Part("text", 1, (5,), "长" * length),), 9), ZH)
    assert shown_length(said.text) <= 4096
    assert bool(said.copies) != ("长" in said.text)


def test_a_replaced_or_withdrawn_one_says_so_and_has_no_buttons() -> None:
    for state, words in ((CircularState.REPLACED, "已更正"), (CircularState.WITHDRAWN, "已撤回")):
        said = letters.letter(Letter(head(), (TEXT,), 9, state), ZH, edit=True)
        assert words in said.text
        assert labels(said) == []


def test_a_sensitive_one_is_protected() -> None:
    assert letters.letter(Letter(head(protect=True), (FILE,), 9), ZH).protect


def test_a_group_gets_no_button_and_no_copy_of_a_text() -> None:
    said = letters.for_group(head(), (TEXT, FILE, STORED), {STORED.hash: b"docx"}, ZH)
    assert labels(said) == []
    assert said.copies == (Copies(1, (6,)), Attachment("函.docx", b"docx", "application/msword"))


@pytest.mark.parametrize(("state", "language"), list(product(CircularState, LANGUAGES)))
def test_cards_and_boards_of_every_state_in_both_languages(state: CircularState, language: str) -> None:
    tr = translator(language)
    for message in (
        circulars.card(card(state), tr),
        circulars.parts(card(state), tr),
        circulars.approval(card(state), tr),
        circulars.decided(card(state, approved_by="刘洋", returned="补文号"), tr),
        boards.board(board(state, may_nudge=True, failed=1, answers=2, replaced_by=3), tr),
        boards.more(board(state, failed=1, replaced_by=3), tr),
        boards.by_branch(board(state), tr),
    ):
        assert "{" not in message.text
        assert all(len(b.data.encode()) <= 64 for row in message.buttons for b in row if isinstance(b, Tap))
        if language == "zh_CN":
            assert not any(label.isascii() and len(label) > 3 for label in labels(message)), labels(message)


def test_the_card_says_what_stands_in_the_way() -> None:
    said = circulars.card(card(needs_approval="it is urgent"), ZH)
    assert "其中1人无法送达" in said.text
    assert "有2个单位没有相应人员" in said.text
    assert "须经另一名统筹人员审核：属紧急发送" in said.text
    assert "提交审核" in labels(said)
    assert "发送…" in labels(circulars.card(card(), ZH))
    assert "发送…" not in labels(circulars.card(card(parts=()), ZH))
    assert "发送…" not in labels(circulars.card(card(audience=None), ZH))


def test_a_file_that_is_too_large_to_keep_says_so() -> None:
    assert "超过20MB" in circulars.part_line(Part("video", 1, (5,), size=30_000_000), 1, ZH)


def everything(shown: Board) -> list[str]:
    """What can be pressed on a board and behind its 更多."""
    return [*labels(boards.board(shown, ZH)), *labels(boards.more(shown, ZH))]


def test_controls_fit_the_state() -> None:
    assert {"暂停发送", "停止发送…"} <= set(everything(board(CircularState.SENDING)))
    assert {"继续发送", "停止发送…"} <= set(everything(board(CircularState.PAUSED)))
    finished = everything(board(failed=0))
    assert {"更正", "撤回…", "签收台账"} <= set(finished)
    assert not {"暂停发送", "停止发送…", "重发未成功的"} & set(finished)
    assert "重发未成功的" in everything(board(failed=1))
    gone = everything(board(CircularState.WITHDRAWN, replaced_by=3))
    assert "查看更正或撤回件" in gone
    assert not {"更正", "撤回…"} & set(gone)


@pytest.mark.parametrize(("state", "language"), list(product(CircularState, LANGUAGES)))
def test_the_board_and_the_pages_behind_it_fit_a_phone(state: CircularState, language: str) -> None:
    tr = translator(language)
    long = tuple(BranchLine(i, "市行政审批服务局政务服务中心综合服务科", 3, 5, 2, 1) for i in range(20))
    full = board(
        state, head=head(ReplyWanted.ANSWER), may_nudge=True, failed=1, answers=999, replaced_by=3, branches=long
    )
    for said in (boards.board(full, tr), boards.more(full, tr), *(boards.by_branch(full, tr, n) for n in range(3))):
        rows = [[(b.label, b.data) for b in row if isinstance(b, Tap)] for row in fitted(said.buttons)]
        assert faults(rows) == []


def test_the_board_names_the_first_branches_and_all_are_pages_of_a_list() -> None:
    first = boards.board(board(), ZH)
    named = [f"单位{i}" for i in range(20) if f"单位{i} " in first.text]
    assert len(named) == 8
    assert "另有12个单位，请点“按单位查看”。" in first.text
    picked = [label for n in range(3) for label in labels(boards.by_branch(board(), ZH, n)) if label.startswith("单位")]
    assert len(picked) == 20
    assert "单位19 未签收1/5" in picked
    assert "另有" not in boards.board(board(branches=(BranchLine(1, "县公安局", 0, 1),)), ZH).text


def test_a_circular_that_asks_for_nothing_has_no_list_of_its_branches() -> None:
    shown = boards.board(board(head=head(ReplyWanted.NOTHING), branches=()), ZH)
    assert not {"按单位查看", "未签收名单", "未回复名单"} & set(labels(shown))
    assert "未签收" not in shown.text


def test_names_the_silent_and_the_line_up() -> None:
    people = tuple(Recipient(i, f"甲{i}", 1, "县公安局", Role.LIAISON, i == 1) for i in range(30))
    shown = circulars.names(NameList(1, "people", cut(people, 0, 20)), ZH)
    assert "甲1（联络员）⚠" in shown.text
    assert "甲29" not in shown.text
    silent = (Silent("王芳", "县自然资源局", "139", Standing.SILENT),)
    shown = boards.silent(cut(silent), BranchLine(1, "县自然资源局", 1, 1), 1, ReplyWanted.RECEIPT, ZH)
    assert "县自然资源局 未签收1/1" in shown.text
    assert "王芳 139：已送达" in shown.text
    late = boards.late(Late(head(), "县自然资源局", ("王芳",), "principal"), ZH)
    assert "请予督办" in late.text
    assert "王芳" in late.text


def test_markup_in_names_stays_text() -> None:
    named = Named(Audience(agencies=(1,)), agencies=("<b>局</b>",))
    assert "&lt;b&gt;局" in audiences.blocks(named, ZH)
    answer = boards.late(Late(Head(1, "<i>", "", "", ReplyWanted.RECEIPT, None), "<u>", ("<s>",), "deputy"), ZH)
    assert "<i>" not in answer.text
    assert "<u>" not in answer.text


def test_a_paper_of_the_office_is_called_in_its_readers_language_and_says_which_case_it_is_about() -> None:
    mine = Letter(head(paper=True, title_en="urging letter", about="（2026）豫1623行初12号"), (FILE,))
    there = letters.letter(mine, translator("en")).text
    assert "urging letter (济司发〔2026〕3号)" in there
    assert "通知" not in there
    here = letters.letter(mine, ZH).text
    assert "通知（济司发〔2026〕3号）" in here
    for said in (there, here, letters.reminder(mine, ZH).text):
        assert "（2026）豫1623行初12号" in said
    late = boards.late(Late(mine.head, "县公安局", ("张三",), "deputy"), translator("en")).text
    assert "urging letter" in late
