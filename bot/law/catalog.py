"""Words for the `law` commands, which must start quickly: the same catalog, read without Babel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parent.parent.parent / "locales"
_PLACE = re.compile(r"\{(\w+)\}")
_ESCAPES = {"\\n": "\n", '\\"': '"', "\\\\": "\\", "\\t": "\t"}
_ESCAPE = re.compile(r'\\[nt"\\]')
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Words:
    """Translates message ids to plain text; dates carry their year and weekday."""

    chinese: bool
    words: Mapping[str, str]

    def __call__(self, msgid: str, /, **params: object) -> str:
        """Return the sentence with its values filled in; an unknown id stands for itself."""
        pattern = self.words.get(msgid, msgid)
        return _PLACE.sub(lambda place: self._show(params.get(place[1], place[0])), pattern)

    def _show(self, value: object) -> str:
        if isinstance(value, date):
            return self.day(value)
        return str(value)

    def day(self, value: date) -> str:
        """Return a date as it stands in the JSON, with its weekday: 2026-04-07（周二）, Tue 2026-04-07."""
        if self.chinese:
            return f"{value.isoformat()}（周{'一二三四五六日'[value.weekday()]}）"
        return f"{_WEEKDAYS[value.weekday()]} {value.isoformat()}"


@cache
def words(language: str) -> Words:
    """Return the words of `zh_CN` or `en` (whose catalog holds only what differs from its message id)."""
    path = LOCALES / language / "LC_MESSAGES" / "bot.po"
    return Words(language != "en", _read(path.read_text(encoding="utf-8")) if path.is_file() else {})


def _read(text: str) -> dict[str, str]:
    """Read the singular entries of a .po file."""
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        if 'msgid "' not in block or "msgid_plural" in block or "fuzzy" in block.partition("msgid ")[0]:
            continue
        head, _, tail = block.partition("\nmsgstr ")
        msgid, msgstr = _joined(head.rpartition("msgid ")[2]), _joined(tail)
        if msgid and msgstr:
            found[msgid] = msgstr
    return found


def _joined(quoted: str) -> str:
    lines = (line.strip() for line in quoted.splitlines())
    joined = "".join(line[1:-1] for line in lines if len(line) > 1 and line[0] == line[-1] == '"')
    return _ESCAPE.sub(lambda match: _ESCAPES[match[0]], joined)
