"""Case numbers in a text, however many: lists, ranges, short ones, and those that are written wrong.

`（2026）鲁0831行初12号至15号`, `12、13、14号`, `12-15号`, `…行初12、…行初13号`. Further numbers take
over what the one before them says of year, court and kind. One that cannot be read is named and stops no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.casenumbers import TYPE_CODES, CaseNumber, parse_case_number
from bot.domain.reading.cleaning import clean_line, shown
from bot.domain.reading.numerals import fold, parse_numeral
from bot.domain.reading.short_numbers import ShortNumber

MOST = 50
"""Cases of one message; a range of more is a slip of the pen more often than not."""
_LONGEST = 8000
_SQUARE = str.maketrans("[]", "()")
_HAN = r"\u4e00-\u9fff"
_YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})"
_TYPES = "|".join(sorted(TYPE_CODES, key=len, reverse=True))
_CLOSED = r"\s?号(?:之[一二三四五六七八九十0-9]{1,3})?"
_NUMBER = rf"\s?字?\s?第?\s?(?P<number>[0-9]{{1,7}})(?P<closed>{_CLOSED})?"
_COURT = rf"最高法|[{_HAN}]{{1,3}}\s?[0-9]{{0,4}}"
#: A year, something like a court, something like a kind of case: also where one of them is wrong.
_FULL = re.compile(
    rf"\(?\s?(?P<year>{_YEAR})\s?年?\s?\)?\s?年?\s?(?P<court>{_COURT}|[0-9]{{0,4}})\s?"
    rf"(?P<type>[行民刑执赔法知破][{_HAN}]{{0,3}}?){_NUMBER}"
)
_SHORT = re.compile(
    rf"(?:\(?(?P<year>(?:19|20)[0-9]{{2}})年?\)?年?)?\s?(?P<court>最高法|[{_HAN}](?:[0-9]{{2}}){{1,2}}|[0-9]{{4}}(?=\s?行))?\s?"
    rf"(?P<type>{_TYPES}){_NUMBER}"
)
_HEAD = re.compile(rf"(?<![0-9])(?={_FULL.pattern.replace('?P<', '?P<f_')}|{_SHORT.pattern.replace('?P<', '?P<s_')})")
#: With these a number begins that says its kind; no year and court before them is longer.
_KIND = re.compile(rf"[行民刑执赔法知破][{_HAN}]{{0,3}}\s?字?\s?第?\s?[0-9]")
_BEFORE_KIND = 26
_LONGEST_ALONE = 12
_BARE = re.compile(rf"第?\s?(?P<number>[0-9]{{1,7}})(?![0-9a-z〇零一二三四五六七八九十百])(?P<closed>{_CLOSED})?")
#: 12号案 is no day of a month, nor is what a line begins with and then names its day.
_ALONE = re.compile(
    r"(?:^|(?<=[\s,;。:]))第?(?P<number>[0-9]{1,5})\s?(?P<closed>号)(?=案(?!例|由))|^第?(?P<first>[0-9]{1,5})\s?号"
)
_AND = re.compile(r"(?:案件?)?\s{0,2}(?:[,;/+&]\s?(?:和|及|与|以及)?|\n|以及|[和及与跟]|并)\s{0,2}")
_TO = re.compile(r"(?:案件?)?\s{0,2}(?:-{1,2}|~|至|到)\s{0,2}")
_STRAY = re.compile(r"(?=[^\s,;。:]{0,30}[0-9])[^\s,;。:月日年]{1,12}?号|\(\s?[12][0-9]{3}\s?\)[^\s,;。:]{1,20}?号")
_NEXT_WHOLE = re.compile(rf"\s{{0,2}}(?=\(\s?{_YEAR}\s?\))")
#: What may follow a number that has no 号 at its end, without a blank.
_WORDS_AFTER = re.compile(
    r"案|[两二三四五六七八九十]案|等|应诉|传票|起诉|上诉|再审|判决|裁定|调解|行政|举证|出庭|开庭|定于|合并|均|都|的|今|昨|前天"
    r"|收到|已|于|改|取消|延|推迟|提前"
)
#: What follows a day: 13号上午9点.
_HOUR_FOLLOWS = re.compile(
    r"\s?(?:\(?(?:周|星期)|[早晚上下中]午|早上|晚上|凌晨|[0-9]{1,2}\s?[点时:]|[一二三四五六七八九十]{1,3}\s?[点时])"
)
_NOT_OPEN = re.compile(r"\s?[月日年点时:.%元人名件份个条款项楼层室页天周岁台]|[./][0-9]|-[0-9]{1,7}(?![0-9\s]{0,7}号)")
_MORE_BLANKS = re.compile(r"\s{1,2}(?=[0-9]{1,7}(?:\s{1,2}[0-9]{1,7}){0,9}\s?号)")
_COUNTED = re.compile(
    r"等\s?(?P<n>[0-9]{1,3}|[两二三四五六七八九十]{1,3})\s?[案件](?![例由情号卷])"
    r"|(?P<m>[0-9]{1,3}|[两二三四五六七八九十]{1,3})\s?[案件](?=合并|一并|均|都)"
)
_OTHER_DAY = re.compile(
    r"[0-9一二三四五六七八九十元]\s?月\s?(?:份的?)?\s?[0-9一二三四五六七八九十廿]|[今明后]天|[今明后]日|[0-9]{4}[-./][0-9]|周[一二三四五六日天]|星期[一二三四五六日天]|(?<![0-9./-])[0-9]{1,2}[./-][0-9]{1,2}(?![0-9./-])"
)
#: How a case is called behind its number.
_CALLED = re.compile("一案|案件|案")


@dataclass(frozen=True, slots=True)
class Written:
    """A number and where it stands; of a range all of its numbers stand at one place."""

    number: CaseNumber | ShortNumber
    start: int
    end: int
    chain: int = 0
    """Numbers of one list have the same."""
    closed: bool = False
    """Whether 号 stands at its end."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What stands where a number should, and why it is none."""

    text: str
    start: int
    end: int
    why: Problem
    day: bool = False
    """Whether it may as well be a day."""


@dataclass(slots=True)
class Numbers:
    """All that a text says in case numbers, in order."""

    written: list[Written] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def full(self) -> list[CaseNumber]:
        """The whole numbers, each once."""
        return list(dict.fromkeys(one.number for one in self.written if isinstance(one.number, CaseNumber)))

    @property
    def short(self) -> list[ShortNumber]:
        """The shortened ones, each once."""
        return list(dict.fromkeys(one.number for one in self.written if isinstance(one.number, ShortNumber)))

    def together(self) -> tuple[CaseNumber, ...]:
        """The whole numbers, where several are meant alike: all of one kind and in one list. Else none."""
        alike = {one.type_code for one in self.full}
        chains = {one.chain for one in self.written if isinstance(one.number, CaseNumber)}
        return tuple(self.full) if len(self.full) > 1 and len(alike) == 1 and len(chains) == 1 else ()

    @property
    def spans(self) -> list[tuple[int, int]]:
        right = {(one.start, one.end) for one in self.written}
        return sorted(right | {(one.start, one.end) for one in self.wrong})


@lru_cache(maxsize=8)
def find_numbers(text: str) -> Numbers:
    """Every case number of a text, whole or short, with those that cannot be read. Positions are those of `text`."""
    line = fold(text[:_LONGEST]).translate(_SQUARE)
    found, at = Numbers(), 0
    for chain in range(MOST * 4):
        head = _next_head(line, at)
        if head is None:
            break
        at = max(_follow(text, line, head, chain, found), head + 1)
        if len(found.written) >= MOST * 4:
            break
    _count(text, line, found)
    return found


def _count(text: str, line: str, found: Numbers) -> None:
    """“等三案”, where fewer numbers are written: the others are missing, and that is said."""
    named = len(found.full) + len(found.short)
    for m in _COUNTED.finditer(line) if named else ():
        said = parse_numeral(m["n"] or m["m"]) or 0
        if said > named + len(found.wrong):
            words = (
                "The text speaks of {n} cases, but only {named} numbers are written. Please write the others as well."
            )
            found.wrong.append(Wrong(m[0].strip(), m.start(), m.end(), problem(words, n=said, named=named)))


def blotted(text: str, numbers: Numbers, blot: str = "\x00") -> str:
    """The text with every number, right or wrong, blotted out at the same length."""
    for start, end in numbers.spans:
        text = text[:start] + blot * (end - start) + text[end:]
    return text


def is_number_alone(text: str) -> bool:
    """Whether a text names one case or several, by full or short numbers, and says nothing else (行初12号案)."""
    line = clean_line(text)
    numbers = find_numbers(line)
    return bool(numbers.written) and not re.search(r"\w", _CALLED.sub("", blotted(line, numbers)))


def _next_head(line: str, at: int) -> int | None:
    head = _head(line, at)
    # One that stands alone counts only before the next that says its kind: no more is looked at.
    alone = _ALONE.search(line, at, len(line) if head is None else head + _LONGEST_ALONE) if "号" in line else None
    if alone is not None and (head is None or alone.start() < head) and _is_number(alone, line):
        return alone.start()
    return head


def _head(line: str, at: int) -> int | None:
    """Where the next number begins that says its kind."""
    begun = at
    while (kind := _KIND.search(line, at)) is not None:
        head = _HEAD.search(line, max(begun, kind.start() - _BEFORE_KIND), kind.end())
        if head is not None:
            return head.start()
        at = kind.start() + 1
    return None


def _is_number(alone: re.Match[str], line: str) -> bool:
    """Whether 12号 at the beginning of a line is a case: no hour follows it, and another day is named."""
    if alone["closed"]:
        return True
    rest = line[alone.end() :]
    apart = re.match(r"[\s,和及与至~-]\s?(?!收到|收的|送达|签收)", rest)
    return bool(apart) and not _HOUR_FOLLOWS.match(rest) and bool(_OTHER_DAY.search(rest))


@dataclass(slots=True)
class _Chain:
    """What the numbers of one list have in common."""

    text: str
    line: str
    no: int
    found: Numbers
    year: int | None = None
    court: str = ""
    kind: str = ""
    full: bool = False
    last: int | None = None
    """The number before, where a range may begin."""
    opened: int = 0

    def number(self, n: int, start: int, end: int) -> CaseNumber | ShortNumber | None:
        if self.full and self.year is not None:
            return parse_case_number(f"({self.year}){self.court}{self.kind}{n}号")
        return ShortNumber(n, self.kind, self.court, self.year, self.text[start:end].strip()) if n else None

    def add(self, n: int, start: int, end: int) -> None:
        made = self.number(n, start, end)
        if made is None:
            self.wrong(start, end)
            return
        self.found.written.append(
            Written(made, start, end, self.no, self.text[start:end].rstrip().endswith(("号", "號")))
        )
        self.last = n

    def wrong(self, start: int, end: int, why: Problem | None = None, *, day: bool = False) -> None:
        written = self.text[start:end].strip()
        said = why or problem("“{text}” is not a case number", text=shown(written))
        self.found.wrong.append(Wrong(written, start, end, said, day))


def _follow(text: str, line: str, start: int, no: int, found: Numbers) -> int:
    """Read a list from its first number on; gives where it ends."""
    chain = _Chain(text, line, no, found)
    at = _element(chain, start)
    if at is None:
        return start + 1
    while at < len(line):
        to = _TO.match(line, at)
        joint = to or _AND.match(line, at) or _blank(chain, at)
        if joint is None:
            break
        following = _range(chain, at, to.end()) if to else _further(chain, joint)
        if following is None:
            break
        at = following
    return at


def _blank(chain: _Chain, at: int) -> re.Match[str] | None:
    """Nothing but a blank between: where a whole number follows, or numbers of which only the last is closed."""
    blank = _NEXT_WHOLE.match(chain.line, at)
    if blank is not None:
        return blank
    return _MORE_BLANKS.match(chain.line, at) if chain.line[at - 1].isdigit() else None


def _element(chain: _Chain, start: int) -> int | None:
    """A number that says its year, court or kind, or the one with which a list begins."""
    whole = _FULL.match(chain.line, start)
    if whole is not None and _reads(whole):
        parsed = parse_case_number(
            f"({whole['year']}){whole['court']}{whole['type']}{whole['number']}号".replace(" ", "")
        )
        if parsed is None:
            short = _SHORT.match(chain.line, start)
            if short is None or short["court"] or whole["court"]:
                chain.wrong(start, whole.end())
                return whole.end()
        else:
            chain.year, chain.court, chain.kind, chain.full = parsed.year, parsed.court, parsed.type_code, True
            chain.add(parsed.number, start, whole.end())
            return whole.end()
    short = _SHORT.match(chain.line, start)
    if short is not None and _reads(short):
        _take_head(chain, short)
        chain.add(int(short["number"]), start, short.end())
        return short.end()
    bare = _BARE.match(chain.line, start) if not chain.found.written or chain.last is None else None
    if bare is not None and bare["closed"] and whole is None and short is None:
        chain.add(int(bare["number"]), start, bare.end())
        return bare.end()
    return None


def _take_head(chain: _Chain, short: re.Match[str]) -> None:
    """A short number in a list of whole ones has the others' year and court (…行初12号、行初13号)."""
    same_court = not short["court"] or short["court"] == chain.court
    if chain.full and same_court and (not short["year"] or int(short["year"]) == chain.year):
        chain.kind = short["type"]
        return
    chain.full, chain.kind = False, short["type"]
    chain.court, chain.year = short["court"] or "", int(short["year"]) if short["year"] else None


def _reads(m: re.Match[str]) -> bool:
    """Without 号 at its end a number is only taken where the word ends too: 行初1212月15日 could be 12 or 1212."""
    rest = m.string[m.end() :]
    return bool(m["closed"]) or (not (rest[:1].isalnum() and not _is_word(rest)) and not _NOT_OPEN.match(rest))


def _is_word(rest: str) -> bool:
    return bool(_WORDS_AFTER.match(rest))


def _further(chain: _Chain, joint: re.Match[str]) -> int | None:
    """The next number of a list; None where the list is at its end."""
    at = joint.end()
    whole = _element(chain, at) if _HEAD.match(chain.line, at) else None
    if whole is not None:
        return whole
    bare = _BARE.match(chain.line, at)
    if bare is None:
        return _stray(chain, joint)
    if "\n" in joint[0] or not _goes_on(chain, joint, bare):
        return None
    chain.add(int(bare["number"]), at, bare.end())
    return bare.end()


def _goes_on(chain: _Chain, joint: re.Match[str], bare: re.Match[str]) -> bool:
    """Whether a bare number belongs to the list, and is neither a day nor something counted."""
    rest, line = chain.line[bare.end() :], chain.line
    if not bare["closed"]:
        open_end = not _NOT_OPEN.match(rest) and not rest[:1].isdigit()
        return open_end and (not rest[:1].isalpha() or _is_word(rest) or _joins_closed(rest))
    if int(bare["number"]) > 31 or not _HOUR_FOLLOWS.match(rest):
        return True
    if _OTHER_DAY.search(rest) or _OTHER_DAY.search(line[: bare.start()]):
        return True
    if "，" not in chain.text[joint.start() : joint.end()] and "," not in chain.text[joint.start() : joint.end()]:
        why = problem("“{text}” may be a case number or a day; please write both in full.", text=bare[0].strip())
        chain.wrong(bare.start(), bare.end(), why, day=True)
    return False


def _joins_closed(rest: str) -> bool:
    return bool(re.match(r"[和及与至到]第?[0-9]{1,7}", rest))


def _stray(chain: _Chain, joint: re.Match[str]) -> int | None:
    """Something that is not even like a number, between others: named, and the list goes on after it."""
    stray = _STRAY.match(chain.line, joint.end()) if "\n" not in joint[0] else None
    if stray is None or re.search(r"楼|室|厅|庭|路|院|门", stray[0]):
        return None
    chain.wrong(stray.start(), stray.end())
    return stray.end()


def _range(chain: _Chain, at: int, following: int) -> int | None:
    """From the number before to the one that follows."""
    first, before = chain.last, chain.found.written[-1] if chain.found.written else None
    if first is None or before is None:
        return None
    end = _last_of_range(chain, following)
    if end is None:
        return None
    last, stop = end
    if last < first and len(str(last)) < len(str(first)):
        last = int(str(first)[: -len(str(last))] + str(last))
    if last <= first and not chain.found.written[-1].closed:
        # 5-1号 is a part of case 5, or a slip: neither can be told.
        chain.found.written.pop()
        chain.wrong(before.start, stop)
        return stop
    if last <= first or last - first >= MOST:
        words = "“{text}” is no range of case numbers that can be taken: at most {most}, the smaller one first."
        chain.wrong(at, stop, problem(words, text=shown(chain.text[before.start : stop]), most=MOST))
        return stop
    for n in range(first + 1, last + 1):
        chain.add(n, at, stop)
    return stop


def _last_of_range(chain: _Chain, at: int) -> tuple[int, int] | None:
    for pattern in (_FULL, _SHORT):
        m = pattern.match(chain.line, at)
        if m is not None and _reads(m):
            same = m["type"] == chain.kind and (not m["court"] or not chain.court or m["court"].strip() == chain.court)
            return (int(m["number"]), m.end()) if same else None
    bare = _BARE.match(chain.line, at)
    if bare is None or (not bare["closed"] and _NOT_OPEN.match(chain.line, bare.end())):
        return None
    return int(bare["number"]), bare.end()


def each_once(numbers: Numbers) -> Iterator[CaseNumber | ShortNumber]:
    """Whole and short ones in the order in which they are written."""
    yield from dict.fromkeys(one.number for one in numbers.written)
