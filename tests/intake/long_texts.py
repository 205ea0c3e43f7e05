"""Texts as long as a message can be, ordinary and hostile ones, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.cases import paper_values
from bot.domain.cases.paper_reading import calls_to_hearing, other_papers, read_envelope, says_of_a_case
from bot.domain.reading import unused
from bot.domain.reading.case_spans import misspelt
from bot.domain.reading.changes import read_change
from bot.domain.reading.deadlines import read_deadline
from bot.domain.reading.oneline import read_hearing
from bot.domain.reading.parties import read_parties
from bot.domain.reading.replies import reply, says_done
from bot.domain.reading.results_said import read_results

LENGTH = 4096
"""Characters of the longest message that there is."""
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)


def parse(text: str) -> None:
    """All that the rooms ask of one text until it is taken, in the order in which they are asked."""
    today = NOW.date()
    reply(text)
    read_results(text, NOW, ZONE)
    read_change(text, NOW, ZONE)
    paper_values.rows(text, today)
    read_envelope(text, today)
    says_of_a_case(text)
    other_papers(text)
    misspelt(text)
    says_done(text)
    read_deadline(text, today)
    paper_values.said(text, today)
    reading = read_hearing(text, NOW, ZONE)
    read_parties(reading.text)
    calls_to_hearing(text, today)
    unused.seen(text, NOW, ZONE)


_FACTS = (
    "原告孔德明不服被告作出的泗自然罚〔2025〕12号行政处罚决定，于2025年11月3日向本院提起行政诉讼。本院于2025年11月10日立案后，依法组成"
    "合议庭，于2026年1月15日上午9时30分在本院第二审判庭公开开庭审理了本案。原告诉称，被告的处罚决定事实不清、程序违法，请求依法"
    "撤销。被告辩称，其作出的行政处罚决定认定事实清楚，证据确实充分，适用法律正确，程序合法，请求驳回原告的诉讼请求。\n"
)
_JUDGMENT = (
    "山东省泗水县人民法院\n行 政 判 决 书\n（2025）鲁0831行初88号\n原告孔德明，男，1970年2月3日出生，住泗水县泉林镇。\n"
    f"被告泗水县自然资源局。\n法定代表人韩峰，局长。\n{_FACTS * 24}"
)
_END = (
    "判决如下：\n驳回原告孔德明的诉讼请求。\n案件受理费50元，由原告孔德明负担。\n"
    "如不服本判决，可以提起上诉。\n二〇二六年三月三十一日"
)
_TALK = "书记员说材料还差两份，下周一上午再去一趟，您看行不行？另外答辩状初稿发您邮箱了，请领导审阅，有意见我再改。"
_SUMMONS = (
    "山东省泗水县人民法院\n传 票\n案 号：（2026）鲁0831行初57号\n被传唤人：泗水县自然资源局\n传唤事由：开庭\n"
    "应到时间：2026年5月12日9时\n应到处所：本院第二审判庭\n注意事项：\n"
)
_CARE = "被传唤人必须准时到达应到处所，携带身份证明和授权委托书，服从法庭安排，遵守法庭纪律，不得录音录像。\n"


def ordinary() -> dict[str, str]:
    """As people send them: a judgment, a summons with what is to be minded, talk, a court's list."""
    rows = (f"（2026）鲁0831行初{n}号 泗水县自然资源局 4月{n % 28 + 1}日上午9:30 第二审判庭\n" for n in range(1, 200))
    return {
        "judgment": _JUDGMENT[: LENGTH - len(_END)] + _END,
        "summons": (_SUMMONS + _CARE * 200)[:LENGTH],
        "talk": (_TALK * 200)[:LENGTH],
        "list": "".join(rows)[:LENGTH],
    }


_PIECES = (
    "（2026）鲁0831行初12号", "（2026）鲁0831行初12号、", "（2026）鲁", "12号、", "12、", "12-", "12至15号",
    "行初", "行初12", "鲁0831", "字第", "之一", "1", "０", "一二三", "十", "〇", "2026", "2026年", "二〇二六年",
    "年月日", "4月15日", "4月15日9:30", "上午9:30", "9:30", "1-1-", "差5分", "周三", "下周", "三十日内",
    "monday ", "at ", "Dec 3 ", "(", "（", "）", "()", "<a>", "[", "“", " ", "\n", " \n", "\n\n\n", "\t", "　",
    "第", "号", "至", "-", "--", "——", "‐", "，", ",", "。", "。\n", "：", ":", "、", "/", "\\", "*", ".", "甲",
    "我", "王", "县", "局", "县\n", "诉", "原告", "原告：", "被告县自然资源局", "第三人：", "县自然资源局",
    "县公安局\n", "张三诉县公安局", "负责人出庭", "人民", "法院", "人民法院", "济宁市中级", "本院第二审判庭",
    "审判庭", "第5号楼", "线上", "房间号：", "电话", "案号：", "案 号 ", "\n案号\n", "时间：", "送达",
    "送达时间：", "收到", "开庭", "改期", "取消", "原定", "不服", "行政处罚", "应诉通知书", "起诉状副本",
    "随文发送", "判决如下", "撤销", "维持", "孔德明案", "孔德明诉", "等", "答辩期", "届满", "https://a.b/",
    "a.court.gov.cn", "密码：", "账号", "验证码1", "a", "A b ", "\u200b", "é", "e\u0301", "①", "😀", "\u202e",
    "\x00",
)  # fmt: skip


def hostile() -> Iterator[tuple[str, str]]:
    """Each piece repeated to the full length, and with a date and a number behind, so that nothing is in vain."""
    for piece in _PIECES:
        text = piece * (LENGTH // len(piece))
        yield piece, text
        yield f"{piece} …", text[: LENGTH - 40] + "（2026）鲁0831行初12号 4月15日9:30 第二审判庭"
