"""The history of a case in words: who, for whom, when, old, new, and what was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.cases.cases import Entry, History
from bot.domain.cases.paper_names import PAPER_NAMES
from bot.domain.hall.acts import Field, Shape
from bot.domain.hall.message import Html, Message, html, lines, message, tap
from bot.domain.records import ACTS
from bot.texts import Translator
from bot.views.hall.paging import position, turning

ACTIONS: Mapping[str, str] = {name: act.words for name, act in ACTS.items()}
SENT = 90
"""Characters of a message that was sent; it stands whole in the chat."""
_UNFINISHED = re.compile(r"&[#\w]*$")
_TAG = re.compile(r"<[^>]+>")


def action(name: str, tr: Translator) -> Html:
    """What was done, in words; one that only a later version knows is told without its values."""
    return tr(ACTS[name].words) if name in ACTS else tr("changed something")


def history(shown: History, tr: Translator) -> Message:
    head = tr("【History】{number}", number=shown.number)
    buttons = (
        turning(shown.entries, tr, "cs.hist", shown.case_id),
        (tap(tr("Case"), "cs.show", shown.case_id),),
    )
    body = [html("· ") + entry(one, tr) for one in shown.entries.items] or [tr("Nothing has happened yet.")]
    return message(head, *body, position(shown.entries, tr), buttons=buttons)


def entry(one: Entry, tr: Translator) -> Html:
    """One line: when, who, what; old → new; why; what was sent."""
    if one.text:
        said = _TAG.sub("", one.text).replace("\n", " ")
        said = said if len(said) <= SENT else f"{_UNFINISHED.sub('', said[:SENT])}…"
        return tr("{at} sent to {name}: {text}", at=one.at, name=one.for_whom or "—", text=Html(said))
    about = one.title or (str(tr(PAPER_NAMES[one.paper])) if one.paper else "")
    head = tr(
        "{at} {who} {action}{about}",
        at=one.at,
        who=one.who or tr("The system"),
        action=action(one.action, tr),
        about=f" [{about}]" if about else "",
    )
    behalf = tr(" (for {name})", name=one.for_whom) if one.for_whom else html("")
    return lines(
        head + behalf, _change(one, tr), tr("Reason: {reason}", reason=_reason(one.reason, tr)) if one.reason else None
    )


def _reason(reason: str, tr: Translator) -> str | Html:
    """As a person wrote it; the bot's own reasons are message ids."""
    return tr(reason) if reason in tr.words else reason


def _change(one: Entry, tr: Translator) -> Html | None:
    fields = ACTS[one.action].fields if one.action in ACTS else {}
    old, new = dict(one.old), dict(one.new)
    said = [_said(field, old, new, tr) for field in fields.values() if not _says_nothing(field, old, new)]
    return Html("　") + Html("；" if tr.chinese else "; ").join(said) if said else None


def _says_nothing(field: Field, old: dict[str, str], new: dict[str, str]) -> bool:
    """Nothing is there, nothing has changed, or it is a last day by law that is the day to obey."""
    before, after = old.get(field.name, ""), new.get(field.name, "")
    if field.shape is Shape.HIDDEN or before == after or (field.shape is Shape.NUMBER and {before, after} <= {"", "0"}):
        return True
    return bool(field.unlike) and not before and new.get(field.unlike) == after


def _said(field: Field, old: dict[str, str], new: dict[str, str], tr: Translator) -> Html:
    before, after = (_shown(field, values.get(field.name, ""), tr) for values in (old, new))
    changed = before and (after or field.name in new)
    said = tr(field.label, value=f"{before} → {after or '—'}" if changed else after or before)
    return tr(field.title) + Html("：" if tr.chinese else ": ") + said if field.title else said


def _shown(field: Field, value: str, tr: Translator) -> str:
    """A stored value in words. A word that is not among the terms of its field stays as it is."""
    if not value:
        return ""
    if field.shape is Shape.DAY:
        return tr.day(date.fromisoformat(value), year=True)
    if field.shape is Shape.MOMENT:
        return tr.moment(datetime.fromisoformat(value), year=True)
    if field.shape is Shape.TERM:
        return tr.join([str(tr(field.terms[part])) if part in field.terms else part for part in value.split("、")])
    if field.name == "post":
        return tr.post(value)
    return value


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
