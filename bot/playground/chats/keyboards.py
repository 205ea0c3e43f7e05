"""Keyboards: what Telegram accepts, and finding a button in one.

https://core.telegram.org/bots/api#inlinekeyboardbutton
"""

from __future__ import annotations

from bot.playground.errors import bad
from bot.playground.text.formatted import utf16
from bot.playground.wire import Json

_ACTIONS = ("url", "callback_data", "copy_text", "switch_inline_query", "switch_inline_query_current_chat")
MAX_BUTTONS = 100


def split(markup: Json | None) -> tuple[Json | None, Json | None]:
    """(inline keyboard to show in the message, other markup that only people see). Raises ApiError 400."""
    if markup is None:
        return None, None
    if "inline_keyboard" in markup:
        return inline(markup), None
    if "keyboard" in markup:
        _check_reply(markup)
    return None, markup


def inline(markup: Json | None) -> Json | None:
    """A checked inline keyboard without empty rows; None when no button is left. Raises ApiError 400."""
    if markup is None:
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            _check_inline(button)
    return {"inline_keyboard": rows} if rows else None


def _check_inline(button: Json) -> None:
    if not button["text"].strip():
        raise bad("can't parse inline keyboard button: Text must be non-empty")
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad("can't parse inline keyboard button: only one action is allowed")
    if actions[0] == "callback_data" and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if actions[0] == "copy_text" and not 1 <= utf16(button["copy_text"]["text"]) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if actions[0] == "url":
        _check_url(button)


def _check_url(button: Json) -> None:
    url = button["url"]
    if url.startswith(("http://", "https://", "tg://")) and len(url) > 8:
        return
    if "." in url and " " not in url and ":" not in url:
        button["url"] = f"http://{url}"
        return
    raise bad("BUTTON_URL_INVALID")


def _check_reply(markup: Json) -> None:
    buttons = [button for row in markup["keyboard"] for button in row]
    if not buttons:
        raise bad("can't parse reply keyboard markup: keyboard must be non-empty")
    if any(not button["text"].strip() for button in buttons):
        raise bad("can't parse keyboard button: text must be non-empty")
    if utf16(markup.get("input_field_placeholder", "")) > 64:
        raise bad("input field placeholder is too long")


def find(
    markup: Json | None, *, data: str | None = None, label: str | None = None, place: tuple[int, int] | None = None
) -> Json | None:
    """The inline button with this data, these words on it, or at (row, column); None when there is none."""
    rows = (markup or {}).get("inline_keyboard", [])
    if place is not None:
        row, column = place
        return rows[row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[row]) else None
    for button in (button for row in rows for button in row):
        if (data is not None and button.get("callback_data") == data) or (
            label is not None and button["text"] == label
        ):
            found: Json = button
            return found
    return None
