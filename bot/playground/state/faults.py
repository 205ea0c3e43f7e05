"""Scripted faults: answers with a status, cut connections, delays; per method and per chat, counted."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.playground.errors import ApiError, ControlError, Replaced
from bot.playground.wire import Json

KINDS = ("status", "drop", "drop_after", "delay", "page", "page_after")


@dataclass(slots=True)
class Fault:
    """``drop`` cuts the connection before anything happens, ``drop_after`` lets it happen and loses the
    answer, ``delay`` waits ``seconds`` (real time) first. With ``page`` somebody between the bot and the server answers
    in its stead: with status ``code`` and ``body``; with ``page_after``, after the deed. ``count`` None means until it
    is removed; ``skip`` lets that many matching calls through before. ``method`` may be ``file`` for downloads."""

    id: int
    kind: str
    method: str = "*"
    chat: int | None = None
    code: int = 500
    description: str = ""
    retry_after: int | None = None
    migrate_to: int | None = None
    seconds: float = 0.0
    body: str = "<html><body>Please sign in</body></html>"
    content_type: str = "text/html; charset=utf-8"
    count: int | None = None
    skip: int = 0
    hits: int = 0

    def matches(self, method: str, chat: object) -> bool:
        """Whether a call to ``method`` about ``chat`` meets this fault."""
        return self.method in ("*", method) and (self.chat is None or self.chat == chat)

    def error(self) -> ApiError:
        """The scripted answer."""
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to}
        text = self.description or _USUAL.get(self.code, "Internal Server Error")
        if self.code == 429 and not self.description:
            text = f"Too Many Requests: retry after {self.retry_after or 1}"
            parameters["retry_after"] = self.retry_after or 1
        return ApiError(self.code, text, **{k: v for k, v in parameters.items() if v is not None})

    def page(self) -> Replaced:
        """What somebody else answers."""
        return Replaced(self.code, self.body, self.content_type)

    def json(self) -> Json:
        """As the control API shows it."""
        return asdict(self)


_USUAL = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


class Faults:
    """The list of armed faults, oldest first; the first that matches a call is used."""

    def __init__(self) -> None:
        self.armed: list[Fault] = []
        self._next = 1

    def add(self, kind: str, **settings: object) -> Fault:
        """Arm a fault. Raises ControlError for an unknown kind or setting."""
        if kind not in KINDS:
            raise ControlError(f"kind is one of {', '.join(KINDS)}")
        try:
            fault = Fault(self._next, kind, **settings)  # type: ignore[arg-type]
        except TypeError as error:
            raise ControlError(str(error)) from None
        self._next += 1
        self.armed.append(fault)
        return fault

    def remove(self, fault_id: int | None = None) -> None:
        """Disarm one fault, or all."""
        self.armed = [f for f in self.armed if fault_id is not None and f.id != fault_id]

    def take(self, method: str, chat: object) -> Fault | None:
        """The fault that this call meets, counted; None for none."""
        for fault in self.armed:
            if not fault.matches(method, chat):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.hits += 1
            if fault.count is not None and fault.hits >= fault.count:
                self.armed.remove(fault)
            return fault
        return None
