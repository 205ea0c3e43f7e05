"""Polls: made by the bot or by people, voted in, stopped (https://core.telegram.org/bots/api#poll)."""

from __future__ import annotations

from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.records import Ballot, Message
from bot.playground.text.formatted import utf16
from bot.playground.wire import Json

from .posting import view

QUESTION, OPTION, OPTIONS = 300, 100, 12


def begin(core: Core, question: str, options: list[str], manner: Json, *, from_bot: bool) -> Json:
    """A new poll, as a message carries it. ``manner``: what sendPoll may say of it. Raises ApiError 400."""
    _check(question, options)
    number = core.state.next_poll
    core.state.next_poll += 1
    poll: Json = {
        "id": str(5_100_000_000_000_000_000 + number), "question": question.strip(),
        "options": [{"persistent_id": str(n), "text": t.strip(), "voter_count": 0} for n, t in enumerate(options)],
        "total_voter_count": 0, "is_closed": bool(manner.get("is_closed")),
        "is_anonymous": manner.get("is_anonymous", True), "type": manner.get("type") or "regular",
        "allows_multiple_answers": bool(manner.get("allows_multiple_answers")), "allows_revoting": True,
        "members_only": False, **_quiz(manner, len(options)),
    }  # fmt: skip
    core.state.ballots[poll["id"]] = Ballot(poll, from_bot)
    return {"poll": poll}


def _check(question: str, options: list[str]) -> None:
    if not question.strip():
        raise bad("poll question must be non-empty")
    if utf16(question) > QUESTION:
        raise bad(f"poll question length must not exceed {QUESTION}")
    if not 1 <= len(options) <= OPTIONS:
        raise bad(f"poll can't have more than {OPTIONS} options" if options else "poll must have at least 1 option")
    if not all(text.strip() for text in options):
        raise bad("poll options must be non-empty")
    if any(utf16(text) > OPTION for text in options):
        raise bad(f"poll options length must not exceed {OPTION}")


def _quiz(manner: Json, options: int) -> Json:
    """What a quiz adds: which answers are right, and why."""
    kind = manner.get("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad("unsupported poll type specified")
    if kind == "regular":
        return {}
    alone = [manner["correct_option_id"]] if "correct_option_id" in manner else []
    right = manner.get("correct_option_ids") or alone
    if not right or not all(0 <= number < options for number in right):
        raise bad("wrong correct option ID specified")
    why = manner.get("explanation")
    return {"correct_option_ids": right, "allows_revoting": False, **({"explanation": why} if why else {})}


def vote(core: Core, ballot: Ballot, person: Json, options: list[int]) -> None:
    """Somebody chooses these options in place of earlier ones, none to take the vote back. Raises ApiError 400."""
    poll = ballot.poll
    if poll["is_closed"]:
        raise bad("poll has already been closed")
    if len(set(options)) != len(options) or not all(0 <= number < len(poll["options"]) for number in options):
        raise bad("invalid option ID specified")
    if len(options) > 1 and not poll["allows_multiple_answers"]:
        raise bad("can't choose more than 1 option in the poll")
    if person["id"] in ballot.votes and not poll["allows_revoting"]:
        raise bad("REVOTE_NOT_ALLOWED")
    others = {who: chosen for who, chosen in ballot.votes.items() if who != person["id"]}
    ballot.votes = {**others, person["id"]: sorted(options)} if options else others
    _tell(core, ballot, _counted(ballot))
    if ballot.from_bot and not poll["is_anonymous"]:
        chosen = sorted(options)
        core.update("poll_answer", {
            "poll_id": poll["id"], "user": person, "option_ids": chosen,
            "option_persistent_ids": [poll["options"][number]["persistent_id"] for number in chosen],
        })  # fmt: skip


def _counted(ballot: Ballot) -> Json:
    options = [
        {**option, "voter_count": sum(number in chosen for chosen in ballot.votes.values())}
        for number, option in enumerate(ballot.poll["options"])
    ]
    return {**ballot.poll, "options": options, "total_voter_count": len(ballot.votes)}


def stop(core: Core, ballot: Ballot) -> Json:
    """Nobody votes any more; gives the Poll. Raises ApiError 400."""
    if ballot.poll["is_closed"]:
        raise bad("poll has already been closed")
    return _tell(core, ballot, {**ballot.poll, "is_closed": True})


def _tell(core: Core, ballot: Ballot, poll: Json) -> Json:
    """Every message that carries the poll shows how it stands now; of its own the bot hears it, too."""
    ballot.poll = poll
    for chat in core.state.chats.values():
        for message in chat.messages.values():
            if message.body.get("poll", {}).get("id") == poll["id"]:
                _show(core, message, poll)
    if ballot.from_bot:
        core.update("poll", poll)
    return poll


def _show(core: Core, message: Message, poll: Json) -> None:
    """No edit: its date stays as it was."""
    message.body = {**message.body, "poll": poll}
    core.tell("edited", {"message": view(message)})
