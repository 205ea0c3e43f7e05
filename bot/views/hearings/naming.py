"""What is shown to whoever names the leader who appears."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.message import Button, Html, Message, bold, html, message, tap
from bot.domain.hall.phone import keeping
from bot.domain.hearings.appearances import Replacement
from bot.domain.hearings.hearings import AppearanceView, Leader, Told
from bot.texts import Translator
from bot.views.hall.where import when_and_where
from bot.views.hearings import appearances

_CHOOSE = {"ap.subp": "ap.sub"}
"""The press that shows the leaders again, where it is another than to name one."""


MOST_LEADERS = 10
"""Leaders to choose from; beside them stand the way to write another name and the way back."""


def choose(one: AppearanceView, leaders: Sequence[Leader], tr: Translator, *, verb: str = "ap.pick") -> Message:
    """The agency's leaders as buttons, the principal first, with the matters they are in charge of."""
    described = [_described(leader, tr) for leader in leaders]
    rows: list[tuple[Button, ...]] = [
        (tap(label(leader, tr), verb, one.id, one.version, leader.person_id),) for leader in leaders[:MOST_LEADERS]
    ]
    ask_ = tr("Who will appear for {agency}?", agency=one.agency)
    rows.append((tap(tr("Somebody else, typed in"), "ap.type", one.id, one.version),))
    rows.append((tap(tr("‹ Go back"), "ap.at", one.id),))
    must = tr(appearances.STRENGTHS[one.strength]) if one.strength in ("hard", "principal") else None
    return message(ask_, must, *described, buttons=tuple(rows))


def label(leader: Leader, tr: Translator) -> str:
    """A leader on a button; ☎: not on Telegram, whoever names answers for this leader."""
    return keeping(appearances.called(leader.name, leader.post, tr), "" if leader.registered else " ☎")


def _described(leader: Leader, tr: Translator) -> Html | None:
    matters = tr("in charge of {matters}", matters=leader.in_charge_of) if leader.in_charge_of else ""
    offline = tr("not registered here: you answer for this leader") if not leader.registered else ""
    said = [one for one in (matters, offline) if one]
    if not said:
        return None
    return (
        Html("· ")
        + html(appearances.called(leader.name, leader.post, tr))
        + Html("：" if tr.chinese else ": ")
        + html("；" if tr.chinese else "; ").join(said)
    )


def acknowledge(told: Told, leader: Leader, verb: str, replaced: Replacement | None, tr: Translator) -> Message:
    """Before a deputy is named where the rule asks for the principal; `verb` names all the same."""
    one, who = told.one, appearances.called(leader.name, leader.post, tr)
    return message(
        tr("{agency}: {leader} is not the principal leader.", agency=one.agency, leader=who),
        tr(appearances.STRENGTHS["principal"]) if one.strength == "principal" else None,
        *appearances.grounds(one, tr),
        appearances.deputy_means(tr),
        *(means(replaced, who, tr) if replaced else ()),
        buttons=(
            (tap(tr("I know; name {leader}", leader=leader.name), verb, one.id, one.version, leader.person_id, 1),),
            (tap(tr("‹ Go back"), _CHOOSE.get(verb, "ap.who"), one.id, one.version),),
        ),
    )


def replace(told: Told, leader: Leader, verb: str, replaced: Replacement, tr: Translator) -> Message:
    """Before another leader takes the place of one who has said yes; `verb` names all the same."""
    one, who = told.one, appearances.called(leader.name, leader.post, tr)
    return _sure(
        told,
        means(replaced, who, tr),
        tap(tr("Change to {leader}", leader=leader.name), verb, one.id, one.version, leader.person_id, 1),
        tr,
    )


def replace_by_oneself(told: Told, replaced: Replacement, tr: Translator) -> Message:
    """Before the reader takes the place of a leader who has said yes."""
    one = told.one
    return _sure(
        told, means(replaced, tr("you"), tr), tap(tr("I appear instead"), "ap.self", one.id, one.version, 1), tr
    )


def _sure(told: Told, means: Sequence[Html], way: Button, tr: Translator) -> Message:
    return message(
        Html(f"【{tr('Change of leader')}】") + bold(told.number),
        when_and_where(told.hearing, tr) if told.hearing else None,
        *means,
        buttons=((way, tap(tr("‹ Go back"), "ap.at", told.one.id)),),
    )


def means(replaced: Replacement, who: object, tr: Translator) -> tuple[Html, ...]:
    """张明副局长已确认出庭，将改为赵敏副局长。 and who is told."""
    old = appearances.called(replaced.name, replaced.post, tr)
    waits = tr("Until the court's permission is recorded, {other} stays on duty.", other=old)
    told = tr("Told at once: {names}.", names=tr.join(list(replaced.told)))
    return (
        tr("{old} has confirmed. Now {new} would appear instead.", old=old, new=who),
        *((waits,) if replaced.waits else ()),
        *((told,) if replaced.told else ()),
    )


def in_charge(one: AppearanceView, leader: Leader, verb: str, tr: Translator) -> Message:
    """Where the rule book wants a leader who knows the matter and may settle it; `verb` names with the answer."""
    known = (one.id, one.version, leader.person_id, 1)
    return message(
        tr(
            "Is {leader} in charge of the matter, and may {leader} settle it in court?",
            leader=appearances.called(leader.name, leader.post, tr),
        ),
        buttons=(
            (tap(tr("Yes"), verb, *known, "y"), tap(tr("No"), verb, *known, "n")),
            (tap(tr("‹ Go back"), _CHOOSE.get(verb, "ap.who"), one.id, one.version),),
        ),
    )
