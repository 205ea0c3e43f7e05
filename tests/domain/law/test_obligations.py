"""Properties of obligations: reminders, escalations, late entry, groups, stability."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.law.obligations import Event, Obligation, obligations, waiting_for_term
from bot.domain.law.triggers import CALENDAR as BOUNDARIES
from bot.domain.law.triggers import Trigger
from bot.law.calendars import load_calendar
from bot.law.library import load_library
from bot.law.notices import parse_table

CALENDAR, LIBRARY = load_calendar(), load_library()
ZONE = ZoneInfo("Asia/Shanghai")
BOOKS = st.sampled_from(sorted(LIBRARY.books))
TRIGGERS = st.sampled_from([one for one in Trigger if one not in BOUNDARIES])
DAYS = st.dates(date(2021, 1, 1), date(2026, 11, 30))


def local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def started(book: str, event: Event, now: datetime | None = None) -> tuple[Obligation, ...]:
    stack = LIBRARY.for_book(book, event.on)
    return obligations(event, stack, LIBRARY.ladders, CALENDAR, now=now or local(event.on), zone=ZONE)


def one(book: str, rule: str, event: Event, now: datetime | None = None) -> Obligation:
    (found,) = (each for each in started(book, event, now) if each.rule.id == rule)
    return found


@pytest.mark.slow
@settings(max_examples=200)
@given(BOOKS, TRIGGERS, DAYS, st.integers(-40, 40))
def test_reminders_are_in_order_never_before_now_and_never_twice(
    book: str, trigger: Trigger, day: date, late: int
) -> None:
    now = local(day + timedelta(days=late), 10)
    for each in started(book, Event(trigger, day), now):
        assert list(each.reminders) == sorted(set(each.reminders))
        assert all(instant >= now for instant in each.reminders)
        assert all(step.at >= now and step.to for step in each.escalations)


@pytest.mark.slow
@settings(max_examples=200)
@given(BOOKS, TRIGGERS, DAYS)
def test_every_reminder_up_to_the_last_day_goes_out_on_a_working_day(book: str, trigger: Trigger, day: date) -> None:
    now = local(day)
    for each in started(book, Event(trigger, day, at=time(9, 30)), now):
        later = [instant for instant in each.reminders if instant > now]
        for instant in later:
            on = instant.astimezone(ZONE).date()
            assert CALENDAR.is_working(on) or on == day or on > each.due


@pytest.mark.slow
@settings(max_examples=200)
@given(BOOKS, TRIGGERS, DAYS)
def test_the_same_event_gives_the_same_obligations(book: str, trigger: Trigger, day: date) -> None:
    first, again = started(book, Event(trigger, day)), started(book, Event(trigger, day))
    assert first == again
    assert len({each.key for each in first}) == len(first)


@pytest.mark.slow
@settings(max_examples=200)
@given(BOOKS, TRIGGERS, DAYS, st.integers(0, 60))
def test_a_late_entry_moves_no_date(book: str, trigger: Trigger, day: date, late: int) -> None:
    at_once = started(book, Event(trigger, day))
    entered_late = started(book, Event(trigger, day), local(day + timedelta(days=late), 12))
    assert [(each.key, each.counted) for each in at_once] == [(each.key, each.counted) for each in entered_late]


def test_a_filing_entered_after_its_last_day_is_overdue_at_once_and_reminds_once() -> None:
    now = local(date(2026, 4, 20), 9)
    late = one("sishui-2020", "SS12", Event(Trigger.NOTICE_OF_RESPONSE, date(2026, 4, 2)), now)
    assert late.overdue(date(2026, 4, 20))
    assert not late.overdue(late.due)
    assert late.reminders == (now,)
    assert {step.at for step in late.escalations} == {now}


def test_each_paper_of_one_envelope_starts_its_own_filing() -> None:
    day = date(2026, 3, 10)
    keys = {
        each.key
        for trigger in (Trigger.SUMMONS, Trigger.COMPLAINT_COPY)
        for each in started("sishui-2020", Event(trigger, day))
        if each.rule.row == "SS17"
    }
    assert len(keys) == 2


def test_the_earlier_of_the_two_clocks_of_advice_leads() -> None:
    facts = {"advice_received_on": date(2026, 2, 1), "term_on": date(2026, 3, 20)}
    found = started("sishui-2020", Event(Trigger.ADVICE_HANDLED, date(2026, 3, 10), facts))
    clocks = [(each.rule.id, each.leads) for each in found if each.rule.group]
    assert clocks == [("SS21.own_term", True), ("SS21", False)]


def test_the_reminders_of_a_hearing_end_with_asking_for_the_result() -> None:
    event = Event(Trigger.HEARING_SCHEDULED, date(2026, 12, 15), at=time(9, 30))
    found = one("national", "CN-APPEAR", event, local(date(2026, 11, 16), 10))
    days = [f"{instant.astimezone(ZONE):%m-%d %H:%M}" for instant in found.reminders]
    assert days == ["11-16 10:00", "12-08 09:00", "12-10 09:00", "12-14 09:00", "12-15 07:30", "12-16 09:00"]
    told = [(f"{step.at.astimezone(ZONE):%m-%d}", step.condition) for step in found.escalations]
    rising = [(day, "leader_unconfirmed") for day in ("12-10", "12-11", "12-14", "12-15")]
    assert told == [*rising, ("12-18", "result_missing")]


def test_yearly_events_remind_through_the_year_and_beyond_until_done() -> None:
    event = Event(Trigger.YEAR_END, date(2026, 12, 31), {"level": "township"})
    found = one("ruzhou-2022", "RZ12", event, local(date(2026, 1, 1)))
    days = [f"{instant.astimezone(ZONE):%Y-%m-%d}" for instant in found.reminders]
    assert days[:6] == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-10-30",
        "2026-11-02",
        "2026-12-01",
    ]
    assert all(day > "2026-12-31" for day in days[6:])
    assert len(days) == 9


def test_a_judgments_own_term_is_waited_for_and_asked() -> None:
    stack = LIBRARY.for_book("national", date(2026, 3, 2))
    silent = Event(Trigger.JUDGMENT_EFFECTIVE, date(2026, 3, 2), {"outcome": "ordered_to_perform"})
    assert [rule.id for rule in waiting_for_term(silent, stack)] == ["CN-PERFORM"]
    typed = Event(Trigger.JUDGMENT_EFFECTIVE, date(2026, 3, 2), {**silent.facts, "term_days": 30})
    assert waiting_for_term(typed, stack) == ()
    other = Event(Trigger.JUDGMENT_EFFECTIVE, date(2026, 3, 2), {"outcome": "revoked"})
    assert waiting_for_term(other, stack) == ()


def test_a_published_calendar_changes_only_what_depended_on_it() -> None:
    table = parse_table(
        "年 2027\n休 2027-01-01 2027-01-04 元旦\n休 2027-02-05 2027-02-12 春节\n休 2027-04-05 清明节\n"
        "休 2027-05-01 2027-05-05 劳动节\n休 2027-06-09 端午节\n休 2027-09-15 中秋节\n休 2027-10-01 2027-10-07 国庆节"
    )
    learnt = CALENDAR.with_table(table)
    stack = LIBRARY.for_book("national", date(2026, 12, 18))

    def due(day: date, calendar: object) -> tuple[date, bool]:
        event = Event(Trigger.COMPLAINT_COPY, day)
        found = obligations(event, stack, LIBRARY.ladders, calendar, now=local(day), zone=ZONE)  # type: ignore[arg-type]
        (answer,) = (each for each in found if each.rule.id == "CN-ANSWER")
        return answer.due, answer.provisional

    assert due(date(2026, 12, 18), CALENDAR) == (date(2027, 1, 4), True)
    assert due(date(2026, 12, 18), learnt) == (date(2027, 1, 5), False)
    assert due(date(2026, 12, 1), CALENDAR) == due(date(2026, 12, 1), learnt)


@pytest.mark.parametrize("book", sorted(LIBRARY.books))
def test_the_national_duties_are_in_every_book(book: str) -> None:
    answer = {each.rule.id for each in started(book, Event(Trigger.COMPLAINT_COPY, date(2026, 3, 2)))}
    appeal = {each.rule.id for each in started(book, Event(Trigger.JUDGMENT_FIRST_INSTANCE, date(2026, 3, 2)))}
    assert {"CN-ANSWER", "CN-JURISDICTION", "CN-LATE-EVIDENCE"} <= answer
    assert "CN-APPEAL-JUDGMENT" in appeal


@pytest.mark.parametrize(
    ("facts", "asked"),
    [({}, True), ({"ruling_kind": "jurisdiction"}, False), ({"outcome": "suit_dismissed"}, False)],
)
def test_a_person_is_asked_what_is_not_known_and_nothing_else(facts: dict[str, str], asked: bool) -> None:
    event = Event(Trigger.RULING_FIRST_INSTANCE, date(2026, 3, 2), facts)
    assert one("national", "CN-APPEAL-RULING", event).uncertain is asked


@pytest.mark.parametrize("book", sorted(LIBRARY.books))
def test_nobody_is_asked_where_a_rule_has_no_question(book: str) -> None:
    for trigger in Trigger:
        for each in started(book, Event(trigger, date(2026, 3, 2), at=time(9, 30))):
            assert each.rule.question_zh or not each.uncertain
            assert each.uncertain or not each.rule.always_asks
