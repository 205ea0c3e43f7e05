// Server-sent events: one connection, taken up again where it broke off.

import { ApiError, get } from "./api.js";
import { answered } from "./answers.js";
import * as model from "./model.js";
import { state, touch } from "./store.js";
import { again, observe } from "./tour_watch.js";
import { arrived } from "./reading.js";

const TYPING_SHOWN = 5000;
const KEPT_TRAFFIC = 600;
let source = null;
let pause = 500;

/** Read the whole state anew, then follow the events after it. Raises ApiError. */
export async function start() {
  const snapshot = await get("state");
  model.takeSnapshot(snapshot);
  if (snapshot.stage) get("stage/people").then(({ people }) => model.joinCast(people), () => {});
  state.journal = false;
  if (state.drawer) traffic();
  follow();
}

/** What went to and fro before the page was opened; asked for once, when somebody wants to see it. */
export async function traffic() {
  if (state.journal) return;
  state.journal = true;
  const [updates, calls] = await Promise.all([get("updates", { latest: KEPT_TRAFFIC }), get("calls", { latest: KEPT_TRAFFIC })]);
  const rows = [...updates.updates.map((row) => ({ kind: "update", ...row })), ...calls.calls.map((row) => ({ kind: "call", ...row }))];
  state.traffic = [];
  for (const row of rows.sort((a, b) => (a.at < b.at ? -1 : 1))) note(row);
}

function follow() {
  source?.close();
  source = new EventSource(`/control/events?after=${state.event}`, { withCredentials: false });
  source.addEventListener("open", () => setLive("open"));
  source.addEventListener("error", () => retry());
  source.addEventListener("reset", () => restart());
  for (const [name, handle] of Object.entries(HANDLERS)) {
    source.addEventListener(name, (event) => take(event, handle));
  }
}

function take(event, handle) {
  const id = Number(event.lastEventId);
  if (id && id <= state.event) return;
  if (id) state.event = id;
  handle(JSON.parse(event.data));
}

function setLive(value) {
  if (value === "open") pause = 500;
  state.live = value;
  touch("layout");
}

async function restart() {
  source?.close();
  try {
    await start();
    for (const pane of state.panes) if (pane.chat !== null && !model.chatOf(pane.chat)) Object.assign(pane, { chat: null, person: null });
    for (const pane of state.panes) if (pane.chat !== null) model.loadHistory(pane.chat, pane.person);
  } catch (error) {
    retry(error);
  }
}

function retry(error) {
  source?.close();
  if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return setLive("gone");
  setLive("lost");
  pause = Math.min(pause * 1.6, 5000);
  // A plain request first: EventSource does not tell a refused key from a closed door.
  setTimeout(() => get("clock").then(() => follow(), retry), pause);
  return undefined;
}

function onMessage({ message, chat }) {
  model.addMessage(message, chat);
  state.typing.delete(message.chat_id);
  arrived(message);
  if (message.from_bot) observe({ event: "bot", chat: message.chat_id, message });
}

function onEdited({ message }) {
  model.replaceMessage(message);
  if (message.from_bot) observe({ event: "bot", chat: message.chat_id, message });
}

function onAction({ chat_id: chat, action }) {
  state.typing.set(chat, action);
  touch(`typing:${chat}`);
  setTimeout(() => {
    state.typing.delete(chat);
    touch(`typing:${chat}`);
  }, TYPING_SHOWN);
}

function pressedLabel(query) {
  const rows = query.message?.reply_markup?.inline_keyboard ?? [];
  return rows.flat().find((button) => button.callback_data === query.data)?.text ?? query.data;
}

function onUpdate(row) {
  note({ kind: "update", ...row });
  const query = row.update.callback_query;
  if (query) observe({ event: "press", person: query.from.id, label: pressedLabel(query) });
}

function note(row) {
  const known = state.traffic.findIndex((other) => other.kind === row.kind && other.seq === row.seq);
  if (known >= 0) state.traffic[known] = row;
  else state.traffic.push(row);
  if (state.traffic.length > KEPT_TRAFFIC) state.traffic.splice(0, state.traffic.length - KEPT_TRAFFIC);
  touch("traffic");
}

function onClock(clock) {
  const before = state.now;
  model.setClock(clock);
  if (before && state.now > before) observe({ event: "clock" });
  touch("timeline");
}

function onStage({ what }) {
  if (what === "reset") restart().then(again);
  touch("timeline", "stage");
}

function onBot({ connected }) {
  state.connected = connected;
  touch("bot");
}

const HANDLERS = {
  message: onMessage,
  edited: onEdited,
  deleted: ({ chat_id: chat, message_ids: ids }) => model.removeMessages(chat, ids),
  keyboard: ({ chat_id: chat, keyboard }) => model.changeChat(chat, { keyboard }),
  pinned: ({ chat_id: chat, pinned }) => model.changeChat(chat, { pinned }),
  reaction: ({ chat_id: chat, message_id: id, reactions }) => model.react(chat, id, reactions),
  action: onAction,
  answer: answered,
  person: model.changePerson,
  chat: (chat) => model.changeChat(chat.id, chat),
  read: model.onRead,
  commands: () => (state.commands.clear(), touch("commands")),
  update: onUpdate,
  call: (row) => note({ kind: "call", ...row }),
  bot: onBot,
  faults: ({ faults }) => ((state.faults = faults), touch("faults")),
  limits: (limits) => ((state.limits = limits), touch("faults")),
  clock: onClock,
  stage: onStage,
};
