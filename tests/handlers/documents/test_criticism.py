"""Anhui: a principal stayed away; the bureau of the unit's own level proposes a criticism, after the unit was heard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.documents.breaches import CandidateState
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import DutyState, HearingStatus
from bot.services.documents import breach_cards, breaches, drafting, replies, steps
from bot.services.duties import duties as duty_services
from bot.services.hall.desk import Desk
from bot.store.tables import BreachCandidate, Document, Duty
from tests.builders import county as the_county
from tests.desk import case, hearing
from tests.handlers.documents.letter_steps import by, document, duties, fill, issue, printed, send, stored, under
from tests.rig import open_rig

BOOK = "anhui-principal-2023"
MISSED = {"breach": "主要负责人未按要求出庭应诉", "facts": "主要负责人未出庭。", "basis": "三（三）",
          "measures": ["circulated_criticism", "admonish_leader"]}  # fmt: skip


@pytest.mark.slow
async def test_the_countys_bureau_proposes_it_and_the_delivery_closes_its_duty(tmp_path: Path) -> None:
    async with open_rig(tmp_path, rulebook=BOOK) as rig:
        here = await the_county(rig)
        await under(rig, here, BOOK)

        def start(desk: Desk) -> tuple[int, int]:
            found = duty_services.start(
                desk, trigger="principal_absent", on=desk.today, agency_id=here.resources, subject="hearing:1:1"
            )
            row = BreachCandidate(
                key="principal_duty_missed/hearing:1:1", code="principal_duty_missed", agency_id=here.resources,
                on=date(2026, 4, 1), created_at=desk.now,
            )  # fmt: skip
            desk.session.add(row)
            desk.session.flush()
            [duty] = [duty for duty in found if duty.rule in ("AH20", "AH21")]
            return duty.id or 0, row.id or 0

        duty_id, row_id = await rig.work(start)
        [owed] = await duties(rig, "AH21")
        assert (owed.id, owed.agency_id) == (duty_id, here.justice), "of the unit's own county, not the city's"
        assert not await duties(rig, "AH20")

        def write(desk: Desk) -> Document:
            paper = drafting.begin_for(desk, duty_id)
            fill(desk, paper, {**MISSED, "heard": "未听取"})
            steps.submit(desk, paper.id or 0, paper.version)
            return paper

        paper = await by(rig, here.coordinator, write)
        with pytest.raises(Refused, match="told first"):
            await by(rig, here.coordinator, lambda d: steps.issue(d, paper.id or 0, paper.version))

        def notice(desk: Desk) -> Document:
            row = desk.session.get_one(BreachCandidate, row_id)
            breaches.confirm(desk, row_id, row.version)
            one = breach_cards.begin(desk, row_id, row.version, breach_cards.FIRST)
            issue(desk, fill(desk, one, {"facts": "主要负责人未出庭。"}), seal=False)
            printed(desk, one, b"notice")
            send(desk, one)
            return one

        told = await by(rig, here.coordinator, notice)
        await rig.to("2026-04-02 09:10")
        await rig.press(here.principal, "签收")

        def answer(desk: Desk) -> None:
            reply = replies.begin(desk, told.id or 0)
            fill(desk, reply, {"agrees": "yes", "statement": "当日参加防汛。"})
            steps.submit(desk, reply.id or 0, reply.version)

        await by(rig, here.liaison, answer)

        def hand_in(desk: Desk) -> None:
            one = steps.issue(desk, paper.id or 0, desk.session.get_one(Document, paper.id).version)
            steps.seal(desk, one.id or 0, one.version, [stored(desk, b"sealed", "请示.pdf")])
            assert desk.session.get_one(Duty, duty_id).state is DutyState.OPEN
            steps.hand_over(desk, one.id or 0, one.version, "机要送县政府办", desk.today)

        await by(rig, here.coordinator, hand_in)
        assert (await document(rig, paper.id)).addressee_id == here.government
        assert (await document(rig, paper.id)).state is DocumentState.DONE
        assert (await duties(rig, "AH21"))[0].state in (DutyState.DONE, DutyState.SUBMITTED)


@pytest.mark.slow
async def test_a_paper_about_another_breach_in_the_same_hearing_is_not_that_of_the_duty(tmp_path: Path) -> None:
    async with open_rig(tmp_path, rulebook=BOOK) as rig:
        here = await the_county(rig)
        await under(rig, here, BOOK)

        def start(desk: Desk) -> tuple[int, dict[str, int]]:
            made = hearing(
                desk, case(desk, "（2026）皖0422行初7号", here.resources), "2026-04-01 09:00", HearingStatus.HELD
            )
            found = duty_services.start(
                desk, trigger="principal_absent", on=desk.today, agency_id=here.resources, hearing=made
            )
            held = {}
            for code in ("spc_absent", "principal_duty_missed"):
                row = BreachCandidate(
                    key=f"{code}/hearing:{made.id}", code=code, agency_id=here.resources, hearing_id=made.id,
                    case_id=made.case_id, state=CandidateState.CONFIRMED, on=date(2026, 4, 1), created_at=desk.now,
                )  # fmt: skip
                desk.session.add(row)
                desk.session.flush()
                held[code] = row.id or 0
            [duty] = [duty for duty in found if duty.rule == "AH21"]
            return duty.id or 0, held

        duty_id, held = await rig.work(start)

        def begin(desk: Desk) -> list[int | None]:
            rows = [desk.session.get_one(BreachCandidate, one) for one in held.values()]
            return [breach_cards.begin(desk, r.id or 0, r.version, "criticism_proposal").duty_id for r in rows]

        assert await by(rig, here.coordinator, begin) == [None, duty_id]
