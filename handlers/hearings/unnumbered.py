"""A hearing spoken of without its whole number: the form begins with what was read and asks for the rest."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.domain.hall.access import Action
from bot.domain.hall.terms import PaperKind
from bot.domain.reading import unused
from bot.domain.reading.asides import is_no_hearing
from bot.services.cases import short_numbers
from bot.services.hearings import reading as hearing_reading
from bot.telegram.turn import Turn

LONGEST = 3000
_CALLS = frozenset({PaperKind.SUMMONS, PaperKind.APPEARANCE_NOTICE})
_HEARING = re.compile(r"开庭|庭审|审判庭|法庭|出庭应诉|负责人出庭|安排.{0,8}出庭|传票")
#: Questions, and words about who came or will come, begin nothing.
_NOT = re.compile(
    r"[?？]|[吗么呢]\s*$|什么时候|何时|几点|几号|来着|哪天|哪个|怎么|是否|有没有"
    r"|我出庭|[能会]出庭|已出庭|出庭了|没出庭|未出庭|不能出庭|申请(?:延期|改期)|培训|观摩|(?<!欢迎)(?<!允许)(?<!参加)(?<!公民)(?<!群众)旁听"
)


def take(turn: Turn, begin: Callable[[str], None]) -> bool:
    """Whether a text speaks of a hearing to come; then its form was begun."""
    text = turn.incoming.text
    if not text or turn.incoming.files or not turn.actor.may_somewhere(Action.ENTER_HEARING):
        return False
    if is_no_hearing(text) or len(text) > LONGEST or not _HEARING.search(text) or _NOT.search(text):
        return False
    spelled, _ = short_numbers.spelled_out(turn.desk, text)
    reading = hearing_reading.read(turn.desk, spelled)
    said = {one.what for one in unused.seen(text, turn.desk.now, turn.desk.house.zone)}
    names = bool(said & {"number", "short", "name"})
    if not set(reading.papers) <= _CALLS or not (names or reading.moment or "time" in said):
        return False
    begin(text)
    return True
