"""JSON as it comes in and as it leaves the server."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

Json = dict[str, Any]


@runtime_checkable
class Shown(Protocol):
    """Something that says itself what of it goes out."""

    def json(self) -> Json:
        """Ready for JSON."""
        ...


def _other(value: Any) -> Any:
    if isinstance(value, Shown):
        return value.json()
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not for JSON")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_other).encode


def dumps(value: Any) -> bytes:
    """Compact UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    return _encode(value).encode("utf-8", "replace")
