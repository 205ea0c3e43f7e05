"""Who is a party by what a text says: agencies with their capacity, plaintiffs and how many, the reconsideration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.domain.hall.terms import PartyCapacity
from bot.domain.reading.cleaning import clean_text
from bot.domain.reading.court_texts import HAN, labelled
from bot.domain.reading.numerals import fold, parse_numeral
from bot.domain.reading.party_texts import body_in, find_addressee, find_cause, find_parties, is_body
from bot.domain.reading.stuck_labels import apart
from bot.domain.reading.whole_papers import joins_as_third_party

LONGEST = 8000
MOST_PLAINTIFFS = 9999
NAME_LIMIT = 60
_CAPACITIES = {
    "defendant": PartyCapacity.DEFENDANT,
    "third_party": PartyCapacity.THIRD_PARTY,
    "review_body": PartyCapacity.RECONSIDERATION_BODY,
}
_N = r"(?P<n>[0-9]{1,4}|[〇零一二两三四五六七八九十百千]{1,7})"
_PERSONS = rf"{_N} ?(?:人|名|户)"
_TAIL = re.compile(rf" ?等 ?{_PERSONS}$")
_COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"原告 ?:? ?(?:(?!原告|被告|第三人)[^;。:\n]){{0,60}}?等 ?{_PERSONS}",
        rf"原告 ?(?:共计|共有|共|计|为|:)? ?{_PERSONS}(?![{HAN}]*(?:委员会|小组))",
        rf"(?<![{HAN}0-9]){_N} ?名原告",
    )
)
_ONE = rf"(?:(?!等|诉|不服)[{HAN}·]){{2,12}}"
_LISTED = re.compile(rf"原告 ?(?P<mark>[:：]?) ?(?P<names>{_ONE}(?:、{_ONE})+)(?P<more>等?)")
_PERSON = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,12}}·[{HAN}·]{{1,16}}")
_PROCURATORATE = re.compile(rf"(?:原告|公益诉讼起诉人) ?:? ?(?P<name>[{HAN}]{{2,20}}检察院)")
_REVIEWS: tuple[tuple[str, str], ...] = (
    ("inadmissible", r"不予受理|不符合受理条件|不受理"),
    ("upheld", r"维持|驳回(?:行政)?(?:复议)?(?:申请|请求)"),
    ("altered", r"改变|变更|撤销"),
    ("inaction", r"不作为|逾期(?:未|不)|未(?:作出|作|予)(?:复议)?(?:决定|答复)|(?:未|不予|不)答复"),
)
"""Rejecting an application counts as upholding, unless it did not fulfil the conditions (法释〔2018〕1号 art. 133);
revoking is a change of the act (行政诉讼法 art. 26)."""
_AFTER_BODY = re.compile(r" ?\((?P<what>[^()\n]{2,30})\)")
_REVIEW_SAID = re.compile(
    r"复议(?:结果|决定|结论) ?: ?(?P<what>[^,;。:()\n]{2,20})|复议(?:机关)?(?:决定)?(?P<short>维持|不予受理|不作为)"
    rf"|复议(?:机关)?(?:为|是)? ?:? ?(?:(?!逾期|未|维持|不)[{HAN}]){{2,20}}?(?:政府|局|厅|委员会|部门)"
    r"(?P<late>(?:逾期|至今|一直)?(?:未|不)(?:作|予|受理)[^,;。:()\n]{0,12}|(?:决定)?(?:维持|改变|变更|撤销|驳回)[^,;。:()\n]{0,16})"
    rf"|向(?:(?!复议)[{HAN}]){{2,20}}?(?:申请|提起|提出)(?:行政)?复议,? ?(?:(?!原告|被告)[{HAN}]){{0,12}}?"
    r"(?P<none>(?:逾期|至今|一直)(?:未|不)(?:作|予|答)[^,;。:()\n]{0,12})"
)

#: 我局, 你单位 are no names: whose they are is known by who writes.
_OURSELVES = re.compile(r"(?:我|本|你|贵)(?:们)?(?:局|单位|厅|委|办|县|市|区|镇|街道|机关|政府|部门)")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says of the parties; agencies by their names as written. Empty where it says nothing."""

    agencies: tuple[tuple[str, PartyCapacity], ...] = ()
    plaintiff: str = ""
    """Without the “等16人” behind it."""
    count: int | None = None
    procuratorate: bool = False
    """The plaintiff is a people's procuratorate: a public-interest suit (行政诉讼法 art. 25)."""
    review: str = ""
    """What the reconsideration came to; a value of the fact `review_outcome`."""
    addressee: str = ""
    """The public body that a notice or a summons is addressed to."""

    def __bool__(self) -> bool:
        return bool(self.agencies or self.plaintiff or self.count or self.procuratorate or self.review)


@lru_cache(maxsize=4)
def read_parties(text: str) -> Stated:
    """Read a line or a whole paper. Of two outcomes, or two numbers of plaintiffs, none is taken."""
    whole = apart(clean_text(text[:LONGEST]))
    folded = fold(whole)
    pieces = list(find_parties(folded))
    agencies: dict[str, PartyCapacity] = {}
    for piece in pieces:
        if piece.name in _CAPACITIES and is_body(piece.text) and not _OURSELVES.match(piece.text):
            agencies[piece.text] = _stronger(agencies.get(piece.text), _capacity(folded, piece.name, piece.end))
    addressee = _addressee(folded)
    if addressee and joins_as_third_party(folded):
        agencies[addressee] = PartyCapacity.THIRD_PARTY
    procuratorate = _PROCURATORATE.search(folded)
    names = list(dict.fromkeys(piece.text for piece in pieces if piece.name == "plaintiff"))
    listed = _listed(whole, names)
    return Stated(
        agencies=tuple(agencies.items()),
        plaintiff=procuratorate["name"] if procuratorate else without_count("、".join(listed or names))[:NAME_LIMIT],
        count=_count(folded) or (len(listed) or None),
        procuratorate=procuratorate is not None,
        review=_review(folded, [piece.end for piece in pieces if piece.name in _CAPACITIES]),
        addressee=addressee,
    )


def without_count(plaintiff: str) -> str:
    """张三 of 张三等16人."""
    return _TAIL.sub("", plaintiff)


def _capacity(folded: str, name: str, end: int) -> PartyCapacity:
    """被告:济宁市人民政府(复议机关) names the body that reconsidered."""
    behind = _AFTER_BODY.match(folded, end)
    if behind and "复议机关" in behind["what"]:
        return PartyCapacity.RECONSIDERATION_BODY
    return _CAPACITIES[name]


def _stronger(known: PartyCapacity | None, new: PartyCapacity) -> PartyCapacity:
    """Where a body is named twice, the capacity that says more: a reconsideration body is sued as well."""
    order = (PartyCapacity.RECONSIDERATION_BODY, PartyCapacity.DEFENDANT, PartyCapacity.THIRD_PARTY)
    return new if known is None else min(known, new, key=order.index)


def _count(folded: str) -> int | None:
    said = {parse_numeral(m["n"]) for pattern in _COUNTS for m in pattern.finditer(folded)}
    found = {n for n in said if n is not None and 1 <= n <= MOST_PLAINTIFFS}
    return found.pop() if len(found) == 1 else None


def _listed(whole: str, said: list[str]) -> list[str]:
    """原告：张三、李四 are two where each is a person's name and nothing says that there are more; without the colon
    where the first is one that the text says to be a plaintiff."""
    m = _LISTED.search(whole)
    names = m["names"].split("、") if m and not m["more"] else []
    if m and names and not m["mark"] and names[0] not in said:
        return []
    return names if all(_PERSON.fullmatch(name) and find_cause(name) is None for name in names) else []


def _review(folded: str, ends: list[int]) -> str:
    said = [m["what"] for end in ends if (m := _AFTER_BODY.match(folded, end))]
    said += [m["what"] or m["short"] or m["late"] or m["none"] for m in _REVIEW_SAID.finditer(folded)]
    found = {outcome for words in said if (outcome := review_outcome(words))}
    return found.pop() if len(found) == 1 else ""


def review_outcome(words: str) -> str:
    """The outcome that a few words name, as 维持; empty where they name none."""
    return next((outcome for outcome, pattern in _REVIEWS if re.search(pattern, words)), "")


def _addressee(folded: str) -> str:
    summoned = next((one.text for one in labelled(folded) if one.name == "summoned" and one.text), "")
    found = find_addressee(folded)
    name = summoned or (found.text if found else "")
    return body_in(name)[:NAME_LIMIT]


def values_of(stated: Stated) -> dict[str, Any]:
    """As plain values of a draft; what is not said has no key."""
    found: dict[str, Any] = {
        "parties": [[name, capacity.value] for name, capacity in stated.agencies],
        "plaintiff": stated.plaintiff,
        "count": stated.count,
        "review": stated.review,
        "tags": ["public_interest_suit"] if stated.procuratorate else [],
        "addressee": stated.addressee,
    }
    return {name: value for name, value in found.items() if value}


def stated_in(values: Mapping[str, Any]) -> Stated:
    """What a confirmed draft says of the parties."""
    return Stated(
        agencies=tuple((name, PartyCapacity(capacity)) for name, capacity in values.get("parties") or ()),
        plaintiff=values.get("plaintiff") or "",
        count=values.get("count"),
        procuratorate="public_interest_suit" in (values.get("tags") or ()),
        review=values.get("review") or "",
    )
