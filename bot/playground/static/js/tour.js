// The panel of the guided tour.

import { h, icon, iconButton, refill } from "./dom.js";
import { t } from "./i18n.js";
import { togglePanel } from "./nav.js";
import { calledOf } from "./people_info.js";
import { on } from "./store.js";
import { doIt, keepPointing, showMe, unpoint } from "./tour_help.js";
import { again, begin, finished, player, step, tour } from "./tour_watch.js";

const called = (part) => (player(part) ? calledOf(player(part)) : t(`role.${part}`));
const names = () => ({ liaison: called("liaison"), leader: called("leader") });

async function help(event) {
  const button = event.currentTarget;
  button.disabled = true;
  await doIt().finally(() => (button.disabled = false));
}

function current(item) {
  return [
    h("p", { class: "step-text" }, t(`tour.${item.id}.text`, names())),
    h(
      "div",
      { class: "step-buttons" },
      h("button", { type: "button", class: "button primary", dataset: { tourShow: "" }, onclick: showMe }, t("tour.show")),
      h("button", { type: "button", class: "button", dataset: { tourDo: "" }, onclick: help }, t("tour.do")),
      h("button", { type: "button", class: "button quiet", onclick: () => begin(tour.index + 1) }, t("tour.skip")),
    ),
  ];
}

function stepNode(item, index) {
  const kind = index < tour.index ? "done" : index === tour.index ? "current" : "ahead";
  const mark = kind === "done" ? icon("check") : String(index + 1);
  return h(
    "li",
    { class: `step ${kind}`, dataset: { step: item.id }, "aria-current": kind === "current" ? "step" : null },
    h("span", { class: "step-mark", "aria-hidden": "true" }, mark),
    h("div", { class: "step-body" }, h("h3", {}, t(`tour.${item.id}.title`), kind === "done" && h("span", { class: "sr-only" }, ` (${t("tour.done")})`)), kind === "current" && current(item)),
  );
}

function ending() {
  return h("div", { class: "tour-end" }, h("span", { class: "tour-end-mark", "aria-hidden": "true" }, icon("check")), h("p", {}, h("strong", {}, t("tour.finished"))), h("p", {}, t("tour.free")));
}

/** The panel; it follows the tour by itself. */
export function tourPanel() {
  const body = h("div", { class: "panel-body" });
  const count = h("span", { class: "panel-count" });
  const tools = [iconButton("reset", t("tour.again"), again), iconButton("close", t("close"), () => togglePanel("tour"))];
  const node = h("section", { class: "tour", "aria-label": t("tour.title") }, h("header", { class: "panel-head" }, h("h2", {}, t("tour.title")), count, tools), body);

  function render() {
    if (!tour.plan) return;
    const steps = tour.plan.steps;
    count.textContent = finished() ? "" : `${tour.index + 1} / ${steps.length}`;
    const bar = h("div", { class: "tour-bar", "aria-hidden": "true" }, h("span", { style: { width: `${(100 * tour.index) / steps.length}%` } }));
    const intro = tour.index === 0 && h("p", { class: "tour-intro" }, t("tour.intro"));
    refill(body, bar, intro, h("ol", { class: "steps" }, steps.map(stepNode)), finished() && ending());
    if (!step()) unpoint();
  }

  on(["tour"], render);
  keepPointing();
  render();
  return node;
}
