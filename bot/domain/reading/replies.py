"""What a few words answer: a leader who is asked to appear, a liaison officer who says that something is done.

Words are only understood here; nothing counts by them. Who answers confirms with a button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.reading.cleaning import clean_line

LONGEST = 60
"""Characters; what is longer is no answer in a few words."""


class Meant(StrEnum):
    """What a leader's words come to."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    OTHER = "other"
    """Somebody else is to come."""
    SEEN = "seen"
    """The question was seen, and is not answered."""
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Reply:
    """What was understood; `name` is who is to come instead, as far as the words name anybody."""

    meant: Meant
    name: str = ""


_POST = r"(?:副?(?:局|县|区|市|镇|乡|主任|书记|科|处|所|站|队)长?|主任|书记|总|同志|科长)"
_SENT = r"(?:请|让|叫|安排|由|派|换成|改由|改成|换|建议)"
_GOES = r"(?:去|出庭|参加|代|替|来|应诉|到庭)"
_OTHER = (
    re.compile(rf"{_SENT}(?P<name>(?!我)[一-鿿]{{1,4}}?)(?:副?{_POST})?(?:同志)?(?:代我|替我|代为|代替我)?{_GOES}"),
    re.compile(rf"(?:让|请|叫|换)(?P<name>[一-鿿]{{1,3}})(?:副?{_POST})$"),
    re.compile(rf"^(?P<name>(?!我)[一-鿿])(?:副?{_POST})(?:去|出庭|参加)"),
    re.compile(r"(?P<name>)(?:其他|别的|另外|分管)(?:的)?(?:负责人|副局长|领导|同志|人)(?:去|出庭|参加)?"),
)
_QUESTION = re.compile(r"[?？]|吗|么$|是否|能不能|可不可以|可否|行不行|要不要|怎么|什么|哪")
_NO = re.compile(
    r"去不了|来不了|参加不了|出不了|出庭不了|到不了|不能(?:去|来|参加|出庭|到庭)|不去|不参加|不出庭|无法|没法|没时间|没空|不方便|"
    r"走不开|抽不开|赶不(?:上|回|到)|不同意|不行|不可以|不能$|出差|在外地|外出|出国|学习|培训|住院|生病|病假|请假|休假|手术"
    r"|有会|开会|冲突|有事|有重要|can ?not|can't|unable",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"晚点|稍后|晚些|一会|待会|回头|再说|再定|再答复|考虑|研究|商量|问一下|看一下|看看|先看|确认一下|安排一下|尽快答复|明天答复"
    r"|待定|later",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^(?:好|好的|好嘞|行|可以|同意|没问题|是|是的|嗯|能|来|去|参加|出庭|准时|ok|okay|yes|收到,?(?:我去|我出庭|我参加)"
    r"|我没问题|收到,?(?:同意|可以|没问题|准时(?:参加|出庭)|好的))+$"
    r"|我(?:本人|自己|会|来|能|可以|一定|亲自|准时|届时|按时)*(?:去|出庭|参加|出|到庭|来|应诉)"
    r"|(?:本人|亲自|由我|准时|按时|届时|一定|确认|同意|可以|能)(?:去|出庭|参加|到庭|应诉|到场)",
    re.IGNORECASE,
)
_SEEN = re.compile(r"收到|知道了|已阅|知悉|明白|了解|谢谢|辛苦|received|noted", re.IGNORECASE)
_NOISE = re.compile(r"[\s,，.。!！~、…]+")


def reply(text: str) -> Reply | None:
    """What a leader's few words mean; None for what is longer than an answer."""
    line = clean_line(text)
    if not line or len(line) > LONGEST:
        return None
    bare = _NOISE.sub("", line.replace("，", ","))
    if _QUESTION.search(bare):
        return Reply(Meant.UNCLEAR)
    for pattern in _OTHER:
        found = pattern.search(bare)
        if found:
            return Reply(Meant.OTHER, found["name"])
    for meant, words in ((Meant.NO, _NO), (Meant.LATER, _LATER), (Meant.YES, _YES), (Meant.SEEN, _SEEN)):
        if words.search(bare):
            return Reply(meant)
    return Reply(Meant.UNCLEAR)


_COURTESY = re.compile(
    r"^(?:好|好的|好嘞|好滴|嗯|嗯嗯|行|可以|是|是的|对|对的|收到|已收到|已阅|知道了?|明白了?|了解|知悉|谢谢|感谢|多谢|辛苦了?|没问题|您|你|哈|啊|哦|噢|呀"
    r"|同意|稍等|稍后|在忙|一会儿?|马上|您好|你好|早上好|上午好|下午好|晚上好|领导|主任|局长|老师|[王李张刘陈杨黄赵吴周徐孙](?:主任|局长?|科长|老师)|回复|okay|ok|k|thanks?|received|noted"
    r"|thx|1|[^\w\s])+$",
    re.IGNORECASE,
)


def is_courtesy(text: str) -> bool:
    """Whether a few words only say that something was seen, or thank, or greet: 好的, 收到, 谢谢王主任, 👌."""
    line = clean_line(text)
    return len(line) <= 20 and bool(_COURTESY.search(_NOISE.sub("", line)))


_DONE = re.compile(
    r"^(?:都|全部|全|均|已经|已|我|我们|单位|今天|昨天|上午|下午|刚|于|和|及|清单|代理词|法院|领导|县局|局里|出庭|(?P<what>报备表?|备案表?|答辩状?|证据|材料|反馈表?"
    r"|结果|台账|总结|报告|函|身份证明|委托书|复函|履行|整改|分析报告|专报|上诉意见))*"
    r"(?:报了|已报|报给|交给|(?:交|送|寄|报)(?=法院|司法局|县|市|区|府办)|送给|寄给|报过了?|报完了?|报送了?|上报了?|报上去了?|已上报|已报送|已报备|已备案|报备了|备案了|交了|已交|交过了?|提交了?|递交了?|邮寄了?|寄送了?|已提交|送了"
    r"|已送|寄了|寄出了?|已寄出?|办完了?|办好了?|办结了?|办了|已办|已办结|已办完|弄好了?|搞定了?|处理完了?|处理好了?|完成了?|已完成|做完了?|做好了?"
    r"|落实了|已落实|done|finished)"
    r"(?:给|到|至|去|向)?(?:县|市|区)?(?:司法局|法院|法制办|政府|府办)?(?:了|啦|吧|过了)?$",
    re.IGNORECASE,
)
_OF_A_CASE = re.compile(r"[（(]?(?:[0-9]{4}[)）])?(?:[一-鿿](?:[0-9]{2}){1,2})?行[初终再][0-9]{1,5}号?案?的?")
_REPORTED = ("报备", "备案", "报送", "报告", "报审")
_SUBJECTS: tuple[tuple[str, str], ...] = (
    (r"报备", "报备"),
    (r"备案", "备案 报备"),
    (r"答辩|证据|材料", "答辩 证据 举证"),
    (r"反馈|结果", "反馈 结果"),
    (r"身份证明|委托书", "身份证明 委托"),
    (r"分析", "分析"),
    (r"复函|函$|司法建议", "函 司法建议"),
    (r"履行", "履行"),
    (r"上诉", "上诉"),
)


def says_done(text: str) -> tuple[str, ...] | None:
    """Whether a few words say that something is done: words of which the title of what is meant has one (none: any
    matter may be meant); None where they say nothing of the kind."""
    line = clean_line(text)
    if not line or len(line) > LONGEST - 20:
        return None
    bare = _OF_A_CASE.sub("", _NOISE.sub("", line))
    if _QUESTION.search(bare) or re.search(r"没|未|还不|不", bare) or not _DONE.search(bare):
        return None
    words = [word for pattern, titles in _SUBJECTS if re.search(pattern, bare) for word in titles.split()]
    if not words and "报" in bare:
        words = list(_REPORTED)
    return tuple(dict.fromkeys(words))
