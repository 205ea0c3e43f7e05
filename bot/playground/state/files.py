"""Files up and down (https://core.telegram.org/bots/api#sending-files).

A file_id works for as long as the state lives; file_unique_id stays the same however often a file is sent on.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import pathlib
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.errors import ApiError, bad
from bot.playground.wire import Json

from .images import size
from .records import State, StoredFile

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
_PREFIX = {
    "document": "BQACAgUAAxkBAAI", "photo": "AgACAgUAAxkBAAI", "voice": "AwACAgUAAxkBAAI", "audio": "CQACAgUAAxkBAAI",
    "video": "BAACAgUAAxkBAAI", "video_note": "DQACAgUAAxkBAAI",
}  # fmt: skip
KINDS = tuple(_PREFIX)
NOTE_LENGTH = 384
"""Pixels of a video note, which is round."""
_MIMES = {"voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4", "video_note": "video/mp4"}
_TYPES = {"voice": "VoiceNote", "video_note": "VideoNote"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in, from the bot or from a person."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"

    def json(self) -> Json:
        """As the journal shows it: without the bytes."""
        return {"file": self.name, "size": len(self.data), "mime": self.mime}


class Files:
    """The files of a state."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._paths = {file.path: file for file in state.files.values()}

    def add(self, kind: str, upload: Upload) -> StoredFile:
        """Keep an upload as one of ``KINDS``. Raises ApiError 400 or 413 for what Telegram refuses."""
        if not upload.data:
            raise bad("file must be non-empty")
        if len(upload.data) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        width, height = self._pixels(upload.data) if kind == "photo" else (0, 0)
        number = self.state.next_file
        self.state.next_file += 1
        name = upload.name or "file"
        seed = hashlib.sha256(f"{number}:{kind}:".encode() + upload.data[:4096]).digest()
        unique = base64.urlsafe_b64encode(seed[:11]).decode().rstrip("=")
        file_id = _PREFIX[kind] + base64.urlsafe_b64encode(seed[11:32] + seed).decode().rstrip("=")
        suffix = ".jpg" if kind == "photo" else pathlib.PurePath(name).suffix[:16]
        path = f"{_FOLDERS.get(kind, kind + 's')}/file_{number}{suffix}"
        file = StoredFile(file_id, unique, kind, name, _mime(upload, kind), upload.data, path, width, height)
        self.state.files[file_id] = file
        self._paths[path] = file
        return file

    def _pixels(self, data: bytes) -> tuple[int, int]:
        if len(data) > PHOTO_LIMIT:
            raise bad("file is too big")
        pixels = size(data)
        if pixels is None:
            raise bad("IMAGE_PROCESS_FAILED")
        width, height = pixels
        if width + height > 10_000 or not width or not height or max(width, height) > 20 * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        return pixels

    def resolve(self, kind: str, source: Upload | str) -> StoredFile:
        """An upload, or a file known by its id. Raises ApiError 400."""
        if isinstance(source, Upload):
            return self.add(kind, source)
        if source.startswith(("http://", "https://")):
            # Telegram would fetch it; this server never leaves the machine.
            raise bad("failed to get HTTP URL content")
        file = self.get(source, "wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise bad(f"can't use file of type {_type(file.kind)} as {_type(kind)}")
        return file

    def get(self, file_id: str, otherwise: str = "invalid file_id") -> StoredFile:
        """A file by its id. Raises ApiError 400."""
        file = self.state.files.get(file_id)
        if file is None:
            raise bad(otherwise)
        return file

    def at(self, path: str) -> StoredFile | None:
        """A file by the path that getFile gave."""
        return self._paths.get(path)

    def describe(self, file: StoredFile) -> Json:
        """The answer of getFile. Raises ApiError 400 above 20 MB."""
        if len(file.data) > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        return {**_ids(file), "file_path": file.path}


def _mime(upload: Upload, kind: str) -> str:
    if upload.mime and upload.mime != "application/octet-stream":
        return upload.mime
    return mimetypes.guess_type(upload.name)[0] or _MIMES.get(kind, "application/octet-stream")


def _type(kind: str) -> str:
    return _TYPES.get(kind, kind.title())


def _ids(file: StoredFile) -> Json:
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.data)}


def media_json(file: StoredFile) -> Json:
    """``document``, ``photo``, ``voice`` … as a message carries it."""
    if file.kind == "photo":
        return {"photo": [{**_ids(file), "width": file.width, "height": file.height}]}
    if file.kind == "document":
        return {"document": {"file_name": file.name, "mime_type": file.mime, **_ids(file)}}
    return {file.kind: {**_ids(file), "duration": file.duration, **_PLAYED[file.kind](file)}}


def _audio(file: StoredFile) -> Json:
    told = {"performer": file.performer, "title": file.title}
    return {"file_name": file.name, "mime_type": file.mime, **{k: v for k, v in told.items() if v}}


def _video(file: StoredFile) -> Json:
    return {"file_name": file.name, "mime_type": file.mime, "width": file.width, "height": file.height}


_PLAYED: dict[str, Callable[[StoredFile], Json]] = {
    "voice": lambda file: {"mime_type": file.mime},
    "audio": _audio,
    "video": _video,
    "video_note": lambda file: {"length": file.width or NOTE_LENGTH},
}
_FOLDERS = {"voice": "voice", "audio": "music"}
"""Where getFile says a file lies; the other kinds have their plural."""
