"""This week and the next, as text to read, to copy and as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from bot.domain.hall.message import (
    COPY_LENGTH,
    XLSX,
    Attachment,
    Copy,
    Html,
    Message,
    bold,
    message,
    plain,
    tap,
)
from bot.domain.hall.paging import cut
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.hearings import HearingLine, Week
from bot.texts import Translator
from bot.views.hall.paging import position, turning
from bot.views.hall.where import place_of
from bot.views.hearings import appearances

PER_PAGE = 9
"""Lines of one page: hearings, and what stands above those of a week."""


def text(week: Week, tr: Translator, number: int = 0) -> Message:
    """/week, page by page; the summary and the sheet hold all of it."""
    this, following = (_part(title, found, tr) for title, found in _weeks(week, tr))
    page = cut([*this, *following], number, PER_PAGE)
    return message(
        bold(_title(week, tr)),
        *page.items,
        position(page, tr),
        buttons=(
            (Copy(str(tr("Copy the summary")), relay(week, tr)), tap(tr("As a sheet (.xlsx)"), "wk.x")),
            turning(page, tr, "wk"),
        ),
    )


def _weeks(week: Week, tr: Translator) -> tuple[tuple[Html, Sequence[HearingLine]], ...]:
    return (tr("This week"), week.this_week), (tr("Next week"), week.next_week)


def _title(week: Week, tr: Translator) -> Html:
    return tr("Hearings from {first} to {last}", first=week.begins, last=week.begins + timedelta(days=13))


def _part(title: Html, found: Sequence[HearingLine], tr: Translator) -> list[Html]:
    if not found:
        return [tr("{title}: no hearings.", title=bold(title))]
    head = tr("{title}: {counts}", title=bold(title), counts=_counts(found, tr))
    return [head, *(_line(one, tr) for one in found)]


def _counts(found: Sequence[HearingLine], tr: Translator) -> Html:
    """Total, confirmed, unconfirmed, principals, moved."""
    open_ = [one for one in found if one.unconfirmed]
    return tr.plural(
        "{n} hearing, {confirmed} confirmed, {open} not confirmed, {principals} with the principal, {moved} moved",
        "{n} hearings, {confirmed} confirmed, {open} not confirmed, {principals} with the principal, {moved} moved",
        len(found),
        confirmed=sum(one.state is AppearanceState.CONFIRMED for one in found),
        open=len(open_),
        principals=sum(one.with_principal for one in found),
        moved=sum(one.moved_from is not None for one in found),
    )


def _line(one: HearingLine, tr: Translator) -> Html:
    moved = tr(" (moved)") if one.moved_from else ""
    return tr(
        "· {when} {agency} {number}: {leader}{moved}",
        when=one.starts_at,
        agency=one.agency,
        number=one.number,
        leader=appearances.brief(one, tr),
        moved=moved,
    )


def relay(week: Week, tr: Translator) -> str:
    """The figures and who is not confirmed, short enough for a copy button; no plaintiff is in it."""
    said = [str(_title(week, tr))]
    for title, found in _weeks(week, tr):
        said.append(str(tr("{title}: {counts}", title=title, counts=_counts(found, tr))))
    names = list(dict.fromkeys(one.agency for one in week.lines if one.unconfirmed))
    if names:
        said.append(str(tr("Not confirmed: {list}", list=tr.join(names))))
    return plain(Html("\n".join(said)))[:COPY_LENGTH]


def sheet(week: Week, tr: Translator) -> Attachment:
    """Every hearing of the two weeks. What begins with = stays text."""
    content = BytesIO()
    # Imported when it is needed: the bot's memory is small, and this is used now and then.
    import xlsxwriter

    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(str(tr("Hearings"))[:31])
    heads = ("Time", "Agency", "Case number", "Place", "Leader", "Post", "State", "Principal", "Moved from")
    words = [_head(head, tr) for head in heads]
    page.write_row(0, 0, words, book.add_format({"bold": True}))
    for number, one in enumerate(week.lines, 1):
        page.write_row(number, 0, _cells(one, tr))
    page.set_column(0, len(heads) - 1, 20)
    page.freeze_panes(1, 0)
    book.close()
    return Attachment(f"{tr('Hearings')}-{week.begins.isoformat()}.xlsx", content.getvalue(), XLSX)


def _head(head: str, tr: Translator) -> str:
    known = {
        "Time": tr("Time"),
        "Agency": tr("Agency"),
        "Case number": tr("Case number"),
        "Place": tr("Place"),
        "Leader": tr("Leader"),
        "Post": tr("Post"),
        "State": tr("State"),
        "Principal": tr("Principal"),
        "Moved from": tr("Moved from"),
    }
    return plain(known[head])


def _cells(one: HearingLine, tr: Translator) -> list[str]:
    yes = plain(tr("Yes")) if one.with_principal else ""
    moved = tr.moment(one.moved_from, year=True) if one.moved_from else ""
    state = plain(appearances.brief(one, tr))
    return [
        tr.moment(one.starts_at, year=True),
        one.agency,
        one.number,
        place_of(one, tr, unknown=""),
        one.leader,
        tr.post(one.post),
        state,
        yes,
        moved,
    ]
