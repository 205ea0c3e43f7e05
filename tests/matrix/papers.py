"""Documents of each side: drafts, and some that wait for a review, for a number or for the signed paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from bot.domain.documents.kinds import FieldType, Kind, KindField, StepAct
from bot.services.documents import drafting, steps
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Case, Document
from tests.matrix.world import SIDES, World
from tests.rig import Rig

DRAFTS = ("loss_report", "risk_report")
SUBMITTED = ("appeal_review", "special_report", "identity_certificate")
T = FieldType


async def papers(rig: Rig, world: World) -> None:
    """What each says bears a word of its own, for those only who read such papers of that agency."""
    for n, side in enumerate(SIDES, start=1):
        number = f"（2026）鲁0831行初{n}3号"
        for kind_id in (*DRAFTS, *SUBMITTED):
            kind, word = rig.house.law.kinds[kind_id], f"密文{n}{kind_id}"
            await rig.work(lambda desk, k=kind, s=side.name, c=number, w=word: _made(desk, k, s, c, w))  # type: ignore[misc]
            over = world.holders(kind.sees, side.name)
            world.keep(word, over | world.holders({r for step in kind.steps for r in step.by.roles}, side.name))
    await rig.pump.drain()
    for account in world.everybody:
        await rig.say(account, "/documents")


def _made(desk: Desk, kind: Kind, side: str, number: str, word: str) -> Document:
    agency = desk.session.exec(select(Agency).where(Agency.short_name == side)).one()
    case = desk.session.exec(select(Case).where(Case.number == number)).one()
    values = {one.name: raw for one in kind.fields if (raw := _raw(one, word)) is not None}
    made = drafting.prepare(desk, kind.id, agency_id=agency.id or 0, case_id=case.id, values=values)
    if kind.id in SUBMITTED and kind.steps[0].act is StepAct.SUBMIT:
        made = steps.submit(desk, made.id or 0, made.version)
    return made


def _raw(one: KindField, word: str) -> Any:
    """Something that such a field holds."""
    said: Mapping[FieldType, Any] = {
        T.TEXT: word, T.LINES: word, T.DAY: "2026-12-01", T.MOMENT: "2026-12-01T09:30:00+08:00", T.NUMBER: 3,
        T.YES_NO: True, T.CHOICE: one.choices[0].id if one.choices else None,
        T.CHOICES: [one.choices[0].id] if one.choices else None, T.ROWS: [{c.name: word for c in one.columns}],
        T.PERSON: {"name": "某甲"},
    }  # fmt: skip
    return said.get(one.type)
