"""Which questions are open to a leader, and whom the leader's words name: for what is typed instead of pressed."""

from __future__ import annotations

from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import LEADERS, AppearanceState, HearingStatus, Role
from bot.domain.hearings.hearings import Leader, Told
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, cards
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Appearance

S = AppearanceState


def is_leader(desk: Desk) -> bool:
    """Whether the actor is a leader, or the principal, of some agency today."""
    return bool(desk.actor.roles() & LEADERS)


def open_to(desk: Desk, reply_to: int | None, chat_id: int) -> list[Told]:
    """The questions that wait for the actor's word, in order of making: whether to appear; of a principal also who is
    to appear. Where the words answer one of the bot's messages, only what that asked."""
    asked = [row for _, row in appearances_store.named_to_come(
        desk.session, desk.now, (S.ASKED,), leader_id=desk.actor.person_id)]  # fmt: skip
    unnamed = [
        row
        for agency_id in desk.actor.agencies(Role.PRINCIPAL)
        for row in appearances_store.open_of_agency(desk.session, agency_id)
        if row.state is S.UNNAMED and _is_to_come(desk, row)
    ]
    rows = {row.id or 0: row for row in (*asked, *unnamed) if row.strength != "none"}
    meant = [one for one in rows if appearances.was_asked(desk, one, chat_id, reply_to)] if reply_to else []
    return [told for one in (meant or rows) if (told := _told(desk, one)) is not None]


def _is_to_come(desk: Desk, row: Appearance) -> bool:
    hearing = appearances.hearing_of(desk, row)
    return hearing is not None and hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > desk.now


def _told(desk: Desk, appearance_id: int) -> Told | None:
    try:
        told = appearances.told(desk, appearance_id)
    except Refused:
        return None
    keeps = told.one.mine or told.one.may_name or cards.may_look_into(desk, told.one.agency_id)
    return told if keeps else None


def meant_by(desk: Desk, agency_id: int, name: str, *, without: int | None) -> Leader | None:
    """The agency's leader whom a name, or a surname (王局), means; None where nobody is, or several are."""
    if not name:
        return None
    leaders = appearances.leaders_of(desk, agency_id, without=without)
    found = [one for one in leaders if one.name == name] or [one for one in leaders if one.name.startswith(name[0])]
    return found[0] if len(found) == 1 and (len(name) == 1 or found[0].name.startswith(name[:2])) else None
