// The simulated clock on top: look at it, move it, let it run.

import { attempt, get, post } from "./api.js";
import { field, formDialog } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { gather, on, state, touch } from "./store.js";
import { clockTime, fromInput, fullInstant, isoDay, longDay, now, shortDay, toInput } from "./time.js";
import { toast } from "./toast.js";
import { observe } from "./tour_watch.js";

const HOUR = 3600;
const DAY = 86_400;
const RATES = [[0, "clock.paused"], [60, "clock.minute"], [3600, "clock.hourly"]];

/** Move the clock: {seconds}, {to: ISO} or {next: true}. Everything due on the way happens first. */
export async function advance(how) {
  if (state.busy) return;
  state.busy = true;
  observe({ event: "clock" });
  touch("clock");
  await attempt(post(state.stage ? "stage/advance" : "clock", how));
  state.busy = false;
  touch("clock", "timeline");
}

async function toDate() {
  const input = field(t("clock.now"), { type: "datetime-local", name: "to", value: toInput(now()), min: toInput(now()), required: true }, t("clock.to.hint"));
  const to = await formDialog(t("clock.to.title"), [input], t("clock.go"), (data) => {
    const wanted = fromInput(data.get("to"));
    if (wanted > now()) return wanted.toISOString();
    toast(t("clock.to.past"), { kind: "bad" });
    return undefined;
  });
  if (to) await advance({ to });
}

function face() {
  const day = h("span", { class: "clock-day" });
  const time = h("time", { class: "clock-time", "aria-label": t("clock.now") });
  const node = h("div", { class: "clock-face", title: t("clock.now") }, time, day);
  let shownDay = "";
  const render = () => {
    const at = now();
    time.textContent = clockTime(at);
    time.dateTime = at.toISOString();
    day.textContent = longDay(at);
    if (shownDay !== isoDay(at)) touch("day");
    shownDay = isoDay(at);
  };
  return { node, render };
}

const clockButton = (name, label, act, props = {}) =>
  h("button", { type: "button", class: "clock-button", title: label, onclick: act, ...props }, icon(name), h("span", {}, label));

function runButtons() {
  const one = ([rate, key]) => h("button", { type: "button", class: "segment", dataset: { rate }, onclick: () => attempt(post("stage/run", { rate })) }, rate === 0 && icon("pause"), t(key));
  return h("div", { class: "segmented", role: "group", "aria-label": t("clock.run") }, RATES.map(one));
}

/** Ask what comes next, and say so on the button. */
function nextWatcher(button) {
  return gather(async () => {
    if (!state.stage) return;
    const answer = await get("stage/next").catch(() => ({ at: null }));
    button.disabled = state.busy || !answer.at;
    const at = answer.at ? new Date(answer.at) : null;
    button.title = at ? t("clock.next.at", { at: fullInstant(at) }) : t("clock.next.none");
    button.querySelector("small").textContent = at ? `${shortDay(at)} ${clockTime(at)}` : t("none");
  }, 250);
}

/** The clock's part of the top bar. */
export function clockBar() {
  const shown = face();
  const hour = clockButton("clock", t("clock.hour"), () => advance({ seconds: HOUR }));
  const day = clockButton("calendar", t("clock.day"), () => advance({ seconds: DAY }));
  const next = h("button", { type: "button", class: "clock-button next", dataset: { tour: "next" }, onclick: () => advance({ next: true }) }, icon("next"), h("span", {}, t("clock.next"), h("small", {})));
  const date = clockButton("calendar", t("clock.to"), toDate, { "aria-haspopup": "dialog" });
  const run = runButtons();
  const busy = h("div", { class: "busy-bar", role: "progressbar", "aria-label": t("clock.busy"), hidden: true });
  const node = h("div", { class: "clock", role: "group", "aria-label": t("clock.region") }, shown.node, hour, day, next, date, run, busy);
  const askNext = nextWatcher(next);

  function render() {
    shown.render();
    busy.hidden = !state.busy;
    next.hidden = !state.stage;
    for (const button of [hour, day, date, next]) button.disabled = state.busy;
    for (const button of run.children) button.setAttribute("aria-pressed", String(Number(button.dataset.rate) === state.rate));
    askNext();
  }

  on(["clock", "layout"], render);
  on(["timeline", "traffic"], askNext);
  setInterval(() => !state.stage && node.isConnected && shown.render(), 1000);
  render();
  return node;
}
