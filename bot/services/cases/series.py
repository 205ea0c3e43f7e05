"""Papers in several cases that came alike: recorded in one go, and said in one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.cases.cases import CaseView
from bot.domain.cases.topics import SERIES, OfCases
from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, to_audience
from bot.services.cases import cards, papers
from bot.services.cases.papers import Envelope, Recorded
from bot.services.hall.desk import Desk
from bot.services.post import outbox


def record(desk: Desk, envelope: Envelope, numbers: Sequence[str]) -> list[Recorded]:
    """The same papers in each of the cases, all or none; everybody concerned hears of them in one message.

    Raises: as `papers.record`; Refused also without a number.
    """
    if not numbers:
        raise Refused("Everything is struck out. Please put one back, or cancel.")
    concerned: dict[str, list[int]] = {}
    recorded = []
    for number in numbers:
        one = replace(envelope, number=number)
        done = papers.record(desk, one, announced=True)
        recorded.append(done)
        for audience in papers.audiences(desk, done.case, one, done.duties):
            concerned.setdefault(audience, []).append(done.case.id or 0)
    for audience, case_ids in concerned.items():
        outbox.plan(
            desk,
            Notice(SERIES, OfCases(cases=case_ids, by=desk.actor.person_id), About.CASE(case_ids[0])),
            to_audience(audience),
            dedupe=f"series:{case_ids[0]}:{int(desk.now.timestamp())}:{audience}",
        )
    return recorded


def known(desk: Desk, values: Mapping[str, Any], numbers: Sequence[str]) -> dict[str, Any]:
    """Of a draft's cases those in which such a paper is recorded already, with the day on which it came.

    Empty where the agency or the papers are not said yet.
    """
    agency, kinds = values.get("agency"), values.get("papers")
    if not agency or not kinds:
        return {}
    found = {}
    for number in numbers:
        there = papers.similar(desk, number, int(agency), kinds)
        if there:
            found[number] = there[-1].served_on
    return found


def views(desk: Desk, case_ids: Sequence[int]) -> list[CaseView]:
    """The cases of a series that the actor may see."""
    found = []
    for case_id in case_ids:
        try:
            found.append(cards.view(desk, case_id))
        except Refused:
            continue
    return found
