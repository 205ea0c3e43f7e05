"""Which values of a form were read from a picture: where in it they stand, and which of them are certain.

A value is certain where it stands in the picture as it is, letter by letter, each letter was read without doubt, and
nothing else that is known speaks against it. Whatever is in doubt is shown as such: a person looks at the picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from bot.domain.hall.extracts import Box, Extract, Line
from bot.domain.reading.casenumbers import COURT_NAMES, CaseNumber, find_case_numbers, parse_case_number
from bot.domain.reading.court_codes import PROVINCES, court_name
from bot.domain.reading.court_texts import find_court, find_papers
from bot.domain.reading.dates import find_moments
from bot.domain.reading.moments import LocalMoment
from bot.domain.reading.numerals import fold

CERTAIN = 0.9
"""From this certainty of each of its letters a value can be sure."""
CONFIRMED = 0.6
"""The same where something else says so too: the weekday, a number on record, another place on the page."""
_WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
_HOURS = range(8, 19)
_MINUTES = 5
_WORDLESS = re.compile(r"[^0-9a-z\u3400-\u9fff〇]")
_WEEKDAY = re.compile(r"星期|周[一二三四五六日天]|礼拜|\([一二三四五六日]\)")
_LONGER = re.compile(r"(?:[\u4e00-\u9fff]{0,6}(?:分局|支队|大队|分院|派出所|中心|管理所|服务站))")


@dataclass(frozen=True, slots=True)
class Mark:
    """A value that was read from a picture: its page (from 0), where it stands there, and whether it is certain."""

    page: int
    box: Box
    sure: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands in the writing of the pages, and its least certain letter."""

    start: int
    end: int
    certain: float


class _Writing:
    """The lines of all pages as one text without blanks and signs, each letter with its line and its certainty."""

    def __init__(self, lines: Sequence[Line], between: str = "") -> None:
        self.lines = lines
        self.text, self.certain, self.of = "", list[float](), list[int]()
        for number, line in enumerate(lines):
            certain = line.certain if len(line.certain) == len(line.text) else (line.score,) * len(line.text)
            for sign, one in zip(fold(line.text), certain, strict=True):
                self._add(sign, one, number)
            for sign in between:
                self._add(sign, 1.0, number)

    def _add(self, sign: str, certain: float, number: int) -> None:
        self.text += sign
        self.certain.append(certain)
        self.of.append(number)

    def place(self, start: int, end: int) -> _Place:
        """A stretch of it. Brackets, blanks and stops are no part of what is read."""
        weighed = [
            one for sign, one in zip(self.text[start:end], self.certain[start:end], strict=True) if sign.isalnum()
        ]
        return _Place(start, end, min(weighed, default=0.0))

    def places(self, wanted: str) -> list[_Place]:
        """Wherever this stands, whatever blanks and signs are between its letters."""
        letters = _bare(wanted)
        if not letters:
            return []
        found = re.finditer(r"[^0-9a-z\u3400-\u9fff〇]{0,3}".join(map(re.escape, letters)), self.text)
        return [self.place(one.start(), one.end()) for one in found if _whole(self.text, one.start(), one.end())]

    def mark(self, places: Sequence[_Place], *, sure: bool) -> Mark:
        """On the page of the first of them, around all that belong to it."""
        numbers = sorted({self.of[at] for one in places for at in range(one.start, max(one.end, one.start + 1))})
        page = self.lines[numbers[0]].page
        boxes = [self.lines[number].box for number in numbers if self.lines[number].page == page]
        return Mark(page, _around(boxes), sure)


def marks(
    values: Mapping[str, Any],
    extract: Extract,
    *,
    zone: tzinfo | None = None,
    agencies: Mapping[int, Sequence[str]] | None = None,
    numbers: Collection[str] = (),
) -> dict[str, Mark]:
    """A mark for each value that a form took from a picture, by the name of its field; none without a picture.

    Args:
        values: as the form keeps them: `number` as text, `when` as an ISO instant, `agencies` as ids.
        zone: of the office, in which the paper gives its times; that of the instant where it is not given.
        agencies: what the agencies of the roster are called, by id: the name first, then short and former ones.
        numbers: case numbers on record, as text.

    A value that is not found in the picture is never sure.
    """
    if not extract.lines:
        return {}
    page = _Page(_Writing(extract.lines), _Writing(extract.lines, "\n"), zone, agencies or {}, frozenset(numbers))
    return {name: page.mark(name, value) for name, value in values.items() if value not in (None, "", [], ())}


@dataclass(frozen=True, slots=True)
class _Page:
    """What is asked of the writing, field by field."""

    joined: _Writing
    """Without line ends, for what is broken at a margin."""
    lined: _Writing
    zone: tzinfo | None
    agencies: Mapping[int, Sequence[str]]
    numbers: frozenset[str]

    def mark(self, name: str, value: Any) -> Mark:
        readers: dict[str, Callable[[Any], Mark | None]] = {
            "number": self._number,
            "original": self._number,
            "when": self._when,
            "place": self._place,
            "agencies": self._agencies,
            "agency": self._agencies,
            "papers": self._papers,
        }
        found = readers.get(name, self._words)(value)
        return found or Mark(self.lined.lines[0].page, _WHOLE, False)

    # -- numbers -------------------------------------------------------------------------------------------------

    def _number(self, value: Any) -> Mark | None:
        number = parse_case_number(str(value))
        if number is None:
            return self._words(value)
        places = self.joined.places(str(number))
        if not places:
            return self._near(number)
        best = max(places, key=lambda one: one.certain)
        confirmed = str(number) in self.numbers or len(places) > 1
        sure = best.certain >= (CONFIRMED if confirmed else CERTAIN) and self._fits(number) and not self._alike(number)
        return self.joined.mark([best], sure=sure)

    def _near(self, number: CaseNumber) -> Mark | None:
        """The place of a number that was put right: by its running number, or as much of it as stands there."""
        for part in (f"{number.type_code}{number.number}号", f"{number.number}号", f"{number.court}{number.type_code}"):
            places = self.joined.places(part)
            if places:
                return self.joined.mark(places[:1], sure=False)
        return None

    def _fits(self, number: CaseNumber) -> bool:
        """Whether the court's code agrees with the court that the paper names, as far as either is known."""
        named = re.findall(
            r"[\u4e00-\u9fff]{2,24}?(?:人民|铁路运输|海事|知识产权|金融|互联网)(?:中级)?法院", self.joined.text
        )
        known = COURT_NAMES.get(number.court) or court_name(number.court)
        if known and named:
            return any(known in one or one.endswith(_tail(known)) for one in named)
        provinces = {name for one in named for name in PROVINCES.values() if name in one}
        return not provinces or PROVINCES.get(number.court[:1]) in provinces

    def _alike(self, number: CaseNumber) -> bool:
        """Whether the page has another number that differs in one or two letters: one of them is misread."""
        others = [one for one in find_case_numbers(self.joined.text) if one != number]
        return any(_apart(str(one), str(number)) <= 2 and one.court == number.court for one in others)

    # -- times ---------------------------------------------------------------------------------------------------

    def _when(self, value: Any) -> Mark | None:
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            return None
        local = instant.astimezone(self.zone) if self.zone and instant.tzinfo else instant
        moment = LocalMoment(local.date(), local.time().replace(second=0, microsecond=0))
        found = [(writing, places) for writing in (self.joined, self.lined) if (places := _moments(writing, moment))]
        if not found:
            return self._day_and_hour(moment)
        # What is broken at a margin stands there in full only without the line ends.
        writing, places = max(found, key=lambda one: max(map(_letters, one[1])))
        most = max(map(_letters, places))
        best = max((one for one in places if _letters(one) == most), key=lambda one: one.certain)
        confirmed = len(places) > 1 or bool(_WEEKDAY.search(writing.text[best.start : best.end + 6]))
        sure = best.certain >= (CONFIRMED if confirmed else CERTAIN) and _usual(moment)
        return writing.mark([best], sure=sure)

    def _day_and_hour(self, moment: LocalMoment) -> Mark | None:
        """Day and hour that stand apart (a label for each): the place of both, which is not sure."""
        found = find_moments(self.lined.text, moment.day - timedelta(days=1))
        days = [self.lined.place(one.start, one.end) for one in found if one.day == moment.day]
        clocks = [self.lined.place(one.start, one.end) for one in found if one.clock == moment.clock]
        places = [*days[:1], *clocks[:1]]
        return self.lined.mark(places, sure=False) if places else None

    # -- words ---------------------------------------------------------------------------------------------------

    def _words(self, value: Any) -> Mark | None:
        """Words that stand there as they are, one or several; what a form keeps as a key stands nowhere."""
        wanted = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        found = [self.joined.places(one) for one in wanted]
        there = [max(places, key=lambda one: one.certain) for places in found if places]
        if not there:
            return None
        return self.joined.mark(there, sure=len(there) == len(wanted) and all(one.certain >= CERTAIN for one in there))

    def _place(self, value: Any) -> Mark | None:
        """A court room, whose court may be named elsewhere on the page (本院第二审判庭)."""
        whole = self._words(value)
        if whole is not None:
            return whole
        court = find_court(fold(str(value)))
        if court is None or court.start != 0:
            return None
        room = self.joined.places(str(value)[court.end :])
        named = self.joined.places(court.text)
        if not room:
            return None
        best = max(room, key=lambda one: one.certain)
        sure = best.certain >= CERTAIN and any(one.certain >= CONFIRMED for one in named)
        return self.joined.mark([best], sure=sure)

    def _papers(self, value: Any) -> Mark | None:
        """Kinds of papers by their names; those that are enclosed stand in the text."""
        wanted = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
        places, kinds = list[_Place](), set[str]()
        for line in self.lined.text.split("\n"):
            start = self.lined.text.find(line)
            for piece in find_papers(line, "first")[1]:
                kinds |= {str(kind) for kind in find_papers(piece.text, "first")[0]}
                places.append(self.lined.place(start + piece.start, start + piece.end))
        if not places:
            return None
        sure = wanted <= kinds and all(one.certain >= CERTAIN for one in places)
        return self.lined.mark(places[:1], sure=sure)

    def _agencies(self, value: Any) -> Mark | None:
        """Agencies by the names under which they are known; each of them must stand there."""
        ids = [int(one) for one in (value if isinstance(value, list | tuple) else [value]) if str(one).isdigit()]
        best = [self._agency(one) for one in ids]
        there = [one for one in best if one is not None]
        if not there:
            return None
        sure = len(there) == len(ids) and all(one.certain >= CERTAIN for one in there)
        return self.joined.mark(there, sure=sure)

    def _agency(self, agency: int) -> _Place | None:
        others = {_bare(name) for key, names in self.agencies.items() if key != agency for name in names}
        for name in self.agencies.get(agency, ()):
            places = [one for one in self.joined.places(name) if not self._is_longer(one, _bare(name), others)]
            if places:
                return max(places, key=lambda one: one.certain)
        return None

    def _is_longer(self, place: _Place, name: str, others: Iterable[str]) -> bool:
        """Whether what stands there is the longer name of another body, of which this is a part."""
        if _LONGER.match(self.joined.text, place.end):
            return True
        around = _bare(self.joined.text[max(0, place.start - 12) : place.end + 12])
        return any(name in other and other in around for other in others if other != name)


def _moments(writing: _Writing, moment: LocalMoment) -> list[_Place]:
    """Wherever the day stands with its hour."""
    # Seen from the day before, a day without a year is the one that is meant.
    found = find_moments(writing.text, moment.day - timedelta(days=1))
    return [writing.place(one.start, one.end) for one in found if one.moment == moment]


def _letters(place: _Place) -> int:
    return place.end - place.start


def _usual(moment: LocalMoment) -> bool:
    """Whether courts sit at such an hour; a misread letter often makes one at which they do not."""
    working = moment.day.weekday() < 5 and date(2000, 1, 1) < moment.day
    return working and moment.clock.hour in _HOURS and moment.clock.minute % _MINUTES == 0


def _bare(text: str) -> str:
    return _WORDLESS.sub("", fold(text))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no digit stands right before or behind what begins or ends with one: 2号 is no part of 12号."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return not (text[start].isdigit() and before.isdigit()) and not (text[end - 1].isdigit() and behind.isdigit())


def _tail(court: str) -> str:
    """A court's name without its province."""
    return next((court.removeprefix(name) for name in PROVINCES.values() if court.startswith(name)), court)


def _apart(one: str, other: str) -> int:
    """In how many letters two texts differ, letters that are missing counted."""
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        before, row[0] = row[0], at
        for to, match in enumerate(other, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (sign != match))
    return row[-1]


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )  # fmt: skip
