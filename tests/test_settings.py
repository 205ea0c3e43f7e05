"""A wrong setting stops the start with one sentence that names the variable and what it expects."""

from pathlib import Path

import pytest

from bot.settings import WrongSetting, load


@pytest.fixture(autouse=True)
def no_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("CHUTING_ADMINS", "12, abc", "numbers"),
        ("CHUTING_TIMEZONE", "Mars/Base", "Asia/Shanghai"),
        ("CHUTING_LOCALE", "fr", "zh_CN"),
        ("CHUTING_DATABASE", "sqlite:///x.db", "sqlite+aiosqlite"),
        ("CHUTING_DATABASE", "nonsense", "postgresql+asyncpg"),
        ("CHUTING_API_BASE", "api.telegram.org", "https://"),
        ("CHUTING_PROXY", "1.2.3.4:80", "socks5://"),
        ("CHUTING_RATE_CHAT", "0", "greater"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_expects(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as caught:
        load()
    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert expected in sentence
    assert "\n" not in sentence


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUTING_TOKEN", "123456:AAtokenAAtokenAAtoken")
    assert "AAtoken" not in repr(load())


def test_defaults_are_those_of_the_readme() -> None:
    settings = load()
    assert settings.database_url == "sqlite+aiosqlite:///var/chuting.db"
    assert settings.timezone == "Asia/Shanghai"
    assert settings.locale == "zh_CN"
    assert settings.api_base == "https://api.telegram.org/bot"


def test_admins_are_read_with_either_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUTING_ADMINS", "12， 34,56")
    assert load().admins == (12, 34, 56)


def test_an_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CHUTING_LOCALE=en\n")
    assert load().locale == "en"
