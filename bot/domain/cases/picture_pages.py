"""The pictures of one draft as what they are pages of: those of an album are one paper, in the order they were sent.

A picture is kept in the draft's context as plain values, so that pages which are read one after another are read
together; it goes with the draft. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.hall.extracts import Extract, as_json, from_json

KEY = "pictures"
Picture = dict[str, Any]
"""`file` (its hash), `name`, `mime`, `order` (the number of its message), `album`; `said` once it was read."""


def picture(file: Mapping[str, Any], order: int, album: str) -> Picture:
    """One that waits to be read."""
    return {"file": file["hash"], "name": file["name"], "mime": file["mime"], "order": order, "album": album}


def of(context: Mapping[str, Any], values: Mapping[str, Any]) -> list[Picture]:
    """Those whose files the draft still has, in the order in which they were sent."""
    there = {one["hash"] for one in values.get("files") or ()}
    return sorted((one for one in context.get(KEY) or () if one["file"] in there), key=lambda one: int(one["order"]))


def waiting(pictures: Iterable[Picture]) -> list[Picture]:
    return [one for one in pictures if "said" not in one]


def with_said(pictures: Sequence[Picture], digest: str, extract: Extract) -> list[Picture]:
    """The pictures once one of them was read."""
    said = as_json(Extract(extract.pages, lines=extract.lines))
    return [{**one, "said": said} if one["file"] == digest else one for one in pictures]


@dataclass(frozen=True)
class Paper:
    """Pictures that are pages of one: what they say together, its pages in their order."""

    pictures: tuple[Picture, ...]
    extract: Extract

    @property
    def names(self) -> list[str]:
        return [str(one["name"]) for one in self.pictures]

    def at(self, page: int) -> tuple[Picture, int]:
        """The picture in which a page of the whole stands, and which page of that it is."""
        for one in self.pictures:
            own = _pages(one)
            if page < own:
                return one, page
            page -= own
        return self.pictures[0], 0


def papers(pictures: Sequence[Picture]) -> list[Paper]:
    """What was read, by albums. An album of which a page is still being read says nothing yet."""
    found: dict[str, list[Picture]] = {}
    for one in pictures:
        found.setdefault(str(one["album"] or one["file"]), []).append(one)
    return [_joined(those) for those in found.values() if not waiting(those)]


def whole(papers: Sequence[Paper]) -> Paper:
    """What several papers of one envelope say together: where a value stands may be in any of them."""
    return _joined([one for paper in papers for one in paper.pictures])


def _pages(one: Picture) -> int:
    return max(1, len(one["said"]["pages"]))


def _joined(those: Sequence[Picture]) -> Paper:
    pages, lines = list[str](), []
    for one in those:
        said = from_json(one["said"])
        lines += [replace(line, page=line.page + len(pages)) for line in said.lines]
        pages += said.pages or ("",)
    return Paper(tuple(those), Extract(tuple(pages), lines=tuple(lines)))
