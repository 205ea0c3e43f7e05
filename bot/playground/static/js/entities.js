// Text with entities as nodes. Offsets count UTF-16 units, as JavaScript strings do.

import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { safeUrl } from "./answers.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const FOLD_LINES = 3;
const LINE = 24;

/**
 * The nodes of a text. `acts` says what links within Telegram do: {command(text), mention(text), person(id),
 * link(url, event), fold: {has(offset), toggle(offset)}}.
 */
export function rich(text, entities, acts) {
  const rank = (a, b) => a.offset - b.offset || b.length - a.length;
  return tidy(build(text, 0, text.length, [...(entities ?? [])].sort(rank), acts));
}

function build(text, start, end, queue, acts) {
  const out = [];
  let at = start;
  while (queue.length && queue[0].offset < end) {
    const entity = queue.shift();
    const from = Math.max(at, entity.offset);
    const to = Math.min(end, entity.offset + entity.length);
    if (to <= from) continue;
    if (from > at) out.push(text.slice(at, from));
    const inner = tidy(build(text, from, to, queue, acts));
    out.push(wrap(entity, inner, text.slice(from, to), acts));
    at = to;
  }
  if (at < end) out.push(text.slice(at, end));
  return out;
}

/** A block ends its line by itself: the line break written after it would be one too many. */
function tidy(parts) {
  return parts.map((part, index) => {
    const after = parts[index - 1];
    const block = after instanceof Node && after.dataset.block;
    return block && typeof part === "string" ? part.replace(/^\n/u, "") : part;
  });
}

const simple = (tag, cls) => (entity, inner) => h(tag, cls ? { class: cls } : {}, inner);

const MAKERS = {
  bold: simple("strong"),
  italic: simple("em"),
  underline: simple("u"),
  strikethrough: simple("s"),
  code: simple("code"),
  hashtag: simple("span", "tag"),
  cashtag: simple("span", "tag"),
  pre: (entity, inner) => block(h("pre", { dataset: { language: entity.language ?? "" }, tabindex: "0" }, h("code", {}, inner))),
  blockquote: (entity, inner) => block(h("blockquote", { class: "quote" }, inner)),
  expandable_blockquote: fold,
  spoiler,
  text_link: (entity, inner, text, acts) => link(entity.url, inner, acts),
  url: (entity, inner, text, acts) => link(/^[a-z]+:/iu.test(text) ? text : `http://${text}`, inner, acts),
  email: (entity, inner, text, acts) => link(`mailto:${text}`, inner, acts),
  phone_number: (entity, inner, text, acts) => link(`tel:${text.replace(/[^+\d]/gu, "")}`, inner, acts),
  mention: (entity, inner, text, acts) => act(inner, () => acts.mention(text)),
  text_mention: (entity, inner, text, acts) => act(inner, () => acts.person(entity.user.id)),
  bot_command: (entity, inner, text, acts) => act(inner, () => acts.command(text)),
};

function wrap(entity, inner, text, acts) {
  const make = MAKERS[entity.type];
  return make ? make(entity, inner, text, acts) : h("span", {}, inner);
}

function block(node) {
  node.dataset.block = "1";
  return node;
}

const act = (inner, onclick) => h("button", { type: "button", class: "inline-link", onclick }, inner);

function link(url, inner, acts) {
  const href = safeUrl(url);
  if (!href) return h("span", {}, inner);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: (event) => acts.link(href, event) }, inner);
}

function spoiler(entity, inner) {
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("message.spoiler") }, h("span", { "aria-hidden": "true" }, inner));
  const reveal = () => {
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
    node.firstElementChild.removeAttribute("aria-hidden");
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), reveal()));
  return node;
}

const lineCount = (text) => text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE)), 0);

function fold(entity, inner, text, acts) {
  if (lineCount(text) <= FOLD_LINES) return block(h("blockquote", { class: "quote" }, inner));
  const open = acts.fold.has(entity.offset);
  const toggle = h("button", { type: "button", class: "fold-toggle", dataset: { focus: `fold${entity.offset}` } });
  const node = block(h("blockquote", { class: "quote fold" }, h("div", { class: "fold-text" }, inner), toggle));
  const show = (opened) => {
    node.classList.toggle("open", opened);
    toggle.setAttribute("aria-expanded", String(opened));
    toggle.replaceChildren(opened ? t("message.less") : t("message.more"), icon("down"));
  };
  toggle.addEventListener("click", () => show(acts.fold.toggle(entity.offset)));
  show(open);
  return node;
}
