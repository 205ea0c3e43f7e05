"""Who may drive the playground: the Host check against rebinding, and the per-run secret.

Other pages in the same browser can reach loopback, but they know neither the secret nor may they read answers
(no CORS headers are ever sent), and a name that points at 127.0.0.1 is refused.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler

_SECRET = re.compile(r"[A-Za-z0-9._~-]+")


def checked_secret(secret: str) -> str:
    """The secret itself, if address, header and cookie carry it unchanged. Raises ValueError."""
    if not _SECRET.fullmatch(secret):
        raise ValueError("the secret expects letters, digits and . _ ~ - (it goes into an address and a cookie)")
    return secret


def check_host(handler: RequestHandler) -> None:
    """Raises HTTPError 421 unless the request names this server by an address or a name it was given."""
    host = handler.request.host
    known: set[str] = handler.settings["known_hosts"]
    if host in known:
        return
    name = (urlsplit(f"//{host}").hostname or "").lower()
    if not (name == "localhost" or name in handler.settings["host_names"] or _is_address(handler, name)):
        raise HTTPError(421, "this server does not answer to that name")
    if len(known) < 100:
        known.add(host)


def _is_address(handler: RequestHandler, name: str) -> bool:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or bool(handler.settings["open"])


def check_no_browser(handler: RequestHandler) -> None:
    """Raises HTTPError 403 for a request that a web page made: bots are no browsers, and the token is no secret."""
    headers = handler.request.headers
    if "Origin" in headers or headers.get("Sec-Fetch-Site", "none") != "none":
        raise HTTPError(403, "the Bot API is not for web pages")


class Guarded(RequestHandler):
    """A handler that answers only to whoever holds the secret of this run."""

    @property
    def _cookie(self) -> str:
        # Cookies do not tell ports apart: two playgrounds side by side must not log each other out.
        port = self.request.host.rpartition(":")[2]
        return f"playground_{port if port.isdigit() else 80}"

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")

    def prepare(self) -> None:
        check_host(self)
        if not self.holds_key():
            raise HTTPError(403, "open the address with the key that the program printed")
        origin = self.request.headers.get("Origin")
        if origin and urlsplit(origin).netloc != self.request.host:
            raise HTTPError(403, "not from another page")

    def holds_key(self) -> bool:
        """Whether header or cookie carry the secret."""
        given = self.request.headers.get("X-Playground-Key") or self.get_cookie(self._cookie) or ""
        return self.is_key(given)

    def is_key(self, given: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(given.encode(), str(self.settings["key"]).encode())

    def remember_key(self) -> None:
        """Leave the secret with the browser for this run."""
        self.set_cookie(self._cookie, str(self.settings["key"]), httponly=True, samesite="Strict")

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Errors of the control API are one sentence."""
        info = kwargs.get("exc_info")
        error = info[1] if isinstance(info, tuple) else None
        reason = error.get_message() if isinstance(error, HTTPError) else None
        self.set_header("Content-Type", "application/json")
        self.finish({"error": reason or self._reason})

    def log_exception(self, *info: Any) -> None:
        """A refusal is an answer, not a fault of the server."""
        if not isinstance(info[1], HTTPError):
            super().log_exception(*info)
