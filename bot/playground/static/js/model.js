// The facts on the page and how they change: people, chats, histories. Nothing here touches the document.

import { get } from "./api.js";
import { gather, state, touch } from "./store.js";

const PAGE = 60;
const asked = new Set();

export const chatOf = (id) => state.chats.get(id) ?? null;
export const isGroup = (chat) => chat?.type === "group" || chat?.type === "supergroup";
export const unreadKey = (personId, chatId) => `${personId}:${chatId}`;

/** Groups that a person is in. */
export const groupsOf = (personId) => [...state.chats.values()].filter((chat) => isGroup(chat) && chat.members?.includes(personId) && !chat.migrated_to);

/** Take over the whole state of the server; everything known before is forgotten. */
export function takeSnapshot(snapshot) {
  state.bot = snapshot.bot;
  state.people = new Map(snapshot.people.map((item) => [item.id, item]));
  state.chats = new Map(snapshot.chats.map((item) => [item.id, item]));
  state.unread = new Map(Object.entries(snapshot.unread ?? {}).map(([id, count]) => [Number(id), count]));
  state.histories = new Map();
  state.commands = new Map();
  state.singles = new Map();
  asked.clear();
  state.stage = snapshot.stage;
  state.faults = snapshot.faults ?? [];
  state.limits = snapshot.limits ?? {};
  state.connected = snapshot.connected;
  state.event = snapshot.event;
  setClock(snapshot);
  touch("people", "panes", "clock", "faults", "bot", "layout", "tour", "timeline");
}

export function setClock({ now, rate }) {
  if (now) state.now = new Date(now);
  if (rate !== undefined) state.rate = rate;
  state.nowReadAt = performance.now();
  touch("clock");
}

/** Put role and agency from the stage's cast into the notes of people who lack them. */
export function joinCast(cast) {
  for (const member of cast) {
    const id = Number(member.telegram_id ?? member.telegram ?? member.id);
    const who = state.people.get(id);
    if (!who) continue;
    const { role, roles, agency, name } = member;
    const found = Object.fromEntries(Object.entries({ role, roles, agency }).filter(([, value]) => value));
    state.people.set(id, { ...who, name: who.name || name, note: { ...found, ...who.note } });
  }
  touch("people", "tour");
}

function blankHistory() {
  return { messages: new Map(), more: true, loaded: false, loading: null };
}

export function history(chatId) {
  if (!state.histories.has(chatId)) state.histories.set(chatId, blankHistory());
  return state.histories.get(chatId);
}

/** Messages of a chat, oldest first. */
export function messagesOf(chatId) {
  const found = state.histories.get(chatId);
  return found ? [...found.messages.values()].sort((a, b) => a.message_id - b.message_id) : [];
}

function merge(known, messages) {
  for (const message of messages) if (!known.messages.has(message.message_id)) known.messages.set(message.message_id, message);
}

/** Load older pages until a message is there, or there are no more. */
export async function loadUntil(chatId, personId, id) {
  const known = history(chatId);
  while (!known.messages.has(id) && known.loaded && known.more) await loadHistory(chatId, personId, true);
  return known.messages.has(id);
}

/** Load the latest page of a chat, or (when that is there) the page before it. */
export async function loadHistory(chatId, personId, older = false) {
  const known = history(chatId);
  if (known.loading || (older ? !known.more || !known.loaded : known.loaded)) return known.loading;
  const before = older ? Math.min(...known.messages.keys()) : null;
  known.loading = get("history", { chat: chatId, person: personId, before, limit: PAGE })
    .then((page) => {
      merge(known, page.messages);
      known.loaded = true;
      known.more = page.more;
      state.chats.set(chatId, { ...chatOf(chatId), ...page.chat });
    })
    .finally(() => {
      known.loading = null;
      touch(`chat:${chatId}`, "panes");
    });
  return known.loading;
}

function shownLater(chat, message) {
  return !chat.last || message.message_id >= chat.last.message_id;
}

function withLast(light, message) {
  const chat = chatOf(message.chat_id) ?? { members: [], admins: [], pinned: [], keyboard: null, bot: "member", ...light };
  state.chats.set(message.chat_id, shownLater(chat, message) ? { ...chat, last: message } : chat);
}

/** A new message somewhere. */
export function addMessage(message, light) {
  history(message.chat_id).messages.set(message.message_id, message);
  withLast(light, message);
  touch(`chat:${message.chat_id}`, "people");
}

/** A message that changed: text, buttons, reactions. */
export function replaceMessage(message) {
  const known = history(message.chat_id);
  if (known.messages.has(message.message_id)) known.messages.set(message.message_id, message);
  const chat = chatOf(message.chat_id);
  if (chat?.last?.message_id === message.message_id) state.chats.set(chat.id, { ...chat, last: message });
  touch(`chat:${message.chat_id}`, "people");
}

export function removeMessages(chatId, ids) {
  const known = history(chatId);
  for (const id of ids) known.messages.delete(id);
  const chat = chatOf(chatId);
  if (chat?.last && ids.includes(chat.last.message_id)) {
    state.chats.set(chatId, { ...chat, last: messagesOf(chatId).at(-1) ?? null });
  }
  touch(`chat:${chatId}`, "people");
}

export function react(chatId, messageId, reactions) {
  const message = history(chatId).messages.get(messageId);
  if (message) replaceMessage({ ...message, reactions });
}

export function changeChat(id, change) {
  const { unread: _, ...facts } = change;
  const chat = chatOf(id);
  // An event about a chat may leave out its last message; what is known stays.
  state.chats.set(id, { ...chat, ...facts, last: facts.last ?? chat?.last ?? null });
  touch(`chat:${id}`, "people", "panes");
}

export function changePerson(who) {
  const known = state.people.get(who.id);
  state.people.set(who.id, { ...who, note: { ...known?.note, ...who.note } });
  touch("people", "panes", "tour", `chat:${who.id}`);
}

/** Everybody but the sender who sees a message. */
export function audience(message) {
  const chat = chatOf(message.chat_id);
  const members = isGroup(chat) ? (chat.members ?? []) : [message.chat_id];
  return members.filter((id) => message.from_bot || id !== message.sender);
}

export function setUnread(personId, count) {
  if ((state.unread.get(personId) ?? 0) === count) return;
  state.unread.set(personId, Math.max(0, count));
  touch("people");
}

const uncertain = new Set();

const recount = gather(async () => {
  const people = [...uncertain];
  uncertain.clear();
  for (const personId of people) {
    const { chats } = await get("chats", { person: personId });
    setUnread(personId, chats.reduce((sum, chat) => sum + (chat.unread ?? 0), 0));
  }
}, 200);

/** Somebody read a chat; with groups the total has to be asked for. */
export function onRead({ person: personId, unread }) {
  if (!groupsOf(personId).length) return setUnread(personId, unread);
  uncertain.add(personId);
  return recount();
}

/** One message, also when it is older than what was loaded; null until it is known. */
export function messageOf(chatId, id) {
  const known = state.histories.get(chatId)?.messages.get(id) ?? state.singles.get(`${chatId}:${id}`);
  if (known) return known;
  const key = `${chatId}:${id}`;
  if (asked.has(key)) return null;
  asked.add(key);
  get("history", { chat: chatId, before: id + 1, limit: 1 }).then(
    ({ messages }) => messages[0]?.message_id === id && (state.singles.set(key, messages[0]), touch("panes")),
    () => asked.delete(key),
  );
  return null;
}

/** The commands a person sees in a chat; asked for once until they change. */
export function commandsOf(chatId, personId) {
  const key = unreadKey(personId, chatId);
  if (!state.commands.has(key)) {
    state.commands.set(key, { commands: [], menu_button: { type: "default" } });
    get("commands", { chat: chatId, person: personId })
      .then((found) => state.commands.set(key, found))
      .then(() => touch("commands"), () => state.commands.delete(key));
  }
  return state.commands.get(key);
}
