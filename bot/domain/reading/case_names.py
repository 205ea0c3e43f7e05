"""A case called by a person's name: 孔德明案, 孔德明那个案子, 孔德明诉县自然资源局一案, 王某等3人案."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.reading.numerals import fold

#: The usual family names (the hundred most frequent, and those of two characters): what begins otherwise is no name.
_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍"
    "庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华"
    "喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和"
    "仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉"
    "伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓"
)
_TWO = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯"
_HAN = r"\u4e00-\u9fff"
_NAME = rf"(?:(?:{_TWO})[{_HAN}]{{1,2}}|[{_FAMILY}](?:某某|某[甲乙丙丁]?|[{_HAN}]{{1,2}}))"
FAMILY = rf"(?:{_TWO}|[{_FAMILY}])"
"""A pattern of one Chinese family name."""
PERSON = _NAME
"""A pattern of one Chinese name."""
_BEGINS = r"(?:^|(?<=[\s,;。:(局厅委府院])|(?<=你们)|(?<=原告)|(?<=关于)|(?<=收到)|(?<=我们)|(?<=上诉人)|(?<=的))"
_CASE = re.compile(
    rf"{_BEGINS}(?P<name>{_NAME})(?:等(?:[0-9]{{1,4}}|[一二三四五六七八九十百]{{1,4}})?[人名户]*)?"
    rf"(?:诉[{_HAN}]{{2,24}}?)?(?:的|那个|这个|那|这|一)?(?:个)?案(?!号|由|卷|例|情|涉)(?:件|子)?"
)
_PARTY = re.compile(rf"原告(?:人)?\s?:?\s?(?P<name>{_NAME})(?![{_HAN}])|{_BEGINS}(?P<suing>{_NAME})诉(?=[{_HAN}])")
_NO_NAME = re.compile(
    r"^(?:原告|被告|原审|本案|该案|此案|两案|各案|立案|原案|成案|结案|查案|备案|归案|方案|预案|时|明[天日]|今|和|于|关于|应诉|来|一|平|全|相|都|门)|[撤起上应反公被]$"
)


@dataclass(frozen=True, slots=True)
class CaseName:
    """A person by whom a case is called, with the words that call it so."""

    name: str
    text: str
    start: int
    end: int


def find_case_names(text: str) -> tuple[CaseName, ...]:
    """The persons by whom cases are called, in order, each once."""
    folded, found = fold(text[:2000]), dict[str, CaseName]()
    for one in _all(text, folded):
        found.setdefault(one.name, one)
    return tuple(found.values())


def _all(text: str, folded: str) -> Iterator[CaseName]:
    suing = "原告" in folded or "诉" in folded
    for pattern in (*([_CASE] if "案" in folded else []), *([_PARTY] if suing else [])):
        for m in pattern.finditer(folded):
            group = "name" if m["name"] else "suing"
            name = text[m.start(group) : m.end(group)]
            if not _NO_NAME.match(name):
                yield CaseName(name, text[m.start() : m.end()], m.start(group), m.end())
