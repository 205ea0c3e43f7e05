"""Reads the source for message ids: which ones surely reach a translator, and where one may stand at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Places = Mapping[str, tuple[int, ...]]
ASKS: Places = {
    "tr": (0,), "plural": (0, 1), "Problem": (0,), "problem": (0,), "Refused": (0,), "CalendarError": (0,),
    "Field": (1, 2), "Form": (1,), "command": (2,),
}  # fmt: skip
"""Calls whose arguments at these places are ids."""
OF_THE_LAW: Places = {"tr": (0,), "CalendarError": (0,)}
"""The law's own `Problem` names files and rules, for operators, and is not translated."""
WORDED = ("confirm", "blank")
"""Named arguments that are ids wherever they stand."""
PUT_TOGETHER = ("format", "join", "replace", "lower", "capitalize")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Values = dict[str, list[ast.expr]]


# -- where an id may stand -----------------------------------------------------------------------------------------


def spoken(tree: ast.AST) -> set[str]:
    """String constants that may be ids: no docstring, no key, nothing that is only compared or looked up."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        parent = waiting.pop()
        children = list(ast.iter_child_nodes(parent))
        waiting += children
        said = [node for node in children if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        found.update(str(node.value) for node in said if not _is_code(node, parent))
    return found


def _is_code(node: ast.Constant, parent: ast.AST) -> bool:
    match parent:
        case ast.Dict(keys=keys):
            return node in keys
        case ast.Call(func=ast.Attribute(attr="get"), args=[key, *_]):
            return node is key
        case ast.Subscript() | ast.Compare() | ast.MatchValue() | ast.JoinedStr() | ast.Expr():
            return True
        case _:
            return False


# -- what is surely asked for --------------------------------------------------------------------------------------


@dataclass
class Asked:
    """Ids that reach a translator, tables that it reads (as named there), and ids put together at run time."""

    ids: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    composed: set[str] = field(default_factory=set)


def asked(tree: ast.Module, asks: Places = ASKS) -> Asked:
    """What one module asks for. Its own functions that hand a parameter on to a translator ask too."""
    found = Asked(ids=_refusals(tree))
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    calls = {function: _calls(function) for function in functions}
    further = {each.name: places for each in functions if (places := _handed_on(each, calls[each], asks))}
    known = {**further, **asks}
    for function in functions:
        asking = [given for call in calls[function] for given in _arguments(call, known)]
        values = _values(function) if any(isinstance(given, ast.Name) for given in asking) else {}
        for given in asking:
            _add(given, values, found)
    for call in (call for node in tree.body if not isinstance(node, Function) for call in _calls(node)):
        for given in _arguments(call, known):
            _add(given, {}, found)
    return found


def _calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _arguments(call: ast.Call, asks: Places) -> Iterator[ast.expr]:
    yield from (call.args[place] for place in asks.get(_last(call.func), ()) if place < len(call.args))
    if "Form" in asks:
        yield from (each.value for each in call.keywords if each.arg in WORDED)


def _last(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _handed_on(function: Function, calls: list[ast.Call], asks: Places) -> tuple[int, ...]:
    """The places of the parameters that the function hands on as ids."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    given = {_last(each) for call in calls for each in _arguments(call, asks) if isinstance(each, ast.Name)}
    own = 1 if names[:1] == ["self"] else 0
    return tuple(names.index(name) - own for name in names if name in given)


def _values(function: Function) -> Values:
    """What the names of a function stand for: values assigned, and what a loop runs over."""
    found: Values = {}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found.setdefault(name, []).append(value)
            case ast.For(target=target, iter=over) | ast.comprehension(target=target, iter=over):
                for each in ast.walk(target):
                    found.setdefault(_last(each), []).append(over)
    return found


def _add(node: ast.expr, values: Values, found: Asked) -> None:
    """Note what one expression may stand for."""
    match node:
        case ast.Constant(value=str(text)):
            found.ids.add(text)
        case ast.Name(id=name) if name in values:
            others = {key: value for key, value in values.items() if key != name}
            for each in values[name]:
                _add(each, others, found)
        case ast.Name() | ast.Attribute() if _last(node).lstrip("_").isupper():
            found.tables.add(ast.unparse(node))
        case ast.JoinedStr() | ast.BinOp() | ast.Call(func=ast.Attribute(attr=str())) if _is_composed(node):
            found.composed.add(ast.unparse(node))
        case _:
            for each in _inside(node):
                _add(each, values, found)


def _is_composed(node: ast.expr) -> bool:
    return not isinstance(node, ast.Call) or _last(node.func) in PUT_TOGETHER


def _inside(node: ast.expr) -> list[ast.expr]:
    """The parts of an expression one of which it stands for."""
    match node:
        case ast.IfExp(body=body, orelse=other):
            return [body, other]
        case ast.BoolOp(values=several) | ast.Tuple(elts=several) | ast.List(elts=several) | ast.Dict(values=several):
            return several
        case ast.Subscript(value=table):
            return [table]
        case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[_, *default]):
            return [table, *default]
        case ast.Call(func=ast.Attribute(value=table, attr="values" | "items")):
            return [table]
        case _:
            return []


def _refusals(tree: ast.Module) -> set[str]:
    """What the classes below `Refused` say."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and "Refused" in map(_last, node.bases)]
    calls = [call for each in classes for call in _calls(each) if _last(call.func) == "__init__" and call.args]
    return {text for call in calls if isinstance(text := getattr(call.args[0], "value", None), str)}


# -- tables --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Module:
    """What a table's name leads to: the module's own constants, and what it imports under which name."""

    tree: ast.Module
    constants: Mapping[str, ast.expr]
    imports: Mapping[str, str]


def module(tree: ast.Module) -> Module:
    constants: dict[str, ast.expr] = {}
    imports: dict[str, str] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                constants[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                constants[name] = value
            case ast.ImportFrom(module=str(source), names=names):
                imports |= {each.asname or each.name: f"{source}.{each.name}" for each in names}
    return Module(tree, constants, imports)


def words_of(table: str, where: str, modules: Mapping[str, Module]) -> set[str]:
    """The values of a table that the module `where` calls `table`, wherever it was imported from."""
    here = modules.get(where)
    first, _, rest = table.partition(".")
    if here is None:
        return set()
    if not rest and first in here.constants:
        held = here.constants[first]
        others = {_last(node) for node in ast.walk(held) if isinstance(node, ast.Name)} - {first}
        own = spoken(ast.Return(held))
        return own.union(*(words_of(each, where, modules) for each in others if each.lstrip("_").isupper()))
    source = here.imports.get(first, "")
    above, _, name = source.rpartition(".")
    return words_of(rest, source, modules) if rest else words_of(name, above, modules)
