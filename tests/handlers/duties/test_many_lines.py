"""A view costs as many queries as one of its lines: however many duties and papers it shows."""

from __future__ import annotations

from functools import partial

from bot.domain.hall.terms import PaperKind
from bot.services.cases import papers
from bot.services.cases.papers import Envelope
from bot.services.hall.desk import Desk
from tests import builders
from tests.builders import County
from tests.handlers.day.steps import APRIL_2, NUMBER, record
from tests.rig import Rig
from tests.statements import statements

OTHERS = [f"（2026）鲁0831行初{n}号" for n in range(21, 29)]
MORE = (PaperKind.SUMMONS, PaperKind.JUDGMENT_FIRST, PaperKind.APPEAL_COPY)


async def _count(rig: Rig, user: int, text: str) -> int:
    """The statements of a turn, once what it shows has been shown before."""
    await rig.say(user, text)
    with statements() as said:
        await rig.say(user, text)
    return len(said)


def _record(envelope: Envelope, desk: Desk) -> None:
    papers.record(desk, envelope)


async def test_a_turn_asks_as_often_of_many_lines_as_of_two(rig: Rig, county: County) -> None:
    await record(rig, county)
    texts = ("/duties", f"/case {NUMBER}", "asdf qwer")
    before = [await _count(rig, county.liaison, text) for text in texts]
    for number in OTHERS:
        await record(rig, county, number)
    actor = await builders.person(rig, county.liaison)
    for kind in MORE:
        envelope = Envelope(NUMBER, county.resources, (kind,), APRIL_2)
        await rig.work(partial(_record, envelope), actor=actor)
    assert [await _count(rig, county.liaison, text) for text in texts] == before
