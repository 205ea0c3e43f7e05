// Instants as people in the county read them: always Beijing time, wherever the browser is.

import { locale, t } from "./i18n.js";
import { state } from "./store.js";

export const ZONE = "Asia/Shanghai";
const DAY = 86_400_000;
const cache = new Map();

function format(options) {
  const key = locale() + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...options }));
  return cache.get(key);
}

const isoDays = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });

/** YYYY-MM-DD in Beijing. */
export const isoDay = (date) => isoDays.format(date);

/** What the simulated clock shows now. Without a stage it runs by itself. */
export function now() {
  if (!state.now) return new Date();
  const passed = state.stage ? 0 : (performance.now() - state.nowReadAt) * (state.rate || 1);
  return new Date(state.now.getTime() + passed);
}

export const clockTime = (date) => format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);

export const longDay = (date) => format({ year: "numeric", month: "long", day: "numeric", weekday: "short" }).format(date);

export const shortDay = (date) => format({ month: "long", day: "numeric", weekday: "short" }).format(date);

export const weekday = (date) => format({ weekday: "short" }).format(date);

export const fullInstant = (date) => `${longDay(date)} ${clockTime(date)}`;

/** The heading above a day's messages. */
export function dayHeading(date) {
  const gap = Math.round((Date.parse(isoDay(now())) - Date.parse(isoDay(date))) / DAY);
  if (gap === 0) return t("today");
  if (gap === 1) return t("yesterday");
  const sameYear = isoDay(date).slice(0, 4) === isoDay(now()).slice(0, 4);
  return sameYear ? shortDay(date) : longDay(date);
}

/** As short as it can be said in the list of people. */
export function brief(date) {
  if (isoDay(date) === isoDay(now())) return clockTime(date);
  return format({ month: "numeric", day: "numeric" }).format(date);
}

/** For <input type="datetime-local">, in Beijing time. */
export const toInput = (date) => `${isoDay(date)}T${format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date)}`;

/** The instant of such an input's value. Beijing has had no summer time since 1991. */
export const fromInput = (value) => new Date(`${value}${value.length === 16 ? ":00" : ""}+08:00`);

/** A day (YYYY-MM-DD) as a person would write it: 12月15日, 15 December. */
export function writtenDay(iso) {
  const year = iso.slice(0, 4) === isoDay(now()).slice(0, 4) ? {} : { year: "numeric" };
  return format({ month: "long", day: "numeric", ...year }).format(new Date(`${iso}T12:00:00+08:00`));
}
