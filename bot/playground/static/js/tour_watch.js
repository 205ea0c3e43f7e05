// The guided tour as a state machine: which step, and what has happened of it. Its data is tour.json.

import { get } from "./api.js";
import { language } from "./i18n.js";
import { agencyOf, rolesOf } from "./people_info.js";
import { state, touch } from "./store.js";
import { isoDay, now, writtenDay } from "./time.js";

/** Kept for this tab only: a new run in a new tab begins the tour anew. */
const KEPT = "chuting-tour";

/** `since[n]` is the highest message id when step n began: what is older belongs to an earlier step. */
export const tour = { plan: null, index: 0, progress: [], since: [0], hint: false };

const escape = (words) => words.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
export const step = () => tour.plan?.steps[tour.index] ?? null;
export const finished = () => Boolean(tour.plan) && tour.index >= tour.plan.steps.length;

export async function loadTour() {
  tour.plan = await (await fetch("/static/tour.json")).json();
  const saved = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  // Another run of the playground counts its messages from the beginning.
  if (saved && Math.max(...saved.since) <= latestMessage()) Object.assign(tour, { index: saved.index, since: saved.since });
  begin(tour.index);
}

/** Message ids of private chats and basic groups come from one sequence. */
function latestMessage() {
  return Math.max(0, ...[...state.chats.values()].filter((chat) => chat.type !== "supergroup").map((chat) => chat.last?.message_id ?? 0));
}

/** Go to a step; leaving the last one finishes the tour. */
export function begin(index) {
  const forward = index !== tour.index;
  tour.index = index;
  tour.progress = (step()?.done ?? []).map(() => 0);
  tour.hint = false;
  if (forward || tour.since[index] === undefined) tour.since[index] = latestMessage();
  sessionStorage.setItem(KEPT, JSON.stringify({ index, since: tour.since }));
  touch("tour");
}

export function again() {
  tour.since = [];
  begin(0);
}

const castRoles = (name) => tour.plan.cast[name]?.roles ?? [name];

function plays(id, name) {
  const roles = rolesOf(state.people.get(id));
  return !roles.length || roles.some((role) => castRoles(name).includes(role));
}

const reads = (who) => String(who.language_code ?? "").startsWith(language());

/** Everybody who could play a part of the tour, the best first: preferred names, then the order of the roles. */
export function candidates(name) {
  const rank = (who) => Math.min(...rolesOf(who).map((role) => castRoles(name).indexOf(role)).filter((place) => place >= 0));
  const fits = [...state.people.values()].filter((who) => rolesOf(who).some((role) => castRoles(name).includes(role)));
  return fits.sort((a, b) => rank(a) - rank(b));
}

/** The one who plays a part; null when nobody can. */
export function player(name) {
  const part = tour.plan.cast[name];
  const able = candidates(name);
  // Who reads the language of the page speaks it with the bot too.
  const all = able.some(reads) ? able.filter(reads) : able;
  const home = part.agency_of ? agencyOf(player(part.agency_of)) : null;
  const preferred = all.find((who) => part.prefer?.includes(who.name));
  if (preferred) return preferred;
  if (home !== null) return all.find((who) => agencyOf(who) === home) ?? all[0] ?? null;
  return all.find((who) => hasLeader(agencyOf(who))) ?? all[0] ?? null;
}

function hasLeader(agency) {
  return candidates("leader").some((who) => agencyOf(who) === agency);
}

const DAYS = /\{day:(\d+)\}/gu;
/** Working days by how many days ahead, as the stage counted them on `asked`. */
const ahead = { asked: "", days: new Map() };

/** Ask the stage for the days that the tour names: a hearing is not set for a day off. */
export async function knowDays() {
  const today = isoDay(now());
  if (ahead.asked === today || !state.stage) return;
  for (const [, days] of JSON.stringify(tour.plan).matchAll(DAYS)) ahead.days.set(days, (await get("stage/workday", { days })).day);
  ahead.asked = today;
}

/** Put the case and days into a text of tour.json. */
export function expandText(text) {
  return text.replaceAll("{case}", tour.plan.case).replace(DAYS, (whole, days) => (ahead.days.has(days) ? writtenDay(ahead.days.get(days)) : whole));
}

export const sayText = (action) => expandText(action.say[language()] ?? action.say.zh);

export function pattern(source) {
  const leaders = candidates("leader").map((who) => escape(who.name)).join("|") || "(?!)";
  const leader = escape(player("leader")?.name ?? "") || "(?!)";
  return new RegExp(source.replaceAll("{leaders}", leaders).replaceAll("{leader}", leader), "iu");
}

const labels = (message) => (message?.body.reply_markup?.inline_keyboard ?? []).flat().map((button) => button.text);

function matches(wanted, seen) {
  if (wanted.event !== seen.event) return false;
  if (wanted.as && !plays(seen.person ?? seen.chat, wanted.as)) return false;
  if (wanted.label && !pattern(wanted.label).test(seen.label ?? "")) return false;
  if (wanted.text && !pattern(wanted.text).test(seen.message?.body.text ?? "")) return false;
  return !wanted.buttons || labels(seen.message).some((label) => pattern(wanted.buttons).test(label));
}

/** Something happened: {event: press|bot|expand|clock, person?, chat?, label?, message?}. */
export function observe(seen) {
  const current = step();
  if (!current) return;
  current.done.forEach((sequence, index) => {
    if (matches(sequence[tour.progress[index]], seen)) tour.progress[index] += 1;
  });
  if (current.done.some((sequence, index) => tour.progress[index] >= sequence.length)) begin(tour.index + 1);
  else touch("tour-hint");
}
