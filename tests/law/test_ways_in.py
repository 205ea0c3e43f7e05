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
STARTS = frozenset({"start", "_start", "_starts"})
"""Functions that bring the duties of an event into being."""
NAMES = {trigger.value for trigger in Trigger}
LATER = {"court_bulletin", "reminder_letter", "criticism_published", "model_found"}
"""They get their rooms with the documents and the figures."""
BESIDE = {"identity_defect", "review_outcome"}
"""They come in with the parties and with the certificate, which are being made; then nothing is left here."""


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
    found = {kind.value for kind in PAPER_NAMES}
    for tree in trees():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and called(call) in STARTS:
                found |= {
                    named(one) for arg in (*call.args, *(k.value for k in call.keywords)) for one in ast.walk(arg)
                }
        # Where the trigger is a loop's variable or another function's answer, its names stand in what is looped over.
        for loop in ast.walk(tree):
            if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name) and loop.target.id == "trigger":
                found |= {named(one) for one in ast.walk(loop.iter)}
                asked = {called(one) for one in ast.walk(loop.iter) if isinstance(one, ast.Call)}
                found |= {
                    named(one)
                    for function in tree.body
                    if isinstance(function, ast.FunctionDef) and function.name in asked
                    for one in ast.walk(function)
                }
    return found - {""}


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
    assert wanted - started() - BESIDE == LATER & wanted


def test_every_field_of_a_condition_has_a_way_in() -> None:
    wanted = {name: rule for rule, _, _, fields in rules() for name in fields}
    assert {name: wanted[name] for name in wanted.keys() - given() - BESIDE} == {}


def test_the_walk_itself_sees_what_is_missing() -> None:
    assert {"hearing_scheduled", "hearing_held", "principal_absent", "year_end", "summons"} <= started()
    assert not started() & LATER
    assert "no such fact" not in given()
