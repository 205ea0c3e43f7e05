"""The table of methods is the Bot API's own, as far as it goes; what it leaves out is named here."""

from __future__ import annotations

import types
import typing
from pathlib import Path
from typing import Any

import pytest

import bot.playground
from bot.playground.methods import HANDLERS, WAITING
from bot.playground.methods.schema import METHODS, OBJECTS
from tests.playground.schema import by_name

LEFT_OUT = {
    "business_connection_id", "direct_messages_topic_id", "allow_paid_broadcast", "suggested_post_parameters",
    "ephemeral_message_parameters", "receiver_user_id", "callback_query_id", "inline_message_id", "rich_message",
    "live_period", "heading", "proximity_alert_radius", "video_start_timestamp", "start_timestamp", "cover",
    "return_bots", "question_parse_mode", "question_entities", "allows_revoting", "shuffle_options",
    "allow_adding_options", "hide_results_until_closes", "members_only", "country_codes", "explanation_parse_mode",
    "explanation_entities", "explanation_media", "open_period", "close_date", "description",
    "description_parse_mode", "description_entities", "media",
}  # fmt: skip
"""Parameters of features that the playground does not have: to pass one is an error."""


def test_every_method_of_the_table_is_done_by_somebody() -> None:
    assert set(METHODS) == set(HANDLERS) | set(WAITING)
    assert not set(HANDLERS) & set(WAITING)


def test_the_page_of_what_is_faithful_names_every_method_and_no_other() -> None:
    page = (Path(bot.playground.__file__).parent / "README.md").read_text("utf-8")
    named = " ".join(line.removeprefix(">") for line in page.splitlines() if line.startswith(">")).split()
    assert len(named) == len(set(named))
    assert set(named) == set(METHODS)


@pytest.mark.parametrize("name", METHODS)
def test_method_has_the_parameters_of_the_bot_api(name: str) -> None:
    theirs = by_name()[name].model_fields
    ours = METHODS[name]
    assert set(ours) <= set(theirs)
    missing = set(theirs) - set(ours)
    if name == "answerCallbackQuery":
        assert not missing
    assert missing <= LEFT_OUT, f"{name} knows nothing of {missing - LEFT_OUT}"
    for field in ours.values():
        needed = theirs[field.name].is_required()
        # Bot API 10 lets editMessageText carry a rich message in place of the text; the playground has none.
        assert field.required == needed or (name, field.name) == ("editMessageText", "text")


@pytest.mark.parametrize("name", METHODS)
def test_parameter_types_agree(name: str) -> None:
    for field in METHODS[name].values():
        words = _words(by_name()[name].model_fields[field.name].annotation)
        assert _ours(field.type) & words, f"{name}.{field.name}: {field.type} is not among {words}"
        assert (field.depth > 0) == ("list" in words)


def _ours(kind: str) -> set[str]:
    if kind == "file":
        return {"InputFile", "str"}
    if kind == "chat":
        return {"int"}
    if kind in ("int", "float", "bool", "str"):
        return {kind}
    family = {"ReplyMarkup": "ForceReply", "BotCommandScope": "BotCommandScopeChat"}
    family |= {"InputMedia": "InputMediaPhoto", "MenuButton": "MenuButtonCommands", "ReactionType": "ReactionTypeEmoji"}
    return {family.get(kind, kind)}


def _words(annotation: Any) -> set[str]:
    """All type names inside an annotation."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _words(typing.get_args(annotation)[0])
    if origin is list:
        return {"list"} | _words(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return set().union(*map(_words, typing.get_args(annotation)))
    return {annotation.__name__} if isinstance(annotation, type) else set()


FAMILIES = {
    "BotCommandScope": "BotCommandScopeChatMember",
    "MenuButton": "MenuButtonCommands",
    "ReactionType": None,
    "InputMedia": None,
    "LinkPreviewOptions": "LinkPreviewOptions",
}


@pytest.mark.parametrize("name", [name for name in OBJECTS if FAMILIES.get(name, name)])
def test_objects_have_fields_of_the_bot_api(name: str) -> None:
    import aiogram.types

    theirs = getattr(aiogram.types, FAMILIES.get(name) or name).model_fields
    assert set(OBJECTS[name]) <= set(theirs)
    for field in OBJECTS[name].values():
        if field.required:
            assert field.name in theirs


def test_media_fields_are_those_of_what_an_album_holds() -> None:
    import aiogram.types

    kinds = (aiogram.types.InputMediaPhoto, aiogram.types.InputMediaDocument, aiogram.types.InputMediaVideo,
             aiogram.types.InputMediaAudio)  # fmt: skip
    assert set(OBJECTS["InputMedia"]) == {name for kind in kinds for name in kind.model_fields} - (LEFT_OUT - {"media"})
