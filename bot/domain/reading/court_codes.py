"""Which words and digits a court's code (法院代字) in a case number may begin with, and courts that carry their own.

Source: 最高人民法院《关于人民法院案件案号的若干规定》（法〔2015〕137号，2018年修正）art. 5 and the table of
courts' codes published with it: the short name of the province of the high court, then two digits for an intermediate
court and two more for a basic one, by the administrative division; special courts have digits of their own, which the
numbers of their published judgments bear out. A name is only given where the code is certain.
"""

from __future__ import annotations

import re

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.cleaning import shown

PROVINCES: dict[str, str] = {
    "京": "北京市",
    "津": "天津市",
    "冀": "河北省",
    "晋": "山西省",
    "内": "内蒙古自治区",
    "辽": "辽宁省",
    "吉": "吉林省",
    "黑": "黑龙江省",
    "沪": "上海市",
    "苏": "江苏省",
    "浙": "浙江省",
    "皖": "安徽省",
    "闽": "福建省",
    "赣": "江西省",
    "鲁": "山东省",
    "豫": "河南省",
    "鄂": "湖北省",
    "湘": "湖南省",
    "粤": "广东省",
    "桂": "广西壮族自治区",
    "琼": "海南省",
    "渝": "重庆市",
    "川": "四川省",
    "黔": "贵州省",
    "云": "云南省",
    "藏": "西藏自治区",
    "陕": "陕西省",
    "甘": "甘肃省",
    "青": "青海省",
    "宁": "宁夏回族自治区",
    "新": "新疆维吾尔自治区",
}
"""The 31 provinces by the word with which their courts' codes begin."""
CORPS = "兵"
"""The branch of the high court of Xinjiang for the Production and Construction Corps, and its courts."""
BEGINNINGS = "".join(PROVINCES) + CORPS
INSTEAD: dict[str, str] = {
    "蒙": "内",
    "贵": "黔",
    "滇": "云",
    "秦": "陕",
    "陇": "甘",
    "蜀": "川",
    "申": "沪",
    "晥": "皖",
}
"""Other short names of provinces, which no code begins with, and the word that does."""
MILITARY = "军"
"""Military courts hear no administrative cases (行政诉讼法 art. 3; their codes stand in criminal and civil numbers)."""
SPECIAL: dict[str, str] = {
    "最高法知": "最高人民法院知识产权法庭",
    "京73": "北京知识产权法院",
    "沪73": "上海知识产权法院",
    "粤73": "广州知识产权法院",
    "琼73": "海南自由贸易港知识产权法院",
    "京74": "北京金融法院",
    "沪74": "上海金融法院",
    "京0491": "北京互联网法院",
    "浙0192": "杭州互联网法院",
    "粤0192": "广州互联网法院",
    "津72": "天津海事法院",
    "辽72": "大连海事法院",
    "鲁72": "青岛海事法院",
    "沪72": "上海海事法院",
    "苏72": "南京海事法院",
    "浙72": "宁波海事法院",
    "闽72": "厦门海事法院",
    "鄂72": "武汉海事法院",
    "粤72": "广州海事法院",
    "桂72": "北海海事法院",
    "琼72": "海口海事法院",
    "京7101": "北京铁路运输法院",
    "沪7101": "上海铁路运输法院",
    "粤71": "广州铁路运输中级法院",
    "粤7101": "广州铁路运输第一法院",
    "苏8602": "南京铁路运输法院",
    "苏8601": "徐州铁路运输法院",
    "浙8601": "杭州铁路运输法院",
    "皖8601": "合肥铁路运输法院",
    "鲁71": "济南铁路运输中级法院",
    "鲁7101": "济南铁路运输法院",
    "豫71": "郑州铁路运输中级法院",
    "豫7101": "郑州铁路运输法院",
    "陕71": "西安铁路运输中级法院",
    "陕7101": "安康铁路运输法院",
    "陕7102": "西安铁路运输法院",
    "甘71": "兰州铁路运输中级法院",
    "甘7101": "兰州铁路运输法院",
    "川7101": "成都铁路运输法院",
}
"""Courts beside the ordinary ones: intellectual property, finance, internet, maritime, railway."""

_CODE = re.compile(r"[)）］\]〕】年]\s{0,2}(?P<word>[\u4e00-\u9fff])\s{0,2}(?P<digits>[0-9０-９]{0,4})")


def court_name(code: str) -> str:
    """The name of a special court, or of a high court; empty where the code tells none by itself."""
    if code in PROVINCES:
        return f"{PROVINCES[code]}高级人民法院"
    return SPECIAL.get(code, "")


def is_possible(code: str) -> bool:
    """Whether a code can be one: a province's word (or 兵), then nothing, two digits or four, none of the pairs 00."""
    word, digits = code[:1], code[1:]
    if code in SPECIAL or code == "最高法":
        return True
    pairs = [digits[i : i + 2] for i in range(0, len(digits), 2)]
    return word in BEGINNINGS and len(digits) in (0, 2, 4) and "00" not in pairs


def not_read(text: str) -> Problem:
    """What is wrong with something that looks like a case number and is none."""
    return why_impossible(text) or problem(
        "“{text}” looks like a case number, but not like a complete one of an administrative case. "
        "Please write it like （2026）鲁0831行初12号.",
        text=shown(text),
    )


def why_impossible(text: str) -> Problem | None:
    """What is to be checked about the court's code in something that looks like a case number; None if nothing is."""
    found = _CODE.search(text)
    if found is None:
        return None
    word, code = found["word"], found["word"] + found["digits"]
    if word == MILITARY:
        return problem(
            "“{code}” is the code of a military court, and these hear no administrative cases. Please check the "
            "number.",
            code=code,
        )
    if word in INSTEAD:
        return problem(
            "No court's code begins with “{word}”; courts of that province write “{right}”. Please check the number.",
            word=word,
            right=INSTEAD[word],
        )
    if word in BEGINNINGS and not is_possible(code):
        return problem("“{code}” is no court's code. Please check the number with the paper.", code=code)
    return None
