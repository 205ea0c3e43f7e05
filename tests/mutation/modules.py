"""Which modules are mutated, and which tests are asked about each: the table of `python -m tests.mutation`.

The tests are those that state what the module does, and quick: a mutant that no test reaches survives. Add a module
here when its mistakes would be believed (dates, law, who may what, what is sent).
"""

READING = tuple(f"tests/domain/reading/{name}.py" for name in ("test_dates", "test_reading_edges", "test_date_words"))
APPEARING = ("tests/law/test_appearing_cases.py", "tests/domain/law/test_attendance.py")
LAW = ("tests/law/test_cases.py", "tests/domain/law")
CALENDARS = ("tests/law/test_calendars.py", "tests/law/test_calendar_tables.py")

MODULES: dict[str, tuple[str, ...]] = {
    # Dates and times as people write them.
    "bot.domain.reading.dates": READING,
    "bot.domain.reading.days": READING,
    "bot.domain.reading.daytimes": READING,
    "bot.domain.reading.moments": READING,
    "bot.domain.reading.date_tokens": READING,
    "bot.domain.reading.date_patterns": READING,
    "bot.domain.reading.date_patterns_en": READING,
    "bot.domain.reading.date_words": READING,
    # Periods, calendars, who must appear, what counts.
    "bot.domain.law.periods": LAW,
    "bot.domain.law.calendar": LAW,
    "bot.domain.law.obligations": LAW,
    "bot.domain.law.recurring": LAW,
    "bot.domain.law.appearing": APPEARING,
    "bot.domain.law.attendance": APPEARING,
    "bot.domain.law.effective": LAW,
    "bot.domain.law.ladders": LAW,
    "bot.domain.law.conditions": (*APPEARING, *LAW),
    "bot.domain.law.scheduling": LAW,
    "bot.law.appearing": (*APPEARING, "tests/law/test_appearing_facts.py"),
    "bot.law.calendars": CALENDARS,
    "bot.law.notices": CALENDARS,
    # Who may do what.
    "bot.domain.hall.access": ("tests/domain/hall/test_access.py",),
    # The law asked about what is on record.
    "bot.services.law.appearing": ("tests/services/law",),
    "bot.services.law.counting": ("tests/services/law",),
    "bot.services.duties.recurring": ("tests/services/duties/test_recurring_figures.py",),
    "bot.services.events.counts": ("tests/services/events/test_counting_events.py",),
    "bot.store.events.queries": ("tests/services/events/test_counting_events.py",),
    # What is sent, when, how fast.
    "bot.services.post.outbox": ("tests/services/post",),
    "bot.services.post.leasing": ("tests/services/post",),
    "bot.services.post.manners": ("tests/services/post",),
    "bot.store.post.outbox": ("tests/services/post",),
    "bot.store.post.leases": ("tests/services/post",),
    "bot.telegram.limiter": ("tests/telegram/test_limiter.py", "tests/telegram/test_lanes.py"),
    "bot.telegram.pacing": ("tests/telegram/test_pacing.py",),
    "bot.telegram.lanes": ("tests/telegram/test_lanes.py", "tests/telegram/test_limiter.py"),
}
