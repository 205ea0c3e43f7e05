"""Duties come into being from papers, once, and follow corrections."""

from datetime import date
from pathlib import Path

from sqlmodel import select

from bot.domain.terms import PaperKind
from bot.services import cases, duties
from bot.services.desk import Desk
from bot.store.tables import Case, Duty, OutboxRow, Paper
from tests.builders import county
from tests.rig import open_rig

NUMBER = "（2026）鲁0831行初12号"


def add_paper(desk: Desk, agency_id: int, kind: PaperKind, served_on: date) -> tuple[Case, Paper]:
    case = cases.open_case(desk, NUMBER, agency_id=agency_id)
    paper = Paper(case_id=case.id or 0, agency_id=agency_id, kind=kind, served_on=served_on, entered_at=desk.now)
    desk.session.add(paper)
    desk.session.flush()
    return case, paper


async def test_a_notice_starts_the_filing_within_two_days_once(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)

        def work(desk: Desk) -> list[Duty]:
            case, paper = add_paper(desk, here.resources, PaperKind.NOTICE_OF_RESPONSE, date(2026, 4, 2))
            for _ in range(2):
                found = duties.start(
                    desk, trigger="notice_of_response", on=paper.served_on, case=case, paper=paper,
                    agency_id=here.resources, announced=True,
                )
            assert found == desk.session.exec(select(Duty)).all()
            return found

        [filing] = await rig.work(work)
        assert (filing.rule, filing.safe, filing.due) == ("SS12", date(2026, 4, 3), date(2026, 4, 7))
        planned = await rig.database.read(lambda s: s.exec(select(OutboxRow.topic, OutboxRow.due_at)).all())
        assert {topic for topic, _ in planned} == {"duty.remind", "duty.escalate"}
