"""What stands in a text and what of it was taken: nothing is ever silently half read.

`seen` finds what a text says that a form could hold: numbers, days and times, papers, places. A draft keeps it
(`plain`), and `left` compares it with what the draft holds at the moment, so that a correction counts at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.hall.problems import Problem
from bot.domain.hall.terms import PaperKind
from bot.domain.reading import besides
from bot.domain.reading.case_names import CaseName, find_case_names
from bot.domain.reading.casenumbers import CaseNumber
from bot.domain.reading.chat_headers import without_headers
from bot.domain.reading.cleaning import shown
from bot.domain.reading.court_texts import find_papers, find_place
from bot.domain.reading.date_patterns import without_papers
from bot.domain.reading.dates import find_meanings, too_many
from bot.domain.reading.eservice import is_of_service
from bot.domain.reading.moments import Found
from bot.domain.reading.number_series import blotted, find_numbers
from bot.domain.reading.numerals import fold

SEEN = "text_said"
"""The context of a draft holds it under this name."""
USED = "used"
"""What was taken without being a value of the form, as [kind, value]: the day on which a hearing stood until now."""
_MOST = 6
_PLACES = 3
_LONGEST = 8000
#: 13号 that is neither a room nor the number of a document.
_STRAY = re.compile(r"(?:^|(?<=[\s,;。:和及与至到案]))第?[0-9]{1,6}号(?![楼院门室厅庭法馆线路公桌令文机窗])")
#: What is done over the net that is no hearing.
_NO_PLACE = re.compile(
    r"(?:在线|网上|线上|云)(?:服务|签收|送达|阅卷|立案|查[看收阅询]|办理|缴费|提交|审批|平台)|人民法院在线"
)
_DECISIONS = {
    "judgment": (PaperKind.JUDGMENT_FIRST, PaperKind.JUDGMENT_SECOND, PaperKind.JUDGMENT_RETRIAL),
    "ruling": (PaperKind.RULING_FIRST, PaperKind.RULING_SECOND, PaperKind.RULING_RETRIAL),
}
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch of a text that says something: its kind, what it may mean, why it could not be taken."""

    what: str
    """number, short, time, paper, place, name, third, body, goes or stray."""
    text: str
    means: tuple[str, ...] = ()
    why: Problem | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """What was not taken, as it is written; `more` are not named any more."""

    texts: tuple[str, ...] = ()
    why: tuple[Problem, ...] = ()
    more: int = 0
    kinds: frozenset[str] = field(default_factory=frozenset)


def seen(text: str, now: datetime, zone: ZoneInfo) -> tuple[Seen, ...]:
    """All that a text says, in order; `now` is aware, `zone` the office's."""
    text = without_headers(text[:_LONGEST])
    numbers = find_numbers(text)
    found = [_number(one.number, text[one.start : one.end], one.start) for one in numbers.written]
    found += [Seen("number", one.text, (), one.why, one.start) for one in numbers.wrong]
    rest = blotted(text, numbers)
    today = now.astimezone(zone).date()
    moments = list(_moments(rest, today))
    found += [one for one, _ in moments]
    found += [Seen("time", "", (), why, len(text)) for why in [too_many(rest)] if why]
    for one, end in moments:
        rest = rest[: one.start] + "\x00" * (end - one.start) + rest[end:]
    folded = fold(rest)
    found += _papers(folded)
    found += _places(folded, text)
    found += _besides(folded, text)
    found += _goes(folded, text) if {one.what for one in found} & {"number", "short", "time"} else []
    found += [Seen("name", one.name, (one.name,), None, one.start) for one in _names(rest)]
    found += [
        Seen("stray", text[m.start() : m.end()], (), None, m.start()) for m in _strays(without_papers(rest, folded))
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def _strays(folded: str) -> Iterable[re.Match[str]]:
    return _STRAY.finditer(folded) if "号" in folded else ()


def _names(text: str) -> Iterable[CaseName]:
    return find_case_names(text) if "\n" not in text.strip() else ()


def _number(number: object, text: str, start: int) -> Seen:
    if isinstance(number, CaseNumber):
        return Seen("number", str(number), (str(number),), None, start)
    said = shown(getattr(number, "text", "") or text)
    return Seen("short", said, (f"{getattr(number, 'type_code', '')}{getattr(number, 'number', 0)}号",), None, start)


def _moments(text: str, today: date) -> Iterator[tuple[Seen, int]]:
    """Every day and time with all that it may mean: to come, gone by, either."""
    for same in find_meanings(text, today, ((False, True), (True, False), (True, True))):
        means = tuple(dict.fromkeys(one for found in same for one in (*_means(found), *_served(text, found))))
        yield Seen("time", same[0].text.replace("\x00", ""), means, None, same[0].start), same[0].end


def _served(text: str, found: Found) -> Iterator[str]:
    """今天上午10点收到: the hour of a service is no more than its day."""
    if isinstance(found.day, date) and found.clock is not None and is_of_service(fold(text), found.start, found.end):
        yield found.day.isoformat()


def _means(found: Found) -> Iterator[str]:
    moment = found.moment
    if moment is not None:
        yield datetime.combine(moment.day, moment.clock).isoformat(timespec="minutes")
    elif isinstance(found.day, date) and found.clock is None:
        yield found.day.isoformat()
    elif found.day is None and not isinstance(found.clock, Problem) and found.clock is not None:
        yield found.clock.isoformat(timespec="minutes")


def _papers(folded: str) -> list[Seen]:
    return [
        Seen(
            "paper", one.text.replace(" ", ""), tuple(map(str, _DECISIONS.get(one.name, (one.name,)))), None, one.start
        )
        for one in find_papers(folded, "first")[1]
    ]


def _besides(folded: str, text: str) -> list[Seen]:
    found = []
    for one in besides.all_in(folded):
        written = text[one.start : one.end].strip(" 、，,")
        found.append(Seen(one.name, written, (written,), None, one.start))
    return found


def _goes(folded: str, text: str) -> list[Seen]:
    """Who is to appear, in a line about a hearing."""
    return [Seen(one.name, text[one.start : one.end].strip(), (), None, one.start) for one in besides.leaders(folded)]


def _places(folded: str, text: str) -> list[Seen]:
    found: list[Seen] = []
    folded = _NO_PLACE.sub(lambda m: "\x00" * len(m[0]), folded)
    for _ in range(_PLACES):
        piece = find_place(folded)
        if piece is None:
            break
        written = text[piece.start : piece.end].strip()
        found.append(Seen("place", written, (written,), None, piece.start))
        folded = folded[: piece.start] + "\x00" * (piece.end - piece.start) + folded[piece.end :]
    return found


def plain(found: Iterable[Seen]) -> list[list[Any]]:
    """As JSON, for the context of a draft."""
    return [
        [one.what, one.text, list(one.means), [one.why.msgid, dict(one.why.params)] if one.why else None]
        for one in found
    ]


def more(context: Values, found: Iterable[Seen]) -> dict[str, Any]:
    """A context in which this was said as well."""
    known = list(context.get(SEEN, ()))
    return {**context, SEEN: [*known, *(one for one in plain(found) if one not in known)][:60]}


def left(context: Values, values: Values) -> Left:
    """What of the texts of a draft is neither in its values nor in what waits behind it."""
    if not context.get(SEEN):
        return Left()
    used = _used(context, values)
    rest = [one for one in context[SEEN] if not _is_used(one, used)]
    texts = list(dict.fromkeys(shown(one[1], 24) for one in rest if one[1]))
    why = tuple(dict.fromkeys((one[3][0], tuple(one[3][1].items())) for one in rest if one[3]))
    told = tuple(Problem(msgid, dict(params)) for msgid, params in why[:3])
    return Left(tuple(texts[:_MOST]), told, max(0, len(texts) - _MOST), frozenset(one[0] for one in rest))


_NAMES = {
    "number": ("number", "several", "all_several", "original"),
    "paper": ("papers", "paper"),
    "place": ("place",),
    "name": ("plaintiff", "called"),
    "third": (),
    "body": ("addressee", "names_other"),
    "time": ("when", "served_on", "term", "performed_by", "effective_on", "received"),
}


def _used(context: Values, values: Values) -> dict[str, set[str]]:
    """By kind, everything that is held: by the form, by its context, by what waits behind."""
    held = [values, context, *(one["values"] for one in context.get("queue", ())), *context.get("rows", ())]
    used: dict[str, set[str]] = {kind: set() for kind in _NAMES}
    for one in held:
        for kind, names in _NAMES.items():
            for name in names:
                used[kind] |= set(_texts(one.get(name)))
        used["body"] |= {str(name) for name, _ in one.get("parties") or ()}
        used["place"] |= {"线上"} if one.get("online") == "yes" else set()
    if PaperKind.COMPLAINT_COPY not in (values.get("papers") or ()):
        # A sentence above the form names them then.
        used["paper"] |= set(_texts(context.get("unread")))
    for kind, value in context.get(USED, ()):
        used.setdefault(kind, set()).add(value)
    return used


def _texts(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, str) and one:
            yield one


def _is_used(one: list[Any], used: dict[str, set[str]]) -> bool:
    what, text, means, _ = one
    if what == "short":
        return any(number.endswith(means[0]) for number in used["number"])
    if what == "time":
        return any(_is_time(mean, held) for mean in means for held in used["time"])
    if what == "place":
        return any(_is_place(text, held) for held in used["place"])
    if what == "body":
        return any(text in held or held in text for held in used["body"])
    if what == "name":
        return any(text in held for held in used["name"])
    return bool({text, *means} & used.get(what, set()))


def _is_time(mean: str, held: str) -> bool:
    """2026-04-28T09:30 is held by that instant, 2026-04-28 by any hour of the day, 09:30 by any day."""
    if ":" in mean and "-" not in mean:
        return held[11:16] == mean
    return held[:10] == mean if len(mean) == 10 else held[: len(mean)] == mean


_TO_A_PLACE = (
    r"^(?:(?:由|从|将|原)?(?:变更|调整|更改|改|换|移|挪)(?:为|到|至|在|成)|由|从|通过)?(?:本院|我院|在|于)?|\s"
)


def _is_place(text: str, held: str) -> bool:
    bare, kept = (re.sub(_TO_A_PLACE, "", fold(one)) for one in (text, held))
    return bare in kept or kept in bare
