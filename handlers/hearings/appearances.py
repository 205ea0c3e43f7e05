"""Who appears: naming, the leader's answers, the court's word, and what is recorded for a leader without Telegram."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html, lines
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AbsenceReason, AnswerVia, AppearanceState
from bot.domain.hall.topics import Notice
from bot.domain.hearings import forms as declared
from bot.domain.hearings.absences import PROVEN
from bot.domain.hearings.acts import CHANGES
from bot.domain.hearings.appearances import WHO_COMES, Absence
from bot.domain.hearings.topics import ASK, CARD, NAMED, OfAppearance, OfHearing
from bot.services.cases import files as stored_files
from bot.services.hall import access
from bot.services.hearings import (
    absences,
    answers,
    appearances,
    cards,
    certificates,
    naming,
    permissions,
    preparing,
    results,
    signatures,
)
from bot.services.hearings.naming import Whom
from bot.services.law import appearing
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import Subject
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.hearings import appearances as appearance_views
from bot.views.hearings import hearings as hearing_views
from bot.views.hearings import leaders as views
from bot.views.hearings import naming as naming_views

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """Buttons and forms. Every button carries the version it was shown with."""
    acts: dict[str, Callable[[Turn], None]] = {
        "ap.yes": lambda turn: _answer(turn, answers.attend),
        "ap.later": later,
        "ap.back": lambda turn: _answer(turn, answers.take_back),
        "ap.sig": signature,
        "ap.defect": defect,
        "ap.q": settle,
        "ap.qback": reopen,
        "ap.no": lambda turn: cannot(turn, forms),
        "ap.for": lambda turn: _form(turn, forms, declared.ANSWER_FOR.name),
        "ap.type": lambda turn: _form(turn, forms, declared.OTHER_LEADER.name),
    }
    for verb, act in acts.items():
        router.press(verb, act, of=APPEARANCE)
    router.press("ap.at", lambda turn: present(turn, turn.number()), sees=APPEARANCE.look)
    router.press("ap.decl", decline, of=APPEARANCE)
    router.press("ap.chg", change, of=APPEARANCE)
    router.press("ap.why", why, sees=APPEARANCE.look)
    router.press("ap.ready", ready, sees=APPEARANCE.look)
    router.press("ap.prep", prepared, sees=APPEARANCE.look)
    router.press("ap.proof", lambda turn: prove(turn, forms), of=APPEARANCE)
    router.press("ap.files", files, sees=APPEARANCE.look)
    forms.add(Bound(declared.OTHER_LEADER, submit_other, {}, _short, of=APPEARANCE))
    forms.add(Bound(declared.ANSWER_FOR, _submit_for(forms), {}, _now, of=APPEARANCE))
    forms.add(Bound(declared.ABSENCE, _submit_absence(forms), {"who": _entrustable}, _now, of=APPEARANCE))
    forms.add(Bound(declared.PROOF, submit_proof, {}, _now, of=APPEARANCE))


def present(turn: Turn, appearance_id: int) -> None:
    """The state as it is now: to the leader as an answer, to others as the card of the hearing or the case."""
    told = appearances.told(turn.desk, appearance_id)
    row = appearances.get(turn.desk, appearance_id)
    subject, shows = appearing.subject_of(row), OfAppearance(appearance_id)
    keeps = told.one.may_name or told.one.may_answer_for or cards.may_look_into(turn.desk, row.agency_id)
    if told.one.mine or not keeps:
        turn.show(views.ask(told.one, told.hearing, told.number, turn.tr), Notice(ASK, shows, subject))
    elif told.hearing is not None:
        card = hearing_views.card(told.hearing, turn.tr, focus=row.agency_id)
        turn.show(card, Notice(CARD, OfHearing(told.hearing.id, row.agency_id), subject))
    else:
        turn.show(views.named(told.one, None, told.number, turn.tr), Notice(NAMED, shows, subject))


def _seen(turn: Turn, appearance_id: int) -> None:
    """Whoever sees the agency's side; a leader who was relieved, by the very message that told of it."""
    if not appearances.was_asked(turn.desk, appearance_id, turn.incoming.chat_id, turn.incoming.message_id):
        appearances.visible(turn.desk, appearance_id)


APPEARANCE = Subject(
    "appearance",
    present,
    _seen,
    audited=lambda turn, number: appearing.subject_of(appearances.get(turn.desk, number)),
    words=CHANGES,
)


# -- naming somebody who is typed in ---------------------------------------------------------------------------------


def submit_other(turn: Turn, values: Given, context: Given) -> None:
    """A leader whom the roster does not know, typed in; the liaison passes the question on."""
    row = appearances.get(turn.desk, context["appearance"])
    named = access.may_name(turn.desk, row.agency_id)
    act = naming.name if named else naming.substitute
    whom = Whom(None, values["name"], values["post"], {"yes": True, "no": False}.get(str(values.get("in_charge"))))
    act(turn.desk, context["appearance"], context["version"], whom)
    present(turn, context["appearance"])


# -- answering ---------------------------------------------------------------------------------------------------


def _answer(turn: Turn, act: Callable[..., Any]) -> None:
    act(turn.desk, turn.number(0), turn.number(1))
    present(turn, turn.number(0))


def later(turn: Turn) -> None:
    row = answers.later(turn.desk, turn.number(0), turn.number(1))
    if row.answer_by is not None:
        turn.toast(turn.tr("You will be asked again. Please answer by {when}.", when=row.answer_by))


def decline(turn: Turn) -> None:
    """The leader proposed cannot take it over, before the court has permitted it."""
    permissions.decline(turn.desk, turn.number(0), turn.number(1))
    present(turn, turn.number(0))


def change(turn: Turn) -> None:
    """The answer can be changed until the hearing."""
    row = appearances.get(turn.desk, turn.number())
    appearances.require_concerned(turn.desk, row)
    if not appearances.is_leader(turn.desk, row) or row.state is AppearanceState.AWAITING_PERMISSION:
        present(turn, turn.number())
        return
    appearances.answerable(turn.desk, row)
    told = appearances.told(turn.desk, turn.number())
    turn.show(views.change(told.one, told.number, turn.tr))


def _form(turn: Turn, forms: Forms, name: str) -> None:
    row = appearances.get(turn.desk, turn.number(0), turn.number(1))
    appearances.require_concerned(turn.desk, row)
    appearances.answerable(turn.desk, row)
    # The card keeps its place: who cancels the form can go on from there.
    if cards.stands_on(turn.desk, turn.incoming.chat_id, turn.incoming.message_id):
        present(turn, turn.number(0))
    turn.beside()
    asks = name == declared.OTHER_LEADER.name and naming.asks_whether_in_charge(turn.desk, row.agency_id)
    known = {"ask_in_charge": True} if asks else {}
    forms.start(turn, name, known, {"appearance": turn.number(0), "version": turn.number(1)})


def cannot(turn: Turn, forms: Forms) -> None:
    """A procedure, not a choice: a liaison also says how the leader's word came."""
    row = appearances.get(turn.desk, turn.number(0), turn.number(1))
    own = appearances.is_on_duty(turn.desk, row) or signatures.is_principal(turn.desk, row.agency_id)
    if not own and not access.may_name(turn.desk, row.agency_id):
        raise NotAllowed
    appearances.answerable(turn.desk, row)
    values: Given = _absence_values(turn, row.agency_id, {} if own else {"proxy": True})
    # The question, or the card, keeps its buttons: who cancels the form can still answer otherwise.
    turn.beside()
    forms.start(turn, declared.ABSENCE.name, values, {"appearance": turn.number(0), "version": turn.number(1)})


def _absence_values(turn: Turn, agency_id: int, values: Given) -> Given:
    """Some rule books also want the consent of the government's principal leader: only then it is asked for."""
    return {**values, "consent_wanted": True} if absences.consent_wanted(turn.desk, agency_id) else values


def _entrustable(turn: Turn, given: Given) -> Sequence[Choice]:
    """Whose staff counts is said by the rule book; a lawyer alone is offered to be refused with its article."""
    row = appearances.get(turn.desk, int(given["appearance"]))
    codes = (*absences.entrustable(turn.desk, row.agency_id), "lawyer")
    return [Choice(code, WHO_COMES[code], translated=True) for code in codes]


def _submit_for(forms: Forms) -> Callable[[Turn, Given, Given], None]:
    def submit(turn: Turn, values: Given, context: Given) -> None:
        """A yes is recorded; a no goes on to the procedure, with the way it was heard kept."""
        if values["answer"] == "no":
            row = appearances.get(turn.desk, context["appearance"])
            known = _absence_values(turn, row.agency_id, {"proxy": True, "via": values["via"]})
            forms.start(turn, declared.ABSENCE.name, known, context)
            return
        via = AnswerVia(values["via"])
        answers.attend(turn.desk, context["appearance"], context["version"], via=via)
        present(turn, context["appearance"])

    return submit


def _submit_absence(forms: Forms) -> Callable[[Turn, Given, Given], None]:
    def submit(turn: Turn, values: Given, context: Given) -> None:
        """Reported. Where the hearing or the leader changed meanwhile, what was filled in is kept and checked anew."""
        appearance_id, via = context["appearance"], AnswerVia(values.get("via") or AnswerVia.SELF)
        version = appearances.get(turn.desk, appearance_id).version
        if version != context["version"] and _still_asked(turn, appearance_id):
            again = {"appearance": appearance_id, "version": version, "overtaken": True}
            forms.start(turn, declared.ABSENCE.name, values, again)
            return
        absences.report(turn.desk, appearance_id, context["version"], _absence(values), via=via)
        present(turn, appearance_id)

    return submit


def _still_asked(turn: Turn, appearance_id: int) -> bool:
    """Whether an absence may still be reported, now that the appearance has changed."""
    row = appearances.get(turn.desk, appearance_id)
    try:
        appearances.require_concerned(turn.desk, row)
        appearances.answerable(turn.desk, row)
    except Refused:
        return False
    return row.state is not AppearanceState.CANNOT


def _absence(values: Given) -> Absence:
    return Absence(
        reason=AbsenceReason(values["reason"]),
        note=values["note"],
        proof=values["proof"],
        who=values["who"],
        staff=values.get("staff") or "",
        counsel=values.get("counsel") or "",
        postponement=values["postponement"] == "yes",
        consent=values.get("consent") == "yes",
        files=tuple(values.get("files") or ()),
    )


def prove(turn: Turn, forms: Forms) -> None:
    """Proof that is ready only now, beside the card that it belongs to."""
    row = absences.attachable(turn.desk, turn.number())
    proven = row.absence.get("proof") in PROVEN
    turn.beside()
    forms.start(
        turn,
        declared.PROOF.name,
        {"proof": row.absence["proof"]} if proven else {},
        {"appearance": row.id, "version": row.version},
    )


def signature(turn: Turn) -> None:
    """The principal says whether the proof bears the own signature."""
    signatures.answer(turn.desk, turn.number(0), turn.number(1), signed=turn.arg(2) == "1")
    present(turn, turn.number(0))


def submit_proof(turn: Turn, values: Given, context: Given) -> None:
    given = tuple(values.get("files") or ())
    absences.attach(turn.desk, context["appearance"], given, str(values.get("proof") or ""))
    results.proof_came(turn.desk, context["appearance"])
    present(turn, context["appearance"])


def files(turn: Turn) -> None:
    """The proof of an absence, to those who may look into the agency's side of the hearing."""
    stored_files.send(turn.desk, About.APPEARANCE(turn.number()))


def settle(turn: Turn) -> None:
    """A coordinator answers what the rule books leave open."""
    results.settle(turn.desk, turn.number(0), turn.number(1), turn.arg(2), turn.arg(3))
    present(turn, turn.number(0))


def reopen(turn: Turn) -> None:
    """A coordinator takes an answer back: the question is asked again."""
    results.take_back(turn.desk, turn.number(0), turn.number(1), turn.arg(2))
    present(turn, turn.number(0))


# -- looking -----------------------------------------------------------------------------------------------------


def why(turn: Turn) -> None:
    """The grounds, with the articles, as a message of its own."""
    one = appearances.view(turn.desk, turn.number())
    row = appearances.get(turn.desk, turn.number())
    decision = appearing.decision_of(turn.desk, row, appearances.hearing_of(turn.desk, row))
    turn.say(views.why(one, decision, turn.tr))


def defect(turn: Turn) -> None:
    """The court asks to mend the identity certificate."""
    certificates.defect(turn.desk, turn.number(0), turn.number(1))
    turn.toast(turn.tr("Recorded. It must be mended before the hearing, or the leader counts as not having appeared."))
    present(turn, turn.number(0))


def ready(turn: Turn) -> None:
    appearances.ready(turn.desk, turn.number())
    turn.toast(turn.tr("Recorded."))


def prepared(turn: Turn) -> None:
    """One thing of the checklist is ready."""
    preparing.tick(turn.desk, turn.number(0), (turn.arg(1),))
    turn.toast(turn.tr("Recorded."))


def _short(turn: Turn, values: Given, context: Given) -> Html | None:
    """Above the form of a leader who is typed in: whoever that is, is not the principal of the roster."""
    one = appearances.told(turn.desk, context["appearance"]).one
    row = appearances.get(turn.desk, context["appearance"])
    wanted = appearing.wants_principal(row)
    replaced = naming.replaced_by(turn.desk, row, None)
    return lines(
        _now(turn, values, context),
        *(naming_views.means(replaced, values.get("name") or turn.tr("another leader"), turn.tr) if replaced else ()),
        *(appearance_views.grounds(one, turn.tr) if wanted else ()),
        appearance_views.deputy_means(turn.tr) if wanted else None,
    )


def _now(turn: Turn, values: Given, context: Given) -> Html | None:
    """What the form is about."""
    told = appearances.told(turn.desk, context["appearance"])
    about = hearing_views.facts(told.hearing, turn.tr) if told.hearing is not None else Html(told.number)
    return lines(views.overtaken(turn.tr) if context.get("overtaken") else None, about)
