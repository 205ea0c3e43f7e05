"""What all topics of hearings share."""

from __future__ import annotations

from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message
from bot.domain.hall.topics import P
from bot.telegram.router import Renderer, Scene


def safely(render: Renderer[P]) -> Renderer[P]:
    """What is gone, or no longer the reader's to see, is not said."""

    def rendered(scene: Scene[P]) -> Message | None:
        try:
            return render(scene)
        except Refused:
            return None

    return rendered
