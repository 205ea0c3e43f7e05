"""The systemd unit that `doctor --unit` prints, and what stands in the way of running the bot by it.

The service is nobody: it may write where the data lie and nowhere else, and its secrets come from a file that systemd
reads for it. What a bot needs stays allowed: sockets, processes that read files within bounds of their own, and the
memory of the one that reads pictures.
"""

from __future__ import annotations

import pwd
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from bot.settings import WRONG, Settings
from bot.store.database import file_of

NAME = "chuting"
_STATE = Path("/var/lib")
_HOMES = (Path("/home"), Path("/root"), Path("/run/user"))

_HARDENING = """\
# Nothing but its data can be written, nobody's home be seen, no privilege be gained.
NoNewPrivileges=yes
ProtectSystem=strict
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
ProtectClock=yes
ProtectHostname=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
# Not set: MemoryDenyWriteExecute and ProcSubset, for the libraries that read pictures make code and ask for the
# processor; no MemoryMax, for each process that reads a file has bounds of its own (CHUTING_READ_…)."""


@dataclass(frozen=True)
class Place:
    """Where and as whom the bot is to run; without a user systemd makes one up for as long as it runs."""

    settings: Settings
    folder: Path
    python: str
    secrets: Path
    """The file with the settings, as `CHUTING_TOKEN=…`; systemd reads it as root."""
    user: str = ""

    @property
    def data(self) -> Path:
        return self.folder / self.settings.var if "var" in self.settings.model_fields_set else _STATE / NAME

    @property
    def state(self) -> str:
        """The data's folder as systemd keeps it, below /var/lib; nothing where it lies elsewhere."""
        inside = self.data.is_relative_to(_STATE) and self.data != _STATE
        return str(self.data.relative_to(_STATE)) if inside else ""

    @property
    def others(self) -> list[Path]:
        """What else must be written: data beside /var/lib, a database that lies apart."""
        file = file_of(self.settings.database_url) if self.settings.database else None
        found = [] if self.state else [self.data]
        apart = [] if file is None else [(self.folder / file).parent]
        return found + [path for path in apart if not path.is_relative_to(self.data)]


def text(place: Place) -> str:
    """The unit file."""
    return "\n\n".join(["\n".join(_unit()), "\n".join(_service(place)), "[Install]\nWantedBy=multi-user.target"])


def _unit() -> Iterator[str]:
    yield "[Unit]"
    yield "Description=Chuting, court appearance reminders"
    yield "After=network-online.target"
    yield "Wants=network-online.target"
    yield "StartLimitIntervalSec=0"


def _service(place: Place) -> Iterator[str]:
    yield "[Service]"
    yield "Type=exec"
    yield f"User={place.user or NAME}"
    if not place.user:
        yield "DynamicUser=yes"
    yield "UMask=0077"
    yield from _where(place)
    yield f"ExecStart={_word(place.python)} -P -m bot run"
    yield "Restart=always"
    yield "RestartSec=10"
    yield f"# {WRONG}: a setting is wrong, or the token is rejected; the log says which, and no new start mends it."
    yield f"RestartPreventExitStatus={WRONG}"
    yield "KillMode=mixed"
    yield "TimeoutStopSec=30"
    yield "# A picture that takes too much memory ends the process that reads it, never the bot."
    yield "OOMPolicy=continue"
    yield ""
    yield _HARDENING
    yield f"ProtectHome={'read-only' if _in_a_home(place) else 'yes'}"
    port = place.settings.webhook_listen.rpartition(":")[2]
    low = bool(place.settings.webhook_url) and port.isdigit() and int(port) < 1024
    yield f"CapabilityBoundingSet={'CAP_NET_BIND_SERVICE' if low else ''}"
    yield f"AmbientCapabilities={'CAP_NET_BIND_SERVICE' if low else ''}"


def _where(place: Place) -> Iterator[str]:
    if place.state:
        yield f"StateDirectory={_word(place.state)}"
        yield "StateDirectoryMode=0700"
    yield from (f"ReadWritePaths={_word(str(path))}" for path in place.others)
    yield f"WorkingDirectory={_plain(place.data)}"
    yield f"Environment={_word(f'CHUTING_VAR={place.data}')}"
    yield f"EnvironmentFile={_plain(place.secrets)}"


def _plain(path: Path) -> str:
    return str(path).replace("%", "%%")


def _word(text: str) -> str:
    """One word of a line, whatever stands in it."""
    escaped = text.replace("\\", "\\\\").replace("%", "%%").replace('"', '\\"')
    return f'"{escaped}"' if " " in escaped else escaped


def _in_a_home(place: Place) -> bool:
    paths = (place.folder, Path(place.python), Path(place.python).resolve(), *place.others)
    return any(path.is_relative_to(home) for path in paths for home in _HOMES)


def obstacles(place: Place) -> list[str]:
    """What must still be done before the unit can run, each in one sentence."""
    return [*_of_the_settings(place), *_of_the_user(place), *_of_the_installation(place)]


def _of_the_settings(place: Place) -> Iterator[str]:
    given = {name: getattr(place.settings, name) for name in ("var", "rulebooks", "calendars", "templates")}
    given["database"] = file_of(place.settings.database_url) if place.settings.database else None
    for name, path in given.items():
        if name in place.settings.model_fields_set and path is not None and not path.is_absolute():
            meant = (place.folder / path).resolve()
            yield f"CHUTING_{name.upper()} must name its whole path: {meant}, as it is meant here."
    kept = place.folder / "var" / "chuting.db"
    if "var" not in place.settings.model_fields_set and kept.exists():
        yield f"There are data in {kept.parent}: move that folder to {place.data}, or set CHUTING_VAR={kept.parent}."
    if not place.secrets.exists():
        yield f"There is no {place.secrets}: write CHUTING_TOKEN=… into it, for its owner alone (chmod 600)."


def _of_the_user(place: Place) -> Iterator[str]:
    if not place.user and place.others:
        where = ", ".join(str(path) for path in place.others)
        yield f"{where} must belong to somebody: name the user with --user, or keep the data in {_STATE / NAME}."
    if place.user and _entry(place.user) is None:
        home = place.data
        made = f"useradd --system --home-dir {home} --shell /usr/sbin/nologin {place.user}"
        yield f"There is no user {place.user}: {made}"


def _of_the_installation(place: Place) -> Iterator[str]:
    try:
        metadata.version(NAME)
    except metadata.PackageNotFoundError:
        yield f"Chuting is not installed for {place.python}: run its pip install -e . in {place.folder}."
    closed = next((p for p in _on_the_way(place) if not _may_enter(p, _entry(place.user))), None)
    if closed is not None:
        yield f"The service may not read {closed}: install Chuting where everybody may read, such as /opt/{NAME}."


def _on_the_way(place: Place) -> Iterator[Path]:
    """The folders that lead to the program and its Python, from the top, and Python itself."""
    for end in (place.folder, Path(place.python), Path(place.python).resolve()):
        yield from (path for path in (*reversed(end.parents), end) if path.exists())


def _may_enter(path: Path, user: pwd.struct_passwd | None) -> bool:
    seen = path.stat()
    mine, ours = user is not None and seen.st_uid == user.pw_uid, user is not None and seen.st_gid == user.pw_gid
    wanted = 0o500 if mine else 0o050 if ours else 0o005
    return seen.st_mode & wanted == wanted


def _entry(user: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(user) if user else None
    except KeyError:
        return None
