// The keyboard that a bot puts under the composer.

import { attempt, post } from "./api.js";
import { confirmDialog } from "./dialogs.js";
import { h, icon, refill } from "./dom.js";
import { t } from "./i18n.js";
import { chatOf, isGroup } from "./model.js";
import { person } from "./people_info.js";
import { state } from "./store.js";

/** Where people are when a bot asks for their location: the county seat of Sishui. */
const HERE = { latitude: 35.6656, longitude: 117.2516 };

async function share(pane, label) {
  const who = person(pane.person);
  const words = [h("p", {}, t("composer.share", { name: who.name })), !who.phone && h("p", { class: "hint" }, t("composer.nophone"))];
  const yes = await confirmDialog({ title: t("composer.share.title"), body: words, yes: t("composer.share.do") });
  return yes ? attempt(post("key", { person: pane.person, chat: pane.chat, label })) : null;
}

function pressKey(pane, button) {
  if (button.request_contact) return share(pane, button.text);
  if (button.request_location) return attempt(post("location", { person: pane.person, chat: pane.chat, ...HERE }));
  return attempt(post("key", { person: pane.person, chat: pane.chat, label: button.text }));
}

/** `changed(open)` is called when the keyboard comes or goes by itself. */
export function replyKeyboard(index, changed) {
  const node = h("div", { class: "reply-keys", role: "group", "aria-label": t("composer.keyboard.region"), hidden: true });
  let current = null;
  let where = null;

  const pane = () => state.panes[index];
  const show = (open) => (node.hidden = !open || !current?.keyboard);

  function key(button) {
    const act = () => {
      used();
      pressKey(pane(), button);
    };
    const special = button.request_contact ? icon("phone") : button.request_location ? icon("location") : null;
    return h("button", { type: "button", class: "reply-key", onclick: act }, special, button.text ?? button);
  }

  function used() {
    if (current?.one_time_keyboard) changed(false);
  }

  function render({ chat, person: who }) {
    const keyboard = chatOf(chat)?.keyboard ?? null;
    const place = `${who}:${chat}`;
    if (keyboard === current && place === where) return;
    current = keyboard;
    where = place;
    refill(node, (keyboard?.keyboard ?? []).map((row) => h("div", { class: "reply-row" }, row.map(key))));
    node.classList.toggle("tall", Boolean(keyboard?.keyboard) && !keyboard.resize_keyboard);
    const area = node.closest("form")?.querySelector("textarea");
    area?.setAttribute("placeholder", keyboard?.input_field_placeholder ?? t("composer.placeholder"));
    changed(Boolean(keyboard?.keyboard));
  }

  /** The message that a forced reply answers, if the bot asked for one. */
  function forced() {
    const chat = chatOf(where && pane().chat);
    return current?.force_reply && !isGroup(chat) ? (chat?.last?.from_bot ? chat.last.message_id : null) : null;
  }

  return { node, show, render, used, forced, any: () => Boolean(current?.keyboard) };
}
