"""In a reform of agencies: what hangs on the old one in the tree, and what is planned for its people."""

from __future__ import annotations

from typing import Any

from bot.domain.agencies.acts import AGENCY_CHANGED
from bot.domain.agencies.agencies import DEEPEST
from bot.domain.agencies.reform import Passing
from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About, Subject
from bot.services.agencies import agencies
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import invitations as invitations_store
from bot.store.agencies import queries as agencies_store
from bot.store.cases import queries as cases_store
from bot.store.hall import queries as hall_store
from bot.store.post import queries as post_store
from bot.store.tables import Agency, Duty, Hearing


def pass_tree(desk: Desk, old: Agency, passing: Passing) -> None:
    """What stands below moves below the first successor; what the old one led or guided, that one does.

    The old one itself stands below it as well, closed: who may look at the successor's history may look at its.
    """
    heir = access.agency(desk, passing.heirs.first)
    for child in agencies_store.children(desk.session, old.id):
        passing.children.append(child.short_name)
        passing.branches.append(child.id or 0)
        agencies.check_name_free(desk, heir.id, child.name)
        _put_below(desk, child, heir)
    _point_to(desk, old, heir)
    if not agencies_store.named(desk.session, old.name, heir.id) and heir.path.count("/") <= DEEPEST:
        _put_below(desk, old, heir)
    invitations_store.give(desk.session, old.id, heir.id)
    agencies_store.give_groups(desk.session, old.id, heir.id)


def _put_below(desk: Desk, one: Agency, heir: Agency) -> None:
    old, new, before = one.path, f"{heir.path}{one.id}/", one.parent_id
    deepest = max(path.count("/") for path in agencies_store.paths_in(desk.session, old))
    if deepest - old.count("/") + new.count("/") > DEEPEST + 2:
        raise Refused("The tree may have {n} levels at most.", n=DEEPEST)
    one.parent_id = heir.id
    one.revise()
    desk.session.add(one)
    desk.session.flush()
    agencies_store.move_branch(desk.session, old, new)
    desk.session.expire_all()
    desk.audit(
        AGENCY_CHANGED, About.AGENCY(one.id), agency_id=one.id, old={"parent_id": before}, new={"parent_id": heir.id}
    )


def _point_to(desk: Desk, old: Agency, heir: Agency) -> None:
    for one in agencies_store.pointing_to(desk.session, old.id):
        if one.lead_id == old.id:
            one.lead_id = heir.id
        if one.supervisor_id == old.id:
            one.supervisor_id = heir.id if one.id != heir.id else None
        one.revise()
        desk.session.add(one)
    desk.session.flush()


# -- messages and drafts -------------------------------------------------------------------------------------------


def readdress(desk: Desk, passing: Passing) -> None:
    """What is planned for the old agency's people goes to the same roles of the successor that has the matter."""
    old = passing.old
    for row in post_store.planned_for_agency(desk.session, old):
        heir = _heir_of(desk, Subject.read(row.subject), passing)
        if heir == old:
            continue
        row.audience = f"{row.audience.rpartition('@')[0]}@{heir}"
        if row.args.get("agency") == old:
            row.args = {**row.args, "agency": heir}
        desk.session.add(row)
    if passing.ends_it:
        _redraft(desk, passing)
    desk.session.flush()


def _heir_of(desk: Desk, subject: Subject | None, passing: Passing) -> int:
    number = subject.number if subject is not None else 0
    match subject.kind if subject is not None else None:
        case About.CASE:
            return passing.cases.get(number, passing.rest)
        case About.HEARING:
            hearing = desk.session.get(Hearing, number)
            return passing.cases.get(hearing.case_id if hearing is not None else 0, passing.rest)
        case About.DUTY:
            duty = desk.session.get(Duty, number)
            return duty.agency_id if duty is not None and duty.agency_id in passing.heirs.all else passing.rest
    return passing.rest


def _redraft(desk: Desk, passing: Passing) -> None:
    """Whoever is filling in a form for the old agency goes on for the successor."""
    for draft in hall_store.drafts(desk.session):
        data = {name: _named_anew(name, value, passing) for name, value in draft.data.items()}
        if data != draft.data:
            draft.data = data
            desk.session.add(draft)


def _named_anew(name: str, value: Any, passing: Passing) -> Any:
    old, heir = str(passing.old), str(passing.heirs.first)
    if name == "agency" and str(value) == old:
        return heir
    if name == "agencies" and isinstance(value, list):
        return list(dict.fromkeys(heir if str(one) == old else one for one in value))
    return value


def show_again(desk: Desk, agency_id: int) -> None:
    """The messages about the cases of an agency show how it is called now."""
    for case in cases_store.open_of_agency(desk.session, agency_id):
        outbox.refresh(desk, About.CASE(case.id))
    outbox.refresh(desk, About.AGENCY(agency_id))
