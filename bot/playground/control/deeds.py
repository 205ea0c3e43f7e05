"""Control routes that do something as somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.playground.chats.posting import chat_view, view
from bot.playground.errors import ControlError
from bot.playground.people.cast import person_view
from bot.playground.state.limits import Limits
from bot.playground.state.records import Chat, Message
from bot.playground.steering import Steering
from bot.playground.wire import Json


def _chat(playground: Steering, args: Json) -> Chat:
    """The chat named, or the person's private chat."""
    where = args.get("chat")
    return playground.chat(int(where if where not in (None, "") else args["person"]))


def _message(playground: Steering, args: Json) -> Message:
    return playground.message(_chat(playground, args), int(args["message_id"]))


def _reply(args: Json) -> int | None:
    return int(args["reply_to"]) if args.get("reply_to") else None


def _thread(args: Json) -> int | None:
    return int(args["thread"]) if args.get("thread") else None


def add_person(playground: Steering, args: Json) -> Json:
    """POST people"""
    first_name = str(args.pop("first_name", ""))
    return person_view(playground.add_person(first_name, args.pop("last_name", None), **args))


def edit_person(playground: Steering, args: Json) -> Json:
    """POST people/edit"""
    return person_view(playground.edit_person(int(args.pop("person")), **args))


def add_group(playground: Steering, args: Json) -> Json:
    """POST groups"""
    return chat_view(playground.core, playground.add_group(args.pop("title"), args.pop("members"), **args))


def say(playground: Steering, args: Json) -> Json:
    """POST say"""
    chat = _chat(playground, args)
    where = {"chat": chat, "reply_to": _reply(args), "thread": _thread(args)}
    return view(playground.say(int(args["person"]), str(args["text"]), **where))  # type: ignore[arg-type]


def start(playground: Steering, args: Json) -> Json:
    """POST start"""
    return view(playground.start(int(args["person"]), str(args.get("payload") or "")))


def press(playground: Steering, args: Json) -> Json:
    """POST press"""
    place = (int(args["row"]), int(args["column"])) if "row" in args and "column" in args else None
    pressed = playground.press(
        int(args["person"]),
        int(args["message_id"]),
        label=args.get("label"),
        data=args.get("data"),
        place=place,
        chat=_chat(playground, args),
        forged=bool(args.get("forged")),
    )
    return pressed.json()


def key(playground: Steering, args: Json) -> Json:
    """POST key"""
    return view(playground.key(int(args["person"]), str(args["label"]), chat=_chat(playground, args)))


def upload(playground: Steering, args: Json) -> Json:
    """POST upload (multipart)"""
    if not args.get("files"):
        raise ControlError("there is no part named file")
    sent = playground.send_files(
        int(args["person"]),
        args["files"],
        caption=args.get("caption", ""),
        kind=args.get("as") or "document",
        seconds=int(args.get("seconds") or 0),
        chat=_chat(playground, args),
        reply_to=_reply(args),
        thread=_thread(args),
    )
    return {"messages": [view(message) for message in sent]}


def ask(playground: Steering, args: Json) -> Json:
    """POST poll"""
    manner = {name: bool(args[name]) for name in ("is_anonymous", "allows_multiple_answers") if name in args}
    options = [str(option) for option in args["options"]]
    where = _chat(playground, args)
    return view(
        playground.ask(int(args["person"]), str(args["question"]), options, chat=where, thread=_thread(args), **manner)
    )


def vote(playground: Steering, args: Json) -> Json:
    """POST vote"""
    message = _message(playground, args)
    playground.vote(int(args["person"]), message, [int(number) for number in args["options"]])
    return view(message)


def topic(playground: Steering, args: Json) -> Json:
    """POST topics"""
    person, chat = int(args["person"]), int(args["chat"])
    if "action" not in args:
        return view(playground.topic(person, chat, str(args["name"])))
    playground.change_topic(person, chat, int(args["thread"]), str(args["action"]))
    return chat_view(playground.core, playground.chat(chat))


def contact(playground: Steering, args: Json) -> Json:
    """POST contact"""
    message = playground.share_contact(
        int(args["person"]),
        of=int(args["of"]) if args.get("of") else None,
        phone_number=args.get("phone_number"),
        first_name=args.get("first_name"),
        chat=_chat(playground, args),
    )
    return view(message)


def location(playground: Steering, args: Json) -> Json:
    """POST location"""
    place = float(args["latitude"]), float(args["longitude"])
    return view(playground.share_location(int(args["person"]), *place, chat=_chat(playground, args)))


def forward(playground: Steering, args: Json) -> Json:
    """POST forward"""
    message = playground.message(int(args["from_chat"]), int(args["message_id"]))
    return view(playground.forward(int(args["person"]), message, chat=_chat(playground, args)))


def edit(playground: Steering, args: Json) -> Json:
    """POST edit"""
    return view(playground.edit(int(args["person"]), _message(playground, args), str(args["text"])))


def delete(playground: Steering, args: Json) -> Json:
    """POST delete"""
    playground.delete(*(playground.message(int(args["chat"]), int(number)) for number in args["message_ids"]))
    return {}


def react(playground: Steering, args: Json) -> Json:
    """POST react"""
    playground.react(int(args["person"]), _message(playground, args), args.get("emoji"))
    return {}


def pin(playground: Steering, args: Json) -> Json:
    """POST pin"""
    playground.pin(int(args["person"]), _message(playground, args), bool(args.get("pinned", True)))
    return {}


def read(playground: Steering, args: Json) -> Json:
    """POST read"""
    number = int(args["message_id"]) if args.get("message_id") else None
    return {"unread": playground.read(int(args["person"]), _chat(playground, args), number)}


def block(playground: Steering, args: Json) -> Json:
    """POST block"""
    return person_view(playground.block(int(args["person"]), bool(args.get("blocked", True))))


def deactivate(playground: Steering, args: Json) -> Json:
    """POST deactivate"""
    return person_view(playground.deactivate(int(args["person"]), bool(args.get("deactivated", True))))


def member(playground: Steering, args: Json) -> Json:
    """POST member"""
    chat = playground.member(int(args["chat"]), int(args["person"]), str(args["action"]))
    return chat_view(playground.core, chat)


def bot(playground: Steering, args: Json) -> Json:
    """POST bot"""
    chat, action = int(args["chat"]), str(args["action"])
    status = {"kick": "kicked", "promote": "administrator", "demote": "member"}.get(action)
    if action != "add" and status is None:
        raise ControlError("action is one of add, kick, promote, demote")
    changed = playground.set_bot(chat, status) if status else playground.add_bot(chat)
    return chat_view(playground.core, changed)


def migrate(playground: Steering, args: Json) -> Json:
    """POST migrate"""
    return chat_view(playground.core, playground.migrate(int(args["chat"])))


def fault(playground: Steering, args: Json) -> Json:
    """POST faults"""
    return playground.fault(str(args.pop("kind", "")), **args).json()


def remove_fault(playground: Steering, args: Json) -> Json:
    """POST faults/remove"""
    playground.clear_faults(None if args.get("all") else int(args["id"]))
    return {}


def limits(playground: Steering, args: Json) -> Json:
    """POST limits"""
    playground.set_limits(Limits(**args))
    return playground.core.flood.limits.json()


async def clock(playground: Steering, args: Json) -> Json:
    """POST clock"""
    await playground.advance(instant(playground, args))
    return {"now": playground.core.iso()}


def instant(playground: Steering, args: Json) -> datetime:
    """``to`` as an ISO instant with its offset, or ``seconds`` from now."""
    if "to" in args:
        return datetime.fromisoformat(str(args["to"]))
    return playground.now + timedelta(seconds=float(args["seconds"]))


def import_state(playground: Steering, args: Json) -> Json:
    """POST import"""
    playground.import_state(args)
    return {}


async def replay(playground: Steering, args: Json) -> Json:
    """POST replay"""
    return {"played": await playground.replay(str(args["lines"]))}


def clear(playground: Steering, args: Json) -> Json:
    """POST clear"""
    playground.clear_state()
    return {}


ROUTES = {
    "POST people": add_person,
    "POST people/edit": edit_person,
    "POST groups": add_group,
    "POST say": say,
    "POST start": start,
    "POST press": press,
    "POST key": key,
    "POST upload": upload,
    "POST contact": contact,
    "POST poll": ask,
    "POST vote": vote,
    "POST topics": topic,
    "POST location": location,
    "POST forward": forward,
    "POST edit": edit,
    "POST delete": delete,
    "POST react": react,
    "POST pin": pin,
    "POST read": read,
    "POST block": block,
    "POST deactivate": deactivate,
    "POST member": member,
    "POST bot": bot,
    "POST migrate": migrate,
    "POST faults": fault,
    "POST faults/remove": remove_fault,
    "POST limits": limits,
    "POST clock": clock,
    "POST import": import_state,
    "POST replay": replay,
    "POST clear": clear,
}
