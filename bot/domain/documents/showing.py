"""How a paper shows a value, in Chinese: 2026年12月1日（星期二）上午9时30分, 是, lists joined by 、."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from bot.domain.documents.kinds import Choice, FieldType, KindField
from bot.domain.hall.files import in_a_paper

Shown = str | list[dict[str, str]]
"""What a template gets: a text; of a field of rows a table for each."""
WEEKDAYS = "一二三四五六日"
_SPACES = re.compile(r"[^\S\n]+")
_BLANK = re.compile(r"\n{3,}")
_KEPT_FORMATS = frozenset("\u200d")
"""Joins the parts of an emoji; every other invisible mark (of direction, say) goes."""


def clean(text: str, *, lines: bool = False) -> str:
    """What people type, without what no paper can hold: control characters, marks of direction, lone surrogates.

    Without `lines` it is one line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(one for one in text if one in "\n\t" or _is_shown(one))
    if not lines:
        return " ".join(kept.split())
    rows = [_SPACES.sub(" ", row).strip() for row in kept.split("\n")]
    return _BLANK.sub("\n\n", "\n".join(rows)).strip()


def _is_shown(one: str) -> bool:
    if one in _KEPT_FORMATS:
        return True
    return unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn") and one not in "\ufffe\uffff"


def day(value: date) -> str:
    """2026年12月1日."""
    return f"{value.year}年{value.month}月{value.day}日"


def weekday(value: date) -> str:
    """2026年12月1日（星期二）."""
    return f"{day(value)}（星期{WEEKDAYS[value.weekday()]}）"


def moment(value: datetime, zone: tzinfo) -> str:
    """2026年12月1日（星期二）上午9时30分; 上午9时 on the hour."""
    local = value.astimezone(zone)
    half = "上午" if local.hour < 12 else "下午"
    hour = local.hour if local.hour <= 12 else local.hour - 12
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{weekday(local.date())}{half}{hour}时{minutes}"


def yes_no(value: bool) -> str:
    return "是" if value else "否"


def number(value: float) -> str:
    """Without a tail of noughts."""
    return str(int(value)) if float(value).is_integer() else f"{value:.2f}".rstrip("0").rstrip(".")


def shown(field: KindField, raw: Any, zone: tzinfo) -> Shown:
    """What a paper shows of a raw value; nothing known is an empty text (no rows of a field of rows)."""
    if field.type is FieldType.ROWS:
        rows = raw if isinstance(raw, list) else []
        return [{c.name: str(one.get(c.name, "")) for c in field.columns} for one in rows if isinstance(one, Mapping)]
    return "" if raw is None else _text(field, raw, zone)


def _text(field: KindField, raw: Any, zone: tzinfo) -> str:
    match field.type:
        case FieldType.DAY if isinstance(raw, str):
            return _dated(raw)
        case FieldType.MOMENT if isinstance(raw, str):
            return _timed(raw, zone)
        case FieldType.NUMBER if isinstance(raw, int | float) and not isinstance(raw, bool):
            return number(raw)
        case FieldType.CHOICE | FieldType.CHOICES:
            labels = [_label(field.choices, one) for one in (raw if isinstance(raw, list) else [raw])]
            return ("；" if any("、" in one for one in labels) else "、").join(labels)
        case FieldType.PERSON:
            return person(raw)
        case FieldType.FILES:
            return "、".join(in_a_paper(str(one.get("name") or "附件") for one in raw if isinstance(one, Mapping)))
        case _:
            return plain(raw)


def plain(raw: Any) -> str:
    """Of a source that knows more than the field asks for."""
    if isinstance(raw, bool):
        return yes_no(raw)
    if isinstance(raw, int | float):
        return number(raw)
    if isinstance(raw, list):
        return "、".join(person(one) if isinstance(one, Mapping) else plain(one) for one in raw)
    return person(raw) if isinstance(raw, Mapping) else str(raw)


def person(raw: Any) -> str:
    """张明, 张明（副局长）."""
    if not isinstance(raw, Mapping):
        return plain(raw)
    name, post = str(raw.get("name", "")), str(raw.get("post", ""))
    return f"{name}（{post}）" if name and post else name


def _label(choices: tuple[Choice, ...], raw: Any) -> str:
    return next((one.zh for one in choices if one.id == raw), plain(raw))


def _dated(raw: str) -> str:
    try:
        return day(date.fromisoformat(raw))
    except ValueError:
        return raw


def _timed(raw: str, zone: tzinfo) -> str:
    try:
        return moment(datetime.fromisoformat(raw), zone)
    except ValueError:
        return raw
