"""What the ledger says of what comes after a judgment (F6): the kind of act, performance, judicial advice."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.figures import act_kinds
from bot.domain.figures.exports import HEADINGS
from bot.services.figures import ledger
from bot.services.hall.desk import Desk
from bot.store.tables import Case
from bot.texts import translator
from tests.builders import county
from tests.handlers.cases.test_advice import advice, dealt_with
from tests.handlers.cases.test_cases import correct
from tests.handlers.duties import steps
from tests.rig import Rig, open_rig


async def row(rig: Rig) -> dict[str, object]:
    """The only row of the ledger, by heading."""
    tr = translator("zh_CN")
    [values] = await rig.work(lambda desk: list(ledger.rows(desk, tr)))
    return dict(zip((str(tr(one)) for one in HEADINGS), values, strict=True))


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("土地行政处罚决定", "行政处罚"),
        ("强制拆除房屋", "行政强制执行"),
        ("行政强制措施", "行政强制措施"),
        ("不履行政府信息公开职责", "不履行职责"),
        ("政府信息公开", "政府信息公开"),
        ("工伤认定", "行政确认"),
        ("房屋征收补偿决定", "行政补偿"),
        ("房屋征收补偿协议", "行政协议"),
        ("行政公益诉讼", "行政公益诉讼"),
        ("其他", ""),
        ("", ""),
    ],
)
def test_the_kind_of_act_is_what_the_cause_names_and_nothing_else(cause: str, kind: str) -> None:
    assert act_kinds.of_cause(cause) == kind


async def test_what_nobody_knows_is_left_blank(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await steps.enter(rig, here.liaison, f"{steps.NUMBER} 传票 今天收到")
        found = await row(rig)
        assert [found[name] for name in ("行政行为种类", "履行情况", "司法建议")] == ["", "", ""]


@pytest.mark.slow
async def test_an_advice_stands_there_with_the_day_on_which_it_came_and_was_dealt_with(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await advice(rig, "两个月")
        assert (await row(rig))["司法建议"] == "2026-03-02收到，尚未办结"
        await rig.to("2026-03-10 10:00")
        await dealt_with(rig, here.liaison)
        assert (await row(rig))["司法建议"] == "2026-03-02收到，2026-03-10办结"


@pytest.mark.slow
async def test_what_a_judgment_orders_is_to_be_performed_by_its_day_and_then_is(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, "（2026）鲁08行终3号 判决书 今天收到")
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "改判")
        for label in ("责令履行职责", "跳过", "✓ 登记"):
            await rig.press(here.liaison, label)
        asked = next(m for m in rig.bot.chat(here.deputy) if "【裁判生效】" in m.text)
        await rig.press(here.deputy, "另填日期", asked)
        for label in ("今天", "4月2日（周四）", "✓ 确认"):
            await rig.press(here.deputy, label)
        await correct(rig, here.deputy, "文书载明的期限", "30日", "判决书第二项")
        assert (await row(rig))["履行情况"] == "应于2026-05-06前履行"
        await rig.to("2026-04-20 10:00")
        await steps.done(rig, here.liaison, "CN-PERFORM")
        await rig.press(here.liaison, "今天办结，附")
        await rig.say(here.liaison, "履行凭证1号")
        await rig.press(here.liaison, "✓ 办结")
        assert (await row(rig))["履行情况"] == "已于2026-04-20履行"


async def test_a_cause_tells_the_kind(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await steps.enter(rig, here.liaison, f"{steps.NUMBER} 传票 今天收到")

        def caused(desk: Desk) -> None:
            case = desk.session.exec(select(Case)).one()
            case.cause = "土地行政处罚"

        await rig.work(caused)
        assert (await row(rig))["行政行为种类"] == "行政处罚"
