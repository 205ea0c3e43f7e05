"""A small aiogram bot, in a file of its own: aiogram takes seconds to import."""

from __future__ import annotations

from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message


def button_bot(address: str, token: str) -> tuple[Dispatcher, Bot]:
    """A bot that greets with a button, edits on the press, sends a file, and answers a voice."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart(deep_link=True))
    async def begin(message: Message, command: CommandObject) -> None:
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="收到", callback_data="got")]])
        await message.answer(f"payload <b>{command.args}</b>", reply_markup=keyboard)

    @dispatcher.callback_query(F.data == "got")
    async def got(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("已收到")
        await query.answer("谢谢", show_alert=True)
        await query.message.answer_document(BufferedInputFile(b"x", "回执.txt"))

    @dispatcher.message(F.voice)
    async def heard(message: Message) -> None:
        assert message.voice is not None
        await message.answer(f"{message.voice.duration} 秒")

    return dispatcher, Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
