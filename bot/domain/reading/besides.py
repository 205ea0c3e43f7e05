"""What a text names beside what a form holds: papers that are not recorded, third persons, further public bodies.

None of it is entered by itself; it is found so that it can be named as not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.reading import goers
from bot.domain.reading.case_names import PERSON
from bot.domain.reading.court_texts import BLOT, HAN, Piece

_LINE = 160
"""Characters of a line in which papers are listed; in the sentences of a whole paper they are only spoken of."""
_LISTED = re.compile(r"送达(?:的)?(?:文书|材料)(?:名称)?(?:及件数|及份数)? ?: ?[^\n]{2,160}")
_PAPER = re.compile(
    r"(?:举证|参加诉讼|受理案件|案件受理|受理|缴纳诉讼费用?|缴费|执行|限期举证|送达地址|听证|延长审限|移送)通知书"
    r"|(?:告知)?(?:合议庭|审判庭)(?:组成)?(?:人员)?(?:组成)?(?:告知|通知)书|(?:诉讼)?权利义务(?:告知|通知)书|权利义务告知书"
    r"|(?:当事人)?诉讼(?:风险|权利)?(?:须知|提示书|告知书)|廉政监督卡|送达地址确认书|送达回证(?!\()|(?:行政)?复议决定书|司法公开告知书"
)
_PERSON = rf"(?:(?![为是系的和与及等])[{HAN}]){{2,4}}"
_THIRD = re.compile(
    rf"第三人 ?(?:为|是|系)? ?:? ?(?P<name>{_PERSON}(?:、{_PERSON}){{0,5}})(?=[\s,;。:()等和与及{BLOT}]|$)"
)
_NO_PERSON = re.compile(
    r"(?:公司|合作社|委会|学校|医院|厂|店|局|府|厅|委|办|处|院|中心|大队|站|所|社)$|^(?:参加|陈述|未|也|均|不|应|可|同|申请|意见)"
)
_WITH_LETTERS = re.compile(
    rf"(?:\((?:19|20)[0-9]{{2}}\) ?)?[{HAN}](?=[0-9]{{0,4}}[a-z]|[0-9]{{2,4}} ?行[{HAN}]{{1,2}}[0-9]{{0,6}}[a-z])"
    rf"[0-9a-z]{{2,5}} ?行[{HAN}]{{1,2}}[0-9a-z]{{1,7}} ?号"
)
_NO_NAME = r"安排|单位|全[程部体员]|都[要须应]|计划|申请|支队|时[间候]|何[人时]|[和与及于]|相关|有关|应当|钟"
_GOES = re.compile(
    rf"(?:^|(?<=[\s,;。:(局厅委府庭{BLOT}])|(?<=负责人))(?:由|让|派|请|安排)?(?!{_NO_NAME})"
    rf"(?P<name>{PERSON})(?<![已未将会去来拟不都均也能要应须需可请副局亲准届])"
    r"(?:副?(?:局长|县长|区长|市长|镇长|乡长|主任|书记|科长|处长|所长|站长|队长)|总|局)?(?:同志|本人)?"
    r"(?:将|会|拟|去|来|亲自|届时|准时|确定|负责|代为|代表){0,2}(?:出庭|参加庭审)(?:应诉)?(?![通建了不告发])"
)
_WORD = rf"(?:(?![在于到至向由经诉与和及请给将把被的])[{HAN}])"
_BODY = re.compile(
    rf"(?<![{HAN}])(?P<name>{_WORD}{{1,12}}?(?:局|街道办事处|街道办|办事处|管委会|委员会|执法大队|厅)"
    rf"|{_WORD}{{0,12}}?(?:人民政府|[省市县区镇乡]政府))(?=[\s,;。:()及和与{BLOT}]|$)"
)
_NO_BODY = re.compile(
    r"^(?:我|本|你|您|贵|各|该|两|某|其|原|此|全|邮|被告|原告|第三人|上诉人|被上诉人|复议机关|尊敬|老师|收到|通知|单位|案件)"
    r"|(?:邮局|邮政局|布局|结局|大局|司法局|村委会|居委会|村民委员会|居民委员会|仲裁委员会|合议庭)$"
)


def other_papers(folded: str) -> Iterator[Piece]:
    """Papers of courts that are not recorded, where papers are listed: 应诉通知书、举证通知书."""
    parts = [(0, folded)] if "\n" not in folded.strip() and len(folded) <= _LINE else []
    parts = parts or [(m.start(), m[0]) for m in _LISTED.finditer(folded)]
    for at, part in parts:
        for m in _PAPER.finditer(part):
            yield Piece("paper", m[0], at + m.start(), at + m.end())


def numbers_with_letters(folded: str) -> Iterator[Piece]:
    """Case numbers in which a letter stands for a digit, as 鲁O831: named, and not guessed."""
    for m in _WITH_LETTERS.finditer(folded):
        yield Piece("number", m[0], m.start(), m.end())


def third_persons(folded: str) -> Iterator[Piece]:
    """Persons said to be third parties: 第三人李四. Parties on record are public bodies."""
    for m in _THIRD.finditer(folded):
        if not _NO_PERSON.search(m["name"]):
            yield Piece("third", m[0].strip(), m.start(), m.end())


def bodies(folded: str) -> Iterator[Piece]:
    """Public bodies that one line names between marks: 县自然资源局、泉林镇政府：…."""
    if "\n" in folded.strip() or len(folded) > _LINE:
        return
    for m in _BODY.finditer(folded):
        if not _NO_BODY.search(m["name"]):
            yield Piece("body", m["name"], m.start(), m.end())


def leaders(folded: str) -> Iterator[Piece]:
    """Who is said to appear: 张明出庭, 张局出庭, 我出庭. A leader is named with the hearing, and asked."""
    if len(folded) > _LINE:
        return
    whole = [(m.start(), m.end()) for m in _GOES.finditer(folded)]
    spans = whole + [one for one in goers.short(folded) if all(one[1] <= a or b <= one[0] for a, b in whole)]
    for start, end in sorted(spans):
        yield Piece("goes", folded[start:end].strip(f" {BLOT}"), start, end)


def all_in(folded: str) -> Iterator[Piece]:
    """All of these."""
    for find in (numbers_with_letters, other_papers, third_persons, bodies):
        yield from find(folded)
