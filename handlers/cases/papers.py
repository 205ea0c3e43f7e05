"""The form of a court paper: its choices, corrections in a line, and what is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.domain.cases import paper_values
from bot.domain.cases.cases import RETRIALS
from bot.domain.cases.paper_forms import PAPER
from bot.domain.cases.paper_names import ON_APPEAL_NAMES, ON_RETRIAL_NAMES, OUTCOME_NAMES
from bot.domain.cases.paper_reading import read_envelope
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import Choice, of_names, open_fields
from bot.domain.hall.message import Html, lines
from bot.domain.hall.terms import AgencyKind, PaperKind
from bot.domain.hearings.forms import HEARING
from bot.domain.reading.answers import choices_of, days_back
from bot.domain.reading.party_fields import NAMES_OTHER, NOT_OURS
from bot.domain.reading.several_fields import is_single
from bot.services.cases import candidates, cards, cases, linking, paper_acts, paper_filing, papers, short_numbers
from bot.services.hearings import reading as hearing_reading
from bot.telegram import form_queue
from bot.telegram.forms import Bound, Choices, Forms
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.cases import cases as case_views
from bot.views.cases import copies as copy_views
from bot.views.cases import paper_files as file_views
from bot.views.cases import papers as views
from bot.views.cases import parties as party_views
from bot.views.hall import whose
from handlers.cases import paper_files, paper_intake, series
from handlers.cases.paper_acts import RECORDED
from handlers.cases.showing import asks, show_card

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The form, and its button on the card of a case."""
    router.press("pa.new", lambda turn: of_case(turn, forms), sees=lambda turn: cases.visible(turn.desk, turn.number()))
    choices: dict[str, Choices] = {
        "number": _last_number,
        "several": series.rows,
        "agency": _agencies,
        "served_on": _days,
        "handling": _units,
        "on_appeal": _on_appeal,
        "stands": _stands,
        "original": _originals,
    }
    forms.add(
        Bound(
            PAPER,
            lambda turn, values, context: submit(turn, forms, values, context),
            choices,
            _intro,
            line=_more_in_line,
            identity="number",
            of=RECORDED,
            own=_is_of_it,
            also=lambda turn, values: paper_intake.noted(turn, turn.incoming.text, values),
            collects=lambda turn: not paper_intake.has_documents(turn),
            confirm=_confirm,
            both=_with_hearing,
        )
    )


def of_case(turn: Turn, forms: Forms) -> None:
    """From the card of a case, or of a hearing whose summons was pasted: number (and kind of paper) are known."""
    case = cases.visible(turn.desk, turn.number(0))
    kinds = [kind.value for kind in PaperKind if kind.value == turn.arg(1)]
    mine = [a for a in cases.agencies_of(turn.desk, case) if a.id in {b.id for b in papers.agencies_for(turn.desk)}]
    values: Given = {"number": case.number, **({"papers": kinds} if kinds else {}), **_received(turn)}
    if len(mine) == 1:
        values["agency"] = str(mine[0].id)
    turn.beside()
    forms.start(turn, PAPER.name, {**papers.plain_agency(turn.desk, ""), **values})


def _received(turn: Turn) -> Given:
    """The day that the pasted summons said, where the button carries it."""
    try:
        day = date.fromisoformat(turn.arg(2))
    except ValueError:
        return {}
    return {"served_on": day.isoformat()} if day <= turn.desk.today else {}


def _more_in_line(turn: Turn, given: Given, asked: str) -> Given | None:
    """A whole line typed where one thing was asked for, or a few words at the preview."""
    text, today = turn.incoming.text, turn.desk.today
    spoken = paper_values.said(text, today)
    if paper_values.is_other(given, spoken):
        return None
    if asked == "number" and not {"number", "several"} & spoken.keys():
        meant = short_numbers.answered(turn.desk, text)
        if meant:
            return meant
    if not asked:
        return paper_values.correction(given, spoken, text, today)
    fresh = paper_values.answer(given, spoken, asked)
    if fresh:
        named = str(spoken.get("named", ""))
        fresh |= {} if given.get("agency") else papers.plain_agency(turn.desk, named)
        fresh |= papers.question_of(turn.desk, {"body": named, **given, **fresh})
    return fresh


def _is_of_it(turn: Turn, given: Given, context: Given) -> bool:
    """A summons names a hearing, and is a paper of this case all the same; a line with a day and no hour is as well."""
    text, today = turn.incoming.text, turn.desk.today
    spoken = paper_values.said(text, today)
    ours = bool(spoken.get("papers")) or not read_envelope(text, today).names_hearing
    return ours and not paper_values.is_other(given, spoken)


# -- choices ---------------------------------------------------------------------------------------------------


def _last_number(turn: Turn, given: Given) -> Sequence[Choice]:
    """The cases that a text may mean; else the actor's open cases, the one first for which something came last."""
    if given.get("maybe"):
        return [Choice(number, number) for number in given["maybe"]]
    last, offered = cases.last_entered(turn.desk), candidates.opened(turn.desk)
    offered.sort(key=lambda one: last is None or one[0] != last.number)
    return [Choice(*one) for one in case_views.picked_from(offered)]


def _agencies(turn: Turn, given: Given) -> Sequence[Choice]:
    return [of_names(a) for a in papers.agencies_for(turn.desk)]


def _days(turn: Turn, given: Given) -> Sequence[Choice]:
    return days_back(turn.desk.today)


def _units(turn: Turn, given: Given) -> Sequence[Choice]:
    """The agency itself, not clear yet, or another unit."""
    fixed = [
        Choice("same", "the agency itself", translated=True),
        Choice("open", "not clear: ask the lead organ", translated=True),
        Choice("several", "several units: ask the lead organ", translated=True),
    ]
    others = [a for a in papers.agencies_for(turn.desk) if a.kind is not AgencyKind.GOVERNMENT]
    return [*fixed, *(of_names(a) for a in others if str(a.id) != given.get("agency"))]


def _on_appeal(turn: Turn, given: Given) -> Sequence[Choice]:
    """What a court of appeal, or of a retrial, may have made of the decision before."""
    retrial = {kind.value for kind in RETRIALS} & set(given.get("papers") or ())
    return choices_of(ON_RETRIAL_NAMES if retrial else ON_APPEAL_NAMES)


def _stands(turn: Turn, given: Given) -> Sequence[Choice]:
    """Where the decision before stands, what is on record of it comes first."""
    known = linking.decided(turn.desk, _original(turn, given)) if given.get("on_appeal") != "altered" else ""
    choices = choices_of(OUTCOME_NAMES)
    return sorted(choices, key=lambda choice: choice.value != known)


def _originals(turn: Turn, given: Given) -> Sequence[Choice]:
    """The case decided before as it is known, else the agency's cases in which there was an appeal."""
    known = _original(turn, given)
    if known:
        return [Choice(known, known)]
    agency = int(given["agency"]) if given.get("agency") else 0
    may = agency in {a.id for a in papers.agencies_for(turn.desk)}
    return [Choice(number, number) for number in linking.appealed_of(turn.desk, agency)] if may else []


def _original(turn: Turn, given: Given) -> str:
    """The number of the case decided before, as it was said now or with an earlier paper."""
    case = cases.found(turn.desk, str(given["number"])) if given.get("number") else None
    return str(given.get("original") or (case.original_number if case else ""))


# -- recording -------------------------------------------------------------------------------------------------


def submit(turn: Turn, forms: Forms, values: Given, context: Given) -> None:
    """The preview was confirmed: record, unless the same paper is there already and nobody said which it is."""
    if values.get("ours") == NOT_OURS:
        turn.show(whose.passed_over(str(values[NAMES_OTHER]), turn.tr))
        return
    asked = papers.question_of(turn.desk, values)
    if asked and not values.get("ours"):
        # The agency was chosen after the paper was read.
        forms.start(turn, PAPER.name, {**values, **asked}, context)
        return
    if not is_single(values):
        series.submit(turn, forms, values, context)
        return
    envelope = papers.envelope_of(values)
    replaced = int(context.get("replaces") or 0)
    known = papers.similar(turn.desk, envelope.number, envelope.agency_id, envelope.kinds)
    known = [paper for paper in known if paper.id != replaced]
    if known and values.get("again") == "same":
        turn.show(views.kept_same(envelope.number, turn.tr))
        return
    if known and values.get("again") != "another":
        # The same twice, or another one? The draft is kept with the question.
        forms.start(turn, PAPER.name, {**values, "duplicate": known[-1].id or 0}, context)
        return
    recorded = _record(turn, envelope, replaced, context)
    lacking = asks(turn, paper_filing.follow(turn.desk, [recorded]))
    case_id = recorded.case.id or 0
    if not cases.may(turn.desk, Action.SEE_CASE, recorded.case):
        turn.show(views.sent_by_court(cards.view(turn.desk, case_id), turn.tr))
        return
    show_card(turn, case_id, lacking)


def _confirm(turn: Turn, values: Given, context: Given) -> str:
    """Whether confirming reports the papers as well."""
    try:
        to = (
            ""
            if values.get("duplicate") or values.get("ours") == NOT_OURS
            else paper_filing.to_file_with(turn.desk, values)
        )
    except Refused:
        return PAPER.confirm
    return copy_views.confirms(to) if to else PAPER.confirm


def _record(turn: Turn, envelope: papers.Envelope, replaced: int, context: Given) -> papers.Recorded:
    """Record; with `replaced`, in place of a paper that was recorded wrongly."""
    if not replaced:
        return papers.record(turn.desk, envelope)
    return papers.replace(turn.desk, replaced, int(context["version"]), envelope, str(context["reason"]))


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    """What stands above the form: that the paper is there already, what it replaces, or what was assumed."""
    if values.get("duplicate"):
        return _duplicate(turn, int(values["duplicate"]))
    about = _about_parties(turn, values)
    unread = context.get("unread") if PaperKind.COMPLAINT_COPY not in (values.get("papers") or ()) else None
    said = views.not_recorded(unread, turn.tr) if unread else None
    arrives = views.counts_from_arrival(turn.tr) if context.get("announced") else None
    then = lines(_operative(turn, values, context), _then(turn, values, context)) or None
    wrong = Html(context["misspelt"]) if context.get("misspelt") and not values.get("number") else None
    of_files = paper_files.above(turn, values, context)
    so_far = _read_so_far(turn, values) if of_files and open_fields(PAPER, values) else None
    return lines(*of_files, so_far, wrong, said, about, arrives, then, _above(turn, values, context)) or None


def _read_so_far(turn: Turn, values: Given) -> Html | None:
    """What was read of the files, while the form asks for the rest."""
    agencies = {choice.value: choice.label for choice in _agencies(turn, values)}
    agency = agencies.get(str(values.get("agency")), "")
    return file_views.read_so_far(values.get("papers") or (), str(values.get("number") or ""), agency, turn.tr)


def _operative(turn: Turn, values: Given, context: Given) -> Html | None:
    """Where the outcome stands in the form or is asked for: what the decision itself says of it."""
    asked = {field.name for field in open_fields(PAPER, values)[:1]}
    proposed = context.get("proposed") or []
    if not context.get("operative") or not (
        asked & {"outcome", "on_appeal", "stands"} or not open_fields(PAPER, values)
    ):
        return None
    taken = len(proposed) == 1 and proposed[0] in (values.get("outcome"), values.get("on_appeal"))
    return views.operative(str(context["operative"]), turn.tr, taken=taken)


def _then(turn: Turn, values: Given, context: Given) -> Html | None:
    """In the preview, that the hearing which the text names as well is not forgotten."""
    if not context.get("then") or open_fields(PAPER, values):
        return None
    when = datetime.fromisoformat(str(context["then"]))
    place = _hearing_of(context).get("place") if _with_hearing(turn, values, context) else None
    return views.hearing_follows(when if when.tzinfo else when.date(), place, turn.tr)


def _hearing_of(context: Given) -> Given:
    """What the first that waits says, where it is a hearing that was sent with the paper and reads without a doubt."""
    one = next(iter(form_queue.split(context)[1]), None)
    return one["values"] if one and one["form"] == HEARING.name and not one["context"].get("notes") else {}


def _with_hearing(turn: Turn, values: Given, context: Given) -> str:
    """Both are confirmed by one tap where all that the hearing's own preview would show, or ask, stands above: its time
    and place in the same case, about which nothing is odd."""
    said = _hearing_of(context) if context.get("then") and is_single(values) and not values.get("duplicate") else {}
    if not (said.get("when") and said.get("place") and is_single(said)) or set(said) & _SHOWN_ALONE:
        return ""
    same = said.get("number", values.get("number")) == values.get("number")
    gone, odd = hearing_reading.odd(turn.desk, said)
    return "Record with the hearing" if same and not gone and not odd else ""


_SHOWN_ALONE = frozenset({NAMES_OTHER, "online", "closed", "session"})
"""What a hearing's own preview shows, or asks about, and that of a paper does not."""


def _about_parties(turn: Turn, values: Given) -> Html | None:
    """Whose the paper is by its own words; what it says otherwise than is recorded; whom nobody here works for."""
    if not values.get("agency"):
        return None
    try:
        seen = papers.seen_parties(turn.desk, values)
    except Refused:
        return None
    return lines(
        whose.names_another(str(values[NAMES_OTHER]), seen.agency, turn.tr) if values.get(NAMES_OTHER) else None,
        party_views.not_listed(seen.unlisted, turn.tr) if seen.unlisted else None,
        party_views.stays(seen.differing, turn.tr) if seen.differing else None,
    )


def _above(turn: Turn, values: Given, context: Given) -> Html | None:
    short = short_numbers.taken_for(values)
    if short:
        return case_views.taken_for(*short, turn.tr)
    which = case_views.which_case(values, turn.tr) if is_single(values) and not values.get("number") else None
    if which is not None:
        return which
    if context.get("trouble") and not values.get("served_on"):
        return Html(context["trouble"])
    return views.replaces(turn.tr) if context.get("replaces") else None


def _duplicate(turn: Turn, paper_id: int) -> Html | None:
    try:
        return views.duplicate(paper_acts.view_of(turn.desk, paper_id), turn.tr)
    except Refused:
        return None
