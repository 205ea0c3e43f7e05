"""The audit trail is sealed every night; whoever alters, removes or puts in anything is found out, on both engines."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlmodel import Session

from bot import backups
from bot.domain.hall.acts import Act, text
from bot.domain.hall.entries import Form, Part, is_blank, sealable
from bot.domain.operations.seals import Kept, Wrong
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.operations import seals
from bot.services.post import retention
from bot.settings import Settings
from bot.store.engine import open_database
from bot.store.hall import seals as seals_store
from bot.store.tables import AuditEntry, Seal
from tests.databases import file_url
from tests.rig import Rig, open_rig
from tests.services.operations.audited import a_night, found, nights, past_the_bot, roots, rows, verdict

pytestmark = pytest.mark.slow
"""Both engines, each time."""


async def test_nothing_is_found_where_nothing_was_done(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database) as rig:
        known = await roots(rig)
        assert list(known) == [1, 2, 3]
        assert len(set(known.values())) == 3
        seen = await verdict(rig, *(Kept(root) for root in known.values()))
        assert (seen.findings, seen.entries, seen.unsealed, seen.seals, seen.kept) == ((), 12, 0, 3, (1, 2, 3))
        assert (seen.late, seen.delayed, seen.blanked) == (0, 0, 0)
        assert await rig.work(seals.seal) is None, "a night without entries has no seal"


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ("at = '2020-01-01 00:00:00+00'", (Part.WHO,)),
        ("update_id = 99", (Part.WHO,)),
        ("action = 'case_closed'", (Part.WHAT,)),
        ("subject = 'case:77'", (Part.WHAT,)),
        ("case_id = NULL", (Part.WHAT,)),
        ("old = '{}'", (Part.OLD,)),
        ('new = \'{"leader": "赵六"}\'', (Part.NEW,)),
        ("reason = 'x'", (Part.REASON,)),
        ("reason = 'x', old = '{}', update_id = 5", (Part.WHO, Part.OLD, Part.REASON)),
        ("salts = '{}'", (Part.OLD, Part.NEW)),
        ("salts = '[1]'", ()),
        ("marks = ''", tuple(Part)),
        ("form = 2", ()),
        ("form = -1", ()),
        ("hash = ''", ()),
        ("seal = NULL", ()),
    ],
)
async def test_an_altered_entry_is_named_with_its_part(
    tmp_path: Path, database: str, change: str, parts: tuple[Part, ...]
) -> None:
    if not database:
        change = change.replace("+00'", ".000000'")
    async with nights(tmp_path, database, 2) as rig:
        await past_the_bot(rig, f"UPDATE audit SET {change} WHERE id = 2")
        wrong = [one for one in (await verdict(rig)).findings if one.seal]
        assert [(one.wrong, one.seal, one.entry) for one in wrong] == [(Wrong.ALTERED, 1, 2)]
        assert wrong[0].parts == parts
        assert wrong[0].action in ("leader_named", "case_closed")


async def test_an_entry_that_cannot_even_be_read_is_named(tmp_path: Path) -> None:
    async with nights(tmp_path, "", 1) as rig:
        await past_the_bot(rig, "UPDATE audit SET new = 'no JSON' WHERE id = 2")
        await past_the_bot(rig, "UPDATE audit SET at = 'yesterday' WHERE id = 3")
        assert await found(rig) == [(Wrong.ALTERED, 1, 2), (Wrong.ALTERED, 1, 3)]


async def test_an_entry_altered_with_its_hash_is_named(tmp_path: Path, database: str) -> None:
    def forge(session: Session) -> None:
        row = session.get_one(AuditEntry, 6)
        row.new = {"leader": "赵六"}
        for name, value in sealable(row.model_dump(), Form.WRITTEN, frozenset({"leader"})).items():
            setattr(row, name, value)
        session.add(row)

    async with nights(tmp_path, database) as rig:
        await rig.database.write(forge)
        assert await found(rig) == [(Wrong.REHASHED, 2, 6)]


async def test_a_removed_entry_is_named(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database) as rig:
        await past_the_bot(rig, "DELETE FROM audit WHERE id IN (5, 12)")
        assert await found(rig) == [(Wrong.REMOVED, 2, 5), (Wrong.REMOVED, 3, 12)]


COPIED = (
    "INSERT INTO audit (id, at, actor_id, for_id, update_id, action, subject, case_id, agency_id, old, new, reason, "
    "form, hash, marks, salts, seal) SELECT {id}, at, actor_id, for_id, update_id, action, subject, case_id, "
    "agency_id, old, new, reason, {form}, hash, marks, salts, {seal} FROM audit WHERE id = 2"
)


async def test_an_entry_put_into_a_sealed_night_is_named(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database) as rig:
        await past_the_bot(rig, COPIED.format(id=40, form="form", seal="1"))
        await past_the_bot(rig, COPIED.format(id=41, form="form", seal="9"))
        assert await found(rig) == [(Wrong.ADDED, 1, 40), (Wrong.ADDED, 9, 41)]


async def test_an_entry_with_an_old_time_is_named_before_and_after_it_is_sealed(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database) as rig:
        await past_the_bot(rig, COPIED.format(id=40, form="form", seal="NULL"))
        assert await found(rig) == [(Wrong.BACKDATED, 0, 40)]
        await rig.work(seals.seal)
        assert await found(rig) == [(Wrong.BACKDATED, 4, 40)]


async def test_an_entry_without_a_hash_is_named_before_and_after_it_is_sealed(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database) as rig:
        await past_the_bot(rig, COPIED.format(id=40, form="0", seal="NULL"))
        assert await found(rig) == [(Wrong.UNHASHED, 0, 40)]
        await rig.work(seals.seal)
        assert await found(rig) == [(Wrong.UNHASHED, 4, 40)]


async def test_what_waits_for_its_seal_is_compared_with_its_own_hash(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database, 1) as rig:
        await rig.work(lambda desk: desk.audit(Act("tried", "tried", text("name")), new={"name": "张明"}))
        assert (await verdict(rig)).unsealed == 1
        await past_the_bot(rig, "UPDATE audit SET subject = 'case:3' WHERE id = 5")
        assert await found(rig) == [(Wrong.ALTERED, 0, 5)]
        rig.clock.move_to(rig.clock.now() + timedelta(hours=1))
        await rig.work(seals.seal)
        assert await found(rig) == [(Wrong.ALTERED, 2, 5)], "sealing does not make it true"


# -- seals -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["count = 3", "upto = made_at", "late = 1", "first_id = 4", f"tree = '{'0' * 64}'"])
async def test_an_altered_seal_is_named(tmp_path: Path, database: str, change: str) -> None:
    async with nights(tmp_path, database) as rig:
        await past_the_bot(rig, f"UPDATE seal SET {change} WHERE number = 2")
        assert (Wrong.SEAL_ALTERED, 2, 0) in await found(rig)


async def test_a_seal_with_another_root_is_named(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database) as rig:
        await past_the_bot(rig, "UPDATE seal SET root = :root WHERE number = 2", root="0" * 64)
        assert await found(rig) == [(Wrong.SEAL_ALTERED, 2, 0), (Wrong.CHAIN_BROKEN, 3, 0)]


@pytest.mark.parametrize("change", ["ids = '[5, 6, 7]'", "hashes = '[]'", "ids = '{}'", "hashes = '[1, 2, 3, 4]'"])
async def test_an_altered_list_is_named(tmp_path: Path, database: str, change: str) -> None:
    async with nights(tmp_path, database) as rig:
        await past_the_bot(rig, f"UPDATE seal SET {change} WHERE number = 2")
        await past_the_bot(rig, "UPDATE audit SET reason = 'x' WHERE id = 6")
        assert await found(rig) == [(Wrong.LIST_ALTERED, 2, 0), (Wrong.ALTERED, 2, 6)]


async def test_a_removed_seal_is_named_with_its_entries(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database) as rig:
        await past_the_bot(rig, "DELETE FROM seal WHERE number = 2")
        assert await found(rig) == [(Wrong.SEAL_GONE, 2, 0), *((Wrong.ADDED, 2, n) for n in (5, 6, 7, 8))]


async def _made_anew(rig: Rig) -> None:
    """Somebody alters an entry of the second night and makes hashes, seals and roots anew, all of them."""

    def forge(desk: Desk) -> None:
        row = desk.session.get_one(AuditEntry, 6)
        row.reason = "说是请假"
        for name, value in sealable(row.model_dump(), Form.WRITTEN, frozenset({"leader"})).items():
            setattr(row, name, value)
        desk.session.add(row)
        before = [desk.session.get_one(Seal, number) for number in (2, 3)]
        entries = {number: desk.session.get_one(AuditEntry, number) for one in before for number in one.ids}
        for one in before:
            desk.session.delete(one)
        desk.session.flush()
        for one in before:
            hashes = [entries[number].hash for number in one.ids]
            at = Desk(desk.session, desk.house, one.made_at, desk.actor)
            seals._add(at, one.upto, one.ids, hashes, one.late)

    await rig.work(forge)


async def test_who_makes_everything_anew_is_found_by_a_kept_root_alone(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database) as rig:
        known = await roots(rig)
        await _made_anew(rig)
        assert await found(rig) == [], "what is in the database fits itself"
        assert await found(rig, Kept(known[1])) == [], "the first night is as it was"
        assert await found(rig, Kept(known[3])) == [(Wrong.ROOT_UNKNOWN, 0, 0)]
        listed = [Kept(root, number) for number, root in known.items()]
        assert await found(rig, *listed) == [(Wrong.ROOT_UNKNOWN, 2, 0), (Wrong.ROOT_UNKNOWN, 3, 0)]


async def test_who_removes_the_last_nights_is_found_by_a_kept_root_alone(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database) as rig:
        known = await roots(rig)
        await past_the_bot(rig, "DELETE FROM audit WHERE seal = 3")
        await past_the_bot(rig, "DELETE FROM seal WHERE number = 3")
        assert await found(rig) == []
        assert await found(rig, Kept(known[3], 3)) == [(Wrong.ROOT_UNKNOWN, 3, 0)]


async def test_a_root_of_another_number_is_not_taken_for_it(tmp_path: Path) -> None:
    async with nights(tmp_path, "", 2) as rig:
        known = await roots(rig)
        assert await found(rig, Kept(known[1], 2)) == [(Wrong.ROOT_UNKNOWN, 2, 0)]


# -- sealing ---------------------------------------------------------------------------------------------------------


async def test_what_is_young_is_left_to_the_next_seal(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database, 1) as rig:
        act = Act("tried", "tried")
        await rig.work(lambda desk: desk.audit(act))
        rig.clock.move_to(rig.clock.now() + seals.GRACE)
        await rig.work(lambda desk: desk.audit(act))
        assert await rig.work(seals.seal) is None
        rig.clock.move_to(rig.clock.now() + timedelta(seconds=1))
        made = await rig.work(seals.seal)
        assert made is not None
        assert (made.number, made.count, made.first_id) == (2, 1, 5)


async def test_an_entry_that_appears_late_comes_into_the_next_seal(tmp_path: Path, database: str) -> None:
    """On PostgreSQL an id is taken before the commit: a lower one may be there later."""
    async with nights(tmp_path, database, 1) as rig:
        late = (await rows(rig))[1].model_dump() | {"id": 0, "seal": None}
        await rig.work(lambda desk: desk.session.add(AuditEntry(**late)))
        made = await rig.work(seals.seal)
        assert made is not None
        assert (made.first_id, made.count) == (0, 1)
        seen = await verdict(rig)
        assert (seen.findings, seen.delayed) == ((), 1)


async def test_what_an_earlier_version_wrote_is_sealed_and_said_to_be_so(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest first, so that each day has its seal while the years before take their turn."""
    async with nights(tmp_path, database, 1) as rig:
        await past_the_bot(rig, "DELETE FROM seal")
        await past_the_bot(rig, "UPDATE audit SET seal = NULL, form = 0, hash = '', marks = '', salts = '{}'")
        assert await found(rig) == []
        monkeypatch.setattr(seals, "A_NIGHT", 3)
        await rig.work(lambda desk: desk.audit(Act("tried", "tried")))
        rig.clock.move_to(rig.clock.now() + timedelta(hours=1))
        first, second = await rig.work(seals.seal), await rig.work(seals.seal)
        assert first is not None
        assert second is not None
        assert (first.first_id, first.last_id, first.late) == (3, 5, 2)
        assert (second.first_id, second.last_id, second.late) == (1, 2, 2)
        seen = await verdict(rig)
        assert (seen.findings, seen.late, seen.entries) == ((), 4, 5)
        await past_the_bot(rig, "UPDATE audit SET reason = 'x' WHERE id = 2")
        assert await found(rig) == [(Wrong.ALTERED, 2, 2)]


async def test_a_broken_entry_does_not_keep_the_others_from_their_seal(tmp_path: Path) -> None:
    async with nights(tmp_path, "", 1) as rig:
        await past_the_bot(rig, "DELETE FROM seal")
        await past_the_bot(rig, "UPDATE audit SET seal = NULL, form = 0, hash = ''")
        await past_the_bot(rig, "UPDATE audit SET new = 'no JSON' WHERE id = 2")
        await past_the_bot(rig, "UPDATE audit SET new = '[1]', salts = '[1]' WHERE id = 3")
        readable = await rig.work(lambda desk: seals_store.with_names(desk.session, [1, 2, 3, 4]))
        assert [row["id"] for row in readable] == [1, 4]
        await rig.work(seals.seal)
        assert await found(rig) == [(Wrong.ALTERED, 1, 2), (Wrong.ALTERED, 1, 3)]


# -- forgetting ------------------------------------------------------------------------------------------------------


async def test_names_are_forgotten_and_everything_stays_true(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the retention of the nights, a few entries at a time, each once."""
    monkeypatch.setattr(retention, "NAMES_A_NIGHT", 2)
    async with nights(tmp_path, database, 2) as rig:
        known = await roots(rig)
        last = [row.at for row in await rows(rig)][3]
        rig.clock.move_to(last + timedelta(days=30, seconds=1))
        await rig.work(lambda desk: retention.set_terms(desk, updates_days=30, texts_days=30, names_days=30))
        for _ in range(4):
            await rig.work(retention.prune)
        first, second = (await rows(rig))[:4], (await rows(rig))[4:]
        assert not any(name in f"{row.old}{row.new}{row.reason}" for row in first for name in ("张明", "李四", "王芳"))
        assert all(is_blank(salt) for row in first for salt in row.salts.values())
        assert first[0].new["number"], "a case number names nobody"
        assert second[1].new["leader"] == "张明"
        seen = await verdict(rig, Kept(known[2]))
        assert (seen.findings, seen.blanked, seen.kept) == ((), 3, (2,))
        await past_the_bot(rig, 'UPDATE audit SET new = \'{"leader": "赵六"}\' WHERE id = 3')
        assert await found(rig) == [(Wrong.ALTERED, 1, 3)]


async def test_what_had_no_hash_gets_one_before_its_names_are_forgotten(tmp_path: Path, database: str) -> None:
    def forget(desk: Desk) -> None:
        ids = [number for number, _ in seals_store.written_after(desk.session, 0, most=100)]
        seals_store.blank(desk.session, seals_store.with_names(desk.session, ids))

    async with nights(tmp_path, database, 1) as rig:
        await past_the_bot(rig, "DELETE FROM seal")
        await past_the_bot(rig, "UPDATE audit SET seal = NULL, form = 0, hash = '', marks = '', salts = '{}'")
        await rig.work(forget)
        await rig.work(seals.seal)
        seen = await verdict(rig)
        assert (seen.findings, seen.late, seen.blanked) == ((), 4, 3)


# -- every night -----------------------------------------------------------------------------------------------------


async def test_every_night_by_itself(tmp_path: Path, database: str) -> None:
    async with nights(tmp_path, database, 1) as rig:
        await a_night(rig)
        await rig.work(lambda desk: desk.audit(Act("tried", "tried")))
        day: Any = (rig.clock.now() + timedelta(days=2)).strftime("%Y-%m-%d")
        await rig.to(f"{day} 04:00")
        seen = await verdict(rig)
        assert (seen.findings, seen.seals, seen.unsealed) == ((), 3, 0)


# -- elsewhere -------------------------------------------------------------------------------------------------------


async def test_what_is_not_committed_yet_comes_into_the_next_seal(tmp_path: Path, postgres: str) -> None:
    """Another process has taken an id and is slow to commit; the entries behind it are sealed meanwhile."""
    async with nights(tmp_path, postgres, 1) as rig:
        other, begun, go_on = open_database(postgres), threading.Event(), threading.Event()
        act, now = Act("tried", "tried"), rig.clock.now()

        def slow(session: Session) -> None:
            Desk(session, rig.house, now, SYSTEM).audit(act)
            begun.set()
            assert go_on.wait(60)

        writing = asyncio.create_task(other.write(slow))
        await asyncio.to_thread(begun.wait, 60)
        await rig.work(lambda desk: desk.audit(act))
        rig.clock.move_to(now + timedelta(hours=1))
        first = await rig.work(seals.seal)
        go_on.set()
        await writing
        await other.close()
        second = await rig.work(seals.seal)
        assert first is not None
        assert second is not None
        assert (first.first_id, first.count, second.first_id, second.count) == (6, 1, 5, 1)
        seen = await verdict(rig)
        assert (seen.findings, seen.unsealed, seen.delayed) == ((), 0, 1)


@pytest.mark.parametrize("back", [False, True], ids=["into a server", "into a file"])
async def test_a_backup_carries_hashes_salts_and_seals(tmp_path: Path, postgres: str, back: bool) -> None:
    def settings(url: str, name: str) -> Settings:
        return Settings(var=tmp_path / name, database=url, token=SecretStr(""), _env_file=None)  # type: ignore[call-arg]

    source, target = (postgres, "") if back else ("", postgres)
    async with nights(tmp_path, source, 2) as rig:
        known = await roots(rig)
    here = settings(source or file_url(tmp_path / "rig.db"), "a")
    await backups.backup(here, tmp_path / "one.tar.gz")
    there = settings(target, "b")
    await backups.restore(there, tmp_path / "one.tar.gz")
    async with open_rig(tmp_path, database=there.database_url) as rig:
        seen = await verdict(rig, *(Kept(root) for root in known.values()))
        assert (seen.findings, seen.entries, seen.kept) == ((), 8, (1, 2))
