// "Show me" and "do it for me": finding what comes next in a step, pointing at it, doing it.

import { attempt, post } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { loadHistory, messagesOf } from "./model.js";
import { isNarrow, openChat } from "./nav.js";
import { calledOf, roleName } from "./people_info.js";
import { on, state } from "./store.js";
import { advance } from "./clock.js";
import { toast } from "./toast.js";
import { candidates, knowDays, pattern, player, sayText, step, tour } from "./tour_watch.js";

const TICK = 120;
const PATIENCE = 12_000;

function floor(action) {
  return tour.since[Math.max(0, tour.index - (action.since ?? 0))] ?? 0;
}

const recent = (personId, action) => messagesOf(personId).filter((message) => message.from_bot && message.message_id > floor(action)).reverse();

function findButton(personId, action) {
  const wanted = pattern(action.press);
  const barred = pattern(action.without ?? "(?!)");
  for (const message of recent(personId, action)) {
    const keyboard = message.body.reply_markup?.inline_keyboard ?? [];
    if (keyboard.flat().some((button) => barred.test(button.text))) continue;
    for (const [row, buttons] of keyboard.entries()) {
      const column = buttons.findIndex((button) => wanted.test(button.text));
      if (column >= 0) return { message, row, column, label: buttons[column].text };
    }
  }
  return null;
}

const foldOf = (message) => [...(message.body.entities ?? []), ...(message.body.caption_entities ?? [])].some(({ type }) => type === "expandable_blockquote");

function reach(action) {
  const part = action.as ?? step().as;
  if (action.clock) return { kind: "clock", key: "clock" };
  const people = action.anyone ? [player(part), ...candidates(part)] : [player(part)];
  for (const who of people.filter(Boolean)) {
    if (action.say) return { kind: "say", key: `say${who.id}`, who, text: sayText(action) };
    if (action.expand) {
      const message = recent(who.id, action).find(foldOf);
      if (message) return { kind: "expand", key: `expand${message.message_id}`, who, message };
    } else {
      const found = findButton(who.id, action);
      if (found) return { kind: "press", key: `press${found.message.message_id}:${found.label}`, who, ...found };
    }
  }
  return null;
}

/** The furthest thing of the current step that can be done now, or null. */
export function nextMove() {
  const actions = [...(step()?.actions ?? [])].reverse();
  for (const action of actions) {
    const found = reach(action);
    if (found) return found;
  }
  return null;
}

const paneOf = (who) => state.panes.findIndex((pane, index) => pane.chat === who.id && (index === 0 || state.split));
const inPane = (index, selector) => document.querySelector(`[data-pane="${index}"] ${selector}`);

function target(move) {
  if (move.kind === "clock") return { find: () => document.querySelector("[data-tour=next]"), words: t("tour.clock") };
  const index = paneOf(move.who);
  if (index < 0) return { find: () => document.querySelector(`[data-person="${move.who.id}"] .entry-button`), words: t("tour.person", { name: calledOf(move.who) }) };
  if (inPane(index, ".start-button")) return { find: () => inPane(index, ".start-button"), words: t("tour.press") };
  if (move.kind === "say") return { find: () => inPane(index, ".composer-line"), words: t("tour.filled"), fill: inPane(index, ".composer") };
  const row = `.row[data-id="${move.message.message_id}"]`;
  if (move.kind === "expand") return { find: () => inPane(index, `${row} .fold-toggle[aria-expanded=false]`), words: t("tour.expand") };
  return { find: () => inPane(index, `${row} .inline-row:nth-child(${move.row + 1}) .inline-key:nth-child(${move.column + 1})`), words: t("tour.press") };
}

let coach = null;

/** Take the pointing finger away. */
export function unpoint() {
  if (!coach) return;
  clearInterval(coach.timer);
  coach.node.remove();
  coach.lit?.classList.remove("spot");
  coach = null;
}

function follow() {
  const found = coach.find();
  if (found !== coach.lit) {
    coach.lit?.classList.remove("spot");
    found?.classList.add("spot");
    found?.scrollIntoView({ block: "nearest" });
    coach.lit = found;
  }
  coach.node.hidden = !found;
  if (!found) return;
  const box = found.getBoundingClientRect();
  const below = box.bottom + 70 < innerHeight;
  coach.node.classList.toggle("above", !below);
  coach.node.style.left = `${Math.max(100, Math.min(innerWidth - 100, box.left + box.width / 2))}px`;
  coach.node.style.top = `${below ? box.bottom + 10 : box.top - 10}px`;
}

function point({ find, words, fill }, key) {
  unpoint();
  if (fill) fill.dispatchEvent(new CustomEvent("fill", { detail: nextMove().text }));
  const node = h("div", { class: "coach", role: "status" }, words);
  document.body.append(node);
  coach = { node, find, key, lit: null, timer: setInterval(follow, TICK) };
  follow();
}

/** Point at the next thing; goes on by itself while the person follows. */
export async function showMe() {
  const asked = tour.index;
  if (!(await attempt(knowDays().then(() => true))) || tour.index !== asked) return;
  const missing = [step()?.as, ...(step()?.actions ?? []).map((action) => action.as)].find((part) => part && !player(part));
  if (missing) return void toast(t("tour.nobody", { role: roleName(missing) }), { kind: "bad", seconds: 7 });
  // Wanted also while there is nothing yet: the bot's next message may be what to point at.
  tour.hint = true;
  const move = nextMove();
  if (!move) return void toast(t("tour.nothing"));
  if (isNarrow() && move.who && paneOf(move.who) < 0) openChat(0, move.who.id);
  const aim = target(move);
  const key = [move.key, move.row, move.column, move.who && paneOf(move.who), aim.words].join();
  if (coach?.key !== key) point(aim, key);
}

function perform(move) {
  if (move.kind === "clock") return advance({ next: true });
  if (move.kind === "say") return attempt(post("say", { person: move.who.id, text: move.text }));
  if (move.kind === "expand") return inPane(paneOf(move.who), `.row[data-id="${move.message.message_id}"] .fold-toggle[aria-expanded=false]`)?.click();
  return attempt(post("press", { person: move.who.id, message_id: move.message.message_id, row: move.row, column: move.column }));
}

const rest = (time) => new Promise((resolve) => setTimeout(resolve, time));

async function bringUp(move) {
  if (!move.who) return;
  if (paneOf(move.who) < 0) await openChat(state.focus, move.who.id);
  if (!state.people.get(move.who.id)?.started) await attempt(post("start", { person: move.who.id }));
  await rest(3 * TICK);
}

/** Do the whole step, one move after the other, as fast as the bot answers. */
export async function doIt() {
  unpoint();
  if (!(await attempt(knowDays().then(() => true)))) return;
  const [begun, until, done] = [tour.index, performance.now() + PATIENCE, new Set()];
  for (const part of new Set((step()?.actions ?? []).map((action) => action.as ?? step().as))) if (part && player(part)) await loadHistory(player(part).id, player(part).id);
  if (!nextMove()) toast(t("tour.nothing"));
  while (tour.index === begun && performance.now() < until) {
    const move = nextMove();
    if (move && !done.has(move.key)) {
      done.add(move.key);
      await bringUp(move);
      await perform(move);
    }
    await rest(TICK);
  }
}

/** Keep pointing while a hint is wanted: after each change of the page look for the next thing. */
export function keepPointing() {
  on(["tour-hint", "panes", "people"], () => tour.hint && nextMove() && showMe());
  on("tour", () => !tour.hint && unpoint());
}
