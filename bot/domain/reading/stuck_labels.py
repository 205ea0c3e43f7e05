"""Labels that stick to their values, as people type them in a line (案由土地行政处罚, 原告是张三), set apart again.

One place for all readers: what they look for is then written as in a form, a blank before and a colon behind. A label
is one only where a value of its kind follows, for papers also speak of 案由 and 开庭地点 in their sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.domain.reading.court_texts import HAN
from bot.domain.reading.party_texts import ORGAN

_IS = "(?:为|是|系)?"
_AT = "(?:为|是|在|于|定于)?"
_COURT = rf"(?=[{HAN}]{{2,14}}?(?:人民|中级|高级|铁路运输|知识产权|海事|金融|互联网)法院)"
_BODY = rf"(?=(?:(?![的将应可])[{HAN}]){{1,24}}?(?:{ORGAN}))"
_ROOM = (
    rf"(?!变更|改|调整|另)(?=[{HAN}0-9]{{0,24}}?"
    r"(?:法庭|审判庭|[0-9一二三四五六七八九十]号?庭|线上|网上|在线|会议室|调解室))"
)
_PERSON = rf"(?=[{HAN}]{{2,4}}(?:[\s,，;；。、(（]|$|电话|联系|书记员|审判|法官助理|合议庭))"
_DIGIT = r"(?=[0-9０-９〇零一二三四五六七八九十今明后昨前])"
_ROLES = "被上诉人|上诉人|原审原告|原审被告|原审第三人|原告|被告|第三人"
PLAINTIFFS = ("上诉人", "原审原告", "原告")
"""What an answer that names a plaintiff may begin with."""
AGENCIES = ("被上诉人", "原审被告", "被告", "原审第三人", "第三人", "行政复议机关", "复议机关")
"""What an answer that names an agency may begin with."""
PLACES = tuple(
    f"{word}(?:在|于)?" for word in ("开庭地点", "审理地点", "庭审地点", "开庭场所", "应到处所", "开庭法庭", "地点")
)
"""What an answer that names a place may begin with."""
#: Who is sued, by whatever form: said as papers say it.
_SUED = "被告单位|被诉行政机关|被诉机关|被诉单位|涉诉单位|应诉单位"
#: What a label is called, what may stand between it and its value, what its value begins with.
_LABELS: tuple[tuple[str, str, str], ...] = (
    ("案由", _IS, rf"(?![的及和与或等栏未]|不明|不符|不详|变更)(?=[{HAN}])"),
    ("审理法院|承办法院|受理法院", _IS, _COURT),
    (rf"(?<![{HAN}])法院|(?<=[在于由到])法院", _IS, _COURT),
    ("开庭地点|审理地点|庭审地点|开庭场所|出庭地点|到庭地点|应到处所|应到地点|应到场所|开庭法庭|地点", _AT, _ROOM),
    ("应到时间|开庭时间|开庭日期|庭审时间|审理时间|到庭时间|出庭时间", _AT, _DIGIT),
    ("立案时间|立案日期|收案日期|受理日期|送达日期|送达时间|签发日期|收到日期|签收时间|签收日期", _AT, _DIGIT),
    (_SUED, f"(?: ?[:：] ?|{_IS})", _BODY),
    ("被传唤人|被传唤单位|受送达人|受送达单位|被通知人", _IS, _BODY),
    ("审判长|审判员|书记员|法官助理|承办法官|承办人|主审法官|主审人|联系人", _IS, _PERSON),
    ("联系电话|电话", _IS, "(?=[0-9０-９])"),
)
_STUCK = re.compile("|".join(rf"(?:{names}){joint}{value}" for names, joint, value in _LABELS))
_NAMED = re.compile("|".join(names for names, _, _ in _LABELS))
#: 原告是张三, 被告单位为县公安局: what joins a party to its capacity is no part of its name.
_JOINED = re.compile(rf"(?P<role>{_ROLES})(?:(?:姓名|名称)(?:为|是|系)?|(?:为|是(?!否)|系(?!统|列)))(?=[{HAN}])")


@lru_cache(maxsize=8)
def apart(text: str) -> str:
    """The text (cleaned) with such labels as a form writes them; what stands so already is left as it is."""
    return _JOINED.sub(lambda m: m["role"], _STUCK.sub(_written_out, text))


def _written_out(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1 : found.start()]
    label = _NAMED.match(found.string, found.start())
    name = label[0] if label else found[0]
    return f"{'' if not before or before.isspace() else ' '}{'被告' if re.fullmatch(_SUED, name) else name}: "


def without_label(text: str, *labels: str) -> str:
    """An answer (案由：土地行政处罚, 原告是张三) without the words of its question, where more than these is said."""
    return re.sub(
        rf"^\s*(?:{'|'.join(labels)})(?:姓名|名称|单位)?(?:\s*[:：]|为|是(?!否)|系(?!统|列))?\s*(?=\S)", "", text
    )
