"""The forms about events, and the reading of `/event` in one line."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bot.domain.agencies import audiences
from bot.domain.events.events import GROUP_NAMES, KIND_NAMES, SIGN_IN_NAMES, USUAL_LENGTH
from bot.domain.hall.forms import Choice, Field, Form, Situation, Values
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.terms import EventKind
from bot.domain.reading.cleaning import clean_line, read_line, read_text, shown
from bot.domain.reading.dates import find_moments, judge, read_moment
from bot.domain.reading.moments import LocalMoment
from bot.domain.reading.numerals import parse_numeral

TITLE, PLACE, NOTE, REASON, SUMMARY = 80, 120, 300, 200, 2000
_WITH_HEARING = (EventKind.OBSERVATION.value, EventKind.SITTING_IN.value)


def _line(limit: int) -> Any:
    return lambda text, _: read_line(text, limit=limit)


def _text(limit: int) -> Any:
    return lambda text, _: read_text(text, limit=limit)


def read_time(text: str, situation: Situation) -> Any:
    """A moment to come, as ISO text with its offset."""
    found = read_moment(text, situation.now, situation.zone)
    return found if isinstance(found, Problem) else found.instant(situation.zone).isoformat()


def _read_reply_by(text: str, situation: Situation) -> Any:
    """A moment; a day alone means its 17:30."""
    found = read_moment(f"{text} 17:30", situation.now, situation.zone)
    if isinstance(found, Problem):
        return read_time(text, situation)
    return found.instant(situation.zone).isoformat()


def shown_time(value: Any, tr: Any) -> object:
    return datetime.fromisoformat(value)


def read_count(text: str, _: Situation) -> int | Problem:
    number = parse_numeral(clean_line(text).rstrip("人个名 "))
    if isinstance(number, int) and 1 <= number <= 5000:
        return number
    return problem("“{text}” is not a number of people. Please write a number, as 3.", text=shown(text))


def _read_length(text: str, _: Situation) -> int | Problem:
    """Minutes, from hours or minutes as people write them."""
    match = re.fullmatch(
        r"(?:(\d{1,2}(?:\.5)?)\s*(?:个)?(?:半)?(?:小时|h|hours?))?\s*(?:(\d{1,3})\s*(?:分钟|min|minutes?)?)?",
        clean_line(text),
    )
    minutes = (float(match[1] or 0) * 60 + int(match[2] or 0)) if match and (match[1] or match[2]) else 0
    if match and match[1] and "半" in text:
        minutes += 30
    if 10 <= minutes <= 16 * 60:
        return int(minutes)
    return problem("“{text}” is not a length of time. Please write it like 2 hours or 90 minutes.", text=shown(text))


def _has_hearing(values: Values) -> bool:
    return values.get("kind") in _WITH_HEARING


def _no_hearing(values: Values) -> bool:
    return not values.get("hearing")


KIND = Field(
    "kind",
    "What kind of event is it?",
    "Kind",
    read=None,
    choices=tuple(Choice(kind.value, name, translated=True) for kind, name in KIND_NAMES.items()),
)
HEARING = Field(
    "hearing",
    "Which hearing will be watched? Only public hearings to come are offered; skip if it is not registered yet.",
    "Hearing",
    read=None,
    optional=True,
    wanted=_has_hearing,
)
TITLE_FIELD = Field("title", "What is it called?", "Title", read=_line(TITLE))
TIME = Field("time", "When does it begin? As Dec 15 9:30.", "Time", read=read_time, show=shown_time, wanted=_no_hearing)
LEAD = Field(
    "lead",
    "How many minutes before the hearing do people gather?",
    "Gather before",
    read=read_count,
    choices=tuple(Choice(str(n), f"{n}′") for n in (0, 15, 30)),
    wanted=lambda values: bool(values.get("hearing")),
    optional=True,
    later=True,
)
PLACE_FIELD = Field("place", "Where is it held?", "Place", read=_line(PLACE), wanted=_no_hearing)
ORGANISER = Field("organiser", "Which agency holds it?", "Organiser", read=None)
COURT = Field(
    "court",
    "Which court holds it with you?",
    "Court",
    read=_line(60),
    optional=True,
    later=True,
)
GROUPS_FIELD = Field(
    "groups",
    "Who is invited?",
    "Groups",
    read=None,
    choices=tuple(Choice(name, words, translated=True) for name, words in GROUP_NAMES.items() if name != "others"),
    many=True,
)
QUOTA = Field("quota", "How many seats are there in all?", "Seats", read_count, optional=True, later=True)
AGENCY_QUOTA = Field(
    "agency_quota",
    "How many seats does one agency have at most?",
    "Seats per agency",
    read=read_count,
    optional=True,
    later=True,
)
REPLY_BY = Field(
    "reply_by",
    "By when do you want an answer? Skip: three working days before.",
    "Reply by",
    read=_read_reply_by,
    show=shown_time,
    optional=True,
    later=True,
)
SIGN_IN = Field(
    "sign_in",
    "How do people sign in?",
    "Sign-in",
    read=None,
    choices=tuple(Choice(way.value, name, translated=True) for way, name in SIGN_IN_NAMES.items()),
    optional=True,
    later=True,
)
LENGTH = Field("length", "How long does it last?", "Length", read=_read_length, optional=True, later=True)
NOTE_FIELD = Field("note", "What should people know or bring?", "Note", read=_text(NOTE), optional=True, later=True)
MATERIAL = Field(
    "material",
    "Please send the files for the participants one by one, then press Done.",
    "Material",
    read=None,
    files=True,
    optional=True,
    later=True,
)
_AUDIENCE = {f.name: f for f in audiences.FIELDS}
REASON_FIELD = Field("reason", "Why? Those concerned will read it.", "Reason", read=_line(REASON))


def _check(situation: Situation) -> Problem | None:
    values = situation.values
    at, by = values.get("time"), values.get("reply_by")
    if at and datetime.fromisoformat(at) <= situation.now:
        return problem("{when} has gone by. Please correct the time.", when=datetime.fromisoformat(at)).about("time")
    if at and by and datetime.fromisoformat(by) > datetime.fromisoformat(at):
        return problem("The answer would be due after the event begins. Please correct one of the two.").about(
            "reply_by", "time"
        )
    if by and datetime.fromisoformat(by) <= situation.now:
        return problem("{when} has gone by. Please correct the time.", when=datetime.fromisoformat(by)).about(
            "reply_by"
        )
    return None


NEW_EVENT = Form(
    "event",
    "New event",
    (
        KIND, HEARING, TITLE_FIELD, TIME, PLACE_FIELD, ORGANISER, GROUPS_FIELD, _AUDIENCE["scope"],
        _AUDIENCE["branches"], _AUDIENCE["kinds"], _AUDIENCE["agencies"], _AUDIENCE["only_kinds"],
        _AUDIENCE["besides"], _AUDIENCE["lacking"], _AUDIENCE["circular"], _AUDIENCE["rate"], _AUDIENCE["without"],
        _AUDIENCE["without_people"],
        LEAD, COURT, LENGTH, REPLY_BY, QUOTA, AGENCY_QUOTA, SIGN_IN, NOTE_FIELD, MATERIAL,
    ),
    check=_check,
    confirm="Send the invitations",
)  # fmt: skip

EDITS: dict[str, Form] = {
    "time": Form("event.time", "Move the event", (Field("time", TIME.prompt, "Time", read_time, show=shown_time),)),
    "place": Form("event.place", "Another place", (Field("place", PLACE_FIELD.prompt, "Place", _line(PLACE)),)),
    "title": Form("event.title", "Another title", (TITLE_FIELD,)),
    "seats": Form(
        "event.seats",
        "Seats",
        (
            Field("quota", QUOTA.prompt, "Seats", read_count, optional=True),
            Field("agency_quota", AGENCY_QUOTA.prompt, "Seats per agency", read_count, optional=True),
        ),
    ),
    "reply": Form(
        "event.reply",
        "Reply by",
        (Field("reply_by", "By when do you want an answer?", "Reply by", _read_reply_by, show=shown_time),),
    ),
    "note": Form("event.note", "Note", (Field("note", NOTE_FIELD.prompt, "Note", _text(NOTE), optional=True),)),
    "sign": Form("event.sign", "Sign-in", (Field("sign_in", SIGN_IN.prompt, "Sign-in", None, SIGN_IN.choices),)),
    "files": Form("event.files", "Material", (Field("material", MATERIAL.prompt, "Material", None, files=True),)),
}
"""What can be changed of an event, each by a form of its own."""

CANCEL = Form("event.cancel", "Cancel the event", (REASON_FIELD,), confirm="Cancel it and tell everybody")
DECLINE = Form(
    "event.decline",
    "Not coming",
    (
        Field(
            "reason",
            "Why can you not come? Press a reason or write it.",
            "Reason",
            read=_line(REASON),
            choices=tuple(
                Choice(words, words, translated=True)
                for words in ("a hearing at that time", "away on duty", "on leave", "ill")
            ),
        ),
    ),
    confirm="Send the answer",
)
SEND_SOMEBODY = Form(
    "event.send",
    "Somebody comes in your place",
    (
        Field(
            "person",
            "Who comes? Press a colleague, or write the name and post of somebody who is not listed.",
            "Comes instead",
            read=_line(60),
        ),
    ),
    confirm="Send the answer",
)
TEAM = Form(
    "event.team",
    "Answer for your agency",
    (
        Field("coming", "Who comes? Tick the names.", "Coming", read=None, many=True, optional=True),
        Field("declined", "Who cannot come? Tick the names.", "Not coming", read=None, many=True, optional=True),
        Field(
            "reason",
            "Why can they not come?",
            "Reason",
            read=_line(REASON),
            wanted=lambda values: bool(values.get("declined")),
        ),
    ),
    confirm="Send the answers",
)
RATINGS: tuple[str, ...] = ("poor", "fair", "good", "very good")
"""Of 1 to 4."""
FEEDBACK = Form(
    "event.feedback",
    "Feedback",
    (
        Field(
            "rating",
            "How useful was it?",
            "Useful",
            read=None,
            choices=tuple(Choice(str(n), words, translated=True) for n, words in reversed([*enumerate(RATINGS, 1)])),
        ),
        Field("remark", "What should be different next time?", "Remark", read=_text(500), optional=True),
    ),
    confirm="Send",
)
_LATE_BY = re.compile(r"(?:迟到|晚到)?\s*([^\s:：点]+?)\s*(?:分钟|分|minutes?|min|′)?\s*(?:late)?", re.IGNORECASE)
ON_TIME, LATE = "0", "late"
"""Answers to when somebody came: in time, and late at a time that nobody knows; else minutes after the start."""
BEGAN = "began"
"""In the values of `ARRIVED`: when the event began, as ISO text (local)."""


def _read_arrival(text: str, situation: Situation) -> Any:
    """Minutes after the start (12, 十二分钟), or the time of day (9:42, 九点四十二)."""
    said = clean_line(text)
    bare = _LATE_BY.fullmatch(said)
    minutes = parse_numeral(bare[1]) if bare else None
    if minutes is None and BEGAN in situation.values:
        began = datetime.fromisoformat(situation.values[BEGAN])
        # As read on the day before: of a time to come, for that reader takes no other.
        found = read_moment(f"{began:%Y-%m-%d} {said}", began - timedelta(days=1), situation.zone)
        at = None if isinstance(found, Problem) else found.instant(situation.zone)
        minutes = None if at is None else int((at - began).total_seconds() // 60)
    if minutes is None or minutes > MOST_LATE:
        words = "I cannot read “{text}”. Write minutes, such as 20, or the time, such as 9:50."
        return problem(words, text=shown(text))
    return str(max(minutes, 0))


MOST_LATE = 24 * 60
ARRIVED = Form(
    "event.arrived",
    "When somebody came",
    (
        Field(
            "minutes",
            "When did he or she come? Press, or write minutes after the start, or the time.",
            "Came",
            read=_read_arrival,
        ),
    ),
    confirm="Put on the list",
    at_once=True,
)
RECORD = Form(
    "event.record",
    "Record of the event",
    (
        Field("summary", "What was done? A few sentences for the record.", "Summary", read=_text(SUMMARY)),
        Field(
            "photos",
            "Please send photos or papers of the event one by one, then press Done.",
            "Photos",
            read=None,
            files=True,
            optional=True,
        ),
    ),
    confirm="Keep it",
)

_KINDS: tuple[tuple[str, EventKind], ...] = (
    (r"(?:业务)?培训|training", EventKind.TRAINING),
    (r"(?:庭审)?观摩|(?:trial )?observation", EventKind.OBSERVATION),
    (r"旁听|sitting.in", EventKind.SITTING_IN),
    (r"(?:府院)?(?:联席)?会议|(?:joint )?meeting", EventKind.JOINT_MEETING),
)
_PLACE_END = r"(?:会议室|审判庭|法庭|礼堂|报告厅|多功能厅|培训室|教室|中心|办公楼|大楼|党校|法院|厅|楼)"
_PLACE = re.compile(rf"[^\s,，;；]*{_PLACE_END}(?:[一二三四五六七八九十\d]+(?:号|楼|层|室)?)?", re.IGNORECASE)
_LABELLED = re.compile(r"(?:地点|在|place)\s*[::：]\s*([^\s,，;；]+)", re.IGNORECASE)
_LINE_LIMIT = 400


def read_event(text: str, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """What one line says of an event: kind, time, place, title. What is unclear is left out, and asked for."""
    line = clean_line(text)[:_LINE_LIMIT]
    values: dict[str, Any] = {}
    local = now.astimezone(zone)
    found = find_moments(line, local.date())
    if len(found) == 1:
        moment = judge(found[0], local)
        if isinstance(moment, LocalMoment):
            values["time"] = moment.instant(zone).isoformat()
            line = f"{line[: found[0].start]} {line[found[0].end :]}"
    head = line.split(maxsplit=1)[0] if line.split() else ""
    for pattern, kind in _KINDS:
        if re.fullmatch(pattern, head, re.IGNORECASE):
            values["kind"], line = kind.value, line.split(maxsplit=1)[1] if len(line.split()) > 1 else ""
            break
        if "kind" not in values and re.search(pattern, line, re.IGNORECASE):
            values["kind"] = kind.value
    line = _take_place(line, values)
    title = re.sub(r"[\s,，;；。、]+", " ", line).strip(" 于在，,").removeprefix("召开")
    if 2 <= len(title) <= TITLE:
        values["title"] = title
    return values


def _take_place(line: str, values: dict[str, Any]) -> str:
    labelled = _LABELLED.search(line)
    if labelled:
        values["place"] = labelled[1][:PLACE]
        return line[: labelled.start()] + " " + line[labelled.end() :]
    quoted = re.sub(r"《[^》]*》", lambda m: "　" * len(m[0]), line)
    places = [m for m in _PLACE.finditer(quoted) if "　" not in m[0]]
    if len(places) == 1:
        place = places[0]
        values["place"] = line[place.start() : place.end()].lstrip("在于")[:PLACE]
        return line[: place.start()] + " " + line[place.end() :]
    return line


def length_of(values: Values) -> timedelta:
    minutes = values.get("length")
    return timedelta(minutes=int(minutes)) if minutes else USUAL_LENGTH
