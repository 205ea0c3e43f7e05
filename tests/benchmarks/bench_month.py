"""A busy month in a county, simulated: how many messages people would get, get, and hear.

    python -m tests.benchmarks.bench_month

Sixteen court papers come to four agencies in two weeks; nobody presses anything but the buttons that enter them, so
every reminder and every escalation goes out. `planned` counts each reminder by itself, `sent` after merging, `heard`
those that make a sound.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from bot.domain.hall.terms import Lane, SendState
from bot.store.tables import OutboxRow, Person
from tests.benchmarks.table import Row
from tests.builders import County, county
from tests.houses import LAW, ZONE
from tests.rig import Rig, open_rig

BEGIN, END = date(2026, 6, 1), date(2026, 6, 30)
CASES = 16
Day = tuple[int, date]


@dataclass(frozen=True)
class Month:
    """Messages by person (Telegram id) and local day; what a person just caused is not counted."""

    planned: Counter[Day]
    sent: Counter[Day]
    heard: Counter[Day]
    heard_urgent: Counter[Day]
    """Those that may come beside the one a day: moved, refused, three days or less, within a working day."""

    def days(self) -> set[Day]:
        return set(self.planned)


async def simulate(folder: Path, *, cases: int = CASES, end: date = END) -> Month:
    """Walk through the month and count."""
    async with open_rig(folder, start=f"{BEGIN} 08:00") as rig:
        here = await county(rig)
        await _papers(rig, here, cases)
        await rig.to(f"{end} 23:00")
        return await rig.database.read(_count)


async def _papers(rig: Rig, here: County, cases: int) -> None:
    liaisons = (here.liaison, here.police_liaison, here.labour_liaison, here.town_liaison)
    days = [d for d in _days(BEGIN, END) if LAW.calendar.is_working(d)]
    for n in range(cases):
        day = days[n // 2]
        await rig.to(f"{day} {9 + n % 2 * 5:02d}:{10 + n:02d}")
        who = liaisons[n % len(liaisons)]
        await rig.say(who, f"（2026）鲁0831行初{n + 11}号 应诉通知书 起诉状 今天收到")
        await rig.press(who, "登记")


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _count(session: Session) -> Month:
    rows = session.exec(
        select(OutboxRow, Person)
        .join(Person, col(Person.id) == OutboxRow.person_id)
        .where(OutboxRow.state == SendState.SENT, OutboxRow.kind == "send", OutboxRow.lane != Lane.INTERACTIVE)
    ).all()
    month = Month(Counter(), Counter(), Counter(), Counter())
    for row, person in rows:
        assert row.sent_at is not None
        day = (person.telegram_id or 0, row.sent_at.astimezone(ZONE).date())
        if row.topic != "merged":
            month.planned[day] += 1
        if row.merged_into is None:
            month.sent[day] += 1
            if not row.silent:
                (month.heard_urgent if row.urgent else month.heard)[day] += 1
    return month


def table(month: Month) -> list[str]:
    """Messages a person and day, on the days on which there was anything to say."""
    lines = [f"{'':<26}{'mean':>6}{'most':>6}{'all':>7}"]
    days = len(month.days()) or 1
    for name, counts in (
        ("planned, each by itself", month.planned),
        ("sent, after merging", month.sent),
        ("heard, the one a day", month.heard),
        ("heard, urgent", month.heard_urgent),
    ):
        lines.append(f"{name:<26}{counts.total() / days:>6.2f}{max(counts.values(), default=0):>6}{counts.total():>7}")
    return lines


def rows(full: bool = False) -> list[Row]:
    """For the table of figures."""
    with tempfile.TemporaryDirectory() as folder:
        month = asyncio.run(simulate(Path(folder)))
    days = len(month.days())
    return [
        Row(
            f"a busy month: messages a person and day (on {days} days with any)",
            f"{month.sent.total() / days:.2f} sent, {(month.heard + month.heard_urgent).total() / days:.2f} heard",
            f"before merging {month.planned.total() / days:.2f}; most on one day {max(month.planned.values())} → "
            f"{max(month.sent.values())}",
            "at most one heard that is not urgent",
            max(month.heard.values()) <= 1,
        )
    ]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        month = asyncio.run(simulate(Path(folder)))
    print(f"{CASES} cases in two weeks; {len(month.days())} days of a person with something to say")
    print("\n".join(table(month)))


if __name__ == "__main__":
    main()
