"""All tables, so that whoever needs the metadata has it whole."""

from sqlmodel import SQLModel

from bot.store.agencies.tables import Agency, Appointment, FormerName, Invitation, LinkedGroup, Person
from bot.store.bulletins.tables import CourtBulletin, CourtCase, CourtFigure, Difference, Issued, LetterCandidate
from bot.store.cases.tables import Case, Paper, Party, StoredFile
from bot.store.circulars.tables import Circular, CircularAnswer, CircularReceipt
from bot.store.documents.tables import BreachCandidate, Document, DocumentStep, Edition, NumberSeries, PrintJob
from bot.store.duties.tables import Duty
from bot.store.events.tables import Event, EventGuest
from bot.store.figures.job_tables import FileJob, LedgerImport
from bot.store.figures.tables import CountRow, CountTotal, Evaluation, LedgerMap, Score
from bot.store.hall.tables import AuditEntry, Draft, Note, PictureJob, Seal
from bot.store.hearings.appearance_tables import Appearance
from bot.store.hearings.tables import Hearing, HearingResult
from bot.store.post.tables import InboxRow, OutboxRow

metadata = SQLModel.metadata

__all__ = [
    "Agency",
    "Appearance",
    "Appointment",
    "AuditEntry",
    "BreachCandidate",
    "Case",
    "Circular",
    "CircularAnswer",
    "CircularReceipt",
    "CountRow",
    "CountTotal",
    "CourtBulletin",
    "CourtCase",
    "CourtFigure",
    "Difference",
    "Document",
    "DocumentStep",
    "Draft",
    "Duty",
    "Edition",
    "Evaluation",
    "Event",
    "EventGuest",
    "FileJob",
    "FormerName",
    "Hearing",
    "HearingResult",
    "InboxRow",
    "Invitation",
    "Issued",
    "LedgerImport",
    "LedgerMap",
    "LetterCandidate",
    "LinkedGroup",
    "Note",
    "NumberSeries",
    "OutboxRow",
    "Paper",
    "Party",
    "Person",
    "PictureJob",
    "PrintJob",
    "Score",
    "Seal",
    "StoredFile",
    "metadata",
]
