"""A reform of agencies (机构改革): one is renamed, or goes into another or several, in one step.

The preview does it in a savepoint and takes it back, so that it says exactly what will be done. What other rooms keep
by agency they move themselves (`Wiring.agency_passes`); what is planned for the old agency's people is moved here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.agencies.acts import AGENCY_REFORMED, AGENCY_RENAMED
from bot.domain.agencies.reform import Heirs, Passing, Share
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind, Reform
from bot.services.agencies import agencies, reform_news, reform_people, reform_rows
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import former
from bot.store.tables import Agency, FormerName


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done. `agencies` are ids with the version that the actor saw (0: as it is now).

    `new` (full and short name) is set up first, and is the first successor.
    """

    how: Reform
    agencies: tuple[tuple[int, int], ...]
    heirs: Heirs
    new: tuple[str, str] | None = None
    note: str = ""


# -- another name --------------------------------------------------------------------------------------------------


def rename(desk: Desk, agency_id: int, version: int, names: Mapping[str, str]) -> Agency:
    """The agency goes on under another name; it is found by the old one too, and its people are told.

    Raises:
        NotAllowed, Stale: as `agencies.editable`.
        Refused: the name is taken, or is the one that it has.
    """
    agency = agencies.editable(desk, agency_id, version)
    new = {"name": names["name"], "short_name": names["short_name"]}
    old = {"name": agency.name, "short_name": agency.short_name}
    if new == old:
        raise Refused("This is the name that {agency} has already.", agency=agency.short_name)
    agencies.check_name_free(desk, agency.parent_id, new["name"], but=agency_id)
    _keep_name(desk, agency, agency_id, Reform.RENAMED)
    agency.name, agency.short_name = new["name"], new["short_name"]
    agency.revise()
    desk.session.add(agency)
    desk.session.flush()
    desk.audit(AGENCY_RENAMED, About.AGENCY(agency_id), agency_id=agency_id, old=old, new=new)
    reform_news.renamed(desk, agency, old["short_name"])
    reform_rows.show_again(desk, agency_id)
    return agency


def _keep_name(desk: Desk, agency: Agency, leads_to: int, how: Reform, *, leads: bool = True) -> None:
    kept = FormerName(
        agency_id=leads_to,
        name=agency.name,
        short_name=agency.short_name,
        how=how,
        since=desk.today,
        ended_id=None if leads_to == agency.id else agency.id,
        leads=leads,
    )
    desk.session.add(kept)
    desk.session.flush()


# -- another agency ------------------------------------------------------------------------------------------------


def preview(desk: Desk, order: Order) -> list[Passing]:
    """What an order would do, each agency by itself. Raises as `carry_out`."""
    point = desk.session.begin_nested()
    try:
        return carry_out(desk, order)
    finally:
        point.rollback()
        desk.session.expire_all()


def carry_out(desk: Desk, order: Order) -> list[Passing]:
    """Do it, in this one transaction: who takes over what each agency had, and what that came to.

    Raises:
        NotAllowed: one of the agencies, the old or the new, is not the actor's to edit.
        Stale: somebody changed an agency since the button was shown.
        Refused: it cannot be; the sentence says why.
    """
    olds = [_editable(desk, agency_id, version) for agency_id, version in order.agencies]
    heirs = _with_new(desk, order, olds[0])
    for old in olds:
        _check(desk, old, heirs, order.how)
    found = [_pass_on(desk, old, heirs, order) for old in olds]
    reform_news.passed(desk, found)
    return found


def _editable(desk: Desk, agency_id: int, version: int) -> Agency:
    now = access.require(desk, Action.EDIT_TREE, agency_id).version
    return agencies.editable(desk, agency_id, version or now)


def _with_new(desk: Desk, order: Order, old: Agency) -> Heirs:
    if order.new is None:
        return order.heirs
    name, short_name = order.new
    made = agencies.create(
        desk,
        name=name,
        short_name=short_name,
        kind=old.kind,
        parent_id=old.parent_id,
        supervisor_id=old.supervisor_id,
    )
    made.lead_id, made.rulebook = old.lead_id, old.rulebook
    made.approval_needed = old.approval_needed
    desk.session.add(made)
    desk.session.flush()
    return Heirs(made.id or 0, order.heirs.cases, order.heirs.duties, order.heirs.people, order.heirs.others)


_LASTING = (AgencyKind.GOVERNMENT, AgencyKind.COURT)


def _check(desk: Desk, old: Agency, heirs: Heirs, how: Reform) -> None:
    if old.kind in _LASTING:
        raise Refused("{agency} is a government or a court; it can be renamed only.", agency=old.short_name)
    for heir_id in heirs.all:
        heir = access.require(desk, Action.EDIT_TREE, heir_id)
        if heir.closed_on is not None:
            raise Refused("{agency} is closed.", agency=heir.short_name)
        if heir.id == old.id:
            if how is Reform.SPLIT:
                continue
            raise Refused("{agency} cannot take over from itself.", agency=old.short_name)
        if heir.path.startswith(old.path):
            raise Refused(
                "{heir} stands below {agency}. Please move it out first.", heir=heir.short_name, agency=old.short_name
            )
        if heir.kind is AgencyKind.COURT:
            raise Refused("{agency} is a court; it takes over from no agency.", agency=heir.short_name)
    if how is Reform.SPLIT and len(heirs.all) < 2:
        raise Refused("An agency that is split has at least two successors.")


def _pass_on(desk: Desk, old: Agency, heirs: Heirs, order: Order) -> Passing:
    shares = {one: Share(access.agency(desk, one).short_name) for one in heirs.all}
    passing = Passing(old.id or 0, heirs, order.how, order.note, shares)
    passing.differs = _differing(desk, old, heirs.all)
    passing.told |= reform_news.concerned(desk, passing)
    if passing.ends_it:
        _end(desk, old, heirs, order.how)
    reform_people.pass_on(desk, passing)
    if passing.ends_it:
        reform_rows.pass_tree(desk, old, passing)
    desk.house.wiring.tell_agency_passes(desk, passing)
    reform_rows.readdress(desk, passing)
    reform_people.follow(desk, passing)
    _write_down(desk, old, passing)
    return passing


def _differing(desk: Desk, old: Agency, heirs: Collection[int]) -> set[int]:
    """Successors for which other rules may hold than for the old agency."""
    book = access.rulebook_of(desk, old.id or 0)
    return {
        one for one in heirs if access.rulebook_of(desk, one) != book or access.agency(desk, one).kind is not old.kind
    }


def _end(desk: Desk, old: Agency, heirs: Heirs, how: Reform) -> None:
    """It is no more from today on; its names lead to the first successor, also those that it had before."""
    former.lead_on(desk.session, old.id or 0, heirs.first)
    for one in heirs.all:
        _keep_name(desk, old, one, how, leads=one == heirs.first)
    old.closed_on = desk.today
    old.revise()
    desk.session.add(old)
    desk.session.flush()


def _write_down(desk: Desk, old: Agency, passing: Passing) -> None:
    shares: Sequence[Share] = list(passing.shares.values())
    new = {
        "agency": passing.old,
        "how": passing.how.value,
        "heir": passing.heirs.first,
        "others": "、".join(passing.shares[one].agency for one in passing.heirs.all[1:]),
        "cases": sum(one.cases for one in shares),
        "duties": sum(one.duties for one in shares),
        "hearings": sum(one.hearings for one in shares),
        "people": len(passing.people),
        "children": len(passing.children),
    }
    for one in dict.fromkeys((passing.old, *passing.heirs.all)):
        desk.audit(AGENCY_REFORMED, About.AGENCY(one), agency_id=one, new=new)
    for agency_id in (passing.old, *passing.heirs.all):
        reform_rows.show_again(desk, agency_id)
    outbox.refresh(desk, About.ROSTER())


def choices(desk: Desk, agency_id: int) -> list[tuple[int, str]]:
    """Open agencies of the actor to which what an agency has may pass: (id, short name), in the order of the tree."""
    lines = agencies.choices(desk, Action.EDIT_TREE, without=agency_id)
    return [(one.id, one.short_name) for one in lines if one.kind is not AgencyKind.COURT]


def mergeable(desk: Desk, agency_id: int) -> list[tuple[int, str]]:
    """Open agencies of the actor that may be merged together with one."""
    lines = agencies.choices(desk, Action.EDIT_TREE, without=agency_id)
    above = set(access.agency(desk, agency_id).path.strip("/").split("/"))
    return [(one.id, one.short_name) for one in lines if one.kind not in _LASTING and str(one.id) not in above]
