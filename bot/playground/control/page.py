"""The chat page and its parts, from a folder of files."""

from __future__ import annotations

from pathlib import Path

from tornado.web import HTTPError, StaticFileHandler

from bot.playground.security import Guarded, check_host

_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class PageHandler(Guarded):
    """``/`` is the page; ``/?key=…`` leaves the secret with the browser first."""

    def initialize(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self) -> None:
        check_host(self)

    def get(self) -> None:
        """The page itself, or a redirect that takes the secret out of the address."""
        if self.is_key(self.get_query_argument("key", "")):
            self.remember_key()
            self.redirect("/")
            return
        if not self.holds_key():
            raise HTTPError(403, "open the address with the key that the program printed")
        page = self.folder / "index.html"
        if not page.exists():
            raise HTTPError(404, "there is no page here")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", _POLICY)
        self.finish(page.read_bytes())


class AssetHandler(StaticFileHandler):
    """Scripts and styles of the page; they hold nothing secret."""

    def prepare(self) -> None:
        check_host(self)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")
