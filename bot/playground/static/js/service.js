// Service messages: one grey line in the middle.

import { t } from "./i18n.js";
import { snippet } from "./media.js";
import { senderName } from "./people_info.js";

const named = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");

function joined(message) {
  const members = message.body.new_chat_members;
  const alone = members.length === 1 && members[0].id === message.sender;
  const values = { name: members.map(named).join("、"), by: senderName(message) };
  return t(alone ? "service.joined" : "service.added", values);
}

function left(message) {
  const gone = message.body.left_chat_member;
  const own = gone.id === message.sender;
  return t(own ? "service.left" : "service.removed", { name: named(gone), by: senderName(message) });
}

function created(message) {
  return t("service.created", { by: senderName(message), title: message.body.chat?.title ?? "" });
}

function pinned(message) {
  const what = snippet({ body: message.body.pinned_message }).slice(0, 24);
  return t("service.pinned", { by: senderName(message), what });
}

const LINES = {
  new_chat_members: joined,
  left_chat_member: left,
  group_chat_created: created,
  supergroup_chat_created: created,
  new_chat_title: (message) => t("service.title", { title: message.body.new_chat_title }),
  pinned_message: pinned,
  forum_topic_created: (message) => t("service.topic", { by: senderName(message), name: message.body.forum_topic_created.name }),
  forum_topic_edited: (message) => t("service.topic.named", { name: message.body.forum_topic_edited.name ?? "" }),
  forum_topic_closed: () => t("service.topic.closed"),
  forum_topic_reopened: () => t("service.topic.reopened"),
  migrate_to_chat_id: () => t("service.migrated"),
  migrate_from_chat_id: () => t("service.migrated"),
};

/** The words of a service message; null for an ordinary one. */
export function serviceLine(message) {
  const kind = Object.keys(LINES).find((name) => message.body[name] !== undefined);
  return kind ? LINES[kind](message) : null;
}
