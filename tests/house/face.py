"""An import-linter contract: from outside a room only its face is imported, as the room's own docstring names it.

A room's `__init__` says `Face:` (what the floors above may import) and `Other rooms:` (what rooms of the
same floor may). Said there and not in a list of settings, so that who opens the room reads it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

_LINE = re.compile(r"^(Face|Other rooms): (.*?)\.(?:\s|$)", re.MULTILINE | re.DOTALL)


class NoFace(Exception):
    """A room whose docstring does not say what may be touched."""


def face_of(room: str) -> dict[str, frozenset[str]]:
    """What the docstring of a room (a package) names: `Face` and `Other rooms`, each a set of module names.

    Raises NoFace when one of the two lines is missing.
    """
    spec = find_spec(room)
    text = ast.get_docstring(ast.parse(Path(spec.origin or "").read_text("utf-8"))) if spec else None
    named = {key: frozenset(re.findall(r"\w+", names)) for key, names in _LINE.findall(text or "")}
    if set(named) != {"Face", "Other rooms"}:
        raise NoFace(room)
    return {key: names - {"none"} for key, names in named.items()}


def rooms_of(graph: ImportGraph, floor: str) -> list[str]:
    """The rooms of a floor: its packages."""
    return sorted(one for one in graph.find_children(floor) if graph.find_children(one))


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def uses(graph: ImportGraph, floor: str, room: str) -> Iterator[tuple[str, str, str]]:
    """Every import from outside into a room: which of the two lines it needs, the name, the importer.

    What stands on a floor beside its rooms, as the wiring does, looks in from above.
    """
    rooms = rooms_of(graph, floor)
    for module in (room, *graph.find_descendants(room)):
        name = module.removeprefix(f"{room}.").split(".")[0]
        for importer in graph.find_modules_that_directly_import(module):
            if not _within(importer, room):
                beside = any(_within(importer, other) for other in rooms)
                yield ("Other rooms" if beside else "Face", name, importer)


class FaceContract(Contract):
    """`floors`: packages whose packages are rooms."""

    type_name = "face"
    floors = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        wrong: list[str] = []
        for floor in map(str, self.floors):  # type: ignore[call-overload]
            for room in rooms_of(graph, floor):
                wrong += wrongs(graph, floor, room)
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["wrong"]:
            output.print_error(line)


def wrongs(graph: ImportGraph, floor: str, room: str) -> list[str]:
    """What is wrong with the imports into a room, a line each."""
    try:
        face = face_of(room)
    except NoFace:
        return [f"{room}: its docstring does not say `Face: …` and `Other rooms: …`"]
    found = list(uses(graph, floor, room))
    wrong = [f"{importer} imports {room}.{name}, which {room} does not show" for line, name, importer in found
             if name not in face[line]]  # fmt: skip
    used = {line: {name for each, name, _ in found if each == line} for line in face}
    return wrong + [
        f"{room} shows {name} ({line}) to nobody" for line in face for name in sorted(face[line] - used[line])
    ]
