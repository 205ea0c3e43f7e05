"""Every act and every topic of the house: rooms declare theirs, here they are listed, so that any record is read."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.agencies import acts as agencies
from bot.domain.agencies import topics as agencies_topics
from bot.domain.bulletins import court_acts, court_topics, library, missing, principals, summaries
from bot.domain.cases import acts as cases
from bot.domain.cases import topics as cases_topics
from bot.domain.circulars import acts as circulars
from bot.domain.circulars import topics as circulars_topics
from bot.domain.day import topics as day_topics
from bot.domain.documents import acts as documents
from bot.domain.documents import leader_forms
from bot.domain.documents import topics as documents_topics
from bot.domain.duties import acts as duties
from bot.domain.duties import topics as duties_topics
from bot.domain.events import acts as events
from bot.domain.events import topics as events_topics
from bot.domain.figures import acts as figures
from bot.domain.figures import assessment_acts, assessment_topics, export_topics, leader_acts, ledger_acts
from bot.domain.hall.acts import Act, listed
from bot.domain.hall.topics import AnyTopic
from bot.domain.hall.topics import listed as listed_topics
from bot.domain.hearings import acts as hearings
from bot.domain.hearings import topics as hearings_topics
from bot.domain.law import acts as law
from bot.domain.law import topics as law_topics
from bot.domain.operations import acts as operations
from bot.domain.operations import topics as operations_topics
from bot.domain.post import topics as post_topics

ACTS: Mapping[str, Act] = listed(
    *agencies.ACTS.values(),
    *court_acts.ACTS.values(),
    *library.ACTS.values(),
    *cases.ACTS.values(),
    *hearings.ACTS.values(),
    *duties.ACTS.values(),
    *circulars.ACTS.values(),
    *documents.ACTS.values(),
    *events.ACTS.values(),
    *ledger_acts.ACTS.values(),
    *figures.ACTS.values(),
    *assessment_acts.ACTS.values(),
    *leader_acts.ACTS.values(),
    *law.ACTS.values(),
    *operations.ACTS.values(),
)
"""By the name that is stored. What an earlier version wrote stays here, also when nothing writes it any more."""
TOPICS: Mapping[str, AnyTopic] = listed_topics(
    *agencies_topics.TOPICS.values(),
    *court_topics.TOPICS.values(),
    *cases_topics.TOPICS.values(),
    *circulars_topics.TOPICS.values(),
    *day_topics.TOPICS.values(),
    *documents_topics.TOPICS.values(),
    *principals.TOPICS.values(),
    *missing.TOPICS.values(),
    *summaries.TOPICS.values(),
    *assessment_topics.TOPICS.values(),
    *leader_forms.TOPICS.values(),
    *duties_topics.TOPICS.values(),
    *events_topics.TOPICS.values(),
    *export_topics.TOPICS.values(),
    *hearings_topics.TOPICS.values(),
    *law_topics.TOPICS.values(),
    *operations_topics.TOPICS.values(),
    *post_topics.TOPICS.values(),
)
"""By the name that is stored, as `ACTS`."""


def personal_in(action: str) -> frozenset[str] | None:
    """The values of an act that may name a person; None, which means all, for an act that nobody declares."""
    return ACTS[action].personal if action in ACTS else None
