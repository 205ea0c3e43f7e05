"""Raw values of fields, as they are kept as JSON: what people say is brought into shape here, or refused.

text, lines: a text · day: an ISO date · moment: an ISO instant with its offset · number: a number · yes_no: true or
false · choice: its id · choices: a list of ids · rows: a list of tables of texts · person: a name, or a table with
`name` and, where known, `id`, `post`, `phone` · files: a list of files as forms collect them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bot.domain.documents.kinds import FieldType, KindField
from bot.domain.documents.showing import clean
from bot.domain.hall.errors import Refused

MOST_ROWS = 60
MOST_FILES = 20
BEYOND = "Please send a number from 0 to {most}."
Raw = Any


def taken(field: KindField, raw: Raw) -> Raw:
    """The value as it is kept; None takes it away.

    Raises:
        Refused: it is nothing that such a field can hold.
    """
    if raw is None or raw == "" or raw == []:
        return None
    return _READERS[field.type](field, raw)


def _wrong(field: KindField) -> Refused:
    return Refused("This cannot stand in this place.").about(field.name)


def _text(field: KindField, raw: Raw) -> str | None:
    if not isinstance(raw, str):
        raise _wrong(field)
    found = clean(raw, lines=field.type is FieldType.LINES)
    if len(found) > field.most:
        raise Refused("{count} characters at most, please.", count=field.most).about(field.name)
    return found or None


def _day(field: KindField, raw: Raw) -> str:
    try:
        return raw.isoformat() if type(raw) is date else date.fromisoformat(raw).isoformat()
    except (TypeError, ValueError):
        raise _wrong(field) from None


def _moment(field: KindField, raw: Raw) -> str:
    try:
        found = raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        raise _wrong(field) from None
    if found.tzinfo is None:
        raise _wrong(field)
    return found.isoformat()


def _number(field: KindField, raw: Raw) -> int | float:
    if isinstance(raw, str):
        try:
            raw = float(raw) if "." in raw else int(raw)
        except ValueError:
            raise _wrong(field) from None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw) or abs(raw) > 1e12:
        raise _wrong(field)
    if field.top and not 0 <= raw <= field.top:
        raise Refused(BEYOND, most=field.top).about(field.name)
    return raw


def _yes_no(field: KindField, raw: Raw) -> bool:
    if not isinstance(raw, bool):
        raise _wrong(field)
    return raw


def _choice(field: KindField, raw: Raw) -> str:
    if field.choice(raw) is None:
        raise _wrong(field)
    return str(raw)


def _choices(field: KindField, raw: Raw) -> list[str]:
    if not isinstance(raw, list | tuple) or any(field.choice(one) is None for one in raw):
        raise _wrong(field)
    return [one.id for one in field.choices if one.id in raw]


def _rows(field: KindField, raw: Raw) -> list[dict[str, str]]:
    if not isinstance(raw, list | tuple) or not all(isinstance(one, Mapping) for one in raw):
        raise _wrong(field)
    if len(raw) > MOST_ROWS:
        raise Refused("{count} rows at most, please.", count=MOST_ROWS).about(field.name)
    return [{c.name: _cell(field, one.get(c.name, "")) for c in field.columns} for one in raw]


def _cell(field: KindField, raw: Raw) -> str:
    found = clean(str(raw if raw is not None else ""))
    if len(found) > field.most:
        raise Refused("{count} characters at most, please.", count=field.most).about(field.name)
    return found


def _person(field: KindField, raw: Raw) -> dict[str, Any] | None:
    table = {"name": raw} if isinstance(raw, str) else raw
    if not isinstance(table, Mapping) or not isinstance(table.get("name"), str):
        raise _wrong(field)
    kept: dict[str, Any] = {k: clean(str(table[k]))[:120] for k in ("name", "post", "phone") if table.get(k)}
    if isinstance(table.get("id"), int):
        kept["id"] = table["id"]
    return kept if kept.get("name") else None


def _files(field: KindField, raw: Raw) -> list[dict[str, Any]]:
    if not isinstance(raw, list | tuple) or not all(
        isinstance(o, Mapping) and isinstance(o.get("hash"), str) for o in raw
    ):
        raise _wrong(field)
    if len(raw) > MOST_FILES:
        raise Refused("{count} files at most, please.", count=MOST_FILES).about(field.name)
    return [dict(one) for one in raw]


_READERS: dict[FieldType, Callable[[KindField, Raw], Raw]] = {
    FieldType.TEXT: _text,
    FieldType.LINES: _text,
    FieldType.DAY: _day,
    FieldType.MOMENT: _moment,
    FieldType.NUMBER: _number,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.ROWS: _rows,
    FieldType.PERSON: _person,
    FieldType.FILES: _files,
}


def is_wanted(field: KindField, values: Mapping[str, Raw]) -> bool:
    """Whether a field is wanted at all, by what another one holds."""
    if field.when is None:
        return True
    other = values.get(field.when.field)
    held = other if isinstance(other, list) else [other]
    return any(_word(one) in field.when.values for one in held)


def _word(raw: Raw) -> str:
    return {True: "yes", False: "no", None: ""}.get(raw, str(raw)) if raw is None or isinstance(raw, bool) else str(raw)
