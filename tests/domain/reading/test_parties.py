"""Who is a party by what a line or a paper says."""

from __future__ import annotations

import pytest

from bot.domain.hall.problems import Problem
from bot.domain.hall.terms import PartyCapacity
from bot.domain.reading.numerals import fold
from bot.domain.reading.oneline import read_hearing
from bot.domain.reading.parties import Stated, read_parties
from bot.domain.reading.party_fields import read_agencies
from bot.domain.reading.party_texts import find_cause, find_parties
from tests.domain.reading.test_oneline import NOW, ZONE

SUED, THIRD, REVIEWED = PartyCapacity.DEFENDANT, PartyCapacity.THIRD_PARTY, PartyCapacity.RECONSIDERATION_BODY
AGENCIES = [
    ("第三人：泗水县公安局", [("泗水县公安局", THIRD)]),
    ("被告：县政府、县自然资源局", [("县政府", SUED), ("县自然资源局", SUED)]),
    ("被告：县政府和县自然资源局", [("县政府", SUED), ("县自然资源局", SUED)]),
    ("被告：泗水县自然资源和规划局", [("泗水县自然资源和规划局", SUED)]),
    ("被告：县人力资源和社会保障局、县政府 第三人：县公安局", [
        ("县人力资源和社会保障局", SUED), ("县政府", SUED), ("县公安局", THIRD),
    ]),
    ("复议机关：济宁市人民政府（维持）", [("济宁市人民政府", REVIEWED)]),
    ("被告：县自然资源局 被告：济宁市人民政府（复议机关）", [("县自然资源局", SUED), ("济宁市人民政府", REVIEWED)]),
    ("被告：县自然资源局；济宁市人民政府（复议机关，维持）", [("县自然资源局", SUED), ("济宁市人民政府", REVIEWED)]),
    ("被告：县自然资源局；第三人：县公安局", [("县自然资源局", SUED), ("县公安局", THIRD)]),
    ("上诉人（原审被告）：泗水县公安局", [("泗水县公安局", SUED)]),
    ("关于吴某诉济宁市医疗保障局政府信息公开一案", [("济宁市医疗保障局", SUED)]),
    ("张三诉泗水县人民政府政府信息公开一案", [("泗水县人民政府", SUED)]),
    ("被告 泗水县公安局政府信息公开一案", [("泗水县公安局", SUED)]),
    ("张三诉县政府信息公开一案", [("县政府", SUED)]),
    ("第三人：李四", []),
    ("第三人：山东某某有限公司", []),
    ("被告：泗水县公安局，住所地泗水县泉福路县政府", [("泗水县公安局", SUED)]),
    ("复议机关维持了县自然资源局的决定", []),
    ("被告应当在收到起诉状副本之日起十五日内答辩", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("起诉状副本 今天收到 案由土地行政处罚 直接送达", "土地行政处罚"),
        ("案由为不服行政处罚决定", "不服行政处罚决定"),
        ("今天收到案由工伤认定的起诉状", "工伤认定"),
    ],
)
def test_a_cause_is_said_without_its_label(text: str, cause: str) -> None:
    found = find_cause(fold(text))
    assert found is not None
    assert found.text == cause


@pytest.mark.parametrize(("text", "expected"), AGENCIES)
def test_agencies_with_their_capacity(text: str, expected: list[tuple[str, PartyCapacity]]) -> None:
    assert list(read_parties(text).agencies) == expected


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("原告：张三等16人", "张三", 16),
        ("原告张三等十六人诉县自然资源局", "张三", 16),
        ("原告10人", "", 10),
        ("原告：10人", "", 10),
        ("原告共12名", "", 12),
        ("16名原告", "", 16),
        ("原告：张三、李四", "张三、李四", 2),
        ("原告张三、李四", "张三、李四", 2),
        ("起诉状副本 今天收到 原告张三、李四 案由土地行政处罚", "张三、李四", 2),
        ("原告张三、李四诉县自然资源局行政处罚一案", "张三、李四", 2),
        ("原告提交证据、材料", "", None),
        ("原告：张三、李四等", "张三", None),
        ("原告：张三", "张三", None),
        ("原告：张三、行政处罚", "张三", None),
        ("原告：张三等16人 原告：李四等17人", None, None),
    ],
)
def test_plaintiffs_and_how_many(text: str, name: str | None, count: int | None) -> None:
    read = read_parties(text)
    assert read.count == count
    if name is not None:
        assert read.plaintiff == name


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("复议机关：济宁市人民政府（维持）", "upheld"),
        ("复议机关：济宁市人民政府（驳回复议请求）", "upheld"),
        ("复议机关：济宁市人民政府（变更）", "altered"),
        ("复议机关：济宁市人民政府（不予受理）", "inadmissible"),
        ("复议机关：济宁市人民政府（不符合受理条件驳回复议申请）", "inadmissible"),
        ("复议机关：济宁市人民政府（逾期未作出决定）", "inaction"),
        ("被告：县自然资源局；济宁市人民政府（复议机关，以不符合受理条件为由驳回）", "inadmissible"),
        ("复议结果：维持", "upheld"),
        ("复议机关：济宁市人民政府", ""),
        ("复议机关：济宁市人民政府（驳回）", ""),
        ("复议机关：济宁市人民政府（维持） 复议结果：变更", ""),
        ("请求撤销县政府的行政复议决定", ""),
    ],
)
def test_what_the_reconsideration_came_to(text: str, outcome: str) -> None:
    assert read_parties(text).review == outcome


def test_a_procuratorate_brings_a_public_interest_suit() -> None:
    read = read_parties("公益诉讼起诉人：泗水县人民检察院 被告：泗水县自然资源局")
    assert (read.procuratorate, read.plaintiff) == (True, "泗水县人民检察院")
    assert not read_parties("原告：张三").procuratorate


def test_whom_a_summons_is_for() -> None:
    assert read_parties("传票\n被传唤人 泗水县公安局\n应到时间 2026年4月28日9时30分").addressee == "泗水县公安局"
    line = "被传唤人　泗水县公安局 传票 （2026）鲁0831行初12号 4月15日上午九点半"
    assert read_parties(line).addressee == "泗水县公安局"
    assert read_hearing(line, NOW, ZONE).addressee == "泗水县公安局"
    assert read_parties("应诉通知书\n泗水县公安局：\n本院受理……").addressee == "泗水县公安局"
    assert read_parties("传票\n被传唤人 张明").addressee == ""


def test_a_text_that_says_nothing_of_parties() -> None:
    assert not read_parties("（2026）鲁0831行初12号 应诉通知书 今天收到")
    assert read_parties("") == Stated()


def test_a_hearing_line_knows_all_who_are_sued() -> None:
    read = read_hearing("（2026）鲁0831行初12号 被告：县政府、县自然资源局 12月15日9:30", NOW, ZONE)
    assert read.defendants == ("县政府", "县自然资源局")


def test_typed_agencies_need_their_capacity() -> None:
    assert read_agencies("第三人：泗水县公安局", None) == [["泗水县公安局", "third_party"]]  # type: ignore[arg-type]
    assert isinstance(read_agencies("泗水县公安局", None), Problem)  # type: ignore[arg-type]


def test_the_word_behind_a_number_is_no_part_of_a_name() -> None:
    for text in ("（2026）鲁0831行初12号张三诉县自然资源局一案", "（2026）鲁0831行初12号案张三诉县自然资源局一案"):
        assert read_parties(text).plaintiff == "张三", text
        assert next(p.text for p in find_parties(fold(text)) if p.name == "plaintiff") == "张三", text
