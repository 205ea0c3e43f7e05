// Photos, albums, documents, contacts, places.

import { fileUrl } from "./api.js";
import { openDialog } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { person } from "./people_info.js";

const FULL = 1024;

export function size(bytes = 0) {
  if (bytes < FULL) return `${bytes} B`;
  if (bytes < FULL * FULL) return `${(bytes / FULL).toFixed(bytes < 10 * FULL ? 1 : 0)} KB`;
  return `${(bytes / FULL / FULL).toFixed(1)} MB`;
}

function biggest(sizes) {
  return [...sizes].sort((a, b) => b.width * b.height - a.width * a.height)[0];
}

function enlarge(fileId, alt) {
  return openDialog(alt || t("media.photo"), () => h("img", { class: "enlarged", src: fileUrl(fileId), alt: alt || t("media.photo") }), { wide: true });
}

export function photo(message) {
  const best = biggest(message.body.photo);
  const alt = message.body.caption ?? t("media.photo");
  const image = h("img", { src: fileUrl(best.file_id), alt, width: best.width, height: best.height, loading: "lazy", decoding: "async" });
  image.style.aspectRatio = `${best.width} / ${best.height}`;
  return h("button", { type: "button", class: "photo", "aria-label": t("media.photo.open"), onclick: () => enlarge(best.file_id, message.body.caption) }, image);
}

export function documentRow(message) {
  const { file_id: id, file_name: name = t("media.document"), file_size: bytes } = message.body.document;
  const ending = name.includes(".") ? name.split(".").at(-1).slice(0, 4).toUpperCase() : "";
  return h(
    "a",
    { class: "document", href: fileUrl(id, true), download: name, title: t("media.download", { name }) },
    h("span", { class: "document-icon", "aria-hidden": "true" }, ending || icon("file")),
    h("span", { class: "document-words" }, h("span", { class: "document-name" }, name), h("span", { class: "document-size" }, size(bytes))),
    icon("download"),
  );
}

function contact(message, acts) {
  const { first_name: first, last_name: last, phone_number: phone, user_id: id } = message.body.contact;
  const name = [first, last].filter(Boolean).join(" ");
  const words = [h("span", { class: "card-icon", "aria-hidden": "true" }, icon("phone")), h("span", {}, h("strong", {}, name), h("span", { class: "card-sub" }, phone))];
  if (!person(id)) return h("div", { class: "card" }, words);
  return h("button", { type: "button", class: "card", onclick: () => acts.person(id) }, words);
}

function place(message) {
  const { latitude, longitude } = message.body.location;
  return h(
    "div",
    { class: "card" },
    h("span", { class: "card-icon", "aria-hidden": "true" }, icon("location")),
    h("span", {}, h("strong", {}, t("media.location")), h("span", { class: "card-sub" }, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`)),
  );
}

/** Voice, audio, video, video notes: with the browser's own player. */
function recording(kind, message) {
  const { file_id: id, file_name: name, duration = 0, file_size: bytes } = message.body[kind];
  const tag = kind.startsWith("video") ? "video" : "audio";
  const label = name ?? t(`media.${kind}`);
  return h(
    "div",
    { class: `recording recording-${kind}` },
    h(tag, { src: fileUrl(id), controls: true, preload: "none", "aria-label": label }),
    h("span", { class: "card-sub" }, [label, duration && `${duration}″`, size(bytes)].filter(Boolean).join(" · ")),
  );
}

function poll(message, acts) {
  const { question, options, is_closed: closed, total_voter_count: total } = message.body.poll;
  const line = (option, at) =>
    h("button", { type: "button", class: "poll-option", disabled: closed, onclick: () => acts.vote([at]) }, h("span", {}, option.text), h("strong", {}, String(option.voter_count)));
  return h("div", { class: "poll" }, h("strong", {}, question), options.map(line), h("span", { class: "card-sub" }, t(closed ? "poll.closed" : "poll.votes", { n: total })));
}

const PLAYED = ["voice", "audio", "video", "video_note"];
const OTHERS = ["sticker", "animation", "dice", "venue"];

/** The part of a message above its text, or null. */
export function attachment(message, acts) {
  const { body } = message;
  if (body.photo) return photo(message);
  if (body.document) return documentRow(message);
  if (body.contact) return contact(message, acts);
  if (body.location) return place(message);
  if (body.poll) return poll(message, acts);
  const played = PLAYED.find((kind) => body[kind]);
  if (played) return recording(played, message);
  if (OTHERS.some((kind) => body[kind])) return h("p", { class: "unknown-media" }, t("media.other"));
  return null;
}

/** Several photos or documents that were sent together. */
export function album(messages, acts) {
  if (messages.every(({ body }) => body.photo)) {
    return h("div", { class: `album album-${Math.min(messages.length, 4)}` }, messages.map(photo));
  }
  return h("div", { class: "documents" }, messages.map((message) => attachment(message, acts)));
}

/** One line about a message, for lists, quotes and the pinned bar. */
export function snippet(message) {
  if (!message) return "";
  const { body } = message;
  const words = (body.text ?? body.caption ?? "").split("\n").filter(Boolean).join(" ").slice(0, 120);
  const kinds = { photo: "media.photo", document: "media.document", contact: "media.contact", location: "media.location", sticker: "media.sticker", voice: "media.voice", video: "media.video", audio: "media.audio", video_note: "media.video_note", poll: "media.poll" };
  const kind = Object.keys(kinds).find((name) => body[name]);
  if (!kind) return words;
  const label = kind === "document" ? (body.document.file_name ?? t(kinds[kind])) : t(kinds[kind]);
  return words ? `[${label}] ${words}` : `[${label}]`;
}
