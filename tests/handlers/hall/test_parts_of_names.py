"""Where a unit is asked for, a part of its name is enough, or its initials; what fits several says which."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.builders import County
from tests.rig import Rig

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("said", ["自然资源", "xzrzyj", "自资局", "然资源局", "泗水县自然资源局", "县自然资源局"])
async def test_a_part_of_a_unit_s_name_answers(rig: Rig, county: County, said: str) -> None:
    await rig.say(county.coordinator, "/invite")
    [asked] = await rig.say(county.coordinator, said)
    assert "不在可选范围" not in asked.text
    assert {"联络员", "承办人"} <= set(asked.labels), "the agency is taken, and the role is asked for"
    await rig.press(county.coordinator, "承办人")
    await rig.press(county.coordinator, "跳过")
    assert "县自然资源局" in rig.last(county.coordinator).text


async def test_what_fits_several_is_asked_about(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/invite")
    [asked] = await rig.say(county.coordinator, "县")
    assert "“县”符合多个：" in asked.text
    assert "县自然资源局" in asked.text
    assert "县公安局" in asked.text
    assert "县公安局" in asked.labels, "the buttons stay"


async def test_what_fits_none_is_said(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/invite")
    [asked] = await rig.say(county.coordinator, "外星人管理局")
    assert "“外星人管理局”不在可选范围内" in asked.text


def test_every_choice_of_somebody_by_name_can_be_found_by_a_part_of_it() -> None:
    """Whatever is offered under the name of a unit, a court or a person carries its names."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for folder in ("handlers", "bot/services")
        for path in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Choice"
        if any(
            isinstance(one, ast.Attribute) and one.attr in ("short_name", "name")
            for arg in call.args
            for one in ast.walk(arg)
        )
        if not any(word.arg == "names" for word in call.keywords)
    ]
    assert found == []
