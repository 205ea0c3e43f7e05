// The bot is being started anew: what takes many seconds on a busy machine is seen to go on.

import { attempt } from "./api.js";
import { h, refill } from "./dom.js";
import { t } from "./i18n.js";
import { on, state, touch } from "./store.js";

/** The answer, or null after telling what went wrong; until then the page says that the bot is starting. */
export async function whileStarting(promise) {
  state.starting = performance.now();
  const timer = setInterval(() => touch("starting"), 1000);
  touch("starting");
  try {
    return await attempt(promise);
  } finally {
    clearInterval(timer);
    state.starting = null;
    touch("starting");
  }
}

/** The line below the top bar. The seconds are for the eyes: a screen reader hears the sentence once. */
export function startingBanner() {
  const [words, seconds] = [h("span", { role: "status" }), h("span", { class: "starting-time", "aria-hidden": "true" })];
  const bar = h("div", { class: "busy-bar", "aria-hidden": "true" });
  const node = h("div", { class: "starting-banner", hidden: true }, words, seconds, bar);
  on(["starting", "layout"], () => {
    const begun = state.starting ?? null;
    node.hidden = begun === null;
    const sentence = node.hidden ? "" : t("starting");
    if (words.textContent !== sentence) refill(words, sentence);
    seconds.textContent = node.hidden ? "" : t("starting.seconds", { n: Math.floor((performance.now() - begun) / 1000) });
  });
  return node;
}
