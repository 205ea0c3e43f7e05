"""Pictures that wait to be read for a draft, and pieces of them that wait to be shown."""

from __future__ import annotations

from typing import Any

from sqlmodel import col

from bot.store.hall.tables import PictureJob


def of_kind(*, pieces: bool) -> tuple[Any, ...]:
    """Which rows of the queue ask for a piece, or for a whole picture to be read."""
    return (col(PictureJob.piece) != "" if pieces else col(PictureJob.piece) == "",)
