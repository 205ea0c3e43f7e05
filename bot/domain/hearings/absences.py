"""Absences: what bears out the reason that was given, and what is told of one without a valid reason. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.hearings.hearings import DutyLine
from bot.domain.law.explanations import Named, Step


@dataclass(frozen=True, slots=True)
class Pursued:
    """What one text provides for it: measures in Chinese and English, and where that stands."""

    measures: tuple[tuple[str, str], ...]
    source: Named


@dataclass(frozen=True, slots=True)
class UnexcusedView:
    """Why it counts so, what it has started, and what may be done: `pursued` are candidates, a person decides."""

    reasons: tuple[Step, ...] = ()
    started: tuple[DutyLine, ...] = ()
    pursued: tuple[Pursued, ...] = ()


PROVEN = ("sealed", "signed")
"""What proof of the reason must be: sealed by the agency, or signed by its principal leader."""


def has_file(told: Mapping[str, Any]) -> bool:
    return int(told.get("files") or 0) > 0


def is_borne_out(told: Mapping[str, Any]) -> bool:
    """Whether seal or signature are more than a claim: a file shows them, or the principal has said so in person."""
    claimed = told.get("proof")
    return claimed in PROVEN and (has_file(told) or (claimed == "signed" and bool(told.get("signed_by"))))


def proof_facts(told: Mapping[str, Any]) -> dict[str, bool]:
    """What the law asks of the proof (C5). Only a file is proof.

    What could not be given before the hearing, as it happened only then, counts where the court accepts it.
    """
    in_time = not told.get("given_late") or told.get("court_view") == "accepted"
    return {
        "proof_given": has_file(told),
        "proof_sealed_or_signed": is_borne_out(told),
        "given_before_hearing": has_file(told) and in_time,
    }
