// Short words at the edge of the screen: answers to buttons, errors, "copied".

import { h } from "./dom.js";

let shelf = null;

/** Where toasts appear; polite for screen readers. */
export function toastShelf() {
  shelf = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
  return shelf;
}

/** Show a text for a while. `host` is an element to show it in (a chat), else the whole page's shelf. */
export function toast(text, { kind = "plain", host = shelf, seconds = 4 } = {}) {
  if (!host || !text) return;
  const node = h("div", { class: `toast toast-${kind}` }, text);
  host.append(node);
  setTimeout(() => node.classList.add("leaving"), seconds * 1000);
  setTimeout(() => node.remove(), seconds * 1000 + 400);
}
