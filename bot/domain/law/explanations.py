"""The reasons for a date, as ordered steps; words are put to them in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class Translate(Protocol):
    """What puts an English message id and its values into a language (`bot.texts.Translator` does)."""

    @property
    def chinese(self) -> bool:
        """Whether the language is Chinese: titles and names in data come in both."""
        ...

    def __call__(self, msgid: str, /, **params: object) -> str:
        """Return the sentence with its values filled in."""
        ...


@dataclass(frozen=True, slots=True)
class Label:
    """A value that is itself a message id: the name of a holiday or of an event."""

    msgid: str


@dataclass(frozen=True, slots=True)
class Named:
    """A value that data gives in both languages: the title of a rule."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation: a code of MESSAGES and its values, dates as dates."""

    code: str
    params: tuple[tuple[str, object], ...] = ()

    def value(self, name: str) -> object:
        """Return one value. Raises KeyError when the step has none of that name."""
        return dict(self.params)[name]


def step(code: str, **params: object) -> Step:
    """Return a step; `code` must be one of MESSAGES."""
    return Step(code, tuple(params.items()))


#: code -> English message id. The last step of a count always carries the legal last day as `date`.
MESSAGES: dict[str, str] = {
    "from_excluded": "{event}: {date}; that day is not counted.",
    "from_included": "{event}: {date}; that day is counted.",
    "from": "{event}: {date}.",
    "back_excluded": "{event}: {date}; counted backwards from the day before.",
    "calendar_day": "Day {n} is {date}.",
    "working_day": "Working day {n} is {date}.",
    "calendar_day_back": "Day {n} before is {date}.",
    "working_day_back": "Working day {n} before is {date}.",
    "month": "Counting {n} in months, the corresponding day is {date}.",
    "year": "Counting {n} in years, the corresponding day is {date}.",
    "fixed": "The text names the day: {date}.",
    "fixed_default": "The text names no day; this system takes {date}.",
    "own_date": "The document itself names the day: {date}.",
    "own_days": "The document's own term of {n} days ends on {date}.",
    "own_months": "The document's own term, counted in months ({n}), ends on {date}.",
    "own_cap": "The document's own term ends earlier, on {date}, and comes first.",
    "period_last_working": "The last working day of the period is {date}.",
    "anchored": "Counted from the last day of the statutory term, {date}.",
    "floor": "This would lie before the trigger, so it is {date}.",
    "off_weekend": "{date} is a weekend day off.",
    "off_holiday": "{date} is a day off ({holiday}).",
    "make_up": "{date} is a make-up working day, so the last day does not move.",
    "aim": "Please aim at {date}, the last working day before that.",
    "aim_no_roll_text": "The text does not speak of moving a last day, so please aim at {date}.",
    "no_working_day_left": "No working day remains before it, so the day to aim at is the last day itself.",
    "default_number": "The number is this system's default, not the text's.",
    "provisional": "No holiday notice for {year} is at hand; this is provisional.",
    "last_rolled": "The last day moves to the next working day, {date}.",
    "last_rolled_back": "The last day moves to the working day before, {date}.",
    "last_by_analogy": "Counted as if the last day moved to a working day, it is {date}.",
    "last": "The last day is {date}.",
}


def render(steps: Iterable[Step], tr: Translate, messages: Mapping[str, str] = MESSAGES) -> list[str]:
    """Return the steps as sentences in the language of `tr`."""
    return [str(tr(messages[one.code], **_values(one, tr))) for one in steps]


def _values(one: Step, tr: Translate) -> dict[str, object]:
    return {name: _shown(value, tr) for name, value in one.params}


def _shown(value: object, tr: Translate) -> object:
    if isinstance(value, Label):
        return tr(value.msgid)
    if isinstance(value, Named):
        return value.zh if tr.chinese else value.en
    return value
