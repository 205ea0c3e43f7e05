// The list on the left: everybody with role, agency and unread count; then the groups.

import { h, icon, iconButton, reconcile } from "./dom.js";
import { language, t } from "./i18n.js";
import { openMenu } from "./menus.js";
import { chatOf, isGroup } from "./model.js";
import { enterChat, openAside, openChat } from "./nav.js";
import { addGroup, addPerson, startOver } from "./people_dialogs.js";
import { agencyOf, agencyShown, avatar, latinOf, roleLabel, roleRank, rolesOf, senderName } from "./people_info.js";
import { snippet } from "./media.js";
import { serviceLine } from "./service.js";
import { on, remember, state, touch } from "./store.js";
import { brief, isoDay, now } from "./time.js";

const lastDate = (chat) => chat?.last?.body.date ?? 0;

function preview(chat, personId) {
  const last = chat?.last;
  if (!last) return "";
  const mine = !last.from_bot && last.sender === personId;
  return (mine ? t("people.you") : "") + (serviceLine(last) ?? snippet(last));
}

function roleTag(who) {
  const label = roleLabel(who);
  return label && h("span", { class: "role-tag", dataset: { role: rolesOf(who)[0] } }, label);
}

const when = (chat) => chat?.last && h("time", { class: "when" }, brief(new Date(lastDate(chat) * 1000)));

const badge = (count) => count > 0 && h("span", { class: "badge", "aria-label": t("unread", { n: count }) }, count > 99 ? "99+" : count);

function trouble(who) {
  if (!who.blocked && !who.deactivated) return null;
  const label = t(who.deactivated ? "people.deactivated" : "people.blocked");
  return h("span", { class: "trouble", role: "img", "aria-label": label, title: label }, icon("block"));
}

/** Enter goes into the chat, so that one can write; a click leaves the keyboard where it is. */
async function follow(event, opening) {
  await opening;
  if (event.detail === 0) requestAnimationFrame(() => enterChat());
}

function personRow({ who, chat, unread, current }) {
  const aside = (event) => follow(event, openAside(who.id));
  const open = (event) => (event.altKey || event.ctrlKey || event.metaKey ? aside(event) : follow(event, openChat(state.focus, who.id)));
  const words = h(
    "span",
    { class: "entry-words" },
    h("span", { class: "entry-top" }, h("span", { class: "entry-name" }, who.name), latinOf(who) && h("span", { class: "entry-latin" }, latinOf(who)), roleTag(who), trouble(who), when(chat)),
    h("span", { class: "entry-agency" }, agencyShown(who) || t("people.noagency")),
    h("span", { class: "entry-last" }, h("span", { class: "entry-preview" }, preview(chat, who.id)), badge(unread)),
  );
  return h(
    "li",
    { class: current ? "entry current" : "entry", dataset: { person: who.id } },
    h("button", { type: "button", class: "entry-button", "aria-current": current ? "true" : null, dataset: { focus: "open" }, onclick: open }, avatar(who.id, who.name), words),
    iconButton("aside", t("people.aside"), aside, { class: "icon-button entry-aside", tabindex: "-1" }),
  );
}

function groupRow({ chat, current }) {
  const member = () => (chat.members.includes(state.panes[state.focus].person) ? state.panes[state.focus].person : chat.members[0]);
  const words = h(
    "span",
    { class: "entry-words" },
    h("span", { class: "entry-top" }, h("span", { class: "entry-name" }, chat.title), when(chat)),
    h("span", { class: "entry-agency" }, t("group.count", { n: chat.members.length })),
    h("span", { class: "entry-last" }, h("span", { class: "entry-preview" }, chat.last ? `${senderName(chat.last)}${t("colon")}${serviceLine(chat.last) ?? snippet(chat.last)}` : "")),
  );
  const open = (event) => chat.members.length && follow(event, openChat(state.focus, member(), chat.id));
  return h("li", { class: current ? "entry current" : "entry" }, h("button", { type: "button", class: "entry-button", onclick: open }, avatar(chat.id, chat.title, "group"), words));
}

const words = (who) => [who.name, who.note?.latin, agencyOf(who), who.note?.english, roleLabel(who), who.username, who.phone].join(" ").toLowerCase();

function sorters(order) {
  const agency = (a, b) => agencyOf(a).localeCompare(agencyOf(b), "zh") || roleRank(a) - roleRank(b);
  if (state.sort === "agency") return agency;
  return (a, b) => lastDate(chatOf(b.id)) - lastDate(chatOf(a.id)) || order.get(a.id) - order.get(b.id);
}

function peopleItems() {
  const everybody = [...state.people.values()];
  const order = new Map(everybody.map((who, index) => [who.id, index]));
  const wanted = state.search.trim().toLowerCase();
  const shown = new Set(state.panes.filter((_, index) => index === state.focus || state.split).map((pane) => pane.chat));
  const found = everybody.filter((who) => !wanted || words(who).includes(wanted)).sort(sorters(order));
  const today = isoDay(now());
  return found.map((who) => {
    const [chat, unread, current] = [chatOf(who.id), state.unread.get(who.id) ?? 0, shown.has(who.id)];
    return { key: who.id, who, chat, unread, current, stamp: [who, chat?.last, unread, current, language(), today] };
  });
}

function groupItems() {
  const shown = new Set(state.panes.map((pane) => pane.chat));
  const groups = [...state.chats.values()].filter((chat) => isGroup(chat) && !chat.migrated_to && chat.title.includes(state.search.trim()));
  return groups.map((chat) => ({ key: chat.id, chat, current: shown.has(chat.id), stamp: [chat, shown.has(chat.id), language()] }));
}

function more(event) {
  const bare = !state.stage;
  const items = [
    { label: t("people.add"), icon: "person", act: addPerson },
    { label: t("people.group"), icon: "group", act: addGroup },
    { label: t("people.reset"), icon: "reset", hidden: bare, act: () => startOver(false) },
    { label: t("people.clear"), icon: "delete", danger: true, act: () => startOver(true) },
  ];
  openMenu(t("people.more"), items, { from: event.currentTarget });
}

function sortButtons() {
  const choose = (sort) => () => ((state.sort = sort), remember("sort", sort), touch("people"));
  const one = (sort, label) => h("button", { type: "button", class: "tab", dataset: { sort }, "aria-pressed": String(state.sort === sort), onclick: choose(sort) }, label);
  return h("div", { class: "sorting", role: "group" }, one("recent", t("people.sort.recent")), one("agency", t("people.sort.agency")));
}

/** The left column. */
export function people() {
  const search = h("input", { type: "search", class: "search", placeholder: t("people.search"), "aria-label": t("people.search"), value: state.search });
  search.addEventListener("input", () => ((state.search = search.value), touch("people")));
  const list = h("ul", { class: "entries" });
  const groups = h("ul", { class: "entries" });
  const groupHead = h("h2", { class: "list-head" }, t("people.groups"));
  const nobody = h("p", { class: "nobody", hidden: true });
  const sorting = sortButtons();
  const tools = [iconButton("person", t("people.add"), addPerson), iconButton("menu", t("people.more"), more, { "aria-haspopup": "menu" })];
  const head = h("div", { class: "people-head" }, h("label", { class: "search-box" }, icon("search"), search), tools);
  const node = h("nav", { class: "people", "aria-label": t("people.region") }, head, sorting, h("div", { class: "people-scroll" }, list, groupHead, groups, nobody));

  // One tab stop a person; what stands beside the person is one arrow away.
  function sideways(event) {
    const to = { ArrowRight: ".entry-aside", ArrowLeft: ".entry-button" }[event.key];
    if (to && event.target.matches(".entry-button, .entry-aside")) event.target.closest(".entry").querySelector(to)?.focus();
  }

  function arrows(event) {
    sideways(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches(".entry-button, .search")) return;
    const all = [...node.querySelectorAll(".entry-button")];
    event.preventDefault();
    all[Math.max(0, all.indexOf(event.target) + step)]?.focus();
  }

  function render() {
    const [found, rooms] = [peopleItems(), groupItems()];
    reconcile(list, found, personRow);
    reconcile(groups, rooms, groupRow);
    groupHead.hidden = !rooms.length;
    nobody.hidden = found.length + rooms.length > 0;
    nobody.textContent = state.search ? t("people.nobody", { what: state.search }) : t("people.empty");
    for (const tab of sorting.children) tab.setAttribute("aria-pressed", String(tab.dataset.sort === state.sort));
  }

  node.addEventListener("keydown", arrows);
  on(["people", "day"], render);
  render();
  return node;
}
