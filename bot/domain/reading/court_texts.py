"""What stands in the papers and announcements of Chinese courts: labels, names, places, kinds of paper.

Each function looks at folded text (`numerals.fold`) in which what was already understood is blotted out with
NUL characters, and returns what it found together with where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.domain.hall.terms import PaperKind
from bot.domain.reading.numerals import fold
from bot.domain.reading.whole_papers import counted_from, enclosed, other_title

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
BLOT = "\x00"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that says one thing. `name` is the kind of thing, `text` its value as written."""

    name: str
    text: str
    start: int
    end: int


def _spaced(words: str) -> str:
    """The words, longest first, each also with one blank between its characters (案 号)."""
    ordered = sorted(words.split(), key=len, reverse=True)
    return "|".join(r"[ ]?".join(map(re.escape, word)) for word in ordered)


#: Labels that announce their value even without a colon.
_STRONG = {
    "number": "案号 案件编号",
    "cause": "案由",
    "time": "应到时间 开庭时间 开庭日期 庭审时间 审理时间 到庭时间 出庭时间 应到日期",
    "place": "应到处所 应到地点 应到场所 开庭地点 审理地点 庭审地点 开庭场所 出庭地点 到庭地点 地点",
    "purpose": "传唤事由 传唤原因 传唤理由",
}
#: Labels only where a colon, or a blank at the beginning of a line, follows.
_WEAK = {
    "summoned": "被传唤人 被传唤人姓名 被传唤单位 受送达人 受送达单位 被通知人",
    "time": "时间 日期",
    "place": "处所 场所 法庭 审判庭 开庭法庭",
    "court": "审理法院 承办法院 受理法院 法院名称 法院",
    "defendant": "被告单位 被诉机关 被诉行政机关 被诉单位 涉诉单位 应诉单位 行政机关 单位",
    "role": "原告 被告 第三人 上诉人 被上诉人 原审原告 原审被告 原审第三人",
    "other_day": "立案时间 立案日期 收案日期 受理日期 送达日期 送达时间 签发日期 出生日期 举证期限 收到日期 答辩期限 "
    "签收时间 签收日期 查收时间 到达时间 到达日期 发送时间 推送时间 投递时间 短信时间",
    "aside": "工作单位或地址 工作单位或住址 工作单位 单位地址 住址 地址 联系电话 电话 联系人 审判长 "
    "审判员 书记员 法官助理 合议庭 合议庭成员 承办法官 承办人 主审法官 主审人 注意事项 备注 序号 审级 案件类型",
}
_FIRST_LETTERS = "".join(sorted({word[0] for words in (*_STRONG.values(), *_WEAK.values()) for word in words.split()}))
#: Every place is looked at; most are told from a label by their first letter.
_LABEL = re.compile(
    f"(?=[{_FIRST_LETTERS}])(?:"
    + "|".join(
        [
            rf"(?<![{HAN}])(?P<s_{name}>{_spaced(words)})(?: ?: ?| ?(?![的及和与或如若]))"
            for name, words in _STRONG.items()
        ]
        + [rf"(?<![{HAN}])(?P<w_{name}>{_spaced(words)}) ?: ?" for name, words in _WEAK.items()]
        + [rf"^(?P<l_{name}>{_spaced(words)})(?: |$)" for name, words in _WEAK.items()]
    )
    + ")",
    re.MULTILINE,
)
_MOST_LABELS = 250
"""Fifty cases with five labels each; a paper has a dozen."""
#: Where a value ends although no label follows: at a party, or at a sentence to the reader.
_VALUE_ENDS = re.compile(r"[;。]|[ ,](?=原告|被告|第三人|上诉人|被上诉人|请)")
#: What a case is about is one word; in a line whatever else is said follows it.
_CAUSE_ENDS = re.compile(rf"(?<=[{HAN}])(?:[;。 ,]|(?=原告|被告|第三人))")


@lru_cache(maxsize=8)
def labelled(text: str) -> tuple[Piece, ...]:
    """Every label of `text` with its value: to the next label, else to the end of the line.

    A label alone on its line (as tables come out of a PDF) takes the next line.
    """
    found = list(islice(_LABEL.finditer(text), _MOST_LABELS))
    starts = [m.start() for m in found] + [len(text)]
    return tuple(_value(m, text, following) for m, following in zip(found, starts[1:], strict=True))


def _value(label: re.Match[str], text: str, following: int) -> Piece:
    name = str(label.lastgroup)[2:]
    start = label.end()
    line_end = text.find("\n", start)
    if not text[start : line_end if line_end >= 0 else len(text)].strip() and line_end >= 0:
        line_end = text.find("\n", line_end + 1)
    end = min(following, line_end if line_end >= 0 else len(text))
    cut = (_CAUSE_ENDS if name == "cause" else _VALUE_ENDS).search(text, start, end)
    end = cut.start() if cut else end
    return Piece(name, text[start:end].strip(" \n,;。|"), label.start(), end)


_COURT = (
    rf"(?:(?:(?![在于到至向由经诉])[{HAN}]){{2,16}}?(?:高级|中级)?人民法院|(?:(?![在于到至向由])[{HAN}]){{2,12}}?"
    rf"(?:铁路运输|知识产权|金融|互联网|海事)(?:中级)?法院)"
)
_SHORT_COURT = (
    r"(?:本院|我院|(?:省|市|县|区|[\u4e00-\u9fff]{2,3}[市县区])(?:中级|高级)?法院|(?:省|市)?(?:中院|高院)|法院)"
)
_FULL_COURT = re.compile(rf"(?<!上诉于)(?<!向)(?<!诉至){_COURT}")
_NAMED_COURT = re.compile("人民法院|(?:铁路运输|知识产权|金融|互联网|海事)(?:中级)?法院")
#: 二庭, 5号庭; not 民一庭 or 审判一庭, which are departments.
_SHORT_ROOM = (
    r"(?<![民刑行执审立业监商知破判政合一二三四五六七八九十第0-9])"
    r"第?[一二三四五六七八九十0-9]{1,2}号?庭(?![审前长后外室里])"
)
_ROOM = r"(?:审判法庭|审判庭|人民法庭|法庭|调解室|会议室|听证室|庭审室|谈话室|询问室)"
_PLACE = re.compile(
    rf"(?:(?P<court>{_COURT}|{_SHORT_COURT}) ?)?(?:(?![在于到至诉案局受请往])[{HAN}0-9a-z#-]){{0,14}}?{_ROOM}"
    r"(?:\([^()\n]{1,20}[楼层室号]\))?"
    rf"|(?:{_SHORT_COURT})?{_SHORT_ROOM}"
    r"|(?<![a-z])court ?room (?:no\.? ?)?[0-9a-z]{1,4}(?![0-9a-z])"
)
_A_ROOM = re.compile(rf"{_ROOM}|{_SHORT_ROOM}|court ?room")
_BEFORE_ROOM = 48
"""Characters of a court and of the number of its room before the word for the room, at most."""
_HELD_SO = r"(?:开庭|庭审|审理|方式|会议|法庭|连线)"
#: What is done over the net that is no hearing: 人民法院在线服务, 网上阅卷.
_NO_HEARING = r"(?!服务(?!.{0,8}(?:开庭|庭审|参加|审理))|签收|送达|阅卷|立案|查[看收阅询]|办理|缴费|提交)"
_ONLINE = re.compile(
    rf"(?:线上|网上|在线|云上|云端){_NO_HEARING}{_HELD_SO}?|(?:互联网|网络|远程视频|视频|远程|云)(?:{_HELD_SO}|(?=$|[\s,;。)]))"
    r"|腾讯会议|移动微法院|online"
)
_BESIDE = re.compile(
    rf"(?<![{HAN}])(?:线上|网上|在线|云上|云端)(?![{HAN}])"
    rf"|(?:线上|网上|在线|云上|云端|互联网|网络|远程视频|视频|远程|云){_HELD_SO}|腾讯会议|移动微法院"
)
_BEFORE_PLACE = re.compile(r"^(?:开庭审理|公开开庭|公开|开庭|审理|地点|时间|前来|来|我院|依法)+(?=.{3})")


def find_court(text: str) -> Piece | None:
    """The full name of the court, where it first stands (not the one to appeal to); else a short name (市法院)."""
    named = _NAMED_COURT.search(text)
    full = _first(_FULL_COURT, text, named.start() if named else -1)
    if full:
        return Piece("court", full[0], full.start(), full.end())
    place = _place(text)
    if place and place["court"] and place["court"] not in ("本院", "我院", "法院"):
        return Piece("court", place["court"], place.start("court"), place.end("court"))
    return None


def _first(pattern: re.Pattern[str], text: str, word: int) -> re.Match[str] | None:
    """Where a pattern first fits that ends in a word which first stands at `word` (negative: nowhere)."""
    return pattern.search(text, max(0, word - _BEFORE_ROOM)) if word >= 0 else None


def _place(text: str) -> re.Match[str] | None:
    room = _A_ROOM.search(text)
    return _first(_PLACE, text, room.start() if room else -1)


_FORMER = re.compile(r"(?:不服|撤销|维持)[^,。;\n]{2,40}?(?:判决|裁定|决定)")


def without_former(text: str) -> str:
    """The text with the decision before blotted out: 不服泗水县人民法院…判决 names no court that calls now."""
    return _FORMER.sub(lambda m: BLOT * len(m[0]), text)


def find_place(text: str) -> Piece | None:
    """A court room (市法院第二审判庭, 第三法庭), or an online hearing."""
    m = _place(text)
    if m is not None:
        skipped = _BEFORE_PLACE.match(m[0])
        start = m.start() + (skipped.end() if skipped else 0)
        return Piece("place", text[start : m.end()], start, m.end())
    online = _ONLINE.search(text)
    return Piece("online", online[0], online.start(), online.end()) if online else None


def find_online(text: str) -> Piece | None:
    """Where a text says beside a room that the hearing is held online: 第三法庭（线上）, 开庭方式：在线庭审."""
    found = _BESIDE.search(text)
    return Piece("online", found[0], found.start(), found.end()) if found else None


def says_online(place: str) -> bool:
    """Whether what is said of a place is that the hearing is held online."""
    return bool(_ONLINE.search(fold(place)))


_KINDS: tuple[tuple[str, str], ...] = (
    (PaperKind.NOTICE_OF_RESPONSE, "应诉通知书"),
    (PaperKind.APPEARANCE_NOTICE, "出庭通知书 出庭应诉通知书 出庭应诉建议函 出庭建议函 出庭应诉建议书 出庭建议书"),
    (PaperKind.SUMMONS, "传票"),
    (PaperKind.COMPLAINT_COPY, "起诉状副本 起诉状 起诉书副本 行政起诉状 行政起诉状副本"),
    (PaperKind.APPEAL_COPY, "上诉状副本 上诉状 行政上诉状 行政上诉状副本"),
    (PaperKind.RETRIAL_COPY, "再审申请书副本 再审申请书 行政再审申请书 行政再审申请书副本"),
    ("judgment", "判决书 行政判决书 行政赔偿判决书"),
    ("ruling", "裁定书 行政裁定书 行政赔偿裁定书"),
    (PaperKind.MEDIATION, "调解书 行政调解书 行政赔偿调解书"),
    (PaperKind.ADVICE, "司法建议书 司法建议"),
    (PaperKind.URGING, "督促函 督办函"),
    (PaperKind.CRITICISM, "通报批评 通报批评决定 通报批评的决定 通报批评的通报 通报批评文件"),
)
_KIND_LETTERS = "".join(sorted({word[0] for _, words in _KINDS for word in words.split()}))
_KIND = re.compile(
    f"(?=[{_KIND_LETTERS}])(?:" + "|".join(f"(?P<k{i}>{_spaced(words)})" for i, (_, words) in enumerate(_KINDS)) + ")"
)
_ONLY_SPOKEN_OF = re.compile(
    r"(?:提请|请求|建议|可能|将|会|否则|可|应当|应)(?:予以|给予|进行|作出|对[^，。；,;\n]{1,20})?$"
)
"""Before 通报批评: it has not come, it is asked for or threatened with."""
_DECISIONS = {
    ("judgment", "first"): PaperKind.JUDGMENT_FIRST,
    ("judgment", "second"): PaperKind.JUDGMENT_SECOND,
    ("ruling", "first"): PaperKind.RULING_FIRST,
    ("ruling", "second"): PaperKind.RULING_SECOND,
    ("judgment", "retrial"): PaperKind.JUDGMENT_RETRIAL,
    ("ruling", "retrial"): PaperKind.RULING_RETRIAL,
}
#: 再审申请书 speaks of a retrial that is asked for; 一审 and 二审 stand in the account of the case so far as well.
_INSTANCES = (
    ("retrial", re.compile("再审(?:判决|裁定|行政)")),
    ("second", re.compile("二审")),
    ("first", re.compile("一审")),
)
_TITLE_LINES = 4


def find_papers(text: str, instance: str) -> tuple[tuple[PaperKind, ...], tuple[Piece, ...]]:
    """The kinds of paper named: that of the title, where there is one, with those enclosed; else all that are
    mentioned, but for one from which a term is said to count.

    `instance` (first, second or retrial) tells judgments and rulings apart; 一审, 二审 and 再审 in the text do so too.
    One whose instance is not known is left out.
    """
    every = [piece for piece in _mentions(text) if not counted_from(text, piece.start, piece.end)]
    titled = list(_mentions(_title(text)))
    if titled or other_title(text):
        there = {piece.start for piece in titled}
        beside = [piece for piece in every if piece.start not in there and _comes_with(text, piece)]
        pieces = [*titled, *beside]
    else:
        pieces = every
    if not instance:
        instance = next((name for name, words in _INSTANCES if words.search(text)), "")
    kinds: dict[PaperKind, None] = {}
    for piece in pieces:
        kind = _DECISIONS.get((piece.name, instance))
        if kind is None and piece.name not in ("judgment", "ruling"):
            kind = PaperKind(piece.name)
        if kind:
            kinds[kind] = None
    return tuple(kinds), tuple(pieces)


_LISTED_SO = re.compile(r"[\s0-9一二三四五六七八九十份张页、.()*·•-]*")


def _comes_with(text: str, piece: Piece) -> bool:
    """Whether a paper comes with that of the title: said to be enclosed, or in a line of its own as one of a list."""
    begin = text.rfind("\n", 0, piece.start) + 1
    end = text.find("\n", piece.end)
    around = text[begin : piece.start] + text[piece.end : end if end >= 0 else len(text)]
    alone = bool(_LISTED_SO.fullmatch(around)) and text[:begin].strip() != ""
    return alone or enclosed(text, piece.start, piece.end)


def _mentions(text: str) -> Iterator[Piece]:
    for m in _KIND.finditer(text):
        kind = _KINDS[int(str(m.lastgroup)[1:])][0]
        if kind != PaperKind.CRITICISM or not _ONLY_SPOKEN_OF.search(text[max(0, m.start() - 24) : m.start()]):
            yield Piece(str(kind), m[0], m.start(), m.end())


def _title(text: str) -> str:
    """The beginning of a paper up to its title line, blank where no such line stands near the top."""
    end = 0
    for line in text.split("\n", _TITLE_LINES)[:_TITLE_LINES]:
        start, end = end, end + len(line) + 1
        bare = line.replace(" ", "")
        m = _KIND.search(bare)
        if m and m.end() == len(bare) and len(bare) <= 30 and "\n" in text:
            return " " * start + line
    return ""
