"""Look-alikes that the reading of pictures confuses; and what must stay as it is."""

from __future__ import annotations

import pytest

from bot.domain.reading.misread import repaired


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("（2O26）鲁0831行初12号", "（2026）鲁0831行初12号"),
        ("(2026)鲁O83l行初l2号", "（2026）鲁0831行初12号"),
        ("〔2026]鲁0831衍初12号", "（2026）鲁0831行初12号"),
        ("（2026）鲁0831行扨12号", "（2026）鲁0831行初12号"),
        ("（2026）魯0831行初12號", "（2026）鲁0831行初12号"),
        ("（2026）鲁08行络56号", "（2026）鲁08行终56号"),
        ("（2026）鲁0831行陪初S号", "（2026）鲁0831行赔初5号"),
        ("山东省泗水县人民法院\n（2026）售0831行初12号", "山东省泗水县人民法院\n（2026）鲁0831行初12号"),
        ("河南省汝州市人民法院\n（2026）囗0482行初12号", "河南省汝州市人民法院\n（2026）豫0482行初12号"),
        ("浙江省某某县人民法院\n（2026）析0482行初12号", "浙江省某某县人民法院\n（2026）浙0482行初12号"),
        ("9时3O分", "9时30分"),
        ("上午9:3O", "上午9:30"),
        ("2O26年4月2B日上牛9时", "2026年4月28日上午9时"),
        ("2026-O4-28 O9:30", "2026-04-28 09:30"),
        ("开庭地点：第八串判底", "开庭地点：第八审判庭"),
        ("在第3法廷开庭", "在第3法庭开庭"),
        ("4月28曰上午", "4月28日上午"),
        ("二〇二六年四月二十八目 上午", "二〇二六年四月二十八日 上午"),
    ],
)
def test_look_alikes_are_put_right_where_one_reading_is_left(read: str, meant: str) -> None:
    assert repaired(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "（2026）鲁0831民初12号",
        "（2026）囗0831行初12号",
        "联系人：SO2 室 B座 1l 层",
        "SOS：OO",
        "起诉状副本、授权委托书",
        "请于三日内提交",
        "Zoom 会议 ID：8B4 I2O",
        "二〇二六年四月二十八日",
    ],
)
def test_nothing_else_is_touched(text: str) -> None:
    assert repaired(text) == text


def test_a_long_page_of_digits_and_look_alikes_is_read_in_no_time() -> None:
    """Linear: a page twice as long takes about twice as many steps, so this ends."""
    for piece in ("2O26", "0O1lI|", "（2026）鲁O83l衍", "2026-", "1:1:"):
        assert len(repaired(piece * 20_000)) > 10_000
