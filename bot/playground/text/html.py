"""HTML parse mode: tags to entities, refused in Telegram's words.

https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import re

from bot.playground.errors import ApiError, bad
from bot.playground.wire import Json

from .formatted import to_units

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre",
}  # fmt: skip
TAGS = {*SIMPLE, "a", "span", "blockquote", "tg-emoji"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(r"<|&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z0-9_-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")


class _Reader:
    """One pass over the source; ``open`` holds the tags that wait for their end."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.size = 0
        self.open: list[tuple[str, int, Json]] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        position = 0
        while match := _TOKEN.search(self.source, position):
            self._write(self.source[position : match.start()])
            position = self._tag(match.start()) if match[0] == "<" else self._character(match)
        self._write(self.source[position:])
        if self.open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        text = "".join(self.out)
        return text, to_units(text, self.entities)

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.size += len(text)

    def _character(self, match: re.Match[str]) -> int:
        decimal, hexadecimal, name = match.groups()
        if name:
            self._write(_NAMED[name])
            return match.end()
        code = int(decimal) if decimal else int(hexadecimal, 16)
        valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        self._write(chr(code) if valid else match[0])
        return match.end()

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _tag(self, start: int) -> int:
        match = _TAG.match(self.source, start)
        assert match is not None
        name = match[2].lower()
        if match[1]:
            return self._end(name, start, match.end())
        if name not in TAGS:
            raise _broken(f'Unsupported start tag "{name}" at byte offset {self._byte(start)}')
        attributes, after = self._attributes(match.end(), name, start)
        self.open.append((name, self.size, _entity(name, attributes, self._byte(start))))
        return after

    def _attributes(self, position: int, name: str, start: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            rest = self.source[position:].lstrip()
            if not rest:
                raise _broken(f'Unclosed start tag "{name}" at byte offset {self._byte(start)}')
            if rest[0] == ">":
                return attributes, len(self.source) - len(rest) + 1
            match = _ATTRIBUTE.match(self.source, position)
            if match is None:
                raise _broken(f'Expected equal sign in declaration of an attribute of the tag "{name}" '
                              f"at byte offset {self._byte(start)}")  # fmt: skip
            attributes[match[1].lower()] = _unescape((match[2] or "").strip("\"'"))
            position = match.end()

    def _end(self, name: str, start: int, position: int) -> int:
        offset = self._byte(start)
        if not self.open:
            raise _broken(f"Unexpected end tag at byte offset {offset}")
        opened, begin, entity = self.open.pop()
        if name and name != opened:
            raise _broken(f'Unmatched end tag at byte offset {offset}, expected "</{opened}>", found "</{name}>"')
        close = self.source.find(">", position)
        if close < 0 or self.source[position:close].strip():
            raise _broken(f"Unclosed end tag at byte offset {offset}")
        self._close(entity, begin)
        return close + 1

    def _close(self, entity: Json, begin: int) -> None:
        length = self.size - begin
        kind = entity.get("type")
        if kind == "text_link" and not entity["url"]:
            entity = {**entity, "url": "".join(self.out)[begin:]}
        if kind == "pre" and self._swallow_code(begin, length):
            return
        if kind and length:
            self.entities.append({"type": kind, "offset": begin, "length": length, **entity})

    def _swallow_code(self, begin: int, length: int) -> bool:
        """``<pre><code class="language-x">`` is one entity with a language."""
        last = self.entities[-1] if self.entities else {}
        if last.get("type") == "code" and last["offset"] == begin and last["length"] == length and "language" in last:
            self.entities[-1] = {**last, "type": "pre"}
            return True
        return False


def _entity(name: str, attributes: dict[str, str], offset: int) -> Json:
    if name == "a":
        return _link(attributes.get("href", ""))
    if name == "span":
        if attributes.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        return {"type": "spoiler"}
    if name == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if name == "tg-emoji":
        if not attributes.get("emoji-id", "").isdigit():
            raise _broken(f"Invalid custom emoji identifier specified at byte offset {offset}")
        return {"type": "custom_emoji", "custom_emoji_id": attributes["emoji-id"]}
    language = attributes.get("class", "") if name == "code" else ""
    if language.startswith("language-"):
        return {"type": "code", "language": language.removeprefix("language-")}
    return {"type": SIMPLE[name]}


def _link(href: str) -> Json:
    if match := re.fullmatch(r"tg://user\?id=(\d+)", href):
        return {"type": "text_mention", "user": {"id": int(match[1])}}
    return {"type": "text_link", "url": href}


def _unescape(text: str) -> str:
    for name, character in (("lt", "<"), ("gt", ">"), ("quot", '"'), ("amp", "&")):
        text = text.replace(f"&{name};", character)
    return text


def _broken(reason: str) -> ApiError:
    return bad(f"can't parse entities: {reason}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities of an HTML message; a lone ``<code class=language-x>`` loses its language.

    Raises ApiError 400 ``can't parse entities: …``.
    """
    if "<" not in source and "&" not in source:
        return source, []
    text, entities = _Reader(source).read()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities
