"""Agencies on the screen: the tree page by page, a card, what can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.agencies.agencies import KIND_NAMES, AgencyCard, AgencyLine
from bot.domain.duties.changeover import Changed, Changeover
from bot.domain.hall.message import Button, Html, Message, Rows, bold, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ALONE, keeping, shortened
from bot.domain.hall.terms import AgencyKind
from bot.texts import Translator
from bot.views.agencies import reform
from bot.views.hall.paging import position, turning


def kind_name(kind: AgencyKind, tr: Translator) -> Html:
    return tr(KIND_NAMES[kind])


def roots(tops: Sequence[AgencyLine], tr: Translator, *, may_create: bool) -> Message:
    """Where the tree begins for this person."""
    new: Rows = ((tap(tr("＋ New agency"), "ag.new", 0),),) if may_create else ()
    if not tops:
        return message(
            bold(tr("Agencies")),
            tr("There are no agencies yet. Begin with the highest government, or import everything with /roster."),
            buttons=new,
        )
    return message(bold(tr("Agencies")), buttons=(*_rows(tops, tr), *new))


BELOW = 6
"""Agencies on one page of a card: with what turns it and what can be done, as many buttons as a phone takes."""


def card(agency: AgencyCard, below: Page[AgencyLine], tr: Translator) -> Message:
    """One agency with those below it."""
    return message(
        bold(agency.name),
        tr("Closed on {date}.", date=tr.day(agency.closed_on, year=True)) if agency.closed_on else None,
        reform.succeeded(agency.heirs, tr),
        reform.formerly(agency.former, tr),
        tr("{kind}; called {short} in short", kind=kind_name(agency.kind, tr), short=agency.short_name),
        tr("Above: {path}", path=" › ".join(a.short_name for a in agency.above)) if agency.above else None,
        tr("Supervision by system: {agency}", agency=agency.supervisor) if agency.supervisor else None,
        _with_origin(tr("Lead organ: {agency}", agency=agency.lead or "—"), agency.lead_inherited, tr),
        _with_origin(tr("Rule book: {title}", title=agency.rulebook), agency.rulebook_inherited, tr),
        tr("Circulars need a second coordinator's approval.") if agency.approval_needed else None,
        tr("Agencies below: {n}", n=below.total) if below.total else None,
        position(below, tr),
        buttons=(*_rows(below.items, tr), turning(below, tr, "ag.at", agency.id), *_ways(agency, below, tr)),
    )


def _with_origin(words: Html, inherited: bool, tr: Translator) -> Html:
    return tr("{words} (inherited)", words=words) if inherited else words


def _rows(lines: Sequence[AgencyLine], tr: Translator) -> Rows:
    buttons = [tap(_label(line, tr), "ag.at", line.id) for line in lines]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


def _label(line: AgencyLine, tr: Translator) -> str:
    below = (f"（{line.children}）" if tr.chinese else f" ({line.children})") if line.children else ""
    return keeping(line.short_name, below)


def _ways(agency: AgencyCard, below: Page[AgencyLine], tr: Translator) -> Rows:
    """What can be done; where the agencies below fill pages, a further one is added behind “Change”."""
    people: list[Button] = [tap(tr("People ({n})", n=agency.people), "pp.in", agency.id)]
    if agency.may_invite:
        people.append(tap(tr("Invite"), "iv.to", agency.id))
    tree: list[Button] = [tap(tr("✎ Change"), "ag.edit", agency.id)] if agency.may_edit else []
    if agency.may_edit and below.pages == 1:
        tree.insert(0, tap(tr("＋ Below"), "ag.new", agency.id))
    if agency.above:
        tree.append(tap(tr("↑ Above"), "ag.at", agency.above[-1].id))
    heirs = [tap(shortened(str(tr("To {agency}", agency=name)), ALONE), "ag.at", i) for i, name in agency.heirs]
    return (tuple(people), tuple(tree), tuple(heirs))


def changing(agency: AgencyCard, tr: Translator) -> Message:
    """What can be changed of an agency."""
    approval = "Circulars: no second approval" if agency.approval_needed else "Circulars: second approval"

    def edit(words: str, what: str) -> Button:
        return tap(tr(words), "ag.ed", what, agency.id, agency.version)

    return message(
        bold(agency.name),
        tr("What shall be changed?"),
        buttons=(
            (edit("Full name", "name"), edit("Kind", "kind")),
            (edit("Agency above", "parent"), edit("Supervision by system", "supervisor")),
            (edit("Lead organ", "lead"), edit("Rule book", "rulebook")),
            (tap(tr(approval), "ag.app", agency.id, agency.version),),
            (tap(tr("＋ Below"), "ag.new", agency.id), tap(tr("Reform of agencies"), "ag.ref", agency.id)),
            (edit("Close the agency", "close"), tap(tr("‹ To the agency"), "ag.at", agency.id)),
        ),
    )


def now(agency: AgencyCard, tr: Translator) -> Html:
    """Above a form that changes an agency: how it stands."""
    return tr("{agency}: as it is now", agency=bold(agency.name))


def mending(tr: Translator) -> Html:
    """Above the form that corrects a name."""
    return tr("This corrects a name that was entered wrongly. For a reform use its button: the old name stays found.")


_MOST = 12
"""Recurring duties named one by one."""


def changeover(found: Changeover, tr: Translator) -> list[Html]:
    """What another rule book or lead organ ends and begins, before it is confirmed."""
    ends = tr("Stays to its end:") if found.kept else tr("Ends:")
    parts = [*_changed(ends, found.ends, tr), *_changed(tr("Begins:"), found.begins, tr)]
    return parts or [tr("No recurring duty ends or begins.")]


def _changed(head: Html, items: Sequence[Changed], tr: Translator) -> list[Html]:
    if not items:
        return []
    shown = [
        tr(
            "· {agency}: {title}, {day}",
            agency=one.agency,
            title=one.title_zh if tr.chinese else one.title_en,
            day=one.obey,
        )
        for one in items[:_MOST]
    ]
    more = len(items) - _MOST
    return [head, *shown, *([tr.plural("and {n} more", "and {n} more", more)] if more > 0 else [])]


def unmanned(tr: Translator) -> Html:
    """The lead organ that was chosen has nobody to hear."""
    return tr(
        "⚠ This agency has no coordinator: what is owed to the lead organ would reach nobody. Please appoint one."
    )
