"""Lines that chats put above a message that was copied: 李红 2026-04-02 08:23:11. Their time is no hearing's."""

from __future__ import annotations

import re

from bot.domain.reading.case_names import PERSON

_DAY = r"(?:(?:20[0-9]{2}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}日?|今天|昨天|前天|(?:周|星期)[一二三四五六日天])"
_POST = r"(?:法官|书记员|助理|主任|局长|科长|科员|老师)"
_HEADER = re.compile(
    rf"[ \t]*(?:[\[【「(（]?(?:转发|引用|回复)[^\n\]】」)）]{{0,12}}[\]】」)）]?[ \t:：]*)?"
    rf"(?!时间|日期|开|应|到)(?:{PERSON}|[^\s\d:：]{{2,12}}{_POST}){_POST}?"
    rf"[ \t]{{1,4}}(?:{_DAY}[ \t]{{0,3}})?(?:[上下]午|晚上|凌晨)?[ \t]{{0,2}}"
    r"[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?[ \t:：]*"
)


def without_headers(text: str) -> str:
    """The text with such lines blotted out, at the same length."""
    if "\n" not in text:
        return text
    return "\n".join(
        " " * len(line) if len(line) <= 60 and _HEADER.fullmatch(line) else line for line in text.split("\n")
    )
