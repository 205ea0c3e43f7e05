// Switches that make things go wrong.

import { attempt, post } from "./api.js";
import { h, icon, iconButton, refill } from "./dom.js";
import { language, t } from "./i18n.js";
import { person } from "./people_info.js";
import { state } from "./store.js";
import { toast } from "./toast.js";

/** What each switch stands for; a fault of this shape counts as "on". */
const SWITCHES = [
  { id: "network", fault: { method: "*", kind: "drop" } },
  { id: "flood", fault: { method: "*", kind: "status", code: 429, retry_after: 5, count: 20 } },
  { id: "lost", fault: { method: "*", kind: "drop_after", count: 1 } },
  { id: "slow", fault: { method: "*", kind: "delay", seconds: 3 } },
];

const active = ({ fault }) => state.faults.find((known) => known.method === fault.method && known.kind === fault.kind && (known.code ?? null) === (fault.code ?? null));

async function flip(item) {
  const known = active(item);
  await attempt(known ? post("faults/remove", { id: known.id }) : post("faults", item.fault));
}

function switchNode({ label, hint, checked, act, disabled = false, focus }) {
  const input = h("input", { type: "checkbox", role: "switch", class: "switch", checked, disabled, onchange: act, dataset: { focus } });
  return h("label", { class: "fault" }, input, h("span", { class: "fault-words" }, h("strong", {}, label), h("small", {}, hint)));
}

function blockSwitch() {
  const who = person(state.panes[state.focus].person);
  const label = who ? t("fault.block", { name: who.name }) : t("fault.nobody");
  const act = () => attempt(post("block", { person: who.id, blocked: !who.blocked }));
  return switchNode({ label, hint: t("fault.block.hint"), checked: Boolean(who?.blocked), disabled: !who, act, focus: "block" });
}

const faultSwitch = (item) => switchNode({ label: t(`fault.${item.id}`), hint: t(`fault.${item.id}.hint`), checked: Boolean(active(item)), act: () => flip(item), focus: item.id });

async function restart(kill) {
  toast(t("fault.restarting"));
  if (await attempt(post("stage/restart", { kill }))) toast(t("fault.restarted"));
}

function restartButton(kill) {
  const id = kill ? "kill" : "restart";
  const button = h("button", { type: "button", class: kill ? "button danger" : "button", dataset: { focus: id }, onclick: () => restart(kill) }, icon(kill ? "bolt" : "restart"), t(`fault.${id}`));
  return h("div", { class: "fault" }, button, h("small", {}, t(`fault.${id}.hint`)));
}

function activeNode(fault) {
  const what = [fault.method, fault.kind, fault.code, fault.seconds && `${fault.seconds}s`, fault.chat && person(fault.chat)?.name].filter(Boolean).join(" · ");
  const left = fault.count === null || fault.count === undefined ? "" : t("fault.left", { n: fault.count });
  const remove = iconButton("close", t("fault.remove"), () => attempt(post("faults/remove", { id: fault.id })));
  return h("li", {}, h("code", {}, what), h("small", {}, [t("fault.hits", { n: fault.hits }), left].filter(Boolean).join("，")), remove);
}

function limits() {
  const options = ["telegram", "strict", "bucket", "off"].map((mode) => h("option", { value: mode, selected: mode === state.limits.mode }, t(`fault.limits.${mode}`)));
  return h("label", { class: "field inline" }, h("span", {}, t("fault.limits")), h("select", { dataset: { focus: "limits" }, onchange: (event) => attempt(post("limits", { mode: event.target.value })) }, options));
}

function activeList() {
  if (!state.faults.length) return h("p", { class: "hint" }, t("fault.none"));
  const clear = h("button", { type: "button", class: "button small", onclick: () => attempt(post("faults/remove", { all: true })) }, t("fault.clear"));
  return [h("ul", { class: "active-faults" }, state.faults.map(activeNode)), clear];
}

export function faultsTab() {
  const node = h("div", { class: "faults" });
  let shown = "";

  function render() {
    const who = person(state.panes[state.focus].person);
    const stamp = JSON.stringify([state.faults, state.limits, state.stage, who, language()]);
    if (stamp === shown) return;
    shown = stamp;
    const focus = node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const switches = h("div", { class: "fault-column" }, blockSwitch(), SWITCHES.map(faultSwitch));
    const restarts = state.stage && h("div", { class: "fault-column" }, restartButton(false), restartButton(true));
    const list = h("div", { class: "fault-column" }, h("h3", {}, t("fault.active")), activeList(), limits());
    refill(node, switches, restarts, list);
    if (focus) node.querySelector(`[data-focus="${focus}"]`)?.focus();
  }

  return { node, render };
}
