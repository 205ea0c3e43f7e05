"""Evidence of a circular: the ledger of receipts as a sheet, the answers as archives with an index."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from bot.domain.agencies.people_forms import ROLE_NAMES
from bot.domain.circulars.circulars import STATE_NAMES, kind_name
from bot.domain.circulars.standing import DONE_NAMES, STANDING_NAMES, Standing, fault
from bot.domain.circulars.topics import GROUP
from bot.domain.hall.message import Html, plain
from bot.domain.hall.terms import SendState
from bot.services.circulars import receipts
from bot.services.circulars.circulars import circular, parts_of, sending_subject, title_of
from bot.services.circulars.receipts import files_of
from bot.services.hall import workbooks
from bot.services.hall.desk import Desk
from bot.store.circulars import receipts as receipts_store
from bot.store.post import queries as post_store
from bot.store.tables import (
    Agency,
    Circular,
    CircularAnswer,
    CircularReceipt,
    LinkedGroup,
    OutboxRow,
    Person,
    StoredFile,
)
from bot.texts import Translator

ARCHIVE_BYTES = 45 * 1024 * 1024
"""Of files in one archive: a bot may send 50 MB (core.telegram.org/bots/api#senddocument)."""
HEADINGS = (
    "Agency",
    "Name",
    "Role",
    "State",
    "Planned",
    "Delivered",
    "Message id",
    "Ids of the copies",
    "Came later",
    "Confirmed",
    "Answered",
    "Answer",
    "Files",
    "Exact text",
    "Fault",
)
_OF_GROUPS: dict[SendState, Standing] = {
    SendState.SENT: Standing.SILENT,
    SendState.UNCERTAIN: Standing.UNCERTAIN,
    SendState.FAILED: Standing.MISSED,
    SendState.HELD: Standing.HELD,
    SendState.CANCELLED: Standing.NOT_SENT,
}
_BAD_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\r\t', "_"))


def ledger_of(desk: Desk, circular_id: int, tr: Translator) -> tuple[str, bytes]:
    """File name and content of the ledger of receipts (.xlsx): texts, times (local) and message ids."""
    row = circular(desk, circular_id, lock=False)
    found = receipts_store.lines(desk.session, receipts.asked(desk, row))
    body = _head(desk, row, tr) + [_line(desk, tr, *each, _state(row, where, tr)) for each, where in found]
    to_groups = post_store.about(desk.session, str(sending_subject(row.id)), topics=[GROUP.name])
    body += [_group_line(desk, tr, sent) for sent in to_groups]
    name = f"{_safe(title_of(row))}-{tr('receipts')}-{desk.local:%Y%m%d-%H%M}.xlsx"
    return name, workbooks.sheet([str(tr(h)) for h in HEADINGS], body, str(tr("Receipts")))


def _head(desk: Desk, row: Circular, tr: Translator) -> list[list[object]]:
    """First lines: what was sent, by whom, how it stands."""
    author = desk.session.get(Person, row.author_id)
    approver = desk.session.get(Person, row.approved_by) if row.approved_by else None
    said = "\n".join(part.text or part.name or f"[{tr(kind_name(part.kind))}]" for part in parts_of(row))
    facts = [
        (tr("Circular"), f"{title_of(row)} {row.number}".strip()),
        (tr("State"), tr(STATE_NAMES[row.state])),
        (tr("Author"), author.name if author else ""),
        (tr("Approved by"), f"{approver.name} {_time(tr, row.approved_at)}" if approver else ""),
        (tr("Begun"), _time(tr, row.begun_at)),
        (tr("Text"), said),
    ]
    return [[str(what), str(value)] for what, value in facts if value]


def _state(row: Circular, where: Standing, tr: Translator) -> str:
    return str(tr(DONE_NAMES[row.reply] if where is Standing.DONE else STANDING_NAMES[where]))


def _line(
    desk: Desk,
    tr: Translator,
    receipt: CircularReceipt,
    person: Person,
    agency: Agency,
    sent: OutboxRow | None,
    state: str,
) -> list[object]:
    given = receipts_store.answers_to(desk.session, receipt.id or 0) if receipt.answered_at else []
    return [
        agency.short_name,
        person.name,
        str(tr(ROLE_NAMES.get(receipt.role, receipt.role.value))),
        state,
        *_sent(tr, sent),
        _time(tr, receipt.joined_at),
        _time(tr, receipt.read_at),
        _time(tr, receipt.answered_at),
        "\n".join(answer.text for answer in given if answer.text),
        "\n".join(file.name for answer in given for file in files_of(desk, answer)),
        plain(Html(sent.text)) if sent else "",
        _fault(sent, tr),
    ]


def _fault(sent: OutboxRow | None, tr: Translator) -> str:
    """Why it did not arrive, in the reader's language; what went out in the end had none."""
    words = fault(sent.error) if sent is not None and sent.state is not SendState.SENT else ""
    return str(tr(words, said=sent.error)) if sent is not None and words else ""


def _sent(tr: Translator, sent: OutboxRow | None) -> list[object]:
    if sent is None:
        return ["", "", "", ""]
    copies = " ".join(str(message) for one in sent.copied for message in one)
    return [_time(tr, sent.planned_at), _time(tr, sent.sent_at), str(sent.message_id or ""), copies]


def _group_line(desk: Desk, tr: Translator, sent: OutboxRow) -> list[object]:
    group = desk.session.get(LinkedGroup, GROUP.read(sent.args).group)
    name = group.title if group is not None else str(sent.chat_id)
    state = str(tr(STANDING_NAMES[_OF_GROUPS.get(sent.state, Standing.WAITING)]))
    empty = [""] * 5
    return [str(tr("Group")), name, "", state, *_sent(tr, sent), *empty, plain(Html(sent.text)), _fault(sent, tr)]


def _time(tr: Translator, value: datetime | None) -> str:
    return f"{value.astimezone(tr.zone):%Y-%m-%d %H:%M:%S}" if value else ""


def _safe(name: str) -> str:
    return name.translate(_BAD_IN_NAMES).strip(" .")[:60] or "circular"


# -- answers -------------------------------------------------------------------------------------------------------


def archives(desk: Desk, circular_id: int) -> int:
    """Into how many archives the answers go, each small enough to be sent."""
    circular(desk, circular_id, lock=False)
    return len(_shares(desk, circular_id))


def _shares(desk: Desk, circular_id: int) -> list[list[tuple[CircularAnswer, Person, Agency, list[StoredFile]]]]:
    """The answers in shares whose files fit into one archive."""
    shares: list[list[tuple[CircularAnswer, Person, Agency, list[StoredFile]]]] = []
    room = 0
    for answer, person, agency in receipts_store.answers_of(desk.session, circular_id, newest_first=False):
        files = files_of(desk, answer)
        size = sum(file.size for file in files)
        if not shares or size > room:
            shares.append([])
            room = ARCHIVE_BYTES
        shares[-1].append((answer, person, agency, files))
        room -= size
    return shares


def archive(desk: Desk, circular_id: int, number: int, tr: Translator) -> tuple[str, bytes] | None:
    """File name and content of archive `number` (from 0) of the answers, with an index; None if there is none."""
    row = circular(desk, circular_id, lock=False)
    shares = _shares(desk, circular_id)
    if number >= len(shares):
        return None
    content = io.BytesIO()
    index: list[list[object]] = []
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for count, (answer, person, agency, files) in enumerate(shares[number], start=1):
            names = _pack(desk, packed, files, f"{count:03d}-{_safe(agency.short_name)}-{_safe(person.name)}", tr)
            index.append(
                [count, agency.short_name, person.name, _time(tr, answer.answered_at), answer.text, "\n".join(names)]
            )
        headings = [str(tr(h)) for h in ("No.", "Agency", "Name", "Answered", "Answer", "Files")]
        packed.writestr(f"{tr('index')}.xlsx", workbooks.sheet(headings, index, str(tr("Answers"))))
    part = f"-{number + 1}" if len(shares) > 1 else ""
    return f"{_safe(title_of(row))}-{tr('answers')}{part}.zip", content.getvalue()


def _pack(desk: Desk, packed: zipfile.ZipFile, files: Sequence[StoredFile], prefix: str, tr: Translator) -> list[str]:
    """Put the files of one answer in; gives their names there, and says which are missing."""
    names = []
    for number, file in enumerate(files, start=1):
        stem, dot, ending = file.name.rpartition(".")
        name = f"{prefix}-{number}-{_safe(stem or ending)}{dot}{_safe(ending) if stem else ''}"
        try:
            packed.writestr(name, desk.house.files.get(file.hash))
        except FileNotFoundError:
            name = str(tr("{name} (missing)", name=Html(name)))
        names.append(name)
    return names
