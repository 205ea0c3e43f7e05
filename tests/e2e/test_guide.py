"""What the guides tell an operator to type is typed: the drill in five lines, also where `.env` names a server."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import backups
from tests.store.test_backup import _fill, _settings

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
GUIDES = (".readme/guide.zh.md", ".readme/operating.md")


def drill(page: str) -> str:
    """The block of lines that make the drill."""
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    [found] = [block for block in blocks if "/tmp/drill" in block]
    return found


@pytest.mark.parametrize("page", GUIDES)
def test_the_drill_is_five_lines_and_touches_nothing_else(tmp_path: Path, page: str) -> None:
    lines = drill(page)
    assert len(lines.splitlines()) == 5
    settings = _settings(tmp_path / "real")
    asyncio.run(_fill(settings))
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "chuting-backup")], check=True)
    key = str(tmp_path / "chuting-backup.pub")
    asyncio.run(backups.backup(settings, tmp_path / "2026-12-01.backup", encrypt_to=[key]))
    before = (tmp_path / "real" / "chuting.db").read_bytes()
    (tmp_path / ".env").write_text(f"CHUTING_DATABASE=sqlite+aiosqlite:///{tmp_path / 'real' / 'chuting.db'}\n")
    (tmp_path / ".env").chmod(0o600)
    typed = lines.replace("/tmp/drill", str(tmp_path / "drill")).replace(".venv/bin/python", sys.executable)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")} | {"PYTHONPATH": str(ROOT)}
    shell = ["bash", "-e", "-c", typed.replace("rm -r ", f"ls {tmp_path / 'drill'} && rm -r ")]
    done = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ".xlsx" in done.stdout
    assert not (tmp_path / "drill").exists()
    assert (tmp_path / "real" / "chuting.db").read_bytes() == before, "the database that `.env` names is not touched"


@pytest.mark.parametrize("page", GUIDES)
def test_the_guides_say_what_an_operator_needs(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for word in ("cron", "PostgreSQL", "SQLite", "CHUTING_WEBHOOK_SECRET", "proxy_pass", "journald", ".env", "/held"):
        assert word in text, word
    assert "CHUTING_DATABASE=\n" in drill(page) or "CHUTING_DATABASE=" in drill(page).splitlines()[0]


def test_the_secret_that_the_guide_makes_is_taken(tmp_path: Path) -> None:
    """The line that makes one, as it stands there."""
    text = (ROOT / GUIDES[0]).read_text("utf-8")
    [line] = [line for line in text.splitlines() if "token_urlsafe" in line]
    made = subprocess.run(["bash", "-c", line.strip()], capture_output=True, text=True, check=True).stdout.strip()
    assert re.fullmatch(r"[A-Za-z0-9_-]{16,256}", made)
