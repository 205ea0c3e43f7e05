"""What a court calls people for: a hearing, or a session to which no leader need come (宣判, 谈话, 询问, …)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.reading.court_texts import BLOT, Piece
from bot.domain.reading.moments import Found

_WORDS: tuple[tuple[str, str], ...] = (
    ("pronouncement", r"(?:判决)?宣告(?:判决)?(?:\(宣判\))?|(?<!当庭)(?:公开)?宣判|领取(?:判决书?|裁判文书)"),
    ("pretrial_conference", r"庭前会议|庭前准备会?"),
    ("evidence_exchange", r"(?:交换|核对)证据|证据(?:交换|核对)|庭前(?:交换证据|质证)"),
    ("talk", r"谈话(?!室)"),
    (
        "inquiry",
        r"(?:调查|(?:再审)?审查)?询问(?!室)|现场(?:勘验|勘查|调查|核实)|勘验(?:现场)?|(?:非诉执行)?(?:审查)?听证(?!室)|调查(?!令|取证)",
    ),
)
"""The kinds of `session` in `bot.domain.law.hearing_facts`, with what courts write. The first that fits counts."""
_TRIAL = re.compile(r"开庭|庭审|审理|应诉")
_CLAUSE = re.compile(r"[,，;；。\n]")
_CLAUSE_LENGTH = 40
_WORD = "|".join(f"(?P<{name}>{words})" for name, words in _WORDS)
_ANYWHERE = re.compile(_WORD)
_ALONE = re.compile(
    rf"(?:^|(?<=[ \n,，。;；:：、(){BLOT}]))(?:参加|进行|召开|举行|组织(?:双方|各方)?(?:当事人)?)?(?:{_WORD})"
    rf"(?=$|[ \n,，。;；、(){BLOT}])"
)


def session_of(labels: Sequence[Piece], open_text: str) -> tuple[str, Piece | None]:
    """The kind of session, and where it is said: under 传唤事由, else as a word that stands alone.

    Empty for a hearing, also where one is spoken of beside something else (开庭审理并宣判).
    """
    for label in labels:
        if label.name == "purpose" and label.text:
            return _of_purpose(label.text), None
    found = _ALONE.search(open_text)
    if found is None or _TRIAL.search(open_text):
        return "", None
    return str(found.lastgroup), Piece("session", found[0], found.start(), found.end())


def of_trial(found: Sequence[Found], folded: str) -> list[Found]:
    """Of several times the one of the trial, where each other is that of a session of another kind
    (4月20日下午3点证据交换，4月28日上午9:30开庭). Else all of them."""
    said = [(one, folded[slice(*clause_of(one, folded))]) for one in found]
    trials = [one for one, words in said if _TRIAL.search(words)]
    others = [one for one, words in said if _ANYWHERE.search(words) and not _TRIAL.search(words)]
    return trials if len(trials) == 1 and len(others) == len(found) - 1 else list(found)


def clause_of(one: Found, folded: str) -> tuple[int, int]:
    """Where stands what is said of a time: from it to where the next clause begins."""
    end = _CLAUSE.search(folded, one.end, one.end + _CLAUSE_LENGTH)
    return one.start, end.start() if end else min(len(folded), one.end + _CLAUSE_LENGTH)


def _of_purpose(text: str) -> str:
    if _TRIAL.search(text.replace("庭审准备", "")):
        return ""
    found = _ANYWHERE.search(text)
    return str(found.lastgroup) if found else ""
