"""Who an actor is and how far an appointment reaches, without a database."""

from __future__ import annotations

import pytest

from bot.domain.hall.access import POLICY, Action, Actor, Appointed
from bot.domain.hall.terms import LEADERS, LIAISONS, Role


def held(role: Role, *reach: str, agency: int = 1) -> Appointed:
    return Appointed(role, agency, "县局", reach)


def actor(*appointments: Appointed) -> Actor:
    return Actor(7, "某人", appointments=appointments)


def test_without_an_appointment_one_is_nobody_and_may_nothing() -> None:
    nobody = actor()
    assert nobody.roles() == frozenset()
    assert not any(nobody.may(action, "/1/") or nobody.may_somewhere(action) for action in Action)
    assert (nobody.branches(Action.SEE_CASE), nobody.agencies()) == ((), ())
    assert not any((nobody.is_administrator, nobody.is_coordinator, nobody.is_liaison, nobody.is_leader))


def test_an_appointment_reaches_its_branch_and_what_is_below_and_nothing_beside_or_above() -> None:
    one = actor(held(Role.LIAISON, "/1/4/"))
    assert one.may(Action.SEE_CASE, "/1/4/")
    assert one.may(Action.SEE_CASE, "/1/4/9/")
    for path in ("/1/", "/1/5/", "/1/44/", "/2/1/4/"):
        assert not one.may(Action.SEE_CASE, path)
    assert not one.may(Action.JUDGE_DUTY, "/1/4/"), "and only what the role allows"
    assert one.may_somewhere(Action.SEE_CASE)
    assert not one.may_somewhere(Action.JUDGE_DUTY)


def test_what_one_appointment_allows_does_not_hold_where_another_reaches() -> None:
    one = actor(held(Role.LIAISON, "/1/4/"), held(Role.OBSERVER, "/1/5/"))
    assert one.may(Action.SEE_CASE, "/1/5/")
    assert not one.may(Action.ENTER_PAPER, "/1/5/")
    assert one.may(Action.ENTER_PAPER, "/1/4/")
    assert one.branches(Action.ENTER_PAPER) == ("/1/4/",)
    assert one.branches(Action.SEE_CASE) == ("/1/4/", "/1/5/")


def test_a_branch_inside_another_is_not_named_twice() -> None:
    one = actor(held(Role.COORDINATOR, "/1/", "/2/3/"), held(Role.LIAISON, "/1/4/"), held(Role.LIAISON, "/2/3/"))
    assert one.branches(Action.SEE_CASE) == ("/1/", "/2/3/")


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_makes_of_a_person(role: Role) -> None:
    one = actor(held(role, "/1/"))
    assert one.is_administrator is (role is Role.ADMINISTRATOR)
    assert one.is_coordinator is (role is Role.COORDINATOR)
    assert one.is_liaison is (role in LIAISONS)
    assert one.is_leader is (role in LEADERS)
    assert {action for action in Action if one.may(action, "/1/")} == POLICY[role]
    assert {action for action in Action if one.may_somewhere(action)} == POLICY[role]


def test_a_court_contact_enters_papers_and_reads_nothing() -> None:
    assert POLICY[Role.COURT_CONTACT] == {Action.ENTER_PAPER, Action.ENTER_HEARING}
    assert not POLICY[Role.ADMINISTRATOR] & {Action.SEE_CASE, Action.SEE_PLAINTIFF, Action.ENTER_PAPER}
    for role in (Role.LEADER, Role.CASE_HANDLER, Role.LEGAL_STAFF, Role.ENFORCEMENT_STAFF):
        assert POLICY[role] == {Action.SEE_SUMMARY}


def test_the_agencies_of_a_person_each_once_by_role() -> None:
    one = actor(
        held(Role.LIAISON, "/1/4/", agency=4),
        held(Role.LEADER, "/1/5/", agency=5),
        held(Role.DEPUTY_LIAISON, "/1/4/", agency=4),
    )
    assert one.agencies() == (4, 5)
    assert one.agencies(Role.LEADER) == (5,)
    assert one.agencies(Role.LIAISON, Role.DEPUTY_LIAISON) == (4,)
    assert one.agencies(Role.PRINCIPAL) == ()
