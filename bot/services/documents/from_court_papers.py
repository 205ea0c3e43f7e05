"""Of the papers that go to court before a hearing, and of what is fed back after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.documents.hearing_papers import REMINDER
from bot.domain.hall.files import in_a_paper
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.preparing import ITEMS, prepared_of
from bot.domain.law.roles import Role
from bot.services.documents.material import Material
from bot.services.duties import recipients
from bot.services.hall import access
from bot.services.law import appearing, obligations
from bot.store.cases import files as files_store

REPAIR = "repair"
"""Fact of a certificate: the duty to mend it, which the court's word has started."""
_WITHOUT_LEADER = ("proxy",)


def _to(material: Material) -> str:
    """The leader, where the unit writes; the unit, where the bureau does."""
    row = material.appearance
    if material.kind.id != REMINDER:
        return access.agency(material.desk, material.concerned).name
    return f"{row.leader_name}{row.leader_post}" if row is not None and row.leader_name else ""


def _bring(material: Material) -> list[str]:
    row = material.appearance
    if row is not None and row.state is AppearanceState.CANNOT:
        return list(_WITHOUT_LEADER)
    return ["identity_document", *ITEMS]


def _reply_by(material: Material) -> str | None:
    """The day that the leader was given; else the working day before the hearing."""
    row, desk = material.appearance, material.desk
    if row is not None and row.answer_by is not None and row.answer_by > desk.now:
        return row.answer_by.astimezone(desk.house.zone).date().isoformat()
    if material.hearing is None:
        return None
    on = material.hearing.starts_at.astimezone(desk.house.zone).date()
    day = desk.house.law.calendar.add_working(on, -1)
    return day.isoformat() if day >= desk.today else None


def _prepared(material: Material) -> list[str] | None:
    row = material.appearance
    if row is None:
        return None
    found = prepared_of(row.facts)
    return [one for one in ITEMS if one in found]


def _graded(material: Material) -> bool | None:
    """Nothing is said where it is not so."""
    return True if appearing.parameter(material.desk, material.concerned, "feedback_form") == "graded" else None


def _repairing(material: Material) -> bool | None:
    return True if REPAIR in material.document.facts else None


def _proofs(material: Material) -> str | None:
    """The files that were attached to the absence, by name."""
    row = material.appearance
    kept = files_store.of_subject(material.desk.session, str(About.APPEARANCE(row.id))) if row is not None else ()
    return "\n".join(in_a_paper(one.name for one in kept)) or None


def _owed_to(material: Material) -> str | None:
    if material.duty is None:
        return None
    concern = obligations.Concern(access.agency(material.desk, material.concerned), material.case)
    found = recipients.of(material.desk, material.duty, material.case)
    bodies = {one.role: obligations.agency_of(material.desk, Role(one.role), concern) for one in found}
    named = (agency.name if (agency := bodies[one.role]) is not None else one.zh for one in found)
    return "、".join(dict.fromkeys(named)) or None


def _counsel(material: Material) -> str | None:
    return material.appearance.absence.get("counsel") if material.appearance is not None else None


SOURCES: Mapping[str, Callable[[Material], Any]] = {
    "absence.counsel": _counsel,
    "absence.files": _proofs,
    "book.grades": _graded,
    "certificate.repair": _repairing,
    "duty.owed_to": _owed_to,
    "notice.bring": _bring,
    "notice.issuer": lambda m: m.agency.name,
    "notice.reply_by": _reply_by,
    "notice.to": _to,
    "prepared": _prepared,
}
