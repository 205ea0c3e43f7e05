// Modal questions, on the browser's own <dialog>: focus stays inside, Escape closes.

import { h, iconButton } from "./dom.js";
import { t } from "./i18n.js";

let count = 0;

/** Show a dialog. `content(close)` gives the body; resolves with what `close` is called with (null for Escape). */
export function openDialog(title, content, { wide = false } = {}) {
  return new Promise((resolve) => {
    const id = `dialog-${(count += 1)}`;
    const close = (value) => {
      node.returned = value;
      node.close();
    };
    const head = h("header", { class: "dialog-head" }, h("h2", { id }, title), iconButton("close", t("close"), () => close(null)));
    const node = h("dialog", { class: wide ? "dialog wide" : "dialog", "aria-labelledby": id }, head, content(close));
    node.addEventListener("click", (event) => event.target === node && close(null));
    node.addEventListener("close", () => {
      node.remove();
      resolve(node.returned ?? null);
    });
    document.body.append(node);
    node.showModal();
  });
}

/** The row of buttons at the end of a dialog; the last one submits. */
export function dialogButtons(close, yes, { danger = false } = {}) {
  return h(
    "footer",
    { class: "dialog-foot" },
    h("button", { type: "button", class: "button", onclick: () => close(null) }, t("cancel")),
    h("button", { type: "submit", class: danger ? "button danger" : "button primary" }, yes),
  );
}

/** A form in a dialog; `read` turns it into the value to resolve with (undefined keeps the dialog open). */
export function formDialog(title, fields, yes, read, options = {}) {
  return openDialog(
    title,
    (close) => {
      const submit = (event) => {
        event.preventDefault();
        const value = read(new FormData(event.target));
        if (value !== undefined) close(value);
      };
      return h("form", { class: "dialog-body", onsubmit: submit }, fields, dialogButtons(close, yes, options));
    },
    options,
  );
}

export function confirmDialog({ title, body = null, yes = t("ok"), danger = false }) {
  return formDialog(title, body ? [body] : [], yes, () => true, { danger });
}

export function alertDialog(title, text) {
  return openDialog(title, (close) =>
    h(
      "div",
      { class: "dialog-body" },
      h("p", { class: "alert-text" }, text),
      h("footer", { class: "dialog-foot" }, h("button", { type: "button", class: "button primary", autofocus: true, onclick: () => close(true) }, t("ok"))),
    ),
  );
}

/** A labelled input. */
export function field(label, props, hint = null) {
  const tag = props.options ? "select" : "input";
  const { options, ...rest } = props;
  const choices = (options ?? []).map(([value, text]) => h("option", { value, selected: value === props.value }, text));
  return h("label", { class: "field" }, h("span", {}, label), h(tag, rest, choices), hint && h("small", {}, hint));
}
