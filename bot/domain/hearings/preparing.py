"""What is got ready before a hearing: the first of its three stages (三门峡 2025 一（二）)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

ITEMS: dict[str, str] = {
    "identity": "identity certificate with seal",
    "proxy": "power of attorney",
    "outline": "speaking outline for the leader",
}
"""By the code that is kept, in the order in which they are listed; the words are message ids."""
PAPERS = frozenset({"identity", "proxy"})
"""What must be handed to the court: both together are "the papers"."""
OF_STAFF = ("proxy",)
"""What is left of it where no leader comes."""

_PREPARED = "prepared"


def prepared_of(facts: Mapping[str, Any]) -> frozenset[str]:
    """What is ready, by the facts of an appearance."""
    said = {str(one) for one in facts.get(_PREPARED) or ()} & set(ITEMS)
    return frozenset(said | PAPERS if facts.get("ready") else said)


def are_papers_ready(prepared: Collection[str]) -> bool:
    """Whether what must be handed to the court is ready."""
    return set(prepared) >= PAPERS


def with_prepared(facts: Mapping[str, Any], items: frozenset[str]) -> dict[str, Any]:
    """The facts with exactly this ready."""
    ready = {"ready": items >= PAPERS} if facts.get("ready") or items >= PAPERS else {}
    return {**facts, _PREPARED: [one for one in ITEMS if one in items], **ready}
