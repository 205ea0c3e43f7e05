"""The forms about people: adding, correcting, appointing, inviting, ending, handing over."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.hall.forms import Choice, Field, Form, Situation, Values
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.terms import LEADERS, Role
from bot.domain.reading.cleaning import read_line, read_person_name, read_phone
from bot.domain.reading.dates import read_date

POST_LENGTH = 60
MATTERS_LENGTH = 200
ROLE_NAMES: dict[Role, str] = {
    Role.PRINCIPAL: "principal leader",
    Role.LEADER: "leader",
    Role.LIAISON: "liaison officer",
    Role.DEPUTY_LIAISON: "deputy liaison officer",
    Role.COORDINATOR: "coordinator",
    Role.ASSESSOR: "assessor",
    Role.CASE_HANDLER: "case handler",
    Role.LEGAL_STAFF: "legal staff",
    Role.ENFORCEMENT_STAFF: "enforcement staff",
    Role.COURT_CONTACT: "court contact",
    Role.OBSERVER: "observer",
}
"""Message ids of the roles that are held in an agency, in the order in which lists show them."""


def day_to_come(text: str, situation: Situation) -> Any:
    """A date from today on, as ISO text."""
    return _iso(read_date(text, situation.today, past=False, future=True))


def any_day(text: str, situation: Situation) -> Any:
    """A date on either side of today, as ISO text."""
    return _iso(read_date(text, situation.today, past=True, future=True))


def _iso(found: date | Problem) -> str | Problem:
    return found if isinstance(found, Problem) else found.isoformat()


def shown_day(value: Any, _: Any) -> object:
    return date.fromisoformat(value)


def _line(limit: int) -> Any:
    return lambda text, _: read_line(text, limit=limit)


def _leads(values: Values) -> bool:
    return values.get("role") in {role.value for role in LEADERS}


def _observes(values: Values) -> bool:
    return values.get("role") == Role.OBSERVER.value


_ROLES = tuple(Choice(role.value, name, translated=True) for role, name in ROLE_NAMES.items())
_NAME = Field("name", "What is the person's name?", "Person's name", read=lambda text, _: read_person_name(text))
_PHONE = Field("phone", "Which telephone number?", "Telephone", read=lambda text, _: read_phone(text), optional=True)
_ROLE = Field("role", "Which role?", "Role", read=None, choices=_ROLES)
_POST = Field("post", "Which post, as deputy director?", "Post", read=_line(POST_LENGTH), optional=True)
_MATTERS = Field(
    "in_charge_of",
    "In charge of which matters?",
    "In charge of",
    read=_line(MATTERS_LENGTH),
    optional=True,
    wanted=_leads,
)
_UNTIL = Field(
    "until", "Until which day may the observer look?", "Until", read=day_to_come, show=shown_day, wanted=_observes
)

ADD_PERSON = Form("person", "Add a person", (_NAME, _PHONE, _ROLE, _POST, _MATTERS, _UNTIL), confirm="Add")
APPOINT = Form(
    "person.appoint",
    "Another appointment",
    (
        Field("agency", "In which agency?", "Agency", read=None),
        _ROLE,
        _POST,
        _MATTERS,
        _UNTIL,
    ),
    confirm="Appoint",
)
EDIT_PERSON = Form("person.edit", "Correct name and telephone", (_NAME, _PHONE))
EDIT_POST = Form("person.post", "Correct the post", (_POST, _MATTERS))
END = Form(
    "person.end",
    "End an appointment",
    (
        Field(
            "last_day",
            "Which is the last day in office? (The person keeps the role on that day.)",
            "Last day",
            read=any_day,
            show=shown_day,
        ),
    ),
    confirm="End it",
)
HAND_OVER = Form(
    "person.hand",
    "Hand over open work",
    (Field("to", "Who takes the open work over?", "Who takes over", read=None),),
    confirm="Hand over",
)


def _named_observer(situation: Situation) -> Problem | None:
    if _observes(situation.values) and not situation.values.get("name"):
        return problem("An observer is invited by name: please fill in the name.").about("name")
    return None


INVITE = Form(
    "invite",
    "Invite somebody",
    (
        Field("agency", "For which agency?", "Agency", read=None),
        _ROLE,
        Field(
            "name",
            "Who is it? Skip, and the name is taken from Telegram.",
            "Person's name",
            read=lambda text, _: read_person_name(text),
            optional=True,
        ),
        Field(
            "phone",
            "Which telephone number? It is verified when the person registers.",
            "Telephone",
            read=lambda text, _: read_phone(text),
            optional=True,
            wanted=lambda values: bool(values.get("name", "?")),
        ),
        Field(
            "post",
            "Which post, as deputy director?",
            "Post",
            read=_line(POST_LENGTH),
            optional=True,
            wanted=lambda values: bool(values.get("name", "?")),
        ),
        _UNTIL,
    ),
    check=_named_observer,
    confirm="Create the invitation",
)
