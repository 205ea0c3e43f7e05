"""A scripted bot for the tests of the page: it polls the playground over HTTP and answers as ours will."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import aiohttp

Json = dict[str, Any]

CASE = "（2026）鲁0831行初12号"
WHY = (
    "为何是这一天：12月1日（周二）收到应诉通知书，当日不计，第2日为12月3日（周四）。\n"
    "文件未规定顺延，请以12月3日为准；按顺延口径相同。\n"
    "依据：行政诉讼法第六十七条；县政府《意见》第四部分第（四）项。\n如有疑问，请致电统筹部门。"
)
KEYBOARD: Json = {
    "keyboard": [[{"text": "收到文书"}, {"text": "登记开庭"}], [{"text": "我的待办"}, {"text": "本周开庭"}]],
    "resize_keyboard": True,
    "is_persistent": True,
}


def tap(label: str, data: str) -> Json:
    """An inline button."""
    return {"text": label, "callback_data": data}


def inline(*rows: list[Json]) -> Json:
    """An inline keyboard."""
    return {"inline_keyboard": list(rows)}


class ScriptedBot:
    """Words in, words out. ``leaders`` are (id, name) of those who may appear."""

    def __init__(self, url: str, leaders: list[tuple[int, str]]) -> None:
        self.url, self.leaders = url, leaders
        self.deciding: list[int] = []
        """Whom a hearing is told as those who may appear themselves or name somebody."""
        self.heard: list[Json] = []
        self.card: tuple[int, int] | None = None
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, **parameters: Any) -> Any:
        """One Bot API call; its result, or None when refused."""
        assert self._session is not None
        async with self._session.post(f"{self.url}/{method}", json=parameters) as response:
            return (await response.json()).get("result")

    async def say(self, chat: int, text: str, **more: Any) -> Any:
        """An HTML message."""
        return await self.call("sendMessage", chat_id=chat, text=text, parse_mode="HTML", **more)

    async def run(self) -> None:
        """Poll until cancelled."""
        offset = 0
        async with aiohttp.ClientSession() as self._session:
            await self.call("setMyCommands", commands=COMMANDS)
            while True:
                for update in await self.call("getUpdates", offset=offset, timeout=20) or []:
                    offset = update["update_id"] + 1
                    self.heard.append(update)
                    await self._handle(update)

    async def _handle(self, update: Json) -> None:
        if query := update.get("callback_query"):
            await self._pressed(query)
        elif message := update.get("message"):
            await self._said(message["chat"]["id"], message)

    async def _said(self, chat: int, message: Json) -> None:
        text = message.get("text", "")
        for start, answer in ANSWERS.items():
            if text.startswith(start):
                await answer(self, chat)
                return
        if "应诉通知书" in text:
            buttons = inline([tap("确认", "paper"), tap("修改", "change")])
            await self.say(chat, f"<b>【登记文书】</b>{CASE}\n应诉通知书，今天收到。请核对。", reply_markup=buttons)
        elif "document" in message:
            file = message["document"]
            await self.call(
                "sendDocument", chat_id=chat, document=file["file_id"], caption=f"已收存 {file['file_name']}"
            )
        elif "contact" in message:
            await self.say(chat, "已核对手机号。", reply_markup={"remove_keyboard": True})
        elif text:
            await self.say(chat, f"没有听懂：{text.replace('<', '&lt;')}")

    async def _pressed(self, query: Json) -> None:
        chat, message = query["message"]["chat"]["id"], query["message"]["message_id"]
        name, _, argument = query["data"].partition(":")
        await PRESSES[name](self, query["id"], chat, message, argument)

    async def toast(self, query: str, text: str | None = None, alert: bool = False) -> None:
        """Answer a press."""
        await self.call(
            "answerCallbackQuery", callback_query_id=query, show_alert=alert, **({"text": text} if text else {})
        )

    async def edit(self, chat: int, message: int, text: str, **more: Any) -> None:
        """Change a message."""
        await self.call("editMessageText", chat_id=chat, message_id=message, text=text, parse_mode="HTML", **more)

    # --- what it says --------------------------------------------------------------------------------

    async def welcome(self, chat: int) -> None:
        await self.say(chat, "您好！本号用于行政应诉工作提醒。请选择，或直接输入。", reply_markup=KEYBOARD)

    async def paper(self, query: str, chat: int, message: int, _: str) -> None:
        await self.toast(query, "已登记")
        await self.edit(chat, message, f"<b>【已登记】</b>{CASE}，应诉通知书。")
        text = (
            f"<b>【出庭报备】</b>{CASE}\n请于<b>12月3日（周四）</b>前明确出庭负责人，并报县司法局备案"
            f"（剩2个工作日）。\n请于<b>12月16日（周三）</b>前提交答辩状和证据。\n"
            f"<blockquote expandable>{WHY}</blockquote>"
        )
        buttons = inline(
            [tap("材料已备齐", "later")],
            [{"text": "复制案号", "copy_text": {"text": CASE}}, {"text": "查看法条", "url": "https://example.org/law"}],
        )
        sent = await self.say(chat, text, reply_markup=buttons)
        self.card = (chat, sent["message_id"])
        await self.call("pinChatMessage", chat_id=chat, message_id=sent["message_id"], disable_notification=True)

    async def hearing_preview(self, chat: int) -> None:
        text = f"<b>【登记开庭】</b>{CASE}\n12月22日（周二）9:30，县法院第二审判庭。请核对。"
        await self.say(chat, text, reply_markup=inline([tap("确认", "hearing"), tap("修改", "change")]))

    async def hearing(self, query: str, chat: int, message: int, _: str) -> None:
        await self.toast(query)
        await self.edit(chat, message, f"<b>【已登记】</b>{CASE}，12月22日（周二）9:30开庭。")
        for deciding in self.deciding:
            told = inline([tap("我出庭", "attend"), tap("明确出庭负责人", "later")])
            await self.say(deciding, f"<b>【开庭】</b>{CASE}\n12月22日（周二）9:30开庭。", reply_markup=told)
        rows = [[tap(f"{name}", f"leader:{id}")] for id, name in self.leaders]
        await self.say(chat, "请选择出庭负责人：", reply_markup=inline(*rows))

    async def leader(self, query: str, chat: int, message: int, argument: str) -> None:
        name = dict(self.leaders)[int(argument)]
        await self.toast(query, f"已请{name}确认")
        await self.edit(chat, message, f"已请{name}确认，请等候答复。")
        text = (
            f"<b>【出庭确认】</b>{name}：贵单位被诉一案定于12月22日（周二）9:30在县法院第二审判庭开庭，"
            f"拟请您作为行政机关负责人出庭应诉。{CASE}。请于12月10日（周四）17:30前答复。"
        )
        buttons = inline(
            [tap("我出庭", "attend")],
            [tap("其他负责人出庭", "later"), tap("不能出庭", "later")],
            [tap("稍后答复", "later")],
        )
        await self.say(int(argument), text, reply_markup=buttons)

    async def attend(self, query: str, chat: int, message: int, _: str) -> None:
        await self.toast(query, "感谢确认，届时见。")
        await self.edit(chat, message, f"<b>【已确认】</b>您将于12月22日（周二）9:30出庭。{CASE}")
        if self.card:
            await self.edit(*self.card, f"<b>【出庭报备】</b>{CASE}\n出庭负责人：{dict(self.leaders)[chat]}（已确认）")

    async def later(self, query: str, chat: int, message: int, _: str) -> None:
        await self.toast(query, "请于12月10日（周四）17:30前答复。", alert=True)

    async def change(self, query: str, chat: int, message: int, _: str) -> None:
        await self.toast(query)
        await self.call("deleteMessage", chat_id=chat, message_id=message)

    async def formats(self, chat: int) -> None:
        text = (
            "<b>粗体</b> <i>斜体</i> <u>下划线</u> <s>删除线</s> <code>code</code> "
            "<tg-spoiler>藏起来的字</tg-spoiler>\n"
            '<a href="https://example.org/">链接</a> #标签 @nobody /help 13800000001\n'
            "<pre><code class=\"language-python\">print('&lt;b&gt;不是标记&lt;/b&gt;')</code></pre>"
            "<blockquote>普通引用</blockquote>后面一行"
        )
        await self.say(chat, text, disable_notification=True, protect_content=True)

    async def share(self, chat: int) -> None:
        keyboard = {
            "keyboard": [[{"text": "分享手机号", "request_contact": True}]],
            "one_time_keyboard": True,
            "resize_keyboard": True,
        }
        await self.say(chat, "请分享手机号，以便核对。", reply_markup=keyboard)

    async def remind(self, chat: int, at: datetime) -> None:
        """What falls due."""
        await self.say(chat, f"<b>【开庭提醒】</b>{CASE}：{at:%m月%d日}，距开庭还有7天（5个工作日）。")


COMMANDS = [
    {"command": "paper", "description": "登记文书"},
    {"command": "hearing", "description": "登记开庭"},
    {"command": "todo", "description": "我的待办"},
    {"command": "help", "description": "帮助"},
]
ANSWERS: dict[str, Callable[[ScriptedBot, int], Awaitable[None]]] = {
    "/start": ScriptedBot.welcome,
    "/hearing": ScriptedBot.hearing_preview,
    "/formats": ScriptedBot.formats,
    "/share": ScriptedBot.share,
}
PRESSES: dict[str, Callable[[ScriptedBot, str, int, int, str], Awaitable[None]]] = {
    "paper": ScriptedBot.paper,
    "hearing": ScriptedBot.hearing,
    "leader": ScriptedBot.leader,
    "attend": ScriptedBot.attend,
    "later": ScriptedBot.later,
    "change": ScriptedBot.change,
}
