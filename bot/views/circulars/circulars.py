"""Circulars while they are composed: the card, its parts, names and groups, the approval, the list."""

from __future__ import annotations

from datetime import datetime

from bot.domain.circulars.circulars import REPLY_NAMES, STATE_NAMES, Card, NameList, Part, Waits, kind_name
from bot.domain.hall.message import Button, Html, Message, Rows, bold, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ALONE, shortened
from bot.domain.hall.terms import CircularState
from bot.texts import Translator
from bot.views.agencies import audiences
from bot.views.circulars import boards
from bot.views.hall.paging import position, turning


def card(shown: Card, tr: Translator) -> Message:
    """A circular as its senders see it, with what can be done next."""
    return message(
        Html(f"【{tr(shown.head.kind)}】") + bold(shown.head.title or tr("without a title")),
        tr("State: {state}", state=tr(STATE_NAMES[shown.state])),
        tr("Given back: {reason}", reason=shown.returned) if shown.returned else None,
        tr("Approved by {name}.", name=shown.approved_by) if shown.approved_by else None,
        _when(shown, tr),
        _about(shown, tr),
        _contents(shown, tr),
        _whom(shown, tr),
        _hint(shown, tr),
        buttons=_ways(shown, tr),
    )


def _when(shown: Card, tr: Translator) -> Html | None:
    """When it goes out; why it waits, and until when."""
    if shown.state is CircularState.DRAFT:
        return None
    if shown.state in (CircularState.AWAITING, CircularState.SCHEDULED):
        return goes(shown.send_at, shown.waits, tr) if shown.send_at or shown.waits else None
    return boards.waits(shown.waits, tr)


def goes(at: datetime | None, waits: Waits | None, tr: Translator) -> Html:
    """The instant at which it really goes out (`at` None: at once), and why that is not the one that was wanted."""
    if waits is not None and waits.until is not None:
        return tr("{why} It goes out on {date}.", why=tr(waits.why), date=waits.until)
    return tr("Goes out on {date}.", date=at) if at else tr("It goes out at once.")


def older_card(shown: Card, tr: Translator) -> Message:
    """What is left of a card when a newer one stands below."""
    return message(
        Html(f"【{tr('Circular')}】") + bold(shown.head.title or tr("without a title")),
        tr("The newest state stands further below."),
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
        tr("One reply of each agency is enough") if head.together else None,
        tr("Sensitive: cannot be forwarded or saved") if head.protect else None,
        tr("Urgent: goes out at night and on days off too") if shown.urgent else None,
        tr("A second coordinator must approve it: {reason}.", reason=tr(shown.needs_approval))
        if shown.needs_approval and not shown.approved_by
        else None,
    )


def part_line(part: Part, number: int, tr: Translator) -> Html:
    """One part: what it is and how it begins."""
    kind = tr("album of {n}", n=len(part.messages)) if len(part.messages) > 1 else tr(kind_name(part.kind))
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
    groups = tr("Groups: {names}", names=tr.join(list(shown.groups))) if shown.groups else None
    if shown.audience is None:
        return lines(tr("No recipients chosen yet."), groups)
    reach = shown.reach
    return lines(
        audiences.blocks(shown.audience, tr),
        audiences.numbers(reach.people, reach.agencies, reach.unreachable, reach.empty, tr),
        audiences.who(reach.names, tr),
        groups,
    )


def _hint(shown: Card, tr: Translator) -> Html | None:
    if shown.state is CircularState.DRAFT and shown.collecting:
        return tr("Whatever you send me now becomes part of it: text, pictures, files, albums, forwarded messages.")
    if shown.state is CircularState.DRAFT and shown.head.corrects:
        return tr("To change the text, take the old one out with “Order, remove” and send the new after “＋ Contents”.")
    return None


def _ways(shown: Card, tr: Translator) -> Rows:
    def way(words: str, verb: str, *more: object) -> Button:
        return tap(tr(words), verb, shown.id, shown.version, *more)

    off = way("Call it off", "cc.off")
    if shown.state is CircularState.DRAFT:
        return (*_draft_ways(shown, tr), (off,))
    if shown.state in (CircularState.AWAITING, CircularState.SCHEDULED):
        decide = (way("Approve", "cc.ok"), way("Give it back", "cc.no")) if shown.mine_to_approve else ()
        return (decide, (way("Take it back", "cc.back"), off), _name_ways(shown, tr))
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


def groups(shown: Card, choices: Page[tuple[int, str, bool]], tr: Translator) -> Message:
    """To which linked groups it goes as well: (id, title, chosen)."""

    def choice(group_id: int, title: str, on: bool) -> tuple[Button, ...]:
        label = shortened(("✓ " if on else "") + title, ALONE)
        return (tap(label, "cc.gt", shown.id, shown.version, group_id, choices.number),)

    return message(
        Html(f"【{tr('Groups')}】") + tr("To which groups shall it go as well? Receipts stay personal."),
        position(choices, tr),
        buttons=(
            *(choice(*one) for one in choices.items),
            turning(choices, tr, "cc.gr", shown.id, shown.version),
            (tap(tr("‹ To the circular"), "cc.at", shown.id),),
        ),
    )


def approval(shown: Card, tr: Translator) -> Message:
    """To the second coordinator: the circular as recipients get it, and the decision."""
    return message(
        Html(f"【{tr('Please approve')}】") + bold(shown.head.title or tr("without a title")),
        tr("Written by {name}.", name=shown.author),
        goes(shown.send_at, shown.waits, tr) if shown.send_at else tr("Goes out as soon as it is approved."),
        _about(shown, tr),
        _contents(shown, tr),
        _whom(shown, tr),
        buttons=(
            (
                tap(tr("Approve"), "cc.ok", shown.id, shown.version),
                tap(tr("Give it back"), "cc.no", shown.id, shown.version),
            ),
        ),
        copies=tuple(part.ahead(shown.contents) for part in shown.parts),
        protect=shown.head.protect,
    )


def decided(shown: Card, tr: Translator) -> Message:
    """The same message once it is decided."""
    return message(
        Html(f"【{tr('Circular')}】") + bold(shown.head.title or tr("without a title")),
        tr("State: {state}", state=tr(STATE_NAMES[shown.state])),
        tr("Approved by {name}.", name=shown.approved_by) if shown.approved_by else None,
        tr("Given back: {reason}", reason=shown.returned) if shown.returned else None,
    )


_EDITED: dict[str, str] = {
    "changed": "The draft follows your change.",
    "taken back": "You changed this circular after submitting it: it is a draft again. Please submit it anew.",
    "paused": "This circular is going out by copying your message, which you have just changed. It is paused: resume "
    "it to send the changed text to the rest, or correct it for everybody.",
    "untouched": "This circular has gone out; changing your message does not change what people have. Please use "
    "“Correct” on its board.",
}


def edited(circular_id: int, title: str, what: str, tr: Translator) -> Message:
    """What became of a circular of which its author changed a message."""
    board = (tap(tr("Board"), "cb.at", circular_id),) if what in ("paused", "untouched") else ()
    return message(bold(title) if title else None, tr(_EDITED[what]), buttons=(board,))


def goes_to(shown: Card, tr: Translator) -> Html:
    """What goes out and to how many: above the question when, and before the last tap."""
    reach = shown.reach
    return lines(
        Html(f"【{tr(shown.head.kind)}】") + bold(shown.head.title or tr("without a title")),
        audiences.blocks(shown.audience, tr) if shown.audience is not None else None,
        audiences.numbers(reach.people, reach.agencies, reach.unreachable, reach.empty, tr),
        audiences.who(reach.names, tr),
    )


def sure_to_approve(shown: Card, tr: Translator) -> Message:
    """Before a second coordinator lets it go out."""
    return message(
        goes_to(shown, tr),
        goes(shown.send_at, shown.waits, tr),
        buttons=(
            (
                tap(tr("Approve, let it go out"), "cc.ok", shown.id, shown.version, 1),
                tap(tr("‹ Go back"), "cc.ask", shown.id),
            ),
        ),
    )


def held(shown: Card, at: datetime | None, waits: Waits, office: datetime, tr: Translator) -> Message:
    """Set for the night or a day off: when it will really go, and the ways to have it otherwise."""

    def way(words: str, when: datetime | None, *, any_hour: bool = False) -> tuple[Button, ...]:
        stamp = int(when.timestamp()) if when is not None else 0
        label = tr(words, date=when) if when is not None else tr(words)
        return (tap(label, "cc.hr", shown.id, shown.version, stamp, int(any_hour)),)

    until = waits.until or office
    asks = "“Send at that hour anyway” makes it urgent: then a second coordinator must approve it."
    if at is None:
        asks = "“Send at once anyway” makes it urgent: then a second coordinator must approve it."
    return message(
        goes_to(shown, tr),
        tr("You set it for {date}.", date=at) if at is not None else None,
        tr("{why} It goes out on {date}.", why=tr(waits.why), date=until),
        tr(asks),
        buttons=(
            way("Send on {date}", until),
            *((way("In office hours: {date}", office),) if office != until else ()),
            way("Send at that hour anyway" if at is not None else "Send at once anyway", at, any_hour=True),
            (tap(tr("‹ Go back"), "cc.at", shown.id),),
        ),
    )


def sure_to_call_off(shown: Card, tr: Translator) -> Message:
    """Before a circular that has not gone out is given up."""
    return message(
        Html(f"【{tr(shown.head.kind)}】") + bold(shown.head.title or tr("without a title")),
        tr("Call it off? Nobody gets it, and it cannot be taken up again."),
        buttons=(
            (
                tap(tr("Call it off"), "cc.off", shown.id, shown.version, 1),
                tap(tr("‹ Go back"), "cc.at", shown.id),
            ),
        ),
    )


def propose_title(circular_id: int, version: int, proposed: str, tr: Translator) -> Message:
    """Nothing goes out without a title: the proposed one is one tap."""
    return message(
        Html(f"【{tr('Circular')}】") + tr("It has no title yet. Proposed: {title}", title=bold(proposed)),
        buttons=(
            (tap(tr("Take this title"), "cc.tt", circular_id, version),),
            (tap(tr("Write a title"), "cc.head", circular_id, version), tap(tr("‹ Go back"), "cc.at", circular_id)),
        ),
    )
