"""Finished documents of one reader, counted and paged by the database: rights are worked out once for each kind and
agency of which there are any, and asked of single documents only where they hang on the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.documents.kinds import Kind
from bot.domain.hall.paging import SIZE, Page, within
from bot.services.documents import follow_ups, memory, permissions
from bot.services.hall.desk import Desk
from bot.store.documents import beside
from bot.store.documents import finished as store
from bot.store.documents.finished import Whose
from bot.store.tables import Document

Scope = Mapping[str, frozenset[int]]
Known = tuple[Document, Kind]


def whose(desk: Desk, scope: Scope, promising: Sequence[Known]) -> Whose:
    """Which finished ones the actor sees, but those whose promises are the actor's to follow (`promising`)."""
    if not scope:
        return Whose()
    there = store.pairs(desk.session, scope)
    kept = beside.agencies(desk.session, {agency for _, agency in there})
    drafts, frozen, rest = _sorted(desk, there)
    ids = [one.id or 0 for one in store.of_pairs(desk.session, rest) if _sees(desk, one)]
    del kept  # until here no agency was forgotten by the session
    return Whose(
        all=_scope(drafts),
        frozen=_scope(frozen),
        addressees=frozenset(desk.actor.agencies(*permissions.READERS)),
        kinds=frozenset(desk.house.law.kinds),
        ids=frozenset(ids),
        without=frozenset(one.id or 0 for one, _ in promising),
    )


def _sorted(desk: Desk, pairs: Sequence[tuple[str, int]]) -> tuple[list[tuple[str, int]], ...]:
    """Of which kinds and agencies everything is seen, what was submitted, or what hangs on the case."""
    drafts, frozen, rest = [], [], []
    for kind_id, agency_id in pairs:
        kind = desk.house.law.kinds.get(kind_id)
        if kind is None:
            continue
        if _sees(desk, _any(desk, kind_id, agency_id, 0)):
            drafts.append((kind_id, agency_id))
            continue
        if _sees(desk, _any(desk, kind_id, agency_id, 1)):
            frozen.append((kind_id, agency_id))
        if permissions.hangs_on_case(kind):
            rest.append((kind_id, agency_id))
    return drafts, frozen, rest


def _any(desk: Desk, kind: str, agency_id: int, edition: int) -> Document:
    """Whatever there is of a kind and agency, to ask of it who sees such a one."""
    return Document(key="", kind=kind, agency_id=agency_id, edition=edition, created_at=desk.now, touched_at=desk.now)


def _sees(desk: Desk, document: Document) -> bool:
    kind = desk.house.law.kinds.get(document.kind)
    return kind is not None and permissions.may_see(desk, document, kind)


def _scope(pairs: Sequence[tuple[str, int]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for kind, agency in pairs:
        found.setdefault(kind, set()).add(agency)
    return {kind: frozenset(ids) for kind, ids in found.items()}


def promising(desk: Desk, scope: Scope) -> list[Known]:
    """Those that are done and promised something that is still open, and that the actor follows."""
    kinds = {one.id: one for one in desk.house.law.kinds.values() if any(each.followed for each in one.fields)}
    rows = store.promising(desk.session, scope, kinds)
    memory.fetch(desk, rows, "promising")
    return [(one, kinds[one.kind]) for one in rows if follows(desk, one, kinds[one.kind])]


def follows(desk: Desk, document: Document, kind: Kind) -> bool:
    """Whether it promised something that is still open and is the actor's to do."""
    if not follow_ups.open_days(document) or not permissions.may_see(desk, document, kind):
        return False
    return permissions.may_do(desk, document, kind.steps[0])


def counted(desk: Desk, seen: Whose) -> int:
    return store.counted(desk.session, seen) if seen.kinds else 0


def page(desk: Desk, seen: Whose, total: int, number: int) -> Page[Known]:
    """One page, the newest touched first."""
    number = within(number, total)
    rows = store.page(desk.session, seen, first=number * SIZE, most=SIZE) if total else []
    memory.fetch(desk, rows, "finished")
    return Page(tuple((one, desk.house.law.kinds[one.kind]) for one in rows), number, total)
