"""Of the hearing, who appears, an absence, and what was reported of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.documents.sources import UNDECIDED
from bot.domain.hall.terms import Role
from bot.domain.hearings.acts import MODES, POSTPONEMENTS, VIEWS
from bot.domain.hearings.appearances import PROOFS, RANKS, REASONS
from bot.domain.law.appearing import Required
from bot.services.documents.material import Material
from bot.services.law import appearing
from bot.store.tables import Appearance, Hearing, HearingResult

_LEADS = {Role.PRINCIPAL: "principal", Role.LEADER: "deputy"}


def _of_hearing(read: Callable[[Material, Hearing], Any]) -> Callable[[Material], Any]:
    """Of a hearing that is not settled yet a paper says so."""

    def found(material: Material) -> Any:
        if material.hearing is not None:
            return read(material, material.hearing) or UNDECIDED
        return UNDECIDED if material.case is not None else None

    return found


def _of_appearance(read: Callable[[Material, Appearance], Any]) -> Callable[[Material], Any]:
    def found(material: Material) -> Any:
        return read(material, material.appearance) if material.appearance is not None else None

    return found


def _of_result(read: Callable[[HearingResult], Any]) -> Callable[[Material], Any]:
    def found(material: Material) -> Any:
        return read(material.result) if material.result is not None else None

    return found


def _absent(name: str, *, but: str = "") -> Callable[[Material], Any]:
    """What was said of an absence; the court is not told what is still open (`but`): it has its own place there."""
    return _of_appearance(lambda material, row: said if (said := row.absence.get(name)) != but else None)


# -- the leader --------------------------------------------------------------------------------------------------------


def _rank(material: Material, row: Appearance) -> str | None:
    """principal, deputy, …: as it was recorded when he or she was named, else by the office that is held."""
    if not row.leader_name:
        return None
    if row.facts.get("principal"):
        return "principal"
    offices = material.office_of(material.leader, row.agency_id) if material.leader is not None else []
    ranks = [_LEADS[office.role] for office in offices if office.role in _LEADS]
    if "principal" in ranks:
        return "principal"
    return "deputy_in_charge" if ranks and row.facts.get("in_charge") else (ranks[0] if ranks else None)


def _in_charge(material: Material, row: Appearance) -> bool | None:
    found = row.facts.get("in_charge")
    return bool(found) if found is not None else None


def _requires(material: Material) -> str | None:
    """Whether the principal has to come, and by which rule."""
    row = material.appearance
    if row is None:
        return None
    if row.strength != Required.PRINCIPAL.value:
        return "否"
    decision = appearing.decision_of(material.desk, row, material.hearing)
    rules = [reason.rule.source.zh for reason in decision.reasons if reason.rule is not None]
    return f"是（{rules[0]}）" if rules else "是"


def _staff(material: Material) -> str | None:
    return _told(material, "staff")


def _counsel(material: Material) -> str | None:
    return _told(material, "counsel")


def _told(material: Material, name: str) -> str | None:
    """As it was reported after the hearing, else as it was said before."""
    if material.result is not None and getattr(material.result, name):
        return str(getattr(material.result, name))
    row = material.appearance
    return str(row.absence.get(name) or row.facts.get(name) or "") or None if row is not None else None


def _mode(material: Material) -> str | None:
    """How the leader took part; nothing where nobody said how the hearing was held."""
    result = material.result
    if result is None or result.video:
        return "online" if result is not None else None
    return "in_court" if material.desk.session.get_one(Hearing, result.hearing_id).mode else None


SOURCES: Mapping[str, Callable[[Material], Any]] = {
    "hearing.when": _of_hearing(lambda m, h: h.starts_at.isoformat()),
    "hearing.held": lambda m: m.held.starts_at.isoformat() if m.held is not None else None,
    "hearing.place": _of_hearing(lambda m, h: h.place),
    "hearing.mode": _of_hearing(lambda m, h: h.mode),
    "leader.name": _of_appearance(lambda m, a: a.leader_name),
    "leader.post": _of_appearance(lambda m, a: a.leader_post),
    "leader.rank": _of_appearance(_rank),
    "leader.in_charge": _of_appearance(_in_charge),
    "leader.phone": lambda m: m.leader.phone if m.leader is not None else None,
    "staff": _staff,
    "counsel": _counsel,
    "principal_required": _requires,
    "absence.reason": _of_appearance(lambda m, a: a.absence_reason.value if a.absence_reason else None),
    "absence.facts": _absent("note"),
    "absence.proof": _absent("proof", but="none"),
    "absence.staff": _absent("staff"),
    "absence.postponement": _absent("postponement"),
    "absence.court_view": _absent("court_view", but="pending"),
    "absence.consent": _absent("consent"),
    "result.attended": _of_result(lambda r: r.attended),
    "result.leader": _of_result(lambda r: r.leader_name),
    "result.post": _of_appearance(lambda m, a: a.leader_post if m.result is not None and m.result.attended else None),
    "result.rank": _of_result(lambda r: r.rank),
    "result.stayed": _of_result(lambda r: r.stayed),
    "result.spoke": _of_result(lambda r: r.spoke),
    "result.on_settlement": _of_result(lambda r: r.on_settlement),
    "result.staff": _of_result(lambda r: r.staff),
    "result.counsel": _of_result(lambda r: r.counsel),
    "result.outcome": _of_result(lambda r: r.outcome),
    "result.mode": _mode,
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "hearing.mode": MODES,
    "result.mode": MODES,
    "leader.rank": RANKS,
    "result.rank": RANKS,
    "absence.reason": {reason.value: words for reason, words in REASONS.items()},
    "absence.proof": PROOFS,
    "absence.postponement": POSTPONEMENTS,
    "absence.court_view": VIEWS,
}
