"""A decision as it is kept with an appearance: what it rests on, what a card says of it, what is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.law.appearing import Decision, Reason, Required
from bot.domain.law.explanations import Named

#: Reasons that a card names, by how strongly a leader is required; the others stand under "Why?".
_ALWAYS = frozenset({"called_again", "not_first_hearing"})
_OWED = _ALWAYS | {"principal", "hard"}
_FREE = frozenset(
    {
        "instance_done",
        "exempt_rule",
        "third_party_free",
        "co_court_other",
        "co_agreed_other",
        "co_original_other",
        "register_only",
        "no_trial",
    }
)


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason on a card: its code, and the title and place of the rule behind it, where there is one."""

    code: str
    zh: str = ""
    en: str = ""
    cite: str = ""
    cite_en: str = ""
    """Empty where the verdict was kept before books had English titles."""


def kept(decision: Decision) -> dict[str, Any]:
    """The decision as plain JSON."""
    return {
        # By the hearing's day the rules are chosen, whatever they ask.
        "facts": sorted(decision.rests_on | {"hearing_on"}),
        "why": [list(one) for one in dict.fromkeys(_grounds(decision))],
        "asks": [one.code for one in decision.questions],
        "principal": decision.principal,
    }


def _grounds(decision: Decision) -> list[tuple[str, ...]]:
    wanted = _FREE if decision.required is Required.NONE else _OWED
    return [_plain(one) for one in decision.reasons if one.sentence.code in wanted]


def _plain(reason: Reason) -> tuple[str, ...]:
    title = dict(reason.sentence.params).get("title")
    zh, en = (title.zh, title.en) if isinstance(title, Named) else ("", "")
    rule = reason.rule
    return reason.sentence.code, zh, en, *((rule.source.zh, rule.source.en) if rule else ("", ""))


def grounds(stored: Mapping[str, Any]) -> tuple[Ground, ...]:
    """The reasons that a card names."""
    return tuple(Ground(*one) for one in stored.get("why") or ())


def depends(stored: Mapping[str, Any], facts: frozenset[str]) -> bool:
    """Whether the decision may be another one now that these facts changed; one kept without its facts always may."""
    known = stored.get("facts")
    return known is None or not facts.isdisjoint(known)
