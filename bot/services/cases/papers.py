"""Court papers: recorded in one envelope, starting duties; corrections are in `paper_acts`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.cases.acts import CASE_TAGGED, PAPER_RECORDED
from bot.domain.cases.cases import DECISION_PAPERS, LATER_DECISIONS, RISK_TAGS
from bot.domain.cases.parties import PUBLIC_INTEREST, Turned
from bot.domain.cases.topics import CARD, CaseCard
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import LIAISONS, AgencyKind, PaperKind, PartyCapacity, ServiceMode
from bot.domain.hall.topics import Notice, to_audience
from bot.domain.law.trigger_facts import ON_APPEAL, OUTCOMES, TAGS
from bot.domain.reading.answers import months_of
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.parties import Stated, stated_in, without_count
from bot.domain.reading.party_fields import HANDLING, NAMES_OTHER, stated_of
from bot.services.agencies import bodies
from bot.services.cases import (
    acts,
    addressees,
    appeals,
    cases,
    claims,
    effects,
    ending,
    handling,
    linking,
    losses,
    paper_acts,
    parties,
)
from bot.services.duties import duties, reminders
from bot.services.hall import access
from bot.services.hall import files as stored_files
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.tables import Agency, Case, Duty, Paper, Person


@dataclass(frozen=True)
class Envelope:
    """What came in one envelope. `handling`: "same", an id, or "open", "several" where the lead organ is to name it."""

    number: str
    agency_id: int
    kinds: Sequence[PaperKind]
    served_on: date
    mode: ServiceMode = ServiceMode.IN_PERSON
    facts: dict[str, Any] = field(default_factory=dict)
    """Facts of decisions and advice, by the names under which rule books ask for them; None where nothing was said."""
    term_on: date | None = None
    original: str = ""
    """The number of the case that was decided before, of a paper of a later instance."""
    handling: str = "same"
    plaintiff: str = ""
    plaintiff_count: int | None = None
    parties: Sequence[tuple[str, PartyCapacity]] = ()
    """Agencies that the paper names, as it writes them."""
    review: str = ""
    only_handles: bool = False
    """It was served on another agency, for which `agency_id` handles the case."""
    cause: str = ""
    tags: Sequence[str] = ()
    files: Sequence[dict[str, Any]] = ()


def envelope_of(values: Mapping[str, Any]) -> Envelope:
    """What the form about papers holds, as one envelope."""
    term = values.get("term")
    months = months_of(term)
    return Envelope(
        number=values["number"],
        agency_id=int(values["agency"]),
        kinds=tuple(PaperKind(kind) for kind in values["papers"]),
        served_on=date.fromisoformat(values["served_on"]),
        mode=ServiceMode(values["mode"]),
        facts=_facts(values, term if isinstance(term, int) else None, months),
        term_on=date.fromisoformat(term) if isinstance(term, str) and months is None else None,
        original=values.get("original") or "",
        handling=values.get("handling") or "same",
        plaintiff=values.get("plaintiff") or "",
        plaintiff_count=values.get("count"),
        parties=stated_of(values).agencies,
        review=values.get("review") or "",
        only_handles=values.get("ours") == HANDLING,
        cause=values.get("cause") or "",
        tags=(*(values.get("risks") or ()), *(values.get("tags") or ())),
        files=tuple(values.get("files") or ()),
    )


_YES_NO = {"yes": True, "no": False}
_ABSENCE = "absence"
"""The kind of an advice that is about a leader who did not appear."""


def _facts(values: Mapping[str, Any], days: int | None, months: int | None) -> dict[str, Any]:
    on_appeal = values.get("on_appeal")
    return {
        "outcome": "mediated" if on_appeal == "mediated" else values.get("stands") or values.get("outcome"),
        "on_appeal": on_appeal,
        "ruling_kind": values.get("ruling_kind"),
        "advice_kind": values.get("advice_kind"),
        "appeal_wanted": _YES_NO.get(str(values.get("appeal"))),
        "others_served_on": values.get("others"),
        "harm_caused": _YES_NO.get(str(values.get("harm"))),
        "procedure": values.get("procedure"),
        "term_days": days,
        "term_months": months,
    }


@dataclass(frozen=True)
class Recorded:
    case: Case
    papers: tuple[Paper, ...]
    duties: tuple[Duty, ...]


def similar(desk: Desk, number: str, agency_id: int, kinds: Sequence[PaperKind]) -> list[Paper]:
    """Papers of the same kind already recorded in this case for this agency: the same twice, or another one?

    Raises Missing or NotAllowed as `access.require`, so that nobody learns of foreign papers.
    """
    access.require(desk, Action.ENTER_PAPER, agency_id)
    case = cases.of_agency(desk, cases.read_number(number), agency_id)
    if case is None:
        return []
    return papers_store.standing(desk.session, case.id, agency_id=agency_id, kinds=kinds)


def agencies_for(desk: Desk) -> list[Agency]:
    """The agencies for which the actor may enter papers; courts are served by nobody."""
    return [a for a in access.within(desk, Action.ENTER_PAPER) if a.kind is not AgencyKind.COURT]


def plain_agency(desk: Desk, named: str) -> dict[str, Any]:
    """A draft's agency, where it is plain: the only one, the only own one, or the one that a text names.

    Raises:
        NotAllowed: there is none.
    """
    found = agencies_for(desk)
    if not found:
        raise NotAllowed
    matching = bodies.calling(desk, found, named) if named else []
    own = [a for a in found if a.id in desk.actor.agencies() and not desk.actor.is_coordinator]
    chosen = matching or (found if len(found) == 1 else own)
    return {"agency": str(chosen[0].id)} if len(chosen) == 1 else {}


def question_of(desk: Desk, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft is asked where its paper names another agency than the one that was chosen."""
    chosen = values.get("agency")
    other = addressees.other_named(desk, int(chosen), values) if chosen else ""
    return {NAMES_OTHER: other} if other else {}


@dataclass(frozen=True)
class SeenParties:
    """What the preview of a paper says of the parties besides its fields."""

    agency: str
    unlisted: tuple[str, ...] = ()
    """Names that are no agencies of the tree."""
    differing: tuple[Turned, ...] = ()
    """Where what is recorded is something else."""


def seen_parties(desk: Desk, values: Mapping[str, Any]) -> SeenParties:
    """How a draft's parties compare with the tree and with what is recorded, for the agency that was chosen.

    Raises Missing or NotAllowed as `access.require`, so that nobody learns of foreign papers.
    """
    agency = access.require(desk, Action.ENTER_PAPER, int(values["agency"]))
    stated = stated_in(values)
    known = parse_case_number(str(values.get("number") or ""))
    case = cases.of_agency(desk, known, agency.id or 0) if known else None
    unlisted = [name for name, _ in stated.agencies if bodies.named(desk, name, agency.id or 0) is None]
    differing = parties.differing(desk, case, stated) if case is not None else []
    return SeenParties(agency.short_name, tuple(unlisted), tuple(differing))


def contact_of(desk: Desk) -> Person | None:
    """The liaison officer of one of the actor's own agencies, for people who may not enter papers themselves."""
    found = (access.holders(desk, agency_id, *LIAISONS) for agency_id in sorted(desk.actor.agencies()))
    return next((people[0] for people in found if people), None)


def record(desk: Desk, envelope: Envelope, *, announced: bool = False) -> Recorded:
    """Record the papers of one envelope: the case found or opened, each paper's duties started, people told (unless it
    is `announced` with others).

    Raises:
        Missing, NotAllowed: there is no such agency, or it is not the actor's to enter for.
        Refused: the number cannot be read, the day lies ahead, no paper is named.
    """
    _check(desk, envelope)
    access.require(desk, Action.ENTER_PAPER, envelope.agency_id)
    if envelope.kinds == (PaperKind.ADVICE,) and envelope.facts.get("advice_kind") == _ABSENCE:
        about = addressees.absent_below(desk, envelope.number, envelope.agency_id)
        envelope = dataclasses.replace(envelope, agency_id=access.require(desk, Action.ENTER_PAPER, about).id or 0)
    new = cases.of_agency(desk, cases.read_number(envelope.number), envelope.agency_id) is None
    case = cases.open_case(desk, envelope.number, agency_id=envelope.agency_id)
    tagged = _describe(desk, case, envelope)
    if envelope.original:
        linking.note(desk, case, envelope.original)
    changed = parties.take(desk, case, envelope.agency_id, _stated(envelope))
    if envelope.only_handles:
        parties.handles(desk, case, envelope.agency_id)
    opened = _handling(desk, case, envelope)
    papers = tuple(_add(desk, case, envelope, kind) for kind in dict.fromkeys(envelope.kinds))
    started: list[Duty] = []
    for paper in papers:
        started += duties.start(
            desk,
            trigger=paper.kind.value,
            on=paper.served_on,
            agency_id=paper.agency_id,
            case=case,
            paper=paper,
            announced=True,
        )
        effects.ask_when_effective(desk, paper)
        appeals.follow_copy(desk, paper)
        losses.follow(desk, paper)
    if opened:
        started += handling.ask_for_unit(desk, case, envelope.agency_id, envelope.served_on)
    if tagged:
        started += acts.report_risk(desk, case, envelope.agency_id)
    parties.follow(desk, case, changed)
    claims.show(desk, case)
    if not announced:
        _announce(desk, case, envelope, started, new=new)
    return Recorded(case, papers, tuple(started))


def replace(desk: Desk, paper_id: int, version: int, envelope: Envelope, reason: str) -> Recorded:
    """What was recorded as another kind of paper, or in another case: taken back and recorded as it is, in one go.

    Raises:
        Missing, NotAllowed, Stale, Refused: as `record` and `paper_acts.withdraw`; Refused also where kind, case and
            agency are as before.
    """
    old = paper_acts.get(desk, paper_id)
    case = desk.session.get_one(Case, old.case_id)
    same = (case.number, old.agency_id, [old.kind]) == (
        str(cases.read_number(envelope.number)),
        envelope.agency_id,
        list(envelope.kinds),
    )
    if same:
        raise Refused("Nothing was corrected yet: please change the paper, the case number or the agency.")
    paper_acts.take_back(desk, paper_id, version, reason)
    recorded = record(desk, envelope)
    cases.leave(desk, old.case_id, old.agency_id, reason)
    ending.close_if_empty(desk, old.case_id, reason)
    return recorded


def _check(desk: Desk, envelope: Envelope) -> None:
    if not envelope.kinds:
        raise Refused("Please choose at least one paper.")
    paper_acts.check_served(desk, envelope.served_on, envelope.number)
    unknown = [tag for tag in envelope.tags if tag not in TAGS]
    offered = {"outcome": OUTCOMES, "on_appeal": ON_APPEAL}
    strange = [name for name, known in offered.items() if (envelope.facts.get(name) or known[0]) not in known]
    if unknown or strange:
        raise Refused("This choice is no longer offered.")


def _describe(desk: Desk, case: Case, envelope: Envelope) -> bool:
    """Fill in what is not known yet; what is known is only changed by a correction. True for new risk tags."""
    known = set(case.facts.get("tags") or ())
    tags = [tag for tag in TAGS if tag in known or tag in envelope.tags]
    case.cause = case.cause or envelope.cause[:120]
    if tags != list(case.facts.get("tags") or ()):
        case.facts = {**case.facts, "tags": tags}
        desk.audit(CASE_TAGGED, About.CASE(case.id), case_id=case.id, old={"tags": sorted(known)}, new={"tags": tags})
    desk.session.add(case)
    desk.session.flush()
    return any(tag in RISK_TAGS and tag not in known for tag in envelope.tags)


def _stated(envelope: Envelope) -> Stated:
    return Stated(
        agencies=tuple(envelope.parties),
        plaintiff=without_count(envelope.plaintiff),
        count=envelope.plaintiff_count,
        procuratorate=PUBLIC_INTEREST in envelope.tags,
        review=envelope.review,
    )


def _handling(desk: Desk, case: Case, envelope: Envelope) -> bool:
    """Set the handling unit, or mark it as open; True when the lead organ must be asked now.

    It is open where nobody knows it, and where several units have a part in the act.

    A government never handles a case itself: without a named unit, its case is open.
    """
    choice = envelope.handling
    if choice == "same" and case.handling_agency_id is None:
        kind = access.agency(desk, envelope.agency_id).kind
        choice = "open" if kind is AgencyKind.GOVERNMENT else "same"
    several = {"handling_units": 2} if choice == "several" else {}
    if (choice == "open" or several) and case.handling_agency_id is None and not case.facts.get("handling_open"):
        case.facts = {**case.facts, "handling_open": True, **several}
        desk.session.add(case)
        return True
    if choice.isascii() and choice.isdigit():
        unit = access.require(desk, Action.ENTER_PAPER, int(choice))
        if case.handling_agency_id != unit.id:
            handling.set_unit(desk, case, unit)
    return False


def _add(desk: Desk, case: Case, envelope: Envelope, kind: PaperKind) -> Paper:
    facts = _of_kind(envelope, kind)
    paper = Paper(
        case_id=case.id or 0,
        agency_id=envelope.agency_id,
        kind=kind,
        served_on=envelope.served_on,
        service_mode=envelope.mode,
        term_on=envelope.term_on,
        facts=facts,
        entered_at=desk.now,
        entered_by=desk.actor.person_id or None,
    )
    desk.session.add(paper)
    desk.session.flush()
    stored_files.keep(desk, About.PAPER(paper.id), envelope.files)
    desk.audit(
        PAPER_RECORDED,
        About.PAPER(paper.id),
        case_id=case.id,
        agency_id=paper.agency_id,
        new={"kind": kind.value, "served_on": paper.served_on.isoformat(), "mode": paper.service_mode.value, **facts},
    )
    return paper


def _of_kind(envelope: Envelope, kind: PaperKind) -> dict[str, Any]:
    """What the envelope says of a paper of this kind: a notice that came with a judgment decides nothing."""
    names = set(envelope.facts)
    if kind not in DECISION_PAPERS:
        names -= {"outcome", "on_appeal", "ruling_kind", "appeal_wanted", "others_served_on", "harm_caused"}
    if kind not in LATER_DECISIONS:
        names -= {"on_appeal"}
    return {name: value for name, value in envelope.facts.items() if name in names and value not in (None, "")}


def _announce(desk: Desk, case: Case, envelope: Envelope, started: Sequence[Duty], *, new: bool) -> None:
    """One card to everybody who works on it; whoever entered the papers sees it as the answer."""
    for audience in audiences(desk, case, envelope, started):
        outbox.plan(
            desk,
            Notice(
                CARD,
                CaseCard(case=case.id or 0, by=desk.actor.person_id, news="new" if new else "more"),
                About.CASE(case.id),
            ),
            to_audience(audience),
            dedupe=f"card:{case.id}:{int(desk.now.timestamp())}:{audience}",
        )


def audiences(desk: Desk, case: Case, envelope: Envelope, started: Sequence[Duty]) -> list[str]:
    """Who hears of papers that came: those who work on the case, and where it is late their principal leader."""
    found = [f"doers@{envelope.agency_id}"]
    if case.handling_agency_id and case.handling_agency_id != envelope.agency_id:
        found.append(f"doers@{case.handling_agency_id}")
    principal = f"principal@{envelope.agency_id}"
    late = reminders.carried_by_card(desk, started, principal)
    if late or any("leader_named" in duty.evidence for duty in started):
        found.append(principal)
    return found
