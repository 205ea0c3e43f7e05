"""The ledger (台账): a row for each agency in each case, with the columns of section F6 of the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.domain.cases.cases import DECISION_PAPERS, mask_name
from bot.domain.cases.paper_names import OUTCOME_NAMES
from bot.domain.duties.duties import PENDING
from bot.domain.figures import act_kinds, periods
from bot.domain.figures.acts import COUNTED
from bot.domain.figures.exports import HEADINGS, WIDTHS, Asked
from bot.domain.hall import names
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.message import Html
from bot.domain.hall.terms import AbsenceReason, AppearanceState, DutyState, PaperKind
from bot.domain.hearings.appearances import RANKS, REASONS
from bot.services.duties import proofs
from bot.services.figures import sight
from bot.services.figures.ledger_compare import LEDGER
from bot.services.hall.desk import Desk
from bot.services.hall.long_sheets import LongBook
from bot.store.figures import ledgers as store
from bot.store.figures.ledgers import Line, Row, Wanted
from bot.store.tables import Agency
from bot.texts import Translator

_MAY = (Action.EXPORT, Action.SEE_PLAINTIFF)
"""Whoever exports over others, or keeps the cases of the own unit."""
_DEFENCE = "defence"
_PERFORMANCE = "performance_proof"
"""By what a judgment is shown to be performed: so the duty is known whichever book it comes from."""
_MODES = {"in_court": "in court", "online": "online"}
_YES: dict[bool | None, str] = {True: "yes", False: "no"}


STEP = 400
"""Rows after which it is told how far it is."""


def _nobody(rows: int) -> None:
    """Nobody asks how far it is."""


def may(desk: Desk) -> bool:
    """Whether there is a ledger for the actor at all."""
    return desk.is_system or any(desk.actor.may_somewhere(one) for one in _MAY)


def wanted(desk: Desk, asked: Asked) -> Wanted:
    """Which rows the actor gets: of the units that may be told apart, as far as the actor may have them.

    Raises:
        NotAllowed: none, or the unit asked for is not the actor's. Missing: there is no such unit.
    """
    if not may(desk):
        raise NotAllowed
    branches = None if desk.is_system else tuple(sorted({b for one in _MAY for b in desk.actor.branches(one)}))
    if asked.unit:
        unit = desk.session.get(Agency, asked.unit)
        if unit is None:
            raise Missing
        if branches is not None and not unit.path.startswith(branches):
            raise NotAllowed
        branches = (unit.path,)
    without = () if desk.is_system else tuple(one.path for one in sight.of(desk).wholes)
    return Wanted(branches, without, between(desk, asked), asked.open, asked.lost)


def between(desk: Desk, asked: Asked) -> tuple[datetime, datetime] | None:
    """The instants of the period that is asked for."""
    period = asked.spans
    if period is None:
        return None
    return desk.at(period.first, time()), desk.at(period.last + timedelta(days=1), time())


def count(desk: Desk, asked: Asked) -> int:
    """How many rows it would have. Raises as `wanted`."""
    return store.count(desk.session, wanted(desk, asked))


def write(
    desk: Desk, tr: Translator, asked: Asked, path: Path, *, note: str = "", tell: Callable[[int], None] = _nobody
) -> int:
    """Write the sheet to `path`, and tell now and then how many rows are there; how many there are in the end.

    Raises as `wanted`.
    """
    with LongBook(path) as book:
        return put(book, desk, tr, asked, note=note, tell=tell)


def put(
    book: LongBook, desk: Desk, tr: Translator, asked: Asked, *, note: str = "", tell: Callable[[int], None] = _nobody
) -> int:
    """The ledger as a sheet of a workbook. Raises as `wanted`."""
    return put_rows(book, desk, tr, rows(desk, tr, asked), note=note, tell=tell)


def put_rows(
    book: LongBook, desk: Desk, tr: Translator, values: Iterator[list[object]], *, note: str = "",
    tell: Callable[[int], None] = _nobody,
) -> int:  # fmt: skip
    """These rows as a ledger."""

    def told() -> Iterator[Sequence[object]]:
        for number, row in enumerate(values, 1):
            yield row
            if number % STEP == 0:
                tell(number)

    headings = [str(tr(one)) for one in HEADINGS]
    return book.sheet(str(tr("Ledger")), headings, told(), widths=WIDTHS, note=note)


def rows(desk: Desk, tr: Translator, asked: Asked | None = None) -> Iterator[list[object]]:
    """The rows, one after another. Raises as `wanted`."""
    asked = asked or Asked()
    return lines(desk, tr, asked, wanted(desk, asked))


def lines(desk: Desk, tr: Translator, asked: Asked, scope: Wanted) -> Iterator[list[object]]:
    """The rows of a scope that was asked about before."""
    agencies = {one.id or 0: one for one in store.agencies(desk.session)}
    named = {one: _shows_names(desk, asked, agency) for one, agency in agencies.items()}
    for number, row in enumerate(store.rows(desk.session, scope), 1):
        yield _Line(desk, tr, row, agencies).values(number, with_names=named[row.party.agency_id])


def _shows_names(desk: Desk, asked: Asked, agency: Agency) -> bool:
    return asked.names and (desk.is_system or desk.actor.may(Action.SEE_PLAINTIFF, agency.path))


class _Line:
    """One agency in one case."""

    def __init__(self, desk: Desk, tr: Translator, row: Row, agencies: Mapping[int, Agency]) -> None:
        self.desk, self.tr = desk, tr
        self.party, self.case, self.counted = row.party, row.case, row.counted
        self.agency, beside = agencies[self.party.agency_id], row.beside
        mine, case_id = self.party.agency_id, self.case.id
        self.papers = [one for one in beside.papers[case_id] if one.agency_id == mine]
        self.hearings = beside.hearings[case_id]
        self.appearances = [one for one in beside.appearances[case_id] if one.agency_id == mine]
        self.results = {h.id: r for h in self.hearings for r in beside.results[h.id] if r.agency_id == mine}
        self.all_duties = beside.duties[case_id]
        self.duties = [one for one in self.all_duties if one.agency_id == mine]
        self.others = [agencies[one].short_name for one in beside.parties[case_id] if one != mine]
        self.told: dict[str, str] = self.case.facts.get(LEDGER) or {}

    def values(self, number: int, *, with_names: bool) -> list[object]:
        """The cells, in the order of the headings."""
        return [number, *self._of_case(with_names=with_names), *self._of_hearings(), *self._after()]

    def _of_case(self, *, with_names: bool) -> list[object]:
        case, tr = self.case, self.tr
        third = "；".join(filter(None, (self.told.get("third_party", ""),)))
        due, done = self._defence()
        return [
            self.agency.short_name, self._capacity(), case.number, case.original_number, case.court,
            str(tr(names.INSTANCES.get(case.instance, "other procedure"))), case.cause,
            self.told.get("act", "") or act_kinds.of_cause(case.cause), self._filed(),
            case.plaintiff if with_names else mask_name(case.plaintiff), case.plaintiff_count,
            third if with_names else mask_name(third), "、".join(self.others),
            "；".join(f"{tr(names.PAPERS[one.kind])} {one.served_on.isoformat()}" for one in self.papers)
            or self.told.get("received_on", ""), due, done,
        ]  # fmt: skip

    def _filed(self) -> str:
        return self.told.get("filed_on", "")

    def _capacity(self) -> str:
        """A claim is a row of its agency, as each party has one, and is marked: its number is another row's too."""
        capacity = str(self.tr(names.CAPACITIES[self.party.capacity]))
        return str(self.tr("{capacity} (to be confirmed)", capacity=capacity)) if self.case.claimed_by else capacity

    def _defence(self) -> tuple[str, str]:
        """Until when the answer to the suit was due, and when it was done."""
        rows = [one for one in self.duties if one.citation.get("draft") == _DEFENCE and not _is_off(one)]
        due = next((_deadline(one).isoformat() for one in rows), "")
        return due, next((one.done_on.isoformat() for one in rows if one.done_on), "")

    def _of_hearings(self) -> list[object]:
        tr, results = self.tr, [self.results[h.id] for h in self.hearings if h.id in self.results]
        came = [one for one in results if one.attended]
        counted = self.counted
        return [
            "；".join(f"{tr.moment(h.starts_at, year=True)} {tr(names.HEARINGS[h.status])}" for h in self.hearings),
            self._leaders(results), self._ranks(came), _yes(tr, [counted.in_charge] if counted else []),
            self._standing(), _yes(tr, [one.attended for one in results]), _yes(tr, [one.spoke for one in came]),
            _yes(tr, [one.on_settlement for one in came]), _yes(tr, [one.stayed for one in came]),
            str(tr(_MODES[counted.mode])) if came and counted is not None and counted.mode in _MODES else "",
            str(tr(COUNTED[counted.counted])) if counted is not None and counted.counted in COUNTED else "",
            self._reasons(),
        ]  # fmt: skip

    def _leaders(self, results: Sequence[Line]) -> str:
        """Who came, by the results; of hearings without one, who was named."""
        told = {one.hearing_id for one in results}
        named = [one.leader_name for one in self.appearances if one.hearing_id not in told]
        return "；".join(dict.fromkeys(filter(None, [*(one.leader_name for one in results), *named])))

    def _ranks(self, came: Sequence[Line]) -> str:
        posts = {one.hearing_id: one.leader_post for one in self.appearances}
        found = []
        for one in came:
            rank = str(self.tr(RANKS[one.rank])) if one.rank in RANKS else ""
            post = posts.get(one.hearing_id, "")
            found.append(f"{post}（{rank}）" if post and rank and post != rank else post or rank)
        return "；".join(dict.fromkeys(filter(None, found)))

    def _standing(self) -> str:
        last: Line | None = self.appearances[-1] if self.appearances else None
        result = self.results.get(last.hearing_id) if last is not None else None
        if result is not None:
            return str(self.tr("a leader appeared" if result.attended else "no leader appeared"))
        unnamed = last is None or last.state is AppearanceState.UNNAMED
        return "" if unnamed or last is None else str(self.tr(names.APPEARANCES[last.state]))

    def _reasons(self) -> str:
        found = []
        for one in self.appearances:
            if one.absence_reason is not None:
                note = str(one.absence.get("note") or "")
                words = str(self.tr(REASONS[AbsenceReason(one.absence_reason)]))
                found.append(f"{words}：{note}" if note else words)
        return "；".join(dict.fromkeys(found))

    def _after(self) -> list[object]:
        tr, decisions = self.tr, [one for one in self.papers if one.kind in DECISION_PAPERS]
        pending = [one for one in self.duties if one.state in PENDING and one.kind not in ("right", "advice")]
        late = sum(one.state is DutyState.OPEN and _deadline(one) < self.desk.today for one in pending)
        lost = self.counted is not None and self.counted.lost
        closed = self.case.closed_on.isoformat() if self.case.closed_on else self.told.get("closed_on", "")
        return [
            self._outcome(decisions), str(tr("yes")) if lost else str(tr("no")) if decisions else "",
            "；".join(one.served_on.isoformat() for one in decisions),
            "；".join(one.effective_on.isoformat() for one in decisions if one.effective_on),
            str(tr("yes")) if any(one.facts.get("appealed") for one in decisions) else "",
            self._performed(), self._advised(),
            len(pending), late, closed, self._archived(),
            periods.named(self.counted.quarter, chinese=tr.chinese) if self.counted is not None else "",
        ]  # fmt: skip

    def _outcome(self, decisions: Sequence[Line]) -> str:
        """What was decided, by the papers; else what was reported of the hearings, or a ledger said."""
        decided = [
            str(self.tr(OUTCOME_NAMES[o])) for one in decisions if (o := one.facts.get("outcome")) in OUTCOME_NAMES
        ]
        said = [one.outcome for one in self.results.values() if one.outcome] or [self.told.get("outcome", "")]
        return "；".join(dict.fromkeys(filter(None, decided or said)))

    def _performed(self) -> str:
        """Whether what a judgment orders was done: until when it is owed, or on which day it was reported done."""
        owed = [one for one in self.duties if _PERFORMANCE in one.evidence.split(",") and not _is_off(one)]
        return "；".join(str(self._done(one)) for one in owed) or self.told.get("performance", "")

    def _done(self, duty: Line) -> Html:
        if duty.done_on is not None:
            return self.tr("performed on {day}", day=duty.done_on.isoformat())
        return self.tr("to be performed by {day}", day=_deadline(duty).isoformat())

    def _advised(self) -> str:
        """Each judicial advice: on which day it came, and on which it was dealt with."""
        came = [one for one in self.papers if one.kind is PaperKind.ADVICE]
        return "；".join(str(self._dealt_with(one)) for one in came) or self.told.get("advice", "")

    def _dealt_with(self, advice: Line) -> Html:
        received = advice.served_on.isoformat()
        if handled := advice.facts.get("handled_on"):
            return self.tr("received {day}, dealt with on {handled}", day=received, handled=handled)
        return self.tr("received {day}, not dealt with yet", day=received)

    def _archived(self) -> str:
        """Whoever handled it archived the file: the number is the case's, in the row of every agency."""
        numbers = proofs.archived(self.all_duties) if self.case.closed_on else ()
        return "；".join(numbers) or self.told.get("archive", "")


def _is_off(duty: Line) -> bool:
    return duty.state in (DutyState.CANCELLED, DutyState.NOT_APPLICABLE, DutyState.TRANSFERRED)


def _deadline(duty: Line) -> date:
    """As `Duty.deadline`, of a row of some of its columns."""
    return max(duty.due, duty.set_date) if duty.set_date else duty.due  # type: ignore[no-any-return]


def _yes(tr: Translator, answers: Sequence[bool | None]) -> str:
    known = [answer for answer in answers if answer is not None]
    return "；".join(str(tr(_YES[answer])) for answer in known)
