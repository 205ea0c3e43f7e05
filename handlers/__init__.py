"""What the bot answers. Thin: parse, one use case, one view. The order of registration is the order of asking."""

from bot.telegram import parts, pictured
from bot.telegram.forms import Forms
from bot.telegram.router import Router


def register(router: Router) -> None:
    """Register every handler; plain texts are offered to the takers in this order."""
    from handlers.agencies import account, agencies, entry, groups, invitations, people, reforms, roster
    from handlers.bulletins import court as court_bulletins
    from handlers.bulletins import court_files, court_letters
    from handlers.bulletins import court_topics as court_bulletin_topics
    from handlers.bulletins import library as typical_cases
    from handlers.bulletins import own as own_bulletins
    from handlers.bulletins import principals as principals_months
    from handlers.cases import (
        cases,
        claims,
        effects,
        paper_acts,
        paper_copies,
        paper_intake,
        papers,
        parties,
        picture_reading,
        series,
    )
    from handlers.circulars import boards, circulars, recipients, replies
    from handlers.day import digests, edited, home, lost, todo, weeks
    from handlers.documents import (
        breaches,
        documents,
        follow_ups,
        hearing_papers,
        leader_forms,
        letters,
        paper_files,
        prints,
        writing,
        yearly,
    )
    from handlers.documents import topics as document_topics
    from handlers.duties import duties, reported, together, topics
    from handlers.duties import spoken as duties_spoken
    from handlers.events import events, plans, sign_in
    from handlers.figures import assessments, figures, ledger_imports
    from handlers.figures import exports as figure_exports
    from handlers.figures import leaders as figures_leaders
    from handlers.hearings import (
        appearances,
        changes,
        court,
        court_lists,
        hearing_files,
        hearings,
        naming,
        news,
        pressing,
        results,
        results_said,
        spoken,
        undated,
    )
    from handlers.hearings import series as hearing_series
    from handlers.hearings import topics as hearing_topics
    from handlers.law import workdays
    from handlers.operations import operations

    forms = Forms(router)
    court_files.register(router, forms)
    parts.register(router)
    entry.register(router)
    circulars.register(router, forms)
    recipients.register(router, forms)
    replies.register(router, forms)
    boards.register(router)
    groups.register(router, forms)
    agencies.register(router, forms)
    reforms.register(router, forms)
    people.register(router, forms)
    invitations.register(router, forms)
    roster.register(router)
    ledger_imports.register(router)
    assessments.register(router, forms)
    figures.register(router, forms)
    figures_leaders.register(router, forms)
    results_said.register(router, forms)
    changes.register(router, forms)
    hearing_files.register(router, forms)
    cases.register(router, forms)
    claims.register(router, forms)
    paper_copies.register(router, forms)
    paper_intake.register(router, forms)
    papers.register(router, forms)
    paper_acts.register(router, forms)
    picture_reading.register(router, forms)
    pictured.register(router, forms)
    series.register(router)
    effects.register(router, forms)
    parties.register(router, forms)
    duties.register(router, forms)
    leader_forms.register(router)
    documents.register(router)
    yearly.register(router)
    letters.register(router)
    breaches.register(router, forms)
    court_bulletins.register(router, forms)
    court_letters.register(router, forms)
    court_bulletin_topics.register(router)
    writing.register(router, forms)
    paper_files.register(router)
    document_topics.register(router)
    follow_ups.register(router, forms)
    hearing_papers.register(router, forms)
    duties_spoken.register(router)
    topics.register(router)
    together.register(router)
    reported.register(router, forms)
    todo.register(router)
    hearings.register(router, forms)
    court_lists.register(router, forms)
    hearing_series.register(router)
    appearances.register(router, forms)
    naming.register(router)
    court.register(router)
    results.register(router, forms)
    hearing_topics.register(router)
    news.register(router)
    pressing.register(router)
    undated.register(router)
    own_bulletins.register(router, forms)
    typical_cases.register(router, forms)
    principals_months.register(router)
    weeks.register(router)
    digests.register(router)
    workdays.register(router, forms)
    plans.register(router, forms)
    events.register(router, forms)
    sign_in.register(router, forms)
    prints.register(router)
    figure_exports.register(router)
    operations.register(router, forms)
    spoken.register(router)
    account.register(router, forms)
    home.register(router)
    edited.register(router)
    lost.register(router, forms)
