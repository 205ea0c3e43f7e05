"""What the server refuses, in Telegram's own words (https://core.telegram.org/bots/api#making-requests)."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A Bot API call that fails: the HTTP status equals ``code`` and the text is Telegram's own."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The body of the HTTP answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class Dropped(Exception):
    """The connection is to be cut without an answer."""


class Replaced(Exception):
    """Somebody between the bot and the server answers in its stead, with a page say."""

    def __init__(self, status: int, body: str, content_type: str) -> None:
        super().__init__(f"{status}, {content_type}")
        self.status, self.body, self.content_type = status, body, content_type


class ControlError(Exception):
    """Somebody asked the playground for what a person in Telegram could not do; the text says why."""


def bad(description: str, **parameters: int) -> ApiError:
    """400 Bad Request."""
    return ApiError(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> ApiError:
    """403 Forbidden."""
    return ApiError(403, f"Forbidden: {description}")


def conflict(description: str) -> ApiError:
    """409 Conflict: two readers of one queue of updates."""
    return ApiError(409, f"Conflict: {description}")


def too_many(seconds: int) -> ApiError:
    """429 with the whole seconds after which the call may be repeated."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
