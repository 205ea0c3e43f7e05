"""Words that the messages about documents share: what it is, how far off a day is, who is next."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.documents.cards import PERSON, SOURCE, FieldLine, Next
from bot.domain.documents.documents import Act
from bot.domain.documents.kinds import FieldType, Kind, KindStep
from bot.domain.documents.sources import POSTS, UNDECIDED
from bot.domain.duties.duties import Distance
from bot.domain.hall.message import Html, html
from bot.domain.hall.worded import Worded
from bot.domain.law.recurring import labelled
from bot.texts import Translator
from bot.views.duties import duties

NEXT: dict[Act, str] = {
    Act.SEAL: "add the signed or sealed paper",
    Act.DELIVER: "hand it over",
    Act.REPLY: "the answer",
}
"""What is to be done behind the steps of a kind."""


def title(kind: Kind, tr: Translator) -> Html:
    """《败诉案件分析报告》, the loss analysis report."""
    return html(f"《{kind.zh}》") if tr.chinese else html(kind.en or kind.zh)


def named(kind: Kind, tr: Translator) -> str:
    """The same on a button, where 《》 takes room."""
    return kind.zh if tr.chinese else kind.en or kind.zh


def about(said: str, tr: Translator) -> str:
    """What a document is about, in words: a case or an event says it itself, a period (2026-Q3) does not."""
    period = labelled(said)
    return str(duties.named_period(period, tr)) if period is not None else said


def step(one: KindStep, tr: Translator) -> Html:
    return tr(Worded(one.zh, one.en))


def day(on: date, distance: Distance | None, tr: Translator) -> Html:
    """12月10日（周四），剩2个工作日. `on` is the one day that is named now, which `distance` is about."""
    if distance is None:
        return Html(tr.day(on))
    return tr("{date}, {left}", date=on, left=duties.distant(distance, tr))


def doing(one: Next, tr: Translator) -> Html:
    """What is to be done next, in a word or two."""
    return step(one.step, tr) if one.step is not None else tr(NEXT.get(one.act, "accept it"))


def who(one: Next, tr: Translator) -> Html | None:
    """Whose turn it is: people by name, else the body."""
    people = html(tr.join(list(one.names))) if one.names else None
    if one.body and people:
        return tr("{agency}: {names}", agency=one.body, names=people)
    return people or (html(one.body) if one.body else None)


_OURS = {"是": "Yes", "否": "No", UNDECIDED: "not settled yet"}
"""What sources say in Chinese that is no word of the law: whether, and that it is open."""


def in_english(one: FieldLine, tr: Translator) -> str:
    """Yes or no, a day, an instant, a choice, a word of ours, a post, for a reader of English; the paper itself is in
    Chinese, and what people typed stays as they did."""
    raw, kind = one.raw, one.field.type
    if isinstance(raw, bool):
        return str(tr("Yes") if raw else tr("No"))
    if one.words:
        return tr.join([str(tr(word)) for word in one.words])
    if one.field.source in POSTS and one.origin == SOURCE and isinstance(raw, str):
        return tr.post(raw)
    if kind in (FieldType.CHOICE, FieldType.CHOICES):
        picked = raw if isinstance(raw, list) else [raw]
        return tr.join([choice.en for choice in one.field.choices if choice.id in picked])
    if one.origin != PERSON and isinstance(raw, str) and (said := _OURS.get(raw.partition("（")[0])):
        behind = raw.partition("（")[2].rstrip("）")
        return f"{tr(said)} ({behind})" if behind else str(tr(said))
    try:
        if kind is FieldType.DAY and isinstance(raw, str):
            return tr.day(date.fromisoformat(raw))
        if kind is FieldType.MOMENT and isinstance(raw, str):
            return tr.moment(datetime.fromisoformat(raw))
    except ValueError:
        # Days of which only a part is known stand as they were written.
        return ""
    return ""
