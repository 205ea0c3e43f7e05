"""Makes the mutants of a module: mutmut's changes, inside functions and in the values that a module begins with.

Not changed: annotations, names for types, docstrings, decorators, assertions (they speak to the type checker), fields
of classes and sentences for people, which are ids of the catalogs (`tests/test_catalogs.py` compares every one).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import libcst as cst
from mutmut.mutation.mutators import mutation_operators

MODULE = "(module)"
"""Stands for the function where a value of the module itself is changed."""

_LEFT_ALONE = (cst.Annotation, cst.Decorator, cst.Assert, cst.ImportFrom, cst.Import, cst.ClassDef)
_NEVER_CALLS = {"len", "isinstance", "cast", "TypeVar", "getLogger", "get_logger"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the source with it, the function it is in, and the changed lines before and after."""

    function: str
    was: str
    becomes: str
    source: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def mutants_of(source: str) -> list[Mutant]:
    """All mutants of a module's source, in the order of the text; each different source once."""
    module = cst.parse_module(source)
    codes = [module.code_for_node(statement) for statement in module.body]
    head, tail = _around(module, codes, source)
    found: dict[str, Mutant] = {}
    for number, statement in enumerate(module.body):
        before, after = head + "".join(codes[:number]), "".join(codes[number + 1 :]) + tail
        for function, original, changed in _changes(statement):
            code = module.code_for_node(statement.deep_replace(original, changed))
            whole = before + code + after
            if whole != source and whole not in found and _compiles(whole):
                found[whole] = Mutant(function, *_difference(codes[number], code), whole)
    return list(found.values())


def _around(module: cst.Module, codes: list[str], source: str) -> tuple[str, str]:
    """What stands before the first statement and after the last (comments)."""
    body = "".join(codes)
    start = source.index(body)
    return source[:start], source[start + len(body) :]


def _changes(statement: cst.CSTNode) -> Iterator[tuple[str, cst.CSTNode, cst.CSTNode]]:
    for function, part in _parts(statement):
        for node in _nodes(part):
            for kind, operator in mutation_operators:
                if isinstance(node, kind):
                    for changed in operator(node):
                        if _means_something(node, changed):
                            yield function, node, changed


def _parts(statement: cst.CSTNode) -> Iterator[tuple[str, cst.CSTNode]]:
    """The functions, methods and values of one top-level statement, each with its name."""
    if isinstance(statement, cst.FunctionDef):
        yield statement.name.value, statement
    elif isinstance(statement, cst.ClassDef):
        for part in statement.body.body:
            if isinstance(part, cst.FunctionDef):
                yield f"{statement.name.value}.{part.name.value}", part
    elif isinstance(statement, cst.SimpleStatementLine):
        value = statement.body[0]
        if isinstance(value, cst.Assign | cst.AnnAssign) and not _names_a_type(value):
            yield MODULE, statement


def _names_a_type(node: cst.Assign | cst.AnnAssign) -> bool:
    """Facts = Mapping[str, Any] and the like: only annotations read it."""
    target = node.target if isinstance(node, cst.AnnAssign) else node.targets[0].target
    return isinstance(target, cst.Name) and target.value[0].isupper() and not target.value.isupper()


def _nodes(part: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes that may change, outermost first."""
    if isinstance(part, _LEFT_ALONE) or _is_docstring(part):
        return
    yield part
    if isinstance(part, cst.Call) and isinstance(part.func, cst.Name) and part.func.value in _NEVER_CALLS:
        return
    for child in part.children:
        yield from _nodes(child)


def _is_docstring(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString | cst.ConcatenatedString)


def _means_something(node: cst.CSTNode, changed: cst.CSTNode) -> bool:
    if isinstance(node, cst.SimpleString):
        # One change a string is enough (upper and lower case say nothing more), and none for a sentence.
        assert isinstance(changed, cst.SimpleString)
        return "XX" in changed.value and not _is_sentence(node)
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in _NEVER_CALLS:
        return False
    return not (isinstance(node, cst.AnnAssign) and node.value is None)


def _is_sentence(node: cst.SimpleString) -> bool:
    return " " in str(node.evaluated_value).strip()


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _difference(old: str, new: str) -> tuple[str, str]:
    """The lines that differ, without the indentation."""
    one, other = old.splitlines(), new.splitlines()
    while one and other and one[0] == other[0]:
        del one[0], other[0]
    while one and other and one[-1] == other[-1]:
        del one[-1], other[-1]
    return " ".join(line.strip() for line in one), " ".join(line.strip() for line in other)
