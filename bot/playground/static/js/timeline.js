// What is planned for the coming weeks, and for whom.

import { get } from "./api.js";
import { advance } from "./clock.js";
import { h, icon, iconButton, refill } from "./dom.js";
import { has, t } from "./i18n.js";
import { openChat, togglePanel } from "./nav.js";
import { agencyOf } from "./people_info.js";
import { gather, on, state } from "./store.js";
import { clockTime, fullInstant, isoDay, now, shortDay } from "./time.js";

const SPANS = [7, 30, 90];
const DAY = 86_400_000;
const HIGHEST = 44;

function grouped(planned) {
  const days = new Map();
  for (const item of planned) {
    const day = isoDay(new Date(item.at));
    if (!days.has(day)) days.set(day, []);
    days.get(day).push(item);
  }
  return days;
}

const NAMED = 4;

/** Somebody on the page by id or name. */
function personFor(who) {
  return state.people.get(Number(who)) ?? [...state.people.values()].find((one) => one.name === who) ?? null;
}

function nameNode(name) {
  const who = personFor(name);
  if (!who) return h("strong", {}, name);
  const label = t("timeline.open", { name: who.name });
  return h("button", { type: "button", class: "plan-who", title: label, onclick: () => openChat(state.focus, who.id) }, h("strong", {}, who.name));
}

function whoNode(item) {
  const names = String(item.who ?? "").split("、").filter(Boolean);
  const agency = item.agency || agencyOf(personFor(names[0]));
  return h("p", { class: "plan-people" }, names.slice(0, NAMED).map(nameNode), names.length > NAMED && `+${names.length - NAMED}`, agency && h("span", { class: "plan-agency" }, agency));
}

/** What is planned, in words: the topic itself, else its room, else as it is. */
function whatOf({ what = "" }) {
  const known = [`plan.${what}`, `plan.${what.split(".")[0]}`].find(has);
  return known ? t(known) : what;
}

/** Several of a kind for the same people at the same time are one line: they will come as one message. */
function merged(items) {
  const lines = new Map();
  for (const item of items) {
    const key = [item.at, item.who, item.agency, whatOf(item)].join("|");
    const line = lines.get(key);
    if (line) line.times += 1;
    else lines.set(key, { ...item, times: 1 });
  }
  return [...lines.values()];
}

function planNode(item) {
  const at = new Date(item.at);
  const jump = () => advance({ to: at.toISOString() });
  return h(
    "li",
    { class: "plan" },
    h("button", { type: "button", class: "plan-time", title: t("timeline.jump", { at: fullInstant(at) }), onclick: jump }, clockTime(at)),
    h("div", { class: "plan-words" }, whoNode(item), h("p", { title: item.subject }, whatOf(item), item.times > 1 && ` ×${item.times}`)),
  );
}

function dayNode([day, items]) {
  const heading = shortDay(new Date(`${day}T12:00:00+08:00`));
  return h("section", { class: "plan-day", dataset: { day } }, h("h3", {}, heading, h("span", { class: "plan-count" }, items.length)), h("ol", {}, merged(items).map(planNode)));
}

/** One bar a day; its height is the number of plans. */
function chart(days, span, show) {
  const most = Math.max(1, ...[...days.values()].map((items) => items.length));
  const bars = Array.from({ length: span }, (_, offset) => {
    const date = new Date(now().getTime() + offset * DAY);
    const count = days.get(isoDay(date))?.length ?? 0;
    const label = t("timeline.count", { day: shortDay(date), n: count });
    const weekend = [0, 6].includes(new Date(Date.parse(isoDay(date))).getUTCDay());
    const height = count ? 6 + ((HIGHEST - 6) * count) / most : 3;
    const cls = ["bar", count && "busy", weekend && "weekend"].filter(Boolean).join(" ");
    // No buttons: a bar is narrower than a finger, and the list below says and does the same.
    return h("div", { class: cls, title: label, onclick: () => count && show(isoDay(date)) }, h("span", { style: { height: `${height}px` } }));
  });
  return h("div", { class: "bars-chart", role: "img", "aria-label": t("timeline.chart") }, bars);
}

/** The panel; asks anew when the clock or the bot moved, while it is open. */
export function timelinePanel() {
  const body = h("div", { class: "panel-body" });
  const spans = h("div", { class: "sorting", role: "group" });
  const node = h("section", { class: "timeline", "aria-label": t("panel.timeline") }, h("header", { class: "panel-head" }, h("h2", {}, t("panel.timeline")), iconButton("close", t("close"), () => togglePanel("timeline"))), spans, body);
  let span = 30;

  const showDay = (day) => body.querySelector(`[data-day="${day}"]`)?.scrollIntoView({ block: "start", behavior: "smooth" });

  function render(planned) {
    const days = grouped(planned);
    const empty = h("p", { class: "panel-empty" }, icon("calendar"), t("timeline.empty", { n: span }));
    refill(body, chart(days, span, showDay), planned.length ? [...days].map(dayNode) : empty);
  }

  async function load() {
    if (state.panel !== "timeline" || !state.stage) return;
    const { planned } = await get("stage/timeline", { days: span }).catch(() => ({ planned: [] }));
    render([...planned].sort((a, b) => (a.at < b.at ? -1 : 1)));
  }

  function choose(days) {
    span = days;
    refill(spans, SPANS.map((n) => h("button", { type: "button", class: "tab", "aria-pressed": String(n === span), onclick: () => choose(n) }, t("timeline.days", { n }))));
    load();
  }

  const soon = gather(load, 300);
  on(["timeline", "clock", "traffic"], soon);
  choose(span);
  return node;
}
