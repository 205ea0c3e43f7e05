// Where one writes: Enter sends, Shift+Enter breaks the line, and Enter that ends a Chinese word in an input
// method only ends the word.

import { attempt, post } from "./api.js";
import { h, icon, iconButton, refill } from "./dom.js";
import { t } from "./i18n.js";
import { replyKeyboard } from "./keyboard.js";
import { beginEdit } from "./message_menu.js";
import { snippet } from "./media.js";
import { chatOf, commandsOf, isGroup, messagesOf } from "./model.js";
import { person, senderName } from "./people_info.js";
import { slashList } from "./slash.js";
import { state, touch } from "./store.js";
import { chooseFiles, offerFiles } from "./upload.js";

/** Input methods report 229 while a word is being composed, some of them after `compositionend` as well. */
const COMPOSING = 229;
const JUST_COMPOSED = 60;
const TALLEST = 180;

/** Why nothing can be written here: {words, label?, act?}; null when one can. */
function barrier(pane) {
  const who = person(pane.person);
  const chat = chatOf(pane.chat);
  if (!who || !chat) return null;
  if (who.deactivated) return { words: t("chat.gone") };
  if (chat.migrated_to) return { words: t("chat.migrated") };
  if (isGroup(chat)) return null;
  const start = () => attempt(post("start", { person: who.id }));
  if (who.blocked) return { label: t("chat.restart"), act: start };
  return who.started ? null : { label: t("chat.start"), act: start };
}

function barrierNode({ words, label, act }) {
  return label ? h("button", { type: "button", class: "start-button", onclick: act }, label) : h("p", { class: "barrier-words" }, words);
}

/** The composer of one column. */
export function composer(index) {
  const pane = () => state.panes[index];
  const key = () => `${pane().person}:${pane().chat}`;
  const list = `slash-${index}`;
  const bar = h("div", { class: "context-bar", hidden: true });
  const area = h("textarea", {
    rows: "1", placeholder: t("composer.placeholder"), "aria-label": t("composer.placeholder"),
    "aria-autocomplete": "list", "aria-controls": list, autocomplete: "off", spellcheck: "false", enterkeyhint: "send",
  });
  const sendButton = h("button", { type: "submit", class: "send-button", "aria-label": t("send"), title: t("send") }, icon("send"));
  const slash = slashList(list, area, choose);
  const keys = replyKeyboard(index, toggleKeys);
  const keysButton = iconButton("keyboard", t("composer.keyboard"), () => toggleKeys());
  const menuButton = h("button", { type: "button", class: "menu-button", onclick: () => slash.all(commands()) }, icon("menu"), h("span", {}, t("composer.menu")));
  const attach = iconButton("attach", t("composer.attach"), () => chooseFiles(index));
  const topic = h("select", { class: "topic-choice", hidden: true, "aria-label": t("group.topic"), onchange: (event) => (pane().thread = Number(event.target.value) || null) });
  const line = h("div", { class: "composer-line" }, menuButton, topic, attach, area, keysButton, sendButton);
  const stop = h("div", { class: "barrier", hidden: true });
  const form = h("form", { class: "composer-form", onsubmit: submit }, bar, line, keys.node);
  const node = h("div", { class: "composer" }, slash.node, stop, form);
  let shown = null;
  let stopped = "";
  let composing = false;
  let composedAt = -JUST_COMPOSED;

  const commands = () => commandsOf(pane().chat, pane().person).commands ?? [];

  function choose(command) {
    setText("");
    say(`/${command}`);
  }

  function toggleKeys(open = keys.node.hidden) {
    keys.show(open);
    keysButton.setAttribute("aria-expanded", String(open));
  }

  function fit() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, TALLEST)}px`;
    form.classList.toggle("filled", area.value.trim() !== "");
  }

  function setText(text) {
    area.value = text;
    state.drafts.set(key(), text);
    fit();
    slash.update(text, commands());
  }

  async function say(text) {
    const { person: who, chat, reply } = pane();
    const replyTo = reply?.message_id ?? keys.forced();
    clearContext();
    keys.used();
    const thread = pane().thread ? { thread: pane().thread } : {};
    const sent = await attempt(post("say", { person: who, chat, text, ...thread, ...(replyTo ? { reply_to: replyTo } : {}) }));
    if (!sent && !area.value) setText(text);
  }

  function submit(event) {
    event?.preventDefault();
    const text = area.value.trim();
    const { edit, person: who, chat } = pane();
    if (!text) return;
    setText("");
    if (!edit) return void say(text);
    clearContext();
    attempt(post("edit", { person: who, chat, message_id: edit.message_id, text }));
  }

  function clearContext() {
    if (!pane().reply && !pane().edit) return;
    if (pane().edit) setText("");
    Object.assign(pane(), { reply: null, edit: null });
    touch("panes");
  }

  function busyComposing(event) {
    return composing || event.isComposing || event.keyCode === COMPOSING || performance.now() - composedAt < JUST_COMPOSED;
  }

  function editLast() {
    const mine = messagesOf(pane().chat).filter((message) => !message.from_bot && message.sender === pane().person && message.body.text);
    if (mine.length) beginEdit({ index, person: pane().person, chat: pane().chat }, mine.at(-1));
  }

  function onKey(event) {
    if (busyComposing(event)) return;
    if (slash.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) submit(event);
    else if (event.key === "Escape") clearContext();
    else if (event.key === "ArrowUp" && !area.value) (event.preventDefault(), editLast());
  }

  /** In a forum one chooses where one writes. */
  function renderTopics() {
    const topics = Object.entries(chatOf(pane().chat)?.topics ?? {});
    topic.hidden = !topics.length;
    if (!topics.some(([thread]) => Number(thread) === pane().thread)) pane().thread = null;
    refill(topic, h("option", { value: "" }, t("group.topic.general")), topics.map(([thread, { name }]) => h("option", { value: thread, selected: Number(thread) === pane().thread }, name)));
  }

  function renderContext() {
    const { reply, edit } = pane();
    const target = edit ?? reply;
    bar.hidden = !target;
    if (!target) return;
    const label = edit ? t("composer.edit") : t("composer.reply", { name: senderName(reply) });
    refill(bar, icon(edit ? "edit" : "reply"), h("span", { class: "context-words" }, h("strong", {}, label), h("span", {}, snippet(target))), iconButton("close", t("cancel"), clearContext));
  }

  function render() {
    if (pane().chat === null) return;
    const why = barrier(pane());
    stop.hidden = !why;
    form.hidden = Boolean(why);
    // Made anew only where it is another: whoever has the keyboard on the button keeps it there.
    const stops = why ? `${pane().person}:${why.label ?? why.words}` : "";
    if (stops && stops !== stopped) refill(stop, barrierNode(why));
    stopped = stops;
    if (shown !== `${key()}:${pane().edit?.message_id}`) {
      shown = `${key()}:${pane().edit?.message_id}`;
      area.value = state.drafts.get(key()) ?? "";
      requestAnimationFrame(fit);
      slash.close();
    }
    menuButton.hidden = !commands().length;
    renderTopics();
    keys.render(pane());
    keysButton.hidden = !keys.any();
    renderContext();
  }

  area.addEventListener("compositionstart", () => (composing = true));
  area.addEventListener("compositionend", () => {
    composing = false;
    composedAt = performance.now();
  });
  area.addEventListener("input", () => setText(area.value));
  area.addEventListener("keydown", onKey);
  area.addEventListener("blur", () => setTimeout(slash.close, 150));
  area.addEventListener("paste", (event) => event.clipboardData?.files.length && (event.preventDefault(), offerFiles(index, [...event.clipboardData.files])));
  node.addEventListener("fill", (event) => (setText(event.detail), area.focus()));
  return { node, render };
}
