"""Files sent back to people: each room says who may have those of its subjects (the house's wiring, `files`)."""

from __future__ import annotations

from bot.domain.cases.acts import FILES_FETCHED
from bot.domain.cases.cases import RISK_TAGS
from bot.domain.cases.topics import FILE, OfFile
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.topics import Notice, to_person
from bot.services.cases import cards, cases
from bot.services.duties import cards as duty_cards
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Case, Document, Duty, Edition, StoredFile

MOST = 10
"""Files sent back at once."""


def send(desk: Desk, subject: Subject) -> int:
    """Send the files of a subject to the actor, each as a message; whether the actor may see them is asked then too.

    Raises Missing when there are none.
    """
    found = files.of(desk, subject)
    if not found:
        raise Missing
    for one in found[:MOST]:
        get(desk, one.id or 0)
        outbox.plan(desk, Notice(FILE, OfFile(file=one.id or 0)), to_person(desk.actor.person_id))
    desk.audit(FILES_FETCHED, subject)
    return len(found)


def get(desk: Desk, file_id: int) -> StoredFile:
    """A stored file, if the actor may see what it belongs to.

    Raises:
        Missing: there is none, or it belongs to nothing any more.
        NotAllowed: it is not the actor's to see.
    """
    file = desk.session.get(StoredFile, file_id)
    if file is None:
        raise Missing
    _case_of(desk, file)
    return file


def is_sensitive(desk: Desk, file: StoredFile) -> bool:
    """Whether a file must not be forwarded or saved: it belongs to a risk case, or to a protected paper.

    Raises as `get`."""
    case_id = _case_of(desk, file)
    if _is_protected(desk, Subject.read(file.subject)):
        return True
    case = desk.session.get(Case, case_id) if case_id else None
    return case is not None and any(tag in RISK_TAGS for tag in case.facts.get("tags") or ())


def _is_protected(desk: Desk, subject: Subject | None) -> bool:
    """Whether it is of a document whose kind goes from person to person only, or proves that a risk was reported,
    whatever is said of the case by now."""
    duty = desk.session.get(Duty, subject.number) if subject is not None and subject.kind is About.DUTY else None
    if duty is not None:
        return duty_cards.is_sensitive(duty)
    if subject is None or subject.kind not in (About.DOCUMENT, About.EDITION):
        return False
    edition = desk.session.get(Edition, subject.number) if subject.kind is About.EDITION else None
    document = desk.session.get(Document, edition.document_id if edition is not None else subject.number)
    kind = desk.house.law.kinds.get(document.kind) if document is not None else None
    return kind is not None and kind.protected


def _case_of(desk: Desk, file: StoredFile) -> int | None:
    """The case that a file belongs to, asked of the room that keeps it; so the actor may have the file."""
    subject = Subject.read(file.subject)
    ask = desk.house.wiring.files.get(subject.kind) if subject else None
    if ask is None or subject is None:
        raise Missing
    return ask(desk, subject.number)


def of_paper(desk: Desk, paper_id: int) -> int:
    """The case of a paper whose files the actor may have.

    Raises:
        Missing: there is none. NotAllowed: it is not the actor's to see.
    """
    paper = cards.visible_paper(desk, paper_id)
    case = cases.visible(desk, paper.case_id)
    if paper.entered_by != desk.actor.person_id and not cases.may_see_plaintiff(desk, case):
        # Papers name the plaintiff: they are for the case's own people.
        raise NotAllowed
    return paper.case_id
