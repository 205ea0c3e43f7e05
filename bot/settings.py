"""What the operator sets, by environment or `.env`, each name with the prefix `CHUTING_`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, unquote
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.hall.extracts import Limits

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
"""What Telegram takes as a webhook's secret token, and long enough not to be guessed."""
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_TOKEN_WITHIN = re.compile(r"/(?:bot)?[0-9]{5,}(?::|%3[aA])[A-Za-z0-9_-]{8,}")
_ADDRESSES = ("TOKEN", "SECRET", "KEY", "DATABASE", "PROXY", "API_BASE", "API_FILE_BASE", "WEBHOOK_URL")
"""Settings whose value is never shown: a name, a password or a token may stand in it, wherever."""
WRONG = 78
"""Exit status of a bot whose settings are wrong or whose token is rejected (EX_CONFIG): trying again is no help."""
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")


class WrongSetting(Exception):
    """A setting cannot be used; the text is one sentence that names the variable and what is expected."""


class Settings(BaseSettings):
    """Settings with their defaults; `load` is the way to read them."""

    model_config = SettingsConfigDict(env_prefix="CHUTING_", env_file=".env", extra="ignore")

    token: SecretStr = SecretStr("")
    api_base: str = Field("https://api.telegram.org/bot", repr=False)
    api_file_base: str = Field("https://api.telegram.org/file/bot", repr=False)
    proxy: str = Field("", repr=False)
    var: Path = Path("var")
    database: str = Field("", repr=False)
    admins: Annotated[tuple[int, ...], NoDecode] = ()
    timezone: str = "Asia/Shanghai"
    locale: Literal["zh_CN", "en"] = "zh_CN"
    rulebook: str = "sishui-2020"
    rulebooks: Path | None = None
    """A file or a folder of the operator's own rule books."""
    calendars: Path | None = None
    """A file or a folder of the operator's own working-day tables."""
    templates: Path | None = None
    """A folder of the operator's own templates of papers, which replace shipped ones of the same name."""
    webhook_url: str = Field("", repr=False)
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret: SecretStr = SecretStr("")
    metrics: str = "127.0.0.1:9464"
    """Address of /healthz and /metrics; empty switches them off."""
    metrics_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Names by which they may be asked for, besides loopback and the address itself."""
    rate_overall: float = Field(29.5, gt=0)
    rate_chat: float = Field(1.0, gt=0)
    rate_group: int = Field(20, gt=0)
    rate_person: int = Field(60, ge=0)
    """Messages and taps of one person that are handled in a minute; nought for any number."""
    paid_broadcast: bool = False
    """Broadcasts may go faster than Telegram's free limit; each message then costs Stars."""
    keep_updates_days: int = Field(30, ge=1)
    keep_texts_days: int = Field(730, ge=1)
    keep_names_days: int = Field(3650, ge=1)
    monthly_root: bool = False
    """Administrators get the root of the audit trail as a message, once a month."""
    keep_papers_days: int = Field(3650, ge=1)
    keep_proofs_days: int = Field(3650, ge=1)
    keep_circulars_days: int = Field(3650, ge=1)
    keep_events_days: int = Field(3650, ge=1)
    keep_documents_days: int = Field(3650, ge=1)
    daily_files: int = Field(300, ge=1)
    daily_files_mb: int = Field(200, ge=1)
    """What is fetched of one person on a day at most."""
    read_pages: int = Field(40, ge=1)
    read_unpacked_mb: int = Field(24, ge=1)
    read_pixels_m: int = Field(60, ge=1)
    """Million pixels of a picture."""
    read_seconds: int = Field(20, ge=1)
    read_memory_mb: int = Field(768, ge=256)
    """What is read of one file at most, and what reading it may take; it is kept whole all the same."""
    read_picture_pages: int = Field(5, ge=1)
    read_picture_seconds: int = Field(120, ge=5)
    read_picture_memory_mb: int = Field(2048, ge=1024)
    """The same of photos and scans, whose letters must be found first (the extra `ocr`)."""
    log_format: Literal["plain", "json"] = "plain"
    stage: str = ""
    """Set by `play` alone: address of the bot's own control port for simulated time."""
    stage_key: SecretStr = SecretStr("")
    stage_now: str = ""
    stage_seed: str = ""
    """The sample county's file, put in when the database is empty."""

    @field_validator("token")
    @classmethod
    def _token_is_one(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value()
        if token and not _TOKEN.fullmatch(token):
            raise ValueError("expects the bot's token as @BotFather gives it, such as 123456:ABC-DEF")
        return value

    @field_validator("admins", mode="before")
    @classmethod
    def _admins(cls, value: object) -> object:
        if isinstance(value, str):
            parts = [part.strip() for part in value.replace("，", ",").split(",") if part.strip()]
            if not all(part.isdigit() for part in parts):
                raise ValueError("expects Telegram user ids (numbers) separated by commas")
            return tuple(int(part) for part in parts)
        return value

    @field_validator("metrics_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.replace("，", ",").split(",") if part.strip())
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("expects a time zone name such as Asia/Shanghai")
        return value

    @field_validator("database")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value:
            return value
        try:
            driver = make_url(value).drivername
        except ArgumentError:
            driver = ""
        if driver not in DRIVERS:
            raise ValueError(f"expects an address that begins with {DRIVERS[0]}:///, or with {DRIVERS[1]}://")
        module = driver.partition("+")[2]
        if find_spec(module) is None:
            raise ValueError(f"needs the driver {module}, which is not installed: pip install -e '.[postgres]'")
        return value

    @field_validator("api_base", "api_file_base", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("expects an address that begins with http:// or https://")
        if _TOKEN_WITHIN.search(value):
            raise ValueError("expects an address without a token in it: the token belongs into CHUTING_TOKEN alone")
        return value

    @field_validator("webhook_listen", "metrics")
    @classmethod
    def _listens(cls, value: str) -> str:
        port = value.rpartition(":")[2]
        if value and not (":" in value and port.isdecimal() and int(port) < 65536):
            raise ValueError("expects an address and a port such as 127.0.0.1:9464")
        return value

    @field_validator("proxy")
    @classmethod
    def _proxy(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://", "socks5://", "socks5h://", "socks4://")):
            raise ValueError("expects an address that begins with http://, socks5:// or socks4://")
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite+aiosqlite:///{self.var / 'chuting.db'}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be printed, as it was set and as it is meant: passwords may be percent-encoded."""
        addresses = (self.database, self.proxy, self.api_base, self.api_file_base, self.webhook_url)
        within = [secret for address in addresses for secret in _secrets_in(address)]
        plain = (self.token, self.webhook_secret, self.stage_key)
        return tuple(secret for secret in (*within, *(each.get_secret_value() for each in plain)) if secret)

    @property
    def file_terms(self) -> dict[str, int]:
        """Days for which files are kept after what they belong to has ended, by kind."""
        return {
            "papers": self.keep_papers_days,
            "proofs": self.keep_proofs_days,
            "circulars": self.keep_circulars_days,
            "events": self.keep_events_days,
            "documents": self.keep_documents_days,
        }

    @property
    def reading(self) -> Limits:
        return Limits(
            pages=self.read_pages,
            unpacked_mb=self.read_unpacked_mb,
            pixels_m=self.read_pixels_m,
            seconds=self.read_seconds,
            memory_mb=self.read_memory_mb,
            picture_pages=self.read_picture_pages,
            picture_seconds=self.read_picture_seconds,
            picture_memory_mb=self.read_picture_memory_mb,
        )

    @property
    def files(self) -> Path:
        return self.var / "files"


def _secrets_in(address: str) -> tuple[str, ...]:
    """The password of an address, and the name before it where there is no password."""
    before, at, _ = address.partition("://")[2].rpartition("@")
    asked = tuple(value for pair in parse_qsl(_query(address)) for value in pair[1:])
    if not at:
        return asked
    name, _, password = before.partition(":")
    return (password or name, unquote(password or name), *asked)


def _query(address: str) -> str:
    return address.partition("?")[2]


def obstacle(folder: Path) -> str:
    """Why no data can be kept in a folder, in one sentence; nothing where they can, or where it can be made."""
    there, what = folder.absolute(), "cannot be written to by this user"
    try:
        while not there.exists() and there != there.parent:
            there = there.parent
        if not there.is_dir():
            what = "is not a folder"
        elif os.access(there, os.W_OK | os.X_OK, effective_ids=True):
            return ""
    except OSError as error:
        what = f"cannot be looked at ({error.strerror})"
    return f"CHUTING_VAR cannot be used: {there} {what}. Name a folder that the bot may make and write to."


def _shown(name: str, given: object) -> str:
    """What was set, unless it may hold a secret."""
    secret = any(word in name for word in _ADDRESSES) or "@" in str(given) or ":" in str(given)
    return "" if secret else f" (is: {given!r})"


_EXPECTED = {
    "literal_error": "expects {expected}",
    "greater_than": "expects a number greater than {gt:g}",
    "greater_than_equal": "expects a number, {ge:g} or more",
    "int_parsing": "expects a whole number",
    "int_from_float": "expects a whole number",
    "float_parsing": "expects a number",
    "bool_parsing": "expects true or false",
}
"""What pydantic says of a value, as an operator reads it."""


def _expected(error: Mapping[str, Any]) -> str:
    said = _EXPECTED.get(error["type"])
    if said is not None:
        return said.format_map(error.get("ctx", {}))
    expected = str(error["msg"]).removeprefix("Value error, ")
    return expected[0].lower() + expected[1:]


def load(**overrides: object) -> Settings:
    """Read the settings.

    Raises:
        WrongSetting: one sentence naming the variable and what it expects.
    """
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "CHUTING_" + str(first["loc"][0]).upper()
        raise WrongSetting(f"{name} {_expected(first)}{_shown(name, first.get('input'))}.") from None
    except UnicodeDecodeError:
        raise WrongSetting(".env expects text in UTF-8; save it so.") from None
    if settings.webhook_url and not _SECRET.fullmatch(settings.webhook_secret.get_secret_value()):
        raise WrongSetting(
            "CHUTING_WEBHOOK_SECRET expects 16 to 256 letters, digits, _ or - when CHUTING_WEBHOOK_URL is set."
        )
    return settings
