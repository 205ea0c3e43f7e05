"""From the parameters of a sending method to the parts of a Message: text, caption, reply, origin."""

from __future__ import annotations

from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.records import PRIVATE, Chat, Message
from bot.playground.text.detect import detect
from bot.playground.text.formatted import Formatted, finish, utf16
from bot.playground.text.html import parse_html
from bot.playground.text.markdown import parse_markdown
from bot.playground.wire import Json

MAX_TEXT = 4096
MAX_CAPTION = 1024
_GIVEN = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "text_mention",
    "custom_emoji", "blockquote", "expandable_blockquote",
}  # fmt: skip


def parse(core: Core, text: str, mode: str | None, entities: list[Json] | None) -> Formatted:
    """A text with all its entities: those of the parse mode or given ones, and those Telegram finds itself.

    Raises ApiError 400 ``can't parse entities`` or ``unsupported parse_mode``.
    """
    plain, marks = _marks(text, (mode or "").lower(), entities or [])
    formatted = finish(plain, _known_users(core, marks))
    found = detect(formatted.text, list(formatted.entities))
    if not found:
        return formatted
    return finish(formatted.text, [*formatted.entities, *found])


def _marks(text: str, mode: str, entities: list[Json]) -> tuple[str, list[Json]]:
    if mode == "html":
        return parse_html(text)
    if mode in ("markdownv2", "markdown"):
        return parse_markdown(text, strict=mode == "markdownv2")
    if mode not in ("", "none"):
        raise bad("unsupported parse_mode")
    return text, [dict(e) for e in entities if e["type"] in _GIVEN]


def _known_users(core: Core, entities: list[Json]) -> list[Json]:
    """A mention of somebody whom the bot has not met is silently dropped."""
    out = []
    for entity in entities:
        if entity["type"] == "text_mention":
            person = core.state.people.get(entity.get("user", {}).get("id", 0))
            if person is None:
                continue
            entity = {**entity, "user": person.user()}
        out.append(entity)
    return out


def text_part(core: Core, args: Json) -> Json:
    """``text`` and ``entities`` of a message. Raises ApiError 400."""
    formatted = parse(core, args["text"], args.get("parse_mode"), args.get("entities"))
    if not formatted.text:
        raise bad("message text is empty")
    if utf16(formatted.text) > MAX_TEXT:
        raise bad("message is too long")
    part: Json = {"text": formatted.text}
    if formatted.entities:
        part["entities"] = list(formatted.entities)
    preview = args.get("link_preview_options")
    if preview is None and args.get("disable_web_page_preview"):
        preview = {"is_disabled": True}
    return {**part, "link_preview_options": preview} if preview else part


def caption_part(core: Core, args: Json) -> Json:
    """``caption`` and ``caption_entities``; empty for no caption. Raises ApiError 400."""
    text = args.get("caption") or ""
    if not text:
        return {}
    formatted = parse(core, text, args.get("parse_mode"), args.get("caption_entities"))
    if utf16(formatted.text) > MAX_CAPTION:
        raise bad("message caption is too long")
    if not formatted.text:
        return {}
    part: Json = {"caption": formatted.text}
    if formatted.entities:
        part["caption_entities"] = list(formatted.entities)
    if args.get("show_caption_above_media"):
        part["show_caption_above_media"] = True
    return part


def reply_part(core: Core, chat: Chat, args: Json) -> Json:
    """``reply_to_message`` when there is something to reply to. Raises ApiError 400."""
    wanted = args.get("reply_parameters") or {}
    message_id = wanted.get("message_id", args.get("reply_to_message_id"))
    if not message_id:
        return {}
    if wanted.get("chat_id") not in (None, chat.id):
        raise bad("replies to messages of other chats are not supported by the playground")
    found = core.message(chat, message_id)
    if found is None:
        if wanted.get("allow_sending_without_reply", args.get("allow_sending_without_reply")):
            return {}
        raise bad("message to be replied not found")
    part: Json = {"reply_to_message": replied(found)}
    if quote := wanted.get("quote"):
        if quote not in found.text:
            raise bad("QUOTE_TEXT_INVALID")
        part["quote"] = {"text": quote, "position": utf16(found.text[: found.text.index(quote)])}
    return part


def replied(message: Message) -> Json:
    """A message as it stands inside a reply: replies are not nested."""
    return {k: v for k, v in message.body.items() if k not in ("reply_to_message", "quote")}


_EFFECTS = {
    "5104841245755180586", "5107584321108051014", "5104858069142078462", "5159385139981059251", "5046509860389126442",
    "5046589136895476101",
}  # fmt: skip
"""The effects that are free: fire, thumbs up and down, heart, confetti, and the last one."""


def effect_part(chat: Chat, args: Json) -> Json:
    """``effect_id``, which only private chats show. Raises ApiError 400."""
    effect = args.get("message_effect_id")
    if not effect:
        return {}
    if chat.type != PRIVATE:
        raise bad("can't use message effects in the chat")
    if effect not in _EFFECTS:
        raise bad("EFFECT_ID_INVALID")
    return {"effect_id": effect}


def origin(core: Core, message: Message) -> Json:
    """Where a forwarded message came from; a forward of a forward keeps the first origin."""
    if "forward_origin" in message.body:
        found: Json = message.body["forward_origin"]
        return found
    return {"type": "user", "date": message.body["date"], "sender_user": message.body["from"]}


CONTENT = (
    "text", "entities", "link_preview_options", "caption", "caption_entities", "show_caption_above_media",
    "photo", "document", "voice", "audio", "video", "video_note", "poll", "location", "contact", "has_media_spoiler",
)  # fmt: skip


def content(message: Message) -> Json:
    """The part of a message that a copy takes along."""
    return {k: v for k, v in message.body.items() if k in CONTENT}
