// The drawer for the curious: what goes between bot and Telegram, rows, log lines, faults, keeping and loading.

import { changesTab } from "./drawer_changes.js";
import { faultsTab } from "./drawer_faults.js";
import { keepTab } from "./drawer_keep.js";
import { logTab } from "./drawer_log.js";
import { trafficTab } from "./drawer_traffic.js";
import { h, iconButton, refill } from "./dom.js";
import { t } from "./i18n.js";
import { toggleDrawer } from "./nav.js";
import { on, remember, state, touch } from "./store.js";

const TABS = { traffic: trafficTab, changes: changesTab, log: logTab, faults: faultsTab, state: keepTab };
const STAGED = new Set(["changes", "log"]);

/** Show a tab, from anywhere. */
export function openTab(name) {
  state.drawerTab = name;
  remember("drawerTab", name);
  toggleDrawer(true);
  touch("drawer");
}

function tabKeys(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...event.currentTarget.querySelectorAll("[role=tab]")];
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
}

export function drawer() {
  const tabs = h("div", { class: "drawer-tabs", role: "tablist", "aria-label": t("drawer.title"), onkeydown: tabKeys });
  const body = h("div", { class: "drawer-body", role: "tabpanel", id: "drawer-panel", tabindex: "0" });
  const close = iconButton("close", t("close"), () => toggleDrawer(false));
  const node = h("section", { class: "drawer", "aria-label": t("drawer.title") }, h("header", { class: "drawer-head" }, tabs, close), body);
  const built = new Map();

  function tab(name) {
    const chosen = name === state.drawerTab;
    const props = { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(chosen), "aria-controls": "drawer-panel", tabindex: chosen ? "0" : "-1", onclick: () => openTab(name) };
    return h("button", props, t(`drawer.${name}`));
  }

  let shown = "";
  function render() {
    const names = Object.keys(TABS).filter((name) => state.stage || !STAGED.has(name));
    if (!names.includes(state.drawerTab)) state.drawerTab = "traffic";
    const stamp = names.join() + state.drawerTab;
    if (stamp !== shown) refill(tabs, names.map(tab));
    shown = stamp;
    if (!state.drawer) return;
    if (!built.has(state.drawerTab)) built.set(state.drawerTab, TABS[state.drawerTab]());
    const page = built.get(state.drawerTab);
    if (body.firstChild !== page.node) body.replaceChildren(page.node);
    body.setAttribute("aria-labelledby", `tab-${state.drawerTab}`);
    page.render();
  }

  on(["drawer", "layout", "traffic", "faults", "panes", "people", "stage"], render);
  render();
  return node;
}
