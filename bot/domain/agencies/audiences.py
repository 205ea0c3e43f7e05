"""Whom a circular or an event is for: a query out of building blocks, stored as it is, resolved when it is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.agencies.agencies import KIND_NAMES
from bot.domain.agencies.people_forms import ROLE_NAMES
from bot.domain.hall.forms import Choice, Field, Form, Situation, Values
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.terms import AgencyKind, Role
from bot.domain.reading.cleaning import clean_line, shown
from bot.domain.reading.numerals import parse_numeral

DEFAULT_ROLES = (Role.LIAISON,)
"""Where nobody says which role: the liaison officers (the deputy where an agency has no liaison)."""
LACKING_NAMES: dict[str, str] = {
    "no_answer": "have not answered a circular",
    "low_rate": "attendance rate below a figure",
    "no_principal": "no appearance of the principal this year",
    "no_event": "no event of their own this year",
}
"""Message ids of the predicates "those who have not …"; the house's wiring says which there are."""
CHOSEN_VALUE = frozenset({"no_answer", "low_rate"})
"""Predicates that need a value: the circular's number, the rate in percent."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """One predicate with its value: the id of a circular, a rate in percent, else 0."""

    name: str
    value: int = 0


@dataclass(frozen=True, slots=True)
class Audience:
    """Agencies of the branches and of the kinds, and those named one by one, less the exceptions; then people by role.

    Empty `branches` and `agencies` stand for everything the sender may write to; empty `kinds` for all kinds. An
    agency named one by one belongs to it whatever its kind.
    """

    branches: tuple[int, ...] = ()
    kinds: tuple[AgencyKind, ...] = ()
    roles: tuple[Role, ...] = DEFAULT_ROLES
    agencies: tuple[int, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    without_agencies: tuple[int, ...] = ()
    """With everything below them."""
    without_people: tuple[int, ...] = ()
    recipients_of: int = 0
    """A circular: exactly those who got it (a correction goes to them)."""
    delivered_only: bool = False
    """Of `recipients_of`, those whom it reached."""
    also: tuple[Audience, ...] = ()
    """Further ones, each by itself: recipients that were added afterwards."""

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, leaving out what is empty."""
        data: dict[str, Any] = {
            "branches": list(self.branches),
            "kinds": [kind.value for kind in self.kinds],
            "roles": [role.value for role in self.roles],
            "agencies": list(self.agencies),
            "lacking": [[one.name, one.value] for one in self.lacking],
            "without_agencies": list(self.without_agencies),
            "without_people": list(self.without_people),
            "recipients_of": self.recipients_of,
            "delivered_only": self.delivered_only,
            "also": [one.to_json() for one in self.also],
        }
        return {key: value for key, value in data.items() if value}

    def passed(self, old: int, heirs: tuple[int, ...]) -> Audience:
        """Where an agency is named that is no more, its successors are."""

        def now(ids: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(dict.fromkeys(new for one in ids for new in (heirs if one == old else (one,))))

        return replace(
            self,
            branches=now(self.branches),
            agencies=now(self.agencies),
            without_agencies=now(self.without_agencies),
            also=tuple(one.passed(old, heirs) for one in self.also),
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Audience:
        """The inverse of `to_json`."""
        return cls(
            branches=_ids(data.get("branches")),
            kinds=tuple(AgencyKind(kind) for kind in data.get("kinds", ())),
            roles=tuple(Role(role) for role in data.get("roles", ())) or DEFAULT_ROLES,
            agencies=_ids(data.get("agencies")),
            lacking=tuple(Lacking(str(name), int(value)) for name, value in data.get("lacking", ())),
            without_agencies=_ids(data.get("without_agencies")),
            without_people=_ids(data.get("without_people")),
            recipients_of=int(data.get("recipients_of", 0)),
            delivered_only=bool(data.get("delivered_only")),
            also=tuple(cls.from_json(one) for one in data.get("also", ())),
        )


def _ids(values: Iterable[Any] | None) -> tuple[int, ...]:
    return tuple(int(value) for value in values or ())


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person, by the first of the appointments that fit."""

    person_id: int
    name: str
    agency_id: int
    agency: str
    role: Role
    unreachable: bool = False
    """Never came to the bot, or left it."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom an audience names now: every person once, in the order of the tree."""

    people: tuple[Recipient, ...] = ()
    agencies_without_anybody: tuple[tuple[int, str], ...] = ()
    """(id, short name) of agencies that belong to it and where nobody holds one of the roles."""

    @property
    def unreachable(self) -> tuple[Recipient, ...]:
        return tuple(one for one in self.people if one.unreachable)

    @property
    def agencies(self) -> int:
        """How many agencies somebody is written to in."""
        return len(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """Short names of these agencies, in the order of the tree."""
        return tuple({one.agency_id: one.agency for one in self.people}.values())


@dataclass(frozen=True, slots=True)
class Share:
    """How many come by one choice: a branch, a kind of agency, an agency by name (`block`, as the form calls it)."""

    block: str
    label: str
    """A name; of a kind, its message id."""
    agencies: int
    people: int


@dataclass(frozen=True, slots=True)
class Named:
    """An audience in words: the names of what it is built from, for views."""

    audience: Audience
    branches: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    lacking: tuple[tuple[str, str], ...] = field(default=())
    """(message id of the predicate, its value in words or empty)."""
    recipients_of: str = ""
    without_people: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()
    also: tuple[Named, ...] = ()


# -- the form, for whatever needs an audience ----------------------------------------------------------------------


def _read_rate(text: str, _: Situation) -> int | Problem:
    number = parse_numeral(clean_line(text).removesuffix("%").removesuffix("％").removeprefix("百分之").strip())
    if number is not None and 1 <= number <= 100:
        return number
    return problem("“{text}” is not a rate. Please write a whole number from 1 to 100, as 90.", text=shown(text))


def _ticked(name: str) -> Any:
    return lambda values: name in (values.get("lacking") or ())


_KINDS = tuple(Choice(kind.value, name, translated=True) for kind, name in KIND_NAMES.items())
_ROLES = tuple(Choice(role.value, name, translated=True) for role, name in ROLE_NAMES.items())

ALL, KINDS, BRANCHES, ONES, LIKE = "all", "kinds", "branches", "agencies", "like"
"""How recipients are chosen: everybody, by kind of agency, by branch, by name, as those of an earlier circular."""
SCOPES: dict[str, str] = {KINDS: "By kind", BRANCHES: "By branch", ONES: "By name", LIKE: "As an earlier one"}
"""Message ids of the ways that narrow it; everybody is a button that says how many that are."""


def _by(*scopes: str) -> Any:
    return lambda values: values.get("scope") in scopes


FIELDS: tuple[Field, ...] = (
    Field(
        "scope",
        "Who shall get it? Press a button, or write part of an agency's name.",
        "Recipients",
        read=None,
        show=lambda value, tr: tr(SCOPES.get(str(value), "all of yours")),
    ),
    Field(
        "branches",
        "Which branches of the tree? Everything below an agency belongs to its branch.",
        "Branches",
        read=None,
        many=True,
        wanted=_by(BRANCHES),
    ),
    Field("kinds", "Which kinds of agency?", "Kinds", None, _KINDS, many=True, wanted=_by(KINDS)),
    Field(
        "agencies",
        "Which agencies? Tick them, or write part of a name.",
        "Agencies chosen",
        read=None,
        many=True,
        wanted=_by(ONES),
    ),
    Field("like", "Those of which circular?", "As for", read=None, wanted=_by(LIKE)),
    Field(
        "roles",
        "People in which roles?",
        "Roles",
        None,
        _ROLES,
        many=True,
        wanted=lambda values: values.get("scope") != LIKE,
    ),
    Field(
        "only_kinds",
        "Only which kinds of agency? None ticked: all.",
        "Only kinds",
        None,
        _KINDS,
        many=True,
        optional=True,
        later=True,
        wanted=_by(BRANCHES),
    ),
    Field(
        "besides",
        "Which single agencies besides?",
        "Single agencies",
        read=None,
        many=True,
        optional=True,
        later=True,
        wanted=_by(KINDS, BRANCHES),
    ),
    Field(
        "lacking",
        "Only those who lack something? None ticked: no such limit.",
        "Only those who",
        read=None,
        many=True,
        optional=True,
        later=True,
    ),
    Field(
        "circular",
        "Which circular have they not answered?",
        "Circular",
        read=None,
        wanted=_ticked("no_answer"),
    ),
    Field("rate", "Below which attendance rate, in percent?", "Rate (%)", _read_rate, wanted=_ticked("low_rate")),
    Field(
        "without",
        "Which agencies are left out, with everything below them?",
        "Left out",
        read=None,
        many=True,
        optional=True,
        later=True,
    ),
    Field(
        "without_people",
        "Which people are left out?",
        "People left out",
        read=None,
        many=True,
        optional=True,
        later=True,
    ),
)
"""The building blocks as fields of a form; `scope` takes its choices from the view, `branches`, `agencies`, `besides`,
`like`, `lacking`, `circular` and `without` theirs from `bot.services.agencies.audiences.choices`, `without_people` from
`people_choices` there."""

FORM = Form("audience", "Recipients", FIELDS, confirm="Take these")


def from_values(values: Values) -> Audience:
    """The audience that a filled form describes."""
    known = {"no_answer": values.get("circular"), "low_rate": values.get("rate")}
    kinds = [*(values.get("kinds") or ()), *(values.get("only_kinds") or ())]
    return Audience(
        branches=_ids(values.get("branches")),
        kinds=tuple(AgencyKind(kind) for kind in kinds),
        roles=tuple(Role(role) for role in values.get("roles") or ()) or DEFAULT_ROLES,
        agencies=_ids([*(values.get("agencies") or ()), *(values.get("besides") or ())]),
        lacking=tuple(Lacking(name, int(known.get(name) or 0)) for name in values.get("lacking") or ()),
        without_agencies=_ids(values.get("without")),
        without_people=_ids(values.get("without_people")),
        recipients_of=int(values.get("like") or 0),
    )


def scope_of(audience: Audience) -> str:
    """By which of the ways an audience was chosen."""
    if audience.recipients_of:
        return LIKE
    if audience.branches:
        return BRANCHES
    return KINDS if audience.kinds else ONES if audience.agencies else ALL


def is_chosen(values: Values) -> bool:
    """Whether a filled form names anybody yet."""
    scope = str(values.get("scope") or "")
    return scope == ALL or bool(values.get(scope))


def to_values(audience: Audience) -> dict[str, Any]:
    """The form's values for an audience, so that it can be corrected."""
    scope = scope_of(audience)
    kinds, ones = [kind.value for kind in audience.kinds], [str(i) for i in audience.agencies]
    values: dict[str, Any] = {
        "scope": scope,
        **({"like": str(audience.recipients_of)} if scope == LIKE else {}),
        **({"branches": [str(i) for i in audience.branches], "only_kinds": kinds} if scope == BRANCHES else {}),
        **({"kinds": kinds} if scope == KINDS else {}),
        **({"agencies": ones} if scope == ONES else {"besides": ones} if ones else {}),
        "roles": [role.value for role in audience.roles],
        "lacking": [one.name for one in audience.lacking],
        "without": [str(i) for i in audience.without_agencies],
        "without_people": [str(i) for i in audience.without_people],
    }
    for one in audience.lacking:
        if one.name in CHOSEN_VALUE:
            values["circular" if one.name == "no_answer" else "rate"] = (
                str(one.value) if one.name == "no_answer" else one.value
            )
    return values
