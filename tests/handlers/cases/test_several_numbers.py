"""Papers in several cases at once: rows that are struck out, one confirmation, one message; /find with a list."""

import pytest
from sqlmodel import col, select

from bot.store.tables import Case, Paper
from tests.builders import County
from tests.rig import Rig

A = "（2026）鲁0831行初"
LINE = f"{A}32号至35号 应诉通知书 起诉状副本 今天收到 邮寄"


async def recorded(rig: Rig) -> list[tuple[str, str]]:
    statement = select(Case.number, Paper.kind).join(Paper, col(Paper.case_id) == Case.id).order_by(col(Paper.id))
    return [(number, str(kind)) for number, kind in await rig.database.read(lambda s: s.exec(statement).all())]


@pytest.mark.slow
async def test_one_confirmation_records_all_that_are_not_struck_out(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, LINE)
    assert all(f"{A}{n}号" in preview.text for n in (32, 33, 34, 35))
    await rig.press(county.liaison, "✗ 行初34号", preview)
    assert f"<s>3. {A}34号</s>" in preview.text
    assert "未采用" not in preview.text, "what is struck out is in sight"
    before = len(rig.bot.chat(county.deputy))
    await rig.press(county.liaison, "✓ 登记", preview)
    assert [number for number, kind in await recorded(rig) if kind == "complaint_copy"] == [
        f"{A}32号", f"{A}33号", f"{A}35号"
    ]  # fmt: skip
    assert "已登记3件案件" in rig.last(county.liaison).text
    [told] = rig.bot.chat(county.deputy)[before:]
    assert all(f"{A}{n}号" in told.labels for n in (32, 33, 35))
    assert f"{A}34号" not in told.text


@pytest.mark.slow
async def test_a_row_is_put_back_and_nothing_is_recorded_where_all_are_struck_out(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, f"{A}12号、13号 传票 今天收到")
    await rig.press(county.liaison, "✗ 行初12号", preview)
    await rig.press(county.liaison, "✗ 行初13号", preview)
    assert "已全部划去" in preview.text
    assert not any("登记" in label for label in preview.labels)
    await rig.press(county.liaison, "↩ 行初13号", preview)
    await rig.press(county.liaison, "✓ 登记", preview)
    assert await recorded(rig) == [(f"{A}13号", "summons")]


@pytest.mark.slow
async def test_what_is_recorded_already_is_struck_out_beforehand(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{A}12号 传票 昨天收到")
    await rig.press(county.liaison, "✓ 登记")
    [preview] = await rig.say(county.liaison, f"{A}12号、13号 传票 今天收到")
    assert f"<s>1. {A}12号 （同类文书已登记，4月1日（周三）收到）</s>" in preview.text
    await rig.press(county.liaison, "✓ 登记", preview)
    assert await recorded(rig) == [(f"{A}12号", "summons"), (f"{A}13号", "summons")]


@pytest.mark.slow
async def test_another_case_sent_meanwhile_waits_and_joins_no_series(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{A}12号、13号 传票 今天收到")
    said = await rig.say(county.liaison, f"{A}14号 应诉通知书 今天收到")
    assert "排队1份" in said[0].text
    await rig.press(county.liaison, "✓ 登记")
    await rig.press(county.liaison, "✓ 登记")
    assert await recorded(rig) == [
        (f"{A}12号", "summons"), (f"{A}13号", "summons"), (f"{A}14号", "notice_of_response")
    ]  # fmt: skip


@pytest.mark.slow
async def test_a_list_at_the_question_for_the_number_and_a_line_there(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "今天收到应诉通知书")
    await rig.say(county.liaison, f"{A}12号和13号")
    [preview] = await rig.press(county.liaison, "邮寄") or [rig.last(county.liaison)]
    assert "✗ 行初12号" in preview.labels
    await rig.say(county.liaison, "/cancel")
    await rig.say(county.liaison, "/hearing")
    [asked] = await rig.say(county.liaison, f"{A}12号、13号")
    assert "何时开庭" in asked.text
    await rig.say(county.liaison, "/cancel")
    await rig.say(county.liaison, "/hearing")
    [asked] = await rig.say(county.liaison, f"案号是{A}12号")
    assert "何时开庭" in asked.text


@pytest.mark.slow
async def test_find_takes_a_list_and_names_what_it_did_not_find(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{A}12号、13号 传票 今天收到")
    await rig.press(county.liaison, "✓ 登记")
    [found] = await rig.say(county.liaison, f"/find {A}12号至14号、1x5号")
    assert {f"{A}12号", f"{A}13号"} <= set(found.labels)
    assert f"没有找到：{A}14号、1x5号" in found.text
    [found] = await rig.say(county.police_liaison, "/find 行初12号和13号")
    assert found.labels == [], "nobody finds the cases of others"


@pytest.mark.slow
async def test_where_the_agency_is_chosen_later_nothing_is_doubled_either(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{A}12号 传票 昨天收到")
    await rig.press(county.liaison, "✓ 登记")
    [asked] = await rig.say(county.coordinator, f"{A}12号、13号 传票 今天收到 邮寄")
    await rig.press(county.coordinator, "县自然资源局", asked)
    await rig.press(county.coordinator, "✓ 登记")
    assert len(await recorded(rig)) == 1, "what is there is shown first"
    assert f"<s>1. {A}12号" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "✓ 登记")
    assert await recorded(rig) == [(f"{A}12号", "summons"), (f"{A}13号", "summons")]
