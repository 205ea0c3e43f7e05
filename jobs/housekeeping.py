"""Housekeeping: nightly, old updates, texts and files go, for they hold names; in the morning, what needs a person."""

from bot.services.documents import printing
from bot.services.figures import exports, ledger_imports
from bot.services.hall import picture_jobs
from bot.services.hall.desk import Desk
from bot.services.operations import keeping, operations
from bot.services.post import retention


def nightly(desk: Desk) -> None:
    retention.prune(desk)
    keeping.prune(desk)
    picture_jobs.prune(desk)
    printing.prune(desk)
    exports.prune(desk)
    ledger_imports.prune(desk)


def files(desk: Desk) -> None:
    """After the rows are gone, and that is committed."""
    keeping.sweep(desk)


def morning(desk: Desk) -> None:
    operations.morning(desk)
