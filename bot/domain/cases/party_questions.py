"""What the rule books leave open about an agency of a case, and what was answered. Pure values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.law.explanations import Step


@dataclass(frozen=True, slots=True)
class PartyQuestion:
    """What the rule books ask about one agency and nobody has said; `about` is its short name."""

    agency_id: int
    about: str
    fact: str
    sentence: Step
    answers: tuple[str, ...]
    may_answer: bool = False


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """What somebody has answered about one agency, as a plain value of the fact."""

    agency_id: int
    about: str
    fact: str
    value: str
    may_take_back: bool = False
