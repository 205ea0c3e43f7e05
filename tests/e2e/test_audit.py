"""The story of an audit trail at the command line: roots kept, nights altered, a proof taken elsewhere."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from tests.e2e.test_operator import command
from tests.services.operations.audited import NUMBER, nights

pytestmark = pytest.mark.slow
ROOT = re.compile(r"\b[0-9a-f]{64}\b")


async def _installation(folder: Path) -> Path:
    """What a bot has left after three nights: its folder, with the database where `CHUTING_VAR` has it."""
    async with nights(folder, ""):
        (folder / "var").mkdir(exist_ok=True)
    with sqlite3.connect(folder / "rig.db") as source, sqlite3.connect(folder / "var" / "chuting.db") as target:
        source.backup(target)
    return folder / "var" / "chuting.db"


def _alter(database: Path, statement: str) -> None:
    with sqlite3.connect(database) as opened:
        opened.execute(statement)


async def test_an_operator_keeps_the_roots_and_finds_what_was_altered(tmp_path: Path) -> None:
    database = await _installation(tmp_path)
    status, printed = await command(tmp_path, "audit", "roots")
    assert status == 0, printed
    assert [line.split()[0] for line in printed.splitlines()] == ["#1", "#2", "#3"]
    assert len(ROOT.findall(printed)) == 3
    kept = tmp_path / "kept.txt"
    kept.write_text(printed)
    status, words = await command(tmp_path, "audit", "roots", "--last", "1")
    assert words.splitlines() == printed.splitlines()[-1:]

    status, words = await command(tmp_path, "audit", "verify", "--root", str(kept))
    assert status == 0, words
    assert "3次封存共载12条记录" in words
    assert "均未被改动、删除或插入" in words
    assert "#1、#2、#3" in words
    status, words = await command(tmp_path, "audit", "verify", "--lang", "en")
    assert status == 0, words
    assert "Nothing that can be compared was altered" in words
    assert "--root" in words, "without a root that was kept elsewhere it says what that means"

    _alter(database, "UPDATE audit SET reason = '请假' WHERE id = 7")
    _alter(database, "DELETE FROM audit WHERE id = 10")
    status, words = await command(tmp_path, "audit", "verify", "--lang", "en", "--root", ROOT.findall(printed)[-1])
    assert status == 1
    assert re.search(r"^ALTERED: entry 7 \(named the leader, .+\)\. Altered is: the reason\.$", words, re.MULTILINE)
    assert "REMOVED: entry 10, which seal #3 holds." in words
    assert "2 things are not as they were." in words
    status, words = await command(tmp_path, "audit", "verify", CHUTING_LOCALE="zh_CN")
    assert status == 1
    assert "【已改动】记录7（" in words
    assert "理由" in words
    assert "Traceback" not in words


async def test_a_proof_is_taken_elsewhere_and_checked_there(tmp_path: Path) -> None:
    await _installation(tmp_path)
    _, printed = await command(tmp_path, "audit", "roots")
    root = ROOT.findall(printed)[-1]
    status, made = await command(tmp_path, "audit", "prove", NUMBER)
    assert status == 0, made
    assert "张明" not in made
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "proof.json").write_text(made)
    status, words = await command(elsewhere, "audit", "check", "proof.json", "--root", root)
    assert status == 0, words
    assert "本文件成立" in words
    assert words.count("【相符】") == 9
    assert not (elsewhere / "var").exists(), "nothing is needed, and nothing is made"

    given = json.loads(made)
    given["entries"][0]["at"] = "2026-01-01T00:00:00.000000+00:00"
    (elsewhere / "proof.json").write_text(json.dumps(given))
    status, words = await command(elsewhere, "audit", "check", "proof.json", "--lang", "en")
    assert status == 1
    assert "WRONG  entry 1" in words
    assert "does NOT hold" in words
    (elsewhere / "proof.json").write_text("[" * 100_000)
    status, words = await command(elsewhere, "audit", "check", "proof.json", "--lang", "en")
    assert status == 2
    assert "This is no proof" in words


async def test_mistakes_are_sentences(tmp_path: Path) -> None:
    await _installation(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder, words, said in (
        (empty, ("audit", "verify"), "no database"),
        (tmp_path, ("audit", "verify", "--root", "nowhere.txt"), "nowhere.txt"),
        (tmp_path, ("audit", "prove", "（2026）鲁0831行初99号"), "行初99号"),
        (tmp_path, ("audit", "prove", "abc"), "abc"),
    ):
        status, printed = await command(folder, *words)
        assert status == 2, printed
        assert said in printed
        assert "Traceback" not in printed
    assert not (empty / "var").exists()
    status, printed = await command(tmp_path, "audit", "seal")
    assert status == 0, printed
    assert "没有需要封存的记录" in printed
