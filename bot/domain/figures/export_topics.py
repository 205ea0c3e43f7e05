"""What is said of files of figures that are under way."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class OfJob:
    job: int


PROGRESS = Topic("figures.file", "A file of figures", OfJob, Lane.INTERACTIVE, live=True, whole=True)
TOPICS = listed(PROGRESS)
