// The scrolling messages of a chat. The list hangs from its lower edge (column-reverse), so that what loads
// above never moves what one reads; off-screen rows are not laid out (content-visibility).

import { holdPlace } from "./anchor.js";
import { h, iconButton, reconcile } from "./dom.js";
import { instant, messageRow } from "./bubble.js";
import { language, t } from "./i18n.js";
import { chatOf, isGroup, loadHistory, loadUntil, messagesOf, history } from "./model.js";
import { markRead } from "./reading.js";
import { serviceLine } from "./service.js";
import { state, touch } from "./store.js";
import { dayHeading, isoDay } from "./time.js";

const NEAR = 80;
const FAR = 600;
const PAUSE = 5 * 60;
/** Pixels over which "to the latest" is an animation rather than a jump. */
const GLIDE = 1500;
/** How long (ms) after the last move the day still follows along. */
const FOLLOWS = 1200;

function joins(a, b) {
  if (!a || !b || serviceLine(a) !== null || serviceLine(b) !== null) return false;
  return a.sender === b.sender && Math.abs(b.body.date - a.body.date) < PAUSE;
}

/** Messages of one album become one item. */
function albums(messages) {
  const items = [];
  for (const message of messages) {
    const group = message.body.media_group_id;
    const last = items.at(-1);
    if (group && last?.group === group) last.messages.push(message);
    else items.push({ group, messages: [message] });
  }
  return items;
}

function rowsOf(messages, person) {
  const items = albums(messages);
  return items.map((item, index) => {
    const [head, tail] = [item.messages[0], item.messages.at(-1)];
    const first = !joins(items[index - 1]?.messages.at(-1), head);
    const last = !joins(tail, items[index + 1]?.messages[0]);
    return { ...item, key: head.message_id, first, last, stamp: [...item.messages, first, last, person, language()] };
  });
}

function byDay(rows) {
  const days = new Map();
  for (const row of rows) {
    const day = isoDay(instant(row.messages[0]));
    if (!days.has(day)) days.set(day, []);
    days.get(day).push(row);
  }
  return days;
}

function daySection(date) {
  const list = h("ol", { class: "rows" });
  const node = h("section", { class: "day" }, h("h3", { class: "day-head" }, h("span", {}, dayHeading(date))), list);
  return Object.assign(node, { list });
}

/** The message list of one column. */
export function messageLog(index) {
  const pane = () => state.panes[index];
  const days = h("div", { class: "days" });
  const hint = h("p", { class: "log-hint", hidden: true });
  const inner = h("div", { class: "log-inner" }, hint, days);
  const scroller = h("div", { class: "scroller", tabindex: "0", role: "log", "aria-live": "polite", "aria-label": t("chat.log") }, inner);
  const place = holdPlace(scroller, inner, () => !pane().atBottom);
  const down = iconButton("arrowdown", t("chat.bottom"), () => toBottom(true), { class: "icon-button to-bottom", hidden: true });
  const count = h("span", { class: "badge", hidden: true });
  down.append(count);
  let shown = null;
  let missed = 0;
  let gliding = false;
  let still = 0;

  const distance = () => -scroller.scrollTop;

  function toBottom(smooth = false) {
    const gently = smooth && distance() < GLIDE && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    place.forget();
    gliding = gently;
    scroller.scrollTo({ top: 0, behavior: gently ? "smooth" : "instant" });
  }

  function seen() {
    const { person, chat } = pane();
    if (chat !== null && pane().atBottom && !document.hidden && scroller.offsetParent) markRead(person, chat);
  }

  function onScroll() {
    const atBottom = distance() < NEAR;
    const changed = atBottom !== pane().atBottom;
    pane().atBottom = atBottom;
    if (!atBottom && !gliding) place.note();
    down.hidden = atBottom;
    if (atBottom) missed = 0;
    count.hidden = !missed;
    if (changed && atBottom) seen();
    if (scroller.scrollHeight - scroller.clientHeight - distance() < FAR) older();
  }

  /** The day follows along while one scrolls; at rest it would only cover words. */
  function moving() {
    scroller.classList.add("moving");
    clearTimeout(still);
    still = setTimeout(() => scroller.classList.remove("moving"), FOLLOWS);
    onScroll();
  }

  function older() {
    const { person, chat } = pane();
    const known = chat === null ? null : history(chat);
    if (known?.loaded && known.more && !known.loading) loadHistory(chat, person, true);
  }

  async function jump(id) {
    const { person, chat } = pane();
    if (!(await loadUntil(chat, person, id))) return;
    render();
    const row = days.querySelector(`[data-id="${id}"]`);
    if (!row) return;
    row.scrollIntoView({ block: "center" });
    row.classList.add("flash");
    setTimeout(() => row.classList.remove("flash"), 1600);
  }

  function context() {
    const { person, chat } = pane();
    return { index, person, chat, group: isGroup(chatOf(chat)), jump };
  }

  function fillDays(rows) {
    const ctx = context();
    const grouped = [...byDay(rows)];
    const stamp = isoDay(state.now ?? new Date());
    const entries = reconcile(days, grouped.map(([key]) => ({ key, stamp: [language(), ctx.person, ctx.chat] })), ({ key }) => daySection(new Date(`${key}T12:00:00+08:00`)));
    for (const [key, items] of grouped) {
      const { node } = entries.get(key);
      if (node.headed !== stamp) node.querySelector(".day-head span").textContent = dayHeading(new Date(`${key}T12:00:00+08:00`));
      node.headed = stamp;
      reconcile(node.list, items, (item) => messageRow(ctx, item));
    }
  }

  function settle(key, newest, messages) {
    const switched = shown?.key !== key;
    const mine = messages.at(-1)?.sender === pane().person && shown?.newest !== newest;
    if (switched || pane().atBottom || mine) {
      if (switched || mine || distance() > 0) toBottom();
      missed = 0;
      requestAnimationFrame(onScroll);
    } else if (shown.newest !== newest) {
      missed += messages.filter((message) => message.message_id > shown.newest).length;
    }
    shown = { key, newest };
    count.textContent = String(missed);
    count.hidden = !missed;
    seen();
  }

  function render() {
    const { person, chat } = pane();
    if (chat === null) return;
    const messages = messagesOf(chat);
    const known = history(chat);
    hint.hidden = known.loaded ? !(known.more || !messages.length) : false;
    hint.textContent = !known.loaded ? t("loading") : known.more ? t("chat.older") : t("chat.empty");
    fillDays(rowsOf(messages, person));
    settle(`${person}:${chat}`, messages.at(-1)?.message_id ?? 0, messages);
  }

  function rowKeys(event) {
    const steps = { ArrowUp: -1, ArrowDown: 1 };
    if (!(event.key in steps) || !(event.target === scroller || event.target.matches(".row"))) return;
    const rows = [...days.querySelectorAll(".row:not(.service)")];
    const at = rows.indexOf(event.target);
    const next = at < 0 ? rows.at(-1) : rows[at + steps[event.key]];
    event.preventDefault();
    (next ?? scroller).focus({ preventScroll: false });
  }

  scroller.addEventListener("scroll", moving, { passive: true });
  scroller.addEventListener("scrollend", () => (gliding = false));
  scroller.addEventListener("wheel", () => (gliding = false), { passive: true });
  scroller.addEventListener("keydown", rowKeys);
  return { node: h("div", { class: "log" }, scroller, down), render, jump, toBottom, seen };
}

addEventListener("visibilitychange", () => !document.hidden && touch("panes"));
