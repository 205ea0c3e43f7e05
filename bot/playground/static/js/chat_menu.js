// What can be done with a chat or with the person in it.

import { attempt, post } from "./api.js";
import { field, formDialog } from "./dialogs.js";
import { t } from "./i18n.js";
import { openMenu } from "./menus.js";
import { chatOf, isGroup } from "./model.js";
import { editPerson } from "./people_dialogs.js";
import { person } from "./people_info.js";
import { state } from "./store.js";

const HERE = { latitude: 35.6656, longitude: 117.2516 };

async function deepLink(who) {
  const input = field(t("chat.deeplink.label"), { name: "payload", required: true, maxlength: "64", pattern: "[A-Za-z0-9_\\-]+", autocomplete: "off" });
  const payload = await formDialog(t("chat.deeplink"), [input], t("chat.start"), (data) => data.get("payload").trim());
  if (payload) await attempt(post("start", { person: who, payload }));
}

function privateItems(pane) {
  const who = person(pane.person);
  const id = who.id;
  const set = (path, body) => () => attempt(post(path, { person: id, ...body }));
  return [
    { label: t("chat.edit.person"), icon: "edit", act: () => editPerson(who) },
    { label: t("chat.deeplink"), icon: "link", act: () => deepLink(id) },
    { label: t("chat.contact"), icon: "phone", act: set("contact", {}) },
    { label: t("chat.location"), icon: "location", act: set("location", HERE) },
    { label: t(who.blocked ? "chat.unblock" : "chat.block"), icon: "block", danger: !who.blocked, act: set("block", { blocked: !who.blocked }) },
    { label: t(who.deactivated ? "chat.activate" : "chat.deactivate"), icon: "delete", danger: true, act: set("deactivate", { deactivated: !who.deactivated }) },
  ];
}

async function newTopic(pane, chat) {
  const name = field(t("group.topic.name"), { name: "name", required: true, maxlength: "128", autocomplete: "off" });
  const given = await formDialog(t("group.topic"), [name], t("group.create"), (data) => data.get("name").trim());
  if (given) await attempt(post("topics", { person: pane.person, chat: chat.id, name: given }));
}

function groupItems(pane, chat) {
  const bot = (action) => () => attempt(post("bot", { chat: chat.id, action }));
  const inside = chat.bot === "member" || chat.bot === "administrator";
  return [
    { label: t("group.bot.add"), icon: "add", hidden: inside, act: bot("add") },
    { label: t("group.bot.promote"), icon: "check", hidden: chat.bot !== "member", act: bot("promote") },
    { label: t("group.bot.demote"), icon: "close", hidden: chat.bot !== "administrator", act: bot("demote") },
    { label: t("group.topic"), icon: "add", hidden: !chat.topics, act: () => newTopic(pane, chat) },
    { label: t("group.migrate"), icon: "group", hidden: chat.type !== "group", act: () => attempt(post("migrate", { chat: chat.id })) },
    { label: t("group.bot.kick"), icon: "block", danger: true, hidden: !inside, act: bot("kick") },
    { label: t("group.leave"), icon: "delete", danger: true, act: () => attempt(post("member", { chat: chat.id, person: pane.person, action: "leave" })) },
  ];
}

export function chatMenu(index, from) {
  const pane = state.panes[index];
  const chat = chatOf(pane.chat);
  openMenu(t("chat.menu"), isGroup(chat) ? groupItems(pane, chat) : privateItems(pane), { from });
}
