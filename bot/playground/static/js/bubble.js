// One row of a chat: a bubble with its keyboard, or a service line.

import { actsFor } from "./acts.js";
import { press } from "./answers.js";
import { attempt, post } from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { rich } from "./entities.js";
import { t } from "./i18n.js";
import { album, attachment, snippet } from "./media.js";
import { messageMenu } from "./message_menu.js";
import { chatOf } from "./model.js";
import { avatar, nameOf, senderName } from "./people_info.js";
import { serviceLine } from "./service.js";
import { clockTime, fullInstant } from "./time.js";

const own = (ctx, message) => !message.from_bot && message.sender === ctx.person;
export const instant = (message) => new Date(message.body.date * 1000);

function quoteOf(ctx, message) {
  const original = message.body.reply_to_message;
  if (!original || original.forum_topic_created) return null;
  const from = original.from ? [original.from.first_name, original.from.last_name].filter(Boolean).join(" ") : "";
  const words = snippet({ body: original }) || t("message.deleted");
  const jump = () => ctx.jump(original.message_id);
  return h("button", { type: "button", class: "reply-quote", "aria-label": t("message.jump"), onclick: jump }, h("strong", {}, from), h("span", {}, words));
}

function forwarded(message) {
  const origin = message.body.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user_name ?? origin.sender_user?.first_name ?? origin.chat?.title ?? "";
  return h("p", { class: "forwarded" }, t("message.forwarded", { name }));
}

function meta(ctx, message) {
  const when = instant(message);
  return h(
    "span",
    { class: "meta" },
    message.edited && h("span", { class: "edited" }, t("message.edited")),
    message.silent && h("span", { class: "mark", role: "img", "aria-label": t("message.silent"), title: t("message.silent") }, icon("silent")),
    message.body.has_protected_content && h("span", { class: "mark", role: "img", "aria-label": t("message.protected"), title: t("message.protected") }, icon("lock")),
    h("time", { datetime: when.toISOString(), title: fullInstant(when) }, clockTime(when)),
    own(ctx, message) && h("span", { class: "mark", role: "img", "aria-label": t("message.sent") }, icon("check")),
  );
}

function reactions(ctx, message) {
  if (!message.reactions?.length) return null;
  const by = Map.groupBy ? Map.groupBy(message.reactions, (item) => item.emoji) : grouped(message.reactions);
  return h("div", { class: "reactions" }, [...by].map(([emoji, list]) => chip(ctx, message, emoji, list)));
}

function grouped(list) {
  const by = new Map();
  for (const item of list) by.set(item.emoji, [...(by.get(item.emoji) ?? []), item]);
  return by;
}

function chip(ctx, message, emoji, list) {
  const mine = list.some((item) => item.user === ctx.person);
  const act = () => attempt(post("react", { person: ctx.person, chat: ctx.chat, message_id: message.message_id, emoji: mine ? null : emoji }));
  const who = list.map((item) => (item.user < 0 ? "" : nameOf(item.user))).join("、");
  return h("button", { type: "button", class: "reaction", "aria-pressed": String(mine), title: who, onclick: act }, emoji, list.length > 1 && ` ${list.length}`);
}

function buttonIcon(button) {
  if (button.url) return icon("external");
  return button.copy_text ? icon("copy") : null;
}

function keyboard(ctx, message) {
  const rows = message.body.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const cell = (button, row, column) => {
    const act = (event) => press({ person: ctx.person, chat: ctx.chat, message: message.message_id, row, column, node: event.currentTarget });
    const focus = `key${row}.${column}`;
    return h("button", { type: "button", class: "inline-key", dataset: { focus }, onclick: act }, h("span", {}, button.text), buttonIcon(button));
  };
  return h("div", { class: "inline-keys" }, rows.map((buttons, row) => h("div", { class: "inline-row" }, buttons.map((button, column) => cell(button, row, column)))));
}

function words(ctx, message) {
  const { text, entities, caption, caption_entities: captionEntities } = message.body;
  const content = text ?? caption;
  if (!content) return null;
  return rich(content, text ? entities : captionEntities, actsFor(ctx, message));
}

/** The topic of a forum in which it stands. */
function topicOf(ctx, message) {
  const topic = message.body.is_topic_message && chatOf(ctx.chat)?.topics?.[message.body.message_thread_id];
  return topic ? h("p", { class: "topic" }, `# ${topic.name}`) : null;
}

function bubble(ctx, item) {
  const message = item.messages.find(({ body }) => body.caption) ?? item.messages.at(-1);
  const acts = actsFor(ctx, message);
  const media = item.messages.length > 1 ? album(item.messages, acts) : attachment(message, acts);
  const text = words(ctx, message);
  const named = ctx.group && item.first && !own(ctx, message);
  const kind = media && !text && message.body.photo ? "bubble bare" : "bubble";
  return h(
    "div",
    { class: kind },
    topicOf(ctx, message),
    named && h("p", { class: "from" }, senderName(message)),
    forwarded(message),
    quoteOf(ctx, message),
    media,
    h("div", { class: "words" }, text, meta(ctx, message)),
    reactions(ctx, message),
  );
}

function menuKeys(event, open) {
  if (event.target !== event.currentTarget) return;
  if (event.key !== "Enter" && event.key !== "ContextMenu" && !(event.key === "F10" && event.shiftKey)) return;
  event.preventDefault();
  open({ from: event.currentTarget });
}

/** The node of {messages, first, last}; `first` and `last` are those of one sender in a row. */
export function messageRow(ctx, item) {
  const message = item.messages.at(-1);
  const line = serviceLine(message);
  if (line) return h("li", { class: "row service", dataset: { id: message.message_id } }, h("span", {}, line));
  const open = (where) => messageMenu(ctx, message, where);
  const side = own(ctx, message) ? "mine" : "theirs";
  const classes = ["row", side, item.first && "first", item.last && "last", message.body.has_protected_content && "protected"];
  const onContext = (event) => (event.preventDefault(), open({ at: { x: event.clientX, y: event.clientY }, from: event.currentTarget }));
  return h(
    "li",
    {
      class: classes.filter(Boolean).join(" "),
      tabindex: "-1",
      dataset: { id: message.message_id },
      oncontextmenu: onContext,
      onkeydown: (event) => menuKeys(event, open),
    },
    ctx.group && side === "theirs" && avatar(message.sender, senderName(message), item.last ? "small" : "small ghost"),
    h("div", { class: "stack" }, bubble(ctx, item), keyboard(ctx, message)),
    iconButton("more", t("message.actions"), (event) => open({ from: event.currentTarget }), { class: "icon-button row-menu", tabindex: "-1" }),
  );
}
