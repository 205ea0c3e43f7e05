"""Where a hearing is held, in full: court, room, floor and door; a platform with its room number; a court alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.reading.court_texts import BLOT, HAN, Piece
from bot.domain.reading.numerals import fold

_PLATFORM = (
    r"人民法院在线服务(?:平台|网|小程序|系统)?|云上法庭|云法庭|云间庭审|互联网法庭|互联网庭审(?:平台|系统)?|腾讯会议|钉钉(?:会议)?"
    r"|移动微法院|微法院|(?:在线|网上|线上|远程|云)(?:庭审|开庭|法庭)(?:平台|系统)?|(?:庭审|开庭)平台"
)
_PLATFORMS = re.compile(rf"(?:{_PLATFORM})")
_ONLY_ONLINE = re.compile(r"(?:在线|网上|线上|远程)(?:庭审|开庭)")
#: 房间号：128839; the digits may be written in groups.
_ROOM_NUMBER = re.compile(
    r"(?:(?:房间|会议|会议室|庭审|法庭|会场|入会|参会|直播间)(?:号码|编号|号|码|id)|房号) ?[:=]? ?(?:为|是)? ?"
    r"(?P<value>[0-9]{3,12}(?:[ -][0-9]{2,4}){0,3})(?![0-9])"
)
_ENTRY = r"(?:(?:入会|会议|参会|房间|入庭|庭审|法庭|进入|开庭)?(?:密码|口令|验证码)|入庭码|入会码) ?[:=]? ?(?:为|是)? ?"
_ENTRY_CODE = re.compile(rf"{_ENTRY}(?P<value>[0-9a-z]{{3,12}})(?![0-9a-z*])")
_SHOWN_CODE = re.compile(
    r"[,，、；;]?\s?(?:(?:入会|会议|参会|房间|入庭|庭审|法庭|进入|开庭)?(?:密码|口令|验证码)|入庭码|入会码)\s?[:：=]?"
    r"\s?(?:为|是)?\s?[0-9A-Za-z]{3,12}"
)
_NUMBER = "0-9一二三四五六七八九十"
_DOOR = re.compile(
    rf"(?: ?(?:[a-z]座|[{_NUMBER}]{{1,3}}(?:号楼|楼|层)|[a-z]?[0-9]{{1,4}}(?:号房间|房间|室|号房))){{1,3}}"
    r"| ?[a-z][0-9]{2,4}(?![0-9:点时月])| ?\([^()\n]{1,20}[楼层室号庭区路街][0-9]{0,4}\)"
)
_OFFICE = (
    r"(?:立案|诉讼服务|审判|办公)(?:大厅|中心|楼|大楼)|诉讼服务站|安检口"
    rf"|[{_NUMBER}]{{1,3}}(?:号楼|楼|层)|[0-9]{{2,4}}(?:室|房间)"
)
_ALONE = re.compile(
    rf"(?P<court>(?:(?![在于到至向由经诉往赴来去])[{HAN}]){{2,16}}?(?:高级|中级)?人民法院"
    rf"|(?:(?![在于到至向由经诉往赴来去])[{HAN}]){{0,4}}?(?:省|市|县|区|旗)(?:中级|高级)?法院"
    rf"|(?:省|市|[{HAN}]{{2,4}}市|(?<![{HAN}])(?:(?![在于到至向由经诉往赴来去])[{HAN}]){{2,3}})?"
    rf"(?:中院|高院))(?:(?:{_OFFICE}) ?){{0,3}}"
)
_COURT = re.compile("法院|[中高]院")
_LONGEST = 24
_NEAR = 200
#: What a court does that is spoken of, but is not gone to.
_NOT_GONE_TO = re.compile(
    r" ?(?:受理|立案|审理|作出|判决|裁定|送达|寄|发来|发的|发出|通知|电话|来电|打电话|要求|告知|说|的(?!第)|已"
    r"|\(?(?:19|20)[0-9]{2}|传票|应诉|出具|书记员|法官|行政庭|审判员|提起|申请|】|\)|:|负责|承办|院长|副院长)"
)
_SPOKEN_OF = re.compile(r"(?:收到|接到|接|不服|向|撤销|维持|对|起诉至|诉至|上诉于|【|\(|来自|由|经|是)$")
_CUT = re.compile(
    r"[ ,，。;；]*(?:注意事项|请|联系人|联系电话|联系方式|备注|审判长|书记员|法官|温馨提示|特此|届时|准时|应到|逾期"
    r"|携带|并|电话)"
)


def online_room(text: str) -> tuple[str, tuple[Piece, ...]]:
    """The platform of an online hearing with its room number and what lets one in, and where these stand.

    Empty where no number of a room is named: 云上法庭 alone is found as any other place.
    """
    room = _ROOM_NUMBER.search(text)
    if room is None:
        return "", ()
    code = _ENTRY_CODE.search(text, room.end(), room.end() + 40)
    platforms = list(_PLATFORMS.finditer(text))
    names = list(dict.fromkeys(m[0] for m in platforms))
    named = "".join([name for name in names if not _ONLY_ONLINE.fullmatch(name)] or names)
    said = [*filter(None, [named]), f"房间号{room['value']}"]
    if code is not None:
        said.append(f"入会密码{code['value']}")
    found = [*platforms, room, *filter(None, [code])]
    pieces = tuple(Piece("online", m[0], m.start(), m.end()) for m in found)
    return f"线上（{'，'.join(said)}）", pieces


def names_room(place: str) -> bool:
    """Whether a place is an online room with its number: whoever appears must be told it."""
    return "房间号" in place


def without_code(place: str) -> str:
    """A place as a group may see it: without what lets anybody into the online hearing."""
    return _SHOWN_CODE.sub("", place).replace("（）", "").replace("()", "")


def door(text: str, end: int) -> int:
    """Where a place ends that is named up to `end`, with the floor and the door behind it: 第2审判庭305室."""
    found = _DOOR.match(text, end)
    return found.end() if found else end


def court_alone(text: str) -> Piece | None:
    """A court that a line names as the place, no room being known yet: 4月20日9:30 县法院. Nothing in several lines,
    where the name of the court is the head of its paper."""
    if "\n" in text.strip(f" \n{BLOT}"):
        return None
    for found in _courts(text):
        before = text[max(0, found.start() - _NEAR) : found.start()].rstrip(f" {BLOT}")
        if not _SPOKEN_OF.search(before) and not _NOT_GONE_TO.match(text, found.end()):
            return Piece("place", found[0].strip(), found.start(), found.end())
    return None


def _courts(text: str) -> Iterator[re.Match[str]]:
    """Names of courts one after another; none begins further before its last word than a name is long."""
    at = 0
    while (word := _COURT.search(text, at)) is not None:
        found = _ALONE.search(text, max(at, word.start() - _LONGEST))
        if found is None:
            return
        yield found
        at = found.end()


def cut(place: str) -> str:
    """A labelled place, up to the sentence to the reader that stands behind it: 第二审判庭 注意事项：…."""
    found = _CUT.search(place)
    return place[: found.start()].rstrip(" ,，;；。") if found and found.start() else place


def cut_at(text: str, start: int, end: int) -> int:
    """Where the place that begins at `start` ends, at the latest at `end`."""
    found = _CUT.search(fold(text), start, end)
    return found.start() if found and found.start() > start else end
