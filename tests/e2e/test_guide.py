"""What the guides tell an operator to type is typed: the drill in five lines, also where `.env` names a server, and the
move from SQLite to PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import backups
from tests.crash.servers import bare_server
from tests.store.test_backup import _check, _fill, _settings

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
GUIDES = (".readme/guide.zh.md", ".readme/operating.md")


def block(page: str, word: str) -> str:
    """The block of lines in which the word stands."""
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    [found] = [each for each in blocks if word in each]
    return found


def drill(page: str) -> str:
    """The block of lines that make the drill."""
    return block(page, "/tmp/drill")


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


AS_ON_THE_MACHINE = {
    "sudo": 'if [ "$1" = -u ]; then shift 2; fi; exec "$@"',
    "systemctl": 'echo "systemctl $*" >> "$DIARY"',
    "nano": 'echo "nano" >> "$DIARY"; cat setting.txt >> "$1"',
    "python": 'echo "bot $3" >> "$DIARY"; exec "$PYTHON" "$@"',
}
"""What the operator's machine has and this one need not: another user, a service, an editor in which one line is typed.
`python` is the one that runs the tests, and writes down what it was asked for."""


async def test_the_move_to_postgresql_is_typed_as_the_guide_says(tmp_path: Path) -> None:
    """Both blocks and the line for `.env`, to the letter but for where things lie; afterwards everything is there."""
    page = GUIDES[0]
    install, move = block(page, "createuser"), block(page, "move.backup")
    [setting] = re.findall(r"`(CHUTING_DATABASE=postgresql[^`]+)`", (ROOT / page).read_text("utf-8"))
    here = tmp_path / "opt"
    for name, script in AS_ON_THE_MACHINE.items():
        path = here / ".venv" / "bin" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)
    settings = _settings(tmp_path / "data")
    digest = await _fill(settings)
    (here / ".env").write_text(f"CHUTING_VAR={tmp_path / 'data'}\nCHUTING_METRICS=\n")
    (here / ".env").chmod(0o600)
    async with bare_server(tmp_path) as (programs, socket):
        as_guided = setting.replace("/var/run/postgresql", str(socket))
        (here / "setting.txt").write_text(as_guided + "\n")
        typed = install.replace("sudo apt install postgresql\n", "") + move
        typed = typed.replace("/opt/chuting", str(here)).replace("/var/backups/chuting", str(tmp_path))
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("CHUTING_", "PG"))}
        environment = kept | {
            "PATH": f"{here / '.venv' / 'bin'}:{programs}:{os.environ['PATH']}",
            "PGHOST": str(socket), "PGUSER": "postgres", "PYTHON": sys.executable, "PYTHONPATH": str(ROOT),
            "DIARY": str(tmp_path / "diary"),
        }  # fmt: skip
        shell = ["bash", "-c", typed]
        done = await asyncio.to_thread(
            subprocess.run, shell, cwd=here, env=environment, capture_output=True, text=True, check=False
        )
        told = done.stdout + done.stderr
        assert (tmp_path / "diary").read_text().splitlines() == [
            "systemctl stop chuting", "bot backup", "nano", "bot restore", "bot doctor", "systemctl start chuting",
        ], told  # fmt: skip
        assert done.returncode == 0, told
        assert "Traceback" not in told, told
        assert "/held" in told, told
        moved = _settings(tmp_path / "data", as_guided.partition("=")[2])
        await _check(moved, digest)
    assert not (tmp_path / "move.backup").exists()
    assert (tmp_path / "data" / "chuting.db").exists(), "the old one is kept until somebody deletes it"
