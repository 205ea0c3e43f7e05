"""Who is said to appear for an agency, as people say it in short: 张明出庭, 张局出庭, 王县长出庭, 我出庭."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.reading.case_names import FAMILY, PERSON
from bot.domain.reading.court_texts import BLOT
from bot.domain.reading.numerals import fold

_UNITS = "局县区市镇乡处科所站队"
_POST = rf"副?(?:[{_UNITS}]长|主任|书记|总经理|总)|副?[{_UNITS}]"
_SENT = r"(?:由|让|派|请|安排)?"
_GOES = r"(?:将|会|拟|去|来|亲自|届时|准时|确定|负责|代为|代表){0,2}(?:出庭|参加庭审)(?:应诉)?(?![通建了不告发])"
_BEGINS = rf"(?:^|(?<=[\s,;。:(局厅委府庭{BLOT}])|(?<=负责人))"
#: 张局, 张副局长; 我, 我本人. A surname alone (张出庭) says too little.
_SHORT = re.compile(
    rf"{_BEGINS}{_SENT}(?:(?P<me>我(?:本人|自己)?|本人)|(?P<family>{FAMILY})(?P<post>{_POST}))(?:同志|本人)?{_GOES}"
)
#: 张局长、李局出庭: two are said to appear, and one of them would be forgotten.
_BESIDE = re.compile(rf"{FAMILY}(?:{_POST})\s?[,和与及]\s?$")
_CALLED = re.compile(rf"(?P<family>{FAMILY})(?P<post>{_POST})")
_FULL = re.compile(rf"{_SENT}(?P<name>{PERSON})(?<!副)(?P<post>{_POST})?(?:同志|本人)?{_GOES}")


@dataclass(frozen=True, slots=True)
class Goer:
    """Somebody who is said to appear: whoever says it (`me`), a whole name, or a family name with a post."""

    name: str = ""
    family: str = ""
    post: str = ""
    me: bool = False

    def fits(self, name: str, post: str) -> bool:
        """Whether a leader of this name and post is meant: 张局 is the head or a deputy head, 张副局长 the deputy."""
        if self.name:
            return self.name == name
        return bool(self.family) and name.startswith(self.family) and _is_post(self.post, post)


def _is_post(said: str, held: str) -> bool:
    core = said.removeprefix("副").removesuffix("长")
    whole = f"{core}长" if core in _UNITS else core
    if said.startswith("副"):
        return f"副{whole}" in held
    return whole in held


def short(folded: str) -> Iterator[tuple[int, int]]:
    """Where somebody is said to appear by a family name and a post, or by 我."""
    for m in _SHORT.finditer(folded):
        if not _BESIDE.search(folded, max(0, m.start() - 8), m.start()):
            yield m.start(), m.end()


def goer(text: str) -> Goer | None:
    """Whom such words mean, as they were found in a text (张局出庭)."""
    words = fold(text).strip()
    m = _SHORT.fullmatch(words)
    if m is not None:
        return Goer(family=m["family"] or "", post=m["post"] or "", me=bool(m["me"]))
    m = _FULL.fullmatch(words)
    if m is None:
        return None
    called = _CALLED.fullmatch(m["name"])
    if called is not None:
        return Goer(family=called["family"], post=called["post"])
    return Goer(name=m["name"], post=m["post"] or "")
