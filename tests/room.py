"""A small room for tests of delivery: effects that can be counted, handlers that fail, messages that say a number.

python -m tests.room          # the real bot with this room beside its own
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

import handlers
from bot.domain.hall.acts import Act
from bot.domain.hall.acts import text as field
from bot.domain.hall.message import Html, Message, message, tap
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import AgencyKind, Lane, Role
from bot.domain.hall.topics import Nothing, Notice, Topic, to_person
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Agency, Appointment, AuditEntry, Person
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn

SINCE = date(2020, 1, 1)
failures: dict[str, int] = {}
"""How often the handler of `/boom N` has still to fail, by its argument."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a note says; `until` names an effect after which it is no longer true."""

    text: str
    until: str = ""
    button: bool = False


NOTE = Topic("t.note", "a note", Text)
BOARD = Topic("t.board", "a board", Nothing, live=True)
SUBJECT = About.UPDATE("board")
COUNTED, PRESSED = Act("counted", "counted", field("what")), Act("pressed", "pressed", field("what"))
BOOMED, BOARDED = Act("boomed", "failed", field("what")), Act("boarded", "pressed the board", field("what"))


def register(router: Router) -> None:
    """The bot's own rooms and this one."""
    handlers.register(router)
    add(router)


def add(router: Router) -> None:
    """This room alone."""
    router.command("count", count, "count", shown=lambda actor: False, to_all=True)
    router.command("boom", boom, "fail", shown=lambda actor: False, to_all=True)
    router.command("board", board, "board", shown=lambda actor: False, to_all=True)
    router.press("t.add", press, sees=nothing, to_all=True)
    router.press("t.board", board_press, sees=nothing, to_all=True)
    router.topic(NOTE, note)
    router.topic(BOARD, board_topic)


def effects(session: Session, action: str = "counted") -> list[str]:
    """What the effects so far were of, in order."""
    rows = session.exec(select(AuditEntry).where(AuditEntry.action == action).order_by(col(AuditEntry.id))).all()
    return [str(row.new.get("what", "")) for row in rows]


def effect(desk: Desk, what: str, act: Act = COUNTED) -> None:
    """One effect that can be counted."""
    desk.audit(act, new={"what": what})


def count(turn: Turn) -> None:
    """`/count X`: one effect, one answer."""
    effect(turn.desk, turn.incoming.args[:60])
    turn.say(message(Html(f"counted {turn.incoming.args}"), buttons=((tap("+1", "t.add", 0),),)))


def press(turn: Turn) -> None:
    """One effect, a toast, and the number of effects so far on the button."""
    effect(turn.desk, f"{turn.actor.person_id}:{turn.arg()}", PRESSED)
    turn.toast(f"toast {turn.arg()}")
    turn.show(message(Html(f"pressed {turn.arg()}"), buttons=((tap("+1", "t.add", turn.number() + 1),),)))


def boom(turn: Turn) -> None:
    """Writes, plans and says, and then fails, as often as `failures` tells (always if it tells nothing)."""
    key = turn.incoming.args
    effect(turn.desk, key[:60], BOOMED)
    outbox.plan(turn.desk, Notice(NOTE, Text("never")), to_person(turn.actor.person_id))
    turn.say(Message(Html(f"boomed {key}")))
    turn.desk.session.flush()
    if failures.get(key, 1) > 0:
        failures[key] = failures.get(key, 10**9) - 1
        raise RuntimeError("boom")


def board(turn: Turn) -> None:
    """A live message that shows how many times its button was pressed by anybody."""
    turn.say(_board(turn.desk), Notice(BOARD, Nothing(), SUBJECT))


def boarded(desk: Desk) -> None:
    """One press more, told to everybody who has the board on the screen."""
    effect(desk, "", BOARDED)
    outbox.refresh(desk, SUBJECT)


def board_press(turn: Turn) -> None:
    effect(turn.desk, str(turn.actor.person_id), BOARDED)
    turn.desk.session.flush()
    outbox.refresh(turn.desk, SUBJECT)
    turn.show(_board(turn.desk), Notice(BOARD, Nothing(), SUBJECT))


def board_topic(scene: Scene[Nothing]) -> Message | None:
    return _board(scene.desk)


def _board(desk: Desk) -> Message:
    n = desk.session.exec(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "boarded")).one()
    return message(Html(f"board {n}"), buttons=((tap("+1", "t.board"),),))


def note(scene: Scene[Text]) -> Message | None:
    said = scene.payload
    if said.until and said.until in effects(scene.desk.session):
        return None
    return message(Html(said.text), buttons=((tap("ok", "t.add", 0),),) if said.button else ())


def people(session: Session, ids: range, now: datetime) -> dict[int, int]:
    """Registered people with an appointment; gives database ids by Telegram id."""
    unit = Agency(name="测试局", short_name="测试局", kind=AgencyKind.DEPARTMENT)
    session.add(unit)
    session.flush()
    unit.path = f"/{unit.id}/"
    made = {n: Person(name=f"人{n}", telegram_id=n, chat_id=n, created_at=now) for n in ids}
    session.add_all(made.values())
    session.flush()
    session.add_all(
        Appointment(person_id=p.id or 0, agency_id=unit.id, role=Role.OBSERVER, from_date=SINCE) for p in made.values()
    )
    session.flush()
    return {n: p.id or 0 for n, p in made.items()}


def said(text: str, *, urgent: bool = False, lane: Lane | None = None, about: Subject | None = None) -> Notice[Text]:
    """A message that says `text`."""
    return Notice(NOTE, Text(text), about, lane, urgent)


def plan_note(desk: Desk, person_id: int, text: str, *, lane: Lane = Lane.REMINDER, at: datetime | None = None) -> None:
    """Plan one message, urgent: at any hour."""
    outbox.plan(desk, said(text, urgent=True, lane=lane), to_person(person_id), at=at, dedupe=text)


def main() -> None:
    """Run the bot with this room, as `python -m bot run` does."""
    from bot import cli

    cli.serve(register)


if __name__ == "__main__":
    main()
