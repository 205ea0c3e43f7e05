"""MarkdownV2 parse mode (and the old Markdown, read with the same reader but laxer).

https://core.telegram.org/bots/api#markdownv2-style
"""

from __future__ import annotations

import re

from bot.playground.errors import ApiError, bad
from bot.playground.wire import Json

from .formatted import to_units

_MARKS = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_RESERVED = set("_*[]()~`>#+-=|{}.!")


def _broken(reason: str) -> ApiError:
    return bad(f"can't parse entities: {reason}")


class _Reader:
    def __init__(self, source: str, *, strict: bool) -> None:
        self.source, self.strict, self.at = source, strict, 0
        self.out: list[str] = []
        self.size = 0
        self.open: list[tuple[str, int, int]] = []
        self.entities: list[Json] = []
        self.quote: int | None = None

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        self._end_quote()
        if self.open:
            mark, _, place = self.open[-1]
            kind = "TextUrl" if mark == "[" else _MARKS[mark].title()
            raise _broken(f"Can't find end of {kind} entity at byte offset {self._byte(place)}")
        text = "".join(self.out)
        return text, to_units(text, [e for e in self.entities if e["length"] > 0])

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.size += len(text)

    def _step(self) -> None:
        char = self.source[self.at]
        if char == "\\" and self.at + 1 < len(self.source) and 0 < ord(self.source[self.at + 1]) < 127:
            self._write(self.source[self.at + 1])
            self.at += 2
        elif self.strict and char == ">" and self._line_start():
            self.quote = self.size if self.quote is None else self.quote
            self.at += 1
        elif char == "`":
            self._code()
        elif char in "[]":
            self._bracket(char)
        elif mark := self._mark():
            self._toggle(mark)
        else:
            self._plain(char)

    def _plain(self, char: str) -> None:
        if self.strict and char in _RESERVED:
            raise _broken(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
        if char == "\n" and self.quote is not None and not self.source.startswith(">", self.at + 1):
            self._end_quote()
        self._write(char)
        self.at += 1

    def _line_start(self) -> bool:
        return self.at == 0 or self.source[self.at - 1] == "\n"

    def _end_quote(self) -> None:
        if self.quote is None:
            return
        kind = "blockquote"
        if self.open and self.open[-1][0] == "||" and self.open[-1][1] == self.size:
            self.open.pop()
            kind = "expandable_blockquote"
        self.entities.append({"type": kind, "offset": self.quote, "length": self.size - self.quote})
        self.quote = None

    def _mark(self) -> str | None:
        if not self.strict:
            return self.source[self.at] if self.source[self.at] in "*_" else None
        for mark in ("__", "||"):
            if self.source.startswith(mark, self.at):
                return mark
        return self.source[self.at] if self.source[self.at] in "*_~" else None

    def _toggle(self, mark: str) -> None:
        if self.open and self.open[-1][0] == mark:
            _, start, _ = self.open.pop()
            self.entities.append({"type": _MARKS[mark], "offset": start, "length": self.size - start})
        else:
            self.open.append((mark, self.size, self.at))
        self.at += len(mark)

    def _code(self) -> None:
        fence = "```" if self.source.startswith("```", self.at) else "`"
        start = self.at + len(fence)
        end = self.source.find(fence, start)
        if end < 0:
            kind = "PreCode" if fence == "```" else "Code"
            raise _broken(f"Can't find end of {kind} entity at byte offset {self._byte(self.at)}")
        body, entity = self.source[start:end], {"type": "pre" if fence == "```" else "code"}
        if fence == "```" and (match := re.match(r"([^\s`]*)\n", body)):
            body = body[match.end() :]
            entity |= {"language": match[1]} if match[1] else {}
        body = re.sub(r"\\(.)", r"\1", body)
        self.entities.append({"offset": self.size, "length": len(body), **entity})
        self._write(body)
        self.at = end + len(fence)

    def _bracket(self, char: str) -> None:
        if char == "[":
            self.open.append(("[", self.size, self.at))
            self.at += 1
            return None
        if not self.open or self.open[-1][0] != "[":
            return self._plain(char)
        match = re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(self.source, self.at)
        _, start, _ = self.open.pop()
        self.at = match.end() if match else self.at + 1
        if match:
            self._link(re.sub(r"\\(.)", r"\1", match[1]), start)
        return None

    def _link(self, url: str, start: int) -> None:
        entity: Json = {"offset": start, "length": self.size - start, "type": "text_link", "url": url}
        if match := re.fullmatch(r"tg://user\?id=(\d+)", url):
            entity = {**entity, "type": "text_mention", "user": {"id": int(match[1])}}
            entity.pop("url")
        self.entities.append(entity)


def parse_markdown(source: str, *, strict: bool = True) -> tuple[str, list[Json]]:
    """Text and entities of a MarkdownV2 (``strict``) or old Markdown message.

    Raises ApiError 400 ``can't parse entities: …``.
    """
    return _Reader(source, strict=strict).read()
