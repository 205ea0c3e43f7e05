"""The tree of agencies: looking, creating, changing. Only administrators change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain.agencies.acts import AGENCY_CHANGED, AGENCY_CREATED
from bot.domain.agencies.agencies import DEEPEST, AgencyCard, AgencyLine, Former
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.paging import SIZE, Page, within
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind, Role
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import former
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.tables import Agency

# -- looking ---------------------------------------------------------------------------------------------------


def card(desk: Desk, agency_id: int) -> AgencyCard:
    """An agency as its card shows it.

    Raises:
        Missing: there is none, or it is not the actor's to see.
    """
    agency = _seen(desk, agency_id)
    lead = access.lead_of(desk, agency_id)
    return AgencyCard(
        id=agency_id,
        name=agency.name,
        short_name=agency.short_name,
        kind=agency.kind,
        above=_above(desk, agency),
        supervisor=name_of(desk, agency.supervisor_id),
        lead=lead.short_name if lead else "",
        lead_inherited=agency.lead_id is None,
        rulebook=book_title(desk, access.rulebook_of(desk, agency_id)),
        rulebook_inherited=not agency.rulebook,
        approval_needed=agency.approval_needed,
        closed_on=agency.closed_on,
        people=people_store.count_in_office(desk.session, agency_id, desk.today),
        version=agency.version,
        may_edit=agency.closed_on is None and _may(desk, Action.EDIT_TREE, agency),
        may_invite=agency.closed_on is None and _may(desk, Action.EDIT_PEOPLE, agency),
        former=_former(desk, agency_id),
        heirs=tuple((one.id or 0, one.short_name) for one in former.successors(desk.session, agency_id)),
    )


def _former(desk: Desk, agency_id: int) -> tuple[Former, ...]:
    rows = former.of_agency(desk.session, agency_id)
    return tuple(Former(row.short_name, row.how, row.since, row.name, row.ended_id is None) for row in rows)


def children(desk: Desk, parent_id: int, number: int = 0, size: int = SIZE) -> Page[AgencyLine]:
    """Open agencies directly below one, a page of them.

    Raises:
        Missing: the agency is not there, or not the actor's to see.
    """
    _seen(desk, parent_id)
    total = agencies_store.count_children(desk.session, parent_id)
    number = within(number, total, size)
    rows = agencies_store.children(desk.session, parent_id, first=number * size, most=size)
    return Page(tuple(line(desk, row) for row in rows), number, total, size)


def tops(desk: Desk) -> list[AgencyLine]:
    """The highest agencies that the actor may look at."""
    seen = access.within(desk, Action.SEE_PEOPLE)
    ids = {agency.id for agency in seen}
    return [line(desk, agency) for agency in seen if agency.parent_id not in ids]


def line(desk: Desk, agency: Agency) -> AgencyLine:
    """One agency of a list, with how many are directly below it."""
    below = agencies_store.count_children(desk.session, agency.id)
    return AgencyLine(agency.id or 0, agency.short_name, agency.kind, below, agency.name)


def choices(desk: Desk, action: Action, *, without: int | None = None) -> list[AgencyLine]:
    """Open agencies over which the actor may do `action`, without the branch of one (`without`).

    Those in which the actor holds an office first, then the county's own units, then all others; each in the order of
    the tree, elder siblings first.
    """
    found = access.within(desk, action)
    if without is not None:
        branch = access.agency(desk, without).path
        found = [agency for agency in found if not agency.path.startswith(branch)]
    home = _home(desk, found)
    ordered = sorted(found, key=lambda agency: (_remote(desk, agency, home), _in_tree(agency)))
    return [AgencyLine(a.id or 0, a.short_name, a.kind, 0, a.name) for a in ordered]


def _in_tree(agency: Agency) -> list[int]:
    return [int(part) for part in agency.path.strip("/").split("/")]


def _home(desk: Desk, found: Sequence[Agency]) -> tuple[str, ...]:
    """The branches that are the county's own: of the governments that have this house's rule book."""
    return tuple(a.path for a in found if a.kind is AgencyKind.GOVERNMENT and a.rulebook == desk.house.rulebook)


def _remote(desk: Desk, agency: Agency, home: tuple[str, ...]) -> int:
    """How far back an agency stands in lists: the actor's own, the county's, all others."""
    if agency.id in desk.actor.agencies():
        return 0
    return 1 if agency.path.startswith(home) else 2


def books(desk: Desk) -> list[tuple[str, str]]:
    """The rule books at hand: (id, short title as a roster names it)."""
    found = desk.house.law.library.books
    return [(book_id, found[book_id].document.short_title) for book_id in sorted(found)]


def book_title(desk: Desk, book_id: str) -> str:
    """A rule book's short title for whoever acts; its id where the shelf no longer holds it."""
    book = desk.house.law.library.books.get(book_id)
    if book is None:
        return book_id
    english = book.document.short_title_en if desk.actor.language == "en" else ""
    return english or book.document.short_title


def name_of(desk: Desk, agency_id: int | None) -> str:
    """The short name; empty without an id."""
    found = desk.session.get(Agency, agency_id) if agency_id else None
    return found.short_name if found else ""


def _seen(desk: Desk, agency_id: int) -> Agency:
    agency = access.agency(desk, agency_id)
    if not _may(desk, Action.SEE_PEOPLE, agency):
        raise Missing
    return agency


def _may(desk: Desk, action: Action, agency: Agency) -> bool:
    return desk.is_system or desk.actor.may(action, agency.path)


def _above(desk: Desk, agency: Agency) -> tuple[AgencyLine, ...]:
    ids = [int(part) for part in agency.path.strip("/").split("/")[:-1]]
    rows = [desk.session.get(Agency, id_) for id_ in ids]
    return tuple(AgencyLine(a.id or 0, a.short_name, a.kind) for a in rows if a is not None)


def is_unmanned(desk: Desk, agency_id: int | None) -> bool:
    """Whether an agency has no coordinator today: as a lead organ it would be told of things and nobody would hear."""
    return agency_id is not None and not access.holders(desk, agency_id, Role.COORDINATOR)


# -- creating --------------------------------------------------------------------------------------------------


def create(
    desk: Desk,
    *,
    name: str,
    short_name: str,
    kind: AgencyKind,
    parent_id: int | None = None,
    supervisor_id: int | None = None,
) -> Agency:
    """A new agency, below `parent_id` or as a root.

    Raises:
        NotAllowed: the actor may not change the tree there.
        Refused: the name is taken among its siblings, or the tree would become too deep.
    """
    parent = _parent(desk, parent_id)
    check_name_free(desk, parent_id, name)
    if supervisor_id is not None:
        access.agency(desk, supervisor_id)
    agency = Agency(
        name=name,
        short_name=short_name,
        kind=kind,
        parent_id=parent_id,
        supervisor_id=supervisor_id,
    )
    desk.session.add(agency)
    desk.session.flush()
    agency.path = f"{parent.path if parent else '/'}{agency.id}/"
    desk.session.add(agency)
    desk.session.flush()
    new = {"name": name, "kind": kind.value, "parent": parent_id}
    desk.audit(AGENCY_CREATED, About.AGENCY(agency.id), agency_id=agency.id, new=new)
    return agency


def _parent(desk: Desk, parent_id: int | None) -> Agency | None:
    if parent_id is None:
        if not desk.is_system and not desk.actor.may(Action.EDIT_TREE, "/"):
            raise NotAllowed
        return None
    parent = access.require(desk, Action.EDIT_TREE, parent_id)
    if parent.closed_on is not None:
        raise Refused("{agency} is closed; nothing can be placed below it.", agency=parent.short_name)
    if parent.path.count("/") > DEEPEST:
        raise Refused("The tree may have {n} levels at most.", n=DEEPEST)
    return parent


def check_name_free(desk: Desk, parent_id: int | None, name: str, *, but: int | None = None) -> None:
    """Raise `Refused` when an agency of this name stands below the same parent already."""
    if any(row.id != but for row in agencies_store.named(desk.session, name, parent_id)):
        raise Refused("There is an agency “{name}” in this place already.", name=name)


# -- changing --------------------------------------------------------------------------------------------------


def change(desk: Desk, agency_id: int, version: int, what: str, values: Mapping[str, Any]) -> Agency:
    """Change one thing of an agency: name, kind, parent, supervisor, lead, rulebook or approval.

    `values` holds the answers of the form of that name.

    Raises:
        NotAllowed: only administrators change the tree.
        Stale: somebody changed the agency since the button was shown.
        Refused: the change cannot be; the sentence says why.
    """
    agency = editable(desk, agency_id, version)
    before = _snapshot(agency)
    _CHANGES[what](desk, agency, values)
    agency.revise()
    desk.session.add(agency)
    desk.session.flush()
    after = _snapshot(agency)
    changed = [key for key in after if after[key] != before[key]]
    desk.audit(
        AGENCY_CHANGED,
        About.AGENCY(agency_id),
        agency_id=agency_id,
        old={key: before[key] for key in changed},
        new={key: after[key] for key in changed},
    )
    return agency


def editable(desk: Desk, agency_id: int, version: int) -> Agency:
    """The agency for changing, at the version the actor saw."""
    agency = access.require(desk, Action.EDIT_TREE, agency_id)
    if agency.version != version:
        raise Stale
    if agency.closed_on is not None:
        raise Refused("{agency} is closed.", agency=agency.short_name)
    return agency


def _snapshot(agency: Agency) -> dict[str, Any]:
    return agency.model_dump(mode="json", exclude={"version"})


def _rename(desk: Desk, agency: Agency, values: Mapping[str, Any]) -> None:
    check_name_free(desk, agency.parent_id, values["name"], but=agency.id)
    agency.name, agency.short_name = values["name"], values["short_name"]


def _set_kind(desk: Desk, agency: Agency, values: Mapping[str, Any]) -> None:
    agency.kind = AgencyKind(values["kind"])


def _move(desk: Desk, agency: Agency, values: Mapping[str, Any]) -> None:
    parent = _parent(desk, _id(values.get("parent")))
    if parent is not None and parent.path.startswith(agency.path):
        raise Refused("An agency cannot stand below itself.")
    check_name_free(desk, parent.id if parent else None, agency.name, but=agency.id)
    old, new = agency.path, f"{parent.path if parent else '/'}{agency.id}/"
    _check_depth(desk, old, new)
    agency.parent_id = parent.id if parent else None
    desk.session.add(agency)
    desk.session.flush()
    agencies_store.move_branch(desk.session, old, new)
    desk.session.expire_all()


def _check_depth(desk: Desk, old: str, new: str) -> None:
    paths = agencies_store.paths_in(desk.session, old)
    deepest = max(path.count("/") for path in paths) - old.count("/") + new.count("/")
    if deepest > DEEPEST + 2:
        raise Refused("The tree may have {n} levels at most.", n=DEEPEST)


def _set_supervisor(desk: Desk, agency: Agency, values: Mapping[str, Any]) -> None:
    supervisor = _id(values.get("supervisor"))
    if supervisor is not None and access.agency(desk, supervisor).path.startswith(agency.path):
        raise Refused("The supervising department must stand outside the agency's own branch.")
    agency.supervisor_id = supervisor


def _set_lead(desk: Desk, agency: Agency, values: Mapping[str, Any]) -> None:
    lead = _id(values.get("lead"))
    if lead is not None and access.agency(desk, lead).closed_on is not None:
        raise Missing
    agency.lead_id = lead


def _set_rulebook(desk: Desk, agency: Agency, values: Mapping[str, Any]) -> None:
    book = values.get("rulebook")
    if book is not None and book not in desk.house.law.library.books:
        raise Refused("There is no rule book “{name}”.", name=book)
    agency.rulebook = book


def _turn_approval(desk: Desk, agency: Agency, values: Mapping[str, Any]) -> None:
    agency.approval_needed = not agency.approval_needed


def _id(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


_CHANGES: dict[str, Callable[[Desk, Agency, Mapping[str, Any]], None]] = {
    "name": _rename,
    "kind": _set_kind,
    "parent": _move,
    "supervisor": _set_supervisor,
    "lead": _set_lead,
    "rulebook": _set_rulebook,
    "approval": _turn_approval,
}
