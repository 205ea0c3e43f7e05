"""Linked groups on the screen, and what they are told of the next day's hearings."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.agencies.groups import GroupLine, Linking, NoteLine
from bot.domain.hall.message import Html, Message, Rows, bold, code, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator
from bot.views.hall.paging import position, turning
from bot.views.hall.where import place_of


def listed(page: Page[GroupLine], tr: Translator) -> Message:
    """The linked groups, page by page: what goes there, and how to link another one; each is opened."""
    rows = [(tap(shortened(group.title, ALONE), "gr.open", group.id, page.number),) for group in page.items]
    body = [_line(group, tr) for group in page.items]
    buttons: Rows = (*rows, turning(page, tr, "gr.list"), (tap(tr("＋ Link a group"), "gr.new"),))
    return message(
        bold(tr("Linked groups")),
        position(page, tr),
        lines(*body) if body else tr("No group is linked yet."),
        tr("Groups get no plaintiffs' names, no risk cases and no closed hearings; receipts stay personal."),
        buttons=buttons,
    )


def opened(group: GroupLine, page: int, tr: Translator) -> Message:
    """One linked group, what goes there, and the way back to the page of the list that it stands on."""
    notes = tr("Stop hearing notes") if group.hearing_notes else tr("Send hearing notes")
    return message(
        bold(tr("Linked groups")),
        _line(group, tr),
        buttons=(
            (tap(notes, "gr.n", group.id, page), tap(tr("Unlink"), "gr.un", group.id, page)),
            (tap(tr("‹ Go back"), "gr.list", page),),
        ),
    )


def _line(group: GroupLine, tr: Translator) -> Html:
    notes = tr("Hearing notes: on") if group.hearing_notes else tr("Hearing notes: off")
    return tr("· {title} ({agency}) · {notes}", title=group.title, agency=group.agency, notes=notes)


def code_made(made: Linking, tr: Translator) -> Message:
    """The code and what to do with it."""
    return message(
        tr("Put me into the group, then send there:"),
        code(f"/link {made.code}"),
        tr(
            "It links one group to the branch of {agency} and is valid until {date}. Only an administrator can use it.",
            agency=made.agency,
            date=made.expires_at,
        ),
    )


def linked(agency: str, tr: Translator) -> Message:
    """The answer in the group."""
    return message(tr("This group is linked to {agency}. Circulars chosen for it will appear here.", agency=agency))


def hearings(notes: Sequence[NoteLine], tr: Translator) -> Message:
    """The hearings until the next working day, as a group may know them."""

    def line(one: NoteLine) -> Html:
        place = place_of(one, tr, unknown="")
        agencies = tr.join(list(one.agencies))
        return tr(
            "· {date} {place} {number} {agencies}",
            date=one.starts_at,
            place=place,
            number=one.number,
            agencies=agencies,
        )

    return message(
        Html(f"【{tr('Hearings ahead')}】"),
        lines(*(line(one) for one in notes)),
        tr("Please be there in time with the papers. Details are in your private chat with me."),
    )
