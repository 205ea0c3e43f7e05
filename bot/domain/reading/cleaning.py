"""Makes what people send harmless and plain, without losing what they meant.

`clean_line` and `clean_text` never fail; the `read_...` functions return a value or a `Problem`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.numerals import MOST_KEPT

#: Full-width marks that Chinese writing wants as they are.
_CHINESE_MARKS = frozenset("！（），：；？～")
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
#: What makes an emoji of a digit (4️⃣) or chooses how one is drawn.
_ON_EMOJI = frozenset("\u20e3\ufe0e\ufe0f")
#: Marks that may stand on one letter (Vietnamese needs two); more than that only hides what is below.
_MARKS_ALLOWED = 2

#: Radicals that PDF files hold instead of the characters they look like, and that have no plain form.
_RADICALS = dict(
    zip("⺠⻓⻔⻅⻋⻚⻛⻜⻢⻥⻦⻰⻄⻩⻬⻝⻘⻁⻆⻉⻙", "民长门见车页风飞马鱼鸟龙西黄齐食青虎角贝韦", strict=True)
)

_MANY_BREAKS = re.compile(r"\n{3,}")
_MANY_BLANKS = re.compile(r" {2,}")
_TITLE = re.compile(
    r"(?:局长|主任|县长|市长|区长|镇长|乡长|书记|科长|处长|股长|所长|院长|庭长|秘书长|部长|队长|总经理|经理|调研员)$"
)
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Private-use characters stand for rare characters in older Chinese fonts.
_NAME = re.compile(rf"[^\W\d_\ue000-\uf8ff]['’\-. ·{_HAN}\w\ue000-\uf8ff]*")
_SPACE_IN_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅．", "·"))


def _plain(char: str) -> str:
    """One character in its plain form: full-width letters and digits, PDF radicals, all kinds of blanks."""
    if char in _BREAKS:
        return "\n"
    kind = unicodedata.category(char)
    if char == "\t" or kind in ("Zs", "Zl", "Zp"):
        return char if char == "\t" else " "
    if kind in ("Cc", "Cf", "Cs") or (kind == "Cn" and char >= "\ufdd0"):
        return ""
    if char in _ON_EMOJI:
        return ""
    if char in _RADICALS:
        return _RADICALS[char]
    wide = "\uff01" <= char <= "\uff5e" and char not in _CHINESE_MARKS
    radical = "\u2e80" <= char <= "\u2fd5"
    styled = "\U0001d400" <= char <= "\U0001d7ff"
    return unicodedata.normalize("NFKC", char) if wide or radical or styled else char


class _Plain(dict[int, str]):
    """The plain form of each character, by its code; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = _plain(chr(code))
        if len(self) < MOST_KEPT:
            self[code] = found
        return found


@cache
def _table() -> _Plain:
    return _Plain()


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


def _thin(text: str) -> str:
    """Drop piled-up combining marks beyond what any writing needs."""
    if not any(map(_is_mark, set(text))):
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= _MARKS_ALLOWED:
            kept.append(char)
    return "".join(kept)


@lru_cache(maxsize=8)
def clean_text(text: str) -> str:
    """Several lines, cleaned: no control, direction, zero-width or unpaired characters; blanks collapsed.

    Full-width digits, letters and signs become ordinary ones; Chinese punctuation stays. At most one
    empty line is kept between paragraphs; a tab stays, so that a pasted table keeps its columns.
    Cleaning twice changes nothing more.
    """
    plain = text.replace("\r\n", "\n").translate(_table())
    plain = _thin(unicodedata.normalize("NFC", plain))
    lines = map(_thin_blanks, plain.split("\n"))
    return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip("\n")


def _thin_blanks(line: str) -> str:
    """One blank for many, none beside a tab, none at the ends (but an empty first column stays)."""
    if not line or line.isspace():
        return ""
    if "\t" in line:
        line = "\t".join(cell.strip(" ") for cell in line.split("\t"))
    return (_MANY_BLANKS.sub(" ", line) if "  " in line else line).strip(" ").rstrip()


def clean_line(text: str) -> str:
    """One line, cleaned as `clean_text` does; line ends become blanks."""
    return " ".join(clean_text(text).split())


def read_line(text: str, *, limit: int = 120) -> str | Problem:
    """One line of at most `limit` characters that is not empty."""
    return _sized(clean_line(text), limit)


def read_text(text: str, *, limit: int = 2000) -> str | Problem:
    """Several lines of at most `limit` characters together that are not empty."""
    return _sized(clean_text(text), limit)


def _sized(text: str, limit: int) -> str | Problem:
    if not text:
        return problem("There is nothing readable in this message. Please type the answer as text.")
    if len(text) > limit:
        return problem(
            "This is too long: {length} characters, at most {limit} fit. Please shorten it.",
            length=len(text),
            limit=limit,
        )
    return text


def read_person_name(text: str) -> str | Problem:
    """A person's name without a post: 2 to 40 letters, with `·`, hyphen or blank between them.

    Blanks between Chinese characters (张 明) are removed.
    """
    name = _SPACE_IN_HAN.sub("", clean_line(text).translate(_DOTS))
    if _TITLE.search(name):
        return problem("“{text}” holds a post. Please write the full name alone, as Zhang Ming.", text=shown(name))
    letters = sum(char.isalpha() or "\ue000" <= char <= "\uf8ff" for char in name)
    if not (letters >= 2 and len(name) <= 40 and _NAME.fullmatch(name)) or re.search(r"[\d_]", name):
        return problem(
            "“{text}” does not look like a person's name. Please write the full name alone, as Zhang Ming.",
            text=shown(name),
        )
    return name


_PHONE_NOISE = re.compile(r"[\s().\-—–－（）·/]+")
_EXTENSION = re.compile(
    r"(.*?)(?:转|分机|ext\.?|x|#)\D{0,2}([0-9]{1,6})|(0[0-9]{2,3}[- ]?[0-9]{7,8})-([0-9]{1,5})", re.IGNORECASE
)
_LONGEST_PHONE = 80
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})")
_SERVICE = re.compile(r"[48]00\d{7}")


def read_phone(text: str) -> str | Problem:
    """A telephone number in its one stored form.

    Mainland mobiles give 11 digits (13800138000), landlines their area code and number (0537-4221234,
    with -801 for an extension), others `+` and their digits. +86, 0086 and 86 in front are dropped, so
    the number of a shared Telegram contact compares equal to the roster's.
    """
    line = clean_line(text)[:_LONGEST_PHONE]
    found = _EXTENSION.fullmatch(line)
    body, extension = (found[1] or found[3], found[2] or found[4]) if found else (line, "")
    bare = _PHONE_NOISE.sub("", body)
    abroad = re.fullmatch(r"(?:\+|00)([1-9][0-9]{7,14})", bare)
    if abroad and not abroad[1].startswith("86"):
        return f"+{abroad[1]}"
    return _mainland(bare, extension) or _bad_phone(line, bare)


def _mainland(bare: str, extension: str) -> str | None:
    if not re.fullmatch(r"\+?[0-9]+", bare):
        return None
    number = re.sub(r"^(?:\+86|0086|86(?=1[3-9][0-9]{9}$|0))", "", bare)
    if bare.startswith(("+86", "0086")) and re.match(r"[2-9]|10", number):
        number = f"0{number}"
    if not extension and (_MOBILE.fullmatch(number) or _SERVICE.fullmatch(number)):
        return number
    landline = _LANDLINE.fullmatch(number)
    if not landline or (len(landline[1]) == 3 and len(landline[2]) == 7):
        return None
    return "-".join(part for part in (landline[1], landline[2], extension) if part)


def _bad_phone(line: str, bare: str) -> Problem:
    if re.fullmatch(r"[2-8][0-9]{6,7}", bare):
        return problem("Please put the area code in front of “{text}”, as 0537-4221234.", text=shown(line))
    return problem(
        "“{text}” is not a telephone number. Please write a mobile number of 11 digits, or a landline with "
        "its area code, as 0537-4221234.",
        text=shown(line),
    )


def within_units(text: str, most: int) -> str:
    """The beginning of a text, as long as fits into so many UTF-16 units: as sheets count, where 𡌀 is two."""
    return text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore")


def shown(text: str, limit: int = 40) -> str:
    """The start of what somebody wrote, short enough to be repeated in an answer."""
    line = clean_line(text)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
