"""HTTP as far as a Bot API server needs it: calls are taken apart, answers are written, and nothing else."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from typing import Any
from urllib.parse import parse_qs


class Talk(asyncio.Protocol, ABC):
    """One connection. Whoever answers later keeps it; the client sends nothing more until then."""

    head = b"Content-Type: application/json\r\n"
    """Lines at the head of each answer."""

    def __init__(self) -> None:
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (end := self._got.find(b"\r\n\r\n")) >= 0:
            head = self._got[:end]
            low = head.lower()
            length = int(low.partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            if b"transfer-encoding: chunked" in low:
                raise ValueError("chunked")
            if len(self._got) < end + 4 + length:
                return
            body = self._got[end + 4 : end + 4 + length]
            self._got = self._got[end + 4 + length :]
            method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
            self.call(method, _fields(head, body))

    @abstractmethod
    def call(self, method: str, given: dict[str, str]) -> None:
        """One call, as its method and its parameters."""

    def answer(self, result: Any) -> None:
        self.write(json.dumps({"ok": True, "result": result}).encode())

    def write(self, body: bytes, status: bytes = b"200 OK") -> None:
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 %b\r\n%bContent-Length: %d\r\n\r\n%b" % (status, self.head, len(body), body)
            )


def _fields(head: bytes, body: bytes) -> dict[str, str]:
    low = head.lower()
    if b"application/json" in low:
        return {k: str(v) for k, v in json.loads(body).items()}
    if b"multipart/form-data" in low:
        boundary = head[low.index(b"boundary=") + 9 :].split(b"\r\n")[0].strip(b'" ')
        return dict(_part(part) for part in body.split(b"--" + boundary) if b'name="' in part)
    return {key: values[0] for key, values in parse_qs(body.decode()).items()}


def _part(part: bytes) -> tuple[str, str]:
    """Name and value; of a file its bytes are of no interest."""
    head, _, value = part.partition(b"\r\n\r\n")
    name = head.partition(b'name="')[2].split(b'"')[0].decode()
    return name, "" if b"filename" in head else value[:-2].decode()
