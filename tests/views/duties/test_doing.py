"""The buttons that do a duty, in reminders and on its card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.hall.message import Message
from bot.domain.hall.phone import ALONE, width
from bot.domain.hall.terms import DutyState
from bot.texts import translator
from bot.views.duties import doing, duties, reminders
from tests.houses import LAW
from tests.views.duties.test_duties import FILING, TODAY, ZH


def _labels(shown: Message) -> list[str]:
    return [button.label for row in shown.buttons for button in row]


def test_the_next_thing_to_do_is_named_and_never_closed_past_its_form() -> None:
    waits = replace(
        FILING, names_first=True, may_close=True, mine=True, may_draft=True, draft_zh="行政机关负责人出庭报备表"
    )
    assert _labels(reminders.remind([waits], ZH))[:3] == ["收到", "明确出庭负责人", "为何"]
    assert not [label for label in _labels(duties.detail(waits, ZH)) if label == "办结" or "起草" in label]
    assert "起草《行政机关负责人出庭报备表》" in _labels(duties.more(waits, ZH)), "for whoever writes the leader in"
    form = replace(waits, names_first=False, files_form=True, leader="张明")
    assert "一键报备" in _labels(reminders.remind([form], ZH))
    paper = replace(waits, names_first=False, draft_zh="行政诉讼答辩状")
    assert {"起草《行政诉讼答辩状》", "办结"} <= set(_labels(reminders.remind([paper], ZH)))
    assert _labels(reminders.remind([replace(paper, document=7)], ZH))[0] == "《行政诉讼答辩状》"
    elsewhere = replace(paper, may_draft=False)
    assert not [one for one in _labels(reminders.remind([elsewhere], ZH)) if "起草" in one], "it would be refused"
    handed = replace(
        FILING, state=DutyState.SUBMITTED, may_judge=True, done_on=TODAY, done_by="王芳", document=7, files=2
    )
    assert _labels(reminders.judge(handed, ZH)) == ["认可", "退回", "查看文书"]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("quarterly_bulletin", "起草《负责人出庭应诉情况季度通报》"),
        ("model_form", "起草《负责人出庭应诉典型报送表》"),
        ("loss_report", "起草《败诉案件分析报告》"),
    ],
)
def test_the_button_to_a_paper_says_its_title(kind: str, label: str) -> None:
    title = LAW.kinds[kind].zh
    shown = doing.begin(replace(FILING, draft_zh=title, draft_en=LAW.kinds[kind].en), translator("zh_CN"))
    assert shown.label == label


@pytest.mark.parametrize("kind", sorted(LAW.kinds))
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_title_on_a_button_is_cut(kind: str, language: str) -> None:
    titled = replace(FILING, draft_zh=LAW.kinds[kind].zh, draft_en=LAW.kinds[kind].en)
    label = str(doing.begin(titled, translator(language)).label)
    assert "…" not in label
    assert width(label) <= ALONE
