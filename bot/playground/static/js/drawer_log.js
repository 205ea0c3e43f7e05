// The bot's log lines, newest first.

import { get } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { state } from "./store.js";

const PERIOD = 1500;
const KEPT = 400;
const KNOWN = new Set(["n", "id", "number", "seq", "at", "timestamp", "time", "level", "event", "message", "text"]);

const number = (line) => line.n ?? line.number ?? line.seq ?? line.id ?? 0;

function rest(line) {
  const facts = Object.entries(line).filter(([name]) => !KNOWN.has(name));
  return facts.map(([name, value]) => h("span", { class: "log-fact" }, h("b", {}, name), `=${typeof value === "object" ? JSON.stringify(value) : value}`));
}

function lineNode(line) {
  const level = String(line.level ?? "info").toLowerCase();
  const at = String(line.at ?? line.timestamp ?? line.time ?? "").replace("T", " ").slice(0, 19);
  const words = line.event ?? line.message ?? line.text ?? (typeof line === "string" ? line : "");
  return h("li", { class: `log-line ${level}` }, h("time", {}, at), h("span", { class: "log-level" }, level), h("span", { class: "log-words" }, words, " ", rest(line)));
}

export function logTab() {
  const list = h("ol", { class: "log-lines" });
  const empty = h("p", { class: "panel-empty" }, t("drawer.log.none"));
  const node = h("div", {}, empty, list);
  let last = 0;
  let asking = false;

  async function load() {
    if (asking || !state.drawer || state.drawerTab !== "log" || document.hidden) return;
    asking = true;
    const { lines } = await get("stage/log", { after: last }).catch(() => ({ lines: [] }));
    asking = false;
    last = Math.max(last, ...lines.map(number));
    list.prepend(...lines.map(lineNode).reverse());
    while (list.children.length > KEPT) list.lastChild.remove();
    empty.hidden = list.children.length > 0;
  }

  const timer = setInterval(() => (node.isConnected || !last ? load() : clearInterval(timer)), PERIOD);
  return { node, render: load };
}
