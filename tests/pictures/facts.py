"""What the summonses of the samples say: numbers, agencies, rooms, times, each drawn from its seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

_COURTS = (
    ("山东省泗水县人民法院", "鲁0831", "泗水县"),
    ("河南省汝州市人民法院", "豫0482", "汝州市"),
    ("天津市武清区人民法院", "津0114", "天津市武清区"),
    ("山东省济宁市中级人民法院", "鲁08", "济宁市"),
    ("河南省三门峡市中级人民法院", "豫12", "三门峡市"),
)
_BUREAUS = (
    "自然资源局", "公安局", "市场监督管理局", "人力资源和社会保障局", "住房和城乡建设局", "卫生健康局", "人民政府",
    "农业农村局", "综合行政执法局", "医疗保障局",
)  # fmt: skip
_ROOMS = (
    "第一审判庭", "第二审判庭", "第三法庭", "第5审判庭", "第十二法庭", "行政审判庭305室", "第2审判庭", "第八审判庭",
)  # fmt: skip
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = ("建国", "秀英", "志强", "桂兰", "海涛", "丽华", "永刚", "凤霞", "文斌", "德明")
_CAUSES = ("行政处罚", "不履行法定职责", "政府信息公开", "行政登记", "工伤认定", "行政强制", "土地征收")
_HOURS = ((9, 0), (9, 30), (14, 30), (10, 0), (15, 0), (8, 40), (16, 10))
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Facts:
    """What stands on one paper. `when` is local time."""

    number: str
    court: str
    agency: str
    plaintiff: str
    cause: str
    room: str
    when: datetime


def everybody() -> list[str]:
    """Every agency that a paper may be for, in an order that stays: beside those asked for, many that are alike."""
    return sorted({county + bureau for _, _, county in _COURTS for bureau in _BUREAUS})


def drawn(seed: int) -> Facts:
    """The facts of one sample."""
    chance = random.Random(f"facts {seed}")
    court, code, county = chance.choice(_COURTS)
    hour, minute = chance.choice(_HOURS)
    second = "中级" in court
    kind = chance.choice(("行终",) if second else ("行初", "行初", "行赔初"))
    return Facts(
        number=f"（2026）{code}{kind}{chance.randint(1, 1899)}号",
        court=court,
        agency=county + chance.choice(_BUREAUS),
        plaintiff=chance.choice(_SURNAMES) + chance.choice(_GIVEN),
        cause=chance.choice(_CAUSES),
        room=chance.choice(_ROOMS),
        when=_working_day(chance) + timedelta(hours=hour, minutes=minute),
    )


def _working_day(chance: random.Random) -> datetime:
    while (day := datetime.fromisoformat("2026-04-08") + timedelta(days=chance.randrange(160))).weekday() > 4:
        pass
    return day
