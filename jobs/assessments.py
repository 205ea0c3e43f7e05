"""07:10: scores of an assessment year that is over are frozen, once; who owes an answer to an objection is reminded."""

from bot.services.figures import assessment_news, assessments
from bot.services.hall.desk import Desk


def daily(desk: Desk) -> None:
    assessments.freeze_due(desk)
    assessment_news.remind_due(desk)
