"""Who is told of what, in one place: the top of the services. Only entrances import it; no room knows it.

An entrance is whatever opens a house: the bot, the playground's bot, a command of the operator, a test.
"""

from __future__ import annotations

from bot.domain.hall.subjects import About
from bot.services.agencies import audiences, roster
from bot.services.bulletins import court as court_bulletins
from bot.services.bulletins import issuing
from bot.services.bulletins import letters as court_letters
from bot.services.bulletins import passing as bulletins_passing
from bot.services.cases import effect_acts, files
from bot.services.cases import passing as cases_passing
from bot.services.circulars import evidence, later, receipts, sending, steps
from bot.services.circulars import passing as circulars_passing
from bot.services.day import todo_cards, todo_changes
from bot.services.documents import (
    bulletins,
    consequences,
    court_following,
    delivering,
    drafting,
    grounds,
    leader_forms,
    own_files,
)
from bot.services.documents import following as documents_following
from bot.services.documents import leavers as documents_leavers
from bot.services.documents import passing as documents_passing
from bot.services.documents import plans as work_plans
from bot.services.duties import cards as duty_cards
from bot.services.duties import duties
from bot.services.duties import passing as duties_passing
from bot.services.events import counts, following
from bot.services.events import passing as events_passing
from bot.services.figures import exports as figures_exports
from bot.services.figures import keeping as figures_keeping
from bot.services.figures import passing as figures_passing
from bot.services.figures import standing
from bot.services.hall.desk import Predicate, Wiring
from bot.services.hearings import absences, answer_days, leavers, party_changes, plans, rejudging
from bot.services.hearings import passing as hearings_passing


def wire() -> Wiring:
    """The wiring of every house."""
    return Wiring(
        hearing_changed=(following.hearing_changed,),
        advice_handled=(effect_acts.advice_reported,),
        parties_changed=(party_changes.follow,),
        calendar_arrived=(duties.follow_calendar, plans.follow_calendar, rejudging.calendar_arrived),
        appointment_ended=(
            leavers.appointment_ended,
            documents_leavers.appointment_ended,
            todo_cards.appointment_ended,
        ),
        agency_passes=(
            cases_passing.pass_on,
            duties_passing.pass_on,
            hearings_passing.pass_on,
            circulars_passing.pass_on,
            events_passing.pass_on,
            documents_passing.pass_on,
            bulletins_passing.pass_on,
            figures_passing.pass_on,
        ),
        followers=(
            rejudging.FOLLOWER,
            answer_days.FOLLOWER,
            leader_forms.FOLLOWER,
            documents_following.FOLLOWER,
            court_following.FOLLOWER,
            grounds.FOLLOWER,
            consequences.FOLLOWER,
            delivering.FOLLOWER,
            bulletins.FOLLOWER,
            court_letters.FOLLOWER,
            issuing.FOLLOWER,
            work_plans.FOLLOWER,
            later.FOLLOWER,
            todo_changes.FOLLOWER,
            figures_keeping.FOLLOWER,
        ),
        expanders={"circular": sending.expand, "circular.step": steps.expand, "circular.show": receipts.expand},
        uncounted=(counts.unsigned,),
        predicates={
            **audiences.PREDICATES,
            **standing.PREDICATES,
            "no_event": Predicate(agencies=counts.without_event),
        },
        files={
            About.DUTY: duty_cards.of_file,
            About.PAPER: files.of_paper,
            About.APPEARANCE: absences.of_file,
            About.DOCUMENT: own_files.of_document,
            About.EDITION: own_files.of_edition,
            About.FILE_JOB: figures_exports.of_file,
            About.COURT_BULLETIN: court_bulletins.of_file,
        },
        begins=(drafting.may_begin,),
        awaiting=(roster.awaiting, evidence.awaiting),
    )
