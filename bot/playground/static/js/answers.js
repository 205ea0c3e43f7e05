// Pressing inline buttons, and the toast or alert with which the bot answers.

import { attempt, post } from "./api.js";
import { confirmDialog, alertDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { state } from "./store.js";
import { toast } from "./toast.js";

const PATIENCE = 15_000;
const KEPT = 60_000;
const waiting = new Map();
const early = new Map();

/** What an `answer` event says; it may come before the press itself has returned. */
export function answered(answer) {
  const done = waiting.get(answer.query_id);
  if (done) done();
  else {
    early.set(answer.query_id, answer);
    setTimeout(() => early.delete(answer.query_id), KEPT);
  }
  show(answer);
}

function show({ person, chat_id: chat, text, show_alert: alert, url }) {
  const index = state.panes.findIndex((pane) => pane.person === person && pane.chat === chat);
  if (index < 0) return;
  if (url) openLink(url);
  if (!text) return;
  if (alert) alertDialog(t("alert.title"), text);
  else toast(text, { host: document.querySelector(`[data-toasts="${index}"]`) ?? undefined, seconds: 5 });
}

function untilAnswered(queryId) {
  if (early.delete(queryId)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(false), PATIENCE);
    const finish = (answer) => {
      clearTimeout(timer);
      waiting.delete(queryId);
      resolve(answer);
    };
    waiting.set(queryId, () => finish(true));
  });
}

/** Put a text on the clipboard and say so. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("message.copied"));
  } catch (error) {
    toast(error.message, { kind: "bad" });
  }
}

const SAFE = /^(https?|tg|mailto|tel):/iu;
export const safeUrl = (url) => (SAFE.test(url) ? url : null);

/** Ask before leaving the page, and show where to. */
export async function openLink(url) {
  if (!safeUrl(url)) return;
  const yes = await confirmDialog({ title: t("button.url.ask"), body: h("p", { class: "url" }, url), yes: t("button.url") });
  if (yes) window.open(url, "_blank", "noopener,noreferrer");
}

/** Press the button of a message as a person; `node` shows that it is being handled. */
export async function press({ person, chat, message, row, column, node }) {
  node?.classList.add("pressed");
  node?.setAttribute("aria-busy", "true");
  const result = await attempt(post("press", { person, chat, message_id: message, row, column }));
  if (result?.kind === "copy") await copyText(result.text ?? "");
  else if (result?.kind === "url") await openLink(result.text ?? "");
  else if (result?.query_id && !(await untilAnswered(result.query_id))) toast(t("button.timeout"), { kind: "bad" });
  node?.classList.remove("pressed");
  node?.removeAttribute("aria-busy");
}
