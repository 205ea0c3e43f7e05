"""What stands in a document: what people said, and for the rest what the bot knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.cases.cases import mask_name
from bot.domain.documents import showing
from bot.domain.documents.documents import OPEN
from bot.domain.documents.kinds import FieldType, Kind, KindField
from bot.domain.documents.showing import Shown
from bot.domain.documents.values import is_wanted
from bot.services.documents import from_events, from_figures, permissions, sources
from bot.services.documents.material import Material
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Document
from bot.texts import translator

SOURCE, PERSON, NONE = "source", "person", "none"
RECORD, PHOTOS, PLAINTIFF = "record.number", "event.photos", "case.plaintiff"
_CHOSEN = (FieldType.CHOICE, FieldType.CHOICES)


@dataclass(frozen=True)
class Filling:
    """The value of one field, what a paper shows of it, and where it comes from: "source", "person" or "none"."""

    raw: Any
    shown: Shown
    origin: str


@dataclass(frozen=True)
class Filled:
    """All fields of a document that are wanted, in their order. `missing` names those that its present step has to have
    and has not; `context` is what its template is rendered with."""

    values: Mapping[str, Filling]
    missing: tuple[str, ...]
    context: dict[str, Any] = field(default_factory=dict)


def filled(desk: Desk, document: Document) -> Filled:
    """The document as it stands: of one that was submitted, what was frozen, with what later steps said."""
    kind = permissions.kind_of(desk, document)
    if document.state in OPEN or not document.edition:
        return _worked_out(desk, kind, document)
    return _frozen(desk, kind, document)


def raw(desk: Desk, document_id: int) -> dict[str, Any]:
    """The raw value of each field that has one; who may see them was checked."""
    found = filled(desk, permissions.found(desk, document_id))
    return {name: one.raw for name, one in found.values.items() if one.raw is not None}


def _worked_out(desk: Desk, kind: Kind, document: Document) -> Filled:
    material = Material(desk, kind, document)
    raws: dict[str, Any] = {}
    origins: dict[str, str] = {}
    explained = {name for one in kind.fields for name in one.explains}
    corrected: set[str] = set()
    for one in kind.fields:
        said = document.values.get(one.name)
        known = sources.of(material, one.source) if one.source and (said is None or one.name in explained) else None
        if said is not None and known is not None and said != known:
            corrected.add(one.name)
        raws[one.name] = said if said is not None else known
        origins[one.name] = PERSON if said is not None else SOURCE if known is not None else NONE
    drawn = from_figures.chart(material) if kind.chart else None
    chart = drawn.as_json() if drawn is not None else None
    return _put_together(desk, kind, document, raws, origins, chart, corrected)


def _frozen(desk: Desk, kind: Kind, document: Document) -> Filled:
    kept = documents_store.edition(desk.session, document.id, document.edition)
    held: Mapping[str, Any] = kept.values if kept is not None else {}
    raws = {one.name: (held.get(one.name) or {}).get("raw") for one in kind.fields}
    origins = {one.name: str((held.get(one.name) or {}).get("origin") or NONE) for one in kind.fields}
    # What is given with the acceptance stands in no version that was handed in before.
    for one in (each for each in kind.fields if each.source == RECORD):
        given = sources.of(Material(desk, kind, document), one.source)
        raws[one.name], origins[one.name] = given, SOURCE if given is not None else NONE
    later = {one.name for step in range(1, len(kind.steps)) for one in kind.asked_at(step)}
    for name in later & set(document.values):
        raws[name], origins[name] = document.values[name], PERSON
    about: Mapping[str, Any] = (kept.shown.get("doc") or {}) if kept is not None else {}
    corrected = {name for one in kind.fields if raws.get(one.name) for name in one.explains}
    return _put_together(desk, kind, document, raws, origins, about.get("chart"), corrected)


def _put_together(
    desk: Desk,
    kind: Kind,
    document: Document,
    raws: dict[str, Any],
    origins: Mapping[str, str],
    chart: Mapping[str, Any] | None,
    corrected: set[str],
) -> Filled:
    """`corrected` names the fields in which a person says otherwise than is known."""
    wanted = [
        one
        for one in kind.fields
        if is_wanted(one, raws) and (not one.explains or not corrected.isdisjoint(one.explains))
    ]
    material = Material(desk, kind, document)
    values = {
        one.name: Filling(raws[one.name], _shown(material, one, raws[one.name], origins), origins[one.name])
        for one in wanted
    }
    due = {one.name for one in kind.asked_at(document.step)}
    missing = tuple(
        one.name
        for one in wanted
        if one.required and one.name in due and not one.is_figure and values[one.name].raw in (None, "", [], {})
    )
    context = _context(desk, kind, document, values)
    if chart is not None:
        context["doc"]["chart"] = chart
    return Filled(values, missing, context)


def _shown(material: Material, one: KindField, raw: Any, origins: Mapping[str, str]) -> Shown:
    """What a paper shows: a word of ours stands in it in Chinese; where it masks plaintiffs, those that somebody typed
    are masked as well."""
    ours = words_of(one, raw, origins[one.name])
    if ours:
        tr = translator("zh_CN")
        known = set(sources.WORDS[one.source].values())
        return "、".join(str(tr(word)) if word in known else word for word in ours)
    shown = showing.shown(one, raw, material.desk.house.zone)
    return mask_name(shown) if one.source == PLAINTIFF and isinstance(shown, str) and material.masks else shown


def words_of(one: KindField, raw: Any, origin: str) -> tuple[str, ...]:
    """The message ids of what a source gives in words of ours; nothing of what somebody typed or chose."""
    words = sources.WORDS.get(one.source)
    if not words or raw is None or origin != SOURCE or one.type in _CHOSEN:
        return ()
    return tuple(words.get(str(word), str(word)) for word in (raw if isinstance(raw, list) else [raw]))


def _context(desk: Desk, kind: Kind, document: Document, values: Mapping[str, Filling]) -> dict[str, Any]:
    """Every field of the kind by its name (what is not wanted shows nothing), and under `doc` the paper itself."""
    empty: dict[str, Shown] = {one.name: [] if one.type is FieldType.ROWS else "" for one in kind.fields}
    agency = access.agency(desk, document.agency_id)
    to = desk.session.get(Agency, document.addressee_id) if document.addressee_id else None
    about: dict[str, Any] = {
        "title": kind.zh,
        "number": document.number or "",
        "issued_on": showing.day(document.issued_on) if document.issued_on else "",
        "agency": agency.name,
        "addressee": to.name if to is not None else "",
        "edition": str(document.edition or ""),
        "period": document.period,
        "today": showing.day(desk.today),
    }
    if any(one.source == PHOTOS for one in kind.fields):
        about["pictures"] = [one.hash for one in from_events.pictures(Material(desk, kind, document))]
    return {**empty, **{name: one.shown for name, one in values.items()}, "doc": about}
