"""What a planned message is about, by its topic and its subject, for whoever decides about it."""

from __future__ import annotations

from bot.domain.hall.subjects import Subject
from bot.domain.records import TOPICS
from bot.texts import Translator


def topic_words(topic: str, tr: Translator) -> str:
    """In words; one that only a later version knows is told as what it is, a message."""
    return str(tr(TOPICS[topic].words) if topic in TOPICS else tr("A message"))


def subject_words(stored: str, tr: Translator) -> str:
    """What kind of thing it is about: for what has no name to be called by."""
    subject = Subject.read(stored)
    return str(tr(subject.kind.words)) if subject else ""
