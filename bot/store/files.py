"""Files that people sent, kept by the hash of their content."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FileStore:
    """A folder of files named by SHA-256. Writing is atomic and safe to repeat; call it off the event loop."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Store and return the hash."""
        digest = hashlib.sha256(content).hexdigest()
        target = self.path(digest)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(f".{os.getpid()}.part")
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        return digest

    def get(self, digest: str) -> bytes:
        """The content.

        Raises:
            FileNotFoundError: nothing is stored under this hash.
        """
        return self.path(digest).read_bytes()

    def path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest
