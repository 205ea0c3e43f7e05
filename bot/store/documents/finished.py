"""Finished documents, counted and paged by the database under conditions that say whose they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, false, or_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from bot.domain.documents.documents import OVER, DocumentState
from bot.domain.documents.kinds import Stage
from bot.store.documents.tables import Document

OPEN_PROMISE = '%"state": "open"%'
"""How a promise that is open looks in the facts, as both engines write JSON."""


@dataclass(frozen=True)
class Whose:
    """Of which kinds and agencies (`frozen`: only what was submitted); what came for which agencies; single ones
    besides, and those left out."""

    all: Mapping[str, frozenset[int]] = field(default_factory=dict)
    frozen: Mapping[str, frozenset[int]] = field(default_factory=dict)
    addressees: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    """Of these kinds is what came for an agency; others are unknown by now."""
    ids: frozenset[int] = frozenset()
    without: frozenset[int] = frozenset()


def of_scope(scope: Mapping[str, frozenset[int]]) -> ColumnElement[bool]:
    """Those of each kind of the agencies that the scope says of it."""
    kinds: dict[frozenset[int], list[str]] = {}
    for kind, ids in scope.items():
        kinds.setdefault(ids, []).append(kind)
    near = [and_(col(Document.kind).in_(names), col(Document.agency_id).in_(ids)) for ids, names in kinds.items()]
    return or_(false(), *near)


def _is_out() -> ColumnElement[bool]:
    facts: Any = col(Document.facts)
    delivered, delivering = facts["reached"][Stage.DELIVERED.value], facts["delivering"]
    return or_(delivered.as_string().is_not(None), delivering.as_string().is_not(None))


def _condition(whose: Whose) -> ColumnElement[bool]:
    came = and_(col(Document.addressee_id).in_(whose.addressees), col(Document.kind).in_(whose.kinds), _is_out())
    frozen = and_(of_scope(whose.frozen), col(Document.edition) > 0)
    seen = or_(of_scope(whose.all), frozen, came, col(Document.id).in_(whose.ids))
    return and_(col(Document.state).in_(OVER), seen, col(Document.id).not_in(whose.without))


def pairs(session: Session, scope: Mapping[str, frozenset[int]]) -> list[tuple[str, int]]:
    """Of which kinds and agencies there are finished ones."""
    statement = select(Document.kind, Document.agency_id).where(col(Document.state).in_(OVER), of_scope(scope))
    return [(kind, agency) for kind, agency in session.exec(statement.distinct()).all()]


def counted(session: Session, whose: Whose) -> int:
    return int(session.exec(select(func.count()).select_from(Document).where(_condition(whose))).one())


def page(session: Session, whose: Whose, *, first: int, most: int) -> list[Document]:
    """The newest touched first; what people wrote in them is read when it is asked for."""
    statement = select(Document).where(_condition(whose)).options(defer(Document.values))  # type: ignore[arg-type]
    statement = statement.order_by(col(Document.touched_at).desc(), col(Document.id).desc())
    return list(session.exec(statement.offset(first).limit(most)).all())


def of_pairs(session: Session, found: Sequence[tuple[str, int]]) -> list[Document]:
    """All finished ones of these kinds and agencies."""
    if not found:
        return []
    scope: dict[str, frozenset[int]] = {}
    for kind, agency in found:
        scope[kind] = scope.get(kind, frozenset()) | {agency}
    return list(session.exec(select(Document).where(col(Document.state).in_(OVER), of_scope(scope))).all())


def promising(session: Session, scope: Mapping[str, frozenset[int]], kinds: Collection[str]) -> list[Document]:
    """Those that are done, of these kinds, of which something promised may be open: whoever asks looks closer."""
    mine = {kind: ids for kind, ids in scope.items() if kind in kinds}
    statement = select(Document).where(
        col(Document.state) == DocumentState.DONE,
        of_scope(mine),
        cast(col(Document.facts), String).like(OPEN_PROMISE),
    )
    return list(session.exec(statement.order_by(col(Document.id))).all())
