"""Who appears: the question to the leader, where an agency stands, and the buttons that go with it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.cases import mask_name
from bot.domain.hall.message import COPY_LENGTH, Button, Copy, Html, bold, html, lines, plain, tap
from bot.domain.hall.names import VIAS
from bot.domain.hall.terms import AnswerVia, AppearanceState
from bot.domain.hearings.acts import POSTPONEMENTS, VIEWS
from bot.domain.hearings.appearances import PROOFS, REASONS
from bot.domain.hearings.hearings import AbsenceView, AppearanceView, HearingLine, HearingView, Question
from bot.domain.law.appearing_words import APPEARANCE_MESSAGES
from bot.domain.law.explanations import Step, render
from bot.domain.reading.court_texts import says_online
from bot.texts import Translator
from bot.views.hall.where import place_of

S = AppearanceState
STRENGTHS: dict[str, str] = {
    "hard": "A leader must appear here without fail.",
    "principal": "The principal leader must appear here.",
    "ask": "Whether this agency owes a leader is still open.",
    "none": "No leader need appear here.",
}
_ANSWERS: dict[str, str] = {
    "yes": "Yes",
    "no": "No",
    "us": "This agency",
    "other": "The other agency",
    "both": "Both",
    "accepted": "Court accepts the reason",
    "rejected": "Court rejects it",
}


def called(name: str, post: str, tr: Translator) -> str:
    """A leader with the post: 张明副局长, Zhang Ming (副局长)."""
    if not post:
        return name
    return f"{name}{post}" if tr.chinese else f"{name} ({post})"


def addressed(name: str, post: str, tr: Translator) -> str:
    """How a leader is addressed: 张副局长."""
    if not tr.chinese or not post or name[:1].isascii():
        return name
    return f"{mask_name(name).removesuffix('某某')}{post}"


# -- where an agency stands --------------------------------------------------------------------------------------


def line(one: AppearanceView, tr: Translator) -> Html:
    """An agency and its leader on a card."""
    strength = tr(STRENGTHS[one.strength]) if one.strength in STRENGTHS else None
    if one.needs_nobody and not one.leader:
        return tr("{agency}: {state}", agency=bold(one.agency), state=tr("no leader need appear"))
    questions = [Html("？") + Html(q) for q in render([q.sentence for q in one.questions], tr, APPEARANCE_MESSAGES)]
    return lines(
        tr("{agency}: {state}", agency=bold(one.agency), state=state(one, tr)), strength, *questions, _detail(one, tr)
    )


def state(one: AppearanceView, tr: Translator) -> Html:
    """Where it stands, in one clause."""
    who = called(one.leader, one.post, tr)
    if one.leader_left:
        return tr("{leader} has left the post; another leader must be named", leader=who)
    match one.state:
        case S.UNNAMED:
            return tr("nobody is named yet")
        case S.ASKED:
            return tr("{leader} is asked, no answer yet", leader=who)
        case S.CONFIRMED:
            return tr("{leader} will appear (confirmed)", leader=who)
        case S.AWAITING_PERMISSION:
            return tr("{leader} instead of {other}, if the court permits", leader=who, other=one.replaced)
        case S.CANNOT:
            return tr("no leader can appear")
        case _:
            return tr("settled")


def is_past(one: AppearanceView, tr: Translator) -> bool:
    """Whether the day of the answer has gone by."""
    return bool(one.answer_by and tr.today and one.answer_by.astimezone(tr.zone).date() < tr.today)


def _detail(one: AppearanceView, tr: Translator) -> Html | None:
    if one.state is S.ASKED and one.answer_by is not None:
        if is_past(one, tr):
            return tr("The answer was due by {when} and has not come.", when=one.answer_by)
        return tr("An answer is asked for by {when}.", when=one.answer_by)
    told = None
    if one.answered_via in VIAS and one.answered_at is not None:
        how = {"who": one.answered_by, "how": tr(VIAS[one.answered_via]), "when": one.answered_at}
        told = (
            tr("Answered for {leader} by {who} ({how}) on {when}.", leader=one.leader, **how)
            if one.leader
            else tr("Recorded by {who} ({how}) on {when}.", **how)
        )
    return lines(told, absence(one.absence, tr) if one.absence else None) or None


def absence(told: AbsenceView, tr: Translator) -> Html:
    """Why no leader comes, and what is still missing of a valid absence: each thing once."""
    parts = [one for one in told.missing if one.code not in implied(told.missing)]
    awaited = any(one.code == "part_court_pending" for one in parts)
    said = [tr(VIEWS[told.court_view]) if told.court_view in VIEWS and not awaited else None]
    said.append(tr(POSTPONEMENTS[told.postponement]) if told.postponement != "none" else None)
    missing = [str(s) for s in render(parts, tr, APPEARANCE_MESSAGES)]
    also = [one for one in said if one]
    return lines(
        tr("Reason: {reason}", reason=tr(REASONS[told.reason])) + html(f"（{told.note}）" if told.note else ""),
        tr("Proof: {proof}", proof=tr(PROOFS.get(told.proof, PROOFS["none"]))),
        tr("Staff entrusted: {names}", names=told.staff),
        tr("Counsel: {names}", names=told.counsel) if told.counsel else None,
        html("；" if tr.chinese else "; ").join(also) if also else None,
        tr("Still missing for a valid absence:") if missing else tr("Every part of a valid absence is there."),
        *(Html(f"· {one}") for one in missing),
    )


def implied(missing: Sequence[Step]) -> frozenset[str]:
    """Parts of a valid absence that need not be named, as a greater one is missing."""
    codes = {one.code for one in missing}
    found: set[str] = set()
    if "part_proof" in codes:
        found |= {"part_seal", "part_before"}
    if "part_reason" in codes:
        found |= {"part_proof", "part_seal", "part_before", "part_court_pending"}
    return frozenset(found)


def brief(one: HearingLine, tr: Translator) -> Html:
    """An agency's leader in a list of hearings."""
    who = called(one.leader, one.post, tr)
    if one.came is not None:
        return tr("✓ {leader}", leader=who) if one.came else tr("✗ no leader appeared")
    if one.strength == "none":
        return tr("no leader need appear")
    match one.state:
        case S.CONFIRMED:
            return tr("✓ {leader}", leader=who)
        case S.ASKED | S.AWAITING_PERMISSION:
            return tr("? {leader}, not confirmed", leader=who)
        case S.CANNOT:
            return tr("✗ no leader can appear")
        case S.CLOSED:
            return html("—")
        case _:
            return tr("? nobody is named yet")


def buttons(one: AppearanceView, view: HearingView | None, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    """What the reader may do about an appearance that is still to come."""
    if one.state is S.CLOSED:
        return ()
    if one.mine and one.state in (S.ASKED, S.UNNAMED) and not one.needs_nobody:
        return answers(one, tr)
    rows: list[tuple[Button, ...]] = []
    if one.may_settle:
        rows += settling(one.id, one.version, one.questions, tr)
    if one.mine:
        rows.append((tap(tr("Change the answer"), "ap.chg", one.id),))
    if one.state is S.AWAITING_PERMISSION and (one.may_name or one.mine):
        rows.append(permission_buttons(one, tr))
    if one.state is S.CANNOT and one.may_answer_for:
        rows += _court_buttons(one, tr)
    if one.may_name:
        rows.append(_naming(one, tr))
    if one.may_answer_for and one.state is S.ASKED and not one.mine:
        rows.append(_for(one, view, tr))
    by_proxy = one.answered_via not in (None, AnswerVia.SELF) and one.state in (S.CONFIRMED, S.CANNOT)
    if by_proxy and one.may_answer_for and not one.mine:
        rows.append((tap(tr("Take the recorded answer back"), "ap.back", one.id, one.version),))
    return tuple(rows)


def _naming(one: AppearanceView, tr: Translator) -> tuple[Button, ...]:
    label = tr("Change the leader") if one.leader else tr("Name the leader who appears")
    found: tuple[Button, ...] = (tap(label, "ap.who", one.id, one.version),)
    if one.state is not S.CANNOT:
        found += (tap(tr("No leader can appear"), "ap.no", one.id, one.version),)
    return found


def _for(one: AppearanceView, view: HearingView | None, tr: Translator) -> tuple[Button, ...]:
    return (
        tap(tr("Answer for the leader"), "ap.for", one.id, one.version),
        Copy(str(tr("Copy the text for other channels")), relay(one, view, tr)),
    )


def settling(
    appearance_id: int, version: int, questions: Sequence[Question], tr: Translator
) -> list[tuple[Button, ...]]:
    """A row of answers for each open question that a button can answer."""
    return [
        tuple(tap(tr(_ANSWERS[a]), "ap.q", appearance_id, version, question.fact, a) for a in question.answers)
        for question in questions
        if question.fact
    ]


def permission_buttons(one: AppearanceView, tr: Translator) -> tuple[Button, ...]:
    return (
        tap(tr("The court permits it"), "ap.perm", one.id, one.version, 1),
        tap(tr("The court refuses"), "ap.perm", one.id, one.version, 0),
    )


def proof_buttons(one: AppearanceView, tr: Translator) -> tuple[Button, ...]:
    """To attach proof of an absence, and to see what was attached."""
    found: tuple[Button, ...] = (tap(tr("Attach proof"), "ap.proof", one.id),)
    if one.absence is not None and one.absence.files:
        found += (tap(tr("Show the proof ({n})", n=one.absence.files), "ap.files", one.id),)
    return found


def _court_buttons(one: AppearanceView, tr: Translator) -> list[tuple[Button, ...]]:
    told = one.absence
    if told is None:
        return []
    rows: list[tuple[Button, ...]] = [proof_buttons(one, tr)]
    if any(step.code == "part_consent" for step in told.missing):
        consents = tap(tr("Government's principal consents"), "ap.abs", one.id, one.version, "consent", 1)
        rows.append((consents,))
    if told.court_view == "pending":
        rows.append(
            (
                tap(tr("Court accepts the reason"), "ap.abs", one.id, one.version, "court_view", "accepted"),
                tap(tr("Court rejects it"), "ap.abs", one.id, one.version, "court_view", "rejected"),
            )
        )
    if told.proof not in ("sealed", "signed"):
        rows.append(
            (
                tap(tr("Proof is sealed"), "ap.abs", one.id, one.version, "proof", "sealed"),
                tap(tr("Principal has signed it"), "ap.abs", one.id, one.version, "proof", "signed"),
            )
        )
    if told.postponement == "asked":
        rows.append(
            (
                tap(tr("Postponement granted"), "ap.abs", one.id, one.version, "postponement", "granted"),
                tap(tr("Postponement refused"), "ap.abs", one.id, one.version, "postponement", "refused"),
            )
        )
    return rows


# -- the question to the leader ----------------------------------------------------------------------------------


def answers(one: AppearanceView, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    """The four answers."""
    return (
        (
            tap(tr("I will appear"), "ap.yes", one.id, one.version),
            tap(tr("Another leader will"), "ap.sub", one.id, one.version),
        ),
        (
            tap(tr("I cannot appear"), "ap.no", one.id, one.version),
            tap(tr("Answer later"), "ap.later", one.id, one.version),
        ),
    )


def occasion(view: HearingView | None, tr: Translator) -> Html:
    """Where and when, in a sentence to a leader."""
    if view is None:
        return tr(
            "your agency is sued; the hearing has no date yet. You are asked to appear as its responsible leader."
        )
    place = place_of(view, tr, unknown="")
    if view.online and (not view.place or says_online(view.place)):
        return tr(
            "your agency is sued; the hearing is held online on {when}. You are asked to appear as its responsible "
            "leader.",
            when=view.starts_at,
        )
    if not place:
        return tr(
            "your agency is sued; the hearing is on {when}. You are asked to appear as its responsible leader.",
            when=view.starts_at,
        )
    return tr(
        "your agency is sued; the hearing is on {when}, {place}. You are asked to appear as its responsible leader.",
        when=view.starts_at,
        place=place,
    )


def relay(one: AppearanceView, view: HearingView | None, tr: Translator) -> str:
    """The question as a text for other channels: short enough to copy, and without the plaintiff."""
    contact = f"{one.liaison} {one.liaison_phone}".strip() or one.agency
    number = view.number if view else ""
    parts = [
        str(tr("【Appearance in court】")),
        str(tr("{leader}: {text}", leader=addressed(one.leader, one.post, tr), text=occasion(view, tr))),
        number,
        str(tr("Please answer by {when} to {contact}.", when=one.answer_by, contact=contact) if one.answer_by else ""),
    ]
    gap = "" if tr.chinese else " "
    return plain(Html(gap.join(p for p in parts if p)))[:COPY_LENGTH]
