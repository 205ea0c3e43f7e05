"""Files of events: the calendar entry, the QR image, the sign-in sheet and the tally, what participants receive."""

from __future__ import annotations

import io

from bot.domain.events.acts import EVENT_EXPORTED
from bot.domain.events.events import ANSWER_NAMES, GROUP_NAMES, PRESENCE_NAMES, EventView, file_name
from bot.domain.events.topics import FILE, SHEET, EventFile, Sheet
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.message import XLSX, Attachment
from bot.domain.hall.terms import EventAnswer, EventState
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.calendar_files import CalendarEntry, calendar_file
from bot.services.events import cards, rows, sign_in
from bot.services.hall import workbooks
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.cases import files as files_store
from bot.store.tables import Event, StoredFile
from bot.texts import Translator

A = EventAnswer
MOST = 10


def calendar_entry(desk: Desk, event: EventView, tr: Translator) -> Attachment:
    """The event for people's calendars: always as it is now; a cancelled one is taken out."""
    entry = CalendarEntry(
        uid=f"event-{event.id}@chuting",
        sequence=event.sequence,
        starts_at=event.starts_at,
        stamp=desk.now,
        title=event.title,
        place=event.place,
        text=str(tr("Held by {agency}", agency=event.organiser)),
        cancelled=event.state is EventState.CANCELLED,
        length=event.ends_at - event.starts_at,
        organiser=event.organiser,
    )
    return Attachment(file_name(event.title, ".ics"), calendar_file(entry), "text/calendar")


def qr_image(link: str) -> Attachment:
    """The link as a picture that a phone's camera reads."""
    # Imported when it is needed: the bot's memory is small, and this is used now and then.
    import qrcode

    picture = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=10, border=4)
    picture.add_data(link)
    picture.make(fit=True)
    file = io.BytesIO()
    picture.make_image(fill_color="black", back_color="white").save(file, "PNG")
    return Attachment("code.png", file.getvalue(), "image/png", picture=True)


# -- sheets --------------------------------------------------------------------------------------------------------


def ask_for_sheet(desk: Desk, event_id: int, which: str) -> None:
    """Send the actor the sign-in sheet (`sheet`) or the tally by agency (`tally`) as a file, made outside this turn.

    Raises:
        Missing: there is no such event or sheet. NotAllowed: the actor does not keep its list.
    """
    event = cards.event_of(desk, event_id)
    if which not in ("sheet", "tally"):
        raise Missing
    if not sign_in.may_keep_list(desk, event):
        raise NotAllowed
    desk.audit(EVENT_EXPORTED, rows.subject_of(event), agency_id=event.organiser_id, new={"what": which})
    outbox.plan(desk, Notice(SHEET, Sheet(event=event_id, what=which)), to_person(desk.actor.person_id))  # fmt: skip


def sheet(desk: Desk, event_id: int, which: str, tr: Translator) -> Attachment:
    """The sheet as an office file with a Chinese name.

    Raises: as `ask_for_sheet`.
    """
    event = cards.event_of(desk, event_id)
    if not sign_in.may_keep_list(desk, event):
        raise NotAllowed
    make, name = (_tally_rows, tr("tally")) if which == "tally" else (_sheet_rows, tr("sign-in sheet"))
    headings, body = make(desk, event, tr)
    return Attachment(file_name(event.title, f"{name}.xlsx"), workbooks.sheet(headings, body, str(name)), XLSX)


def _sheet_rows(desk: Desk, event: Event, tr: Translator) -> tuple[list[str], list[list[object]]]:
    """One row a person: who was to come and who was there (reference F16)."""
    headings = ("No.", "Agency", "Name", "Post", "Group", "Answer", "Reason", "Attendance", "Signed in at", "Signature")
    agencies = {a.id: a.short_name for a in rows.agencies_of(desk, event.id)}
    order = {agency_id: n for n, agency_id in enumerate(agencies)}
    guests = sorted(rows.guests_of(desk, event.id), key=lambda one: (order.get(one.agency_id, 0), one.id or 0))
    body: list[list[object]] = [
        [
            number, agencies.get(one.agency_id, ""), one.name, one.post, str(tr(GROUP_NAMES.get(one.group, "others"))),
            str(tr(ANSWER_NAMES[one.answer])), tr.words.get(one.reason, one.reason),
            str(tr(PRESENCE_NAMES[one.presence])) if one.presence else "",
            tr.moment(one.signed_at, year=True) if one.signed_at else "", "",
        ]
        for number, one in enumerate(guests, start=1)
    ]  # fmt: skip
    return [str(tr(h)) for h in headings], body


def _tally_rows(desk: Desk, event: Event, tr: Translator) -> tuple[list[str], list[list[object]]]:
    """One row an agency, and the sum of all."""
    headings = ("Agency", "Invited", "Coming", "Waiting", "Sends another", "Not coming", "No answer", "Present", "Late")
    found = rows.tallies(desk, event.id)
    lines = [(a.short_name, found[a.id or 0]) for a in rows.agencies_of(desk, event.id)]
    lines.append((str(tr("In all")), rows.tally(desk, event.id)))
    body: list[list[object]] = [
        [
            name, t.invited, t.of(A.COMING), t.of(A.WAITING), t.of(A.SENDS), t.of(A.DECLINED), t.of(A.UNANSWERED),
            t.here, t.late,
        ]
        for name, t in lines
    ]  # fmt: skip
    return [str(tr(h)) for h in headings], body


# -- material and photos -------------------------------------------------------------------------------------------


def send_files(desk: Desk, event_id: int, which: str) -> int:
    """Send the actor the material or the photos of an event, each as a message; returns how many there are.

    Raises:
        Missing: there are none. NotAllowed: the event is none of the actor's business.
    """
    event = cards.event_of(desk, event_id)
    subject = rows.photo_subject(event) if which == "photo" else rows.material_subject(event)
    found = files_store.of_subject(desk.session, str(subject))
    if not found:
        raise Missing
    for one in found[:MOST]:
        outbox.plan(desk, Notice(FILE, EventFile(event_id, one.id or 0)), to_person(desk.actor.person_id))
    return len(found)


def stored(desk: Desk, event_id: int, file_id: int) -> Attachment | None:
    """A file of an event, asked for again when it is sent; None when its content is gone.

    Raises:
        Missing, NotAllowed: it belongs to no event of the actor's.
    """
    event = cards.event_of(desk, event_id)
    file = desk.session.get(StoredFile, file_id)
    if file is None or file.subject not in (str(rows.material_subject(event)), str(rows.photo_subject(event))):
        raise Missing
    try:
        return Attachment(file.name, desk.house.files.get(file.hash), file.mime or "application/octet-stream")
    except FileNotFoundError:
        return None
