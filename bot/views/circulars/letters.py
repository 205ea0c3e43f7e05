"""What recipients and groups get of a circular."""

from __future__ import annotations

from datetime import datetime

from bot.domain.circulars.circulars import TEXT_LIMIT, Contents, Head, Letter, Part, shown_length, single_text
from bot.domain.hall.message import Button, Html, Message, Rows, bold, html, lines, message, tap
from bot.domain.hall.terms import CircularState, ReplyWanted
from bot.texts import Translator

_ASKS: dict[ReplyWanted, tuple[str, str]] = {
    ReplyWanted.RECEIPT: (
        "Please press “Received” by {date}. It only says that you have read this, not that anything is done.",
        "Please press “Received” when you have read this. It does not say that anything is done.",
    ),
    ReplyWanted.ANSWER: (
        "Please press “Received” and answer briefly by {date}.",
        "Please press “Received” and answer briefly.",
    ),
    ReplyWanted.FILE: (
        "Please press “Received” and send the file back by {date}.",
        "Please press “Received” and send the file back.",
    ),
}
_ASKS_LATE: dict[ReplyWanted, str] = {
    ReplyWanted.RECEIPT: "This was to be received by {date}. Please press “Received” now.",
    ReplyWanted.ANSWER: "An answer was due by {date}. Please press “Received” and answer now.",
    ReplyWanted.FILE: "The file was due by {date}. Please press “Received” and send it now.",
}

_ASKS_PAPER = (
    "Please sign for it by {date}. It only says that you have received this, not that anything is done.",
    "Please sign for it. It only says that you have received this, not that anything is done.",
)
_ASKS_PAPER_LATE = "This was to be signed for by {date}. Please do so now."


def letter(mine: Letter, tr: Translator, *, edit: bool = False) -> Message:
    """A circular for one recipient: copies of its parts, then the head; a short text stands in one with the head."""
    if mine.state in (CircularState.REPLACED, CircularState.WITHDRAWN):
        return no_longer_valid(mine.head, mine.state, tr)
    said = _in_one(mine, tr)
    if said is not None:
        return message(said, buttons=_receipt_buttons(mine, tr), protect=mine.head.protect)
    return message(
        _top(mine, tr),
        _foot(mine, tr, overdue=_is_late(mine)),
        buttons=_receipt_buttons(mine, tr),
        protect=mine.head.protect,
        copies=() if edit else tuple(part.ahead(mine.contents) for part in mine.parts),
    )


def _is_late(mine: Letter) -> bool:
    """Whether it came to the reader after its term: nobody is asked to meet a day gone by."""
    by = mine.head.answer_by
    return by is not None and mine.joined_at is not None and mine.joined_at > by


def _in_one(mine: Letter, tr: Translator) -> Html | None:
    text = single_text(mine.parts)
    if text is None:
        return None
    foot = _foot(mine, tr, overdue=_is_late(mine))
    said = Html("\n\n").join([part for part in (_top(mine, tr), Html(text.html), foot) if part])
    return said if shown_length(said) <= TEXT_LIMIT else None


def titled(head: Head, tr: Translator) -> str:
    """What it is called; of a paper of the office, in the reader's language."""
    return head.title or head.replaces if tr.chinese else head.title_en or head.title or head.replaces


def _title(head: Head, tr: Translator, kind: str) -> Html:
    mark = Html(f"【{tr(kind)}】")
    name = titled(head, tr)
    numbered = tr("{title} ({number})", title=name, number=head.number) if head.number and name else name or head.number
    return mark + bold(numbered) if numbered else mark


def _top(mine: Letter, tr: Translator) -> Html:
    head = mine.head
    if head.withdrawal:
        return lines(
            _title(head, tr, "Withdrawal"),
            tr("“{title}” is withdrawn. Please do not act on it any more.", title=head.replaces),
        )
    return lines(
        _title(head, tr, head.kind),
        tr("This corrects “{title}”; please go by this version and confirm it anew.", title=head.replaces)
        if head.corrects
        else None,
        html(head.about) if head.about else None,
        tr("Signed by: {name}", name=head.signed_by) if head.signed_by else None,
        tr("It went out on {date}; you get it now because you came to it since.", date=mine.begun_at)
        if mine.joined_at and mine.begun_at
        else None,
    )


def _foot(mine: Letter, tr: Translator, *, overdue: bool = False) -> Html:
    """What is asked, or that it was done."""
    head = mine.head
    asked = None
    if overdue and head.reply in _ASKS_LATE and not mine.closed:
        asked = tr(_ASKS_PAPER_LATE if head.paper else _ASKS_LATE[head.reply], date=head.answer_by)
    elif head.reply is not ReplyWanted.NOTHING and not mine.closed:
        with_date, without = _ASKS_PAPER if head.paper else _ASKS[head.reply]
        asked = tr(with_date, date=head.answer_by) if head.answer_by else tr(without)
        if head.together:
            asked = lines(asked, tr("One reply of your agency is enough."))
    return lines(
        asked,
        tr("✓ Received on {date}", date=mine.read_at) if mine.read_at else None,
        by_colleague(head, mine.signed, tr) if mine.signed else None,
        tr("✓ Answered on {date}", date=mine.answered_at) if mine.answered_at else None,
    )


def by_colleague(head: Head, signed: tuple[str, datetime], tr: Translator) -> Html:
    """Who of the agency did it: nothing is asked of the reader any more."""
    words = "✓ {name} signed for it on {date}"
    if not head.paper:
        words = "✓ {name} replied for your agency on {date}; that is enough."
    return tr(words, name=signed[0], date=signed[1])


def _receipt_buttons(mine: Letter, tr: Translator) -> Rows:
    wants = mine.head.reply
    buttons: list[Button] = []
    if wants is not ReplyWanted.NOTHING and mine.read_at is None and mine.signed is None:
        buttons.append(tap(tr("Sign for it") if mine.head.paper else tr("Received"), "cr.ok", mine.receipt_id))
    if mine.head.answered_in:
        buttons.append(tap(tr("Reply to it"), "doc.re", mine.head.answered_in))
    done = mine.answered_at is not None or mine.signed is not None
    if wants is ReplyWanted.ANSWER:
        buttons.append(tap(tr("Answer again") if done else tr("Answer"), "cr.an", mine.receipt_id))
    if wants is ReplyWanted.FILE:
        words = tr("Send another file") if done else tr("Send the file")
        buttons.append(tap(words, "cr.an", mine.receipt_id))
    return (tuple(buttons),) if buttons else ()


def reminder(mine: Letter, tr: Translator, *, overdue: bool = False) -> Message:
    """To one who is silent; `overdue` when the term has passed, so that nobody is asked to meet a day gone by."""
    return message(
        _title(mine.head, tr, "Reminder: official paper" if mine.head.paper else "Reminder: circular"),
        html(mine.head.about) if mine.head.about else None,
        tr("Signed by: {name}", name=mine.head.signed_by) if mine.head.signed_by else None,
        _foot(mine, tr, overdue=overdue),
        buttons=(*_receipt_buttons(mine, tr), (tap(tr("Open the circular"), "cr.at", mine.receipt_id),)),
    )


def for_group(head: Head, parts: tuple[Part, ...], contents: Contents, tr: Translator) -> Message:
    """To a linked group: no buttons, receipts stay personal."""
    words = [Html(part.html) for part in parts if part.kind == "text" and part.html]
    note = tr("Those concerned have this in their private chat with me; please confirm it there.")
    said = Html("\n\n").join(
        [part for part in (_top(Letter(head, parts), tr), *words, note if head.reply != "nothing" else "") if part]
    )
    return Message(said, copies=tuple(part.ahead(contents) for part in parts if part.kind != "text"))


def no_longer_valid(head: Head, state: CircularState, tr: Translator) -> Message:
    """What stands in the place of a circular that no longer counts, in private chats and in groups."""
    if state is CircularState.REPLACED:
        return message(_title(head, tr, "Corrected"), tr("This version no longer counts; the corrected one follows."))
    return message(_title(head, tr, "Withdrawn"), tr("This was withdrawn. Please do not act on it."))


def how_to_answer(mine: Letter, tr: Translator) -> Message:
    """To one whose reply cannot be taken as the answer: what is wanted, with the buttons for it."""
    hints: dict[ReplyWanted, str] = {
        ReplyWanted.FILE: "Here a file is asked for: please send it as a document or a picture, in reply or with the "
        "button.",
        ReplyWanted.ANSWER: "Please answer with a text, a document or a picture.",
        ReplyWanted.RECEIPT: "This circular asks for “Received” only; your text was not passed on. For questions "
        "please turn to whoever signed it.",
        ReplyWanted.NOTHING: "This circular asks for no answer; your text was not passed on. For questions please turn "
        "to whoever signed it.",
    }
    return message(
        _title(mine.head, tr, "Official paper" if mine.head.paper else "Circular"),
        tr(hints[mine.head.reply]),
        tr("Signed by: {name}", name=mine.head.signed_by) if mine.head.signed_by else None,
        buttons=_receipt_buttons(mine, tr),
    )
