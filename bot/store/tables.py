"""All tables, so that whoever needs the metadata has it whole."""

from sqlmodel import SQLModel

from bot.store.agencies import Agency, Appointment, Invitation, LinkedGroup, Person
from bot.store.appearances import Appearance
from bot.store.cases import Case, Paper, Party, StoredFile
from bot.store.circulars import Circular, CircularAnswer, CircularReceipt
from bot.store.delivery import AuditEntry, Draft, InboxRow, Note, OutboxRow
from bot.store.duties import Duty
from bot.store.events import Event, EventGuest
from bot.store.hearings import Hearing, HearingResult

metadata = SQLModel.metadata

__all__ = [
    "Agency",
    "Appearance",
    "Appointment",
    "AuditEntry",
    "Case",
    "Circular",
    "CircularAnswer",
    "CircularReceipt",
    "Draft",
    "Duty",
    "Event",
    "EventGuest",
    "Hearing",
    "HearingResult",
    "InboxRow",
    "Invitation",
    "LinkedGroup",
    "Note",
    "OutboxRow",
    "Paper",
    "Party",
    "Person",
    "StoredFile",
    "metadata",
]
