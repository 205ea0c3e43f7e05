"""The roster on the screen: who has registered, what a file would do, what it did."""

from __future__ import annotations

from bot.domain.agencies.roster import Counter, Counts, Preview, Progress, RowError
from bot.domain.hall.message import Attachment, Button, Html, Message, Rows, bold, fold, html, lines, message, tap
from bot.texts import Translator

SHOWN_ERRORS = 15
SEE, ALL = "see", "all"
"""What the buttons say of the rows that are hidden in a file: show what they would do; import them too."""
SHOWN_AGENCIES = 15
_NAMES = 6


def counter(found: Counter, tr: Translator) -> Message:
    """One message that is edited whenever somebody registers."""
    return message(
        registered(found, tr),
        tr("To import agencies and people, fill in the template and send the .xlsx file here."),
        buttons=_ways(found, tr),
    )


def registered(found: Counter, tr: Translator) -> Html:
    """How many have registered, and who is missing where."""
    more = len(found.agencies) - SHOWN_AGENCIES
    return lines(
        tr("【Roster】{registered} of {total} people are registered.", registered=found.registered, total=found.total),
        fold(lines(*[_progress(one, tr) for one in found.agencies[:SHOWN_AGENCIES]])) if found.agencies else None,
        tr.plural("and {n} more agency", "and {n} more agencies", more) if more > 0 else None,
    )


def _progress(one: Progress, tr: Translator) -> Html:
    names = tr.join([str(html(name)) for name in one.missing[:_NAMES]])
    more = "…" if len(one.missing) > _NAMES else ""
    return tr(
        "{agency}: {registered}/{total}, missing {names}",
        agency=one.agency,
        registered=one.registered,
        total=one.total,
        names=Html(names + more),
    )


def _ways(found: Counter, tr: Translator) -> Rows:
    rows: list[tuple[Button, ...]] = [
        (tap(tr("Template"), "ro.tpl"), tap(tr("Present roster"), "ro.now")),
    ]
    if found.expired:
        rows.append((tap(tr("Extend the expired ones ({n})", n=found.expired), "ro.ext"),))
    if found.without_link:
        words = tr.plural("Invitation code for {n} person", "Invitation codes for {n} people", found.without_link)
        rows.append((tap(words, "ro.codes"),))
    rows.append((tap(tr("Open invitations"), "iv.out"),))
    return tuple(rows)


def template(sheet: Attachment, tr: Translator) -> Message:
    return message(
        tr("Columns in orange must be filled in. Please send the filled sheet back to me as .xlsx."), attachment=sheet
    )


def present(sheet: Attachment, tr: Translator) -> Message:
    return message(
        tr(
            "The roster as it is now. Change it and send it back: new rows are added, changed cells are changed, "
            "a date in the column “Until” ends an appointment. A row that is missing changes nothing."
        ),
        attachment=sheet,
    )


# -- a file ----------------------------------------------------------------------------------------------------


def preview(found: Preview, tr: Translator, *, most: int = SHOWN_ERRORS) -> Message:
    """What a file would do; only the confirm button makes it count. With errors nothing can be confirmed.

    Of more than `most` errors the others stand in a file, which is sent below.
    """
    ignored = left_aside(found, tr)
    if found.errors:
        shown = [error_line(error, tr) for error in found.errors[:most]]
        return message(
            tr.plural(
                "【Roster】{n} error. Nothing has been imported.",
                "【Roster】{n} errors. Nothing has been imported.",
                len(found.errors),
            ),
            *shown,
            tr("All errors are in the file below.") if len(found.errors) > most else None,
            ignored,
            hidden(found, tr),
            tr("Please correct the file and send it again."),
        )
    if not found.counts.total:
        words = tr("【Roster】The file says what is known already; there is nothing to import.")
        return message(words, ignored, hidden(found, tr), buttons=_with_hidden(found, tr))
    whole = (ALL,) if found.unseen else ()
    return message(
        tr("【Roster】The file is in order. It would do this:"),
        *counts(found.counts, tr),
        ignored,
        hidden(found, tr),
        buttons=(
            (tap(tr("✓ Import"), "ro.ok", found.token, *whole), tap(tr("Cancel"), "ro.x")),
            *_with_hidden(found, tr),
        ),
    )


def hidden(found: Preview, tr: Translator) -> Html | None:
    """What is hidden in the file, and whether it is imported, if there is anything."""
    if not found.hidden:
        return None
    words = tr("It is imported as well.") if found.unseen else tr("It is not imported unless you say so.")
    return lines(*(tr(one.msgid, **one.params) for one in found.hidden), words)


def _with_hidden(found: Preview, tr: Translator) -> Rows:
    if not found.hidden or found.unseen or not found.token:
        return ()
    return ((tap(tr("See it with the hidden rows"), "ro.ok", found.token, SEE),),)


def left_aside(found: Preview, tr: Translator) -> Html | None:
    """Columns that mean nothing here, if there are any."""
    return tr("Columns left aside: {names}", names=tr.join(list(found.ignored))) if found.ignored else None


def error_line(error: RowError, tr: Translator) -> Html:
    """Where, and what is wrong."""
    return tr(
        "{sheet}, row {row}, {column}: {words}",
        sheet=error.sheet,
        row=error.row,
        column=error.column,
        words=tr(error.problem.msgid, **error.problem.params),
    )


def counts(found: Counts, tr: Translator) -> list[Html]:
    """One line for each kind of change."""
    said = (
        (found.agencies_created, "New agencies: {n}"),
        (found.agencies_changed, "Changed agencies: {n}"),
        (found.people_created, "New people: {n}"),
        (found.people_changed, "Changed telephone numbers: {n}"),
        (found.appointments_created, "New appointments: {n}"),
        (found.appointments_changed, "Changed posts: {n}"),
        (found.appointments_ended, "Ended appointments: {n}"),
    )
    return [tr(words, n=n) for n, words in said if n]


def imported(found: Counts, tr: Translator) -> Message:
    return message(tr("【Roster】Imported."), *counts(found, tr))


def codes(sheet: Attachment, people: int, tr: Translator) -> Message:
    """The codes, once: they are not kept and cannot be shown again."""
    return message(
        tr.plural(
            "Invitation codes for {n} person, one sheet for each agency, valid for 7 days.",
            "Invitation codes for {n} people, one sheet for each agency, valid for 7 days.",
            people,
        ),
        tr("They are shown only this once. Please pass them on to each person alone."),
        attachment=sheet,
        secret=True,
    )


def no_codes(tr: Translator) -> Message:
    return message(bold(tr("Everybody who is not registered has an open invitation already.")))


def all_errors(sheet: Attachment, tr: Translator) -> Message:
    return message(bold(tr("All errors")), attachment=sheet)
