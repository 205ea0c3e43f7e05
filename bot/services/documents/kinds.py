"""Which kinds of documents there are, and which of them can be begun."""

from __future__ import annotations

from bot.domain.documents.kinds import Kind
from bot.domain.hall.errors import Missing
from bot.services.cases import cases
from bot.services.documents import permissions
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.duties import queries as duties_store
from bot.store.tables import Case

_OF_CASE = ("case", "hearing", "paper", "duty")


def of(desk: Desk, kind_id: str) -> Kind:
    """The kind with this id. Raises Missing: an operator took it away, or a book names one that nobody wrote."""
    found = desk.house.law.kinds.get(kind_id)
    if found is None:
        raise Missing
    return found


def offered(desk: Desk, case_id: int) -> list[Kind]:
    """The kinds that the actor may begin in a case: those that the books of its agencies know of.

    Raises:
        Missing, NotAllowed: there is no such case, or it is not the actor's to see.
    """
    case = cases.visible(desk, case_id)
    known = _known(desk, case)
    own = [one for one in desk.house.law.kinds.values() if one.about in _OF_CASE and one.id in known]
    return [one for one in own if permissions.drafting_agencies(desk, one, case)]


def _known(desk: Desk, case: Case) -> set[str]:
    """Kinds that a rule in force names as its draft, or that rest on one; those that rest on no rule are always."""
    stacks = {
        id(stack): stack
        for stack in (appearing.stack_of(desk, one.id or 0, desk.today) for one in cases.agencies_of(desk, case))
    }
    rules = {rule.id: rule for stack in stacks.values() for rule in stack.rules}
    named = {rule.draft for rule in rules.values() if rule.draft}
    named |= {str(duty.citation.get("draft") or "") for duty in duties_store.of_case(desk.session, case.id)}
    rests = {one.id for one in desk.house.law.kinds.values() if not one.basis or set(one.basis) & set(rules)}
    return named | rests
