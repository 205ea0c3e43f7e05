"""Who is said to appear in short, and which leader such words fit."""

from __future__ import annotations

import pytest

from bot.domain.reading.besides import leaders
from bot.domain.reading.goers import Goer, goer
from bot.domain.reading.numerals import fold


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("张局出庭", Goer(family="张", post="局")),
        ("第二审判庭开庭，张局长亲自出庭应诉", Goer(family="张", post="局长")),
        ("由张副局长出庭", Goer(family="张", post="副局长")),
        ("王县长出庭", Goer(family="王", post="县长")),
        ("欧阳主任去出庭", Goer(family="欧阳", post="主任")),
        ("我出庭", Goer(me=True)),
        ("15日开庭，我本人出庭", Goer(me=True)),
        ("张明出庭", Goer(name="张明")),
        ("由张明副局长出庭", Goer(name="张明", post="副局长")),
        ("安排张明同志出庭", Goer(name="张明")),
    ],
)
def test_short_words_say_who_appears(text: str, meant: Goer) -> None:
    [found] = leaders(fold(text))
    assert goer(found.text) == meant


@pytest.mark.parametrize(
    "text",
    ["局长出庭", "请各单位负责人出庭", "我局出庭", "请我单位出庭", "县自然资源局出庭", "张局长、李局出庭", "老张出庭",
     "张局参加出庭培训", "张局出庭通知书"],
)  # fmt: skip
def test_other_words_name_nobody(text: str) -> None:
    assert list(leaders(fold(text))) == []


@pytest.mark.parametrize(
    ("said", "name", "post", "fits"),
    [
        ("张局出庭", "张明", "副局长", True),
        ("张局长出庭", "张明", "党组书记、局长", True),
        ("张副局长出庭", "张明", "党组成员、副局长", True),
        ("张副局长出庭", "张明", "局长", False),
        ("张县长出庭", "张明", "副局长", False),
        ("张主任出庭", "张明", "副主任", True),
        ("赵局出庭", "张明", "副局长", False),
        ("张局出庭", "张明", "", False),
        ("张明出庭", "张明", "", True),
        ("张明出庭", "张明明", "副局长", False),
        ("我出庭", "张明", "副局长", False),
    ],
)
def test_a_leader_fits_by_family_name_and_post(said: str, name: str, post: str, fits: bool) -> None:
    meant = goer(said)
    assert meant is not None
    assert meant.fits(name, post) is fits
