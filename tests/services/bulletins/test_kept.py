"""What is kept of bulletins: our own file and figures as issued, the court's figures; when the office is reminded."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.bulletins.court_figures import FigureLine, Read
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.subjects import About
from bot.services.bulletins import court, starting
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.services.operations import keeping
from bot.store.tables import CourtBulletin, CourtFigure, Document, Duty, Edition, Issued, OutboxRow, StoredFile
from tests.builders import person
from tests.handlers.bulletins.court_steps import COURT, a_quarter, place_under
from tests.rig import Rig, open_rig

READ = Read((FigureLine("县自然资源局", 4, 4), FigureLine("泗水县公安局", 4, 3, 0)), ())


async def every(rig: Rig, table: Any) -> list[Any]:
    return list(await rig.database.read(lambda s: s.exec(select(table).order_by(col(table.id))).all()))


async def test_what_was_issued_outlives_the_term_of_papers_and_so_do_the_courts_figures(tmp_path: Path) -> None:
    """Two papers of the same age, eleven years old: one was issued as a bulletin, the other one was not."""
    async with open_rig(tmp_path, start="2026-10-12 09:30") as rig:
        here = await place_under(rig, "ruzhou-2022")

        kept = {n: rig.house.files.put(b"%d" % n) for n in (1, 2, 3)}

        def enter(desk: Desk) -> None:
            long_ago = desk.now - timedelta(days=11 * 365)
            for n in (1, 2):
                document = Document(kind="quarterly_bulletin", key=f"one/{n}", agency_id=here.justice,
                                    state=DocumentState.DONE, edition=1, created_at=long_ago,
                                    touched_at=long_ago)  # fmt: skip
                desk.session.add(document)
                desk.session.flush()
                edition = Edition(document_id=document.id or 0, n=1, frozen_at=long_ago, hash=kept[n])
                desk.session.add(edition)
                desk.session.flush()
                given = {"hash": kept[n], "name": f"{n}.docx", "mime": "text/plain", "size": 1}
                files.keep(desk, About.EDITION(edition.id), (given,))
                if n == 1:
                    figures = {"rate": "80.00%", "units": [{"unit": "县公安局"}]}
                    desk.session.add(Issued(document_id=document.id or 0, agency_id=here.justice, kind="quarterly",
                                            period="2015-Q3", figures=figures, rows=[{"row": "1"}],
                                            at=long_ago))  # fmt: skip
            row = CourtBulletin(agency_id=here.justice, court=COURT, quarter="2015Q3", received_on=long_ago.date(),
                                entered_at=long_ago, state="recorded")  # fmt: skip
            desk.session.add(row)
            desk.session.flush()
            desk.session.add(
                CourtFigure(bulletin_id=row.id or 0, agency_id=here.police, name="公安", heard=4, attended=3)
            )
            given = {"hash": kept[3], "name": "通报.pdf", "mime": "application/pdf", "size": 1}
            files.keep(desk, About.COURT_BULLETIN(row.id), (given,))

        await rig.work(enter)
        await rig.work(keeping.prune)
        assert [one.name for one in await every(rig, StoredFile)] == ["1.docx"]
        [issued] = await every(rig, Issued)
        assert (issued.figures["rate"], issued.rows) == ("80.00%", [{"row": "1"}])
        [figure] = await every(rig, CourtFigure)
        assert (figure.heard, figure.attended) == (4, 3)


async def test_the_office_is_reminded_of_the_letters_by_p_10_and_no_unit_is(tmp_path: Path) -> None:
    """Received Monday 12 October 2026: ten days end on 22 October, a Thursday; five working days before is the 15th,
    two is the 20th."""
    async with open_rig(tmp_path, start="2026-10-12 09:30") as rig:
        here = await place_under(rig, "ruzhou-2022")
        await a_quarter(rig, here)
        actor = await person(rig, here.coordinator)

        def enter(desk: Desk) -> None:
            row = court.enter(desk, here.justice, "2026Q3", date(2026, 10, 12), COURT, READ)
            starting.record(desk, row.id or 0, row.version)

        await rig.work(enter, actor=actor)
        [duty] = [one for one in await every(rig, Duty) if one.rule == "RZ8"]
        assert (duty.obey, duty.agency_id) == (date(2026, 10, 22), here.office)
        rows: list[OutboxRow] = [one for one in await every(rig, OutboxRow) if one.subject == f"duty:{duty.id}"]
        zone = rig.house.zone
        days = sorted({one.due_at.astimezone(zone).date() for one in rows})
        assert {date(2026, 10, 15), date(2026, 10, 20), date(2026, 10, 22)} <= set(days)
        past = [one for one in rows if one.due_at.astimezone(zone).date() > duty.obey]
        assert past, "past its day somebody above hears of it"
        units = (here.resources, here.police, here.town)
        named = [str(one.audience) for one in rows]
        assert not any(audience.endswith(f"@{unit}") for audience in named for unit in units)
        people = {here.ids[one] for one in (here.liaison, here.principal, here.police_liaison, here.police_principal)}
        assert not people & {one.person_id for one in rows}


@pytest.mark.slow
async def test_units_hear_nothing_while_the_office_is_reminded(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-10-12 09:30") as rig:
        here = await place_under(rig, "ruzhou-2022")
        await a_quarter(rig, here)
        actor = await person(rig, here.coordinator)

        def enter(desk: Desk) -> None:
            row = court.enter(desk, here.justice, "2026Q3", date(2026, 10, 12), COURT, READ)
            starting.record(desk, row.id or 0, row.version)

        await rig.work(enter, actor=actor)
        await rig.to("2026-10-27 09:30")
        said = [one.text for user in (here.coordinator, here.office_liaison) for one in rig.bot.chat(user)]
        assert any("提醒函" in text for text in said), "the office is reminded"
        for user in (here.liaison, here.principal, here.police_liaison, here.police_principal):
            assert not any("提醒函" in one.text or "通报" in one.text for one in rig.bot.chat(user))
