"""The server serves any bot: a stock python-telegram-bot example and a small aiogram bot."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import KeyboardButton, ReplyKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden, RetryAfter, TimedOut
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from bot.playground import Limits, Person, Playground, Running

PtbApp = Application[Any, Any, Any, Any, Any, Any]


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_user is not None
    assert update.message is not None
    await update.message.reply_html(f"Hi {update.effective_user.mention_html()}!", do_quote=True)


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    assert update.message.text is not None
    await update.message.reply_text(update.message.text)


async def keep(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    assert update.message.document is not None
    file = await update.message.document.get_file()
    data = bytes(await file.download_as_bytearray())
    await update.message.reply_document(data[::-1], filename="反.txt")


def echo_bot(running: Running) -> PtbApp:
    """The library's own echo example, with the server's address."""
    application = (
        Application.builder()
        .token(running.playground.token)
        .base_url(running.base_url)
        .base_file_url(running.file_base_url)
        .build()
    )
    application.add_handler(CommandHandler("start", start))
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.add_handler(MessageHandler(filters.Document.ALL, keep))
    return application


@pytest.mark.slow
async def test_python_telegram_bot(running: Running, playground: Playground, wang: Person) -> None:
    application = echo_bot(running)
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=5)
        started = playground.start(wang)
        hello = await playground.wait_message(wang, containing="Hi 芳 王!")
        assert hello.body["entities"] == [{"type": "text_mention", "offset": 3, "length": 3, "user": wang.user()}]
        assert hello.body["reply_to_message"]["message_id"] == started.id
        said = playground.say(wang, "你好 😀")
        assert (await playground.wait_message(wang, after=said)).text == "你好 😀"
        sent = playground.send_file(wang, "a.txt", b"abc")
        answer = await playground.wait_message(wang, after=sent)
        assert answer.body["document"]["file_name"] == "反.txt"
        assert playground.core.files.get(answer.body["document"]["file_id"]).data == b"cba"
        await playground.settle()
        await application.updater.stop()
        await application.stop()
    await playground.until(lambda: not playground.core.updates.polling)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*timedelta")
async def test_python_telegram_bot_understands_the_refusals(
    running: Running, playground: Playground, wang: Person
) -> None:
    bot = echo_bot(running).bot
    async with bot:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(5, "x")
        playground.set_limits(Limits(private_burst=1))
        await bot.send_message(wang.id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(wang.id, "x")
        playground.block(wang)
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(wang.id, "x")
        playground.fault("delay", method="getMe", seconds=0.5, count=1)
        with pytest.raises(TimedOut):
            await bot.get_me(read_timeout=0.1)


@pytest.mark.slow
async def test_aiogram(running: Running, playground: Playground, wang: Person) -> None:
    from tests.playground.button_bot import button_bot

    dispatcher, bot = button_bot(running.address, playground.token)
    polling = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5))
    playground.start(wang, "inv-1")
    asked = await playground.wait_message(wang)
    assert asked.text == "payload inv-1"
    press = playground.press(wang, asked, label="收到")
    assert await playground.wait_answer(press) == {"text": "谢谢", "show_alert": True, "url": None}
    receipt = await playground.wait_message(wang, after=asked)
    assert receipt.body["document"]["file_name"] == "回执.txt"
    assert (asked.text, "reply_markup" in asked.body) == ("已收到", False)
    await dispatcher.stop_polling()
    await polling
    await bot.session.close()


@pytest.mark.slow
async def test_python_telegram_bot_in_topics_with_voices_polls_and_bans(
    running: Running, playground: Playground, wang: Person, zhang: Person
) -> None:
    forum = playground.add_group("应诉群", [wang, zhang], kind="supergroup", forum=True, bot_admin=True)
    async with echo_bot(running).bot as bot:
        topic = await bot.create_forum_topic(forum.id, "开庭")
        sent = await bot.send_message(forum.id, "通知", message_thread_id=topic.message_thread_id)
        assert (sent.is_topic_message, sent.message_thread_id) == (True, topic.message_thread_id)
        keyboard = ReplyKeyboardMarkup([["收到文书", KeyboardButton("登记开庭")]])
        await bot.send_message(wang.id, "x", reply_markup=keyboard, message_effect_id="5046509860389126442")
        voice = await bot.send_voice(wang.id, b"sound", duration=3)
        assert voice.voice is not None
        assert (await bot.send_video(wang.id, b"x", duration=4)).video is not None
        assert (await bot.send_audio(wang.id, b"x", title="第三条")).audio is not None
        asked = await bot.send_poll(forum.id, "谁去？", ["我", "他"], is_anonymous=False)
        playground.vote(zhang, playground.message(forum, asked.message_id), [0])
        assert (await bot.stop_poll(forum.id, asked.message_id)).total_voter_count == 1
        assert (await bot.get_user_profile_photos(wang.id)).total_count == 0
        assert await bot.ban_chat_member(forum.id, zhang.id)
        assert (await bot.get_chat_member(forum.id, zhang.id)).status == "kicked"
        assert await bot.unban_chat_member(forum.id, zhang.id, only_if_banned=True)
        updates = await bot.get_updates(allowed_updates=["poll_answer", "chat_member", "poll", "message"])
        assert [update.poll_answer.option_ids for update in updates if update.poll_answer] == [(0,)]


@pytest.mark.slow
async def test_aiogram_answers_a_voice_in_its_topic(
    running: Running, playground: Playground, wang: Person, zhang: Person
) -> None:
    from tests.playground.button_bot import button_bot

    forum = playground.add_group("应诉群", [wang, zhang], kind="supergroup", forum=True, bot_admin=True)
    thread = playground.topic(wang, forum, "材料").id
    dispatcher, bot = button_bot(running.address, playground.token)
    polling = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5))
    said = playground.send_file(zhang, "a.ogg", b"x", kind="voice", seconds=5, chat=forum, thread=thread)
    answer = await playground.wait_message(forum, after=said)
    assert (answer.text, answer.body["message_thread_id"]) == ("5 秒", thread)
    await dispatcher.stop_polling()
    await polling
    await bot.session.close()
