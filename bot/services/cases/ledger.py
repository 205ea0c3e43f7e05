"""The ledger (台账): one row for each agency in each case, as an office spreadsheet.

Columns follow section F6 of the reference: what a reader of a 应诉台账 expects to find.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.cases.cases import mask_name
from bot.domain.duties.duties import PENDING
from bot.domain.hall import names
from bot.domain.hall.access import Action
from bot.domain.hall.terms import AppearanceState, DutyState
from bot.services.duties import proofs
from bot.services.hall import access, workbooks
from bot.services.hall.desk import Desk
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Agency, Appearance, Case, Party
from bot.texts import Translator

HEADINGS = (
    "No.", "Agency", "Capacity", "Case number", "Original case number", "Court", "Instance", "Cause", "Plaintiff",
    "Papers served", "Hearings", "Leader", "Appearance", "Attended", "Spoke", "Outcome", "Open duties", "Overdue",
    "Closed on", "Archive number",
)  # fmt: skip


def rows(desk: Desk, tr: Translator, *, with_names: bool = False) -> list[list[object]]:
    """The ledger's rows over everything the actor may export (the bot itself: everything)."""
    agencies = {a.id: a for a in access.within(desk, Action.EXPORT)}
    seen = [(p, c) for p, c in cases_store.all_parties(desk.session) if p.agency_id in agencies]
    return [
        _row(desk, tr, number, party, case, agencies[party.agency_id], with_names)
        for number, (party, case) in enumerate(seen, start=1)
    ]


def _row(
    desk: Desk, tr: Translator, number: int, party: Party, case: Case, agency: Agency, with_names: bool
) -> list[object]:
    session = desk.session
    papers = sorted(papers_store.standing(session, case.id, agency_id=agency.id), key=lambda p: p.served_on)
    hearings = hearings_store.of_case(session, case.id)
    appearances = appearances_store.of_agency_in_case(session, case.id, agency.id)
    duties = duties_store.of_case(session, case.id, agency.id)
    results = hearings_store.results_of(session, [h.id for h in hearings], [agency.id])
    pending = [d for d in duties if d.state in PENDING and d.kind != "right"]
    came = {r.hearing_id: r.leader_name for r in results}
    late = sum(d.state is DutyState.OPEN and d.deadline < desk.today for d in pending)
    leaders = [came.get(a.hearing_id or 0, a.leader_name) for a in appearances]
    return [
        number, agency.short_name, _capacity(party, case, tr),
        case.number, case.original_number, case.court,
        str(tr(names.INSTANCES.get(case.instance, "other procedure"))), case.cause,
        case.plaintiff if with_names else mask_name(case.plaintiff),
        "；".join(f"{tr(names.PAPERS[p.kind])} {p.served_on.isoformat()}" for p in papers),
        "；".join(f"{tr.moment(h.starts_at, year=True)} {tr(names.HEARINGS[h.status])}" for h in hearings),
        "；".join(dict.fromkeys(name for name in leaders if name)),
        _standing(appearances, came, tr), _yes(tr, [r.attended for r in results]), _yes(tr, [r.spoke for r in results]),
        "；".join(r.outcome for r in results if r.outcome), len(pending),
        late, case.closed_on.isoformat() if case.closed_on else "", "；".join(_archived(desk, case)),
    ]  # fmt: skip


def _archived(desk: Desk, case: Case) -> tuple[str, ...]:
    """Whoever handled it archived the file: the number is the case's, in the row of every agency."""
    return proofs.archived(duties_store.of_case(desk.session, case.id)) if case.closed_on else ()


def _capacity(party: Party, case: Case, tr: Translator) -> str:
    """A claim is a row of its agency, as every party has one, and is marked: the same number is another row's too."""
    capacity = str(tr(names.CAPACITIES[party.capacity]))
    return str(tr("{capacity} (to be confirmed)", capacity=capacity)) if case.claimed_by else capacity


def _standing(appearances: Sequence[Appearance], came: Mapping[int, str], tr: Translator) -> str:
    last = appearances[-1] if appearances else None
    if last is not None and last.hearing_id is not None and last.hearing_id in came:
        return str(tr("a leader appeared") if came[last.hearing_id] else tr("no leader appeared"))
    return "" if last is None or last.state is AppearanceState.UNNAMED else str(tr(names.APPEARANCES[last.state]))


def _yes(tr: Translator, answers: Sequence[bool | None]) -> str:
    known = [answer for answer in answers if answer is not None]
    return "" if not known else "；".join(str(tr("yes") if answer else tr("no")) for answer in known)


def export(desk: Desk, tr: Translator, *, with_names: bool = False) -> bytes:
    """The whole ledger as .xlsx; plaintiffs' names masked unless the operator wants them."""
    return workbooks.sheet([str(tr(h)) for h in HEADINGS], rows(desk, tr, with_names=with_names), str(tr("Ledger")))
