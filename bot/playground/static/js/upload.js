// Files: chosen, dropped or pasted, looked at once more, then sent.

import { attempt, postForm } from "./api.js";
import { field, formDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { size } from "./media.js";
import { state } from "./store.js";

function preview(file) {
  const picture = file.type.startsWith("image/");
  const image = picture && h("img", { src: URL.createObjectURL(file), alt: "", onload: (event) => URL.revokeObjectURL(event.target.src) });
  return h("li", {}, image, h("span", {}, file.name), h("small", {}, size(file.size)));
}

/** How a file can be sent besides as a file; the first one as a rule. */
const PLAYED = [{ type: "audio/", kinds: ["voice", "audio"] }, { type: "video/", kinds: ["video", "video_note"] }];
const ALONE = new Set(["voice", "video_note"]);

function send(pane, files, { as, caption }) {
  const form = new FormData();
  form.set("person", pane.person);
  form.set("chat", pane.chat);
  form.set("as", as);
  if (pane.thread) form.set("thread", pane.thread);
  if (caption) form.set("caption", caption);
  for (const file of files) form.append("file", file, file.name);
  return attempt(postForm("upload", form));
}

/** Ask how to send the files, then send them as the person of the column. */
export async function offerFiles(index, files) {
  const pane = { ...state.panes[index] };
  if (!files.length || pane.chat === null) return;
  const pictures = files.every((file) => /^image\/(jpeg|png|webp|gif)$/u.test(file.type));
  const played = PLAYED.find(({ type }) => files.every((file) => file.type.startsWith(type)));
  const kinds = [["document", t("upload.document")], ["photo", t("upload.photo")], ...(played?.kinds ?? []).map((kind) => [kind, t(`upload.${kind}`)])];
  const usual = played ? played.kinds[0] : pictures ? "photo" : "document";
  const kind = h("div", { class: "segments", role: "radiogroup" }, kinds.map(([value, label]) =>
    h("label", {}, h("input", { type: "radio", name: "as", value, checked: value === usual, disabled: (value === "photo" && !pictures) || (ALONE.has(value) && files.length > 1) }), h("span", {}, label))));
  const body = [h("ul", { class: "upload-list" }, files.map(preview)), kind, field(t("upload.caption"), { name: "caption", maxlength: "1024", autocomplete: "off" })];
  const choice = await formDialog(t("upload.title", { n: files.length }), body, t("send"), (data) => Object.fromEntries(data));
  if (choice) await send(pane, files, choice);
}

export function chooseFiles(index) {
  const input = h("input", { type: "file", multiple: true });
  input.addEventListener("change", () => offerFiles(index, [...input.files]));
  input.click();
}

/** Let files be dropped anywhere on a chat. */
export function acceptDrops(node, index) {
  const cover = h("div", { class: "drop-cover", "aria-hidden": "true" }, h("span", {}, t("composer.drop")));
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  node.append(cover);
  node.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    node.classList.add("dropping");
  });
  node.addEventListener("dragleave", (event) => !node.contains(event.relatedTarget) && node.classList.remove("dropping"));
  node.addEventListener("drop", (event) => {
    node.classList.remove("dropping");
    if (!hasFiles(event)) return;
    event.preventDefault();
    offerFiles(index, [...event.dataTransfer.files]);
  });
}
