"""Whole papers: enclosed ones, titles that start nothing, what was decided, terms of their own."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.cases import paper_values
from bot.domain.cases.paper_reading import other_papers, read_envelope
from bot.domain.hall.terms import PaperKind, PartyCapacity
from bot.domain.reading.whole_papers import decided

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 4, 2)
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)
HEAD = "泗水县人民法院\n{title}\n（2026）鲁0831行初51号\n泗水县自然资源局：\n"
K = PaperKind
BOTH = (K.NOTICE_OF_RESPONSE, K.COMPLAINT_COPY)


@pytest.mark.parametrize(
    ("title", "body", "kinds", "others"),
    [
        ("应诉通知书", "现随文发送起诉状副本，应在收到起诉状副本之日起十五日内答辩。", BOTH, ()),
        ("应诉通知书", "应在收到起诉状副本之日起十五日内提交答辩状。", (K.NOTICE_OF_RESPONSE,), ()),
        ("应诉通知书", "本院已受理。\n附：起诉状副本一份", BOTH, ()),
        ("举证通知书", "应当在收到起诉状副本之日起十五日内提供证据。", (), ("举证通知书",)),
        ("参加诉讼通知书", "作为第三人参加诉讼。随文送达起诉状副本。", (K.COMPLAINT_COPY,), ("参加诉讼通知书",)),
        ("合议庭组成人员通知书", "由审判员甲组成合议庭。", (), ("合议庭组成人员通知书",)),
        ("传票", "传唤事由：开庭\n应到时间：2026年4月28日9时", (K.SUMMONS,), ()),
    ],
)  # fmt: skip
def test_the_title_and_what_is_enclosed(
    title: str, body: str, kinds: tuple[PaperKind, ...], others: tuple[str, ...]
) -> None:
    text = HEAD.format(title=title) + body
    assert read_envelope(text, TODAY).kinds == kinds
    assert other_papers(text) == others


def test_a_term_that_counts_from_a_paper_is_not_that_paper() -> None:
    text = (
        "举证通知书（2026）鲁0831行初12号 泗水县自然资源局：你单位应在收到起诉状副本之日起十五日内提供证据和依据，"
        "逾期不提供的，视为没有相应证据。"
    )
    assert read_envelope(text, TODAY).kinds == ()
    assert other_papers(text) == ("举证通知书",)


def test_among_others_in_a_line_it_hides_none_of_them() -> None:
    text = "（2026）鲁0831行初12号 应诉通知书 起诉状 举证通知书 今天收到"
    assert read_envelope(text, TODAY).kinds == (K.NOTICE_OF_RESPONSE, K.COMPLAINT_COPY)
    assert other_papers(text) == ("举证通知书",)


def test_what_a_platform_lists_is_named_where_it_is_not_recorded() -> None:
    text = "送达文书：应诉通知书、起诉状副本、举证通知书\n送达时间：2026-04-01 16:20:33"
    assert read_envelope(text, TODAY).kinds == (K.NOTICE_OF_RESPONSE, K.COMPLAINT_COPY)
    assert other_papers(text) == ("举证通知书",)


def test_a_third_party_is_called_in() -> None:
    text = HEAD.format(title="参加诉讼通知书") + "本院通知你单位作为第三人参加诉讼。"
    assert read_envelope(text, TODAY).stated.agencies == (("泗水县自然资源局", PartyCapacity.THIRD_PARTY),)


@pytest.mark.parametrize(
    ("part", "later", "outcomes"),
    [
        ("判决如下：\n驳回原告孔德明的诉讼请求。\n案件受理费50元", False, ("claim_dismissed",)),
        ("判决如下：一、撤销被告作出的处罚决定；二、责令被告重新作出行政行为。", False, ("revoked", "ordered_to_redo")),
        ("判决如下：一、撤销被告作出的处罚决定；二、驳回原告的其他诉讼请求。", False, ("revoked",)),
        ("判决如下：确认被告强制拆除行为违法。", False, ("declared_unlawful",)),
        ("判决如下：责令被告于六十日内履行答复职责。", False, ("ordered_to_perform",)),
        ("判决如下：被告赔偿原告损失3000元。", False, ("compensation_ordered",)),
        ("裁定如下：驳回原告孔德明的起诉。", False, ("suit_dismissed",)),
        ("裁定如下：准许原告孔德明撤回起诉。", False, ("withdrawn",)),
        ("判决如下：驳回上诉，维持原判。", True, ("upheld",)),
        ("判决如下：一、撤销泗水县人民法院行政判决；二、驳回诉讼请求。", True, ("altered",)),
        ("裁定如下：一、撤销原判决；二、发回泗水县人民法院重审。", True, ("remanded",)),
        ("裁定如下：准许上诉人撤回上诉。", True, ("appeal_withdrawn",)),
        ("本院认为应予撤销。", False, ()),
        ("原审判决如下：撤销。本院判决如下：驳回上诉，维持原判。", True, ("upheld",)),
    ],
)  # fmt: skip
def test_what_was_decided(part: str, later: bool, outcomes: tuple[str, ...]) -> None:
    assert decided(part, later=later).outcomes == outcomes


def test_one_outcome_is_proposed_and_several_are_not() -> None:
    judgment = HEAD.format(title="行政判决书") + "判决如下：\n{}\n如不服本判决"
    one = paper_values.said(judgment.format("驳回原告的诉讼请求。"), TODAY)
    assert one["outcome"] == "claim_dismissed"
    several = paper_values.said(judgment.format("一、撤销处罚决定；二、责令重新作出。"), TODAY)
    assert "outcome" not in several
    later = (
        "济宁市中级人民法院\n行政判决书\n（2026）鲁08行终56号\n不服（2025）鲁0831行初88号判决。\n判决如下：\n"
        "驳回上诉，维持原判。"
    )
    found = paper_values.said(later, TODAY)
    assert (found["number"], found["original"]) == ("（2026）鲁08行终56号", "（2025）鲁0831行初88号")
    assert (found["on_appeal"], "outcome" in found) == ("upheld", False)
