"""Puts a mutant in the place of what was imported: whoever already holds the function or the value has the mutant."""

from __future__ import annotations
import __future__

import ast
import gc
import inspect
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType, ModuleType
from typing import Any

MODULE = "(module)"
OURS = ("bot", "handlers", "jobs", "tests")


class NotPlaced(LookupError):
    """The function cannot be found, or cannot take the mutant's code: nothing was tested."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where mutants go, looked up once: by file and qualified name the functions, and what remembers their answers."""

    functions: dict[tuple[str, str], list[FunctionType]]
    memories: list[Any]

    @classmethod
    def of(cls, modules: Iterable[ModuleType]) -> Places:
        """The functions of these modules, also those that a decorator hides."""
        files = {module.__file__ for module in modules}
        functions: dict[tuple[str, str], list[FunctionType]] = defaultdict(list)
        memories = []
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename in files:
                functions[one.__code__.co_filename, one.__code__.co_qualname].append(one)
            elif isinstance(one, _lru_cache_wrapper) and str(one.__module__).split(".")[0] in OURS:
                memories.append(one)
        return cls(dict(functions), memories)


def inject(places: Places, module: ModuleType, function: str, source: str) -> None:
    """Change the running module into its mutant; `function` is the one that differs, or `MODULE`.

    Raises NotPlaced if the function could not be changed, and whatever a mutant raises while its values are made.
    """
    for memory in places.memories:
        # What a function remembers of the run without a mutant may be what the mutant would have got wrong.
        memory.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source)
        if function == MODULE:
            _values(module, tree)
            return
        found = places.functions.get((str(module.__file__), function), [])
        try:
            _function(found, function, compile(source, str(module.__file__), "exec", dont_inherit=True))
            _defaults(found, module, function, tree)
        except Exception as wrong:
            raise NotPlaced(function) from wrong


def _values(module: ModuleType, tree: ast.Module) -> None:
    """Make the module's own values again, all of them, and hand them to the modules that took them by name."""
    old = dict(vars(module))
    _make(module, [s for s in tree.body if isinstance(s, ast.Assign | ast.AnnAssign)])
    _hand_on(module, old)


def _make(module: ModuleType, values: list[ast.Assign | ast.AnnAssign]) -> None:
    body: list[ast.stmt] = [*ast.parse("from __future__ import annotations").body, *values]
    exec(compile(ast.Module(body, []), str(module.__file__), "exec", dont_inherit=True), vars(module))


def _hand_on(module: ModuleType, old: dict[str, Any]) -> None:
    """Give what is new to those who took the old; what these had made of it is made again, and handed on in turn."""
    changed = {name: value for name, value in vars(module).items() if name in old and value is not old[name]}
    for other in [one for one in sys.modules.values() if one is not module]:
        space = getattr(other, "__dict__", {})
        taken = {name for name in changed if space.get(name) is old[name]}
        if taken:
            before = dict(space)
            space.update({name: changed[name] for name in taken})
            if other.__name__.split(".")[0] == module.__name__.split(".")[0]:
                _make(other, _made_of(other, taken))
                _hand_on(other, {name: value for name, value in before.items() if name not in taken})


def _made_of(module: ModuleType, names: set[str]) -> list[ast.Assign | ast.AnnAssign]:
    """The values of a module that are made of these, directly or by others of its values."""
    found, known = [], set(names)
    for one in ast.parse(inspect.getsource(module)).body:
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None and known & _names(one.value):
            found.append(one)
            known |= {name for target in _targets(one) for name in _names(target)}
    return found


def _targets(one: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return one.targets if isinstance(one, ast.Assign) else [one.target]


def _names(node: ast.expr) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _function(found: list[FunctionType], function: str, whole: CodeType) -> None:
    """The function keeps its identity and gets other code: so it is changed for everybody who imported it."""
    [code] = [one for one in _codes(whole) if one.co_qualname == function][-1:]
    if not found:
        raise LookupError(function)
    for one in found:
        one.__code__ = code


def _codes(code: CodeType) -> Iterator[CodeType]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield const
            yield from _codes(const)


def _defaults(found: list[FunctionType], module: ModuleType, function: str, tree: ast.Module) -> None:
    """The values of arguments that are left out are made when the function is: make them again."""
    [node] = [one for one in _definitions(tree) if one[0] == function][-1:]
    bare = node[1]
    bare.decorator_list, bare.body = [], [ast.copy_location(ast.Pass(), bare)]
    space = dict(vars(module))
    exec(
        compile(
            ast.Module([bare], []),
            str(module.__file__),
            "exec",
            dont_inherit=True,
            flags=__future__.annotations.compiler_flag,
        ),
        space,
    )
    made = space[bare.name]
    for one in found:
        one.__defaults__, one.__kwdefaults__ = made.__defaults__, made.__kwdefaults__


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement.name, statement
        elif isinstance(statement, ast.ClassDef):
            for part in statement.body:
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{statement.name}.{part.name}", part
