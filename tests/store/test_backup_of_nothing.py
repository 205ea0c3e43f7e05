"""A backup from the wrong folder does not put an empty file in place of a good one."""

from pathlib import Path

import pytest

from bot import backups
from bot.settings import Settings, WrongSetting, load
from bot.store.trouble import Absent


async def test_without_a_database_the_older_backup_stays(tmp_path: Path) -> None:
    target = tmp_path / "backup.tar.gz"
    target.write_bytes(b"the good one")
    settings = Settings(var=tmp_path / "elsewhere", _env_file=None)  # type: ignore[call-arg]
    with pytest.raises(Absent, match="CHUTING_VAR"):
        await backups.backup(settings, target)
    assert target.read_bytes() == b"the good one"
    assert not (tmp_path / "elsewhere").exists()


def test_a_token_that_is_none_is_said_before_the_network_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUTING_TOKEN", "abc")
    with pytest.raises(WrongSetting, match=r"^CHUTING_TOKEN expects the bot's token") as wrong:
        load()
    assert "abc" not in str(wrong.value)
    monkeypatch.setenv("CHUTING_TOKEN", "123456:AAtoken-AAtoken_AAtoken")
    assert load().token.get_secret_value().startswith("123456:")
