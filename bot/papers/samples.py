"""Invented values of a kind of document: a paper to look at, and what a template is tried with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.documents import showing
from bot.domain.documents.kinds import FieldType, Kind, KindField
from bot.domain.law.roles import ROLE_NAMES
from bot.papers.checking import Known

_DAY, _MOMENT = "2026-12-01", "2026-12-15T01:30:00+00:00"
_LINES = "第一，这里是示例内容，填写时由承办人员写明。\n第二，有几段，文书里就有几段。"
_SOURCES: Mapping[str, Any] = {
    "agency.name": "泗水县自然资源和规划局", "agency.short": "县自然资源局",
    "agency.principal": "王建国", "agency.principal_post": "局长", "agency.liaison": "李敏",
    "agency.liaison_phone": "0537-0000000", "bureau.name": "泗水县司法局", "government.name": "泗水县人民政府",
    "year": "2026", "quarter": "第四季度", "case.number": "（2026）鲁0831行初12号", "case.court": "泗水县人民法院",
    "case.instance": "一审", "case.plaintiff": "张三", "case.third_parties": "某某公司", "case.cause": "土地行政处罚",
    "case.plaintiff_count": 1, "hearing.place": "第三法庭", "leader.name": "赵强", "leader.post": "副局长",
    "staff": "孙丽（法规科科长）", "counsel": "周正（山东某某律师事务所律师）", "author.name": "李敏",
    "unit.name": "泗水县公安局", "letter.title": "工作提醒函", "letter.number": "县政府办提醒函〔2026〕1号",
    "letter.term": "10个工作日", "breach.title": "未按规定落实有关报告、报备",
    "breach.citation": "泗水县《意见》第六部分",
}  # fmt: skip
"""What is not invented by the type of a field."""


def known(kind: Kind, zone: ZoneInfo) -> Known:
    """What a template of this kind may show, and should."""
    fields = {field.name: tuple(column.name for column in field.columns) for field in kind.fields}
    wanted = {field.name: field.zh for field in kind.fields if field.required and field.type is not FieldType.FILES}
    return Known(fields, wanted, invented(kind, zone))


def invented(kind: Kind, zone: ZoneInfo) -> dict[str, Any]:
    """A value for every field, as a paper shows it, and what is known of the paper."""
    values: dict[str, Any] = {field.name: showing.shown(field, _raw(field), zone) for field in kind.fields}
    number = kind.number.format_map({"year": 2026, "n": 1, "issuer": "县自然资源局"}) if "{" in kind.number else ""
    values["paper"] = {
        "title": kind.zh,
        "number": number or "示例〔2026〕1号",
        "date": "2026年12月1日",
        "agency": _SOURCES["agency.name"],
        "addressee": "、".join(ROLE_NAMES[role][0] for role in kind.addressee) or "某某单位",
        "edition": "1",
        "chart": "",
    }
    return values


def _raw(field: KindField) -> Any:
    if field.source in _SOURCES and field.type in (FieldType.TEXT, FieldType.NUMBER, FieldType.PERSON):
        return _SOURCES[field.source]
    match field.type:
        case FieldType.LINES:
            return _LINES
        case FieldType.DAY:
            return _DAY
        case FieldType.MOMENT:
            return _MOMENT
        case FieldType.NUMBER:
            return 3
        case FieldType.YES_NO:
            return True
        case FieldType.CHOICE:
            return field.choices[0].id if field.choices else ""
        case FieldType.CHOICES:
            return [one.id for one in field.choices[:2]]
        case FieldType.ROWS:
            return [{column.name: f"{column.zh}{number}" for column in field.columns} for number in ("一", "二")]
        case FieldType.PERSON:
            return {"name": "赵强", "post": "副局长"}
        case FieldType.FILES:
            return [{"hash": "", "name": "证明材料.pdf"}]
        case _:
            return f"示例：{field.zh}"
