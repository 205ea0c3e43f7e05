"""The methods this server knows, with their parameters: a method or parameter not named here is an error.

Telegram itself ignores unknown parameters; here a slip of the pen must not pass in silence. The notation is
``name:type`` with ``!`` for required; ``[]`` is a list; types with a capital letter are the objects below.
Tests hold this table against the machine-readable Bot API schema.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter or field: its type without brackets, how many lists lie around it, and whether it must be there."""

    name: str
    type: str
    depth: int
    required: bool


_QUIET = "disable_notification:bool protect_content:bool"
_REPLY = "reply_parameters:ReplyParameters reply_to_message_id:int allow_sending_without_reply:bool"
_THREAD, _THREAD_OF = "message_thread_id:int", "message_thread_id!:int"
_EFFECT = "message_effect_id:str"
_SEND = f"{_THREAD} {_QUIET} {_REPLY} reply_markup:ReplyMarkup allow_paid_broadcast:bool {_EFFECT}"
_CAPTION = "caption:str parse_mode:str caption_entities:MessageEntity[]"
_EDIT = "chat_id:chat message_id:int reply_markup:InlineKeyboardMarkup"
_PREVIEW = "link_preview_options:LinkPreviewOptions disable_web_page_preview:bool"
_MENU = "scope:BotCommandScope language_code:str"

_METHODS = f"""
getMe
getUpdates offset:int limit:int timeout:int allowed_updates:str[]
setWebhook url!:str certificate:file ip_address:str max_connections:int allowed_updates:str[]
    drop_pending_updates:bool secret_token:str
deleteWebhook drop_pending_updates:bool
getWebhookInfo
logOut
close
setMyCommands commands!:BotCommand[] {_MENU}
getMyCommands {_MENU}
deleteMyCommands {_MENU}
setMyName name:str language_code:str
getMyName language_code:str
setMyDescription description:str language_code:str
getMyDescription language_code:str
setMyShortDescription short_description:str language_code:str
getMyShortDescription language_code:str
setChatMenuButton chat_id:int menu_button:MenuButton
getChatMenuButton chat_id:int
sendMessage chat_id!:chat text!:str parse_mode:str entities:MessageEntity[] {_PREVIEW} {_SEND}
sendPhoto chat_id!:chat photo!:file {_CAPTION} show_caption_above_media:bool has_spoiler:bool {_SEND}
sendVoice chat_id!:chat voice!:file {_CAPTION} duration:int {_SEND}
sendAudio chat_id!:chat audio!:file {_CAPTION} duration:int performer:str title:str thumbnail:file {_SEND}
sendVideo chat_id!:chat video!:file duration:int width:int height:int thumbnail:file {_CAPTION}
    show_caption_above_media:bool has_spoiler:bool supports_streaming:bool {_SEND}
sendVideoNote chat_id!:chat video_note!:file duration:int length:int thumbnail:file {_SEND}
sendPoll chat_id!:chat question!:str options!:InputPollOption[] is_anonymous:bool type:str allows_multiple_answers:bool
    correct_option_ids:int[] correct_option_id:int explanation:str is_closed:bool {_SEND}
stopPoll chat_id!:chat message_id!:int reply_markup:InlineKeyboardMarkup
sendDocument chat_id!:chat document!:file thumbnail:file {_CAPTION} disable_content_type_detection:bool {_SEND}
sendMediaGroup chat_id!:chat media!:InputMedia[] {_THREAD} {_QUIET} {_REPLY} {_EFFECT}
sendLocation chat_id!:chat latitude!:float longitude!:float horizontal_accuracy:float {_SEND}
sendContact chat_id!:chat phone_number!:str first_name!:str last_name:str vcard:str {_SEND}
sendChatAction chat_id!:chat action!:str {_THREAD}
forwardMessage chat_id!:chat from_chat_id!:chat message_id!:int {_THREAD} {_QUIET} {_EFFECT}
forwardMessages chat_id!:chat from_chat_id!:chat message_ids!:int[] {_THREAD} {_QUIET}
copyMessage chat_id!:chat from_chat_id!:chat message_id!:int {_CAPTION} show_caption_above_media:bool {_SEND}
copyMessages chat_id!:chat from_chat_id!:chat message_ids!:int[] {_THREAD} {_QUIET} remove_caption:bool
editMessageText {_EDIT} text!:str parse_mode:str entities:MessageEntity[] {_PREVIEW}
editMessageCaption {_EDIT} {_CAPTION} show_caption_above_media:bool
editMessageMedia {_EDIT} media!:InputMedia
editMessageReplyMarkup {_EDIT}
deleteMessage chat_id!:chat message_id!:int
deleteMessages chat_id!:chat message_ids!:int[]
pinChatMessage chat_id!:chat message_id!:int disable_notification:bool
unpinChatMessage chat_id!:chat message_id:int
unpinAllChatMessages chat_id!:chat
setMessageReaction chat_id!:chat message_id!:int reaction:ReactionType[] is_big:bool
answerCallbackQuery callback_query_id!:str text:str show_alert:bool url:str cache_time:int
getFile file_id!:str
getChat chat_id!:chat
getChatMember chat_id!:chat user_id!:int
getChatAdministrators chat_id!:chat
getChatMemberCount chat_id!:chat
leaveChat chat_id!:chat
banChatMember chat_id!:chat user_id!:int until_date:int revoke_messages:bool
unbanChatMember chat_id!:chat user_id!:int only_if_banned:bool
getUserProfilePhotos user_id!:int offset:int limit:int
createForumTopic chat_id!:chat name!:str icon_color:int icon_custom_emoji_id:str
editForumTopic chat_id!:chat {_THREAD_OF} name:str icon_custom_emoji_id:str
closeForumTopic chat_id!:chat {_THREAD_OF}
reopenForumTopic chat_id!:chat {_THREAD_OF}
deleteForumTopic chat_id!:chat {_THREAD_OF}
"""

_OBJECTS = """
InlineKeyboardMarkup inline_keyboard!:InlineKeyboardButton[][]
InlineKeyboardButton text!:str url:str callback_data:str copy_text:CopyTextButton switch_inline_query:str
    switch_inline_query_current_chat:str style:str
CopyTextButton text!:str
ReplyKeyboardMarkup keyboard!:KeyboardButton[][] is_persistent:bool resize_keyboard:bool one_time_keyboard:bool
    input_field_placeholder:str selective:bool
KeyboardButton text!:str request_contact:bool request_location:bool style:str
ReplyKeyboardRemove remove_keyboard!:bool selective:bool
ForceReply force_reply!:bool input_field_placeholder:str selective:bool
MessageEntity type!:str offset!:int length!:int url:str user:User language:str custom_emoji_id:str
User id!:int is_bot:bool first_name:str last_name:str username:str language_code:str is_premium:bool
ReplyParameters message_id!:int chat_id:chat allow_sending_without_reply:bool quote:str quote_parse_mode:str
    quote_entities:MessageEntity[] quote_position:int
LinkPreviewOptions is_disabled:bool url:str prefer_small_media:bool prefer_large_media:bool show_above_text:bool
InputMedia type!:str media!:str thumbnail:str caption:str parse_mode:str caption_entities:MessageEntity[]
    show_caption_above_media:bool has_spoiler:bool disable_content_type_detection:bool duration:int width:int height:int
    supports_streaming:bool performer:str title:str
InputPollOption text!:str text_parse_mode:str text_entities:MessageEntity[]
BotCommand command!:str description!:str
BotCommandScope type!:str chat_id:chat user_id:int
MenuButton type!:str
ReactionType type!:str emoji:str custom_emoji_id:str
"""


def _field(word: str) -> Field:
    name, kind = word.split(":")
    depth = kind.count("[]")
    return Field(name.rstrip("!"), kind.replace("[]", ""), depth, name.endswith("!"))


def _table(source: str) -> dict[str, dict[str, Field]]:
    rows = (line.split() for line in source.strip().replace("\n    ", " ").splitlines())
    return {name: {f.name: f for f in map(_field, words)} for name, *words in rows}


METHODS = _table(_METHODS)
OBJECTS = _table(_OBJECTS)
BY_LOWER = {name.lower(): name for name in METHODS}
"""Method names are case-insensitive."""
