"""/duties: the list, one duty with its reasons, and what people do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.domain.duties import forms as declared
from bot.domain.duties.topics import CARD, OfDuty
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Missing, Refused, Stale
from bot.domain.hall.forms import Choice, of_names
from bot.domain.hall.message import Html, lines, plain
from bot.domain.hall.problems import Problem
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind, DutyState
from bot.domain.hall.topics import Notice
from bot.services.agencies import agencies
from bot.services.cases import files as stored_files
from bot.services.cases import paper_filing
from bot.services.documents import leader_forms
from bot.services.duties import acts, cards, decisions
from bot.services.duties import units as duty_units
from bot.services.duties.proofs import Proof
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.cases import copies as copy_views
from bot.views.duties import duties as views
from bot.views.duties import lists

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The command, the buttons of lists, cards and reminders, and the forms."""
    router.command(
        "duties",
        begin,
        "open duties, most urgent first",
        shown=_shown,
        rank=30,
        label="My duties",
    )
    router.press("dt.list", lambda turn: _list(turn, page=turn.number(1), own_only=turn.arg(0) == "1"), sees=nothing)
    router.press("dt.unit", lambda turn: _list(turn, page=turn.number(1), agency_id=turn.number(0)), sees=_agency)
    router.press("dt.late", lambda turn: _list(turn, page=turn.number(0), overdue_only=True), sees=nothing)
    router.press("dt.units", units, sees=nothing)
    router.press("dt.open", lambda turn: show(turn, beside=True), sees=DUTY.look)
    router.press("dt.show", lambda turn: show(turn), sees=DUTY.look)
    router.press("dt.why", why, sees=DUTY.look)
    router.press("dt.more", more, sees=DUTY.look)
    router.press("dt.files", files, sees=DUTY.look)
    router.press("dt.ack", acknowledge, of=DUTY, sees=_all_of_them)
    router.press("dt.ok", accept, of=DUTY)
    router.press("dt.urge", urge, of=DUTY)
    router.press("dt.watch", watch, of=DUTY)
    router.press("dt.same", unchanged, of=DUTY)
    router.press("dt.file", copy, of=DUTY)
    for verb, form in _FORMS.items():
        router.press(verb, _opens(forms, form), of=DUTY)
    _add_forms(forms)


_FORMS = {
    "dt.done": declared.DONE.name,
    "dt.back": declared.SEND_BACK.name,
    "dt.na": declared.NOT_APPLICABLE.name,
    "dt.exc": declared.EXCUSE.name,
    "dt.move": declared.TRANSFER.name,
    "dt.date": declared.SET_DATE.name,
    "dt.reopen": declared.REOPEN.name,
}


_GATES = {declared.DONE.name: acts.finishable, declared.REOPEN.name: acts.closable}
"""Who may begin a form; the others are for those who judge."""


def _add_forms(forms: Forms) -> None:
    forms.add(Bound(declared.DONE, finish, {"on": _days}, _intro_done, line=_noted, of=DUTY))
    forms.add(Bound(declared.SEND_BACK, _decides(_send_back), intro=_intro, of=DUTY))
    forms.add(Bound(declared.NOT_APPLICABLE, _decides(_dismisses(DutyState.NOT_APPLICABLE)), intro=_intro, of=DUTY))
    forms.add(Bound(declared.EXCUSE, _decides(_dismisses(DutyState.EXCUSED)), intro=_intro, of=DUTY))
    forms.add(Bound(declared.TRANSFER, _decides(_transfer), {"agency": _heirs}, _intro, of=DUTY))
    forms.add(Bound(declared.SET_DATE, _decides(_set_date), intro=_intro, of=DUTY))
    forms.add(Bound(declared.REOPEN, _decides(_reopen), intro=_intro, of=DUTY))


def _noted(turn: Turn, given: Given, asked: str) -> Given:
    """Words where proof is asked for, or at the preview."""
    if asked not in declared.WORDED:
        return {}
    said = declared.shown_by(turn.incoming.text, asked, given)
    return {} if isinstance(said, Problem) else said


def _days(turn: Turn, given: Given) -> Sequence[Choice]:
    return declared.days_done(turn.desk.today, str(given.get("shows") or ""))


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.SEE_CASE)


# -- looking ---------------------------------------------------------------------------------------------------


def begin(turn: Turn) -> None:
    """/duties: the duties themselves, or the agencies that owe them where they are many."""
    turn.show(lists.first(duty_units.first(turn.desk), turn.tr))


def units(turn: Turn) -> None:
    turn.show(lists.units(duty_units.listed(turn.desk, turn.number()), turn.tr))


def _list(turn: Turn, **which: Any) -> None:
    turn.show(lists.listed(cards.listed(turn.desk, **which), turn.tr))


def show(turn: Turn, *, beside: bool = False) -> None:
    """One duty with its buttons; beside the list or the card it came from, which stay."""
    if beside:
        turn.beside()
    _present(turn, turn.number())


def _present(turn: Turn, duty_id: int) -> None:
    shown = views.detail(cards.of(turn.desk, duty_id), turn.tr)
    turn.show(shown, Notice(CARD, OfDuty(duty_id), About.DUTY(duty_id)))


def _settle(turn: Turn, duty_id: int) -> None:
    """After a change: live messages change anyway, others are changed here."""
    shown = views.detail(cards.of(turn.desk, duty_id), turn.tr)
    turn.settle(shown, Notice(CARD, OfDuty(duty_id), About.DUTY(duty_id)))


def why(turn: Turn) -> None:
    turn.show(views.why(cards.of(turn.desk, turn.number()), turn.tr))


def more(turn: Turn) -> None:
    turn.show(views.more(cards.of(turn.desk, turn.number()), turn.tr))


def files(turn: Turn) -> None:
    """The files that show it was done, each as a message of its own."""
    duty = cards.of(turn.desk, turn.number())
    stored_files.send(turn.desk, About.DUTY(duty.id))
    turn.toast(plain(turn.tr("The files are on their way.")))


DUTY = Subject("duty", _present, lambda turn, number: cards.visible(turn.desk, number))


def _all_of_them(turn: Turn) -> None:
    """The duties of a message that speaks of several."""
    for place in range(max(1, len(turn.incoming.press_args))):
        DUTY.sees(turn, turn.number(place))


def _agency(turn: Turn) -> None:
    if turn.number() not in cards.scope(turn.desk)[0]:
        raise Missing


# -- acting ----------------------------------------------------------------------------------------------------


def acknowledge(turn: Turn) -> None:
    """收到: of one duty, or of all that one message speaks of."""
    acked = [acts.acknowledge(turn.desk, turn.number(i)) for i in range(len(turn.incoming.press_args))]
    if not acked:
        raise Missing
    if all(duty.state != DutyState.OPEN for duty in acked):
        raise Stale
    turn.toast(plain(turn.tr("Noted. The duty stays open until it is reported done.")))
    if len(acked) == 1:
        _settle(turn, acked[0].id or 0)


def accept(turn: Turn) -> None:
    acts.accept(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("Accepted.")))
    _settle(turn, turn.number(0))


def urge(turn: Turn) -> None:
    decisions.urge(turn.desk, turn.number())
    turn.toast(plain(turn.tr("The agency is told now.")))
    _settle(turn, turn.number())


def unchanged(turn: Turn) -> None:
    """The filing that was made before still holds: one tap files it for the further paper."""
    if leader_forms.unchanged(turn.desk, turn.number(0), turn.number(1)) is None:
        acts.unchanged(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("Filed again as it was.")))
    _settle(turn, turn.number(0))


def copy(turn: Turn) -> None:
    """报备: the copy is asked for; the photo that comes next is it."""
    paper_filing.begin(turn.desk, turn.number(0), turn.number(1))
    turn.beside()
    kinds = paper_filing.papers_of(turn.desk, [turn.number(0)])
    turn.show(copy_views.asked(kinds, cards.of(turn.desk, turn.number(0)), turn.tr))


def watch(turn: Turn) -> None:
    """Remind me of a right that is otherwise only shown; or no more."""
    acts.watch(turn.desk, turn.number(0), chosen=turn.number(1) == 1)
    words = "It will be reminded of like a duty." if turn.number(1) == 1 else "It is only shown from now on."
    turn.toast(plain(turn.tr(words)))
    _settle(turn, turn.number(0))


def _opens(forms: Forms, form: str) -> Callable[[Turn], None]:
    """A button that begins a form about the duty: whether it still fits is asked before anybody types."""

    def pressed(turn: Turn) -> None:
        duty = cards.of(turn.desk, turn.number(0))
        if duty.version != turn.number(1):
            raise Stale
        _GATES.get(form, acts.judgeable)(turn.desk, duty.id)
        turn.beside()
        shows = {"shows": duty.shows} if form == declared.DONE.name and duty.shows else {}
        forms.start(turn, form, shows, {"duty": duty.id, "version": duty.version})

    return pressed


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    try:
        duty = cards.of(turn.desk, int(context["duty"]))
    except Refused:
        return None
    return views.headline(duty, turn.tr)


def _intro_done(turn: Turn, values: Given, context: Given) -> Html | None:
    """That it is late is said before it is reported, and not afterwards only."""
    head = _intro(turn, values, context)
    if head is None or not values.get("on"):
        return head
    shown = cards.done_on(turn.desk, int(context["duty"]), date.fromisoformat(values["on"]))
    return lines(head, views.done_late(shown, turn.tr))


def _heirs(turn: Turn, given: Given) -> Sequence[Choice]:
    """Agencies that may take a duty over, in the order of the tree; whoever owes it now is none of them."""
    owing = cards.of(turn.desk, int(given["duty"])).agency_id
    found = agencies.choices(turn.desk, Action.JUDGE_DUTY)
    return [of_names(a) for a in found if a.kind is not AgencyKind.COURT and a.id != owing]


_FILES = ("files", "paper_files", "letter_files")
"""Questions of the form that files answer, the copy to the bureau apart."""


def finish(turn: Turn, values: Given, context: Given) -> None:
    """办结: the form is confirmed."""
    proof = Proof(
        date.fromisoformat(values["on"]),
        values.get("letter") or values.get("archive") or values.get("number") or "",
        values.get("note") or "",
        tuple(one for name in _FILES for one in values.get(name) or ()),
        values.get("copy") or "",
        tuple(values.get("copy_files") or ()),
    )
    duty = acts.finish(turn.desk, int(context["duty"]), int(context["version"]), proof)
    _present(turn, duty.id or 0)


Decision = Callable[[Turn, int, int, Given], int]
"""(turn, duty, version, values of the form): the use case; returns the duty to show."""


def _decides(decide: Decision) -> Callable[[Turn, Given, Given], None]:
    def submit(turn: Turn, values: Given, context: Given) -> None:
        _present(turn, decide(turn, int(context["duty"]), int(context["version"]), values))

    return submit


def _send_back(turn: Turn, duty_id: int, version: int, values: Given) -> int:
    return acts.send_back(turn.desk, duty_id, version, values["reason"]).id or 0


def _dismisses(state: DutyState) -> Decision:
    def decide(turn: Turn, duty_id: int, version: int, values: Given) -> int:
        return decisions.dismiss(turn.desk, duty_id, version, state, values["reason"]).id or 0

    return decide


def _transfer(turn: Turn, duty_id: int, version: int, values: Given) -> int:
    return decisions.transfer(turn.desk, duty_id, version, int(values["agency"]), values["reason"]).id or 0


def _set_date(turn: Turn, duty_id: int, version: int, values: Given) -> int:
    day = date.fromisoformat(values["date"])
    return decisions.set_date(turn.desk, duty_id, version, day, values["reason"]).id or 0


def _reopen(turn: Turn, duty_id: int, version: int, values: Given) -> int:
    return decisions.reopen(turn.desk, duty_id, version, values["reason"]).id or 0
