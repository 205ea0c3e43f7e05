"""The systemd unit that `doctor --unit` prints: checked by systemd itself where it is, and what stands in its way."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import mishaps, unit
from bot.cli import main
from bot.settings import WRONG, Settings, WrongSetting, load

ANALYZE = shutil.which("systemd-analyze") or ""
LEAST = {
    "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "ProtectHome=yes", "StateDirectory=chuting",
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "SystemCallFilter=@system-service", "CapabilityBoundingSet=",
}  # fmt: skip
"""What no unit may lack."""


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but those of the test."""
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("CHUTING_")]:
        monkeypatch.delenv(name)


def place(folder: Path, user: str = "", **given: str) -> unit.Place:
    """A place whose file of settings holds these."""
    secrets = folder / ".env"
    secrets.write_text("".join(f"CHUTING_{name.upper()}={value}\n" for name, value in given.items()))
    return unit.Place(load(_env_file=secrets), Path("/opt/chuting"), "/opt/chuting/.venv/bin/python", secrets, user)


def lines(of: unit.Place) -> set[str]:
    return set(unit.text(of).splitlines())


def test_without_a_user_systemd_makes_one_up_who_may_write_the_data_alone(tmp_path: Path) -> None:
    said = lines(place(tmp_path))
    assert said >= LEAST
    assert {"User=chuting", "DynamicUser=yes", "WorkingDirectory=/var/lib/chuting"} <= said
    assert f"EnvironmentFile={tmp_path / '.env'}" in said
    assert not [line for line in said if line.startswith("ReadWritePaths")]


def test_a_user_who_is_named_runs_it(tmp_path: Path) -> None:
    said = lines(place(tmp_path, "court"))
    assert said >= LEAST
    assert "User=court" in said
    assert "DynamicUser=yes" not in said


def test_no_secret_stands_in_the_unit(tmp_path: Path) -> None:
    found = place(tmp_path, token="123456:geheim", proxy="http://a:geheim@h:1")
    assert "geheim" not in unit.text(found)


def test_data_that_lie_elsewhere_may_be_written_there_and_need_somebody_who_owns_them(tmp_path: Path) -> None:
    found = place(tmp_path, var="/srv/court", database="sqlite+aiosqlite:////srv/db/x.db")
    said = lines(found)
    assert {"ReadWritePaths=/srv/court", "ReadWritePaths=/srv/db", "Environment=CHUTING_VAR=/srv/court"} <= said
    assert not [line for line in said if line.startswith("StateDirectory")]
    [owner] = [words for words in unit.obstacles(found) if "--user" in words]
    assert owner.startswith("/srv/court, /srv/db must belong to somebody")
    assert not [words for words in unit.obstacles(replace(found, user="root")) if "--user" in words]


def test_what_is_read_in_homes_is_read_only(tmp_path: Path) -> None:
    found = replace(place(tmp_path), folder=Path("/home/li/chuting"))
    assert "ProtectHome=read-only" in lines(found)


@pytest.mark.parametrize(("listen", "low"), [("0.0.0.0:443", True), ("127.0.0.1:8443", False)])
def test_a_port_below_1024_is_the_only_privilege(tmp_path: Path, listen: str, low: bool) -> None:
    web = {"webhook_url": "https://bot.example/x", "webhook_secret": "s" * 20, "webhook_listen": listen}
    assert ("AmbientCapabilities=CAP_NET_BIND_SERVICE" in lines(place(tmp_path, **web))) is low


def test_what_is_to_be_done_first_is_said_in_sentences(tmp_path: Path) -> None:
    found = place(tmp_path, "nobody-of-this-name", var="data", rulebooks="books", templates="papers")
    said = unit.obstacles(replace(found, secrets=tmp_path / "none"))
    for words in (
        "CHUTING_VAR must name its whole path: /opt/chuting/data",
        "CHUTING_RULEBOOKS must name its whole path: /opt/chuting/books",
        "CHUTING_TEMPLATES must name its whole path: /opt/chuting/papers",
        f"There is no {tmp_path / 'none'}: write CHUTING_TOKEN=",
        "There is no user nobody-of-this-name: useradd --system",
    ):
        assert [sentence for sentence in said if sentence.startswith(words)], said


def test_data_beside_the_program_are_not_forgotten(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "chuting.db").touch()
    said = unit.obstacles(replace(place(tmp_path), folder=tmp_path))
    assert [words for words in said if words.startswith(f"There are data in {tmp_path / 'var'}: move")]


def test_a_program_that_only_its_owner_may_read_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    found = replace(place(tmp_path), folder=tmp_path / "chuting")
    (tmp_path / "chuting").mkdir(mode=0o755)

    def closed(user: str) -> bool:
        return any(words.startswith("The service may not read") for words in unit.obstacles(replace(found, user=user)))

    assert closed("")
    assert not closed(getpass.getuser()), "whoever owns it may"


def require_systemd() -> None:
    """Fail in CI, skip with a loud word elsewhere, where there is no systemd to ask."""
    if ANALYZE:
        return
    words = "NO SYSTEMD: the unit is not tested here (systemd-analyze is missing; apt install systemd)"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ANALYZE, *words], capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("user", ["", getpass.getuser()])
@pytest.mark.parametrize("name", ["chuting", "der Ort %h"])
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path, user: str, name: str) -> None:
    require_systemd()
    folder = tmp_path / name
    folder.mkdir()
    file = tmp_path / "chuting.service"
    found = place(folder, user, var=str(folder / "data") if user else "/var/lib/chuting")
    python = folder / "python"
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    file.write_text(unit.text(replace(found, python=str(python), folder=folder)))
    done = analyze("verify", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    # One that is wrong is found, or the above says nothing.
    file.write_text(file.read_text().replace(str(python).replace("%", "%%"), "/nowhere/python"))
    assert "/nowhere/python" in analyze("verify", str(file)).stderr


@pytest.mark.slow
def test_systemd_calls_its_exposure_small(tmp_path: Path) -> None:
    require_systemd()
    file = tmp_path / "chuting.service"
    file.write_text(unit.text(place(tmp_path)))
    done = analyze("security", "--offline=yes", "--threshold=20", str(file))
    assert done.returncode == 0, done.stdout[-2000:]


def printed(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["doctor", "--unit", *words])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_prints_the_unit_and_says_beside_it_what_is_missing(tmp_path: Path) -> None:
    status, out, err = printed()
    assert status == 1
    assert out.startswith("[Unit]\n")
    assert "First: There is no " in err
    assert "First:" not in out
    other = tmp_path / "secrets"
    other.write_text("CHUTING_VAR=/var/lib/elsewhere\n")
    status, out, err = printed("--env-file", "secrets", "--user", getpass.getuser() if os.geteuid() else "daemon")
    assert f"EnvironmentFile={other}\n" in out
    assert "StateDirectory=elsewhere\n" in out
    assert "There is no " not in err


def test_it_is_never_roots(tmp_path: Path) -> None:
    status, _, err = printed("--user", "root")
    assert status == 2
    assert "needs no privileges" in err


def test_a_wrong_setting_ends_with_the_status_after_which_no_start_is_tried(tmp_path: Path) -> None:
    found = mishaps.sentence(WrongSetting("CHUTING_X expects y."))
    assert found == ("CHUTING_X expects y.", WRONG)
    assert f"RestartPreventExitStatus={WRONG}" in lines(place(tmp_path))


def test_settings_are_read_from_the_file_that_systemd_reads(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CHUTING_LOCALE=en\n")
    (tmp_path / "other").write_text("CHUTING_LOCALE=zh_CN\n")
    assert isinstance(load(), Settings)
    assert (load().locale, load(_env_file=tmp_path / "other").locale) == ("en", "zh_CN")
