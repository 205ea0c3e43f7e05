// Who somebody is: role and agency from the note of the person, an avatar, a name to show.

import { has, language, t } from "./i18n.js";
import { h } from "./dom.js";
import zh from "/static/words/zh.js";
import { state } from "./store.js";

const HUES = ["#c2473f", "#b35a14", "#7a5fc7", "#2f7d3b", "#1f7a8c", "#2563b8", "#b0407f"];
const ORDER = ["administrator", "admin", "coordinator", "coordinator_superior", "superior", "liaison", "leader_in_charge", "leader", "principal"];

export const person = (id) => state.people.get(id) ?? null;
export const nameOf = (id) => person(id)?.name ?? String(id ?? "");

/** Role identifiers of a person; the note may hold one or several. */
export function rolesOf(who) {
  const roles = who?.note?.roles ?? who?.note?.role ?? [];
  return [roles].flat().filter(Boolean).map((role) => ORDER.find((id) => zh[`role.${id}`] === role) ?? String(role));
}

export const roleName = (role) => (has(`role.${role}`) ? t(`role.${role}`) : role);

export function roleLabel(who) {
  return rolesOf(who).map(roleName).join(language() === "zh" ? "、" : ", ");
}

export const roleRank = (who) => Math.min(ORDER.length, ...rolesOf(who).map((role) => (ORDER.indexOf(role) + 1 || 99) - 1));

export function agencyOf(who) {
  const agency = who?.note?.agency ?? "";
  return typeof agency === "string" ? agency : String(agency.name ?? "");
}

/** For who reads no Chinese: what the stage says that a name or an agency is called; empty where it says nothing. */
export const latinOf = (who) => (language() === "zh" ? "" : String(who?.note?.latin ?? ""));
export const agencyShown = (who) => (language() !== "zh" && who?.note?.english) || agencyOf(who);

/** A name with its reading: 丁晓 (Ding Xiao). */
export const calledOf = (who) => (latinOf(who) ? `${who.name} (${latinOf(who)})` : who.name);

function initials(name) {
  const bare = name.replace(/[\s（）()【】]/gu, " ").trim();
  if (/\p{Script=Han}/u.test(bare)) return [...bare.replaceAll(" ", "")].slice(-2).join("");
  return bare.split(/\s+/u).slice(0, 2).map((part) => [...part][0] ?? "").join("").toUpperCase();
}

/** A round picture of the first letters (of Chinese names: the last two characters). */
export function avatar(id, name, extra = "") {
  const hue = HUES[Math.abs(Number(id)) % HUES.length];
  return h("span", { class: `avatar ${extra}`, style: { "--hue": hue }, "aria-hidden": "true" }, initials(name) || "?");
}

/** Name of whoever sent a message: a person, or the bot. */
export function senderName(message) {
  const from = message.body?.from;
  if (message.from_bot) return state.bot?.first_name ?? t("message.bot");
  return person(message.sender)?.name ?? [from?.first_name, from?.last_name].filter(Boolean).join(" ");
}
