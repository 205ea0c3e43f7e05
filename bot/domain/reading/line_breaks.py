"""Lines that break within a word or a date, as copies of papers and read pictures have them, put together again."""

from __future__ import annotations

import re

_WORDS = (
    "审判庭 审判法庭 人民法庭 法庭 人民法院 高级人民法院 中级人民法院 应诉通知书 出庭通知书 举证通知书 起诉状副本 "
    "起诉状 上诉状 传票 判决书 裁定书 开庭 庭审 上午 下午 案号 应到时间 应到处所 开庭时间 开庭地点 自然资源 人民政府 "
    "公安局 案由"
)


def _broken(word: str) -> str:
    return "|".join(f"{word[:i]}[ ]?\n[ ]?{word[i:]}" for i in range(1, len(word)))


_IN_WORD = re.compile("|".join(map(_broken, sorted(_WORDS.split(), key=len, reverse=True))))
_IN_DATE = re.compile(
    r"(?<=[0-9])[ ]?\n[ ]?(?=[年月日点分:：]|时(?!间))|(?<=[0-9][年月])[ ]?\n[ ]?(?=[0-9])"
    r"|(?<=[日午])[ ]?\n[ ]?(?=[上下中]午)|(?<=[上下]午)[ ]?\n[ ]?(?=[0-9]{1,2}[时点:：])"
)


def unbroken(text: str) -> str:
    """The text without the line ends that stand within a word or a date."""
    if "\n" not in text:
        return text
    return _IN_DATE.sub("", _IN_WORD.sub(lambda m: re.sub(r"[ \n]", "", m[0]), text))
