// Adding and changing people, making groups, starting over.

import { attempt, get, post } from "./api.js";
import { confirmDialog, field, formDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { language, t } from "./i18n.js";
import { openChat } from "./nav.js";
import { agencyOf, rolesOf } from "./people_info.js";
import { state } from "./store.js";
import { whileStarting } from "./waiting.js";

const LANGUAGES = [["zh-hans", "简体中文"], ["en", "English"]];

function personFields(who) {
  const text = (name, label, value = "", extra = {}) => field(label, { name, value, autocomplete: "off", ...extra });
  return [
    text("first_name", t("person.first"), who?.first_name, { required: true, maxlength: "64" }),
    who?.last_name && text("last_name", t("person.last"), who.last_name, { maxlength: "64" }),
    text("phone", t("person.phone"), who?.phone ?? "", { inputmode: "tel", maxlength: "20" }),
    text("username", t("person.username"), who?.username ?? "", { pattern: "[A-Za-z0-9_]{5,32}" }),
    field(t("person.language"), { name: "language_code", value: who?.language_code ?? "zh-hans", options: LANGUAGES }),
    text("role", t("person.role"), rolesOf(who).join(" ")),
    text("agency", t("person.agency"), agencyOf(who)),
    !who && h("p", { class: "hint" }, t("person.hint")),
  ];
}

function readPerson(data) {
  const { role, agency, ...rest } = Object.fromEntries([...data].map(([name, value]) => [name, value.trim()]));
  const facts = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
  const note = Object.fromEntries(Object.entries({ role, agency }).filter(([, value]) => value));
  return { ...facts, note };
}

export async function addPerson() {
  const body = await formDialog(t("person.title"), personFields(null), t("person.create"), readPerson);
  const made = body && (await attempt(post("people", body)));
  if (made) openChat(state.focus, made.id);
}

export async function editPerson(who) {
  const body = await formDialog(t("person.edit"), personFields(who), t("save"), readPerson);
  if (body) await attempt(post("people/edit", { person: who.id, ...body, note: { ...who.note, ...body.note } }));
}

function memberList() {
  const line = (who) => h("label", { class: "check" }, h("input", { type: "checkbox", name: "member", value: who.id }), h("span", {}, who.name), h("small", {}, agencyOf(who)));
  return h("fieldset", { class: "member-list" }, h("legend", {}, t("group.members")), [...state.people.values()].map(line));
}

const check = (name, label, checked) => h("label", { class: "check" }, h("input", { type: "checkbox", name, checked }), h("span", {}, label));

function readGroup(data) {
  const members = data.getAll("member").map(Number);
  if (!members.length) return undefined;
  const forum = data.get("kind") === "forum";
  return { title: data.get("title").trim(), kind: forum ? "supergroup" : data.get("kind"), forum, members, bot: data.has("bot"), bot_admin: data.has("bot_admin") };
}

export async function addGroup() {
  const fields = [
    field(t("group.name"), { name: "title", required: true, maxlength: "128", autocomplete: "off" }),
    field(t("group.kind"), { name: "kind", value: "group", options: [["group", "group"], ["supergroup", "supergroup"], ["forum", t("group.forum")]] }),
    memberList(),
    check("bot", t("group.bot"), true),
    check("bot_admin", t("group.admin"), false),
  ];
  const body = await formDialog(t("group.title"), fields, t("group.create"), readGroup);
  const made = body && (await attempt(post("groups", body)));
  if (made) openChat(state.focus, body.members[0], made.id);
}

/** Back to an empty county; asks first. */
async function startEmpty() {
  const yes = await confirmDialog({ title: t("people.clear"), body: h("p", {}, t("people.clear.ask")), yes: t("people.reset.do"), danger: true });
  if (yes) await (state.stage ? whileStarting(post("stage/reset", { empty: true })) : attempt(post("clear")));
}

/** Back to a sample county, which can be chosen where there are several; asks first. */
async function startSample() {
  const { samples = [] } = (await attempt(get("stage/samples"))) ?? {};
  const options = samples.map(({ name, title, english }) => [name, english && language() !== "zh" ? `${english} · ${title}` : title]);
  const choice = options.length > 1 && field(t("people.county"), { name: "sample", value: samples.find((one) => one.chosen)?.name ?? "", options });
  const read = (data) => ({ empty: false, sample: data.get("sample") ?? "" });
  const body = await formDialog(t("people.reset"), [h("p", {}, t("people.reset.ask")), choice], t("people.reset.do"), read, { danger: true });
  if (body) await whileStarting(post("stage/reset", body));
}

export const startOver = (empty) => (empty ? startEmpty() : startSample());
