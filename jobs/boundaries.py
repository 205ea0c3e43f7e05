"""Daily: the calendar's duties come into being, who left is named no more, who must appear is judged again, and what
may be a breach is raised for the coordinators."""

from bot.services.documents import breaches
from bot.services.documents import leavers as document_leavers
from bot.services.duties import recurring
from bot.services.hall.desk import Desk
from bot.services.hearings import leavers, rejudging
from bot.services.law import workdays


def daily(desk: Desk) -> None:
    workdays.learn_stored(desk.session, desk.house.law)
    recurring.tick(desk)
    leavers.daily(desk)
    document_leavers.daily(desk)
    rejudging.all_open(desk)
    breaches.raise_everywhere(desk)
