// The list of commands that appears while one types a slash, or from the menu button.

import { h, refill } from "./dom.js";
import { t } from "./i18n.js";

/** `choose(command)` sends it; `area` keeps the focus all the time. */
export function slashList(id, area, choose) {
  const node = h("ul", { id, class: "slash", role: "listbox", "aria-label": t("composer.commands"), hidden: true });
  let items = [];
  let active = 0;

  function close() {
    node.hidden = true;
    area.removeAttribute("aria-activedescendant");
  }

  function option({ command, description }, index) {
    const pick = (event) => (event.preventDefault(), close(), choose(command));
    const chosen = index === active;
    const words = [h("span", { class: "slash-name" }, `/${command}`), h("span", { class: "slash-about" }, description)];
    return h("li", { id: `${id}-${index}`, role: "option", "aria-selected": String(chosen), onmousedown: pick }, words);
  }

  function draw() {
    refill(node, items.map(option));
    node.hidden = !items.length;
    if (items.length) area.setAttribute("aria-activedescendant", `${id}-${active}`);
    node.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function open(list) {
    items = list;
    active = 0;
    if (items.length) draw();
    else close();
  }

  /** Follow what is typed: "/" and letters, nothing behind them. */
  function update(text, commands) {
    const match = /^\/([\w@]*)$/u.exec(text);
    open(match ? commands.filter(({ command }) => command.startsWith(match[1].toLowerCase())) : []);
  }

  /** True when the key was for the list. */
  function key(event) {
    if (node.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) active = (active + step + items.length) % items.length;
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") area.dispatchEvent(new CustomEvent("fill", { bubbles: true, detail: `/${items[active].command} ` }));
    else if (event.key === "Enter" && !event.shiftKey) (close(), choose(items[active].command));
    else return false;
    event.preventDefault();
    if (step) draw();
    return true;
  }

  function all(commands) {
    if (!node.hidden) return close();
    open(commands);
    return area.focus();
  }

  return { node, update, key, close, all };
}
