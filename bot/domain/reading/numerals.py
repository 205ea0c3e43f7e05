"""Chinese and Arabic numerals, and the folding of look-alikes, one character for one character."""

from __future__ import annotations

from functools import lru_cache

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇○Oo0", "一壹1", "二两贰2", "三叁3", "四肆4", "五伍5", "六陆6", "七柒7"))
    for char in chars
} | {"八": 8, "捌": 8, "8": 8, "九": 9, "玖": 9, "9": 9}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ABBREVIATED = {"廿": 20, "卅": 30}

#: One numeral character, Chinese, for regular expressions.
HAN_DIGIT = "〇零○一二两三四五六七八九"
#: A number below a hundred as people write days, months, hours and minutes.
SMALL = rf"(?:[0-9]{{1,2}}|[{HAN_DIGIT}十廿卅]{{1,4}})"

_FOLDED = {ord(a): b for a, b in zip("點時號週兩後禮臺內為開審庭張", "点时号周两后礼台内为开审庭张", strict=True)}
_FOLDED |= {0xFF01 + i: chr(0x21 + i) for i in range(94)}
_FOLDED |= dict.fromkeys(map(ord, "‐‑‒–—―−─～〜"), "-")
_FOLDED |= dict.fromkeys(map(ord, "〔【［〈《「『"), "(")
_FOLDED |= dict.fromkeys(map(ord, "〕】］〉》」』"), ")")
_FOLDED |= {ord("∶"): ":", ord("︰"): ":", ord("’"): "'", ord("、"): ","}


class _Folding(dict[int, str]):
    """What each character is folded to, by its code; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = _FOLDED.get(code, chr(code))
        found = char.lower() if char.isascii() else " " if char.isspace() else char
        if len(self) < MOST_KEPT:
            self[code] = found
        return found


MOST_KEPT = 20_000
"""Characters whose reading is kept: more than anybody writes in, whoever sends all there are."""
_FOLDING = _Folding()


@lru_cache(maxsize=16)
def fold(text: str) -> str:
    """`text` with full-width, traditional and look-alike characters replaced, capitals made small.

    Every character gives exactly one, so positions in the result are positions in `text`.
    """
    return text.translate(_FOLDING)


def parse_numeral(text: str) -> int | None:
    """The number that `text` writes (12, 十二, 二十一, 廿五, 二〇二六, 三百零五), None where it writes none.

    Handles numbers below 10,000; a mixture such as 2十 is none.
    """
    if not text or len(text) > 9:
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    return _with_units(text)


def _with_units(text: str) -> int | None:
    """三百二十一 and the like: units strictly falling, one digit before each, 十 alone meaning ten."""
    total, digit, last = 0, -1, 10_000
    for index, char in enumerate(text):
        if char in _ABBREVIATED and index == 0:
            total, last = _ABBREVIATED[char], 10
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit >= last or digit == 0 or (digit < 0 and not (unit == 10 and index == 0)):
                return None
            total, digit, last = total + unit * max(digit, 1), -1, unit
        elif char in _DIGITS and not char.isascii():
            value = _DIGITS[char]
            if digit > 0 or (value == 0 and last < 100):
                return None
            digit = value
        else:
            return None
    return total + max(digit, 0) if digit != 0 else None
