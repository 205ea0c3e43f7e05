"""Who must appear is judged again by the facts that changed, and by nothing else, at the end of the transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.hall.terms import AppearanceState, HearingStatus, PaperKind, PartyCapacity
from bot.domain.law.appearing import Decision
from bot.services.hall.desk import Desk
from bot.services.hearings import rejudging
from bot.services.law import appearing
from bot.store.tables import Agency, Appearance, Case, Hearing, Paper, Party
from tests.builders import County
from tests.desk import case, hearing, result
from tests.rig import Rig

pytestmark = pytest.mark.slow

NUMBER = "（2026）鲁0831行初12号"
HELD = HearingStatus.HELD


def _judged(desk: Desk, of: Hearing, agency_id: int, state: AppearanceState = AppearanceState.UNNAMED) -> Appearance:
    row = Appearance(case_id=of.case_id, hearing_id=of.id, agency_id=agency_id, state=state)
    desk.session.add(row)
    desk.session.flush()
    appearing.judge(desk, row, of)
    return row


async def _put(rig: Rig, county: County, book: str, *hearings: tuple[str, str, HearingStatus]) -> list[int]:
    """Hearings of the bureau of natural resources, each of a number and a local time; ids of its appearances."""

    def work(desk: Desk) -> list[int]:
        for government in (county.government, county.city):
            desk.session.get_one(Agency, government).rulebook = book
        cases: dict[str, Case] = {}
        found = []
        for number, local, status in hearings:
            of = (
                cases.setdefault(number, case(desk, number, county.resources)) if number not in cases else cases[number]
            )
            closed = AppearanceState.CLOSED if status is HELD else AppearanceState.UNNAMED
            found.append(_judged(desk, hearing(desk, of, local, status), county.resources, closed).id or 0)
        return found

    return await rig.work(work)


async def _strengths(rig: Rig, ids: list[int]) -> list[str]:
    return await rig.database.read(lambda s: [s.get_one(Appearance, one).strength for one in ids])


SET = HearingStatus.SCHEDULED


async def test_a_hearing_before_the_first_one_of_the_year_takes_its_place_and_gives_it_back(
    rig: Rig, county: County
) -> None:
    ids = await _put(
        rig, county, "anhui-principal-2023",
        ("（2026）鲁0831行初1号", "2026-05-04 09:00", SET), ("（2026）鲁0831行初2号", "2026-06-04 09:00", SET),
    )  # fmt: skip
    assert await _strengths(rig, ids) == ["principal", "base"]

    def earlier(desk: Desk) -> int:
        mine = hearing(desk, case(desk, NUMBER, county.resources), "2026-04-20 09:00")
        return _judged(desk, mine, county.resources).hearing_id or 0

    hearing_id = await rig.work(earlier)
    assert await _strengths(rig, ids) == ["base", "base"]
    await rig.work(lambda desk: setattr(desk.session.get_one(Hearing, hearing_id), "status", HearingStatus.CANCELLED))
    assert await _strengths(rig, ids) == ["principal", "base"]


FACTS: dict[str, Any] = {
    "plaintiffs": lambda desk, of: setattr(of, "plaintiff_count", 12),
    "a tag": lambda desk, of: setattr(of, "facts", {"tags": ["mass_incident_risk"]}),
    "a demand of the court": lambda desk, of: setattr(of, "facts", {"tags": ["principal_demanded_by_court"]}),
}


@pytest.mark.parametrize("change", FACTS.values(), ids=FACTS)
async def test_what_is_known_of_the_case_changes_the_verdict_and_changes_it_back(
    rig: Rig, county: County, change: Any
) -> None:
    [_, row] = ids = await _put(
        rig, county, "anhui-principal-2023",
        ("（2026）鲁0831行初1号", "2026-05-04 09:00", SET), (NUMBER, "2026-06-04 09:00", SET),
    )  # fmt: skip

    def of(desk: Desk) -> Case:
        return desk.session.get_one(Case, desk.session.get_one(Appearance, row).case_id)

    await rig.work(lambda desk: change(desk, of(desk)))
    assert await _strengths(rig, ids) == ["principal", "principal"]

    def back(desk: Desk) -> None:
        of(desk).plaintiff_count, of(desk).facts = 1, {}

    await rig.work(back)
    assert await _strengths(rig, ids) == ["principal", "base"]


async def test_papers_results_and_parties_change_the_next_hearing_of_the_case(rig: Rig, county: County) -> None:
    ids = await _put(
        rig, county, "national", (NUMBER, "2026-03-02 09:00", HELD), (NUMBER, "2026-05-04 09:00", SET)
    )  # fmt: skip

    def held(desk: Desk) -> Hearing:
        return desk.session.get_one(Hearing, desk.session.get_one(Appearance, ids[0]).hearing_id)

    assert (await _strengths(rig, ids))[1] == "base"
    await rig.work(lambda desk: result(desk, held(desk), county.resources, attended=True).id)
    assert (await _strengths(rig, ids))[1] == "none"

    def called(desk: Desk) -> int:
        paper = Paper(
            case_id=held(desk).case_id, agency_id=county.resources, kind=PaperKind.APPEARANCE_NOTICE,
            served_on=date(2026, 4, 1), entered_at=desk.now,
        )  # fmt: skip
        desk.session.add(paper)
        desk.session.flush()
        return paper.id or 0

    paper_id = await rig.work(called)
    assert (await _strengths(rig, ids))[1] == "base"
    await rig.work(lambda desk: setattr(desk.session.get_one(Paper, paper_id), "withdrawn", True))
    assert (await _strengths(rig, ids))[1] == "none"

    def joins(desk: Desk) -> int:
        party = Party(case_id=held(desk).case_id, agency_id=county.police, capacity=PartyCapacity.DEFENDANT)
        desk.session.add(party)
        desk.session.flush()
        return party.id or 0

    party_id = await rig.work(joins)
    assert (await _strengths(rig, ids))[1] == "ask"
    await rig.work(lambda desk: desk.session.delete(desk.session.get_one(Party, party_id)))
    assert (await _strengths(rig, ids))[1] == "none"


async def test_another_rule_book_of_the_government_changes_what_its_bureaus_owe(rig: Rig, county: County) -> None:
    ids = await _put(rig, county, "national", (NUMBER, "2026-05-04 09:00", SET))
    assert await _strengths(rig, ids) == ["base"]
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "sishui-2020"))
    assert await _strengths(rig, ids) == ["hard"]


async def test_a_day_that_passes_brings_the_rules_of_that_day(rig: Rig, county: County) -> None:
    ids = await _put(rig, county, "national", (NUMBER, "2026-05-04 09:00", SET))
    await rig.work(lambda desk: setattr(desk.session.get_one(Appearance, ids[0]), "strength", "none"))
    assert await rig.work(rejudging.all_open) == 1
    assert await _strengths(rig, ids) == ["base"]
    assert await rig.work(rejudging.all_open) == 0


async def test_what_a_verdict_does_not_rest_on_leaves_it_alone(
    rig: Rig, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the national rules neither the year's first hearing nor the number of plaintiffs matters."""
    await _put(rig, county, "national", (NUMBER, "2026-05-04 09:00", SET))
    asked: list[int | None] = []
    judge = appearing.judge

    def counted(desk: Desk, row: Appearance, of: Hearing | None) -> Decision:
        asked.append(row.id)
        return judge(desk, row, of)

    monkeypatch.setattr(appearing, "judge", counted)

    def unrelated(desk: Desk) -> None:
        desk.session.get_one(Case, 1).plaintiff_count = 12
        hearing(desk, case(desk, "（2026）鲁0831行初1号", county.resources), "2026-04-20 09:00")

    await rig.work(unrelated)
    assert asked == []
    await rig.work(lambda desk: setattr(desk.session.get_one(Hearing, 1), "session", "pronouncement"))
    assert asked == [1]


async def test_a_rule_book_that_is_not_installed_holds_up_no_other_change(rig: Rig, county: County) -> None:
    ids = await _put(rig, county, "national", (NUMBER, "2026-05-04 09:00", SET))
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "gone-2020"))
    await rig.work(lambda desk: setattr(desk.session.get_one(Case, 1), "facts", {"tags": ["mass_incident_risk"]}))
    assert await _strengths(rig, ids) == ["base"]
