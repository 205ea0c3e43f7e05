"""A restore checks everything before it touches anything: what cannot be restored is one sentence, and no more."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519
from sqlalchemy import text

from bot import backups
from bot.settings import Settings
from bot.store import age, migrate
from bot.store.archive import FORMAT, MANIFEST, Altered, Foreign, MadeByNewer, NotABackup, Truncated
from bot.store.connecting import on_connection
from bot.store.lock import AlreadyRunning, PollingLock
from bot.store.soundness import look_through
from bot.store.trouble import Unusable
from tests.store.landed import ARCHIVES, put_in
from tests.store.spoiling import spoil
from tests.store.test_backup import _check, _fill, _settings

pytestmark = pytest.mark.slow
Members = dict[str, bytes]
SSH = Path(__file__).parent / "data" / "ssh_key"
"""Made for these tests; nothing else is encrypted for it."""


@dataclass(frozen=True)
class Place:
    """Present data, of which a backup was made, and then something was added."""

    settings: Settings
    archive: Path
    digest: str

    def state(self) -> tuple[list[str], set[str]]:
        """Everything that lies in the database, and the names of the files."""
        with closing(sqlite3.connect(self.settings.var / "chuting.db")) as raw:
            return list(raw.iterdump()), {path.name for path in self.settings.files.rglob("*")}

    async def refuses(self, source: Path, kind: type[Unusable], match: str, **more: Any) -> None:
        before = self.state()
        with pytest.raises(kind, match=match) as found:
            await backups.restore(self.settings, source, **more)
        assert "\n" not in str(found.value)
        assert str(found.value).endswith(".")
        assert self.state() == before
        assert not [path for path in self.settings.var.iterdir() if "restoring" in path.name]


@pytest.fixture
async def place(tmp_path: Path) -> Place:
    settings = _settings(tmp_path / "a")
    digest = await _fill(settings)
    await backups.backup(settings, tmp_path / "one.tar.gz")
    with closing(sqlite3.connect(settings.var / "chuting.db")) as raw:
        raw.execute("UPDATE person SET name = '后来的人'")
        raw.commit()
    return Place(settings, tmp_path / "one.tar.gz", digest)


def members_of(archive: Path) -> Members:
    with tarfile.open(archive) as opened:
        return {info.name: file.read() for info in opened if (file := opened.extractfile(info))}


def packed(target: Path, members: Members) -> Path:
    with tarfile.open(target, "w:gz") as out:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    return target


def _saying(members: Members, **words: Any) -> Members:
    """The same with other words in the manifest."""
    return members | {MANIFEST: json.dumps(json.loads(members[MANIFEST]) | words).encode()}


async def test_wherever_it_is_cut_it_is_said(place: Place, tmp_path: Path) -> None:
    whole, cut = place.archive.read_bytes(), tmp_path / "cut.tar.gz"
    for size in (*range(12, len(whole), max(1, len(whole) // 40)), len(whole) - 1, len(whole) - 8):
        cut.write_bytes(whole[:size])
        await place.refuses(cut, NotABackup, "cut short|not a backup")
    cut.write_bytes(whole[: len(whole) // 2])
    await place.refuses(cut, Truncated, "cut short")


async def test_wherever_a_byte_was_changed_it_is_said(place: Place, tmp_path: Path) -> None:
    whole, other = bytearray(place.archive.read_bytes()), tmp_path / "other.tar.gz"
    for at in range(10, len(whole), max(1, len(whole) // 40)):
        changed = bytearray(whole)
        changed[at] ^= 0xFF
        other.write_bytes(changed)
        await place.refuses(other, NotABackup, "cut short|altered|not a backup")


PEOPLE = "tables/person/000000.jsonl"
ALTERED: dict[str, Callable[[Members], Members]] = {
    "a name": lambda m: m | {PEOPLE: m[PEOPLE].replace("王".encode(), "李".encode())},
    "a table left out": lambda m: {name: c for name, c in m.items() if "person" not in name},
    "a table added": lambda m: m | {"tables/person/000001.jsonl": b""},
    "a file added": lambda m: m | {f"files/aa/{'a' * 64}": b"x"},
    "something else": lambda m: m | {"../../etc/passwd": b"x"},
    "a way out": lambda m: m | {"files/../../x": b"x"},
}  # fmt: skip


@pytest.mark.parametrize("how", ALTERED)
async def test_what_was_altered_and_packed_again_is_told_by_its_checksums(
    place: Place, tmp_path: Path, how: str
) -> None:
    other = packed(tmp_path / "other.tar.gz", ALTERED[how](members_of(place.archive)))
    await place.refuses(other, Altered, "altered")
    assert not (tmp_path / "etc").exists()


async def test_a_link_in_it_is_refused(place: Place, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "link.tar.gz", "w:gz") as out:
        link = tarfile.TarInfo(f"files/aa/{'a' * 64}")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        out.addfile(link)
    await place.refuses(tmp_path / "link.tar.gz", Altered, "no plain file")


async def test_rows_that_contradict_each_other_are_refused_whatever_the_checksums_say(
    place: Place, tmp_path: Path
) -> None:
    """Of an archive of the first format, which had none."""
    members = members_of(place.archive)
    said = json.loads(members.pop(MANIFEST))
    bare = {name.replace("/000000", ""): content for name, content in members.items()}
    old = bare | {MANIFEST: json.dumps({"format": 1, "revision": said["revision"], "rows": said["rows"]}).encode()}
    nobody = old | {"tables/outbox.jsonl": old["tables/outbox.jsonl"].replace(b'"person_id": 1', b'"person_id": 77')}
    await place.refuses(packed(tmp_path / "x.tar.gz", nobody), Unusable, "without their rows")
    few = old | {"tables/outbox.jsonl": old["tables/outbox.jsonl"].splitlines(keepends=True)[0]}
    await place.refuses(packed(tmp_path / "x.tar.gz", few), Altered, "as many rows")
    strange = old | {"tables/person.jsonl": old["tables/person.jsonl"].replace(b'"phone"', b'"fax"')}
    await place.refuses(packed(tmp_path / "x.tar.gz", strange), Altered, "fax")
    await backups.restore(place.settings, packed(tmp_path / "x.tar.gz", old))
    await _check(place.settings, place.digest)


FOREIGN: dict[str, bytes] = {
    "nothing": b"",
    "a text": b"not an archive",
    "compressed, and no archive": gzip.compress(b"not an archive" * 100),
    "a picture": b"\x89PNG\r\n\x1a\n" + b"x" * 100,
}


@pytest.mark.parametrize("what", FOREIGN)
async def test_a_file_of_another_kind_is_called_so(place: Place, tmp_path: Path, what: str) -> None:
    (tmp_path / "other").write_bytes(FOREIGN[what])
    await place.refuses(tmp_path / "other", Foreign, "not a backup")


@pytest.mark.parametrize("manifest", [b"{}", b"[]", b"{", b'{"program": "other", "format": 2, "revision": "1"}'])
async def test_an_archive_of_another_program_is_called_so(place: Place, tmp_path: Path, manifest: bytes) -> None:
    await place.refuses(packed(tmp_path / "other", {"readme": b"x"}), Foreign, "not a backup")
    await place.refuses(packed(tmp_path / "other", {MANIFEST: manifest}), Foreign, "not a backup")


async def test_one_of_the_future_is_called_newer(place: Place, tmp_path: Path) -> None:
    members = members_of(place.archive)
    shape = packed(tmp_path / "shape.tar.gz", _saying(members, revision="9999"))
    await place.refuses(shape, MadeByNewer, "newer version.*9999")
    form = packed(tmp_path / "form.tar.gz", _saying(members | {"new": b"x"}, format=FORMAT + 1))
    await place.refuses(form, MadeByNewer, "newer version")


@pytest.mark.parametrize("revision", migrate.revisions())
async def test_one_of_each_earlier_shape_is_brought_up_and_nothing_is_lost(
    tmp_path: Path, revision: str, database: str
) -> None:
    """A database of that shape is backed up without being touched, and restored."""
    then = _settings(tmp_path / "then")
    then.var.mkdir()
    await on_connection(then.database_url, lambda connection: put_in(connection, ARCHIVES[-1], revision))
    counts = await backups.backup(then, tmp_path / "then.tar.gz")
    assert await on_connection(then.database_url, migrate.current) == revision
    now = _settings(tmp_path / "now", database)
    assert await backups.restore(now, tmp_path / "then.tar.gz") == {name: n for name, n in counts.items() if n}
    assert await on_connection(now.database_url, migrate.current) == migrate.newest()
    assert await look_through(now.database_url) == ""


async def test_over_a_newer_database_of_a_server_nothing_is_restored(tmp_path: Path, postgres: str) -> None:
    settings = _settings(tmp_path / "a", postgres)
    await on_connection(postgres, lambda on: on.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(migrate.Newer, match="newer version"):
        await backups.restore(settings, ARCHIVES[-1])
    assert await on_connection(postgres, migrate.current) == "9999"


async def test_while_a_server_is_worked_with_nothing_is_restored(tmp_path: Path, postgres: str) -> None:
    settings = _settings(tmp_path / "a", postgres)
    async with PollingLock(postgres, wanted=False):
        with pytest.raises(AlreadyRunning):
            await backups.restore(settings, ARCHIVES[-1])
    assert await backups.restore(settings, ARCHIVES[-1])


async def test_an_archive_of_the_landed_version_itself_is_restored(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "a")
    for archive in ARCHIVES:
        assert sum((await backups.restore(settings, archive)).values()) > 600


# -- encrypted -------------------------------------------------------------------------------------------------------


@pytest.fixture
def keys(tmp_path: Path) -> tuple[x25519.Identity, Path]:
    one = x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# made for a test\n{one}\n")
    return one, tmp_path / "key"


async def test_an_encrypted_backup_is_read_by_its_key_alone(
    place: Place, tmp_path: Path, keys: tuple[x25519.Identity, Path]
) -> None:
    (one, key), sealed = keys, tmp_path / "sealed"
    await backups.backup(place.settings, sealed, encrypt_to=[str(one.to_public())])
    assert sealed.read_bytes().startswith(age.HEADER)
    for word in ("王芳", "person", "后来的人", MANIFEST):
        assert word.encode() not in sealed.read_bytes()
    other = tmp_path / "other"
    other.write_text(str(x25519.Identity.generate()))
    await place.refuses(sealed, age.NoIdentity, "encrypted.*--identity")
    await place.refuses(sealed, age.WrongIdentity, "other keys", identities=[other])
    whole = sealed.read_bytes()
    for size in (30, 150, len(whole) // 2, len(whole) - 1):
        (tmp_path / "cut").write_bytes(whole[:size])
        await place.refuses(tmp_path / "cut", age.Undecryptable, "cut short or was altered", identities=[key])
    (tmp_path / "cut").write_bytes(whole[:-20] + b"x" + whole[-19:])
    await place.refuses(tmp_path / "cut", age.Undecryptable, "cut short or was altered", identities=[key])
    with closing(sqlite3.connect(place.settings.var / "chuting.db")) as raw:
        raw.execute("UPDATE person SET name = '再后来的人'")
        raw.commit()
    await backups.restore(place.settings, sealed, identities=[other, key])
    assert "后来的人" in str(place.state())
    assert "再后来的人" not in str(place.state())


async def test_each_of_several_recipients_can_read_it_also_by_ssh(
    place: Place, tmp_path: Path, keys: tuple[x25519.Identity, Path]
) -> None:
    (one, key), sealed, listed = keys, tmp_path / "sealed", tmp_path / "recipients"
    listed.write_text(f"# the office\n{one.to_public()}\n\n")
    await backups.backup(place.settings, sealed, encrypt_to=[str(listed), SSH.with_suffix(".pub").read_text()])
    for identity in (key, SSH):
        assert await backups.restore(place.settings, sealed, identities=[identity])


@pytest.mark.parametrize("given", ["age1nonsense", "ssh-ed25519 AAAA", "nonsense", "/nowhere/at/all", ""])
async def test_a_recipient_that_is_none_is_said_before_anything_is_written(
    place: Place, tmp_path: Path, given: str
) -> None:
    with pytest.raises(age.WrongKey, match="--encrypt-to expects"):
        await backups.backup(place.settings, tmp_path / "x", encrypt_to=[given])
    assert not (tmp_path / "x").exists()


async def test_a_secret_key_is_never_shown(place: Place, tmp_path: Path, keys: tuple[x25519.Identity, Path]) -> None:
    one, key = keys
    for given in (str(one), str(key)):
        with pytest.raises(age.WrongKey, match="secret key") as found:
            await backups.backup(place.settings, tmp_path / "x", encrypt_to=[given])
        assert str(one)[20:40] not in str(found.value)
    (tmp_path / "public").write_text(str(one.to_public()))
    with pytest.raises(age.WrongKey, match="holds no secret key"):
        await backups.restore(place.settings, place.archive, identities=[tmp_path / "public"])


# -- what was there before -------------------------------------------------------------------------------------------


async def test_a_damaged_database_is_replaced_whole(place: Place) -> None:
    """That is what backups are for."""
    spoil(place.settings.var / "chuting.db", "outbox")
    assert await look_through(place.settings.database_url)
    await backups.restore(place.settings, place.archive)
    await _check(place.settings, place.digest)
    (place.settings.var / "chuting.db").write_bytes(b"nothing of SQLite's" * 1000)
    await backups.restore(place.settings, place.archive)
    await _check(place.settings, place.digest)


async def test_the_log_of_the_old_database_is_not_taken_for_the_new_ones(place: Place) -> None:
    """As a bot that was killed leaves it behind, with what was written last."""
    file = place.settings.var / "chuting.db"
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE person SET name = '只在日志里'")
        raw.commit()
        copies = {name: file.with_name(name).read_bytes() for name in ("chuting.db", "chuting.db-wal")}
    for name, content in copies.items():
        file.with_name(name).write_bytes(content)
    await backups.restore(place.settings, place.archive)
    await _check(place.settings, place.digest)
    assert "只在日志里" not in str(place.state())


async def test_another_program_that_reads_is_not_torn_from_its_database(place: Place) -> None:
    with closing(sqlite3.connect(place.settings.var / "chuting.db", isolation_level=None)) as raw:
        raw.execute("BEGIN")
        raw.execute("SELECT * FROM person").fetchone()
        await place.refuses(place.archive, Unusable, "has the database open")


async def test_who_does_not_agree_changes_nothing(place: Place) -> None:
    seen: list[dict[str, int]] = []

    def asked(manifest: Any) -> bool:
        seen.append(manifest.rows)
        return False

    await place.refuses(place.archive, backups.NotAgreed, "Nothing was restored", confirm=asked)
    assert seen[0]["person"] == 1
