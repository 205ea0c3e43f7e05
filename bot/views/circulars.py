"""Circulars on the screen: what recipients and groups get, the card while one is composed, the list."""

from __future__ import annotations

from bot.domain.circulars import (
    REPLY_NAMES,
    STATE_NAMES,
    TEXT_LIMIT,
    Card,
    CircularLine,
    Head,
    Letter,
    NameList,
    Part,
    shown_length,
    single_text,
)
from bot.domain.message import Button, Html, Message, Rows, bold, lines, message, tap
from bot.domain.paging import Page
from bot.domain.terms import CircularState, ReplyWanted
from bot.texts import Translator
from bot.views import audiences
from bot.views.paging import position, turning

KIND_NAMES: dict[str, str] = {
    "text": "text",
    "photo": "picture",
    "document": "file",
    "video": "video",
    "animation": "animation",
    "audio": "sound",
    "voice": "voice message",
    "video_note": "video note",
    "sticker": "sticker",
    "location": "place",
    "venue": "place",
    "contact": "contact",
    "dice": "dice",
}
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


# -- what recipients get -------------------------------------------------------------------------------------------


def letter(mine: Letter, tr: Translator, *, edit: bool = False) -> Message:
    """A circular for one recipient: copies of its parts, then the head; a short text stands in one with the head."""
    if mine.state is CircularState.REPLACED:
        return message(
            _title(mine.head, tr, "Corrected"), tr("This version no longer counts; the corrected one follows.")
        )
    if mine.state is CircularState.WITHDRAWN:
        return message(_title(mine.head, tr, "Withdrawn"), tr("This was withdrawn. Please do not act on it."))
    said = _in_one(mine, tr)
    if said is not None:
        return message(said, buttons=_receipt_buttons(mine, tr), protect=mine.head.protect)
    return message(
        _top(mine.head, tr),
        _foot(mine, tr),
        buttons=_receipt_buttons(mine, tr),
        protect=mine.head.protect,
        copies=() if edit else tuple(part.copies for part in mine.parts),
    )


def _in_one(mine: Letter, tr: Translator) -> Html | None:
    text = single_text(mine.parts)
    if text is None:
        return None
    said = Html("\n\n").join([part for part in (_top(mine.head, tr), Html(text.html), _foot(mine, tr)) if part])
    return said if shown_length(said) <= TEXT_LIMIT else None


def _title(head: Head, tr: Translator, kind: str) -> Html:
    mark = Html(f"【{tr(kind)}】")
    name = head.title or head.replaces
    numbered = tr("{title} ({number})", title=name, number=head.number) if head.number and name else name or head.number
    return mark + bold(numbered) if numbered else mark


def _top(head: Head, tr: Translator) -> Html:
    if head.withdrawal:
        return lines(
            _title(head, tr, "Withdrawal"),
            tr("“{title}” is withdrawn. Please do not act on it any more.", title=head.replaces),
        )
    return lines(
        _title(head, tr, "Correction" if head.corrects else "Circular"),
        tr("This corrects “{title}”; please go by this version and confirm it anew.", title=head.replaces)
        if head.corrects
        else None,
        tr("Signed by: {name}", name=head.signed_by) if head.signed_by else None,
    )


def _foot(mine: Letter, tr: Translator) -> Html:
    """What is asked, or that it was done."""
    head = mine.head
    asked = None
    if head.reply is not ReplyWanted.NOTHING and not mine.closed:
        with_date, without = _ASKS[head.reply]
        asked = tr(with_date, date=head.answer_by) if head.answer_by else tr(without)
    return lines(
        asked,
        tr("✓ Received on {date}", date=mine.read_at) if mine.read_at else None,
        tr("✓ Answered on {date}", date=mine.answered_at) if mine.answered_at else None,
    )


def _receipt_buttons(mine: Letter, tr: Translator) -> Rows:
    wants = mine.head.reply
    buttons: list[Button] = []
    if wants is not ReplyWanted.NOTHING and mine.read_at is None:
        buttons.append(tap(tr("Received"), "cr.ok", mine.receipt_id))
    if wants is ReplyWanted.ANSWER:
        buttons.append(tap(tr("Answer") if mine.answered_at is None else tr("Answer again"), "cr.an", mine.receipt_id))
    if wants is ReplyWanted.FILE:
        words = tr("Send the file") if mine.answered_at is None else tr("Send another file")
        buttons.append(tap(words, "cr.an", mine.receipt_id))
    return (tuple(buttons),) if buttons else ()


def reminder(mine: Letter, tr: Translator) -> Message:
    """To one who is silent."""
    return message(
        _title(mine.head, tr, "Reminder: circular"),
        tr("Signed by: {name}", name=mine.head.signed_by) if mine.head.signed_by else None,
        _foot(mine, tr),
        buttons=_receipt_buttons(mine, tr),
    )


def for_group(head: Head, parts: tuple[Part, ...], tr: Translator) -> Message:
    """To a linked group: no buttons, receipts stay personal."""
    words = [Html(part.html) for part in parts if part.kind == "text" and part.html]
    note = tr("Those concerned have this in their private chat with me; please confirm it there.")
    said = Html("\n\n").join(
        [part for part in (_top(head, tr), *words, note if head.reply != "nothing" else "") if part]
    )
    return Message(said, copies=tuple(part.copies for part in parts if part.kind != "text"))


# -- composing -----------------------------------------------------------------------------------------------------


def card(shown: Card, tr: Translator) -> Message:
    """A circular as its senders see it, with what can be done next."""
    return message(
        Html(f"【{tr('Circular')}】") + bold(shown.head.title or tr("without a title")),
        tr("State: {state}", state=tr(STATE_NAMES[shown.state])),
        tr("Given back: {reason}", reason=shown.returned) if shown.returned else None,
        tr("Approved by {name}.", name=shown.approved_by) if shown.approved_by else None,
        tr("Goes out on {date}.", date=shown.send_at)
        if shown.send_at and shown.state in (CircularState.AWAITING, CircularState.SCHEDULED)
        else None,
        _about(shown, tr),
        _contents(shown, tr),
        _whom(shown, tr),
        _hint(shown, tr),
        buttons=_ways(shown, tr),
    )


def _about(shown: Card, tr: Translator) -> Html:
    head = shown.head
    return lines(
        tr("Corrects: {title}", title=head.replaces) if head.corrects else None,
        tr("Number: {number}", number=head.number) if head.number else None,
        tr("Signed by: {name}", name=head.signed_by) if head.signed_by else None,
        tr("Reply: {what}, by {date}", what=tr(REPLY_NAMES[head.reply]), date=head.answer_by)
        if head.answer_by
        else tr("Reply: {what}", what=tr(REPLY_NAMES[head.reply])),
        tr("Sensitive: cannot be forwarded or saved") if head.protect else None,
        tr("Urgent: goes out at night and on days off too") if shown.urgent else None,
        tr("A second coordinator must approve it: {reason}.", reason=tr(shown.needs_approval))
        if shown.needs_approval and not shown.approved_by
        else None,
    )


def part_line(part: Part, number: int, tr: Translator) -> Html:
    """One part: what it is and how it begins."""
    kind = (
        tr("album of {n}", n=len(part.messages)) if len(part.messages) > 1 else tr(KIND_NAMES.get(part.kind, "message"))
    )
    text = part.text.replace("\n", " ")
    begin = part.name or (f"{text[:24]}…" if len(text) > 24 else text)
    line = (
        tr("{n}. {kind}: {begin}", n=number, kind=kind, begin=begin)
        if begin
        else tr("{n}. {kind}", n=number, kind=kind)
    )
    if part.not_kept:
        return lines(line, tr("   larger than 20 MB: it is sent, but I cannot keep a copy as evidence"))
    return line


def _contents(shown: Card, tr: Translator) -> Html | None:
    if shown.head.withdrawal:
        return None
    if not shown.parts:
        return tr("Nothing in it yet.")
    return lines(*(part_line(part, n, tr) for n, part in enumerate(shown.parts, start=1)))


def _whom(shown: Card, tr: Translator) -> Html | None:
    if shown.audience is None:
        return tr("No recipients chosen yet.")
    reach = shown.reach
    groups = tr("Groups: {names}", names=tr.join(list(shown.groups))) if shown.groups else None
    return lines(
        audiences.blocks(shown.audience, tr),
        audiences.numbers(reach.people, reach.agencies, reach.unreachable, reach.empty, tr),
        groups,
    )


def _hint(shown: Card, tr: Translator) -> Html | None:
    if shown.state is CircularState.DRAFT and shown.collecting:
        return tr("Whatever you send me now becomes part of it: text, pictures, files, albums, forwarded messages.")
    return None


def _ways(shown: Card, tr: Translator) -> Rows:
    def way(words: str, verb: str, *more: object) -> Button:
        return tap(tr(words), verb, shown.id, shown.version, *more)

    off = way("Call it off", "cc.off")
    if shown.state is CircularState.DRAFT:
        return (*_draft_ways(shown, tr), (off,))
    if shown.state in (CircularState.AWAITING, CircularState.SCHEDULED):
        return ((way("Take it back", "cc.back"), off), _name_ways(shown, tr))
    return ((tap(tr("Board"), "cb.at", shown.id),),)


def _draft_ways(shown: Card, tr: Translator) -> Rows:
    def way(words: str, verb: str, *more: object) -> Button:
        return tap(tr(words), verb, shown.id, shown.version, *more)

    collect = way("Contents complete", "cc.in", 0) if shown.collecting else way("＋ Contents", "cc.in", 1)
    first: list[Button] = [collect]
    if shown.parts:
        first.append(way("Order, remove", "cc.pt"))
    second: list[Button] = [way("Title, reply", "cc.head")]
    if not shown.head.corrects:
        second.append(way("Recipients", "cc.to"))
    third: list[Button] = []
    if shown.groups_possible:
        third.append(way("Groups", "cc.gr"))
    if shown.parts:
        third.append(way("Preview", "cc.see"))
    send: list[Button] = []
    if shown.ready:
        words = "Submit for approval" if shown.needs_approval else "Send …"
        send.append(way(words, "cc.go"))
    return (tuple(first), tuple(second), tuple(third), _name_ways(shown, tr), tuple(send))


def _name_ways(shown: Card, tr: Translator) -> tuple[Button, ...]:
    reach = shown.reach
    buttons: list[Button] = []
    if reach.people:
        buttons.append(tap(tr("Names ({n})", n=reach.people), "cc.who", shown.id, "people", 0))
    if reach.unreachable:
        buttons.append(tap(tr("Not reachable ({n})", n=reach.unreachable), "cc.who", shown.id, "unreachable", 0))
    if reach.empty:
        buttons.append(tap(tr("Nobody there ({n})", n=reach.empty), "cc.who", shown.id, "empty", 0))
    return tuple(buttons)


def parts(shown: Card, tr: Translator) -> Message:
    """The parts, each to be moved up or taken out."""
    buttons: list[tuple[Button, ...]] = []
    for n, _ in enumerate(shown.parts):
        up = tap(f"↑ {n + 1}", "cc.up", shown.id, shown.version, n)
        drop = tap(f"✕ {n + 1}", "cc.del", shown.id, shown.version, n)
        buttons.append((up, drop))
    paired = [tuple(b for row in buttons[i : i + 2] for b in row) for i in range(0, len(buttons), 2)]
    return message(
        Html(f"【{tr('Contents')}】") + tr("↑ moves a part up, ✕ takes it out."),
        _contents(shown, tr),
        buttons=(*paired, (tap(tr("‹ To the circular"), "cc.at", shown.id),)),
    )


def names(shown: NameList, tr: Translator) -> Message:
    """Whom it would reach, page by page."""
    heads = {"people": "Recipients", "unreachable": "Not reachable here", "empty": "Nobody in these roles"}
    turn = audiences.name_turning(shown.page, tr, "cc.who", shown.id, shown.what)
    return message(
        Html(f"【{tr(heads.get(shown.what, 'Recipients'))}】"),
        audiences.name_lines(shown.page, tr),
        buttons=(*turn, (tap(tr("‹ To the circular"), "cc.at", shown.id),)),
    )


def groups(shown: Card, choices: tuple[tuple[int, str, bool], ...], tr: Translator) -> Message:
    """To which linked groups it goes as well: (id, title, chosen)."""
    rows = [(tap(("✓ " if on else "") + title, "cc.gt", shown.id, shown.version, i),) for i, title, on in choices[:20]]
    return message(
        Html(f"【{tr('Groups')}】") + tr("To which groups shall it go as well? Receipts stay personal."),
        buttons=(*rows, (tap(tr("‹ To the circular"), "cc.at", shown.id),)),
    )


def approval(shown: Card, tr: Translator) -> Message:
    """To the second coordinator: the circular as recipients get it, and the decision."""
    return message(
        Html(f"【{tr('Please approve')}】") + bold(shown.head.title or tr("without a title")),
        tr("Written by {name}.", name=shown.author),
        tr("Goes out on {date}.", date=shown.send_at) if shown.send_at else tr("Goes out as soon as it is approved."),
        _about(shown, tr),
        _contents(shown, tr),
        _whom(shown, tr),
        buttons=(
            (
                tap(tr("Approve"), "cc.ok", shown.id, shown.version),
                tap(tr("Give it back"), "cc.no", shown.id, shown.version),
            ),
        ),
        copies=tuple(part.copies for part in shown.parts),
    )


def decided(shown: Card, tr: Translator) -> Message:
    """The same message once it is decided."""
    return message(
        Html(f"【{tr('Circular')}】") + bold(shown.head.title or tr("without a title")),
        tr("State: {state}", state=tr(STATE_NAMES[shown.state])),
        tr("Approved by {name}.", name=shown.approved_by) if shown.approved_by else None,
        tr("Given back: {reason}", reason=shown.returned) if shown.returned else None,
    )


# -- the list ------------------------------------------------------------------------------------------------------


def listed(page: Page[CircularLine], tr: Translator) -> Message:
    """Circulars, the newest first."""
    new = (tap(tr("＋ New circular"), "cc.new"),)
    if not page.total:
        return message(bold(tr("Circulars")), tr("There are none yet."), buttons=(new,))
    rows = tuple((tap(_label(line, tr), "cb.at", line.id),) for line in page.items)
    return message(bold(tr("Circulars")), position(page, tr), buttons=(*rows, turning(page, tr, "cb.list"), new))


def _label(line: CircularLine, tr: Translator) -> str:
    title = line.title if len(line.title) <= 20 else f"{line.title[:19]}…"
    state = str(tr(STATE_NAMES[line.state]))
    if line.silent:
        return f"{title} · {state} · {tr('{n} silent', n=line.silent)}"
    return f"{title} · {state}"


def begun(tr: Translator, drafts: tuple[tuple[int, str], ...]) -> Message:
    """There are drafts already: go on with one, or begin anew."""
    rows = tuple((tap(title[:30], "cc.at", i),) for i, title in drafts)
    return message(
        Html(f"【{tr('Circular')}】")
        + tr("You have circulars that were not sent. Go on with one, or begin a new one?"),
        buttons=(*rows, (tap(tr("＋ New circular"), "cc.new"),)),
    )
