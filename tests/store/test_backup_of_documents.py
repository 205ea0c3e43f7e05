"""Documents, their versions, steps, numbers, what waits to be printed, candidates, and their files: out of one engine,
into the other, and back, and nothing of them is another."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table
from sqlmodel import Session, select

from bot import backups
from bot.domain.documents.breaches import CandidateState
from bot.domain.documents.documents import Act, DocumentState
from bot.domain.hall.terms import EventKind, PaperKind
from bot.settings import Settings
from bot.store.engine import open_database
from bot.store.files import FileStore
from bot.store.migrate import migrate
from bot.store.tables import (
    Appearance,
    BreachCandidate,
    Document,
    DocumentStep,
    Duty,
    Edition,
    Event,
    NumberSeries,
    Paper,
    PrintJob,
    StoredFile,
    metadata,
)
from tests.store.rows import NOW, TODAY, a_case, a_hearing, a_small_tree
from tests.store.test_backup import _settings

PAPER, SCAN = "印好的文书".encode(), b"\x89PNG scan \x00\xff"
SAID = '原告称“{{ x }}”{% if %}\n第二行\t🙂\u202e倒\u2028行 \\ "引"'
"""What people write is the same afterwards to the letter."""
TABLES = ("document", "edition", "document_step", "number_series", "print_job", "breach_candidate", "stored_file")


def _fill(session: Session, files: FileStore) -> None:
    """Every column of these tables holds something."""
    a_small_tree(session)
    case = a_case(session, "（2026）鲁0831行初12号", 2, plaintiff="张三")
    hearing = a_hearing(session, case, NOW + timedelta(days=9), 2)
    appearance = session.exec(select(Appearance)).one()
    paper = Paper(case_id=case.id or 0, agency_id=2, kind=PaperKind.SUMMONS, served_on=TODAY, entered_at=NOW)
    duty = Duty(
        key="SS20/1",
        case_id=case.id,
        agency_id=2,
        rule="SS20",
        rulebook="b",
        trigger_on=TODAY,
        due=TODAY,
        unrolled=TODAY,
        safe=TODAY,
        created_at=NOW,
    )
    event = Event(
        organiser_id=2,
        kind=EventKind.TRAINING,
        title="培训",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        reply_by=NOW,
        secret="s",
        created_at=NOW,
    )
    session.add_all([paper, duty, event])
    session.flush()
    first = _document("a", number="泗司函〔2026〕1号", case=case.id, duty=duty.id, event=event.id)
    session.add(first)
    session.flush()
    second = _document(
        "b",
        case=case.id,
        duty=duty.id,
        event=event.id,
        hearing_id=hearing.id,
        appearance_id=appearance.id,
        paper_id=paper.id,
        replies_to=first.id,
        number="泗司函〔2026〕2号",
    )
    session.add(second)
    session.flush()
    digest, scan = files.put(PAPER), files.put(SCAN)
    shown = {"what": SAID, "rows": [{"a": "1"}, {}], "none": None}
    edition = Edition(
        document_id=second.id or 0,
        n=1,
        values={"what": {"raw": SAID, "origin": "person"}},
        shown=shown,
        hash=digest,
        frozen_at=NOW,
        by=1,
        reason=SAID,
    )
    session.add(edition)
    session.flush()
    session.add_all(
        [
            DocumentStep(
                document_id=second.id or 0,
                edition=1,
                step=1,
                act=Act.APPROVE,
                person_id=2,
                for_name="钱宏",
                at=NOW,
                text=SAID,
            ),
            NumberSeries(agency_id=2, kind="loss_report", year=2026, last=41),
            PrintJob(
                document_id=second.id or 0,
                edition=1,
                person_id=1,
                chat_id=2**40,
                attempts=2,
                lease=9e9,
                owner="dead",
                made_at=NOW,
            ),
            PrintJob(document_id=second.id or 0, edition=0, person_id=1, chat_id=2**40, made_at=NOW),
            BreachCandidate(
                key="spc_absent/hearing:1:2",
                code="spc_absent",
                rule="SS25",
                agency_id=2,
                case_id=case.id,
                hearing_id=hearing.id,
                duty_id=duty.id,
                on=TODAY,
                state=CandidateState.DISMISSED,
                measures=["talk", "name"],
                said=SAID,
                reason=SAID,
                decided_by=3,
                decided_at=NOW,
                created_at=NOW,
            ),
            _file(digest, "文书.docx", f"edition:{edition.id}"),
            _file(scan, "盖章件.pdf", f"document:{second.id}"),
        ]
    )


def _document(key: str, *, case: int | None, duty: int | None, event: int | None = None, **more: Any) -> Document:
    return Document(
        kind="loss_report",
        key=f"loss_report/{key}",
        agency_id=2,
        case_id=case,
        duty_id=duty,
        period="2026-Q2",
        addressee_id=1,
        event_id=event,
        state=DocumentState.UNDER_WAY,
        step=1,
        edition=1,
        values={"what": SAID, "no": None},
        issued_on=date(2026, 4, 1),
        reason=SAID,
        created_at=NOW,
        created_by=1,
        touched_at=NOW,
        facts={"reached": {"submitted": NOW.isoformat()}, "closed": [1]},
        version=7,
        **more,
    )


def _file(digest: str, name: str, subject: str) -> StoredFile:
    return StoredFile(
        hash=digest,
        name=name,
        mime="application/pdf",
        size=7,
        telegram_file_id="AgAC",
        subject=subject,
        sent_by=1,
        received_at=NOW,
    )


async def _rows(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """Everything in these tables, as the tables of the house read it."""

    def read(session: Session) -> dict[str, list[dict[str, Any]]]:
        tables: list[Table] = [metadata.tables[name] for name in TABLES]
        return {t.name: [dict(r._mapping) for r in session.execute(t.select().order_by(t.c.id))] for t in tables}

    opened = open_database(settings.database_url)
    try:
        return await opened.read(read)
    finally:
        await opened.close()


async def _continues(settings: Settings) -> None:
    """The next of each gets a number of its own."""

    def add(session: Session) -> tuple[int, int]:
        highest = max(one or 0 for one in session.exec(select(Document.id)).all())
        new = _document("c", case=None, duty=None)
        session.add(new)
        session.flush()
        return highest, new.id or 0

    opened = open_database(settings.database_url)
    highest, new = await opened.write(add)
    assert new > highest
    await opened.close()


async def _moved(here: Settings, there: Settings, archive: Path) -> dict[str, list[dict[str, Any]]]:
    await backups.backup(here, archive)
    await backups.restore(there, archive)
    return await _rows(there)


@pytest.mark.slow
async def test_nothing_of_documents_is_lost_between_engines(tmp_path: Path, postgres: str) -> None:
    first, second, third = (_settings(tmp_path / "a"), _settings(tmp_path / "b", postgres), _settings(tmp_path / "c"))
    await migrate(first.database_url)
    opened = open_database(first.database_url)
    await opened.write(lambda session: _fill(session, FileStore(first.files)))
    await opened.close()
    before = await _rows(first)
    bare = {
        f"{name}.{column}"
        for name, rows in before.items()
        for column in rows[0]
        if all(row[column] in (None, "", [], {}) for row in rows)
    }
    assert bare == set(), "each column holds something, or the test could not see it lost"
    there = await _moved(first, second, tmp_path / "one.tar.gz")
    back = await _moved(second, third, tmp_path / "two.tar.gz")
    for found, settings in ((there, second), (back, third)):
        jobs = found.pop("print_job")
        assert found == {name: rows for name, rows in before.items() if name != "print_job"}
        kept = {"person_id": None, "chat_id": None, "lease": 0.0, "owner": ""}
        assert jobs == [before["print_job"][0] | kept], "printed to be kept; nobody gets what he wanted to see then"
        assert [FileStore(settings.files).get(row["hash"]) for row in found["stored_file"]] == [PAPER, SCAN]
        await _continues(settings)
