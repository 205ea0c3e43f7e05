"""The forms of circulars: the head, the time, the reason for giving one back, and what recipients answer."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from bot.domain.circulars.circulars import REPLY_NAMES
from bot.domain.hall.forms import Choice, Field, Form, Situation, Values
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.terms import ReplyWanted
from bot.domain.reading.cleaning import read_line, read_text
from bot.domain.reading.dates import read_moment

TITLE_LENGTH = 200
NUMBER_LENGTH = 60
SIGNER_LENGTH = 120
ANSWER_LENGTH = 2000
END_OF_WORK = time(17, 30)
"""Where a term is a day without a time (local)."""
NOW, NEXT_DAY = "now", "next"
AGENCY, EACH = "agency", "each"
"""Who answers: one of each agency is enough, or everybody is asked."""


def _line(limit: int) -> Any:
    return lambda text, _: read_line(text, limit=limit)


def read_term(text: str, situation: Situation) -> str | Problem:
    """A day, or a day and a time, to come; as ISO text in UTC. A day alone means its 17:30."""
    found = read_moment(text, situation.now, situation.zone)
    if isinstance(found, Problem):
        if not found.msgid.startswith("I read the day"):
            return found
        instant = datetime.combine(found.params["date"], END_OF_WORK, situation.zone)  # type: ignore[arg-type]
        if instant <= situation.now:
            return problem("{date} {time} has gone by. Please write a time to come.", date=instant.date(), time="17:30")
    else:
        instant = found.instant(situation.zone)
    return instant.astimezone(UTC).isoformat()


def read_start(text: str, situation: Situation) -> str | Problem:
    """A day and a time to come, as ISO text in UTC."""
    found = read_moment(text, situation.now, situation.zone)
    return found if isinstance(found, Problem) else found.instant(situation.zone).astimezone(UTC).isoformat()


def _shown_instant(value: Any, tr: Any) -> object:
    return datetime.fromisoformat(value)


def _shown_start(value: Any, tr: Any) -> object:
    words = {NOW: "at once", NEXT_DAY: "next working day, 9:00"}
    return tr(words[value]) if value in words else datetime.fromisoformat(value)


def _wants_reply(values: Values) -> bool:
    return values.get("reply") not in (None, ReplyWanted.NOTHING.value)


def _wants_answer(values: Values) -> bool:
    return values.get("reply") in (ReplyWanted.ANSWER.value, ReplyWanted.FILE.value)


def _wants_receipt(values: Values) -> bool:
    return values.get("reply") == ReplyWanted.RECEIPT.value


_YES_NO = (Choice("no", "no", translated=True), Choice("yes", "yes", translated=True))

HEAD = Form(
    "circular.head",
    "Circular: title and reply",
    (
        Field("title", "What is its title? Press the proposed one, or write another.", "Title", _line(TITLE_LENGTH)),
        Field("number", "Does it have a document number?", "Document number", _line(NUMBER_LENGTH), optional=True),
        Field(
            "reply",
            "What shall the recipients send back?",
            "Reply",
            read=None,
            choices=tuple(Choice(kind.value, name, translated=True) for kind, name in REPLY_NAMES.items()),
        ),
        Field(
            "answer_by",
            "By when? For example Dec 4, or Dec 4 17:00.",
            "Reply by",
            read_term,
            show=_shown_instant,
            optional=True,
            wanted=_wants_reply,
        ),
        Field(
            "who",
            "Who of an agency replies?",
            "Who replies",
            None,
            (Choice(AGENCY, "one of each agency", translated=True), Choice(EACH, "everybody", translated=True)),
            wanted=_wants_answer,
            preset=lambda values: AGENCY,
        ),
        Field(
            "enough",
            "Is the receipt of one person of each agency enough?",
            "One receipt an agency",
            None,
            _YES_NO,
            wanted=_wants_receipt,
            later=True,
        ),
        Field("signed_by", "Who signs it?", "Signed by", _line(SIGNER_LENGTH)),
        Field(
            "protect",
            "Is it sensitive? Then it cannot be forwarded or saved, and does not go to groups.",
            "Sensitive",
            None,
            _YES_NO,
        ),
        Field(
            "absence",
            "Does it name an agency for an absence in court? Then a second coordinator must approve it.",
            "Names an absence",
            None,
            _YES_NO,
        ),
        Field(
            "urgent",
            "Shall it go out at night and on days off as well? Then a second coordinator must approve it.",
            "Urgent",
            None,
            _YES_NO,
            later=True,
        ),
    ),
)

WHEN = Form(
    "circular.when",
    "When shall it go out?",
    (
        Field(
            "at",
            "At once, or on which day and at what time? For example Dec 4 9:00.",
            "Time",
            read_start,
            (
                Choice(NOW, "at once", translated=True),
                Choice(NEXT_DAY, "next working day, 9:00", translated=True),
            ),
            show=_shown_start,
        ),
    ),
    confirm="Send",
)

GIVE_BACK = Form(
    "circular.back",
    "Give it back",
    (
        Field(
            "reason",
            "What must be changed before you approve it?",
            "Reason",
            lambda text, _: read_text(text, limit=500),
        ),
    ),
    confirm="Give it back",
)

ANSWER = Form(
    "circular.answer",
    "Answer to a circular",
    (Field("text", "What is your answer?", "Answer", lambda text, _: read_text(text, limit=ANSWER_LENGTH)),),
    confirm="Send the answer",
)

FILE = Form(
    "circular.file",
    "File for a circular",
    (
        Field("files", "Please send the file (at most 20 MB each), then press Done.", "Files", read=None, files=True),
        Field(
            "text",
            "Anything to add?",
            "Remark",
            lambda text, _: read_text(text, limit=ANSWER_LENGTH),
            optional=True,
        ),
    ),
    confirm="Send the answer",
)


def head_values(values: Values) -> dict[str, Any]:
    """What the filled form of the head sets on a circular."""
    wants = ReplyWanted(values["reply"])
    by = values.get("answer_by") if wants is not ReplyWanted.NOTHING else None
    return {
        "title": values.get("title") or "",
        "number": values.get("number") or "",
        "reply": wants,
        "answer_by": datetime.fromisoformat(by) if by else None,
        "one_answer": _one_answer(wants, values),
        "signed_by": values.get("signed_by") or "",
        "protect": values.get("protect") == "yes",
        "names_absence": values.get("absence") == "yes",
        "urgent": values.get("urgent") == "yes",
    }


def _one_answer(wants: ReplyWanted, values: Values) -> bool:
    """Whether one of each agency is enough: as a rule for answers and files, not for receipts."""
    if wants is ReplyWanted.RECEIPT:
        return values.get("enough") == "yes"
    return wants is not ReplyWanted.NOTHING and values.get("who", AGENCY) == AGENCY
