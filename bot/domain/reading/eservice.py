"""Electronic service: texts by which a court's platform says that papers are ready, and what in them is secret.

Papers are served on the day on which their notice reaches the receiver's own system (民事诉讼法 art. 90, 行政诉讼法
art. 101), whether or not anybody has opened them.
"""

from __future__ import annotations

import re
from typing import Any

from bot.domain.reading.numerals import fold

#: No password is longer; what follows further on is another word.
_VALUE = (
    r"(?=[^\s]{0,8}[0-9a-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a])[!-~\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]{3,64}"
)
#: Codes by which platforms hand papers out, beside 密码: whoever has one has the papers.
_CODES = (
    "验证 校验 动态 取件 提取 签收 查询 查阅 查看 授权 访问 登录 登陆 激活 领取 取文 阅卷 确认 随机 短信 送达 文书 "
    "解压 认证 安全"
)
_ROOMS = "(?<!入会)(?<!会议)(?<!参会)(?<!房间)(?<!会议室)(?<!庭审)(?<!入庭)(?<!法庭)(?<!开庭)"
_SECRET = re.compile(
    rf"(?:{_ROOMS}(?:密 ?[码碼]|口 ?令)|(?:{'|'.join(f'{one[0]} ?{one[1]}' for one in _CODES.split())}) ?[码碼]"
    r"|(?<![a-z])(?:password|passwd|passcode|pass ?code|pwd|pin(?= ?[码:：=]))(?![a-z])(?: ?码)?)"
    r"(?:[(（][^()（）\n]{0,12}[)）])?(?:[\s\"“”'‘’「」『』【】\[\]()（）<>《》]|[:：=]|分别|是|为|如下|即|默认|初始|统一|系统|您的|贵单位"
    r"|身份证号?码?|手机号?码?|统一社会信用代码|法定代表人|的|[后末尾][四六八468]位(?:数字?)?){0,12}"
    rf"(?P<value>(?!(?:19|20)[0-9]{{2}} ?[)）〕】\]]){_VALUE})(?:\s?[/／、,，和及]\s?(?P<second>{_VALUE}))?",
    re.IGNORECASE,
)
_IN_A_ROOM = re.compile(r"(?:会议|房间|庭审|法庭|入会|参会)(?:号码?|码|ID|id)[^账帐登]{0,36}$")
_HINTS = ("密", "口", "码", "碼", "pass", "pwd", "pin")
_MASK = "*"
_SERVICE = r"送达|签收|收到|查收|到达|收悉|投递|推送"
_BEFORE = re.compile(rf"(?:{_SERVICE}|发送)[^\d,，。;；\n]{{0,6}}[:：]?\s{{0,2}}$")
_AFTER = re.compile(
    rf"[\s,，(（]{{0,3}}(?:(?!开庭|庭审|审理|审判|法庭)[^\d,，。;；\n]){{0,13}}?(?:电子送达|{_SERVICE})"
)
_HELD = re.compile(r"[\s,，(（]{0,3}[^\d,，。;；\n]{0,13}?(?:开庭|庭审|审理|审判|法庭)")
_OF_ANOTHER_DAY = re.compile(r"(?:[今昨前当]天|[今昨当]日|[日号])[\s]?(?:上午|下午|已|才|刚)?$")
"""Directly before the word of receipt: it says of that day that papers came (今天收到 12月1日9:30开庭)."""
_LINK = re.compile(r"https?://[!-~]{4,400}|(?:[a-z0-9-]{1,20}\.){1,3}court\.gov\.cn[!-~]{0,400}")
_PLATFORM = re.compile(
    r"送达平台|送达服务|文书送达|电子送达|在线服务|诉讼服务|移动微法院|人民法院送达|统一送达|12368|链接|登录|登陆|查收|查阅|下载"
)
_BY_NET = re.compile(r"电子送达|电子签收|送达平台|在线送达|网上送达|在线(?:服务)?签收")
_PAPERS = re.compile(r"文[书書]|诉讼材料|送达材料|司法文件|法律文件")


def announces(text: str) -> bool:
    """Whether a platform says that papers are ready: 您有…案件文书送达，请点击链接查收. They need not be named."""
    folded = fold(text)
    told = bool(_PAPERS.search(folded)) and bool(_LINK.search(folded) or _PLATFORM.search(folded))
    return told and bool(re.search(rf"{_SERVICE}|发送|登录|登陆", folded))


def is_electronic(text: str) -> bool:
    """Whether what it speaks of came electronically, also where that is not said in so many words."""
    folded = fold(text)
    return bool(_BY_NET.search(folded)) or announces(text)


def is_of_service(text: str, start: int, end: int) -> bool:
    """Whether the words around a day with its hour (from `start` to `end`) say that papers came then; that is when
    they were served, and no hearing. A hearing that is named right behind it takes the day for itself."""
    if is_held(text, end):
        return False
    return stands_before(_BEFORE, text, start, 16) or bool(_AFTER.match(text, end))


def is_held(text: str, end: int) -> bool:
    """Whether the words right behind a day say that something is held then: 12月1日上午9:30开庭."""
    return bool(_HELD.match(text, end))


def stands_before(words: re.Pattern[str], text: str, start: int, reach: int) -> bool:
    """Whether such words stand right before a day, and do not say it of the day before them: in 今天收到
    12月1日9:30开庭, today is the day of receipt."""
    beginning = max(0, start - reach)
    found = words.search(text[beginning:start])
    if found is None:
        return False
    at = beginning + found.start()
    return not _OF_ANOTHER_DAY.search(text[max(0, at - 8) : at])


def without_links(text: str) -> str:
    """The text with links blotted out, at the same length: what stands in them is no date and no number."""
    if "://" not in text and "court.gov.cn" not in text:
        return text
    return _LINK.sub(lambda m: " " * len(m[0]), text)


def hide_secrets(text: str) -> str:
    """The text with passwords and codes for logging in blotted out, at the same length (so entities still fit).

    What lets one enter an online hearing (入会密码) is kept: whoever appears needs it.
    """
    if not any(hint in text.casefold() for hint in _HINTS):
        return text
    return _SECRET.sub(_masked, text)


def _masked(m: re.Match[str]) -> str:
    """A password alone that stands behind the number of an online room lets one into that, and is kept."""
    if _IN_A_ROOM.search(m.string[max(0, m.start() - 40) : m.start()]):
        return m[0]
    ends = [m.span("value")]
    if m["second"] and "分别" in m[0][: m.start("value") - m.start()]:
        # 账号、密码分别为…、…: which of the two is the password is not plain.
        ends.append(m.span("second"))
    said = m[0]
    for start, end in ends:
        said = said[: start - m.start()] + _MASK * (end - start) + said[end - m.start() :]
    return said


def hide_all(value: Any) -> Any:
    """The same for every text within a JSON value."""
    match value:
        case str():
            return hide_secrets(value)
        case dict():
            return {key: hide_all(each) for key, each in value.items()}
        case list():
            return [hide_all(each) for each in value]
    return value
