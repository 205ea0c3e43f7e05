// Keeping a play-through, bringing one back, recording and replaying updates.

import { attempt, postFile } from "./api.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { toast } from "./toast.js";

const download = (path, name, label) => h("a", { class: "button", href: `/control/${path}`, download: name }, icon("download"), label);

function upload(path, kind, label, done) {
  const send = async (file) => file && (await attempt(postFile(path, file, kind))) && toast(done);
  const choose = () => {
    const input = h("input", { type: "file", accept: ".json,.jsonl,application/json" });
    input.addEventListener("change", () => send(input.files[0]));
    input.click();
  };
  return h("button", { type: "button", class: "button", onclick: choose }, label);
}

export function keepTab() {
  const buttons = [
    download("export", "playground.json", t("state.export")),
    upload("import", "application/json", t("state.import"), t("state.imported")),
    download("recording", "updates.jsonl", t("state.record")),
    upload("replay", "application/x-ndjson", t("state.replay"), t("state.replayed")),
  ];
  return { node: h("div", { class: "keep" }, buttons), render: () => {} };
}
