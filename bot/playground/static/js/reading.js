// Unread counts: a message is read when its chat is open, at its end, in a visible window.

import { post } from "./api.js";
import { audience, chatOf, setUnread } from "./model.js";
import { gather, state } from "./store.js";

const waiting = new Map();
const told = new Map();

const send = gather(() => {
  for (const [key, body] of waiting) post("read", body).catch(() => {});
  waiting.clear();
}, 150);

function watched(personId, chatId) {
  if (document.hidden) return false;
  return state.panes.some((pane, index) => pane.person === personId && pane.chat === chatId && pane.atBottom && shown(index));
}

function shown(index) {
  const narrow = matchMedia("(max-width: 760px)").matches;
  return narrow ? index === state.focus && state.view === "chat" : index === 0 || state.split;
}

/** A message came: count it for everybody who is not looking. */
export function arrived(message) {
  for (const id of audience(message)) {
    if (watched(id, message.chat_id)) markRead(id, message.chat_id);
    else setUnread(id, (state.unread.get(id) ?? 0) + 1);
  }
}

/** Somebody has seen a chat to its end; the server is told once for each newest message. */
export function markRead(personId, chatId) {
  const newest = chatOf(chatId)?.last?.message_id ?? 0;
  if (personId === chatId) setUnread(personId, 0);
  if (told.get(`${personId}:${chatId}`) === newest) return;
  told.set(`${personId}:${chatId}`, newest);
  waiting.set(`${personId}:${chatId}`, { person: personId, chat: chatId });
  send();
}
