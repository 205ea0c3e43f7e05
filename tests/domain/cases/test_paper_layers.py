"""What the text of a file says of a court paper: whose it is and what it is, never when it came."""

from datetime import date

import pytest

from bot.domain.cases.paper_layers import read_layer

TODAY = date(2026, 4, 2)
SUMMONS = (
    "传 票\n案号 （2026）鲁0831行初12号\n被传唤人 泗水县公安局\n应到时间 2026年4月28日9时30分\n打印日期：2026年3月31日"
)
NOTICE = (
    "泗水县人民法院\n应诉通知书\n（2026）鲁0831行初12号\n泗水县公安局：\n"
    "现将起诉状副本发送你单位。\n二〇二六年三月三十日"
)
LONG = "经审理查明，" * 3000
EVIDENCE = "举证通知书\n（2026）鲁0831行初12号\n应在收到起诉状副本之日起十五日内提供证据。"


@pytest.mark.parametrize(
    "text", [SUMMONS, NOTICE, f"{SUMMONS}\n收到日期：2026年4月1日", "送达回证 2026年4月1日 电子送达 传票"]
)
def test_neither_the_day_of_receipt_nor_the_mode_is_taken_from_a_file(text: str) -> None:
    found = read_layer([text], TODAY).values
    assert found.get("papers")
    assert not {"served_on", "mode", "assumed"} & found.keys()


def test_several_papers_in_one_file_are_all_named_and_what_is_none_of_ours_too() -> None:
    layer = read_layer([NOTICE, "行政起诉状\n原告孔德明，男", SUMMONS, EVIDENCE], TODAY)
    assert set(layer.values["papers"]) >= {"notice_of_response", "complaint_copy", "summons"}
    assert layer.values["number"] == "（2026）鲁0831行初12号"


def test_a_paper_of_another_kind_is_not_taken_for_what_it_mentions() -> None:
    layer = read_layer(["权利义务告知书\n（2026）鲁0831行初12号\n当事人收到起诉状副本后，享有下列权利。"], TODAY)
    assert (layer.values["number"], layer.values.get("papers")) == ("（2026）鲁0831行初12号", None)
    assert layer.others == ("权利义务告知书",)


def test_of_the_numbers_in_a_paper_the_one_at_its_head_counts_and_the_others_are_named() -> None:
    text = (
        "泗水县人民法院\n行政裁定书\n（2026）鲁0831行初12号\n原告孔德明。\n被告泗水县公安局。\n本院审理中。\n一、\n二、\n"
        "另查明，（2025）鲁0831行初88号、（2025）鲁0831行初89号案件尚未审结。"
    )
    layer = read_layer([text], TODAY)
    assert layer.values["number"] == "（2026）鲁0831行初12号"
    assert layer.others == ("（2025）鲁0831行初88号", "（2025）鲁0831行初89号")


def test_the_end_of_a_long_paper_is_read_as_well_as_its_beginning() -> None:
    text = f"行政判决书\n（2026）鲁0831行初12号\n一、\n二、\n三、\n四、\n五、\n{LONG}\n（2020）鲁0831行初1号"
    layer = read_layer([text], TODAY)
    assert layer.values["number"] == "（2026）鲁0831行初12号"
    assert layer.others == ("（2020）鲁0831行初1号",)


def test_what_is_no_court_paper_says_nothing() -> None:
    for pages in ([], [""], ["会议通知\n请各单位于4月8日上午9:00参加会议。"]):
        assert not read_layer(pages, TODAY).values.get("number")
        assert not read_layer(pages, TODAY).values.get("papers")
