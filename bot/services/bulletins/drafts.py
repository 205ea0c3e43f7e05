"""The draft of a reminder letter to one unit, filled in from the bulletin; people write and decide the rest."""

from __future__ import annotations

from typing import Any

from bot.domain.bulletins.comparing import Side
from bot.domain.bulletins.letters import EFFECT_NAMES, CandidateState, Ground
from bot.domain.documents.documents import OPEN, DocumentState
from bot.domain.figures.rates import shown
from bot.services.bulletins import ours
from bot.services.documents import drafting
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.bulletins import court as store
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, CourtBulletin, Document, Duty, LetterCandidate
from bot.texts import translator

KIND = "reminder_letter"
WANTED = (
    "严格落实行政机关负责人出庭应诉有关规定，主要负责人带头出庭，着力提升负责人出庭应诉率。\n"
    "负责人确不能出庭的，依法在开庭前向人民法院提交书面说明；出庭的，应当就案情和实质性化解争议发表意见。"
)
"""What a letter asks of a unit, until somebody words it otherwise."""
_MOST_CASES = 30


def prepare(desk: Desk, row: CourtBulletin, unit: Agency, duty: Duty) -> Document:
    """The draft to a unit because of a bulletin: the one that is not issued yet, else a new one."""
    there = [one for one in documents_store.of_duty(desk.session, duty.id) if one.kind == KIND]
    live = [one for one in there if one.issued_on is None and one.state is not DocumentState.VOID]
    if live:
        return live[-1]
    again = f":{len(there) + 1}" if there else ""
    return drafting.prepare(
        desk,
        KIND,
        agency_id=duty.agency_id,
        duty_id=duty.id,
        period=drafting.period_of(duty),
        subject=f"duty:{duty.id}:{unit.id}{again}",
        addressee_id=unit.id,
        values={"wanted": WANTED},
    )


def bring_up_to_date(desk: Desk, one: LetterCandidate) -> None:
    """A draft that nobody has submitted shows the figures, grounds and cases of today; its words stay as they are."""
    letter = desk.session.get(Document, one.document_id) if one.document_id else None
    row = desk.session.get(CourtBulletin, one.bulletin_id)
    if letter is None or row is None or letter.state not in OPEN:
        return
    drafting.set_values(desk, letter.id or 0, letter.version, _values(desk, row, one.agency_id))


def _values(desk: Desk, row: CourtBulletin, unit_id: int) -> dict[str, Any]:
    both = ours.beside(desk, row)
    side = both.theirs.get(unit_id) or both.ours.get(unit_id) or Side(0, 0)
    grounds = [
        one
        for one in store.candidates_of(desk.session, row.id)
        if one.agency_id == unit_id and one.state == CandidateState.CONFIRMED
    ]
    return {
        "heard": side.heard,
        "attended": side.attended,
        "rate": shown(side.rate),
        "average": _average(desk, row, both),
        "problems": _problems(grounds),
        "cases": _cases(both, grounds, unit_id)[:_MOST_CASES] or None,
    }


def _average(desk: Desk, row: CourtBulletin, both: ours.Beside) -> str:
    """全市平均86.67%，目标90%."""
    found = f"平均{shown(ours.average(both.theirs or both.ours).rate)}"
    target = appearing.parameter(desk, row.agency_id, "target_rate")
    return f"{found}，目标{target:g}%" if target else found


def _problems(grounds: list[LetterCandidate]) -> list[str]:
    """In the words of the letter's own choices."""
    found = ["low_rate"] if any(one.ground == Ground.RATE for one in grounds) else []
    said = [what for one in grounds for what in one.values.get("what") or ()]
    return [*found, *dict.fromkeys(said)]


def _cases(both: ours.Beside, grounds: list[LetterCandidate], unit_id: int) -> list[dict[str, str]]:
    """Cases without a leader, by the court's list and by ours; appearances without effect."""
    tr = translator("zh_CN")
    absent = {one.number: "负责人未出庭" for one in both.our_cases if one.agency_id == unit_id and not one.attended}
    absent |= {
        one.number: "负责人未出庭" for one in both.their_cases if one.agency_id == unit_id and one.attended is False
    }
    rows = dict(absent) if any(one.ground == Ground.RATE for one in grounds) else {}
    for one in grounds:
        if one.ground == Ground.EFFECT:
            words = "，".join(
                str(tr(EFFECT_NAMES[what])) for what in one.values.get("what") or () if what in EFFECT_NAMES
            )
            rows[str(one.values.get("number") or "")] = words
    return [{"number": number, "what": what} for number, what in rows.items() if number]
