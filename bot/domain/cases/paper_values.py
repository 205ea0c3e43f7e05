"""What a text says of a court paper, as values of the form `paper`; what a draft takes over from it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.cases.cases import DECISION_PAPERS, LATER_DECISIONS
from bot.domain.cases.paper_forms import ASSUMED_MODE
from bot.domain.cases.paper_reading import LINE, LONGEST, EnvelopeReading, is_remark, read_envelope, says_received
from bot.domain.hall.problems import Problem
from bot.domain.hall.terms import PaperKind
from bot.domain.reading import several_fields
from bot.domain.reading.cleaning import clean_text
from bot.domain.reading.dates import find_moments, read_date
from bot.domain.reading.parties import values_of
from bot.domain.reading.terms import find_term

Given = dict[str, Any]
_OWN_TERM = frozenset({PaperKind.ADVICE, PaperKind.URGING, PaperKind.CRITICISM})
"""Papers whose text sets a term for their answer; those of others name terms of appeal and the like."""
_ROW = re.compile(r"(?=.*行)(?=.*[书票状函议]|.*[A-Za-z])")
"""What every line has that names a case in full and a paper: the others need not be read."""
_NEEDED = ("papers", "served_on")


def said(text: str, today: date) -> Given:
    """What a line or a pasted paper says, seen from `today` (local); `named` is the agency as it is written there."""
    read = read_envelope(text, today)
    found: Given = {
        "papers": [kind.value for kind in read.kinds],
        "number": read.number,
        **several_fields.values_of([str(number) for number in read.several]),
        "original": read.original,
        "served_on": read.served_on.isoformat() if read.served_on else "",
        "others": read.others_on.isoformat() if read.others_on and _may_decide(read.kinds) else "",
        "mode": read.mode.value if read.mode else "",
        "cause": read.cause,
        "named": read.agency,
        "term": find_term(text[:LONGEST], today) if _OWN_TERM & set(read.kinds) else None,
        **values_of(read.stated),
        **_outcome(read),
    }
    if read.suggested:
        found["tags"] = [*(found.get("tags") or ()), "court_suggestion"]
    return {name: value for name, value in found.items() if value}


def _may_decide(kinds: Sequence[PaperKind]) -> bool:
    """Whether one of the papers is a decision, or none is named: then it may be a remark about one."""
    return not kinds or bool(DECISION_PAPERS & set(kinds))


def _outcome(read: EnvelopeReading) -> Given:
    """The outcome by the operative part of a decision, where it comes to one alone; the person confirms it."""
    outcomes = read.decided.outcomes
    if len(outcomes) != 1:
        return {}
    return {"on_appeal" if set(read.kinds) & LATER_DECISIONS else "outcome": outcomes[0]}


def trouble(text: str, today: date) -> Problem | None:
    """Why a day that a line names cannot be the day of receipt: 2月30日, or one that has not come."""
    if "\n" in text.strip() or len(text) > LINE:
        return None
    found = (one.day for one in find_moments(clean_text(text), today, past=True, future=False) if one.clock is None)
    return next((day for day in found if isinstance(day, Problem)), None)


def rows(text: str, today: date) -> list[Given]:
    """Lines of a text that each speak of a paper in a case of their own; fewer than two are no list."""
    found: dict[str, Given] = {}
    for line in filter(None, map(str.strip, text[:LONGEST].splitlines())):
        if len(line) > LINE or not _ROW.search(line) or read_envelope(line, today).names_hearing:
            continue
        spoken = said(line, today)
        named = spoken.get("number") or "、".join(spoken.get("several", ()))
        if named and spoken.get("papers"):
            found.setdefault(named, spoken)
    return list(found.values())


def is_other(given: Mapping[str, Any], spoken: Mapping[str, Any]) -> bool:
    """Whether a text names another case than the draft."""
    old, new = ({*one.get("several", ()), one.get("number", "")} - {""} for one in (given, spoken))
    return bool(old and new and not new <= old)


def unknown_yet(given: Mapping[str, Any], spoken: Mapping[str, Any], asked: str = "") -> Given:
    """Of what a text says, what the draft does not hold; more papers join those that are ticked."""
    fresh = {name: v for name, v in spoken.items() if name != "named" and (name == asked or not given.get(name))}
    fresh |= _more_parties(given, spoken)
    kinds = [k for k in spoken.get("papers", ()) if k not in (given.get("papers") or ())]
    if kinds:
        fresh["papers"] = [*(given.get("papers") or ()), *kinds]
    return fresh


def assumed(values: Mapping[str, Any]) -> Given:
    """The mode of service for a line that says everything but that; the preview says so and offers the others."""
    named = values.get("number") or values.get("several")
    if "mode" in values or not named or not all(values.get(name) for name in _NEEDED):
        return {}
    return {"mode": ASSUMED_MODE.value, "assumed": True}


def answer(given: Mapping[str, Any], spoken: Mapping[str, Any], asked: str) -> Given:
    """What a line says that was typed where `asked` was asked for; empty where it does not speak of the matter.

    Of what came as a picture, or as another file, the day and the way are said by whoever sent it.
    """
    fresh = unknown_yet(given, spoken, asked)
    about = {asked, "number", "several", "papers", *(("served_on", "mode") if given.get("files") else ())}
    if not about & fresh.keys():
        return {}
    says_all = asked == "papers" or (asked == "number" and "papers" in spoken)
    return {**fresh, **(assumed({**given, **fresh}) if says_all else {})}


def correction(given: Mapping[str, Any], spoken: Mapping[str, Any], text: str, today: date) -> Given:
    """A few words typed at the preview: the day of receipt, how it was served, one more paper."""
    if not is_remark(text):
        return {}
    fresh = {"mode": spoken["mode"]} if "mode" in spoken else {}
    day = read_date(text.strip(), today, past=True, future=False)
    if isinstance(day, date):
        fresh["served_on"] = day.isoformat()
    elif "served_on" in spoken and says_received(text):
        fresh["served_on"] = spoken["served_on"]
    joined = unknown_yet(given, {"papers": spoken.get("papers", [])})
    fresh |= {name: spoken[name] for name in ("plaintiff", "count", "review", "others") if name in spoken}
    fresh |= _more_parties(given, spoken)
    return {**fresh, **({"papers": joined["papers"]} if joined.get("papers") else {})}


def _more_parties(given: Mapping[str, Any], spoken: Mapping[str, Any]) -> Given:
    """Agencies that a further line names join those that are there; of one and the same the later word counts."""
    known, more = dict(given.get("parties") or ()), dict(spoken.get("parties") or ())
    return {"parties": [[name, what] for name, what in {**known, **more}.items()]} if more else {}
