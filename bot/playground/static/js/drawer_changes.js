// The rows of the database that one update changed.

import { get } from "./api.js";
import { openTab } from "./drawer.js";
import { h, refill } from "./dom.js";
import { t } from "./i18n.js";
import { gather, state } from "./store.js";

const BOTH = ["before", "after", "old", "new"];
const TITLES = ["table", "subject", "kind", "type", "entity"];
const DEEDS = ["op", "action", "change", "operation"];
let wanted = null;

/** Open the tab for one update. */
export function showChanges(updateId) {
  wanted = updateId;
  openTab("changes");
}

const firstOf = (row, names) => names.find((name) => typeof row[name] === "string");

function value(content) {
  return content !== null && typeof content === "object" ? JSON.stringify(content) : String(content);
}

function cells(row, skip) {
  const facts = Object.entries(row).filter(([name, content]) => !skip.includes(name) && content !== null && content !== undefined && content !== "");
  return h("dl", { class: "facts" }, facts.map(([name, content]) => h("div", {}, h("dt", {}, name), h("dd", {}, value(content)))));
}

/** An old or a new value may also be a single word. */
const object = (side) => (side === null || typeof side === "object" ? side : { "": side });

/** Old and new values side by side, where the row tells both. */
function compared(row) {
  const [before, after] = [row.before ?? row.old ?? null, row.after ?? row.new ?? null].map(object);
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const moved = names.filter((name) => value(before?.[name] ?? null) !== value(after?.[name] ?? null));
  const line = (name) => h("div", {}, h("dt", {}, name), h("dd", {}, before && h("del", {}, value(before[name] ?? "∅")), " ", after && h("ins", {}, value(after[name] ?? "∅"))));
  return h("dl", { class: "facts" }, moved.map(line));
}

function rowNode(row) {
  const [title, deed] = [firstOf(row, TITLES), firstOf(row, DEEDS)];
  const both = BOTH.some((name) => row[name]);
  const skip = [title, deed, ...BOTH];
  return h("li", { class: "change" }, h("p", { class: "change-head" }, h("strong", {}, title ? row[title] : ""), deed && h("span", { class: `deed ${row[deed]}` }, row[deed])), cells(row, skip), both && compared(row));
}

export function changesTab() {
  const heading = h("h3", {});
  const list = h("ol", { class: "changes" });
  const latest = h("button", { type: "button", class: "button small", onclick: () => ((wanted = null), load()) }, t("drawer.refresh"));

  async function load() {
    if (!state.drawer || state.drawerTab !== "changes") return;
    const { changes } = await get("stage/changes", { update_id: wanted }).catch(() => ({ changes: [] }));
    heading.textContent = wanted === null ? t("drawer.changes.latest") : t("drawer.changes.of", { id: wanted });
    refill(list, changes.map(rowNode), !changes.length && h("li", { class: "panel-empty" }, t("drawer.changes.none")));
  }

  const soon = gather(load, 250);
  return { node: h("div", {}, h("div", { class: "drawer-tools" }, heading, latest), list), render: soon };
}
