"""Databases that landed versions left behind: they are brought up, nothing is lost, and the work goes on."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from bot.domain.hall.terms import SendState
from bot.domain.records import ACTS, TOPICS
from bot.services.cases import history
from bot.services.hall.desk import Desk
from bot.services.operations import seals, verifying
from bot.store.tables import AuditEntry, Case, CircularReceipt, OutboxRow, Person, metadata
from bot.texts import LANGUAGES, translator
from bot.views.cases import history as views
from tests.databases import file_url
from tests.fakes import Shown
from tests.rig import Rig, open_rig
from tests.store.landed import ARCHIVES, LEFT_AT, put_into, rows_of

LIAISON, LEADER, POLICE_LIAISON = 1201, 1204, 1301
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\bNone\b|\bTrue\b|\bFalse\b|\bnone\b")


def test_there_is_one() -> None:
    assert ARCHIVES


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.stem.split(".")[0])
def archive(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    file = file_url(tmp_path / "landed.db")
    return file if request.param == "sqlite" else str(request.getfixturevalue("bare_postgres"))


@pytest.fixture
async def landed(url: str, archive: Path, tmp_path: Path) -> AsyncIterator[Rig]:
    """A rig on the database, brought up, at the moment at which it was left."""
    await put_into(url, archive)
    async with open_rig(tmp_path, start=LEFT_AT, database=url) as rig:
        rig.ids = itertools.count(100_000)
        yield rig


@pytest.mark.slow
async def test_nothing_is_lost(landed: Rig, archive: Path) -> None:
    def count(desk: Desk) -> dict[str, int]:
        tables = metadata.sorted_tables
        return {
            t.name: desk.session.connection().execute(select(func.count()).select_from(t)).scalar_one() for t in tables
        }

    found = await landed.work(count)
    assert {name: n for name, n in found.items() if n} == {
        name: len(rows) for name, rows in rows_of(archive).items() if rows
    }


@pytest.mark.slow
async def test_every_record_is_a_sentence_in_both_languages(landed: Rig) -> None:
    def sentences(desk: Desk) -> list[str]:
        cases = desk.session.exec(select(Case).order_by(col(Case.id))).all()
        pages = (history.of_case(desk, case.id or 0, page) for case in cases for page in range(9))
        entries = [one for page in pages for one in page.entries.items]
        return [str(views.entry(one, translator(language))) for one in entries for language in LANGUAGES]

    told = await landed.work(sentences)
    assert len(told) > 60
    assert [line for line in told if RAW.search(line)] == []


@pytest.mark.slow
async def test_every_act_and_topic_is_known(landed: Rig) -> None:
    def names(desk: Desk) -> tuple[set[str], set[str]]:
        acts = desk.session.exec(select(AuditEntry.action).distinct()).all()
        topics = desk.session.exec(select(OutboxRow.topic).where(OutboxRow.topic != "").distinct()).all()
        return set(acts), set(topics)

    acts, topics = await landed.work(names)
    assert acts <= set(ACTS)
    assert topics <= set(TOPICS)


@pytest.mark.slow
async def test_what_was_planned_is_said(landed: Rig) -> None:
    await landed.to("2026-12-15 08:00")
    for user in (LIAISON, LEADER):
        said = "\n".join(shown.text for shown in landed.bot.chat(user))
        assert "（2026）鲁0831行初12号" in said
        assert "12月15日（周二）9:30" in said or "今日9:30" in said
    failed = select(func.count()).where(OutboxRow.state == SendState.FAILED)
    assert await landed.work(lambda desk: desk.session.exec(failed).one()) == 0


@pytest.mark.slow
async def test_an_old_button_still_does_what_it_says(landed: Rig) -> None:
    """The receipt of a circular, pressed on the message that the earlier version sent."""

    def receipt(desk: Desk) -> tuple[CircularReceipt, OutboxRow]:
        police = select(CircularReceipt).join(Person).where(Person.telegram_id == POLICE_LIAISON)
        found = desk.session.exec(police).one()
        return found, desk.session.get_one(OutboxRow, found.outbox_id)

    before, row = await landed.work(receipt)
    assert before.read_at is None
    assert row.message_id is not None
    shown = Shown(POLICE_LIAISON, row.message_id, row.text, [])
    await landed.press_data(POLICE_LIAISON, f"cr.ok:{before.id}", shown)
    after, _ = await landed.work(receipt)
    assert after.read_at == landed.clock.now()


@pytest.mark.slow
async def test_its_audit_trail_is_sealed_as_it_was_found(landed: Rig) -> None:
    def seal(desk: Desk) -> int:
        made = seals.seal(desk)
        return made.late if made else 0

    sealed = await landed.work(seal)
    assert sealed > 20
    seen = await landed.work(verifying.verify)
    assert (seen.findings, seen.entries, seen.late, seen.unsealed) == ((), sealed, sealed, 0)
