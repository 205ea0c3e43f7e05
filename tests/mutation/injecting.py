"""Puts a mutant in the place of what was imported: whoever already holds the function or the value has the mutant."""

from __future__ import annotations
import __future__

import ast
import gc
import sys
import warnings
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType, ModuleType

MODULE = "(module)"
OURS = ("bot", "handlers", "jobs", "tests")


class NotPlaced(LookupError):
    """The function cannot be found, or cannot take the mutant's code: nothing was tested."""


def inject(module: ModuleType, function: str, source: str) -> None:
    """Change the running module into its mutant; `function` is the one that differs, or `MODULE`.

    Raises NotPlaced if the function could not be changed, and whatever a mutant raises while its values are made.
    """
    _forget()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source)
        if function == MODULE:
            _values(module, tree)
        else:
            try:
                _function(module, function, compile(source, str(module.__file__), "exec", dont_inherit=True))
                _defaults(module, function, tree)
            except Exception as wrong:
                raise NotPlaced(function) from wrong


def _forget() -> None:
    """What our functions remember of an earlier run may be what the mutant would have got wrong."""
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and str(one.__module__).split(".")[0] in OURS:
            one.cache_clear()


def _values(module: ModuleType, tree: ast.Module) -> None:
    """Make the module's own values again, all of them, and hand them to the modules that took them by name."""
    old = dict(vars(module))
    future = [s for s in tree.body if isinstance(s, ast.ImportFrom) and s.module == "__future__"]
    values = [s for s in tree.body if isinstance(s, ast.Assign | ast.AnnAssign)]
    body: list[ast.stmt] = [*future, *values]
    exec(compile(ast.Module(body, []), str(module.__file__), "exec", dont_inherit=True), vars(module))
    changed = {name: value for name, value in vars(module).items() if name in old and value is not old[name]}
    for other in list(sys.modules.values()):
        for name, value in changed.items():
            space = getattr(other, "__dict__", {})
            if space.get(name) is old[name]:
                space[name] = value


def _function(module: ModuleType, function: str, whole: CodeType) -> None:
    """The function keeps its identity and gets other code: so it is changed for everybody who imported it."""
    [code] = [one for one in _codes(whole) if one.co_qualname == function][-1:]
    found = [one for one in _functions(module) if one.__code__.co_qualname == function]
    if not found:
        raise NotPlaced(function)
    for one in found:
        one.__code__ = code


def _codes(code: CodeType) -> Iterator[CodeType]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield const
            yield from _codes(const)


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename == module.__file__:
            yield one


def _defaults(module: ModuleType, function: str, tree: ast.Module) -> None:
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
    for one in _functions(module):
        if one.__code__.co_qualname == function:
            one.__defaults__, one.__kwdefaults__ = made.__defaults__, made.__kwdefaults__


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement.name, statement
        elif isinstance(statement, ast.ClassDef):
            for part in statement.body:
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{statement.name}.{part.name}", part
