"""The parties of a case: their page, the answers to what the rule books ask, and the forms that correct them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.cases import party_forms as declared
from bot.domain.cases.cases import PartyView
from bot.domain.cases.parties import Ground, PartiesView
from bot.domain.cases.topics import PARTIES, OfParties
from bot.domain.hall.errors import Missing, Refused
from bot.domain.hall.forms import Choice, of_names
from bot.domain.hall.message import Html, Message, lines, plain
from bot.services.cases import party_acts, party_answers, party_cards
from bot.telegram.forms import Bound, Choices, Forms
from bot.telegram.outdated import Subject
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.cases import parties as views
from handlers.cases.showing import CASE

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The page, its buttons, the forms, the topic."""
    router.press("pt", lambda turn: show(turn, turn.number(0), turn.number(1)), sees=CASE.look)
    router.press("pt.at", beside, sees=CASE.look)
    router.press("pt.q", answer, of=PAGE, sees=_case_and_agency)
    router.press("pt.back", take_back, of=PAGE, sees=_case_and_agency)
    router.press("pt.add", lambda turn: _begin(turn, forms, declared.ADD.name, {}), of=PAGE)
    router.press("pt.fix", lambda turn: begin_fix(turn, forms), of=PAGE)
    router.press("pt.pl", lambda turn: begin_plaintiffs(turn, forms), of=PAGE)
    router.press("pt.rev", lambda turn: begin_review(turn, forms), of=PAGE)
    router.press("pt.who", lambda turn: begin_who(turn, forms), of=PAGE)
    candidates: dict[str, Choices] = {"agency": _candidates}
    sued: dict[str, Choices] = {"agencies": _sued}
    forms.add(Bound(declared.ADD, add, candidates, _new_intro, of=PAGE))
    forms.add(Bound(declared.FIX, fix, {}, _fix_intro, of=PAGE))
    forms.add(Bound(declared.PLAINTIFFS, submit_plaintiffs, {}, _intro, of=PAGE))
    forms.add(Bound(declared.RECONSIDERATION, submit_review, {}, _intro, of=PAGE))
    forms.add(Bound(declared.WHO, submit_who, sued, _who_intro, of=PAGE))
    router.topic(PARTIES, told)


def _case_and_agency(turn: Turn) -> None:
    """The agency of the question is a party of the case; a question about the case itself names none."""
    shown = party_cards.view(turn.desk, turn.number(0))
    if turn.number(1) not in {0, *(one.agency_id for one in shown.parties)}:
        raise Missing


def show(turn: Turn, case_id: int, page: int = 0) -> None:
    """The page of the parties, in place of what was pressed."""
    turn.show(views.page(party_cards.view(turn.desk, case_id), turn.tr, page))


PAGE: Subject = replace(CASE, show=show)


def beside(turn: Turn) -> None:
    """The page beside the digest, which stays."""
    turn.beside()
    show(turn, turn.number())


# -- what the rule books ask ---------------------------------------------------------------------------------------


def answer(turn: Turn) -> None:
    """Case, agency, fact, answer."""
    party_answers.settle(turn.desk, turn.number(0), turn.number(1), turn.arg(2), turn.arg(3))
    turn.toast(plain(turn.tr("Noted. It can be taken back under “Parties”.")))
    show(turn, turn.number(0))


def take_back(turn: Turn) -> None:
    """Case, agency, fact."""
    party_answers.take_back(turn.desk, turn.number(0), turn.number(1), turn.arg(2))
    turn.toast(plain(turn.tr("Taken back; it is asked again.")))
    show(turn, turn.number(0))


# -- beginning -----------------------------------------------------------------------------------------------------


def _begin(turn: Turn, forms: Forms, form: str, values: Given, **context: Any) -> None:
    shown = party_cards.correctable(turn.desk, turn.number(0), turn.number(1))
    turn.beside()
    forms.start(turn, form, values, {"case": shown.case_id, "version": shown.version, **context})


def begin_fix(turn: Turn, forms: Forms) -> None:
    shown = party_cards.correctable(turn.desk, turn.number(0), turn.number(1))
    party = party_cards.party_of(shown, turn.number(2))
    _begin(turn, forms, declared.FIX.name, {}, body=_body(party))


def _body(party: PartyView) -> str:
    return party.name if party.is_outside else str(party.agency_id)


def begin_plaintiffs(turn: Turn, forms: Forms) -> None:
    shown = party_cards.correctable(turn.desk, turn.number(0), turn.number(1))
    known = bool(shown.plaintiff or shown.plaintiff_count > 1 or shown.procuratorate)
    _begin(turn, forms, declared.PLAINTIFFS.name, {"changing": True} if known else {})


def begin_review(turn: Turn, forms: Forms) -> None:
    shown = party_cards.correctable(turn.desk, turn.number(0), turn.number(1))
    _begin(turn, forms, declared.RECONSIDERATION.name, {"changing": True} if shown.review else {})


def begin_who(turn: Turn, forms: Forms) -> None:
    shown = party_cards.correctable(turn.desk, turn.number(0), turn.number(1))
    _begin(turn, forms, declared.WHO.name, {"changing": True} if shown.answers else {})


# -- in the forms --------------------------------------------------------------------------------------------------


def _shown(turn: Turn, context: Given) -> PartiesView | None:
    try:
        return party_cards.view(turn.desk, int(context["case"]))
    except Refused:
        return None


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    shown = _shown(turn, context)
    return turn.tr("【Case】{number}", number=shown.number) if shown else None


def _new_intro(turn: Turn, values: Given, context: Given) -> Html | None:
    """A name that nobody here works for is kept, which is said before it counts."""
    name = str(values.get("agency") or "")
    head = _intro(turn, values, context)
    if head is None or not name or party_cards.known_by_name(turn.desk, int(context["case"]), name):
        return head
    return lines(head, views.not_listed([name], turn.tr))


def _fix_intro(turn: Turn, values: Given, context: Given) -> Html | None:
    shown = _shown(turn, context)
    party = next((one for one in shown.parties if _body(one) == context["body"]), None) if shown else None
    return lines(_intro(turn, values, context), views.one(party, turn.tr)) if party else _intro(turn, values, context)


def _who_intro(turn: Turn, values: Given, context: Given) -> Html | None:
    shown = _shown(turn, context)
    if shown is None:
        return None
    agreed = values.get("ground") == Ground.AGREEMENT.value
    ignored = agreed and not party_cards.agreement_counts(turn.desk, shown)
    return lines(_intro(turn, values, context), views.by_rule(ignored, turn.tr))


def _candidates(turn: Turn, given: Given) -> Sequence[Choice]:
    return [of_names(one) for one in party_cards.candidates(turn.desk, int(given["case"]))]


def _sued(turn: Turn, given: Given) -> Sequence[Choice]:
    shown = party_cards.view(turn.desk, int(given["case"]))
    return [Choice(_body(one), one.name, names=(one.name,)) for one in shown.sued]


# -- recording -----------------------------------------------------------------------------------------------------


def add(turn: Turn, values: Given, context: Given) -> None:
    party_acts.add(turn.desk, *_about(context), str(values["agency"]), values["capacity"], values.get("reason") or "")
    show(turn, int(context["case"]))


def fix(turn: Turn, values: Given, context: Given) -> None:
    party_acts.fix(turn.desk, *_about(context), str(context["body"]), values["capacity"], values["reason"])
    show(turn, int(context["case"]))


def submit_plaintiffs(turn: Turn, values: Given, context: Given) -> None:
    """The name, the number, or whether a procuratorate sues: what was chosen."""
    kind = values.get("kind")
    party_acts.plaintiffs(
        turn.desk,
        *_about(context),
        name=values.get("name"),
        count=values.get("count"),
        procuratorate=None if kind is None else kind == "yes",
        reason=values.get("reason") or "",
    )
    show(turn, int(context["case"]))


def submit_review(turn: Turn, values: Given, context: Given) -> None:
    party_acts.reconsidered(turn.desk, *_about(context), values["review"], values.get("reason") or "")
    show(turn, int(context["case"]))


def submit_who(turn: Turn, values: Given, context: Given) -> None:
    party_acts.appear(
        turn.desk, *_about(context), values.get("agencies") or [], values["ground"], values.get("reason") or ""
    )
    show(turn, int(context["case"]))


def _about(context: Given) -> tuple[int, int]:
    return int(context["case"]), int(context["version"])


# -- what is said without being asked ------------------------------------------------------------------------------


def told(scene: Scene[OfParties]) -> Message:
    """What is another now; it stays true of that moment."""
    return views.changed(scene.payload, scene.tr)
