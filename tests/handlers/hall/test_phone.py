"""The main messages on a phone: rows that are not cut, and no more buttons than a thumb finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import builders, phone
from tests.main_messages import START, gather
from tests.phone import Recorder, faults, is_picker
from tests.rig import open_rig

CROWDED: frozenset[str] = frozenset()
"""Main messages that may still have more buttons than eight."""


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_main_messages_fit_a_phone(tmp_path: Path, language: str) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        shown = await gather(rig, await builders.county(rig), language)
    found = {name: told for name, one in shown.items() if (told := faults(one.buttons))}
    assert {name: told for name, told in found.items() if name not in CROWDED} == {}


def row(*labels: str, verb: str = "dt.open") -> list[tuple[str, str]]:
    return [(label, f"{verb}:{n}") for n, label in enumerate(labels)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("登记开庭", "收到文书", "更多")], []),
        ([row("负责人已出庭", "负责人未出庭", "延期")], ["too wide: 负责人已出庭 | 负责人未出庭 | 延期"]),
        ([row("号" * 21)], ["too wide: " + "号" * 21]),
        ([row(str(n)) for n in range(8)], []),
        ([row(str(n)) for n in range(9)], ["9 buttons, 8 at most"]),
        ([row(str(n), verb="pp.at") for n in range(12)], []),
        ([row(str(n), verb="pp.at") for n in range(13)], ["13 buttons, 12 at most"]),
        ([row(str(n), verb="dt.done") for n in range(9)], ["9 buttons, 8 at most"]),
    ],
)
def test_what_is_at_fault(rows: list[list[tuple[str, str]]], said: list[str]) -> None:
    assert faults(rows) == said


def test_a_form_with_many_fields_to_correct_is_no_picker() -> None:
    corrections = [[("更改", f"fm:3:e:{n}")] for n in range(9)]
    choices = [[("县公安局", f"fm:3:c:{n}")] for n in range(9)]
    assert not is_picker(corrections)
    assert is_picker([*choices, [("取消", "fm:3:x")]])


async def test_every_message_of_a_test_can_be_looked_at(tmp_path: Path) -> None:
    """The recorder writes each fault of a kind of message once."""
    async with open_rig(tmp_path, start=START) as rig:
        rig.bot.at_each_look.append(Recorder(tmp_path / "faults.jsonl").take)
        for n in (1, 2):
            keys = {"inline_keyboard": [[{"text": "号" * 21, "callback_data": "x"}]]}
            await rig.bot.send_message(7, f"【案件】{n}号", reply_markup=keys)
    [line] = (tmp_path / "faults.jsonl").read_text("utf-8").splitlines()
    assert '"kind": "案件"' in line
    assert phone.WHERE == "CHUTING_PHONE"
