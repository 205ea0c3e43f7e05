"""What the whole text of a court paper says beside its title: papers enclosed, what was decided, a term of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.reading.numerals import fold

_ENCLOSES = re.compile(r"随文|随函|随附|现将|附件|附:|一并|发送|送达|寄送|送上|送去|转送|附后|附[^近属加则录]{0,3}$")
_COUNTED_FROM = re.compile(
    r"(?:副本)?(?:之日|的?次日|当日|之后|后)?(?:的?第)?(?:起|之日|后|[0-9一二三四五六七八九十]{1,3}日内)"
)
_CAME = re.compile(r"收到(?:[^。,;\n]{0,6})$")
_CLAUSE = re.compile(r"[。;,\n]")
#: Papers of a court that start no term here; each is named as not recorded.
_OTHER_TITLE = re.compile(
    r"(?:举证|参加诉讼|受理案件|案件受理|合议庭组成人员|审判庭组成人员|诉讼权利义务|廉政监督|听证|证据交换|延长审限|移送|开庭公告|缴费|缴纳诉讼费用"
    r"|追加(?:被告|第三人)|变更合议庭)[一-鿿]{0,8}?(?:通知书|告知书|通知|须知|监督卡|公告)"
)
_TO_THE_READER = re.compile(r"[你贵](?:单位|局|机关|府|厅|委|办|镇|街道)")
_HEAD = 80
"""Characters within which a paper without lines names itself."""


def enclosed(text: str, start: int, end: int) -> bool:
    """Whether the paper named from `start` to `end` of folded text comes with the one whose text this is."""
    before = _CLAUSE.split(text[max(0, start - 40) : start])[-1]
    return bool(_ENCLOSES.search(before)) and "收到" not in before


def counted_from(text: str, start: int, end: int) -> bool:
    """Whether a paper is named only because a term counts from it, 收到起诉状副本之日起十五日内, or because somebody is
    to fetch it: 传唤事由：领取判决书."""
    if text[max(0, start - 4) : start].endswith(("领取", "领取本院", "签领", "来领")):
        return True
    return bool(_CAME.search(text[max(0, start - 10) : start])) and bool(_COUNTED_FROM.match(text, end))


def other_title(text: str) -> str:
    """The title of a court paper that starts no term (举证通知书), where a text is one's; else empty."""
    folded = fold(text)
    lines = [line.replace(" ", "") for line in folded.split("\n", 4)[:4]]
    for line in lines if len(lines) > 1 else []:
        found = _OTHER_TITLE.search(line)
        if found and len(line) <= 30 and found.end() == len(line) and not _is_listed(line, found):
            return found[0]
    found = _OTHER_TITLE.search(folded[:_HEAD])
    if found is None or _is_listed(folded, found) or not _TO_THE_READER.search(folded, found.end()):
        return ""
    return found[0]


def _is_listed(folded: str, found: re.Match[str]) -> bool:
    """Whether it stands among others: 应诉通知书、举证通知书 came in one envelope."""
    near = folded[max(0, found.start() - 1) : found.start()] + folded[found.end() : found.end() + 1]
    return any(mark in near for mark in ",和及与")


@dataclass(frozen=True, slots=True)
class Decided:
    """The operative part of a decision, and the outcomes that it comes to (values of `OUTCOMES` or `ON_APPEAL`)."""

    quote: str = ""
    outcomes: tuple[str, ...] = ()


_QUOTE = 160
_BEGINS = re.compile(r"(?:判决|裁定|决定|协议)如下 ?:?")
_ENDS = re.compile(
    r"案件受理费|本案受理费|一审案件|二审案件|本判决|本裁定|本调解书|如不服|审判长|上述协议|双方当事人一致同意|\n[^\n]{0,6}审判员"
)
_FIRST: tuple[tuple[str, str], ...] = (
    ("withdrawn", r"(?:准许|准予)[^。;\n]{0,40}撤(?:回起)?诉|按(?:自动)?撤诉处理"),
    ("suit_dismissed", r"驳回[^。;\n]{0,40}?起诉(?!讼|状)"),
    ("declared_void", r"确认[^。;\n]{0,120}?无效"),
    ("declared_unlawful", r"确认[^。;\n]{0,120}?违法"),
    ("ordered_to_redo", r"(?:责令|判令|限)[^。;\n]{0,120}?重新(?:作出|处理|答复|调查)|重新作出"),
    ("ordered_to_perform", r"(?:责令|判令|限)[^。;\n]{0,120}?(?:履行|作出(?:答复|处理|决定)|予以答复|依法处理|公开)"),
    ("compensation_ordered", r"赔偿[^。;\n]{0,60}"),
    ("payment_ordered", r"(?:支付|给付|返还|补偿)[^。;\n]{0,60}?(?:元|款)"),
    ("altered", r"变更[^。;\n]{0,80}?为"),
    ("revoked", r"撤销[^。;\n]{0,120}"),
    ("claim_dismissed", r"驳回[^。;\n]{0,40}?(?:诉讼请求|诉请)"),
)
_APPEAL: tuple[tuple[str, str], ...] = (
    ("appeal_withdrawn", r"(?:准许|准予)[^。;\n]{0,40}撤回(?:上诉|再审申请)|按(?:自动)?撤回上诉处理"),
    ("remanded", r"发回[^。;\n]{0,40}重审|指令[^。;\n]{0,40}(?:审理|再审)"),
    ("upheld", r"驳回上诉|维持[^。;\n]{0,60}(?:判决|裁定|原判|原裁定)"),
    ("altered", r"撤销[^。;\n]{0,80}(?:判决|裁定)"),
)
_REST = re.compile(r"其他|其余|其它")


def decided(text: str, *, later: bool) -> Decided:
    """What a decision comes to by its operative part; `later` for one about a decision. Nothing is guessed where it
    is not quoted, and of several outcomes all are given."""
    folded = fold(text)
    begin = next(reversed(list(_BEGINS.finditer(folded))), None)
    if begin is None:
        return Decided()
    end = _ENDS.search(folded, begin.end())
    stop = min(end.start() if end else len(folded), begin.end() + 1200)
    part = folded[begin.end() : stop]
    quote = " ".join(text[begin.end() : stop].split())[:_QUOTE]
    return Decided(quote, _outcomes(part, _APPEAL if later else _FIRST, later=later))


def _outcomes(part: str, known: Sequence[tuple[str, str]], *, later: bool) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for item in re.split(r"[。;\n]", part):
        hit = next((name for name, words in known if re.search(words, item)), "")
        if hit == "claim_dismissed" and _REST.search(item) and found:
            continue
        if hit:
            found[hit] = None
    names = tuple(found)
    if later and "remanded" in names:
        return ("remanded",)
    if later and "altered" in names and "upheld" in names:
        return ("altered",)
    return names


_SAID = re.compile(
    r"(?:一审|二审|终审|再审|行政)(?:判决|裁定)(?!书|如下|作出|认定)(?=[^。;\n]{0,10}(?:收到|到了|来了|下来|送达|签收|出来))"
    r"|(?<=收到)[^。;\n]{0,16}?(?:一审|二审|终审|再审|行政)(?:判决|裁定)(?!书|如下|作出|认定)"
)


def with_decisions(line: str) -> str:
    """A line in which 今天收到一审判决 names the paper in full, 一审判决书."""
    return _SAID.sub(lambda m: f"{m[0]}书", line)


def decided_in_line(line: str, *, later: bool) -> Decided:
    """What a few words say that a decision comes to: 判决书 驳回诉讼请求. Of several outcomes none is proposed."""
    folded = re.sub(r"(?:不服|针对|因不服)[^,;。\n]{0,40}", " ", fold(line))
    parts = [part.strip() for part in re.split(r"[,;。\n]", folded)]
    found = {part: _outcomes(part, _APPEAL if later else _FIRST, later=later) for part in parts}
    outcomes = {one for some in found.values() for one in some}
    if len(outcomes) != 1:
        return Decided()
    # Where the number of the case stood there is only room.
    quote = " ".join(next(part for part, some in found.items() if some).split())
    return Decided(quote[:_QUOTE], (outcomes.pop(),))


def suggests_leader(text: str) -> bool:
    """Whether a court suggests in writing that a leader appears (法释〔2018〕1号 art. 129)."""
    return bool(re.search(r"出庭(?:应诉)?建议(?:函|书)|建议[^。;\n]{0,24}负责人[^。;\n]{0,8}出庭", fold(text)))


def joins_as_third_party(text: str) -> bool:
    """Whether a notice calls its addressee into the suit as a third party (行政诉讼法 art. 29)."""
    return bool(
        re.search(r"作为(?:本案)?(?:的)?第三人参加(?:本案)?诉讼|追加[^。;\n]{0,12}为(?:本案)?第三人", fold(text))
    )
