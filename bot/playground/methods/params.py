"""From the raw parameters of a request to typed values, checked against the table of methods.

Parameters arrive as strings (query, form, multipart) or as JSON values; nested objects may be either.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.errors import ApiError, bad
from bot.playground.state.files import Upload
from bot.playground.text.formatted import clean
from bot.playground.wire import Json

from .schema import METHODS, OBJECTS, Field

_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "audio": "there is no audio in the request",
    "video": "there is no video in the request",
    "video_note": "there is no video note in the request",
    "question": "poll question must be non-empty",
    "options": "poll options are not specified",
    "message_thread_id": "message thread identifier is not specified",
    "file_id": "file_id not specified",
    "user_id": "invalid user_id specified",
    "url": "URL must be non-empty",
}


_OR_TEXT = {"KeyboardButton", "InputPollOption"}
"""Objects of which Telegram takes the text alone as well."""


def arguments(method: str, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> Json:
    """Typed parameters of one call.

    Raises ApiError 400 for an unknown or missing parameter and for a value of the wrong type.
    """
    fields = METHODS[method]
    out = _typed(raw, fields, files, 'unknown parameter "{}" of method ' + method)
    for name, upload in files.items():
        if name in fields and fields[name].type == "file":
            out[name] = upload
    for field in fields.values():
        if field.required and field.name not in out:
            raise bad(_MISSING.get(field.name, f'parameter "{field.name}" is required'))
    return out


def _typed(values: Mapping[str, Any], fields: Mapping[str, Field], files: Mapping[str, Upload], unknown: str) -> Json:
    """Each value as its field wants it, without those left empty; ``unknown`` holds the name of a field not known."""
    out: Json = {}
    for name, value in values.items():
        field = fields.get(name)
        if field is None:
            raise bad(unknown.replace("{}", name, 1))
        if value is not None:
            out[name] = _convert(value, field.type, field.depth, name, files)
    return out


def _convert(value: Any, kind: str, depth: int, name: str, files: Mapping[str, Upload]) -> Any:
    if depth:
        items = _decoded(value, name)
        if not isinstance(items, list):
            raise bad(f"can't parse {name}: expected an Array")
        return [_convert(item, kind, depth - 1, name, files) for item in items]
    if kind == "file":
        return _file(value, files)
    if kind in _OR_TEXT and isinstance(value, str):
        return {"text": _string(value, name)}
    scalar = _SCALAR.get(kind)
    return scalar(value, name) if scalar else _object(_decoded(value, name), kind, name, files)


def _decoded(value: Any, name: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def _file(value: Any, files: Mapping[str, Upload]) -> Upload | str:
    """A file is a part of the request, a reference to one (``attach://``), or the id of a known file."""
    text = _string(value, "file")
    if not text.startswith("attach://"):
        return text
    upload = files.get(text.removeprefix("attach://"))
    if upload is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return upload


def _object(value: Any, kind: str, name: str, files: Mapping[str, Upload]) -> Any:
    if not isinstance(value, dict):
        raise bad(f"can't parse {name}: expected an Object")
    if kind == "ReplyMarkup":
        kind = _markup_kind(value)
    fields = OBJECTS[kind]
    out = _typed(value, fields, files, f'can\'t parse {name}: unknown field "{{}}" of {kind}')
    missing = [f.name for f in fields.values() if f.required and f.name not in out]
    if missing:
        raise bad(f"can't parse {name}: can't find field \"{missing[0]}\"")
    if kind == "InputMedia":
        out["media"] = _file(out["media"], files)
    return out


def _markup_kind(value: Json) -> str:
    for key, kind in (
        ("inline_keyboard", "InlineKeyboardMarkup"),
        ("keyboard", "ReplyKeyboardMarkup"),
        ("remove_keyboard", "ReplyKeyboardRemove"),
        ("force_reply", "ForceReply"),
    ):
        if key in value:
            return kind
    raise bad("object expected as reply markup")


def _string(value: Any, name: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise bad(f'can\'t parse "{name}": expected a String')
    return clean(str(value))


def _integer(value: Any, name: str) -> int:
    try:
        if isinstance(value, bool | float):
            raise ValueError
        return int(value)
    except (TypeError, ValueError):
        raise bad(f'can\'t parse "{name}": expected an Integer') from None


def _number(value: Any, name: str) -> float:
    try:
        number = float(value)
        if not math.isfinite(number):
            raise ValueError
        return number
    except (TypeError, ValueError, OverflowError):
        raise bad(f'can\'t parse "{name}": expected a Number') from None


def _boolean(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word not in ("true", "false", "1", "0", "yes", "no"):
        raise bad(f'can\'t parse "{name}": expected a Boolean')
    return word in ("true", "1", "yes")


def _chat(value: Any, name: str) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = _string(value, name).strip()
    if not text:
        raise ApiError(400, "Bad Request: chat_id is empty")
    return chat_number(text)


def chat_number(text: str) -> int | str:
    """A chat id, or the text itself when it is none."""
    try:
        return int(text)
    except ValueError:
        return text


_SCALAR: dict[str, Callable[[Any, str], Any]] = {
    "str": _string, "int": _integer, "float": _number, "bool": _boolean, "chat": _chat,
}  # fmt: skip
