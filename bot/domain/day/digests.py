"""What a coordinator need know in the morning, and what waits to be accepted. Pure values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.duties.together import FilingLine
from bot.domain.hearings.hearings import ClaimLine, DutyLine, HearingLine, LostLine, QuestionLine


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch with coordinators of its own, as a whole: what those above it need know of it."""

    id: int
    name: str
    unconfirmed: int = 0
    overdue: int = 0
    awaited: int = 0

    @property
    def calm(self) -> bool:
        return not (self.unconfirmed or self.overdue or self.awaited)


@dataclass(frozen=True, slots=True)
class News:
    """What happened since the digest before."""

    since: date
    cases: int = 0
    moved: int = 0
    confirmed: int = 0

    @property
    def empty(self) -> bool:
        return not (self.cases or self.moved or self.confirmed)


@dataclass(frozen=True, slots=True)
class Digest:
    """What changed since the morning before, and what needs an act today; empty when there is nothing to say."""

    on: date
    overdue: tuple[DutyLine, ...] = ()
    unsettled: tuple[HearingLine, ...] = ()
    """Hearings of the coming days for which nobody has said yes."""
    deputies: tuple[HearingLine, ...] = ()
    """Hearings of the coming days at which another leader appears, where a rule asks for the principal."""
    due_today: tuple[DutyLine, ...] = ()
    today: tuple[HearingLine, ...] = ()
    """Hearings of today."""
    filings: tuple[FilingLine, ...] = ()
    awaited: tuple[HearingLine, ...] = ()
    """Hearings over for more than a working day whose result nobody reported."""
    late_results: int = 0
    """Of those, the results that others owe past their date: they can be pressed for as well."""
    absent: tuple[HearingLine, ...] = ()
    """Hearings without a leader and without a valid reason, known since the last digest."""
    lost: tuple[LostLine, ...] = ()
    """Decisions against an agency, recorded since the last digest."""
    claims: tuple[ClaimLine, ...] = ()
    questions: tuple[QuestionLine, ...] = ()
    """What nobody has said yet about the parties of a case."""
    branches: tuple[BranchLine, ...] = ()
    """Those below that are not calm; their single units are not among the other lines."""
    documents: int = 0
    """Documents that wait for the reader's step; those whose duty only waits to be accepted are among the filings."""
    breaches: int = 0
    """Possible breaches raised since the last digest, which wait for the reader's word. They alone bring no digest."""
    news: News | None = None

    @property
    def own(self) -> tuple[DutyLine, ...]:
        """What the reader owes, past its date or due today: nobody can be pressed for it."""
        return tuple(one for one in (*self.overdue, *self.due_today) if one.mine)

    @property
    def is_pressed(self) -> bool:
        """Whether others owe something past its date."""
        return bool(self.late_results) or any(not one.mine for one in self.overdue)

    @property
    def facts(self) -> dict[str, int]:
        """What it has to say, each with how much of it: a morning with no more than the one before says nothing new."""
        found = dict.fromkeys(_single(self), 1) | ({"documents": self.documents} if self.documents else {})
        for one in self.branches:
            for kind, count in (("u", one.unconfirmed), ("o", one.overdue), ("r", one.awaited)):
                found |= {f"b{one.id}{kind}": count} if count else {}
        return found

    @property
    def empty(self) -> bool:
        return not self.facts


def filed(filings: tuple[FilingLine, ...]) -> dict[str, int]:
    """As `Digest.facts`, of what waits to be accepted."""
    return {f"f{one.duty.id}.{one.duty.version}": 1 for one in filings}


def _single(digest: Digest) -> Iterator[str]:
    yield from (f"o{one.id}" for one in digest.overdue)
    yield from (f"d{one.id}" for one in digest.due_today)
    yield from (f"u{one.id}.{one.agency_id}" for one in digest.unsettled)
    yield from (f"p{one.id}.{one.agency_id}" for one in digest.deputies)
    yield from (f"h{one.id}.{one.agency_id}" for one in digest.today)
    yield from filed(digest.filings)
    yield from (f"r{one.id}.{one.agency_id}" for one in digest.awaited)
    yield from (f"a{one.id}.{one.agency_id}" for one in digest.absent)
    yield from (f"l{one.agency}.{one.number}" for one in digest.lost)
    yield from (f"c{one.id}" for one in digest.claims)
    yield from (f"q{one.case_id}.{one.about}.{one.sentence.code}" for one in digest.questions)
    if digest.news is not None and not digest.news.empty:
        yield f"n{digest.on.isoformat()}"
