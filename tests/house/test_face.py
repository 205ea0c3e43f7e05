"""The contract about rooms' faces bites: an import past a face, and a face that nobody needs, are told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from grimp import ImportGraph

from tests.house import face

ROOM = '''"""A room.

Face: front, side.
Other rooms: side.
"""
'''


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportGraph:
    """A floor `storey` with two rooms; `kitchen` shows `front` to those above and `side` to all."""
    for room, words in (("kitchen", ROOM), ("attic", '"""Another.\n\nFace: none.\nOther rooms: none.\n"""\n')):
        package = tmp_path / "storey" / room
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(words)
    (tmp_path / "storey" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "storey", raising=False)  # of the test before
    graph = ImportGraph()
    for name in ("storey", "storey.kitchen", "storey.attic", "above"):
        graph.add_module(name)
    for name in ("storey.kitchen.front", "storey.kitchen.side", "storey.kitchen.back", "storey.attic.bed"):
        graph.add_module(name)
    for importer, imported in (
        ("above", "storey.kitchen.front"),
        ("above", "storey.kitchen.side"),
        ("storey.attic.bed", "storey.kitchen.side"),
        ("storey.kitchen.front", "storey.kitchen.back"),
    ):
        graph.add_import(importer=importer, imported=imported)
    return graph


def _wrong(graph: ImportGraph) -> list[str]:
    return [line for room in face.rooms_of(graph, "storey") for line in face.wrongs(graph, "storey", room)]


def test_what_is_shown_may_be_imported(floor: ImportGraph) -> None:
    assert _wrong(floor) == []


@pytest.mark.parametrize(
    ("importer", "imported"), [("above", "storey.kitchen.back"), ("storey.attic.bed", "storey.kitchen.front")]
)
def test_what_is_not_shown_may_not(floor: ImportGraph, importer: str, imported: str) -> None:
    floor.add_import(importer=importer, imported=imported)
    assert _wrong(floor) == [f"{importer} imports {imported}, which storey.kitchen does not show"]


def test_what_is_shown_to_nobody_is_told(floor: ImportGraph) -> None:
    floor.remove_import(importer="above", imported="storey.kitchen.front")
    assert _wrong(floor) == ["storey.kitchen shows front (Face) to nobody"]


def test_a_room_without_a_word_about_its_face_is_told(floor: ImportGraph, tmp_path: Path) -> None:
    (tmp_path / "storey" / "attic" / "__init__.py").write_text('"""Another."""\n')
    assert _wrong(floor) == ["storey.attic: its docstring does not say `Face: …` and `Other rooms: …`"]


def test_a_whole_room_may_not_be_taken_for_its_parts(floor: ImportGraph) -> None:
    floor.add_import(importer="above", imported="storey.kitchen")
    [line] = _wrong(floor)
    assert "storey.kitchen" in line
