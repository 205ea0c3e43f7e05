// Building and updating nodes. Strings always become text nodes: nothing a person wrote is ever markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "indeterminate", "multiple"]);
const SVG = "http://www.w3.org/2000/svg";

function assign(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "class") node.className = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "style") for (const [key, item] of Object.entries(value)) node.style.setProperty(key, item);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** An element. Children may be nodes, strings, nested arrays; null and false are left out. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) assign(node, name, value);
  fill(node, ...children);
  return node;
}

/** Append children by the rules of `h`. */
export function fill(node, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

/** Replace everything inside the node. */
export function refill(node, ...children) {
  node.replaceChildren();
  return fill(node, ...children);
}

/** A decorative icon of icons.svg. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A square button that shows only an icon; `label` is its name for everyone who cannot see it. */
export function iconButton(name, label, onclick, props = {}) {
  return h("button", { type: "button", class: "icon-button", title: label, "aria-label": label, onclick, ...props }, icon(name));
}

const sameStamp = (a, b) => a.length === b.length && a.every((item, index) => item === b[index]);

function keepFocus(old, fresh) {
  const active = document.activeElement;
  if (!active || !old.contains(active)) return;
  const mark = active.dataset.focus;
  requestAnimationFrame(() => {
    // Whoever went elsewhere meanwhile stays there.
    if (document.activeElement && document.activeElement !== document.body) return;
    const again = mark && fresh.querySelector(`[data-focus="${CSS.escape(mark)}"]`);
    (again || fresh).focus({ preventScroll: true });
  });
}

/**
 * Bring the children of `parent` in line with `items` ({key, stamp: [...]}): what has the same stamp keeps its
 * node, so scroll positions, open quotes and focus survive.
 */
export function reconcile(parent, items, make) {
  const before = parent.keyedNodes ?? new Map();
  const after = new Map();
  let place = parent.firstChild;
  for (const item of items) {
    const known = before.get(item.key);
    const entry = known && sameStamp(known.stamp, item.stamp) ? known : { node: make(item), stamp: item.stamp };
    if (known && known !== entry) {
      keepFocus(known.node, entry.node);
      if (place === known.node) place = place.nextSibling;
      known.node.replaceWith(entry.node);
      if (entry.node.nextSibling !== place) parent.insertBefore(entry.node, place);
    } else if (entry.node === place) place = place.nextSibling;
    else parent.insertBefore(entry.node, place);
    after.set(item.key, entry);
  }
  for (const [key, entry] of before) if (!after.has(key)) entry.node.remove();
  parent.keyedNodes = after;
  return after;
}
