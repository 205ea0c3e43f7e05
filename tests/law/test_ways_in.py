"""Everything that a rule book waits for can be said in chat: its triggers, and the fields of its conditions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.domain.cases.paper_names import PAPER_NAMES
from bot.domain.hearings.appearances import SETTLING
from bot.domain.law.rules import ACTIVE, Kind
from bot.domain.law.triggers import Trigger
from tests.houses import LAW

SERVICES = Path(__file__).resolve().parent.parent.parent / "bot" / "services"
STARTS = frozenset({"start", "_start", "_starts", "_follow"})
"""Functions that bring the duties of an event into being."""
NAMES = {trigger.value for trigger in Trigger}
LATER = {"model_found"}
"""It gets its room with the figures."""


def trees() -> Iterator[ast.Module]:
    for path in sorted(SERVICES.rglob("*.py")):
        yield ast.parse(path.read_text("utf-8"))


def named(node: ast.AST) -> str:
    """The trigger that an expression names: `Trigger.X` or its value."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Trigger":
        return Trigger[node.attr].value
    return node.value if isinstance(node, ast.Constant) and node.value in NAMES else ""


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def started() -> set[str]:
    """Triggers that the services start: named in the call itself, or anywhere in the function from which it comes."""
    found = {kind.value for kind in PAPER_NAMES} | {kind.starts for kind in LAW.kinds.values()}
    for tree in trees():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and called(call) in STARTS:
                found |= {
                    named(one) for arg in (*call.args, *(k.value for k in call.keywords)) for one in ast.walk(arg)
                }
        for source in sources(tree):
            found |= {named(one) for one in ast.walk(source)}
    return found - {""}


def sources(tree: ast.Module) -> Iterator[ast.AST]:
    """Where a trigger comes from that is a variable: what is assigned to it or looped over, with the functions that are
    asked there and the module's own lists that are named there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and node.target.id == "trigger":
            from_here = node.iter
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "trigger" for t in node.targets):
            from_here = node.value
        else:
            continue
        yield from_here
        asked = {called(one) for one in ast.walk(from_here) if isinstance(one, ast.Call)}
        yield from (one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name in asked)
        lists = {one.id for one in ast.walk(from_here) if isinstance(one, ast.Name)}
        yield from (
            one.value
            for one in tree.body
            if isinstance(one, ast.Assign) and any(isinstance(t, ast.Name) and t.id in lists for t in one.targets)
        )


def given() -> set[str]:
    """Names of facts that the services write down or hand to the law, and those that a button settles."""
    found = set(SETTLING)
    for tree in trees():
        known = constants(tree)
        for node in ast.walk(tree):
            found |= {text(one, known) for one in names_in(node)}
    return found - {""}


def constants(tree: ast.Module) -> dict[str, str]:
    """Names that a module gives to texts."""
    found: dict[str, str] = {}
    for one in tree.body:
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str):
            found |= {target.id: one.value.value for target in one.targets if isinstance(target, ast.Name)}
    return found


def names_in(node: ast.AST) -> list[ast.expr]:
    """The keys under which something is written down: of a dictionary, of an assignment to a place in one."""
    if isinstance(node, ast.Dict):
        return [key for key in node.keys if key is not None]
    if isinstance(node, ast.Assign):
        return [target.slice for target in node.targets if isinstance(target, ast.Subscript)]
    return list(node.args[:1]) if isinstance(node, ast.Call) and called(node) == "setdefault" else []


def text(node: ast.expr, known: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def rules() -> Iterator[tuple[str, Kind, frozenset[Trigger], frozenset[str]]]:
    for book in LAW.library.books.values():
        for rule in book.rules:
            counted = {rule.term.count_from} if rule.term and rule.term.count_from else set()
            yield rule.id, rule.kind, rule.triggers, rule.when.fields() | counted


def test_every_trigger_of_the_books_has_a_way_in() -> None:
    wanted = {t.value for _, kind, triggers, _ in rules() for t in triggers if kind in ACTIVE}
    assert wanted - started() == LATER & wanted


def test_every_field_of_a_condition_has_a_way_in() -> None:
    wanted = {name: rule for rule, _, _, fields in rules() for name in fields}
    assert {name: wanted[name] for name in wanted.keys() - given()} == {}


def test_the_walk_itself_sees_what_is_missing() -> None:
    assert {"hearing_scheduled", "hearing_held", "principal_absent", "year_end", "summons"} <= started()
    assert not started() & LATER
    assert "no such fact" not in given()
