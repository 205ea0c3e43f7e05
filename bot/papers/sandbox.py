"""What a template may do: show what it is given, choose, and repeat. Jinja is imported here."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

_FILTERS = (
    "abs", "count", "d", "default", "first", "int", "join", "last", "length", "list", "lower", "rejectattr", "replace",
    "reverse", "round", "selectattr", "sort", "sum", "trim", "unique", "upper",
)  # fmt: skip
_REFUSED = {
    nodes.Include: "other files cannot be included",
    nodes.Import: "other files cannot be imported",
    nodes.FromImport: "other files cannot be imported",
    nodes.Extends: "a template cannot build on another",
    nodes.Block: "a template cannot build on another",
    nodes.Macro: "macros are not allowed",
    nodes.CallBlock: "macros are not allowed",
    nodes.ScopedEvalContextModifier: "texts stay escaped: autoescape cannot be switched off",
    nodes.EvalContextModifier: "texts stay escaped: autoescape cannot be switched off",
    nodes.MarkSafe: "texts stay escaped",
}


class Unknown(StrictUndefined):
    """A name that nothing was given for: whatever is done with it says so."""

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        return f"there is no {name}" if self._undefined_obj is missing else f"a row has no column {name}"


def environment() -> ImmutableSandboxedEnvironment:
    """What templates are filled in."""
    env = ImmutableSandboxedEnvironment(autoescape=True, undefined=Unknown)
    env.filters = {name: env.filters[name] for name in _FILTERS} | {"lines": _lines}
    env.globals = {"range": env.globals["range"]}
    return env


def _lines(text: object) -> list[str]:
    """Each line that says something, for a paragraph of its own."""
    return [line for line in map(str.strip, str(text).split("\n")) if line]


def refusals(tree: nodes.Template) -> Iterator[str]:
    """What a template wants that no template may."""
    for kind, words in _REFUSED.items():
        if tree.find(kind) is not None:
            yield words
    for inner in tree.find_all((nodes.Getattr, nodes.Getitem)):
        name = inner.attr if isinstance(inner, nodes.Getattr) else getattr(getattr(inner, "arg", None), "value", "")
        if isinstance(name, str) and name.startswith("_"):
            yield f"{name} is out of bounds"
