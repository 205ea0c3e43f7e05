// Words in Chinese and English. Keys are the same in both dictionaries (a test compares them).

import zh from "/static/words/zh.js";
import en from "/static/words/en.js";
import { pref, remember } from "./store.js";

const BOOKS = { zh, en };
const fallback = (navigator.language || "zh").toLowerCase().startsWith("en") ? "en" : "zh";
let current = BOOKS[pref("lang")] ? pref("lang") : fallback;

export const language = () => current;
export const locale = () => (current === "zh" ? "zh-CN" : "en-GB");

export function setLanguage(name) {
  current = name;
  remember("lang", name);
  applyLanguage();
}

export function applyLanguage() {
  document.documentElement.lang = locale();
  document.title = t("title");
}

/** The words of a key with {named} values put in; the key itself when there are none. */
export function t(key, values = {}) {
  const words = BOOKS[current][key] ?? BOOKS.zh[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export const has = (key) => key in BOOKS[current];
