"""The bot's side of simulated time: a control port on loopback that only `play` knows the key of."""

from __future__ import annotations

import json
import secrets
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import tornado.web
from sqlmodel import Session

from bot import observability
from bot.app import App
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.operations import rehearsal, sample


class _Control(tornado.web.RequestHandler):
    """One request of the stage: the path names what is wanted."""

    def initialize(self, app: App) -> None:
        self.app = app

    def prepare(self) -> None:
        key = self.app.settings.stage_key.get_secret_value()
        if not secrets.compare_digest(self.request.headers.get("X-Stage-Key", ""), key):
            raise tornado.web.HTTPError(403)

    async def get(self, what: str) -> None:
        app = self.app
        if what == "next":
            self._say({"at": await self._read(lambda s: rehearsal.next_told(s, now=app.clock.now()))})
        elif what == "timeline":
            days = int(self.get_argument("days", "30"))
            self._say(await self._read(lambda s: rehearsal.timeline(s, app.house, now=app.clock.now(), days=days)))
        elif what == "workday":
            self._say({"day": self._workday(int(self.get_argument("days")))})
        elif what == "changes":
            update = self.get_argument("update_id", "")
            self._say(await self._read(lambda s: rehearsal.changes(s, int(update) if update else None)))
        elif what == "log":
            self._say(observability.lines(int(self.get_argument("after", "0"))))
        else:
            self._say({"now": app.clock.now(), "next": await self._peek(), "claim": app.claim_code, "begun": app.begun})

    async def post(self, what: str) -> None:
        if what != "advance" or self.app.driver is None:
            raise tornado.web.HTTPError(404)
        to = datetime.fromisoformat(json.loads(self.request.body)["to"])
        self._say({"now": await self.app.driver.advance(to), "next": await self._peek()})

    def _workday(self, days: int) -> date:
        """The first working day at least so many days ahead: nobody goes to court on a holiday."""
        house = self.app.house
        today = self.app.clock.now().astimezone(house.zone).date()
        return house.law.calendar.next_working(today + timedelta(days=days))

    async def _peek(self) -> datetime | None:
        return await self.app.driver.peek() if self.app.driver else None

    async def _read(self, work: Any) -> Any:
        def run(session: Session) -> Any:
            return work(session)

        return await self.app.database.read(run)

    def _say(self, answer: Any) -> None:
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.write(json.dumps(answer, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


async def open_control_port(app: App) -> None:
    """Seed the sample county if the stage asks for it, then listen where the stage expects us."""
    if app.settings.stage_seed:
        path, now = Path(app.settings.stage_seed), app.clock.now()
        await app.database.write(lambda s: sample.seed(Desk(s, app.house, now, SYSTEM), path=path))
    host, _, port = app.settings.stage.rpartition(":")
    web = tornado.web.Application([(r"/(\w+)", _Control, {"app": app})])
    web.listen(int(port), host)
