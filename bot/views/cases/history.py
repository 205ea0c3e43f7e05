"""The history of a case in words: who, for whom, when, old, new, and what was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.domain.cases.cases import Entry, History
from bot.domain.cases.paper_names import ADVICE_NAMES, MODE_NAMES, OUTCOME_NAMES, PAPER_NAMES, RULING_NAMES, TAG_NAMES
from bot.domain.hall.message import Button, Html, Message, html, lines, message, tap
from bot.texts import Translator

ACTIONS: dict[str, str] = {
    "case_opened": "opened the case",
    "case_closed": "closed the case",
    "case_reopened": "opened the case again",
    "case_emptied": "the case was closed, as nothing is recorded in it any more",
    "case_tagged": "changed the tags",
    "party_added": "added a party",
    "party_removed": "removed a party",
    "unit_assigned": "named the handling unit",
    "paper_recorded": "recorded a paper",
    "paper_corrected": "corrected a paper",
    "paper_withdrawn": "took a paper back",
    "judgment_effective": "confirmed the effective date",
    "judgment_appealed": "noted an appeal",
    "advice_handled": "noted the advice as dealt with",
    "duty_started": "a duty began",
    "duty_recomputed": "the date was worked out anew",
    "duty_cancelled": "the duty fell away",
    "duty_acknowledged": "took note",
    "duty_submitted": "handed it in",
    "duty_done": "reported it done",
    "duty_accepted": "accepted it",
    "duty_sent_back": "sent it back",
    "duty_excused": "excused it",
    "duty_not_applicable": "declared it not applicable",
    "duty_transferred": "gave it to another agency",
    "duty_taken_over": "received it from another agency",
    "duty_moved_to_unit": "moved it to the handling unit",
    "duty_date_set": "set another date",
    "duty_reopened": "opened it again",
    "duty_urged": "pressed for it",
    "message_sent": "message sent",
    "hearing_entered": "entered a hearing",
    "hearing_moved": "moved the hearing",
    "hearing_listed": "entered a line of a hearing list",
    "hearing_confirmed": "confirmed a line of a hearing list",
    "hearing_rejected": "rejected a line of a hearing list",
    "hearing_corrected": "corrected the hearing",
    "hearing_ended": "recorded that the hearing is off",
    "strength_judged": "who must appear was worked out anew",
    "question_settled": "settled an open question",
    "papers_ready": "prepared the papers",
    "leader_named": "named the leader",
    "leader_answered": "confirmed attendance",
    "leader_substituted": "proposed another leader",
    "permission_given": "recorded the court's permission",
    "permission_refused": "recorded the court's refusal",
    "absence_reported": "reported that no leader can appear",
    "answer_taken_back": "took the answer back",
    "court_view_recorded": "recorded the court's view",
    "postponement_recorded": "recorded the answer about a postponement",
    "result_reported": "reported the result of the hearing",
    "case_taken_over": "took the case over",
}
_TERMS: dict[str, str] = {
    **{key.value: words for key, words in PAPER_NAMES.items()},
    **{key.value: words for key, words in MODE_NAMES.items()},
    **OUTCOME_NAMES,
    **TAG_NAMES,
    **ADVICE_NAMES,
    **RULING_NAMES,
    "open": "open",
    "submitted": "handed in, waiting to be accepted",
    "done": "done",
    "cancelled": "cancelled",
    "defendant": "defendant",
    "third_party": "third party",
    "yes": "Yes",
    "no": "No",
    "True": "Yes",
    "False": "No",
}
SENT = 90
"""Characters of a message that was sent; it stands whole in the chat."""
_UNFINISHED = re.compile(r"&[#\w]*$")
#: Values that say nothing by themselves.
_LABELS = {
    "safe": "to be finished by {value}",
    "due": "last day by law {value}",
    "term_days": "own term {value} days",
    "files": "{value} files",
}
_HIDDEN = frozenset({"rule"})
_TAG = re.compile(r"<[^>]+>")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def action(name: str, tr: Translator) -> Html:
    """What was done, in words; one that this room does not know keeps its name, without underscores."""
    return tr(ACTIONS[name]) if name in ACTIONS else html(name.replace("_", " ").replace(".", " "))


def history(shown: History, tr: Translator) -> Message:
    head = tr("【History】{number}", number=shown.number)
    if not shown.entries:
        return message(head, tr("Nothing has happened yet."), buttons=_turning(shown, tr))
    return message(head, *(html("· ") + entry(one, tr) for one in shown.entries), buttons=_turning(shown, tr))


def _turning(shown: History, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    row: list[Button] = []
    if shown.page:
        row.append(tap(tr("‹ Back"), "cs.hist", shown.case_id, shown.page - 1))
    if shown.more:
        row.append(tap(tr("More ›"), "cs.hist", shown.case_id, shown.page + 1))
    return (tuple(row), (tap(tr("Case"), "cs.show", shown.case_id),))


def entry(one: Entry, tr: Translator) -> Html:
    """One line: when, who, what; old → new; why; what was sent."""
    if one.text:
        said = _TAG.sub("", one.text).replace("\n", " ")
        said = said if len(said) <= SENT else f"{_UNFINISHED.sub('', said[:SENT])}…"
        return tr("{at} sent to {name}: {text}", at=one.at, name=one.for_whom or "—", text=Html(said))
    about = _about(one.subject, tr)
    head = tr(
        "{at} {who} {action}{about}",
        at=one.at,
        who=one.who or tr("The system"),
        action=action(one.action, tr),
        about=f" [{about}]" if about else "",
    )
    behalf = tr(" (for {name})", name=one.for_whom) if one.for_whom else html("")
    return lines(head + behalf, _change(one, tr), tr("Reason: {reason}", reason=one.reason) if one.reason else None)


def _about(subject: str, tr: Translator) -> str:
    if subject.startswith("paper:"):
        return str(tr(_TERMS.get(subject[6:], subject[6:])))
    return subject


def _change(one: Entry, tr: Translator) -> Html | None:
    old = {name: _shown(value, tr) for name, value in one.old}
    new = {name: _shown(value, tr) for name, value in one.new}
    shown = [n for n in dict.fromkeys([*old, *new]) if n not in _HIDDEN and not _says_nothing(n, old, new)]
    parts = [_labelled(n, f"{old.get(n, '—')} → {new.get(n, '—')}" if n in old else new[n], tr) for n in shown]
    return html("　" + ("；" if tr.chinese else "; ").join(parts)) if parts else None


def _says_nothing(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """What was empty and stays so; a last day by law that is the day to obey."""
    values = {old.get(name, ""), new.get(name, "")}
    return values <= {"", "0"} or (name == "due" and name not in old and new.get("safe") == new[name])


def _labelled(name: str, value: str, tr: Translator) -> str:
    return str(tr(_LABELS[name], value=value)) if name in _LABELS else value


def _shown(value: str, tr: Translator) -> str:
    if _DAY.match(value):
        return tr.day(date.fromisoformat(value), year=True)
    known = [str(tr(_TERMS[part])) if part in _TERMS else part for part in value.split("、")]
    return "、".join(known)


def outdated(one: Entry | None, tr: Translator, words: Mapping[str, str] = ACTIONS) -> Html:
    """该按钮已失效：王芳已于…登记…。现显示最新情况. What has no words is not named."""
    if one is None or one.action not in words:
        return tr("This button is out of date. Here is the present state.")
    return tr(
        "This button is out of date: {who}, {at}: {action}. Here is the present state.",
        who=one.who or tr("The system"),
        at=one.at,
        action=tr(words[one.action], leader=dict(one.new).get("leader", "")),
    )
