"""08:55: the court's bulletin that does not come in is asked for; candidates for letters follow corrected rows;
the summary of the month is drafted on its day."""

from bot.services.bulletins import chasing, summaries
from bot.services.hall.desk import Desk


def morning(desk: Desk) -> None:
    chasing.daily(desk)
    summaries.prepare(desk)
