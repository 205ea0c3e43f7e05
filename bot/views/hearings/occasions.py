"""What a leader is asked to come to."""

from __future__ import annotations

from bot.domain.hall.message import Html
from bot.domain.hearings.hearings import HearingView
from bot.domain.reading.court_texts import says_online
from bot.domain.reading.places import names_room
from bot.texts import Translator
from bot.views.hall.where import place_of


def occasion(view: HearingView | None, tr: Translator) -> Html:
    """Where and when, in a sentence to a leader."""
    if view is None:
        return tr(
            "your agency is sued; the hearing has no date yet. You are asked to appear as its responsible leader."
        )
    place = place_of(view, tr, unknown="")
    if view.online and (not view.place or (says_online(view.place) and not names_room(view.place))):
        return tr(
            "your agency is sued; the hearing is held online on {when}. You are asked to appear as its responsible "
            "leader.",
            when=view.starts_at,
        )
    if not place:
        return tr(
            "your agency is sued; the hearing is on {when}. You are asked to appear as its responsible leader.",
            when=view.starts_at,
        )
    return tr(
        "your agency is sued; the hearing is on {when}, {place}. You are asked to appear as its responsible leader.",
        when=view.starts_at,
        place=place,
    )
