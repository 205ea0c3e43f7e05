"""What a use case works at: the open transaction, the instant, who acts, the law. One argument instead of five."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.agencies.reform import Passing
from bot.domain.hall.access import Actor
from bot.domain.hall.acts import Act
from bot.domain.hall.entries import Form, sealable
from bot.domain.hall.extracts import Limits
from bot.domain.hall.files import Daily
from bot.domain.hall.subjects import About, Subject
from bot.extracts.pictures import Pictures
from bot.law.facade import Law
from bot.papers.printshop import Printshop
from bot.store.files import FileStore
from bot.store.hall import queries as hall_store
from bot.store.tables import Case, Duty, Hearing, OutboxRow
from bot.store.transaction import Follower, follow

SYSTEM = Actor(person_id=0, name="")
"""The bot itself: ticks act for nobody. Services that a person may call check the person, not this."""

DESK = "desk"
"""Key of a session's `info`: the first desk opened in it, which is the one of the use case."""
MOMENT = "moment"
"""Key of a session's `info`: instant and time zone of the last desk opened in it."""


@dataclass(frozen=True)
class Predicate:
    """ "Those who have not …": narrows the agencies, or the people, of an audience to those of whom it is true.

    Both are called as (desk, value, ids) and give those ids that stay.
    """

    agencies: Callable[[Desk, int, Collection[int]], set[int]] | None = None
    people: Callable[[Desk, int, Collection[int]], set[int]] | None = None


@dataclass(frozen=True)
class Wiring:
    """Who is told of what happens in another room, and who answers for what a lower room cannot know.

    `bot.services.wiring.wire` makes the only one; every entrance puts it into its house. Whoever is told acts in the
    same transaction and looks at how things stand now, so that being told once too often does no harm.
    """

    hearing_changed: tuple[Callable[[Desk, Hearing], None], ...] = ()
    """A hearing was entered, moved, corrected or ended, or somebody was named or confirmed for it."""
    parties_changed: tuple[Callable[[Desk, Case], None], ...] = ()
    """Who is a party of a case, in which capacity, or what was answered about one is another now."""
    calendar_arrived: tuple[Callable[[Desk, int], int], ...] = ()
    """The working days of a year were announced: (desk, year) -> how many dates moved."""
    advice_handled: tuple[Callable[[Desk, int, date], None], ...] = ()
    """A duty that asked for an advice to be dealt with was reported done: (desk, paper, local day)."""
    appointment_ended: tuple[Callable[[Desk, int, int], None], ...] = ()
    """An appointment has an end now: (desk, person, agency)."""
    work_handed_over: tuple[Callable[[Desk, int, int, int], int], ...] = ()
    """(desk, from person, to person, agency): moves what a room keeps by person; how many things."""
    agency_passes: tuple[Callable[[Desk, Passing], None], ...] = ()
    """What an agency has passes to its successors: each room moves what it keeps by agency, and adds it to the tally.
    The people hold their new offices already."""
    followers: tuple[Follower, ...] = ()
    """Each sees which rows were written (a duty that changed, say, wherever that was), and acts before the commit."""
    expanders: Mapping[str, Callable[[Desk, OutboxRow], int]] = field(default_factory=dict)
    """Names of audiences that a room turns into rows itself; the room also settles the audience row."""
    predicates: Mapping[str, Predicate] = field(default_factory=dict)
    """By the names in `bot.domain.agencies.audiences.LACKING_NAMES`."""
    files: Mapping[About, Callable[[Desk, int], int | None]] = field(default_factory=dict)
    """By kind of subject (`paper`): whether the actor may have its files. Gives the id of its case, if it has one, or
    raises Missing or NotAllowed."""
    uncounted: tuple[Callable[[Desk, Duty], int], ...] = ()
    """How many deeds a duty asks for that do not count for it yet: events at which nobody signed in."""
    begins: tuple[Callable[[Desk, Duty], bool], ...] = ()
    """Whether the actor may begin the paper that a duty asks for."""
    awaiting: tuple[Callable[[Desk, int, datetime | None], Collection[str]], ...] = ()
    """(desk, person, instant or None): hashes of files for which a room still waits, where that was touched after the
    instant. Drafts of forms need none: the hall looks after them."""

    def count_uncounted(self, desk: Desk, duty: Duty) -> int:
        """Deeds that do not count for the duty yet."""
        return sum(counted(desk, duty) for counted in self.uncounted)

    def may_begin(self, desk: Desk, duty: Duty) -> bool:
        """Whether the paper that a duty asks for is the actor's to begin."""
        return any(asked(desk, duty) for asked in self.begins)

    def tell_hearing_changed(self, desk: Desk, hearing: Hearing) -> None:
        """Let the other rooms follow."""
        for listener in self.hearing_changed:
            listener(desk, hearing)

    def tell_advice_handled(self, desk: Desk, paper_id: int, on: date) -> None:
        """What is due from the day on which an advice was dealt with starts."""
        for listener in self.advice_handled:
            listener(desk, paper_id, on)

    def tell_parties_changed(self, desk: Desk, case: Case) -> None:
        """Let the other rooms follow."""
        for listener in self.parties_changed:
            listener(desk, case)

    def tell_calendar_arrived(self, desk: Desk, year: int) -> int:
        """Everything that depends on the year's working days is worked out anew; how many dates moved."""
        return sum(listener(desk, year) for listener in self.calendar_arrived)

    def tell_appointment_ended(self, desk: Desk, person_id: int, agency_id: int) -> None:
        """Let the other rooms follow."""
        for listener in self.appointment_ended:
            listener(desk, person_id, agency_id)

    def tell_agency_passes(self, desk: Desk, passing: Passing) -> None:
        """Each room moves what it keeps by agency."""
        for listener in self.agency_passes:
            listener(desk, passing)

    def tell_work_handed_over(self, desk: Desk, from_id: int, to_id: int, agency_id: int) -> int:
        """Each room moves what it keeps by person; how many things moved."""
        return sum(listener(desk, from_id, to_id, agency_id) for listener in self.work_handed_over)


@dataclass(frozen=True)
class House:
    """What stays the same while the process runs."""

    law: Law
    zone: ZoneInfo
    locale: str
    rulebook: str
    files: FileStore
    wiring: Wiring
    bot_name: str = ""
    daily: Daily = field(default_factory=Daily)
    """How much is fetched of one person on a day."""
    reading: Limits = field(default_factory=Limits)
    """How much of a file is read."""
    pictures: Pictures | None = None
    """Reads pictures and scans; None where nobody does."""
    printshop: Printshop = field(default_factory=Printshop)
    """Makes papers of templates."""

    @property
    def reads_pictures(self) -> bool:
        """Whether what stands in pictures can be read here."""
        return self.pictures is not None and self.pictures.missing() is None


@dataclass
class Desk:
    """One transaction of one actor at one instant (`now` is aware, UTC; `today` is local)."""

    session: Session
    house: House
    now: datetime
    actor: Actor
    update_id: int | None = None
    planned: bool = field(default=False)
    """Whether something was planned that is due now: the outbox is woken after the commit."""
    loose: set[str] = field(default_factory=set)
    """Hashes of files whose rows came, went or changed: their bytes follow after the commit."""
    pictured: bool = field(default=False)
    """Whether a picture waits to be read: whoever reads is woken after the commit."""
    printed: bool = field(default=False)
    """Whether a paper waits to be printed: whoever prints is woken after the commit."""
    untidy: bool = field(default=False)
    """Whether something ended for which files may have waited."""
    _acts: list[dict[str, Any]] | None = field(default=None)
    """Entries that are written together; None where each is written at once."""

    def __post_init__(self) -> None:
        # What follows from a change at the end of the transaction (`todo_changes`) knows its instant from here.
        self.session.info.setdefault(DESK, self)
        self.session.info[MOMENT] = (self.now, self.house.zone)
        follow(self.session, self.house.wiring.followers)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.house.zone).date()

    @property
    def local(self) -> datetime:
        return self.now.astimezone(self.house.zone)

    def at(self, day: date, clock: time) -> datetime:
        """The instant of a local wall-clock time."""
        return datetime.combine(day, clock, self.house.zone)

    @property
    def is_system(self) -> bool:
        return self.actor.person_id == 0

    def audit(
        self,
        act: Act,
        subject: Subject | None = None,
        *,
        case_id: int | None = None,
        agency_id: int | None = None,
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
        reason: str = "",
        for_id: int | None = None,
    ) -> None:
        """Write down who did what; values must be plain JSON, and declared by the act (or ValueError is raised)."""
        act.check(old or (), new or ())
        values = {
            "at": self.now, "actor_id": self.actor.person_id or None, "for_id": for_id, "update_id": self.update_id,
            "action": act.name, "subject": str(subject or ""), "case_id": case_id, "agency_id": agency_id,
            "old": old or {}, "new": new or {}, "reason": reason,
        }  # fmt: skip
        entry = values | sealable(values, Form.WRITTEN, act.personal)
        if self._acts is None:
            hall_store.add_entries(self.session, [entry])
        else:
            self._acts.append(entry)

    @contextmanager
    def many_acts(self) -> Iterator[None]:
        """What is done here is written down at its end, all of it together: thousands of acts, of which nobody asks
        meanwhile."""
        self._acts = []
        try:
            yield
        finally:
            acts, self._acts = self._acts, None
        hall_store.add_entries(self.session, acts)
