"""What is known of a hearing beside its case, its agencies, its time and place: one declaration for each field.

A field of `Details` is at once a property of the table's row, a question of the form that enters a hearing and of the
one that corrects it, a line of their previews, a value of the history, and a sentence on the card and in the reminders
that it names. Whoever adds one declares it here, gives the table its column, and translates its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from bot.domain.hall.forms import Choice, Field, Reader, Values
from bot.domain.reading.court_texts import says_online

YES_NO = (Choice("yes", "Yes", translated=True), Choice("no", "No", translated=True))


class Told(StrEnum):
    """Messages that can say a detail: the card with its questions, and the reminders."""

    CARD = "card"
    WEEK = "week"
    UNREADY = "unready"
    ALARM = "alarm"
    EVE = "eve"
    DAY = "day"


def _as_given(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Detail:
    """How one field is asked for, read and said. Texts are message ids."""

    prompt: str
    label: str
    says: Mapping[Any, str] = field(default_factory=dict)
    """The sentence for a value; for a value without one, `says_any`."""
    says_any: str = ""
    """The sentence for every other value but the default, with `{value}` in it; empty: nothing is said."""
    told: frozenset[Told] = frozenset({Told.CARD})
    """Which messages say it."""
    choices: tuple[Choice, ...] = ()
    read: Reader | None = None
    """Reads what was typed; None where only the buttons answer."""
    taken: Callable[[Any], Any] = _as_given
    """From the form's value to the value that is kept."""

    def asked(self, name: str, *, later: bool) -> Field:
        """The field in a form; what is typed may be skipped, and then stays as it is."""
        return Field(
            name,
            self.prompt,
            self.label,
            self.read,
            self.choices,
            optional=self.read is not None,
            later=later,
            blank="" if later or self.read is None else "unchanged",
        )


def _detail(default: Any, detail: Detail) -> Any:
    return field(default=default, metadata={"detail": detail})


@dataclass(frozen=True, slots=True)
class Details:
    """The details of one hearing; each default is what holds where nobody has said anything."""

    session: str = _detail(
        "hearing",
        Detail(
            "What is held?",
            "What is held",
            says={
                "pretrial_conference": "This is a pre-trial conference; no leader need appear.",
                "evidence_exchange": "This is an exchange of evidence; no leader need appear.",
                "inquiry": "This is an inquiry; no leader need appear.",
                "talk": "This is a talk at the court; no leader need appear.",
                "pronouncement": "Judgment is pronounced; no leader need appear.",
            },
            choices=(
                Choice("hearing", "a hearing", translated=True),
                Choice("pretrial_conference", "a pre-trial conference", translated=True),
                Choice("evidence_exchange", "an exchange of evidence", translated=True),
                Choice("inquiry", "an inquiry", translated=True),
                Choice("talk", "a talk at the court", translated=True),
                Choice("pronouncement", "pronouncement of judgment", translated=True),
            ),
        ),
    )
    online: bool = _detail(
        # Said with the place, wherever that is said.
        False,
        Detail("Is it held online?", "Online", choices=YES_NO, taken=lambda value: value == "yes"),
    )
    closed: bool = _detail(
        False,
        Detail(
            "Is it closed to the public?",
            "Closed to the public",
            says={True: "Not open to the public."},
            choices=YES_NO,
            taken=lambda value: value == "yes",
        ),
    )


DETAILS: Mapping[str, Detail] = {one.name: one.metadata["detail"] for one in fields(Details)}


def entered() -> tuple[Field, ...]:
    """The fields in the form that enters a hearing: not asked in turn, but offered in its preview."""
    return tuple(detail.asked(name, later=True) for name, detail in DETAILS.items())


def corrected() -> tuple[Field, ...]:
    """The fields in the form that puts an entry right, asked one by one."""
    return tuple(detail.asked(name, later=False) for name, detail in DETAILS.items())


def given(values: Values) -> dict[str, Any]:
    """The details that the values of a form hold, by name, as they are kept; what was left open is not among them."""
    return {name: detail.taken(values[name]) for name, detail in DETAILS.items() if values.get(name)}


def moved_to(was: tuple[str, bool], place: str | None, *, online: bool) -> tuple[str, bool]:
    """Place, and whether it is held online, once a hearing was moved: to a `place`, or `online` without one; with
    neither, only the time is another."""
    if place is not None:
        return place[:120], online or says_online(place)
    return ("", True) if online else was


def as_entered(details: Details) -> dict[str, str]:
    """The values of the form that details were given by; what nobody has said is not among them."""
    found: dict[str, str] = {}
    for one in fields(details):
        value, detail = getattr(details, one.name), DETAILS[one.name]
        if value != one.default:
            chosen = (choice.value for choice in detail.choices if detail.taken(choice.value) == value)
            found[one.name] = next(chosen, str(value))
    return found


def sentences(details: Details, told: Told) -> list[tuple[str, Any]]:
    """What such a message says of the details: message ids, each with its value."""
    said = []
    for one in fields(details):
        detail, value = DETAILS[one.name], getattr(details, one.name)
        words = detail.says.get(value) or (detail.says_any if value != one.default else "")
        if words and told in detail.told:
            said.append((words, value))
    return said
