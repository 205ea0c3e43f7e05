// Which chat is open in which column, and which panels are shown.

import { loadHistory } from "./model.js";
import { remember, state, touch } from "./store.js";
import { t } from "./i18n.js";
import { toast } from "./toast.js";

const narrow = matchMedia("(max-width: 760px)");
export const isNarrow = () => narrow.matches;

/** Show a chat (by default the private one) as a person sees it. */
export function openChat(index, personId, chatId = personId) {
  const pane = state.panes[index];
  const moved = pane.person !== personId || pane.chat !== chatId;
  if (moved) Object.assign(pane, { person: personId, chat: chatId, reply: null, edit: null, atBottom: true });
  focusPane(index);
  showChat();
  touch("panes", "people", "tour", "faults");
  return loadHistory(chatId, personId).catch((error) => toast(error.message || t("live.lost"), { kind: "bad" }));
}

/** Put the keyboard into the chat of a column: where one writes, or at START; a column without a chat itself. */
export function enterChat(index = state.focus) {
  const pane = document.querySelector(`[data-pane="${index}"]`);
  const places = [...pane.querySelectorAll(".start-button, .composer textarea")];
  (places.find((place) => place.checkVisibility()) ?? pane).focus();
}

export function focusPane(index) {
  if (state.focus === index) return;
  state.focus = index;
  touch("panes", "people", "faults");
}

/** Open beside the chat that is shown now. */
export function openAside(personId) {
  if (isNarrow()) return openChat(state.focus, personId);
  const other = state.panes[state.focus].chat === null ? state.focus : 1 - state.focus;
  if (!state.split && other === 1) setSplit(true);
  return openChat(state.split ? other : state.focus, personId);
}

export function setSplit(value) {
  state.split = value;
  remember("split", value);
  if (!value && state.focus === 1) {
    [state.panes[0], state.panes[1]] = [state.panes[1], state.panes[0]];
    state.focus = 0;
  }
  touch("layout", "panes", "people");
}

/** Empty a column; the second one disappears. */
export function closePane(index) {
  if (index === 0) [state.panes[0], state.panes[1]] = [state.panes[1], state.panes[0]];
  Object.assign(state.panes[1], { person: null, chat: null, reply: null, edit: null });
  state.focus = 0;
  setSplit(false);
}

export function togglePanel(name) {
  state.panel = state.panel === name ? null : name;
  remember("panel", state.panel);
  touch("layout", "tour", "timeline");
}

export function toggleDrawer(open = !state.drawer) {
  state.drawer = open;
  remember("drawer", open);
  touch("layout", "traffic", "faults");
}

// On a phone there is one column; the browser's own "back" returns to the list of people.
function showChat() {
  if (state.view === "chat") return;
  state.view = "chat";
  if (isNarrow()) history.pushState({ view: "chat" }, "");
  touch("layout");
}

export function showList() {
  if (history.state?.view === "chat") history.back();
  else leaveChat();
}

export function leaveChat() {
  state.view = "list";
  touch("layout");
}

addEventListener("popstate", () => isNarrow() && leaveChat());
