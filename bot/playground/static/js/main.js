// The page: top bar, people, one or two chats, a panel, the drawer.

import { ApiError } from "./api.js";
import { clockBar } from "./clock.js";
import { h, icon, iconButton } from "./dom.js";
import { drawer } from "./drawer.js";
import { applyLanguage, language, setLanguage, t } from "./i18n.js";
import { start, traffic } from "./live.js";
import { enterChat, setSplit, toggleDrawer, togglePanel } from "./nav.js";
import { pane } from "./pane.js";
import { people } from "./people.js";
import { forgetListeners, on, pref, remember, state, touch } from "./store.js";
import { timelinePanel } from "./timeline.js";
import { toastShelf } from "./toast.js";
import { tourPanel } from "./tour.js";
import { loadTour } from "./tour_watch.js";
import { startingBanner } from "./waiting.js";

const app = document.getElementById("app");
const THEMES = { auto: "auto", light: "sun", dark: "moon" };

function applyTheme(theme = pref("theme", "auto")) {
  document.documentElement.dataset.theme = theme;
}

function themeButton() {
  const button = h("button", { type: "button", class: "icon-button" });
  const show = () => {
    const theme = pref("theme", "auto");
    const label = t("theme.label", { theme: t(`theme.${theme}`) });
    button.setAttribute("aria-label", label);
    button.title = label;
    button.replaceChildren(icon(THEMES[theme]));
  };
  button.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    remember("theme", names[(names.indexOf(pref("theme", "auto")) + 1) % names.length]);
    applyTheme();
    show();
  });
  show();
  return button;
}

function languageButton() {
  const other = language() === "zh" ? "en" : "zh";
  const change = () => (setLanguage(other), mount());
  return h("button", { type: "button", class: "language-button", lang: other, title: t("language.switch.name"), onclick: change }, t("language.switch"));
}

function switchButton(name, label, shown, act, extra = "") {
  const button = h("button", { type: "button", class: `panel-button ${extra}`, title: label, onclick: act }, icon(name), h("span", {}, label));
  on("layout", () => button.setAttribute("aria-pressed", String(shown())));
  return button;
}

function topBar() {
  const brand = h("div", { class: "brand" }, h("img", { src: "/static/favicon.svg", alt: "", width: "28", height: "28" }), h("h1", {}, t("title.brand"), h("span", {}, t("title.short"))));
  const timeline = switchButton("timeline", t("panel.timeline"), () => state.panel === "timeline", () => togglePanel("timeline"));
  const tour = switchButton("tour", t("panel.tour"), () => state.panel === "tour", () => togglePanel("tour"));
  on("layout", () => (timeline.hidden = !state.stage));
  on("layout", () => (tour.hidden = !state.stage));
  const buttons = [
    tour,
    timeline,
    switchButton("split", t("panel.split"), () => state.split, () => setSplit(!state.split), "only-icon wide-only"),
    switchButton("drawer", t("panel.drawer"), () => state.drawer, () => (toggleDrawer(), traffic()), "only-icon"),
    themeButton(),
    languageButton(),
  ];
  return h("header", { class: "top" }, brand, clockBar(), h("div", { class: "top-buttons" }, buttons));
}

function liveBanner() {
  const node = h("p", { class: "live-banner", role: "alert", hidden: true });
  on("layout", () => {
    node.hidden = state.live === "open" || state.live === "connecting";
    node.textContent = node.hidden ? "" : t(`live.${state.live}`);
  });
  return node;
}

const banners = () => h("div", { class: "banners" }, liveBanner(), startingBanner());

/** For the keyboard: past the people, into the chat. */
function skipLink() {
  const skip = (event) => (event.preventDefault(), enterChat());
  return h("a", { class: "skip-link", href: "#chat", onclick: skip }, t("skip"));
}

function unreadTitle() {
  const total = [...state.unread.values()].reduce((sum, count) => sum + count, 0);
  document.title = total ? `(${total}) ${t("title")}` : t("title");
}

/** Build the whole page from the state; done again when the language changes. */
function mount() {
  forgetListeners();
  applyLanguage();
  const side = h("aside", { class: "side", "aria-label": t("panel.tour") }, tourPanel(), timelinePanel());
  const main = h("main", { class: "main" }, people(), h("div", { class: "panes" }, pane(0), pane(1)));
  const bottom = drawer();
  const frame = h("div", { class: "frame" }, skipLink(), topBar(), banners(), main, side, bottom, toastShelf());
  on("layout", () => {
    frame.classList.toggle("split", state.split);
    frame.classList.toggle("with-drawer", state.drawer);
    frame.dataset.panel = state.stage ? (state.panel ?? "") : "";
    frame.dataset.view = state.view;
  });
  on("people", unreadTitle);
  app.replaceChildren(frame);
  touch("layout", "people", "panes", "clock", "tour", "faults", "timeline");
}

function failed(error) {
  const gone = error instanceof ApiError && (error.status === 401 || error.status === 403);
  app.replaceChildren(h("p", { class: "boot", role: "alert" }, gone ? t("live.gone") : `${t("live.lost")} ${error.message}`));
  if (!gone) setTimeout(boot, 1000);
}

async function boot() {
  applyTheme();
  applyLanguage();
  try {
    await start();
  } catch (error) {
    failed(error);
    return;
  }
  await loadTour();
  mount();
  document.documentElement.dataset.ready = "true";
}

if (matchMedia("(max-width: 760px)").matches) state.drawer = false;
boot();
