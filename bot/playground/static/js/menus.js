// Small menus beside a button or under the pointer; arrows move, Escape and a click elsewhere close.

import { h, icon } from "./dom.js";

let open = null;

/** Close whatever menu is open; focus returns to where it came from. */
export function closeMenu(refocus = true) {
  if (!open) return;
  const { node, from } = open;
  open = null;
  node.remove();
  if (refocus) from?.focus({ preventScroll: true });
}

function move(node, step) {
  const items = [...node.querySelectorAll("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}

function keys(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };
  if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else if (event.key in steps) move(event.currentTarget, steps[event.key]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function place(node, { x, y }) {
  const box = node.getBoundingClientRect();
  node.style.left = `${Math.max(8, Math.min(x, innerWidth - box.width - 8))}px`;
  node.style.top = `${Math.max(8, y + box.height > innerHeight - 8 ? y - box.height : y)}px`;
}

function itemNode({ label, icon: name, danger, act, hidden }) {
  if (hidden) return null;
  const run = () => {
    closeMenu();
    act();
  };
  return h("button", { type: "button", role: "menuitem", class: danger ? "menu-item danger" : "menu-item", onclick: run }, icon(name), label);
}

/** `items`: {label, icon, act, danger?, hidden?}; `head` may be a node with further menuitems. */
export function openMenu(label, items, { at = null, from = null, head = null }) {
  closeMenu(false);
  const node = h("div", { class: "menu", role: "menu", "aria-label": label, onkeydown: keys }, head, items.map(itemNode));
  open = { node, from: from ?? document.activeElement };
  (from?.closest("dialog, header.top, nav, .panes, aside, .drawer") ?? document.body).append(node);
  const box = from?.getBoundingClientRect();
  place(node, at ?? { x: box.left, y: box.bottom + 4 });
  node.querySelector("[role^=menuitem]")?.focus({ preventScroll: true });
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.node.contains(event.target)) closeMenu(false);
}, true);
addEventListener("resize", () => closeMenu(false));
