"""A wrong setting stops the start with one sentence that names the variable and what it expects."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import observability
from bot.settings import WrongSetting, load, obstacle


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
        ("CHUTING_RATE_CHAT", "0", "a number greater than 0 (is: '0')"),
        ("CHUTING_RATE_PERSON", "-1", "a number, 0 or more"),
        ("CHUTING_RATE_GROUP", "many", "a whole number"),
        ("CHUTING_RATE_GROUP", "1.5", "a whole number"),
        ("CHUTING_RATE_OVERALL", "fast", "a number"),
        ("CHUTING_PAID_BROADCAST", "perhaps", "true or false"),
        ("CHUTING_LOG_FORMAT", "xml", "'plain' or 'json'"),
        ("CHUTING_METRICS", "9464", "127.0.0.1:9464"),
        ("CHUTING_METRICS", "127.0.0.1:99999", "port"),
        ("CHUTING_WEBHOOK_LISTEN", "0.0.0.0:https", "port"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_expects(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as caught:
        load()
    sentence = str(caught.value)
    assert sentence.startswith(f"{name} expects ")
    assert expected in sentence
    assert observability.hide(sentence) == sentence, "nothing of what is expected looks like a secret"
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


SECRETS = {
    "CHUTING_DATABASE": "postgresql+asyncpg://office:geheim%21word@db/x",
    "CHUTING_PROXY": "socks5://office:proxygeheim@proxy:1080",
    "CHUTING_API_BASE": "https://office:basegeheim@gateway/bot",
    "CHUTING_WEBHOOK_SECRET": "webhookgeheim_webhookgeheim",
    "CHUTING_API_FILE_BASE": "https://gateway/file?key=filegeheim&x=1",
}


def test_no_secret_of_any_setting_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where the settings are printed, nor where an error names an address or the word itself."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert "geheim" not in repr(settings)
    observability.conceal(settings.secrets)
    for said in (*SECRETS.values(), "password geheim!word is wrong", "geheim%21word", "user proxygeheim"):
        assert "geheim" not in observability.hide(f"It failed: {said} at last")
    assert (
        observability.hide("at https://office:pass@host/x and mail@host") == "at https://[hidden]@host/x and mail@host"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHUTING_DATABASE", "postgresql://office:geheim@db/x"),
        ("CHUTING_PROXY", "office:geheim@proxy"),
        ("CHUTING_API_BASE", "office:geheim@gateway/bot"),
        ("CHUTING_WEBHOOK_URL", "ftp://office:geheim@gateway/bot"),
        ("CHUTING_API_BASE", "api.telegram.org/bot123456:geheim-geheim"),
        ("CHUTING_API_BASE", "https://api.telegram.org/bot123456:geheim-geheim"),
        ("CHUTING_API_FILE_BASE", "https://gateway/file/bot123456%3Ageheim-geheim/"),
        ("CHUTING_WEBHOOK_URL", "gateway/geheim"),
        ("CHUTING_PROXY", "http.geheim.proxy"),
        ("CHUTING_TIMEZONE", "123456:geheim"),
    ],
)
def test_a_wrong_address_is_not_shown_with_its_secret(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=f"^{name} expects") as caught:
        load()
    assert "geheim" not in str(caught.value)


def test_a_short_secret_is_not_looked_for_in_everything() -> None:
    observability.conceal(["a", ""])
    assert observability.hide("a cat") == "a cat"


def test_an_error_that_nobody_caught_is_printed_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    error = RuntimeError("no way to postgresql+asyncpg://office:geheim@db/x")
    observability.show_uncaught(RuntimeError, error, None)
    shown = capsys.readouterr().err
    assert "no way to" in shown
    assert "geheim" not in shown


def test_a_file_of_settings_that_is_no_text_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("CHUTING_LOCALE=中文".encode("gbk"))
    with pytest.raises(WrongSetting, match="expects text in UTF-8"):
        load()


def test_a_folder_that_can_be_made_is_no_obstacle(tmp_path: Path) -> None:
    assert obstacle(tmp_path) == ""
    assert obstacle(tmp_path / "not" / "yet") == ""
    assert obstacle(Path("var")) == ""


@pytest.mark.parametrize("below", ["", "var", "deep/er"])
def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("")
    said = obstacle(tmp_path / "file" / below)
    assert said.startswith(f"CHUTING_VAR cannot be used: {tmp_path / 'file'} is not a folder.")


@contextmanager
def nobody() -> Iterator[None]:
    """Without the privileges that root may have."""
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(65534)
    try:
        yield
    finally:
        if privileged:
            os.seteuid(0)


def test_a_folder_that_this_user_may_not_write_to_or_look_into_is_named(tmp_path: Path) -> None:
    with nobody():
        assert obstacle(Path("/usr/chuting")).startswith("CHUTING_VAR cannot be used: /usr cannot be written to by")
    tmp_path.chmod(0)
    with nobody():
        assert "cannot be looked at (Permission denied)" in obstacle(tmp_path / "a" / "b")
    tmp_path.chmod(0o700)
