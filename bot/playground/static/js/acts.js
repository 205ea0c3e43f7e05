// What a person can do in a chat besides writing: follow a link in a text, open a fold, go to somebody.

import { attempt, post } from "./api.js";
import { openChat } from "./nav.js";
import { state } from "./store.js";
import { observe } from "./tour_watch.js";

function startPayload(url) {
  const bot = state.bot?.username;
  const match = /^(?:https?:\/\/(?:www\.)?(?:t|telegram)\.me\/|tg:\/\/resolve\?domain=)(\w+)[?&]start=([\w-]{0,64})/iu.exec(url);
  return match && bot && match[1].toLowerCase() === bot.toLowerCase() ? match[2] : null;
}

function followLink(ctx, url, event) {
  const payload = startPayload(url);
  const user = /^tg:\/\/user\?id=(\d+)/u.exec(url);
  if (payload === null && !user) return;
  event.preventDefault();
  if (user) openChat(ctx.index, Number(user[1]));
  else attempt(post("start", { person: ctx.person, payload }));
}

function mention(ctx, text) {
  const wanted = text.replace("@", "").toLowerCase();
  const found = [...state.people.values()].find((who) => who.username?.toLowerCase() === wanted);
  if (found) openChat(ctx.index, found.id);
}

function folds(ctx, message) {
  const key = (offset) => `${message.chat_id}:${message.message_id}:${offset}`;
  return {
    has: (offset) => state.expanded.has(key(offset)),
    toggle(offset) {
      const opened = !state.expanded.delete(key(offset));
      if (opened) state.expanded.add(key(offset));
      if (opened) observe({ event: "expand", person: ctx.person, message });
      return opened;
    },
  };
}

/** The `acts` of a message for `rich`. */
export function actsFor(ctx, message) {
  return {
    command: (text) => attempt(post("say", { person: ctx.person, chat: ctx.chat, text })),
    mention: (text) => mention(ctx, text),
    person: (id) => state.people.has(id) && openChat(ctx.index, id),
    vote: (options) => attempt(post("vote", { person: ctx.person, chat: ctx.chat, message_id: message.message_id, options })),
    link: (url, event) => followLink(ctx, url, event),
    fold: folds(ctx, message),
  };
}
