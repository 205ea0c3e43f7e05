// One column: whose phone it is, the pinned message, the messages, the composer.

import { attempt, post } from "./api.js";
import { composer } from "./composer.js";
import { acceptDrops } from "./upload.js";
import { h, icon, iconButton, refill } from "./dom.js";
import { messageLog } from "./log.js";
import { snippet } from "./media.js";
import { chatOf, groupsOf, isGroup, messageOf, messagesOf } from "./model.js";
import { chatMenu } from "./chat_menu.js";
import { closePane, focusPane, openChat, showList } from "./nav.js";
import { agencyShown, avatar, calledOf, nameOf, person, roleLabel } from "./people_info.js";
import { on, state } from "./store.js";
import { language, t } from "./i18n.js";

function subtitle(pane, chat) {
  if (state.typing.has(chat.id)) return t(state.typing.get(chat.id).startsWith("upload") ? "chat.upload" : "chat.typing");
  if (isGroup(chat)) return t("group.count", { n: (chat.members?.length ?? 0) + (chat.bot === "left" || chat.bot === "kicked" ? 0 : 1) });
  const who = person(pane.person);
  return [roleLabel(who), agencyShown(who), language() === "zh" && who?.note?.post].filter(Boolean).join(" · ") || t("chat.bot");
}

function asWhom(index, chat) {
  const pane = state.panes[index];
  const options = (chat.members ?? []).map((id) => h("option", { value: id, selected: id === pane.person }, nameOf(id)));
  const change = (event) => openChat(index, Number(event.target.value), chat.id);
  return h("label", { class: "as-whom" }, h("span", {}, t("group.as")), h("select", { onchange: change }, options));
}

/** Private chat and groups of a person, when there is a choice. */
function chatTabs(index) {
  const pane = state.panes[index];
  const groups = groupsOf(pane.person);
  if (!groups.length) return null;
  const tab = (id, label) => h("button", { type: "button", class: "tab", "aria-pressed": String(pane.chat === id), onclick: () => openChat(index, pane.person, id) }, label);
  return h("div", { class: "chat-tabs", role: "group", "aria-label": t("people.groups") }, tab(pane.person, t("message.bot")), groups.map((chat) => tab(chat.id, chat.title)));
}

function header(index, chat) {
  const pane = state.panes[index];
  const group = isGroup(chat);
  const name = group ? chat.title : calledOf(person(pane.person));
  return [
    iconButton("back", t("back"), showList, { class: "icon-button back-button" }),
    avatar(chat.id, group ? name : nameOf(pane.person)),
    h("div", { class: "who" }, h("h2", {}, name), h("p", { class: state.typing.has(chat.id) ? "sub typing" : "sub" }, subtitle(pane, chat))),
    group && asWhom(index, chat),
    iconButton("more", t("chat.menu"), (event) => chatMenu(index, event.currentTarget), { "aria-haspopup": "menu" }),
    state.split && iconButton("close", t("chat.close"), () => closePane(index), { class: "icon-button close-pane" }),
  ];
}

function pinnedBar(pane, chat, jump) {
  const id = chat.pinned?.[0];
  if (!id) return null;
  const message = messageOf(pane.chat, id);
  const words = h("span", { class: "pinned-words" }, h("strong", {}, t("chat.pinned")), h("span", {}, snippet(message) || "…"));
  return h("button", { type: "button", class: "pinned", onclick: () => jump(id) }, icon("pin"), words);
}

/** In an empty county the first one becomes administrator with the code that the start printed. */
function claimBar(pane) {
  const code = person(pane.person)?.note?.claim;
  if (!code || pane.chat !== pane.person || messagesOf(pane.chat).length > 4) return null;
  const send = () => attempt(post("start", { person: pane.person, payload: code }));
  return h("p", { class: "claim" }, h("span", {}, t("chat.claim")), h("code", {}, code), h("button", { type: "button", class: "button small", onclick: send }, t("chat.claim.do")));
}

function blank(index) {
  const words = t(index === 1 ? "chat.pick.second" : "chat.pick");
  return h("div", { class: "blank" }, h("span", { class: "blank-words" }, words));
}

/** Build a column; it follows the state by itself. */
export function pane(index) {
  const log = messageLog(index);
  const entry = composer(index);
  const head = h("header", { class: "chat-head" });
  const bars = h("div", { class: "bars" });
  const toasts = h("div", { class: "toasts pane-toasts", role: "status", "aria-live": "polite", dataset: { toasts: index } });
  log.node.append(toasts);
  const body = h("div", { class: "chat" }, head, bars, log.node, entry.node);
  const empty = blank(index);
  const node = h("section", { class: "pane", id: index === 0 ? "chat" : null, tabindex: "-1", dataset: { pane: index }, onpointerdown: () => focusPane(index), onfocusin: () => focusPane(index) }, empty, body);
  acceptDrops(body, index);

  function renderHead() {
    const { chat: id } = state.panes[index];
    const chat = chatOf(id);
    body.hidden = !chat;
    empty.hidden = Boolean(chat);
    node.classList.toggle("focused", state.split && state.focus === index);
    node.setAttribute("aria-label", chat ? t("chat.region", { name: isGroup(chat) ? chat.title : nameOf(state.panes[index].person) }) : empty.textContent);
    if (!chat) return;
    refill(head, header(index, chat));
    refill(bars, chatTabs(index), pinnedBar(state.panes[index], chat, log.jump), claimBar(state.panes[index]), !state.connected && h("p", { class: "offline", role: "status" }, t("bot.offline")));
  }

  // Every repaint of the head would steal the focus of a key pressed twice: only when something shown changed.
  let shown = "";
  function refreshHead() {
    const { person: who, chat: id } = state.panes[index];
    const chat = chatOf(id);
    const facts = [state.focus, state.split, who, id, chat?.title, chat?.members, chat?.pinned, chat?.bot, chat?.type, state.typing.get(id), state.connected, person(who), Math.min(5, messagesOf(id).length), groupsOf(who).map((g) => g.id + g.title)];
    const pin = chat?.pinned?.[0];
    const stamp = JSON.stringify([facts, pin && snippet(messageOf(id, pin))]);
    if (stamp !== shown) renderHead();
    shown = stamp;
  }

  const heard = new Set();
  function follow() {
    const { chat } = state.panes[index];
    if (heard.has(chat) || chat === null) return;
    heard.add(chat);
    on(`chat:${chat}`, () => state.panes[index].chat === chat && render());
    on(`typing:${chat}`, () => state.panes[index].chat === chat && refreshHead());
  }

  function render() {
    follow();
    refreshHead();
    log.render();
    entry.render();
  }

  on(["panes", "layout", "day"], render);
  on(["bot", "people"], refreshHead);
  on("commands", entry.render);
  render();
  return node;
}
