// What the page knows, and who wants to hear when it changes. Listeners run once per frame.

/** Kept in the browser between visits: language, theme and which panels are open. */
const KEPT = "chuting-playground";

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

const prefs = remembered();

export function pref(name, fallback) {
  return prefs[name] ?? fallback;
}

export function remember(name, value) {
  prefs[name] = value;
  try {
    localStorage.setItem(KEPT, JSON.stringify(prefs));
  } catch {
    // Private windows may refuse; the page works without.
  }
}

const emptyPane = () => ({ person: null, chat: null, reply: null, edit: null, atBottom: true });

export const state = {
  bot: null,
  now: null,
  nowReadAt: 0,
  stage: false,
  rate: 0,
  connected: true,
  live: "connecting",
  busy: false,
  starting: null,
  event: 0,
  people: new Map(),
  chats: new Map(),
  unread: new Map(),
  histories: new Map(),
  singles: new Map(),
  typing: new Map(),
  drafts: new Map(),
  expanded: new Set(),
  commands: new Map(),
  faults: [],
  limits: {},
  traffic: [],
  journal: false,
  panes: [emptyPane(), emptyPane()],
  focus: 0,
  view: "list",
  search: "",
  split: pref("split", false),
  panel: pref("panel", "tour"),
  drawer: pref("drawer", false),
  drawerTab: pref("drawerTab", "traffic"),
  sort: pref("sort", "recent"),
};

let listeners = new Map();
let dirty = new Set();
let scheduled = false;

/** Hear about a topic from the next change on. */
export function on(topics, listener) {
  for (const topic of [topics].flat()) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(listener);
  }
}

/** Forget all listeners: the page is about to be built anew (another language). */
export function forgetListeners() {
  listeners = new Map();
}

function flush() {
  scheduled = false;
  const topics = dirty;
  dirty = new Set();
  const called = new Set();
  for (const topic of topics) for (const listener of listeners.get(topic) ?? []) called.add(listener);
  for (const listener of called) listener();
}

/** Something changed; listeners hear of it in the next frame (or soon, in a hidden tab). */
export function touch(...topics) {
  for (const topic of topics) dirty.add(topic);
  if (scheduled) return;
  scheduled = true;
  if (document.hidden) setTimeout(flush, 50);
  else requestAnimationFrame(flush);
}

/** Call `action` once, `wait` milliseconds after the first request for it; more requests until then add nothing. */
export function gather(action, wait) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => {
      timer = 0;
      action();
    }, wait);
  };
}
