"""Who appears: the question to the leader, where an agency stands, and the buttons that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.cases.cases import mask_name
from bot.domain.hall.message import COPY_LENGTH, Button, Copy, Html, bold, fold, html, lines, plain, tap
from bot.domain.hall.names import REVIEWS, VIAS
from bot.domain.hall.terms import AnswerVia, AppearanceState
from bot.domain.hearings.acts import QUESTION_SETTLED
from bot.domain.hearings.hearings import AppearanceView, HearingLine, HearingView, Question
from bot.domain.law.appearing_words import APPEARANCE_MESSAGES
from bot.domain.law.explanations import Named, Step, render, step
from bot.domain.law.verdicts import Ground
from bot.domain.reading.places import without_code
from bot.texts import Translator
from bot.views.hearings import excuses
from bot.views.hearings.occasions import occasion

S = AppearanceState
STRENGTHS: dict[str, str] = {
    "hard": "A leader must appear here without fail.",
    "principal": "The principal leader must appear here.",
    "ask": "Whether this agency owes a leader is still open.",
    "none": "No leader need appear here.",
}
_ANSWERS: dict[str, str] = {
    **REVIEWS,
    "yes": "Yes",
    "no": "No",
    "us": "This agency",
    "other": "The other agency",
    "both": "Both",
    "accepted": "Court accepts the reason",
    "rejected": "Court rejects it",
    "permitted": "The court has permitted it",
    "refused": "The court has not permitted it",
}


def called(name: str, post: str, tr: Translator) -> str:
    """A leader with the post: 张明副局长, 张明 (deputy director)."""
    return tr.called(name, post)


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
        free = tr("{agency}: {state}", agency=bold(one.agency), state=tr("no leader need appear"))
        return lines(free, *grounds(one, tr), *_questions(one, tr))
    return lines(
        tr("{agency}: {state}", agency=bold(one.agency), state=state(one, tr)),
        strength,
        *grounds(one, tr),
        *remarks(one, tr),
        *_questions(one, tr),
        _detail(one, tr),
    )


def short(one: AppearanceView, tr: Translator) -> Html:
    """An agency and its leader in one line."""
    free = one.needs_nobody and not one.leader
    return tr(
        "{agency}: {state}", agency=bold(one.agency), state=tr("no leader need appear") if free else state(one, tr)
    )


def open_words(one: AppearanceView, tr: Translator) -> list[Html]:
    """What must be known of it at once: until when an answer is asked for, what nobody has said yet."""
    due = None if one.needs_nobody and not one.leader else _due(one, tr)
    return [*([due] if due else []), *(asked(one.agency, question.sentence, tr) for question in one.questions)]


def explained(one: AppearanceView, tr: Translator) -> list[Html]:
    """Why it stands so, what was answered, and what is missing of an absence."""
    said = [answered(one.agency, fact, value, tr) for fact, value in one.answers]
    if one.needs_nobody and not one.leader:
        return [*grounds(one, tr), *said]
    strength = [tr(STRENGTHS[one.strength])] if one.strength in STRENGTHS else []
    told = _told(one, tr) if _due(one, tr) is None else None
    return [*strength, *grounds(one, tr), *remarks(one, tr), *said, *([told] if told else [])]


def stands(one: AppearanceView, tr: Translator) -> Html:
    """Where an agency stands, what is open about it, and until when an answer is asked for: no reasons."""
    return lines(
        tr("{agency}: {state}", agency=bold(one.agency), state=state(one, tr)), *_questions(one, tr), _detail(one, tr)
    )


def basis(one: AppearanceView, tr: Translator) -> Html | None:
    """Whom the rules ask for and why, and what is to be known of the leader: folded, as all reasons are."""
    must = tr(STRENGTHS[one.strength]) if one.strength in STRENGTHS else None
    said = lines(must, *grounds(one, tr), *remarks(one, tr))
    return fold(said) if said else None


def reasons(one: AppearanceView, tr: Translator) -> Html | None:
    """The same where it is said already whom the rules ask for."""
    said = lines(*grounds(one, tr), *remarks(one, tr))
    return fold(said) if said else None


def _questions(one: AppearanceView, tr: Translator) -> list[Html]:
    """What is open, and what was answered, with the agency's name."""
    open_ones = [asked(one.agency, question.sentence, tr) for question in one.questions]
    return open_ones + [answered(one.agency, fact, value, tr) for fact, value in one.answers]


def grounds(one: AppearanceView, tr: Translator) -> list[Html]:
    """What the strength rests on, each with its place in the texts: 本年度第一件开庭审理的案件（…一（一））."""
    return [Html("· ") + _ground(ground, tr) for ground in one.grounds]


def _ground(one: Ground, tr: Translator) -> Html:
    """The rule's own title; where a sentence is needed to understand it, that."""
    if one.code in ("principal", "hard"):
        said = html(one.zh if tr.chinese else one.en)
    else:
        title = {"title": Named(one.zh, one.en)} if one.zh else {}
        said = Html(render([step(one.code, **title)], tr, APPEARANCE_MESSAGES)[0])
    if not one.cite:
        return said
    return said + html(f"（{one.cite}）" if tr.chinese else f" ({one.cite_en or one.cite})")


def remarks(one: AppearanceView, tr: Translator) -> list[Html]:
    """What is to be known of the leader who is named: not the principal, or not in charge of the matter."""
    found = [deputy_means(tr)] if one.deputy else []
    if one.in_charge is False and one.leader:
        who = called(one.leader, one.post, tr)
        found.append(tr("Remark: {leader} is not in charge of the matter, or may not settle it.", leader=who))
    return found


def deputy_means(tr: Translator) -> Html:
    """What it means that another leader comes where the rule asks for the principal."""
    return tr(
        "The rule asks for the principal leader. If another leader comes, that counts as a leader's appearance, but "
        "not as the principal's: unless the court accepts a reason of the principal, the principal's duty counts as "
        "missed."
    )


def asked(agency: str, sentence: Step, tr: Translator) -> Html:
    """？县自然资源局：…？ Whose question it is stands with it, for two agencies may share a card."""
    [question] = render([sentence], tr, APPEARANCE_MESSAGES)
    return Html("？") + tr("{agency}: {state}", agency=agency, state=Html(question))


def answered(agency: str, fact: str, value: str, tr: Translator) -> Html:
    """What somebody has answered about an agency."""
    field = QUESTION_SETTLED.fields[fact]
    said = tr(field.label, value=tr(field.terms[value]) if value in field.terms else value)
    return Html("✓ ") + tr("{agency}: {state}", agency=agency, state=said)


def answer_label(agency: str, answer: str, tr: Translator) -> str:
    """县政府：是. No two agencies on one card share a button's words."""
    return plain(tr("{agency}: {state}", agency=agency, state=tr(_ANSWERS[answer])))


def state(one: AppearanceView, tr: Translator) -> Html:
    """Where it stands, in one clause."""
    who = called(one.leader, one.post, tr)
    if one.leader_left:
        return tr("{leader} has left the post; another leader must be named", leader=who)
    match one.state:
        case S.UNNAMED if one.left:
            return tr("{leader} has left the post; another leader must be named", leader=one.left)
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
    return _due(one, tr) or _told(one, tr)


def _due(one: AppearanceView, tr: Translator) -> Html | None:
    """What somebody has still to do about it."""
    if one.absence is not None and one.absence.court_view == "rejected" and one.state is not S.CANNOT:
        return tr("The court does not accept the reason given; a leader must appear.")
    if one.state is S.AWAITING_PERMISSION:
        return tr("Until the court's permission is recorded, {other} stays on duty.", other=one.replaced)
    if one.state is S.ASKED and one.answer_by is not None:
        if is_past(one, tr):
            return tr("The answer was due by {when} and has not come.", when=one.answer_by)
        return tr("An answer is asked for by {when}.", when=one.answer_by)
    return None


def _told(one: AppearanceView, tr: Translator) -> Html | None:
    """How the answer came, and why no leader comes."""
    told = None
    if one.answered_via in VIAS and one.answered_at is not None:
        how = {"who": one.answered_by, "how": tr(VIAS[one.answered_via]), "when": one.answered_at}
        told = (
            tr("Answered for {leader} by {who} ({how}) on {when}.", leader=one.leader, **how)
            if one.leader
            else tr("Recorded by {who} ({how}) on {when}.", **how)
        )
    return lines(told, excuses.absence(one.absence, tr) if one.absence else None) or None


def brief(one: HearingLine, tr: Translator) -> Html:
    """An agency's leader in a list of hearings; that a rule asks for the principal is said where another is named."""
    said = _brief(one, tr)
    return tr("{leader}; the rule asks for the principal leader", leader=said) if one.deputy else said


_NOBODY: dict[str, str] = {
    "principal": "? nobody is named yet; the principal leader must appear",
    "ask": "? nobody is named yet; whether a leader is owed is open",
}


def _brief(one: HearingLine, tr: Translator) -> Html:
    who = called(one.leader, one.post, tr)
    if one.came is not None:
        return tr("✓ {leader}", leader=who) if one.came else tr("✗ no leader appeared")
    if one.strength == "none":
        return tr("no leader need appear")
    match one.state:
        case S.CONFIRMED:
            return tr("✓ {leader}", leader=who)
        case S.ASKED:
            return tr("? {leader}, not confirmed", leader=who)
        case S.AWAITING_PERMISSION:
            return tr("? {other}; {leader} instead, if the court permits", leader=who, other=one.replaced)
        case S.CANNOT:
            return tr("✗ no leader can appear")
        case S.CLOSED:
            return html("—")
        case _ if one.left:
            return tr("? {leader} has left the post, nobody is named", leader=one.left)
        case _:
            return tr(_NOBODY.get(one.strength, "? nobody is named yet"))


def buttons(one: AppearanceView, view: HearingView | None, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    """What the reader may do about an appearance that is still to come."""
    if one.state is S.CLOSED:
        return ()
    if one.mine and one.state in (S.ASKED, S.UNNAMED) and not one.needs_nobody:
        return answers(one, tr)
    rows: list[tuple[Button, ...]] = []
    if one.may_settle:
        rows += settling(one.agency, one.id, one.version, one.questions, tr)
        rows += [(taking_back(one.agency, "ap.qback", one.id, one.version, fact, tr),) for fact, _ in one.answers]
    if one.mine and one.state is S.AWAITING_PERMISSION:
        rows.append(declining(one, tr))
    elif one.mine:
        rows.append((tap(tr("Change the answer"), "ap.chg", one.id),))
    if one.state is S.AWAITING_PERMISSION and (one.may_name or one.mine):
        rows.append(permission_buttons(one, tr))
    if one.court_said and (one.may_name or one.mine):
        rows.append((tap(tr("Take back what the court said"), "ap.perm", one.id, one.version, "back"),))
    if one.may_answer_for:
        rows += excuses.court_buttons(one, tr) if one.state is S.CANNOT else excuses.undo(one, tr)
        if one.state is S.CANNOT and view is not None:
            rows.append((tap(tr("Hearing papers"), "doc.hear", view.id, one.agency_id),))
    if one.may_name:
        rows.append(_naming(one, tr))
    if one.may_answer_for and one.state is S.ASKED and not one.mine:
        rows.append(_for(one, view, tr))
    if one.may_answer_for and one.state is S.CONFIRMED and view is not None and not one.mine:
        rows.append((tap(tr("Hearing papers"), "doc.hear", view.id, one.agency_id),))
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


def taking_back(agency: str, verb: str, first: int, second: int, fact: str, tr: Translator) -> Button:
    """The button that opens an answered question again."""
    return tap(tr("{agency}: take the answer back", agency=agency), verb, first, second, fact)


_OF_THE_COURT = frozenset({"court_view", "substitution"})
"""Answers that say what the court said: asked again before they are recorded."""


def settling(
    agency: str, appearance_id: int, version: int, questions: Sequence[Question], tr: Translator
) -> list[tuple[Button, ...]]:
    """A row of answers for each open question that a button can answer."""
    return [
        tuple(
            tap(
                answer_label(agency, a, tr),
                "ap.cq" if question.fact in _OF_THE_COURT else "ap.q",
                appearance_id,
                version,
                question.fact,
                a,
            )
            for a in question.answers
        )
        for question in questions
        if question.fact
    ]


def declining(one: AppearanceView, tr: Translator) -> tuple[Button, ...]:
    """To the leader who is proposed while the court is asked: nothing can be promised yet, but refused."""
    return (tap(tr("I cannot take it over"), "ap.decl", one.id, one.version),)


def permission_buttons(one: AppearanceView, tr: Translator) -> tuple[Button, ...]:
    return (
        tap(tr("The court permits it"), "ap.perm", one.id, one.version, 1),
        tap(tr("The court refuses"), "ap.perm", one.id, one.version, 0),
    )


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


def relay(one: AppearanceView, view: HearingView | None, tr: Translator) -> str:
    """The question as a text for other channels: short enough to copy, and without the plaintiff."""
    contact = f"{one.liaison} {one.liaison_phone}".strip() or one.agency
    number = view.number if view else ""
    view = replace(view, place=without_code(view.place)) if view else None
    parts = [
        str(tr("【Appearance in court】")),
        str(tr("{leader}: {text}", leader=addressed(one.leader, one.post, tr), text=occasion(view, tr))),
        number,
        str(tr("Please answer by {when} to {contact}.", when=one.answer_by, contact=contact) if one.answer_by else ""),
    ]
    gap = "" if tr.chinese else " "
    return plain(Html(gap.join(p for p in parts if p)))[:COPY_LENGTH]
