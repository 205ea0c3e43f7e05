"""Encrypted backups: age (age-encryption.org/v1), for recipients of its own kind and for ssh keys."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bot.store.archive import NotABackup
from bot.store.trouble import Unusable

HEADER = b"age-encryption.org/v1\n"
ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"


class WrongKey(Unusable):
    """What was given as a key is none; the text is one sentence, and never holds a secret."""


class NoIdentity(NotABackup):
    def __init__(self) -> None:
        super().__init__(
            "This backup is encrypted: name the file that holds the secret key with --identity FILE; "
            "nothing was changed."
        )


class WrongIdentity(NotABackup):
    def __init__(self) -> None:
        super().__init__("This backup is encrypted for other keys than the one given; nothing was changed.")


class Undecryptable(NotABackup):
    def __init__(self) -> None:
        super().__init__("This encrypted backup is cut short or was altered; nothing was changed.")


def recipients(given: Sequence[str]) -> list[Any]:
    """Whom to encrypt for: `age1…`, an ssh public key, or a file with such lines.

    Raises:
        WrongKey: one of them is none.
    """
    return [_recipient(line) for each in given for line in _lines_of(each)]


def _lines_of(given: str) -> list[str]:
    """The argument itself, or the lines of the file that it names."""
    if given.startswith(("age1", "ssh-")) or "SECRET" in given or not Path(given).is_file():
        return [given]
    found = [line.strip() for line in Path(given).read_text(errors="replace").splitlines()]
    return [line for line in found if line and not line.startswith("#")] or [""]


def _recipient(line: str) -> Any:
    import pyrage

    if "SECRET" in line or "PRIVATE" in line:
        raise WrongKey("--encrypt-to was given a secret key: give the public one, and keep the secret one elsewhere.")
    kind = pyrage.ssh if line.startswith("ssh-") else pyrage.x25519
    try:
        return kind.Recipient.from_str(line)
    except pyrage.RecipientError:
        raise WrongKey(
            "--encrypt-to expects a recipient that begins with age1, an ssh-ed25519 or ssh-rsa public key, or a file "
            f"with such lines; {line[:40]!r} is none."
        ) from None


def identities(files: Sequence[Path]) -> list[Any]:
    """The secret keys in files: age identities, one a line, or an ssh private key.

    Raises:
        WrongKey: there is none in one of them.
    """
    return [one for file in files for one in _identities_in(file)]


def _identities_in(file: Path) -> list[Any]:
    import pyrage

    content = file.read_bytes()
    try:
        if b"PRIVATE KEY-----" in content:
            return [pyrage.ssh.Identity.from_buffer(content)]
        words = [line.strip() for line in content.decode(errors="replace").splitlines()]
        found = [pyrage.x25519.Identity.from_str(w) for w in words if w.startswith("AGE-SECRET-KEY-")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise WrongKey(
            f"{file} holds no secret key that can be used: a line AGE-SECRET-KEY-1…, or an ssh private key "
            "without a passphrase."
        )
    return found


@contextmanager
def encrypting(out: IO[bytes], to: Sequence[Any]) -> Iterator[IO[bytes]]:
    """What is written here arrives encrypted at `out`, piece by piece. Without recipients it arrives as it is."""
    if not to:
        yield out
        return
    read_end, write_end = os.pipe()
    failed: list[BaseException] = []
    thread = threading.Thread(target=_encrypt, args=(read_end, out, to, failed), name="encrypting", daemon=True)
    thread.start()
    try:
        with os.fdopen(write_end, "wb", buffering=1 << 16) as plain:
            yield plain
    except BrokenPipeError:
        if not failed:
            raise
    finally:
        thread.join()
    if failed:
        raise failed[0]


def _encrypt(read_end: int, out: IO[bytes], to: Sequence[Any], failed: list[BaseException]) -> None:
    import pyrage

    sink = _Sink(out)
    with os.fdopen(read_end, "rb", buffering=0) as plain:
        try:
            pyrage.encrypt_io(plain, sink, list(to))
        except BaseException as error:
            failed.append(sink.refused or error)


class _Sink:
    """Remembers why the disk took no more: the library tells it in words alone."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.refused: OSError | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self._out.write(piece)
        except OSError as error:
            self.refused = error
            raise

    def flush(self) -> None:
        """What is written is brought to the disk by whoever opened the file."""


def is_encrypted(source: IO[bytes]) -> bool:
    """Whether it begins as files of age do; the position is at the beginning afterwards."""
    start = source.read(len(ARMOUR))
    source.seek(0)
    return start.startswith((HEADER, ARMOUR))


def decrypt(source: IO[bytes], out: IO[bytes], keys: Sequence[Any]) -> None:
    """Write the plain content to `out`.

    Raises:
        NoIdentity: no key was given.
        WrongIdentity: none of them fits.
        Undecryptable: it is cut short, or was altered.
    """
    if not keys:
        raise NoIdentity
    import pyrage

    sink = _Sink(out)
    try:
        pyrage.decrypt_io(source, sink, list(keys))
    except (pyrage.DecryptError, OSError) as error:
        if sink.refused is not None:
            raise sink.refused from None
        raise (WrongIdentity if "No matching keys" in str(error) else Undecryptable) from None
    out.seek(0)
