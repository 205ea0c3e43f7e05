"""The letter of a surname: by its place among the common characters, or by name where it is read otherwise."""

import pytest

from bot.domain.reading.initials import OTHERS, initial

NAMES = {
    "王芳": "W", "李建国": "L", "张明": "Z", "陈静": "C", "刘洋": "L", "郑岩": "Z", "何伟": "H", "欧阳秋": "O",
    "安然": "A",
    "钱宏": "Q", "冯涛": "F", "袁博": "Y", "丁晓": "D", "孔祥": "K", "乔木": "Q", "尹强": "Y", "沈洁": "S",
    "任督": "R",
    "曾毅": "Z", "单明": "S", "仇和": "Q", "解珍": "X", "区志": "O", "查理": "Z", "闫峰": "Y", "瞿秋": "Q", "覃勇": "Q",
    "尉迟恭": "Y", "Smith": "S", "zhang": "Z", "": OTHERS, "①": OTHERS, "𠮷田": OTHERS,
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_letter_under_which_a_name_stands(name: str) -> None:
    assert initial(name) == NAMES[name]
