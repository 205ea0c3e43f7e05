"""Lines that a page broke are one again, and those that are lines of their own stay so."""

import pytest

from bot.domain.reading.wrapped import unwrapped

LONG = "本院受理的原告孔德明诉被告泗水县公安局行政处罚一案，定于二〇二六年四"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("传\n票\n案号 12号", "传票\n案号 12号"),
        ("应到时间：2026年4月28日\n上午9时30分\n应到处所", "应到时间：2026年4月28日上午9时30分\n应到处所"),
        ("2026年4月28日（周二）\n9:30", "2026年4月28日（周二）9:30"),
        ("四月二十八日上午\n九时三十分", "四月二十八日上午九时三十分"),
        (f"{LONG}\n月二十八日上午九时三十分开庭。\n特此通知", f"{LONG}月二十八日上午九时三十分开庭。\n特此通知"),
        (f"{LONG}\n案号：12号", f"{LONG}\n案号：12号"),
        (f"{LONG}\n2、本票由被传唤人携带", f"{LONG}\n2、本票由被传唤人携带"),
        # Lines of their own.
        ("二〇二六年三月三十日\n联系人：李红", "二〇二六年三月三十日\n联系人：李红"),
        ("泗水县人民法院\n应诉通知书\n（2026）鲁0831行初12号", "泗水县人民法院\n应诉通知书\n（2026）鲁0831行初12号"),
        ("一\n\n二", "一\n\n二"),
        ("", ""),
    ],
)
def test_what_the_margin_broke_is_joined(text: str, said: str) -> None:
    assert unwrapped(text) == said
