// Every update to the bot and every Bot API call of the bot, newest first, as JSON.

import { h, reconcile } from "./dom.js";
import { showChanges } from "./drawer_changes.js";
import { language, t } from "./i18n.js";
import { chatOf, isGroup } from "./model.js";
import { nameOf, person } from "./people_info.js";
import { state, touch } from "./store.js";
import { ZONE } from "./time.js";

const SHOWN = 250;
const FILTERS = ["all", "updates", "calls", "errors"];
const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

const updateKind = (update) => Object.keys(update).find((name) => name !== "update_id") ?? "";

function chatName(id) {
  const chat = chatOf(Number(id));
  if (chat && isGroup(chat)) return chat.title;
  return person(Number(id)) ? nameOf(Number(id)) : "";
}

function about(row) {
  if (row.kind === "call") return chatName(row.params?.chat_id);
  const inner = row.update[updateKind(row.update)];
  return inner?.from?.first_name ?? chatName(inner?.chat?.id);
}

function gist(row) {
  if (row.kind === "call") return row.answer?.ok === false ? row.answer.description : (row.params?.text ?? row.params?.caption ?? "");
  const inner = row.update[updateKind(row.update)];
  return inner?.text ?? inner?.data ?? inner?.caption ?? "";
}

const failed = (row) => row.kind === "call" && row.status >= 400;
const idle = (row) => row.kind === "call" && row.method === "getUpdates" && !failed(row);

const json = (label, value) => [h("h4", {}, label), h("pre", { class: "json", tabindex: "0" }, JSON.stringify(value, null, 2))];

function details(row) {
  if (row.kind === "call") return [...json(row.method, row.params), ...json(`${row.status}`, row.answer)];
  const rows = state.stage && h("button", { type: "button", class: "button small", onclick: () => showChanges(row.update_id) }, t("drawer.rows"));
  return [rows, ...json(t("drawer.update"), row.update)];
}

function entry({ row }) {
  const title = row.kind === "call" ? row.method : updateKind(row.update);
  const end = row.kind === "call" ? [h("span", { class: failed(row) ? "status bad" : "status" }, row.status), h("span", { class: "ms" }, t("drawer.ms", { n: Math.round(row.ms ?? 0) }))] : [h("span", { class: "ms" }, `#${row.update_id}`)];
  const summary = h(
    "summary",
    {},
    h("span", { class: `way ${row.kind}`, "aria-label": t(row.kind === "call" ? "message.bot" : "drawer.update"), role: "img" }, row.kind === "call" ? "←" : "→"),
    h("time", {}, clock.format(new Date(row.at))),
    h("strong", {}, title),
    h("span", { class: "about" }, about(row)),
    h("span", { class: "gist" }, String(gist(row)).replaceAll("\n", " ").slice(0, 160)),
    end,
  );
  const node = h("details", { class: "traffic-entry" }, summary);
  node.addEventListener("toggle", () => node.open && node.children.length === 1 && node.append(h("div", { class: "traffic-json" }, details(row))));
  return node;
}

export function trafficTab() {
  const list = h("div", { class: "traffic" });
  const empty = h("p", { class: "panel-empty" }, t("drawer.empty"));
  let filter = "all";
  const passes = { all: () => true, updates: (row) => row.kind === "update", calls: (row) => row.kind === "call", errors: failed };
  const choose = h("select", { "aria-label": t("drawer.filter"), onchange: (event) => ((filter = event.target.value), render()) }, FILTERS.map((name) => h("option", { value: name }, t(`drawer.filter.${name}`))));
  const clear = h("button", { type: "button", class: "button small", onclick: () => ((state.traffic = []), touch("traffic")) }, t("drawer.clear"));

  function render() {
    const rows = state.traffic.filter((row) => !idle(row) && passes[filter](row)).slice(-SHOWN).reverse();
    empty.hidden = rows.length > 0;
    reconcile(list, rows.map((row) => ({ key: row.kind + row.seq, row, stamp: [row, language()] })), entry);
  }

  return { node: h("div", {}, h("div", { class: "drawer-tools" }, choose, clear), empty, list), render };
}
