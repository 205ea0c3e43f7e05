"""What is wrong with a template, and where: names that there are none of, names left out, slips, what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateError, nodes

from bot.law.problems import nearest
from bot.papers.faults import Fault, Unprintable
from bot.papers.filling import fill
from bot.papers.places import Spot, spots
from bot.papers.sandbox import environment, refusals

PAPER = ("title", "number", "date", "agency", "addressee", "edition", "chart")
"""What is known of every paper, as `paper.title`."""
_TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<does>.*?)%\}|\{#.*?#\}", re.DOTALL)
_TORN = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_OWN = re.compile(r"\A(?:p|tr|tc|r)\s+")
_BARE = ("vm", "hm")
_WITH_VALUE = ("cellbg", "colspan")
_ENDS = {"endfor": "for", "endif": "if", "endset": "set"}
_RICH = "a value is written {{ so }}: {{p …}}, {{r …}}, {{tr …}} and {{tc …}} show none"


@dataclass(frozen=True)
class Known:
    """What there is to show: the columns of each field of rows (none of the others), and one of everything."""

    fields: Mapping[str, tuple[str, ...]]
    wanted: Mapping[str, str] = field(default_factory=dict)
    """Names that should stand in the template, with what they are."""
    sample: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class _Block:
    """A `for`, `if` or `set` that is open: where it began, and which names it brought, with the field behind each."""

    does: str
    place: str
    names: dict[str, str] = field(default_factory=dict)


def check(template: bytes, known: Known) -> list[Fault]:
    """Everything that can be said of it, worst first; nothing where it is sound."""
    try:
        found = list(spots(template))
    except Exception as error:  # whatever a broken file makes its reader raise
        return [Fault("", f"this is no Word file that can be read ({type(error).__name__})")]
    walk = _Walk(known)
    faults = [fault for spot in found for fault in walk.spot(spot)]
    faults += [Fault(block.place, f"“{block.does}” has no “end{block.does}”") for block in walk.open]
    if not faults:
        faults += _tried(template, known)
    missing = [name for name in known.wanted if name not in walk.used]
    return faults + [Fault("", f"{name} ({known.wanted[name]}) stands nowhere in it", grave=False) for name in missing]


def _tried(template: bytes, known: Known) -> list[Fault]:
    """What only shows when it is filled."""
    try:
        fill(template, known.sample)
    except Unprintable as unprintable:
        return list(unprintable.faults)
    return []


class _Walk:
    """Goes through a template as it is filled, and remembers what is open."""

    def __init__(self, known: Known) -> None:
        self.known, self.env = known, environment()
        self.open: list[_Block] = []
        self.set: set[str] = set()
        self.used: set[str] = set()

    def spot(self, spot: Spot) -> Iterator[Fault]:
        for tag in _TAG.finditer(spot.text):
            value, does = tag["value"], tag["does"]
            if value is not None:
                words = self._value(value.strip("-").strip())
            elif does is not None:
                words = self._does(_OWN.sub("", does.strip("-+").lstrip(), count=1).strip(), spot.place)
            else:
                continue
            yield from (Fault(spot.place, one) for one in words)
        if _TORN.search(_TAG.sub("", spot.text)):
            yield Fault(spot.place, "a tag is not closed, or goes on in another paragraph")

    # -- values --------------------------------------------------------------------------------------------------------

    def _value(self, text: str) -> list[str]:
        if _OWN.match(text):
            return [_RICH]
        tree, words = self._parsed(f"{{{{ {text} }}}}")
        if tree is None:
            return words
        shown = [output.nodes[0] for output in tree.find_all(nodes.Output) if output.nodes]
        if shown and isinstance(shown[0], nodes.Name) and self._columns(shown[0].name):
            words.append(f"{shown[0].name} has rows: go through them with “for”")
        if shown and isinstance(shown[0], nodes.Name) and (shown[0].name == "paper" or self._row_of(shown[0].name)):
            words.append(f"{shown[0].name} has parts: name the one that is to be shown")
        return words + list(self._names(tree))

    def _parsed(self, source: str) -> tuple[nodes.Template | None, list[str]]:
        """The tree, unless it is no Jinja; and what no template may."""
        try:
            self.env.compile(source)
            tree = self.env.parse(source)
        except TemplateError as error:
            return None, [str(error.message or error)]
        except Exception as error:  # constants are worked out while it is read: {{ 1/0 }}
            return None, [str(error)]
        return tree, list(refusals(tree))

    def _names(self, tree: nodes.Node) -> Iterator[str]:
        for name in tree.find_all(nodes.Name):
            if name.ctx == "load" and (words := self._unknown(name.name)):
                yield words
        for inner in tree.find_all(nodes.Getattr):
            if isinstance(inner.node, nodes.Name) and (words := self._no_column(inner.node.name, inner.attr)):
                yield words

    def _unknown(self, name: str) -> str:
        self.used.add(name)
        brought = {one for block in self.open for one in block.names} | self.set
        if name == "loop" and any(block.does == "for" for block in self.open):
            return ""
        if name in self.known.fields or name in brought or name in ("paper", "range"):
            return ""
        return nearest(name, [*self.known.fields, *brought, *(f"paper.{one}" for one in PAPER)])

    def _no_column(self, name: str, attribute: str) -> str:
        if attribute.startswith("_"):
            return ""  # said already
        if name == "paper":
            return "" if attribute in PAPER else f"paper: {nearest(attribute, PAPER)}"
        columns = self._row_of(name)
        return "" if columns is None or attribute in columns else f"{name}: {nearest(attribute, columns)}"

    def _columns(self, name: str) -> tuple[str, ...]:
        return () if self._row_of(name) is not None else self.known.fields.get(name, ())

    def _row_of(self, name: str) -> tuple[str, ...] | None:
        """The columns of the field whose rows a `for` goes through under this name."""
        for block in reversed(self.open):
            if name in block.names:
                return self.known.fields.get(block.names[name]) or None
        return None

    # -- what it does --------------------------------------------------------------------------------------------------

    def _does(self, text: str, place: str) -> list[str]:
        word, _, rest = text.partition(" ")
        if word in _BARE:
            return []
        if word in _WITH_VALUE:
            return self._value(rest.strip())
        if word in _ENDS:
            return self._ended(_ENDS[word])
        if word in ("elif", "else"):
            inside = self.open and self.open[-1].does in ("if", "for")
            words = [] if inside else [f"“{word}” stands in no “if”"]
            return words + (self._said(f"{{% if {rest} %}}{{% endif %}}") if word == "elif" else [])
        if word == "for":
            return self._for(text, place)
        if word == "if":
            words = self._said(f"{{% {text} %}}{{% endif %}}")
            self.open.append(_Block("if", place))
            return words
        return self._set(text, place) if word == "set" else self._other(text)

    def _said(self, source: str) -> list[str]:
        tree, words = self._parsed(source)
        return words if tree is None else words + list(self._names(tree))

    def _ended(self, does: str) -> list[str]:
        if not self.open or self.open[-1].does != does:
            return [f"“end{does}” ends nothing that is open here"]
        self.open.pop()
        return []

    def _for(self, text: str, place: str) -> list[str]:
        tree, words = self._parsed(f"{{% {text} %}}{{% endfor %}}")
        block = _Block("for", place)
        if tree is not None and (loop := tree.find(nodes.For)) is not None:
            words += self._names(loop.iter)
            if isinstance(loop.iter, nodes.Name):
                words += self._unknown_of([loop.iter.name])
            source = loop.iter.name if isinstance(loop.iter, nodes.Name) else ""
            targets = [loop.target, *loop.target.find_all(nodes.Name)]
            block.names = {one.name: source for one in targets if isinstance(one, nodes.Name)}
        self.open.append(block)
        return words

    def _unknown_of(self, names: list[str]) -> list[str]:
        return [words for name in names if (words := self._unknown(name))]

    def _set(self, text: str, place: str) -> list[str]:
        if "=" in text:
            tree, words = self._parsed(f"{{% {text} %}}")
            if tree is not None:
                words += self._names(tree)
                self.set |= {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
            return words
        self.open.append(_Block("set", place))
        self.set.add(text.partition(" ")[2].strip())
        return []

    def _other(self, text: str) -> list[str]:
        """Whatever else Jinja has: most of it is refused, the rest unknown."""
        _, words = self._parsed(f"{{% {text} %}}")
        return words or [f"“{text}” is nothing that a template does"]
