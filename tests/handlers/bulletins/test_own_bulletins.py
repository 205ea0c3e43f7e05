"""A quarterly bulletin of ours: counted, approved, told to the unit alone, issued, frozen, sent, corrected."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from sqlmodel import col, select

from bot.services.hall.desk import Desk
from bot.store.tables import Agency, HearingResult, Issued
from tests.builders import County, county
from tests.handlers.documents.report_steps import answered, drafted, owed
from tests.handlers.documents.test_periodic import heard
from tests.handlers.documents.walk_steps import through
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow

CAME = {"attended": True, "rank": "principal", "leader_name": "李建国", "spoke": True}
MISSED = "（2026）鲁0831行初13号"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-12-01 08:00") as opened:
        yield opened


@pytest.fixture
async def here(rig: Rig) -> County:
    """The resources bureau's principal came and spoke; to the police bureau's hearing nobody came."""
    found = await county(rig)

    def enter(desk: Desk) -> None:
        desk.session.get_one(Agency, found.government).rulebook = "sishui-2020"
        heard(desk, "（2026）鲁0831行初12号", found.resources, datetime(2026, 11, 10, 1, 30, tzinfo=UTC), **CAME)
        heard(desk, MISSED, found.police, datetime(2026, 11, 12, 1, 30, tzinfo=UTC), attended=False)

    await rig.work(enter)
    await rig.to("2026-12-07 09:30")
    return found


async def submitted(rig: Rig, here: County, naming: str) -> None:
    user = here.coordinator
    await drafted(rig, user, await owed(rig, "SS23", here.justice))
    await answered(
        rig, user, [("发给哪些单位", "各镇街，县政府各部门"), ("是否点名", (naming,)), ("有何要求", "出庭又出声。")]
    )
    await rig.press(user, "提交")


async def issue(rig: Rig, user: int, number: str) -> str:
    await rig.press(user, "签发")
    await rig.say(user, number)
    await through(rig, user, "今天", "✓ 签发")
    return rig.last(user).text


async def rows(rig: Rig) -> list[Issued]:
    found = await rig.database.read(lambda s: s.exec(select(Issued).order_by(col(Issued.id))).all())
    return list(found)


async def test_a_unit_is_told_alone_before_the_bulletin_names_it(rig: Rig, here: County) -> None:
    await submitted(rig, here, "点名通报")
    told = rig.last(here.police_liaison).text
    assert "【通报告知】县司法局拟在2026年第四季度《行政机关负责人出庭应诉情况季度通报》中点名县公安局" in told
    assert f"{MISSED}：负责人未出庭" in told
    assert "12月10日（周四）" in told, "three working days after the 7th"
    assert not any("【通报告知】" in one.text for one in rig.bot.chat(here.liaison)), "nobody else reads of it"
    assert "期满后方可签发" in await issue(rig, here.coordinator, "泗司通报〔2026〕4号")
    assert await rows(rig) == []


async def test_what_was_issued_stays_as_it_was_and_the_units_see_the_ranking_from_it(rig: Rig, here: County) -> None:
    await submitted(rig, here, "点名通报")
    [nothing] = await rig.say(here.liaison, "/issued")
    assert "尚未印发通报" in nothing.text
    [figures] = await rig.say(here.liaison, "/figures")
    assert "通报排名" not in figures.labels, "nothing was issued yet"
    await rig.to("2026-12-11 09:30")
    await rig.say(here.coordinator, "/documents")
    [row] = [r for r in rig.last(here.coordinator).buttons for _, d in r if d.startswith("doc:")][:1]
    await rig.press_data(here.coordinator, next(d for _, d in row if d.startswith("doc:")), rig.last(here.coordinator))
    await issue(rig, here.coordinator, "泗司通报〔2026〕4号")
    [frozen] = await rows(rig)
    assert (frozen.period, frozen.figures["heard"], frozen.figures["attended"], frozen.figures["rate"]) == (
        "2026-Q4", "2", "1", "50.00%",
    )  # fmt: skip
    assert [one["counted"] for one in frozen.rows] == ["负责人出庭", "未出庭"]
    await rig.print()
    [frozen] = await rows(rig)
    assert frozen.hash, "the file as it was printed"
    paper = docx.Document(io.BytesIO(rig.house.files.path(frozen.hash).read_bytes()))
    assert len(paper.inline_shapes) == 1, "the chart stands in it"
    bars, line = frozen.figures["shown"]["doc"]["chart"]["panels"]
    assert [(one["label"], one["rate"], one["note"]) for one in bars["bars"]] == [
        ("县自然资源局", 100.0, "1/1"), ("县公安局", 0.0, "0/1"),
    ]  # fmt: skip
    assert [(one["label"], one["rate"]) for one in line["bars"]] == [("26年四季度", 50.0)]

    await rig.say(here.liaison, "/issued")
    await rig.press(here.liaison, "1", rig.last(here.liaison))
    shown = rig.last(here.liaison)
    assert "1. 县自然资源局：100.00%（1/1）" in shown.text
    assert "2. 县公安局：0.00%（0/1）" in shown.text
    assert not any("重新印发" in label or "个单位" in label for label in shown.labels)
    await rig.say(here.liaison, "/figures")
    figures = rig.last(here.liaison)
    assert "县公安局" not in figures.text, "of the others only the sum"
    await rig.press(here.liaison, "通报排名", figures)
    assert "2. 县公安局：0.00%（0/1）" in rig.last(here.liaison).text
    await rig.say(here.coordinator, "/figures")
    assert "通报排名" not in rig.last(here.coordinator).labels, "who sees the units needs no bulletin for it"

    def mended(desk: Desk) -> None:
        result = desk.session.exec(select(HearingResult).where(HearingResult.agency_id == here.police)).one()
        result.attended, result.rank, result.leader_name, result.spoke = True, "deputy", "赵强", True
        desk.session.add(result)

    await rig.work(mended)
    assert (await rows(rig))[0].figures == frozen.figures
    user = here.coordinator
    await rig.say(user, "/issued")
    await rig.press(user, "1", rig.last(user))
    assert "50.00%" in rig.last(user).text
    await rig.press(user, "重新印发", rig.last(user))
    await rig.say(user, "县公安局更正庭审结果")
    await rig.press(user, "✓ 重新印发")
    draft = rig.last(user)
    assert "季度通报" in draft.text
    await answered(rig, user, [("是否点名", ("只通报总数，不点名",))])
    await rig.press(user, "提交")
    await issue(rig, user, "泗司通报〔2026〕5号")
    _, second = await rows(rig)
    assert second.reason == "县公安局更正庭审结果"
    assert second.figures["rate"] == "100.00%"
    assert second.figures["shown"]["changes"] == "负责人出庭件数：1→2；出庭率：50.00%→100.00%"


async def test_why_it_is_issued_again_is_asked_of_the_second_and_of_no_first(rig: Rig, here: County) -> None:
    user = here.coordinator
    await drafted(rig, user, await owed(rig, "SS23", here.justice))
    await rig.press(user, "更改")
    assert not any("重新印发" in label for label in rig.last(user).labels), "nothing was issued yet"
    await rig.press(user, "‹ 返回")
    await answered(
        rig, user,
        [("发给哪些单位", "各镇街，县政府各部门"), ("是否点名", ("只通报总数，不点名",)), ("有何要求", "出庭又出声。")],
    )  # fmt: skip
    await rig.press(user, "提交")
    await issue(rig, user, "泗司通报〔2026〕4号")
    [first] = await rows(rig)
    assert first.reason == ""
    await rig.say(user, "/issued")
    await rig.press(user, "1", rig.last(user))
    await rig.press(user, "重新印发", rig.last(user))
    await rig.say(user, "数据更正")
    await rig.press(user, "✓ 重新印发")
    assert "重新印发原因：数据更正" in rig.last(user).text
    await rig.press(user, "更改")
    assert "✎ 重新印发原因" in rig.last(user).labels


async def test_without_the_approval_nobody_is_named(rig: Rig, here: County) -> None:
    await submitted(rig, here, "只通报总数，不点名")
    assert not any("【通报告知】" in one.text for one in rig.bot.chat(here.police_liaison))
    await issue(rig, here.coordinator, "泗司通报〔2026〕4号")
    [frozen] = await rows(rig)
    shown = frozen.figures["shown"]
    assert (shown["absent"], shown["units"], shown["cases"], shown["lowest"]) == ([], [], [], "")
    assert [one["kind"] for one in shown["doc"]["chart"]["panels"]] == ["trend"], (
        "nobody is named by the picture either"
    )
    assert "1件案件行政机关负责人未出庭，其中1件无正当理由" in shown["problems"]
    assert "县公安局" not in str({name: value for name, value in shown.items() if name != "full"})


async def test_it_goes_to_every_unit_with_receipts_once(rig: Rig, here: County) -> None:
    await submitted(rig, here, "只通报总数，不点名")
    await issue(rig, here.coordinator, "泗司通报〔2026〕4号")
    await rig.print()
    user = here.coordinator
    await rig.say(user, "/issued")
    await rig.press(user, "1", rig.last(user))
    card = rig.last(user)
    [send] = [d for r in card.buttons for _, d in r if d.startswith("bo.send")]
    [answer] = await rig.say(here.liaison, "/issued")
    await rig.press_data(here.liaison, send, answer)
    assert not any("泗司通报" in one.text for one in rig.bot.chat(here.police_liaison)), "it is not hers to send"
    await rig.press_data(user, send, card)
    assert any("泗司通报〔2026〕4号" in one.text for one in rig.bot.chat(here.police_liaison))
    before = len(rig.bot.chat(here.police_liaison))
    await rig.press_data(user, send, card)
    assert len(rig.bot.chat(here.police_liaison)) == before
    assert any("签收情况" in label for label in rig.last(user).labels)
    await rig.press(user, "签收情况", rig.last(user))
    assert "‹ 全部通知" not in rig.last(user).labels
    await rig.press(user, "‹ 返回通报", rig.last(user))
    assert any("签收情况" in label for label in rig.last(user).labels), "the bulletin again"
