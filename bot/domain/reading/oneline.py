"""Reads `/hearing` in one line, and the pasted text of a summons or another court paper.

Nothing is guessed: of two times, or two case numbers, none is taken, and both are named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading import places
from bot.domain.reading.case_spans import spot_case_numbers
from bot.domain.reading.casenumbers import CaseNumber
from bot.domain.reading.chat_headers import without_headers
from bot.domain.reading.cleaning import clean_text, shown
from bot.domain.reading.court_codes import not_read
from bot.domain.reading.court_texts import (
    Piece,
    find_court,
    find_online,
    find_papers,
    find_place,
    labelled,
    says_online,
    without_former,
)
from bot.domain.reading.dates import find_moments, judge, too_many
from bot.domain.reading.eservice import is_held, is_of_service, stands_before, without_links
from bot.domain.reading.instances import latest_and_before
from bot.domain.reading.line_breaks import unbroken
from bot.domain.reading.moments import Found, LocalMoment
from bot.domain.reading.number_series import find_numbers
from bot.domain.reading.party_texts import body_in, find_addressee, find_agencies, find_cause, find_parties
from bot.domain.reading.sessions import clause_of, of_trial, session_of
from bot.domain.reading.stuck_labels import apart
from bot.domain.reading.understanding import Reading, Sheet, leftover

#: What is longer is read only to here; a court paper with its reasons fits.
TEXT_LIMIT = 8000
#: Places and causes of action longer than the ledger's columns are cut there.
FIELD_LIMIT = 120

_COMMAND = re.compile(r"^\s*/\w{1,32}(?:@\w+)?\s*")
_AFTER_OTHER = re.compile(
    r"\s?(?:之前|以前|前(?![往来去])|止|以内|内|前后|左右|收到|送达|签收|作出|立案|受理|出生|生效|出具|申请|起诉|提起)"
)
_BEFORE_OTHER = re.compile(
    r"(?:截至|截止|收到|送达|作出|立案|受理|签发|生效|举报|申请)(?:日期|时间|日)?(?:为|是|于)? ?:? ?$"
)
_CLOSED = re.compile(r"(?:不|非)公开(?!发布|宣判)")
_ARRIVAL = re.compile(r"应 ?到|到 ?庭")
_CHANGES = re.compile(r"改期|延期|推迟|提前至|提前到|变更|改为|改到|改至|调整|取消|暂缓|不再开庭|撤销开庭")


def read_hearing(text: str, now: datetime, zone: tzinfo, *, past: bool = False, day: date | None = None) -> Reading:
    """What one line or one pasted paper says. `now` is aware, `zone` the office's time zone.

    `past` accepts hearings that have taken place; `day` is the day of the hearing where the text has only
    a time (a heading above a list).
    """
    whole = without_headers(
        without_links(apart(unbroken(_COMMAND.sub("", clean_text(text[: 2 * TEXT_LIMIT]).replace("\t", " ")))))
    )
    sheet = Sheet(whole[:TEXT_LIMIT])
    if len(text) > TEXT_LIMIT < len(whole):
        sheet.problems.append(
            problem("This is long: only the first {limit} characters were read. Please check.", limit=TEXT_LIMIT)
        )
    local = now.astimezone(zone)
    number, several, original = _number(sheet)
    found = find_moments(sheet.open, local.date(), past=past)
    sheet.problems.extend(filter(None, [too_many(sheet.open)]))
    labels = labelled(sheet.open)
    when = _hearing_time(sheet, found, labels, local, past=past, day=day)
    reading = replace(
        when, text=sheet.text, case_number=number, several=several, original=original,
        changes=bool(_CHANGES.search(sheet.folded)),
    )  # fmt: skip
    reading = _people(sheet, labels, _place(sheet, labels, _papers(sheet, reading)))
    reading = _session(sheet, labels, reading)
    return replace(reading, unread=leftover(sheet), problems=tuple(sheet.problems))


def _number(sheet: Sheet) -> tuple[CaseNumber | None, tuple[CaseNumber, ...], CaseNumber | None]:
    """The case number, if there is one and only one, one of a later instance beside that of the case decided before, or
    a list that names several. One that cannot be read is named."""
    spans, numbers = spot_case_numbers(sheet.text), find_numbers(sheet.text)
    for start, end in (*((span.start, span.end) for span in spans), *numbers.spans):
        sheet.blot(start, end)
    different = list(dict.fromkeys([*(span.number for span in spans if span.number), *numbers.full]))
    latest, before = latest_and_before(different)
    if latest is not None and before is not None:
        return latest, (), before
    several = numbers.together()
    if several:
        return several[0], several, None
    if len(different) > 1:
        sheet.problems.append(
            problem(
                "There are several case numbers: {first} and {second}. Please send one case at a time.",
                first=str(different[0]),
                second=str(different[1]),
            )
        )
    elif spans and not different:
        sheet.problems.append(not_read(sheet.text[spans[0].start : spans[0].end]))
    return (different[0] if len(different) == 1 else None), (), None


def _hearing_time(
    sheet: Sheet,
    found: Sequence[Found],
    labels: Sequence[Piece],
    local: datetime,
    *,
    past: bool,
    day: date | None,
) -> Reading:
    """Which of the times in the text is the hearing's: the labelled one, else the only one."""
    asides = [label for label in labels if label.name == "other_day"]
    found = [one for one in found if not _elsewhere(one, sheet.folded)]
    about = [one for one in found if not any(a.start <= one.start < a.end for a in asides)]
    marked = [one for one in about if _marked(one, labels)]
    marked, day = _of_the_hearing(sheet, labels, marked, day)
    with_clock = [one for one in marked or about if one.clock is not None]
    chosen = with_clock or marked or (about if "\n" not in sheet.text else [])
    for one in found:
        sheet.blot(one.start, one.end)
    sheet.blot_all(Piece("", "", a.start, a.end) for a in asides)
    distinct = list({_key(one, day): one for one in chosen if not _partial(one, chosen)}.values())
    trial = of_trial(distinct, sheet.folded)
    for one in distinct:
        if one not in trial:
            # Where it is held and what it is called say nothing of the hearing.
            sheet.blot(*clause_of(one, sheet.folded))
    distinct = trial
    if not distinct:
        return Reading(sheet.text)
    if len(distinct) > 1:
        sheet.problems.append(_several(distinct))
        return Reading(sheet.text)
    return _judged(sheet, distinct[0], local, past=past, day=day)


def _of_the_hearing(
    sheet: Sheet, labels: Sequence[Piece], marked: list[Found], day: date | None
) -> tuple[list[Found], date | None]:
    """Of 应到时间 beside 庭审时间 the latter is the hearing's; where it has no day of its own, it is on the same. Day
    and hour under labels of their own (开庭日期, 开庭时间) belong together."""
    arriving = [label for label in labels if _ARRIVAL.match(sheet.folded, label.start)]
    arrivals = [one for one in marked if _marked(one, arriving)]
    held = [one for one in marked if one not in arrivals and one.clock is not None]
    if not arrivals or not held:
        named = {one.day for one in marked if one.clock is None and isinstance(one.day, date)}
        return marked, named.pop() if len(named) == 1 and day is None else day
    days = {one.day for one in arrivals if isinstance(one.day, date)}
    return held, days.pop() if len(days) == 1 else day


def _elsewhere(one: Found, text: str) -> bool:
    """Whether the words around say that this is a deadline, or the day of something else than the hearing."""
    if is_of_service(text, one.start, one.end):
        return True
    if _AFTER_OTHER.match(text, one.end):
        return True
    return not is_held(text, one.end) and stands_before(_BEFORE_OTHER, text, one.start, 12)


def _key(one: Found, day: date | None) -> tuple[object, ...]:
    """Two statements with the same key say the same."""
    if one.problem:
        return (one.text,)
    return (one.day or day, one.clock)


def _marked(one: Found, labels: Sequence[Piece]) -> bool:
    return any(label.name == "time" and label.start <= one.start < label.end for label in labels)


def _partial(one: Found, others: Sequence[Found]) -> bool:
    """Whether another statement says the same and more (a day alone beside the same day with its time)."""
    return one.clock is None and any(o is not one and o.clock is not None and o.day == one.day for o in others)


def _several(found: Sequence[Found]) -> Problem:
    return problem(
        "There are several times: “{first}” and “{second}”. Please send the one that counts.",
        first=shown(found[0].text),
        second=shown(found[1].text),
    )


def _judged(sheet: Sheet, found: Found, local: datetime, *, past: bool, day: date | None) -> Reading:
    if found.day is None and day is not None:
        found = replace(found, day=day)
    result = judge(found, local, past=past)
    if isinstance(result, LocalMoment):
        return Reading(sheet.text, moment=result, day=result.day)
    sheet.problems.append(result)
    return Reading(sheet.text, day=found.day if isinstance(found.day, date) and found.moment is None else None)


def _papers(sheet: Sheet, reading: Reading) -> Reading:
    instance = str(reading.case_number.instance) if reading.case_number else ""
    kinds, pieces = find_papers(sheet.open, instance)
    sheet.blot_all(pieces)
    return replace(reading, papers=kinds)


def _place(sheet: Sheet, labels: Sequence[Piece], reading: Reading) -> Reading:
    """Place and court. In the place, 本院 is replaced by the court's name: the readers are not in it."""
    place, online = _where(sheet, labels)
    named = _labelled(sheet, labels, "court")
    court = _court_of(named) or named or sheet.take(find_court(without_former(sheet.open))) or _court_of(place)
    if not court and reading.case_number:
        court = reading.case_number.court_name
    if court:
        place = re.sub(r"^(?:本院|我院)", lambda _: court, place)
    return replace(reading, place=place[:FIELD_LIMIT], online=online, court=court[:FIELD_LIMIT])


def _where(sheet: Sheet, labels: Sequence[Piece]) -> tuple[str, bool]:
    """The place as it is written, with its door; and whether the hearing is held online."""
    room, pieces = places.online_room(sheet.open)
    sheet.blot_all(pieces)
    label = next((label for label in labels if label.name == "place" and label.text), None)
    if room:
        sheet.take(label)
        return room, True
    piece = _whole_place(sheet, label) or _whole_place(sheet, find_place(sheet.open)) or places.court_alone(sheet.open)
    place = sheet.take(piece)
    online = bool(piece and piece.name == "online") or says_online(place)
    return place, online or bool(place and sheet.take(find_online(sheet.open)))


def _whole_place(sheet: Sheet, piece: Piece | None) -> Piece | None:
    """With the floor and the door behind it, without the sentence that follows."""
    if piece is None or piece.name == "online":
        return piece
    inner = piece.end - len(piece.text) if sheet.open[: piece.end].endswith(piece.text) else piece.start
    cut = places.cut_at(sheet.open, inner, piece.end)
    if cut < piece.end:
        return Piece(piece.name, sheet.open[inner:cut].strip(" ,;。"), piece.start, cut)
    end = places.door(sheet.open, piece.end)
    return Piece(piece.name, piece.text + sheet.open[piece.end : end], piece.start, end)


def _session(sheet: Sheet, labels: Sequence[Piece], reading: Reading) -> Reading:
    session, piece = session_of(labels, sheet.open)
    sheet.take(piece)
    return replace(reading, session=session, closed=bool(_CLOSED.search(sheet.folded)))


def _court_of(place: str) -> str:
    piece = find_court(place)
    return piece.text if piece else ""


def _people(sheet: Sheet, labels: Sequence[Piece], reading: Reading) -> Reading:
    cause = next((label for label in labels if label.name == "cause" and label.text), None)
    stated = sheet.take(cause)
    addressee = _summoned(sheet, labels) or sheet.take(find_addressee(sheet.open))
    parties = list(find_parties(sheet.open))
    names: dict[str, dict[str, None]] = {
        "plaintiff": {}, "defendant": {}, "third_party": {}, "review_body": {}, "cause": {}
    }  # fmt: skip
    for piece in parties:
        names[piece.name][sheet.take(piece)] = None
    for name in _labelled(sheet, labels, "defendant").split("、"):
        names["defendant"].update({name: None} if name else {})
    sheet.blot_all(label for label in labels if label.name in ("aside", "purpose"))
    stated = stated or next(iter(names["cause"]), "") or sheet.take(find_cause(sheet.open))
    bodies = list(dict.fromkeys(sheet.take(piece) for piece in list(find_agencies(sheet.open))))
    return replace(
        reading,
        cause=stated[:FIELD_LIMIT],
        addressee=addressee[:FIELD_LIMIT],
        plaintiffs=tuple(names["plaintiff"]),
        defendants=tuple(names["defendant"]),
        third_parties=tuple(names["third_party"]),
        agency=_agency(list(names["defendant"]), addressee, bodies),
    )


def _summoned(sheet: Sheet, labels: Sequence[Piece]) -> str:
    """Whom a summons is for. What is typed after it on the same line is no part of the name."""
    words = _labelled(sheet, labels, "summoned")
    return body_in(words) or words


def _labelled(sheet: Sheet, labels: Sequence[Piece], name: str) -> str:
    return "、".join(sheet.take(label) for label in labels if label.name == name and label.text)


def _agency(defendants: Sequence[str], addressee: str, bodies: Sequence[str]) -> str:
    """The body concerned, where only one comes into question."""
    if len(defendants) == 1:
        return defendants[0]
    if addressee and any(True for _ in find_agencies(addressee)):
        return addressee
    return bodies[0] if len(bodies) == 1 and not defendants else ""
