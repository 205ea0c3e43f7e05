"""A leader or a principal writes a few words where a question to them is open: understood, echoed, never counted."""

from __future__ import annotations

from bot.domain.hall.message import Message
from bot.domain.hall.topics import Notice
from bot.domain.hearings.hearings import Told
from bot.domain.hearings.topics import ASK, OfAppearance
from bot.domain.reading.replies import Meant, Reply, reply
from bot.services.hearings import appearances, spoken
from bot.services.law import appearing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.hearings import spoken as views

_PLAIN = (Meant.YES, Meant.NO, Meant.LATER)


def register(router: Router) -> None:
    """Among the last: what begins something else has been taken before."""
    router.text(take)


def take(turn: Turn) -> bool:
    """Nothing that a leader writes while a question is open stays without the question and its buttons."""
    text = turn.incoming.text
    if not text or turn.incoming.files or not spoken.is_leader(turn.desk):
        return False
    said = reply(text)
    found = spoken.open_to(turn.desk, turn.incoming.reply_to, turn.incoming.chat_id)
    if not found:
        return _nothing_open(turn, said)
    if len(found) > 1:
        turn.say(views.several(found, turn.tr))
        return True
    _answer(turn, found[0], said or Reply(Meant.UNCLEAR))
    return True


def _nothing_open(turn: Turn, said: Reply | None) -> bool:
    if said is None or said.meant is Meant.UNCLEAR:
        return False
    turn.say(views.nothing_open(turn.tr))
    return True


def _answer(turn: Turn, told: Told, said: Reply) -> None:
    if said.meant in _PLAIN and (told.one.mine or said.meant is Meant.YES):
        turn.say(views.understood(told, said.meant, turn.tr))
    elif said.meant is Meant.OTHER:
        turn.say(_other(turn, told, said.name))
    else:
        row = appearances.get(turn.desk, told.one.id)
        notice = Notice(ASK, OfAppearance(told.one.id), appearing.subject_of(row)) if told.one.mine else None
        turn.say(views.repeated(told, said.meant, turn.tr), notice)


def _other(turn: Turn, told: Told, name: str) -> Message:
    without = told.one.leader_id
    leader = spoken.meant_by(turn.desk, told.one.agency_id, name, without=without)
    if leader is not None:
        return views.other(told, leader, turn.tr)
    return views.others(told, appearances.leaders_of(turn.desk, told.one.agency_id, without=without), turn.tr)
