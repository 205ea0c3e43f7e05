"""The vocabulary of days: words and what they mean, counted from today."""

from __future__ import annotations

from bot.domain.reading.daytimes import Part

#: Days from today, and the part of the day that the word holds.
RELATIVE_DAYS: dict[str, tuple[int, Part | None]] = {
    word: (days, part)
    for days, part, words in (
        (0, None, "今天 今日 今儿 本日"),
        (1, None, "明天 明日 明儿"),
        (2, None, "后天 后日 后儿"),
        (3, None, "大后天 大后日"),
        (-1, None, "昨天 昨日 昨儿"),
        (-2, None, "前天 前日 前儿"),
        (-3, None, "大前天 大前日"),
        (0, Part.EARLY, "今早 今早上 今晨"),
        (1, Part.EARLY, "明早 明早上 明晨"),
        (-1, Part.EARLY, "昨早 昨晨"),
        (0, Part.EVENING, "今晚 今晚上 今夜"),
        (1, Part.EVENING, "明晚 明晚上"),
        (-1, Part.EVENING, "昨晚 昨夜"),
        (0, Part.AFTERNOON, "今下午"),
        (1, Part.AFTERNOON, "明下午"),
        (0, Part.FORENOON, "今上午"),
        (1, Part.FORENOON, "明上午"),
    )
    for word in words.split()
}

ENGLISH_DAYS: dict[str, tuple[int, Part | None]] = {
    "today": (0, None),
    "tonight": (0, Part.EVENING),
    "tomorrow": (1, None),
    "yesterday": (-1, None),
    "the day after tomorrow": (2, None),
    "day after tomorrow": (2, None),
    "the day before yesterday": (-2, None),
    "day before yesterday": (-2, None),
    "this morning": (0, Part.FORENOON),
    "this afternoon": (0, Part.AFTERNOON),
    "this evening": (0, Part.EVENING),
}

_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"

#: Full names and the usual short ones.
MONTH_NAMES: dict[str, int] = {
    short: number
    for number, name in enumerate(_MONTHS.split(), start=1)
    for short in (name, name[:3], "sept" if name == "september" else name)
}
WEEKDAY_NAMES: dict[str, int] = {
    short: number
    for number, name in enumerate(_WEEKDAYS.split())
    for short in {name, name[:3], name[:4] if name[0] == "t" else name, "thurs" if number == 3 else name}
}
