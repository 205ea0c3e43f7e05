// What can be done with one message.

import { attempt, post } from "./api.js";
import { copyText } from "./answers.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { closeMenu, openMenu } from "./menus.js";
import { chatOf } from "./model.js";
import { state, touch } from "./store.js";

const EMOJI = ["👍", "❤", "🔥", "👏", "🙏", "👌", "😁"];

function mode(ctx, name, message) {
  Object.assign(state.panes[ctx.index], { reply: null, edit: null, [name]: message });
  touch("panes");
  requestAnimationFrame(() => document.querySelector(`[data-pane="${ctx.index}"] textarea`)?.focus());
}

export const beginReply = (ctx, message) => mode(ctx, "reply", message);

/** Start editing an own message: its text goes into the composer. */
export function beginEdit(ctx, message) {
  state.drafts.set(`${ctx.person}:${ctx.chat}`, message.body.text ?? message.body.caption ?? "");
  mode(ctx, "edit", message);
}

function reactionRow(ctx, message) {
  const id = message.message_id;
  const mine = message.reactions?.find((item) => item.user === ctx.person)?.emoji;
  const react = (emoji) => {
    closeMenu();
    attempt(post("react", { person: ctx.person, chat: ctx.chat, message_id: id, emoji: emoji === mine ? null : emoji }));
  };
  const key = (emoji) =>
    h("button", { type: "button", role: "menuitemcheckbox", "aria-checked": String(emoji === mine), "aria-label": t("message.react", { emoji }), onclick: () => react(emoji) }, emoji);
  return h("div", { class: "menu-emoji", role: "group" }, EMOJI.map(key));
}

/** Open the menu of a message. */
export function messageMenu(ctx, message, where) {
  const id = message.message_id;
  const text = message.body.text ?? message.body.caption;
  const guarded = Boolean(message.body.has_protected_content);
  const mine = !message.from_bot && message.sender === ctx.person;
  const pinned = (chatOf(ctx.chat)?.pinned ?? []).includes(id);
  const base = { person: ctx.person, chat: ctx.chat, message_id: id };
  const items = [
    { label: t("message.reply"), icon: "reply", act: () => beginReply(ctx, message) },
    { label: t("message.copy"), icon: "copy", hidden: guarded || !text, act: () => copyText(text) },
    { label: t("message.edit"), icon: "edit", hidden: !mine || !message.body.text, act: () => beginEdit(ctx, message) },
    { label: t(pinned ? "message.unpin" : "message.pin"), icon: "pin", act: () => attempt(post("pin", { ...base, pinned: !pinned })) },
    { label: t("message.forward"), icon: "forward", hidden: guarded, act: () => attempt(post("forward", { person: ctx.person, from_chat: ctx.chat, message_id: id })) },
    { label: t("message.delete"), icon: "delete", danger: true, act: () => attempt(post("delete", { chat: ctx.chat, message_ids: [id] })) },
  ];
  openMenu(t("message.actions"), items, { ...where, head: reactionRow(ctx, message) });
}
