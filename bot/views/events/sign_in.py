"""Signing in on the screen: the code, the confirmation, the organiser's list, what comes after."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.events.events import PRESENCE_NAMES, EventView, GuestView
from bot.domain.events.sign_in import CodeView, Signed
from bot.domain.hall.message import Attachment, Html, Message, Rows, bold, code, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import keeping
from bot.domain.hall.terms import Presence
from bot.texts import Translator
from bot.views.events.events import head, presence
from bot.views.hall.paging import position, turning


def code_card(shown: CodeView, image: Attachment | None, tr: Translator, *, showing: bool) -> Message:
    """The code as text and image. When nobody pressed for a while, a button goes on."""
    title = Html(f"【{tr('sign-in')}】") + bold(shown.title)
    counted = tr("Signed in: {n} of {expected}", n=shown.present, expected=shown.expected)
    if shown.over:
        return message(title, tr("Sign-in is over."), counted)
    again = ((tap(tr("Go on showing the code"), "si.show", shown.event_id),),)
    if not showing:
        return message(title, tr("The code is no longer shown here."), counted, buttons=again)
    return message(
        title,
        tr("Code: {code}", code=code(f"{shown.code[:3]} {shown.code[3:]}")),
        tr("Scan the image, or send the six digits to the bot. The code changes every minute."),
        None if shown.open else tr("Sign-in opens at {when}.", when=shown.opens_at),
        counted,
        attachment=image,
    )


def signed(done: Signed, tr: Translator) -> Message:
    """What the person who signed in reads."""
    said = {
        Presence.PRESENT: tr("You are signed in: {when}.", when=done.at),
        Presence.LATE: tr("You are signed in, late: {when}.", when=done.at),
    }[done.presence]
    return message(
        Html(f"【{tr('sign-in')}】") + bold(done.title),
        tr("You were on the list already.") if done.again else None,
        said,
        tr("You were not invited, and are on the list now.") if done.walked_in else None,
    )


def marking(event: EventView, page: Page[GuestView], which: str, tr: Translator) -> Message:
    """The organiser signs others in: one press a person; pressed again it is taken back."""
    rows: Rows = tuple((tap(_mark(one, tr), "si.mark", one.id, which, page.number),) for one in page.items)
    other = ("all", tr("Everybody")) if which == "missing" else ("missing", tr("Only those not there"))
    back = (tap(other[1], "si.by", event.id, other[0], 0), tap(tr("‹ To the event"), "ev.at", event.id))
    return message(
        head(event, tr),
        presence(event.tally, tr),
        tr("Press whoever is there; press again to take it back.") if page.items else tr("Nobody is missing."),
        position(page, tr),
        buttons=(*rows, turning(page, tr, "si.by", event.id, which), back),
    )


def _mark(one: GuestView, tr: Translator) -> str:
    sign = {Presence.PRESENT: "✓ ", Presence.LATE: "◷ ", Presence.ABSENT: "✕ "}.get(one.presence or Presence.ABSENT, "")
    late = f"（{tr(PRESENCE_NAMES[Presence.LATE])}）" if one.presence is Presence.LATE else ""
    return keeping(f"{sign if one.presence else ''}{one.agency}", f" {one.name}{late}")


def ask_for_record(event: EventView, absent: Sequence[GuestView], tr: Translator) -> Message:
    """To the organiser when the list is closed: the figures, who was absent, and the wish for a record."""
    names = [f"{one.agency} {one.name}" for one in absent[:15]]
    more = tr("… and {n} more", n=len(absent) - 15) if len(absent) > 15 else None
    return message(
        head(event, tr),
        presence(event.tally, tr),
        tr("Absent: {names}", names=tr.join(names)) if names else None,
        more,
        tr("Please add a summary and photos for the record.") if not event.summary else tr("The record is kept."),
        buttons=(
            (
                tap(tr("Summary and photos"), "si.rec", event.id),
                tap(tr("Sign-in sheet"), "ev.sheet", "sheet", event.id),
            ),
            (tap(tr("Open"), "ev.at", event.id),),
        ),
    )


def remarks(event: EventView, said: Sequence[str], tr: Translator) -> Message:
    """What participants would change, without names."""
    shown = [html(f"· {one[:200]}") for one in said[:15]]
    more = tr("… and {n} more", n=len(said) - 15) if len(said) > 15 else None
    return message(
        head(event, tr),
        lines(*shown) if shown else tr("Nobody left a remark."),
        more,
        buttons=((tap(tr("‹ To the event"), "ev.at", event.id),),),
    )
