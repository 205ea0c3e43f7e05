"""Patterns of days and times as Chinese is written, each with the function that reads its match.

All are bounded (no nested repetition), so that scanning takes time linear in the text. They see folded
text (`numerals.fold`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.days import CalendarDay, DayOfMonth, DayReading, DaysOn, Weekday
from bot.domain.reading.daytimes import PART_WORDS, ClockReading, Part
from bot.domain.reading.numerals import HAN_DIGIT, SMALL, parse_numeral

Read = DayReading | ClockReading | Part | Problem
Match = re.Match[str]
Pattern = tuple[str, Callable[[Match], Read | None], str]
"""What is looked for, what it says, and characters of which one stands in whatever fits (none: any letter may)."""


def one_of(words: Iterable[str]) -> str:
    """An alternation of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


#: A small gap.
S = r"[ \t]{0,2}"
_NUM = rf"0-9{HAN_DIGIT}十廿卅"
_MONTH = r"(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2}|元)"
_DAY = rf"(?P<day>{SMALL})"
#: The end of a day: 日 or 号, or nothing where no other number word goes on.
_ENDS = rf"(?:{S}[日号]|(?![{_NUM}.:年月个]|{S}[点时条款项]|{S}-{S}[0-9]))"
_OF_PAPERS = (
    "[司法检]建",
    "(?!政)[一-鿿]府",
    "(?![民财行邮家执参从施市廉时议])[一-鿿]政",
    "[政府办司法检委局建]发",
    "[政府办司法检]函",
    "[政府司]复",
    "(?![处受惩被])[一-鿿]罚",
    "[一-鿿]令",
    "[0-9]{4}[)\\]〕]",
)
#: 司建3号, 泗府3号, 泗政发〔2026〕3号: behind the words of a paper's number 3号 is no day.
_NO_PAPER = rf"(?=[{_NUM}])(?<![a-z])" + "".join(f"(?<!{words})(?<!{words} )" for words in _OF_PAPERS)
#: 司建3、4号, 泗府〔2026〕3至5号: several papers under one word of their numbers.
SEVERAL_PAPERS = re.compile(
    rf"(?:{'|'.join(_OF_PAPERS)}){S}字?{S}第?{S}[0-9]{{1,4}}(?:{S}号)?"
    rf"(?:{S}[-,至到和及]{S}第?{S}[0-9]{{1,4}}(?:{S}号)?){{1,9}}(?<=号)"
)
_YEAR = rf"(?P<year>[0-9]{{4}}|[0-9]{{2}}|[0oO{HAN_DIGIT}]{{4}}|[今明去后前本])"
_YEARS_ON = {"今": 0, "本": 0, "明": 1, "后": 2, "去": -1, "前": -2}
_MONTHS_ON = {"上": -1, "本": 0, "这": 0, "下": 1}
_WEEKDAYS = {"天": 6, "7": 6} | {char: i for chars in ("一二三四五六日", "123456") for i, char in enumerate(chars)}
_BACK = ("前", "以前", "之前", "ago")
_ON = r"(?P<on>上上|下下|[上下本这])"
_PART = one_of(word for word in PART_WORDS if not word.isascii())
#: A part of the day in front of a clock time; in 明早9点 it belongs to the day.
_BEFORE = rf"(?:(?<![今明昨])(?P<part>{_PART}|am|pm){S})?"


def without_papers(text: str, folded: str) -> str:
    """The numbers of several papers under one word are no days. Behind a comma, not 、, something else begins."""
    for m in SEVERAL_PAPERS.finditer(folded) if "号" in folded else ():
        if not {"，", ","} & set(text[m.start() : m.end()]):
            folded = folded[: m.start()] + " " * (m.end() - m.start()) + folded[m.end() :]
    return folded


def _year(word: str | None) -> int | None:
    if not word or word in _YEARS_ON:
        return None
    number = parse_numeral(word)
    return number + 2000 if number is not None and number < 100 else number


def calendar_day(m: Match) -> Read | None:
    groups = m.groupdict()
    month = 1 if groups["month"] == "元" else parse_numeral(groups["month"])
    day = parse_numeral(groups["day"])
    word = groups.get("year")
    if month is None or day is None:
        return None
    return CalendarDay(month, day, _year(word), _YEARS_ON.get(word or ""))


def day_of_month(m: Match) -> Read | None:
    day, on = parse_numeral(m["day"]), m.groupdict().get("on")
    if day is None:
        return None
    return DayOfMonth(day, _MONTHS_ON[on[0]] * len(on) if on else None)


def _weekday(m: Match) -> Read | None:
    on = m["on"]
    return Weekday(_WEEKDAYS[m["wd"]], _MONTHS_ON[on[0]] * len(on) if on else None)


def days_on(m: Match) -> Read | None:
    count = parse_numeral(m["n"])
    if count is None:
        return None
    week = m["unit"] in ("周", "星期", "礼拜", "week")
    return DaysOn(count * (-1 if m["way"] in _BACK else 1) * (7 if week else 1))


def clock_time(m: Match) -> Read | None:
    groups = m.groupdict()
    hour = parse_numeral(groups["hour"])
    minute = 30 if groups.get("half") else parse_numeral(groups.get("minute") or "0")
    if groups.get("quarter"):
        minute = 15 * (parse_numeral(groups["quarter"]) or 0)
    word = groups.get("part") or groups.get("after")
    if hour is None or minute is None:
        return None
    return ClockReading(hour, minute, PART_WORDS[word] if word else None)


def refuse(msgid: str) -> Callable[[Match], Read]:
    """A reader that finds nothing but the reason why these words are no day or no time."""
    return lambda m: problem(msgid, text=m[0].strip())


RANGE = refuse("“{text}” names several days. Please write one day only.")
ORDER = refuse("In “{text}” it is not clear which number is the year. Please write the year first, as 2026-12-03.")
LUNAR = refuse("“{text}” is a festival or a day of the lunar calendar. Please write the month and the day.")
VAGUE = refuse("“{text}” is not an exact day. Please write the month and the day.")
BACKWARDS = refuse("“{text}” counts backwards from the hour. Please write the time like 8:55.")
HOURS = refuse("“{text}” names two hours. Please write one, like 15:00.")
MIXED = refuse("In “{text}” it is not clear where the time ends and the room begins. Please put a blank between.")

#: Refused as they stand; longer than what they hold, so they win.
_REFUSED: tuple[Pattern, ...] = (
    (
        rf"(?:{SMALL}{S}月{S})?(?<![{_NUM}初终字第]){_NO_PAPER}{SMALL}{S}[日号]?{S}(?:[-至到或和及]{S}(?:{SMALL}{S}月{S})?|,{S}){SMALL}{S}[日号]",
        RANGE,
        "-至到或和及,",
    ),
    (
        rf"{SMALL}{S}月{S}(?:初|廿|卅)?{SMALL}[^\n,，。;；0-9()（）]{{0,4}}[(（](?:农历|阴历|旧历)[)）]",
        LUNAR,
        "农阴旧",
    ),
    (r"(?<![0-9./-])[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{1,2})(?![0-9])", ORDER, "./-"),
    (r"(?:农历|阴历|旧历)[^\s,，。]{0,8}|(?:正月|冬月|腊月)[^\s,，。]{0,3}", LUNAR, "农阴旧正冬腊"),
    (r"(?<![行民刑赔])初[一二三四五六七八九十]", LUNAR, "初"),
    (r"除夕|元宵节?|春节|清明节?|端午节?|中秋节?|国庆节|元旦", LUNAR, "夕宵节明午秋庆旦"),
    (r"[上下本这]?个?月(?:底|初|中|末)|[上中下]旬|年[底初末]|[上下本这]?个?周末", VAGUE, "底初中末旬"),
    (r"近期|近日|择日|日后|改天|过几天|过两天|几天后|半个月后?|待定|另行通知", VAGUE, "近择后改过几半待另"),
    (r"[下本这上]个?(?:周|星期|礼拜)(?![一二三四五六日天末1-7])", VAGUE, "周星礼"),
    (
        rf"差{S}(?:{SMALL}{S}分钟?|一刻){S}到?{S}{SMALL}{S}[点时]"
        rf"|{SMALL}{S}[点时]{S}差{S}(?:{SMALL}{S}分|一刻)",
        BACKWARDS,
        "差",
    ),
    (
        rf"(?:{_PART})?{S}(?<!十)(?:一两|一二|两三|二三|三四|四五|五六|六七|七八|八九|九十){S}[点时](?:钟)?"
        rf"|(?:{_PART})?{S}(?<![0-9:.])[0-9]{{1,2}}{S}[,或]{S}[0-9]{{1,2}}{S}[点时](?:钟)?",
        HOURS,
        "点时",
    ),
    (
        rf"(?:{_PART})?{S}{SMALL}[点时](?:[0-9]{{1,2}}|[{HAN_DIGIT}十]{{1,3}})(?=法庭|审判|审)",
        MIXED,
        "点时",
    ),
)
_DAYS: tuple[Pattern, ...] = (
    (rf"(?<![0-9.]){_YEAR}{S}年的?{S}{_MONTH}{S}月份?的?{S}{_DAY}{_ENDS}", calendar_day, "年"),
    (rf"(?<![0-9.])(?P<year>[0-9]{{4}})[ \t]{_MONTH}{S}月份?的?{S}{_DAY}{_ENDS}", calendar_day, "月"),
    (rf"(?<![{_NUM}.]){_MONTH}{S}月份?的?{S}{_DAY}{_ENDS}", calendar_day, "月"),
    (
        rf"(?<![0-9./-])(?P<year>[0-9]{{4}}){S}(?P<s>[-/.]){S}(?P<month>[0-9]{{1,2}}){S}(?P=s){S}"
        r"(?P<day>[0-9]{1,2})(?![0-9]|[./-][0-9])(?:t(?=[0-9]{2}:))?",
        calendar_day,
        "-/.",
    ),
    (
        r"(?<![0-9./-])(?P<year>20[0-9]{2})(?P<s>[-/.])(?P<month>[0-9]{2})(?P=s)(?P<day>[0-9]{2})"
        r"(?=[0-2][0-9]:[0-5][0-9])",
        calendar_day,
        "-/.",
    ),
    (r"(?<![0-9])(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])(?![0-9])", calendar_day, "2"),
    (
        r"(?<![0-9.:/第初终字-])(?P<month>[0-9]{1,2})(?P<s>[-/.])(?P<day>[0-9]{1,2})"
        r"(?:[日号]|(?![0-9:年月万亿元%点时分条款项楼层室庭米平人个件倍]|[./-][0-9]))",
        calendar_day,
        "-/.",
    ),
    (rf"{_ON}个?月份?的?{S}{_DAY}{S}[日号]", day_of_month, "上下本这"),
    (
        rf"(?<![{_NUM}第月年初终字再申监保他审./-]){_NO_PAPER}{_DAY}[日号](?![楼院门室厅庭法馆线路公桌案令文机窗])",
        day_of_month,
        "日号",
    ),
    (rf"(?<![{_NUM}月])(?P<n>{SMALL})(?P<unit>)天(?P<way>以后|之后|后|以前|之前|前)", days_on, "天"),
    (
        rf"(?<![{_NUM}月])(?P<n>{SMALL})个?(?P<unit>周|星期|礼拜)(?P<way>以后|之后|后|以前|之前|前)",
        days_on,
        "周星礼",
    ),
    (r"(?<=[日号0-9])[ ]?\((?P<wd>[一二三四五六日])\)(?P<on>)", _weekday, "("),
    (rf"{_ON}?个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天](?![月个])|[1-7](?![0-9月个]))", _weekday, "周星礼"),
)
#: An hour that is no tail of a longer number; the 三 of 周三 belongs to the day.
_HOUR = (
    rf"(?P<hour>(?<![0-9])[0-9]{{1,2}}|(?:(?<=[周期拜][一二三四五六日天])|(?<![周期拜{HAN_DIGIT}十廿卅]))"
    rf"[{HAN_DIGIT}十]{{1,3}})"
)
#: A full hour must not be cut out of 9点30; before a room (9点 12号) it may stand.
_HOUR_ENDS = rf"(?:钟|整|正(?![一-鿿]))?(?!{SMALL}(?![{_NUM}号楼月日])|[日月年])"
_TIMES: tuple[Pattern, ...] = (
    (
        rf"{_BEFORE}(?<![0-9.])(?<![0-9]:)(?<![0-9] :)(?P<hour>[0-9]{{1,2}}) ?: ?(?P<minute>[0-9]{{2}})"
        r"(?::[0-9]{2})?(?![0-9:])分?",
        clock_time,
        ":",
    ),
    (
        r"(?<=[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2})(?P<hour>[0-2][0-9]):(?P<minute>[0-5][0-9])(?::[0-9]{2})?(?![0-9:])",
        clock_time,
        ":",
    ),
    (rf"(?<![今明昨])(?P<part>{_PART}){S}(?P<hour>[0-9]{{1,2}})\.(?P<minute>[0-9]{{2}})(?![0-9.])", clock_time, "."),
    (
        rf"{_BEFORE}{_HOUR}{S}[点时](?![间候效])(?:{S}(?P<half>半)(?:钟|整)?(?![日月年])|(?:{S}(?P<quarter>[一三13])刻"
        rf"|{S}[过零]?{S}(?P<minute>{SMALL}){S}分(?!之)(?:{S}{SMALL}{S}秒)?)?{_HOUR_ENDS}(?!{S}半))",
        clock_time,
        "点时",
    ),
    (
        rf"{_BEFORE}{_HOUR}{S}[点时](?P<minute>[0-5][0-9]|[{HAN_DIGIT}十]{{2,3}})"
        rf"(?![{_NUM}号日月年楼])",
        clock_time,
        "点时",
    ),
    (rf"{_PART}", lambda m: PART_WORDS[m[0]], "午晨早晚夜"),
)
CHINESE: tuple[Pattern, ...] = _REFUSED + _DAYS + _TIMES
