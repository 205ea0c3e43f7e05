"""The card of a document: what stands in it, what is missing, who is next and by when; and the pages behind it."""

from __future__ import annotations

from datetime import date

from bot.domain.documents.cards import PERSON, SOURCE, DocumentCard, EditionLine, Fell, FieldLine, Next, StepLine
from bot.domain.documents.documents import ACT_NAMES, STATE_NAMES, Act, DocumentState
from bot.domain.documents.kinds import FieldType
from bot.domain.hall import paging as pages
from bot.domain.hall.message import Button, Html, Message, bold, fold, html, lines, message, tap
from bot.domain.hall.phone import ALONE, shortened
from bot.domain.hall.worded import Worded
from bot.texts import Translator
from bot.views.documents import follow_ups, words
from bot.views.hall import english, fitting, paging

_FELL = {
    Fell.PAPER: "⚠ The court paper on which this rests was withdrawn. Please check whether it is still needed.",
    Fell.HEARING: "⚠ The hearing that this is about was called off. Please check whether it is still needed.",
}
_VALUE = 60
"""Characters of a value on the card; the whole of it stands in the paper."""
_NAMED = 4
"""Missing fields that are named one by one."""
_WORTH = 3
"""So many fields that may be left out have a button on the card that asks them one after the other."""
_PICKED = 9
"""Fields of a page from which one is picked, beside the ways to other pages."""
_STEPS = 8
_QUOTE = 2400
"""Characters of what is filled in, before the rest is left to the paper itself."""


def card(one: DocumentCard, tr: Translator) -> Message:
    """The document as its reader sees it, with what he or she may do about it now."""
    return message(
        head(one, tr),
        where(one, tr),
        number(one, tr),
        _reason(one, tr),
        tr(_FELL[one.fell]) if one.fell is not None else None,
        _due(one, tr),
        following(one, tr),
        _missing(one, tr),
        _awaited(one, tr),
        _filled(one, tr),
        buttons=fitting.rows(_buttons(one, tr)),
        protect=one.kind.protected,
    )


def head(one: DocumentCard, tr: Translator) -> Html:
    """【文书】《败诉案件分析报告》 · 起草中."""
    said = Html(f"【{tr('Document')}】") + bold(words.title(one.kind, tr))
    anew = one.state is DocumentState.SENT_BACK and not one.is_returned
    return said + html(" · ") + (tr("to be changed") if anew else tr(STATE_NAMES[one.state]))


def _reason(one: DocumentCard, tr: Translator) -> Html | None:
    """Why it is to be changed, and whether somebody sent it back for that."""
    if not one.is_open or not one.reason:
        return None
    if one.is_returned:
        return tr("Sent back: {reason}", reason=one.reason)
    return tr("To be changed because: {reason}", reason=one.reason)


def where(one: DocumentCard, tr: Translator) -> Html:
    """What it is about and whose it is; and to whom it goes."""
    whose = html(" · ").join([html(part) for part in (words.about(one.about, tr), one.agency) if part])
    return lines(whose, tr("Addressed to {names}", names=one.addressee) if one.addressee else None)


def number(one: DocumentCard, tr: Translator) -> Html | None:
    """Its number and the day of its issue, where it has them."""
    if one.number and one.issued_on is not None:
        return tr("No. {number}, {date}", number=one.number, date=one.issued_on)
    if one.number or one.issued_on is not None:
        return tr("No. {number}", number=one.number) if one.number else tr("Issued on {date}", date=one.issued_on)
    return None


def _due(one: DocumentCard, tr: Translator) -> Html | None:
    """The last day by law of the duty that the paper is for."""
    if one.due is None or one.is_over or (one.next is not None and one.next.act is Act.ACCEPT):
        # What was handed in is not late any more, however long it waits to be accepted.
        return None
    return _last(one, one.due, tr)


def _last(one: DocumentCard, due: date, tr: Translator) -> Html:
    mark = html("🔴 " if one.distance is not None and one.distance.overdue else "")
    day = words.day(due, one.distance, tr)
    if one.by_statute:
        return mark + tr("Statutory last day: {day}", day=day)
    return mark + tr("Last day by law: {day}", day=day)


def statutory(one: DocumentCard, tr: Translator) -> Html | None:
    """The end of a term that runs on after the document is done: what was decided is to be carried out by then."""
    if one.due is None or not one.by_statute or (one.distance is not None and one.distance.overdue):
        return None
    return _last(one, one.due, tr)


def following(one: DocumentCard, tr: Translator) -> Html | None:
    """What is to be done next, by whom and by when."""
    return _next(one.next, None if one.is_over else one.due, tr) if one.next is not None else None


def _next(one: Next, due: date | None, tr: Translator) -> Html:
    """下一步：司法局审查（县司法局：刘洋），最迟12月10日（周四），剩2个工作日."""
    said = tr("Next: {what}", what=words.doing(one, tr))
    who = words.who(one, tr)
    if who is not None:
        said = said + (tr(" ({who})", who=who))
    if one.last is None or one.last == due:
        return said
    return said + tr(", by {day}", day=words.day(one.last, one.distance, tr))


def subject(one: DocumentCard, tr: Translator) -> Html:
    """What stands above its questions: what it is about, or whose it is."""
    return html(words.about(one.about, tr) or one.agency)


def _missing(one: DocumentCard, tr: Translator) -> Html | None:
    """待填3项：…, to whoever it concerns."""
    if one.is_over or not one.missing:
        return None
    named = [label(each, tr) for each in one.missing[:_NAMED]]
    rest = len(one.missing) - _NAMED
    names = tr.join(named) + (str(tr(" and others")) if rest > 0 else "")
    return tr.plural("{n} still to be filled in: {names}", "{n} still to be filled in: {names}", len(one.missing),
                     names=names)  # fmt: skip


def _awaited(one: DocumentCard, tr: Translator) -> Html | None:
    """What the unit says is not asked of whoever drafts while it may still answer."""
    found = one.awaited.awaited if one.awaited is not None and not one.is_over else None
    if found is None:
        return None
    if found.until is None:
        return tr("The unit is to be told first, alone; what it says is filled in then.")
    return tr(
        "The unit may answer until {day}; what it says is filled in then.",
        day=words.day(found.until, found.distance, tr),
    )


def label(one: FieldLine, tr: Translator) -> str:
    return str(tr(Worded(one.field.zh, one.field.en)))


def _filled(one: DocumentCard, tr: Translator) -> Html | None:
    """Every field that says something, in an expandable quote."""
    found, room = list[Html](), _QUOTE
    for each in one.fields:
        told = not each.field.is_flag and not (each.missing and one.is_over)
        line = _line(each, one.is_open, tr) if told else None
        if line is None:
            continue
        room -= len(line)
        if room < 0:
            found.append(tr("The rest stands in the paper itself; see the preview."))
            break
        found.append(line)
    return fold(lines(*found)) if found else None


def _line(one: FieldLine, marked: bool, tr: Translator) -> Html | None:
    """While it is a draft, what the bot filled in is marked: that is what its drafter has to check."""
    name = english.begun(label(one, tr), tr)
    if one.missing:
        empty = tr("the unit is still to be heard") if one.awaited is not None else tr("to be filled in")
        return tr("{label}: {value}", label=name, value=empty)
    if one.origin not in (SOURCE, PERSON) or not (one.shown or one.rows):
        return None
    value = (
        tr("{value} (filled in for you)", value=_value(one, tr)) if marked and one.origin == SOURCE else _value(one, tr)
    )
    return tr("{label}: {value}", label=name, value=value)


def _value(one: FieldLine, tr: Translator) -> Html:
    if one.field.type is FieldType.ROWS:
        return tr.plural("{n} line", "{n} lines", one.rows)
    said = " ".join((one.shown if tr.chinese else words.in_english(one, tr) or one.shown).split())
    return html(said if len(said) <= _VALUE else said[: _VALUE - 1] + "…")


# -- buttons -------------------------------------------------------------------------------------------------------


def _buttons(one: DocumentCard, tr: Translator) -> list[Button]:
    """What the reader may do now comes first; what is rarer stands behind 更多."""
    d, v, may = one.id, one.version, one.may
    found: list[Button] = []
    if may.fill and one.to_fill:
        found.append(tap(tr.plural("Fill in {n}", "Fill in {n}", len(one.to_fill)), "doc.fill", d, v))
    if may.submit:
        found.append(tap(tr("Submit"), "doc.sub", d, v))
    found += deciding(one, tr)
    if one.answer:
        found.append(tap(tr("The answer"), "doc", one.answer))
    if one.edition and any(each.followed for each in one.kind.fields):
        found.append(follow_ups.button(d, tr))
    if may.fill and len(one.to_add) >= _WORTH:
        found.append(_adding(one, tr))
    if may.fill and any(each.mine for each in one.fields):
        found.append(tap(tr("Change it"), "doc.pick", d, 0))
    if may.preview:
        found.append(tap(tr("Preview"), "doc.see", d))
    if may.download:
        found.append(tap(tr("Download"), "doc.get", d))
    return [*found[: fitting.BUTTONS - 1], tap(tr("More"), "doc.more", d)]


def _adding(one: DocumentCard, tr: Translator) -> Button:
    return tap(tr.plural("Add {n} more", "Add {n} more", len(one.to_add)), "doc.add", one.id, one.version)


def deciding(one: DocumentCard, tr: Translator) -> list[Button]:
    """Approve, send back, decide, issue, seal, hand over: what the step at hand asks of the reader."""
    d, v, may = one.id, one.version, one.may
    recorded = one.next is not None and one.next.recorded
    found: list[Button] = []
    if may.approve:
        found.append(
            tap(tr("Record the approval") if recorded else tr("Agree"), "doc.okw" if recorded else "doc.ok", d, v)
        )
    if may.decide:
        found.append(tap(tr("Record the decision") if recorded else tr("Decide"), "doc.dec", d, v))
    if may.issue:
        found.append(tap(tr("Issue"), "doc.iss", d, v))
    if may.send_back:
        found.append(tap(tr("Send back"), "doc.back", d, v))
    if may.seal:
        found.append(tap(tr("Add the signed paper"), "doc.seal", d, v))
    if may.hand_over:
        # To an agency of the tree it may go in the bot; where nobody of it is here, that page says what else to do.
        way = tap(tr("Deliver"), "doc.to", d) if one.addressee else tap(tr("Record the delivery"), "doc.hand", d, v)
        found.append(way)
    return found


def more(one: DocumentCard, tr: Translator) -> Message:
    """What is seldom needed: remarks, taking back, what was before, who did what; the way to case and duty."""
    d, v, may = one.id, one.version, one.may
    found: list[Button] = []
    if may.approve and not (one.next is not None and one.next.recorded):
        found.append(tap(tr("Agree, with words …"), "doc.okw", d, v))
    if may.take_back:
        found.append(tap(tr("Take back my step"), "doc.take", d, v))
    if one.editions:
        found.append(tap(tr("Versions"), "doc.eds", d))
    found.append(tap(tr("Who did what"), "doc.log", d, 0))
    if one.letter:
        found.append(tap(tr("The letter it answers"), "doc", one.letter))
    if one.addressee and not one.is_open:
        found.append(tap(tr("Delivery"), "doc.to", d))
    if one.case_id is not None:
        found.append(tap(tr("Case"), "cs.open", one.case_id))
    if one.duty_id is not None:
        found.append(tap(tr("Duty"), "dt.open", one.duty_id))
    if may.void:
        found.append(tap(tr("Declare void"), "doc.void", d, v))
    return message(
        head(one, tr),
        where(one, tr),
        tr("Begun by {name}", name=one.author) if one.author else None,
        tr("What shall be done?"),
        buttons=(*fitting.rows(found), (_back(one, tr),)),
        protect=one.kind.protected,
    )


def _back(one: DocumentCard, tr: Translator) -> Button:
    return tap(tr("‹ Go back"), "doc.at", one.id)


def picker(one: DocumentCard, number: int, tr: Translator) -> Message:
    """Which field is to be changed."""
    mine = [(place, each) for place, each in enumerate(one.fields) if each.mine]
    cut = pages.cut(mine, number, _PICKED)
    buttons = [
        tap(shortened(_mark(each) + label(each, tr), ALONE), "doc.set", one.id, one.version, place)
        for place, each in cut.items
    ]
    return message(
        head(one, tr),
        tr("What do you want to change?"),
        paging.position(cut, tr),
        buttons=(
            *fitting.rows(buttons),
            paging.turning(cut, tr, "doc.pick", one.id),
            (_back(one, tr),),
        ),
        protect=one.kind.protected,
    )


def _mark(one: FieldLine) -> str:
    return "❗" if one.missing else "✎ "


# -- what was before -----------------------------------------------------------------------------------------------


def editions(one: DocumentCard, tr: Translator) -> Message:
    """The frozen versions, the newest first, each to be had again."""
    newest = list(reversed(one.editions))[:_PICKED]
    buttons = (
        [tap(tr("Version {n}", n=each.n), "doc.ed", one.id, each.n) for each in newest] if one.may.download else []
    )
    return message(
        head(one, tr),
        *(_edition(each, tr) for each in newest),
        buttons=(*fitting.rows(buttons), (_back(one, tr),)),
        protect=one.kind.protected,
    )


def _edition(one: EditionLine, tr: Translator) -> Html:
    said = tr("Version {n}: {at}, {name}", n=one.n, at=one.at, name=one.by or "—")
    return said + tr("; reason: {reason}", reason=one.reason) if one.reason else said


def record(one: DocumentCard, number: int, tr: Translator) -> Message:
    """Who did what, when, with what words."""
    cut = pages.cut(list(reversed(one.steps)), number, _STEPS)
    return message(
        head(one, tr),
        *(html("· ") + _step(each, tr) for each in cut.items),
        None if one.steps else tr("Nothing was done with it yet."),
        paging.position(cut, tr),
        buttons=(paging.turning(cut, tr, "doc.log", one.id), (_back(one, tr),)),
        protect=one.kind.protected,
    )


def _step(one: StepLine, tr: Translator) -> Html:
    said = tr("{at} {name}: {what}", at=one.at, name=one.by or "—", what=tr(ACT_NAMES[one.act]))
    if one.for_name:
        said = said + tr(" (decided by {name})", name=one.for_name)
    return said + html("：" if tr.chinese else ": ") + one.text if one.text else said
