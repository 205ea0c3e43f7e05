"""What the bot answers. Thin: parse, one use case, one view. The order of registration is the order of asking."""

from bot.telegram.forms import Forms
from bot.telegram.router import Router


def register(router: Router) -> None:
    """Register every handler; plain texts are offered to the takers in this order."""
    from handlers import (
        account,
        agencies,
        appearances,
        cases,
        circular_boards,
        circular_replies,
        circulars,
        court_lists,
        duties,
        duty_topics,
        entry,
        event_plans,
        events,
        groups,
        hearing_topics,
        hearings,
        invitations,
        operations,
        paper_acts,
        paper_intake,
        papers,
        people,
        results,
        roster,
        sign_in,
        todo,
        weeks,
        workdays,
    )

    forms = Forms(router)
    entry.register(router)
    circulars.register(router, forms)
    circular_replies.register(router, forms)
    circular_boards.register(router)
    groups.register(router, forms)
    agencies.register(router, forms)
    people.register(router, forms)
    invitations.register(router, forms)
    roster.register(router)
    cases.register(router, forms)
    paper_intake.register(router, forms)
    papers.register(router, forms)
    paper_acts.register(router, forms)
    duties.register(router, forms)
    duty_topics.register(router)
    todo.register(router)
    hearings.register(router, forms)
    court_lists.register(router, forms)
    appearances.register(router, forms)
    results.register(router, forms)
    hearing_topics.register(router)
    weeks.register(router)
    workdays.register(router, forms)
    event_plans.register(router, forms)
    events.register(router, forms)
    sign_in.register(router, forms)
    operations.register(router, forms)
    account.register(router, forms)
