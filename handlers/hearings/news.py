"""What turns out otherwise about who appears: each is told at once, and shows later what became of it."""

from __future__ import annotations

from bot.domain.hall.message import Message
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.hearings import Told
from bot.domain.hearings.topics import LEFT, NOT_EXCUSED, SIGNED, STANDS, UNEXCUSED, OfAppearance, OfHearing
from bot.services.hearings import appearances, cards, consequences
from bot.telegram.router import Router, Scene
from bot.views.hearings import court, leaders
from bot.views.hearings import hearings as views
from bot.views.hearings import results as result_views
from handlers.hearings.rendering import safely

S = AppearanceState


def register(router: Router) -> None:
    router.topic(UNEXCUSED, safely(unexcused))
    router.topic(STANDS, safely(stands))
    router.topic(NOT_EXCUSED, safely(not_excused))
    router.topic(LEFT, safely(left))
    router.topic(SIGNED, safely(signed))


def unexcused(scene: Scene[OfHearing]) -> Message | None:
    """To those who must act on an absence; the card once it counts otherwise."""
    hearing_id, agency_id = scene.payload.hearing, scene.payload.agency
    view = cards.view(scene.desk, hearing_id)
    told, found = view.result_of(agency_id), consequences.told(scene.desk, view.id, agency_id)
    if told is not None and found is not None:
        return result_views.unexcused(view, told, found, scene.tr)
    return views.card(view, scene.tr, focus=agency_id) if scene.shown else None


def stands(scene: Scene[OfAppearance]) -> Message | None:
    """To both leaders while a change waits for the court."""
    told = _told(scene)
    if told.one.state is S.AWAITING_PERMISSION and (told.one.mine or told.one.stays):
        return leaders.standing(told.one, told.hearing, told.number, scene.tr)
    return _now(scene, told)


def not_excused(scene: Scene[OfAppearance]) -> Message | None:
    """The court rejects the excuse, while no leader has said yes since."""
    told = _told(scene)
    absence = told.one.absence
    rejected = absence is not None and absence.court_view == "rejected"
    if rejected and told.one.state in (S.ASKED, S.UNNAMED):
        return court.not_excused(told.one, told.hearing, told.number, scene.tr)
    return _now(scene, told)


def left(scene: Scene[OfAppearance]) -> Message | None:
    told = _told(scene)
    if told.one.left:
        return leaders.left(told.one, told.hearing, told.number, scene.tr)
    return _now(scene, told)


def signed(scene: Scene[OfAppearance]) -> Message | None:
    """To the principal, while a signature is claimed that nothing bears out."""
    told = _told(scene)
    if told.one.state is S.CANNOT and told.one.absence is not None and told.one.absence.asks_principal:
        held = next((a.post for a in scene.reader.appointments if a.agency_id == told.one.agency_id), "")
        return leaders.signed(told.one, told.hearing, told.number, (scene.reader.name, held), scene.tr)
    return _now(scene, told)


def _told(scene: Scene[OfAppearance]) -> Told:
    return appearances.told(scene.desk, scene.payload.appearance)


def _now(scene: Scene[OfAppearance], told: Told) -> Message | None:
    """What was said is not so any more: nothing new is said, and what stands shows how it is."""
    if not scene.shown:
        return None
    keeps = told.one.may_name or told.one.may_answer_for or cards.may_look_into(scene.desk, told.one.agency_id)
    if told.hearing is not None and keeps and not told.one.mine:
        return views.card(told.hearing, scene.tr, focus=told.one.agency_id)
    return leaders.ask(told.one, told.hearing, told.number, scene.tr)
