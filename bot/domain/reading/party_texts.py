"""Who stands against whom in a court paper, and about what: parties, agencies, cause of action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from bot.domain.reading.court_texts import BLOT, HAN, Piece

_ORGANS = (
    "人民政府 政府办公室 政府 街道办事处 办事处 管理委员会 管委会 委员会 分局 总局 局 厅 执法大队 大队 支队 总队 "
    "派出所 服务中心 事业中心 管理中心 中心 海关 政务服务办公室 办公室 管理处 管理站 管理所 征收办 税务所 司法所"
)
ORGAN = "|".join(sorted(_ORGANS.split(), key=len, reverse=True))
#: Where a name ends. 政府信息公开 behind another organ is what the case is about, and no part of the name.
_END = rf"(?:{ORGAN})(?!(?<=[局府厅队所会站处心]政府)信息公开)"
_COMPANY = (
    r"公司|合作社|村民委员会|村委会|居委会|学校|医院|协会|工厂|厂|商店|超市|经营部|"
    r"个体户|银行|村民小组|集团|中心|大学|学院|局|酒店|饭店"
)
_COMPANIES = tuple(_COMPANY.split("|"))
#: A name of a public body, up to the last ending of one in a run of characters; and what such a run is.
_AGENCY = re.compile(rf"(?:(?![诉告由在与和及])[{HAN}]){{2,28}}{_END}")
_RUN = re.compile(rf"(?:(?![诉告由在与和及])[{HAN}]){{3,}}")
_ENDING = re.compile(_END)
_LONGEST = 28
_MOST = 200
"""Parties that are looked at: a suit of many names them in a list of its own."""
_AGENCY_START = re.compile(rf"[{HAN}()]{{1,28}}{_END}")
_NOT_AGENCY = re.compile(r"法院|检察院|审判|执行局$|公司$")

_ROLE = re.compile(
    r"(?P<role>被上诉人|上诉人|原审原告|原审被告|原审第三人|原告|被告|第三人|(?:行政)?复议机关)"
    r"(?:\((?P<was>原审(?:原告|被告|第三人)[^()\n]{0,8})\))?(?P<mark> ?: ?| ?)"
    rf"(?P<name>[^\s,;。:(){BLOT}]{{2,60}}?)"
    rf"(?=(?:与|诉|和|及)?(?:被上诉人|上诉人|原审|原告|被告|第三人|(?:行政)?复议机关)"
    rf"|[\s,;。:(){BLOT}]|诉|不服|因|关于|一案|\Z)"
)
#: A further body of a list: 被告:县政府,县自然资源局. What begins otherwise is the next clause of the paper.
_MORE = re.compile(
    r" ?[,;] ?(?!请|本院|我院|应|由|于|在|向|因|关于|原告|被告|第三人|行政复议|复议|上诉|你|贵|不服|对|现|经|该|住|地址"
    rf"|法定|负责人|委托|统一|电话|不|以|作出|认为)(?P<name>[{HAN}()]{{1,28}}(?:{ORGAN}))(?=[\s,;。:(){BLOT}]|\Z)"
)
_BODY_ENDS = re.compile(rf"(?:{ORGAN})(?=[和与及])")
_OF_A_REVIEW = re.compile(
    r"^(?:决定|维持|作出|改变|变更|撤销|逾期|不予|不作为|受理|驳回|认为|以|因|就|将|已|依|据|也|均)"
)
_FIELDS = {"原告": "plaintiff", "原审原告": "plaintiff", "被告": "defendant", "原审被告": "defendant"}
_FIELDS |= {"第三人": "third_party", "原审第三人": "third_party"}
_FIELDS |= {"复议机关": "review_body", "行政复议机关": "review_body"}
_PERSON = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,12}}·[{HAN}·]{{1,16}}|[a-z][a-z .'·-]{{1,40}}")
_SEVERAL = re.compile(r"等(?:[0-9一二三四五六七八九十百]{1,5}(?:人|名|户))?$")
_ONLY_COUNT = re.compile(r"(?:共计|共有|共|计)?[0-9〇零一二两三四五六七八九十百千]{1,7}(?:人|名|户)")
_ORDINARY = re.compile(
    r"^(?:应|应当|提|可|可以|未|对|在|的|及|或|不|是|向|之|有|认为|称|请|你|方|均|必须|负责人|住|身份|承担|席|委托|当事人|名"
    r"|起诉|上诉|诉讼|诉请|撤诉|撤回|主张|要求|申请|到庭|缺席|不服|已|因|诉我|诉你|诉贵|代理人|补充|变更|增加|放弃)"
)
#: 经县政府复议维持: who reconsidered stands without a label.
_RECONSIDERED = re.compile(
    rf"经(?:过)?(?P<name>(?:(?![经由在于到至向])[{HAN}]){{1,16}}?(?:政府|局|厅|委员会))(?:行政)?复议"
)
_ADDRESSEE = re.compile(rf" ?(?P<name>[{HAN}()]{{2,30}}(?:{ORGAN})) ?:")
_VERSUS = re.compile(
    rf"(?<![{HAN}])(?:(?<=\d)号(?:一案|案件?)?)?(?:关于|受理的?|审理的?|本院|原告)*"
    rf"(?P<p>[{HAN}·]{{2,30}}?)(?<![起上应申反公控撤败胜抗投])诉"
    rf"(?![讼状求请权称])(?P<d>(?:(?!一案)[{HAN}]){{2,50}})"
)
_CAUSE = re.compile(rf"^(?:不服|因|关于|的|,| )*(?P<cause>[^\s,;。:{BLOT}]{{2,40}}?)(?:纠纷)?(?:一案|案|$)")
_CAUSES = (
    r"(?:行政处罚|行政强制(?:执行|措施)?|行政许可|行政征收|行政征用|行政补偿|行政赔偿"
    r"|行政登记|行政确认|行政给付|行政允诺|行政征缴|行政奖励|行政协议|行政复议|行政裁决|行政批准|行政命令|行政撤销|行政不作为"
    r"|政府信息公开|信息公开|不履行法定职责|履行法定职责|工伤认定|房屋征收|土地征收|强制拆除|行政公益诉讼|不予受理)"
)
_A_CAUSE = re.compile(_CAUSES)
_BEFORE_CAUSE = 10
_CAUSE_WORDS = re.compile(
    rf"(?:案由(?:为|是)?)?(?P<cause>(?:不服)?(?:(?!案由|[诉告局府你贵位])[{HAN}]){{0,8}}{_CAUSES}(?:决定|违法|纠纷)?)"
)


@lru_cache(maxsize=8)
def find_parties(text: str) -> tuple[Piece, ...]:
    """Plaintiffs, defendants, third parties, and the cause of action where it follows the defendant."""
    return tuple(_parties(text))


def _parties(text: str) -> Iterator[Piece]:
    named = list(_by_role(text))
    yield from named
    if not any(piece.name in ("plaintiff", "defendant") for piece in named):
        yield from _versus(text)


def _by_role(text: str) -> Iterator[Piece]:
    if "复议" in text:
        for m in islice(_RECONSIDERED.finditer(text), _MOST):
            yield Piece("review_body", m["name"], m.start(), m.end())
    for m in islice(_ROLE.finditer(text), _MOST):
        field = _FIELDS.get(m["role"]) or _FIELDS.get((m["was"] or "")[:4]) or _FIELDS.get((m["was"] or "")[:5])
        if field is None:
            continue
        if field == "plaintiff":
            yield from _plaintiff(m)
        else:
            yield from _agency_party(m, field)


def _plaintiff(m: re.Match[str]) -> Iterator[Piece]:
    if _ONLY_COUNT.fullmatch(m["name"]):
        return
    if not _ORDINARY.match(m["name"]) and (":" in m["mark"] or _is_name(m["name"])):
        yield Piece("plaintiff", m["name"], m.start(), m.end())


def _is_name(name: str) -> bool:
    first = _SEVERAL.sub("", name).split("、")[0]
    return bool(_PERSON.fullmatch(first)) or first.endswith(_COMPANIES)


def _agency_party(m: re.Match[str], field: str) -> Iterator[Piece]:
    if _ORDINARY.match(m["name"]) or (field == "review_body" and _OF_A_REVIEW.match(m["name"])):
        return
    bodies = list(_bodies(m))
    for number, (name, start, end) in enumerate(bodies):
        yield Piece(field, name, start if number else m.start(), end)
    if bodies:
        yield from _cause_after(m.string, bodies[-1][2])
    elif field != "review_body" and (":" in m["mark"] or (field == "third_party" and _is_name(m["name"]))):
        yield Piece(field, m["name"], m.start(), m.end())


def _bodies(m: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The public bodies that stand behind a role, one or a list of them: name, start, end."""
    at = m.start("name")
    for part in _joined(m["name"]):
        agency = _AGENCY_START.match(part)
        if agency is None:
            return
        yield agency[0], at, at + agency.end()
        at += len(part) + 1
    more = _MORE.match(m.string, m.end()) if at == m.end() + 1 else None
    while more is not None:
        yield more["name"], more.start("name"), more.end()
        more = _MORE.match(m.string, more.end())


def _joined(name: str) -> list[str]:
    """县政府和县自然资源局 are two; the 和 within a name (自然资源和规划局) does not follow the end of one."""
    parts, rest = [], name
    while (end := _BODY_ENDS.search(rest)) is not None and _AGENCY_START.match(rest[end.end() + 1 :]):
        parts.append(rest[: end.end()])
        rest = rest[end.end() + 1 :]
    return [*parts, rest]


def _versus(text: str) -> Iterator[Piece]:
    """张三诉县自然资源局行政处罚一案."""
    for m in _VERSUS.finditer(text) if "诉" in text else ():
        agency = _AGENCY_START.match(m["d"])
        if agency:
            yield Piece("plaintiff", m["p"], m.start(), m.end("p") + 1)
            end = m.start("d") + agency.end()
            yield Piece("defendant", agency[0], m.start("d"), end)
            yield from _cause_after(text, end)


def _cause_after(text: str, start: int) -> Iterator[Piece]:
    line_end = text.find("\n", start)
    rest = text[start : line_end if line_end >= 0 else len(text)][:60]
    m = _CAUSE.match(rest)
    if m and "案" in m[0] and not re.match("第三人|原告|被告", m["cause"]):
        yield Piece("cause", m["cause"], start + m.start("cause"), start + m.end())


def find_cause(text: str) -> Piece | None:
    """A usual name of a cause of action in running text."""
    word = _A_CAUSE.search(text)
    m = _CAUSE_WORDS.search(text, max(0, word.start() - _BEFORE_CAUSE)) if word else None
    if m is None or re.search("第三人|原告|被告", m[0]):
        return None
    return Piece("cause", m["cause"], m.start(), m.end())


@lru_cache(maxsize=8)
def find_agencies(text: str) -> tuple[Piece, ...]:
    """Names of public bodies that stand without a role: never courts, procuratorates or companies."""
    return tuple(_agencies(text))


def _agencies(text: str) -> Iterator[Piece]:
    for run in _RUN.finditer(text):
        for m in _bodies_of(text, run.start(), run.end()):
            if not _NOT_AGENCY.search(m[0]):
                yield Piece("agency", m[0], m.start(), m.end())


def _bodies_of(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The names in one run of characters. None begins further before its ending than a name is long."""
    while (ending := _ENDING.search(text, start + 2, end)) is not None:
        m = _AGENCY.search(text, max(start, ending.start() - _LONGEST), end)
        if m is None:
            return
        yield m
        start = m.end()


def is_body(name: str) -> bool:
    """Whether a name is that of a public body that can be a party: no court, no procuratorate, no company."""
    return bool(_AGENCY_START.fullmatch(name)) and not _NOT_AGENCY.search(name)


def body_in(words: str) -> str:
    """The public body that the value of a label names, without what follows on its line; empty where there is none."""
    first = words.split(" ")[0]
    if is_body(first):
        return first
    return next((piece.text for piece in find_agencies(words)), "")


def _to_whom(text: str) -> Iterator[re.Match[str]]:
    """Lines that begin with a body and a colon; only lines with a colon are looked at."""
    at = text.find(":")
    while at >= 0:
        m = _ADDRESSEE.match(text, text.rfind("\n", 0, at) + 1)
        if m:
            yield m
        at = text.find(":", at + 1)


def find_addressee(text: str) -> Piece | None:
    """Whom a notice is addressed to: a line of its own that names a body and ends with a colon."""
    m = next(_to_whom(text), None)
    if m and not _NOT_AGENCY.search(m["name"]):
        return Piece("addressee", m["name"], m.start(), m.end())
    return None
