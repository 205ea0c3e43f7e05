"""Papers that wait to be printed: a row each, so that a crash loses none, and no paper is made within a transaction.

What was frozen is printed once and kept, by the hash of its file; a draft is printed for whoever wants to see it, and
not kept. Who prints claims a row with a lease; what was printed is kept in the transaction that removes the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.domain.documents import showing
from bot.domain.documents.documents import DocumentState
from bot.domain.documents.kinds import Kind
from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.files import safe_name
from bot.domain.hall.subjects import About
from bot.services.cases import files as stored_files
from bot.services.documents import changing, filling, permissions
from bot.services.hall import access, files
from bot.services.hall.desk import Desk
from bot.store.documents import printing as print_store
from bot.store.documents import queries as documents_store
from bot.store.queue import Queue
from bot.store.tables import Agency, Case, Document, Edition, Person, PrintJob

SPARE = 60.0
"""Seconds by which a row belongs longer to whoever prints it than printing may take."""
ATTEMPTS = 3
"""How often a draft is begun: one that ends the program each time must not do so for ever."""
PAUSE, LONGEST = 15.0, 1800.0
"""Seconds until the next try of what could not be printed, and at most: its template may be mended meanwhile."""
WAITS = timedelta(days=1)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


# -- asking ------------------------------------------------------------------------------------------------------------


def ask(desk: Desk, document_id: int) -> None:
    """The actor wants to see the document as it would be printed now. Raises Missing or NotAllowed."""
    permissions.visible(desk, document_id)
    _add(desk, PrintJob(document_id=document_id, made_at=desk.now, **_whose(desk)))


def send(desk: Desk, document_id: int, n: int) -> None:
    """Send the actor a frozen version; if it was not printed yet, it comes when it is. Raises Missing or NotAllowed."""
    permissions.visible(desk, document_id)
    edition = documents_store.edition(desk.session, document_id, n)
    if edition is None:
        raise Missing
    if edition.hash:
        stored_files.send(desk, About.EDITION(edition.id))
    else:
        _add(desk, PrintJob(document_id=document_id, edition=n, made_at=desk.now, **_whose(desk)))


def may_have(desk: Desk, document_id: int) -> None:
    """Asked once more before a draft goes out: printing takes a while. Raises Missing or NotAllowed."""
    document, _ = permissions.visible(desk, document_id)
    if document.state is DocumentState.VOID:
        raise NotAllowed


def keep(desk: Desk, document_id: int, n: int) -> None:
    """A version was frozen: it is printed and kept."""
    _add(desk, PrintJob(document_id=document_id, edition=n, made_at=desk.now))


def _whose(desk: Desk) -> dict[str, Any]:
    return {"person_id": desk.actor.person_id or None, "chat_id": desk.actor.chat_id or None}


def _add(desk: Desk, job: PrintJob) -> None:
    """A second tap asks for nothing new."""
    if print_store.same(desk.session, job) is None:
        desk.session.add(job)
        desk.session.flush()
    desk.printed = True


# -- the queue ---------------------------------------------------------------------------------------------------------


QUEUE = Queue(PrintJob, first=print_store.awaited_first, attempts=ATTEMPTS, pause=PAUSE, longest=LONGEST)
"""What was frozen is tried as long as it waits."""
claim, take, settle = QUEUE.claim, QUEUE.take, QUEUE.settle
waiting, give_up_leases = QUEUE.waiting, QUEUE.give_up_leases


def failing(session: Session) -> int:
    """How many of those were tried and put off: their template, say, has a fault."""
    return print_store.failing(session)


def since(session: Session) -> datetime | None:
    """Since when the one that waits longest does; None where nothing waits."""
    return print_store.oldest(session)


def prune(desk: Desk) -> None:
    """Drafts that somebody wanted to see long ago."""
    QUEUE.forget(desk.session, desk.now - WAITS, PrintJob.edition == 0)


# -- what is printed ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Order:
    """What a row asks for: the template, what it shows, the file's name, and who waits for it (a Telegram id)."""

    template: str
    values: Mapping[str, Any]
    name: str
    kind: Kind
    telegram_id: int | None = None
    hash: str = ""
    """Of a version that is printed already."""
    pictures: tuple[str, ...] = ()
    """Hashes of the photographs that stand behind its text."""
    chart: Mapping[str, Any] | None = None
    """The picture of figures that stands in it, as values."""


def order(desk: Desk, job: PrintJob) -> Order | None:
    """None where nobody waits for it any more, or may see it no longer. `desk` is the bot's own."""
    try:
        document, kind = permissions.visible(desk, job.document_id)
        if not job.edition:
            return _draft(desk, job, document, kind)
    except Refused:
        return None
    edition = documents_store.edition(desk.session, job.document_id, job.edition)
    if edition is None:
        return None
    person = _reader(desk, job)
    values = _with_paper(edition.shown, document, kind, showing.day(_frozen_on(desk, edition)))
    name = _name(desk, document, kind, f"第{edition.n}版" if edition.n < document.edition else "")
    return Order(kind.template or kind.id, values, name, kind, person, edition.hash, _pictures(edition.shown),
                 _chart(edition.shown))  # fmt: skip


def _draft(desk: Desk, job: PrintJob, document: Document, kind: Kind) -> Order | None:
    """As whoever asked for it may see it now. Raises Missing or NotAllowed."""
    person = desk.session.get(Person, job.person_id) if job.person_id else None
    if person is None or person.telegram_id is None:
        return None
    mine = Desk(desk.session, desk.house, desk.now, access.actor_of(desk.session, person, desk.today))
    permissions.visible(mine, job.document_id)
    context = filling.filled(mine, document).context
    values = _with_paper(context, document, kind, showing.day(desk.today))
    name = _name(desk, document, kind, "草稿")
    return Order(kind.template or kind.id, values, name, kind, person.telegram_id, pictures=_pictures(context),
                 chart=_chart(context))  # fmt: skip


def _pictures(context: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple((context.get("doc") or {}).get("pictures") or ())


def _chart(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return (context.get("doc") or {}).get("chart")


def _reader(desk: Desk, job: PrintJob) -> int | None:
    person = desk.session.get(Person, job.person_id) if job.person_id else None
    return person.telegram_id if person is not None else None


def _with_paper(context: Mapping[str, Any], document: Document, kind: Kind, day: str) -> dict[str, Any]:
    """What a template sees: the fields, and as `paper` what is known of the paper itself."""
    about: Mapping[str, Any] = context.get("doc") or {}
    paper = {
        "title": about.get("title") or kind.zh,
        "number": about.get("number") or document.number or "",
        "date": about.get("issued_on") or day,
        "agency": about.get("agency") or "",
        "addressee": about.get("addressee") or "",
        "edition": about.get("edition") or "",
        "period": about.get("period") or document.period,
        "chart": "",
    }
    return {**{name: value for name, value in context.items() if name != "doc"}, "paper": paper}


def _frozen_on(desk: Desk, edition: Edition) -> Any:
    return edition.frozen_at.astimezone(desk.house.zone).date()


def _name(desk: Desk, document: Document, kind: Kind, which: str) -> str:
    """败诉案件分析报告-（2026）鲁0831行初12号-草稿.docx: never a plaintiff's name."""
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    agency = desk.session.get(Agency, document.agency_id)
    about = (case.number if case is not None else "") or (agency.name if agency is not None else "")
    parts = (kind.zh, document.number or about, document.period, which)
    return safe_name("-".join(part for part in parts if part) + ".docx")


# -- what was printed --------------------------------------------------------------------------------------------------


def kept(desk: Desk, job: PrintJob, digest: str, name: str, size: int) -> Edition | None:
    """A frozen version has its file from now on: `digest` is of bytes that lie in the store.

    Printing it again gives the same file, and changes nothing. None where the version is gone."""
    edition = documents_store.edition(desk.session, job.document_id, job.edition)
    if edition is None or edition.hash:
        return edition
    edition.hash = digest
    desk.session.add(edition)
    given = {"hash": digest, "name": name, "mime": WORD, "size": size}
    files.keep(desk, About.EDITION(edition.id), (given,))
    changing.refresh(desk, permissions.found(desk, job.document_id))
    return edition
