"""Who appears: the question to the leader, where an agency stands, and the buttons that go with it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.appearances import PROOFS, REASONS
from bot.domain.appearing import Decision
from bot.domain.appearing_words import APPEARANCE_MESSAGES
from bot.domain.cases import mask_name
from bot.domain.explanations import render
from bot.domain.hearings import AbsenceView, AppearanceView, HearingLine, HearingView, Leader
from bot.domain.message import Button, Copy, Html, Message, bold, fold, html, lines, message, tap
from bot.domain.terms import AnswerVia, AppearanceState, HearingStatus
from bot.texts import Translator

S = AppearanceState
COPY_LENGTH = 256
"""Telegram's limit for a text to copy (core.telegram.org/bots/api#copytextbutton)."""
VIAS: dict[AnswerVia, str] = {
    AnswerVia.TELEPHONE: "by telephone",
    AnswerVia.IN_PERSON: "in person",
    AnswerVia.WRITTEN: "by written instruction",
}
_STRENGTHS: dict[str, str] = {
    "hard": "A leader must appear here without fail.",
    "principal": "The principal leader must appear here.",
    "ask": "Whether this agency owes a leader is still open.",
    "none": "No leader need appear here.",
}
_VIEWS: dict[str, str] = {
    "accepted": "the court accepts the reason",
    "rejected": "the court does not accept the reason",
    "pending": "the court has not answered",
}
_POSTPONEMENTS: dict[str, str] = {
    "asked": "a postponement is asked for",
    "granted": "the court has granted a postponement",
    "refused": "the court has refused a postponement",
}
_ANSWERS: dict[str, str] = {
    "yes": "Yes",
    "no": "No",
    "us": "This agency",
    "other": "The other agency",
    "both": "Both",
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
    strength = tr(_STRENGTHS[one.strength]) if one.strength in _STRENGTHS else None
    if one.needs_nobody and not one.leader:
        return tr("{agency}: {state}", agency=bold(one.agency), state=tr("no leader need appear"))
    questions = [Html("？") + Html(q) for q in render([q.sentence for q in one.questions], tr, APPEARANCE_MESSAGES)]
    return lines(
        tr("{agency}: {state}", agency=bold(one.agency), state=state(one, tr)), strength, *questions, _detail(one, tr)
    )


def state(one: AppearanceView, tr: Translator) -> Html:
    """Where it stands, in one clause."""
    who = called(one.leader, one.post, tr)
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


def _detail(one: AppearanceView, tr: Translator) -> Html | None:
    if one.state is S.ASKED and one.answer_by is not None:
        return tr("An answer is asked for by {when}.", when=one.answer_by)
    told = None
    if one.answered_via in VIAS and one.answered_at is not None:
        told = tr(
            "Answered for {leader} by {who} ({how}) on {when}.",
            leader=one.leader,
            who=one.answered_by,
            how=tr(VIAS[one.answered_via]),
            when=one.answered_at,
        )
    return lines(told, absence(one.absence, tr) if one.absence else None) or None


def absence(told: AbsenceView, tr: Translator) -> Html:
    """Why no leader comes, and what is still missing of a valid absence."""
    said = [tr(_VIEWS[told.court_view]) if told.court_view in _VIEWS else None]
    said.append(tr(_POSTPONEMENTS[told.postponement]) if told.postponement in _POSTPONEMENTS else None)
    missing = [str(s) for s in render(told.missing, tr, APPEARANCE_MESSAGES)]
    return lines(
        tr("Reason: {reason}", reason=tr(REASONS[told.reason])) + html(f"（{told.note}）" if told.note else ""),
        tr("Proof: {proof}", proof=tr(PROOFS.get(told.proof, PROOFS["none"]))),
        tr("Staff entrusted: {names}", names=told.staff),
        html(tr.join([str(one) for one in said if one])),
        tr("Still missing for a valid absence:") if missing else tr("Every part of a valid absence is there."),
        *(Html(f"· {one}") for one in missing),
    )


def brief(one: HearingLine, tr: Translator) -> Html:
    """An agency's leader in a list of hearings."""
    who = called(one.leader, one.post, tr)
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
            return html(who or "—")
        case _:
            return tr("? nobody is named yet")


def buttons(one: AppearanceView, view: HearingView | None, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    """What the reader may do about an appearance that is still to come."""
    if one.state is S.CLOSED:
        return ()
    if one.mine and one.state in (S.ASKED, S.UNNAMED) and not one.needs_nobody:
        return answers(one, tr)
    rows: list[tuple[Button, ...]] = []
    if one.mine:
        rows.append((tap(tr("Change the answer"), "ap.chg", one.id),))
    if one.state is S.AWAITING_PERMISSION and (one.may_name or one.mine):
        rows.append(permission_buttons(one, tr))
    if one.state is S.CANNOT and one.may_answer_for:
        rows += _court_buttons(one, tr)
    if one.may_name:
        rows.append(_naming(one, view, tr))
    if one.may_answer_for and one.state is S.ASKED and not one.mine:
        rows.append(_for(one, view, tr))
    if one.may_settle:
        rows += [_settling(one, question.fact, question.answers, tr) for question in one.questions if question.fact]
    return tuple(rows)


def _naming(one: AppearanceView, view: HearingView | None, tr: Translator) -> tuple[Button, ...]:
    label = tr("Change the leader") if one.leader else tr("Name the leader who appears")
    found: tuple[Button, ...] = (tap(label, "ap.name", one.id, one.version),)
    if one.state is not S.CANNOT:
        found += (tap(tr("No leader can appear"), "ap.no", one.id, one.version),)
    return found


def _for(one: AppearanceView, view: HearingView | None, tr: Translator) -> tuple[Button, ...]:
    return (
        tap(tr("Answer for the leader"), "ap.for", one.id, one.version),
        Copy(str(tr("Copy the text for other channels")), relay(one, view, tr)),
    )


def _settling(one: AppearanceView, fact: str, offered: Sequence[str], tr: Translator) -> tuple[Button, ...]:
    return tuple(tap(tr(_ANSWERS[a]), "ap.q", one.id, one.version, fact, a) for a in offered)


def permission_buttons(one: AppearanceView, tr: Translator) -> tuple[Button, ...]:
    return (
        tap(tr("The court permits it"), "ap.perm", one.id, one.version, 1),
        tap(tr("The court refuses"), "ap.perm", one.id, one.version, 0),
    )


def _court_buttons(one: AppearanceView, tr: Translator) -> list[tuple[Button, ...]]:
    told = one.absence
    if told is None:
        return []
    rows: list[tuple[Button, ...]] = []
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


def _occasion(view: HearingView | None, tr: Translator) -> Html:
    """Where and when, in a sentence to a leader."""
    if view is None:
        return tr(
            "your agency is sued; the hearing has no date yet. You are asked to appear as its responsible leader."
        )
    if not view.place:
        return tr(
            "your agency is sued; the hearing is on {when}. You are asked to appear as its responsible leader.",
            when=view.starts_at,
        )
    return tr(
        "your agency is sued; the hearing is on {when}, {place}. You are asked to appear as its responsible leader.",
        when=view.starts_at,
        place=view.place,
    )


def ask(one: AppearanceView, view: HearingView | None, number: str, tr: Translator, *, again: bool = False) -> Message:
    """Message 1: to the leader who is named. Later it shows what came of it."""
    if not one.mine:
        return relieved(one, view, number, tr)
    if view is not None and view.status is not HearingStatus.SCHEDULED:
        return message(tr("This hearing is not held as planned. Reminders about it have stopped."), bold(number))
    if one.state is not S.ASKED:
        return answered(one, view, number, tr)
    head = tr("【Please answer】") if again else tr("【Appearance in court】")
    must = tr(_STRENGTHS[one.strength]) if one.strength in ("hard", "principal") else None
    until = tr("Please answer by {when}.", when=one.answer_by) if one.answer_by else None
    return message(
        head + tr("{leader}: {text}", leader=addressed(one.leader, one.post, tr), text=_occasion(view, tr)),
        bold(number),
        must,
        tr("Basis: Administrative Litigation Law, article 3, paragraph 3."),
        until,
        buttons=answers(one, tr),
    )


def answered(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """What the leader sees after the answer, and how to take it back."""
    words: dict[AppearanceState, Html] = {
        S.CONFIRMED: tr("You have confirmed that you will appear. Thank you."),
        S.CANNOT: tr("It is recorded that you cannot appear."),
        S.AWAITING_PERMISSION: tr("You are proposed to appear; the court's permission is awaited."),
    }
    when = tr("{when}, {place}", when=view.starts_at, place=view.place or tr("place not known yet")) if view else None
    change = (tap(tr("Change the answer"), "ap.chg", one.id),) if one.state in words and not _over(view) else ()
    return message(
        words.get(one.state, tr("This matter is settled.")),
        bold(number),
        when,
        absence(one.absence, tr) if one.absence else None,
        buttons=(change,),
    )


def _over(view: HearingView | None) -> bool:
    return view is not None and view.over


def relieved(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """To a leader who is no longer the one."""
    when = tr("{when}, {place}", when=view.starts_at, place=view.place or tr("place not known yet")) if view else None
    who = called(one.leader, one.post, tr)
    return message(
        tr("You need not appear in this case any more: {leader} is named.", leader=who)
        if one.leader
        else tr("You need not appear in this case any more."),
        bold(number),
        when,
    )


def change(one: AppearanceView, tr: Translator) -> Message:
    """The answer can be taken back until the hearing."""
    back = tap(tr("Take the answer back"), "ap.back", one.id, one.version)
    rows = (*answers(one, tr)[:1], (answers(one, tr)[1][0], back))
    return message(tr("What shall your answer be?"), buttons=rows)


def relay(one: AppearanceView, view: HearingView | None, tr: Translator) -> str:
    """The question as a text for other channels: short enough to copy, and without the plaintiff."""
    contact = f"{one.liaison} {one.liaison_phone}".strip() or one.agency
    number = view.number if view else ""
    parts = [
        str(tr("【Appearance in court】")),
        str(tr("{leader}: {text}", leader=addressed(one.leader, one.post, tr), text=_occasion(view, tr))),
        number,
        str(tr("Please answer by {when} to {contact}.", when=one.answer_by, contact=contact) if one.answer_by else ""),
    ]
    gap = "" if tr.chinese else " "
    return plain(gap.join(p for p in parts if p))[:COPY_LENGTH]


def plain(text: str) -> str:
    """A text that leaves the chat carries no markup."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


# -- choosing a leader -------------------------------------------------------------------------------------------


def choose(one: AppearanceView, leaders: Sequence[Leader], tr: Translator, *, verb: str = "ap.pick") -> Message:
    """The agency's leaders as buttons, the principal first, with the matters they are in charge of."""
    described = [_described(leader, tr) for leader in leaders]
    rows: list[tuple[Button, ...]] = [
        (tap(_label(leader, tr), verb, one.id, one.version, leader.person_id),) for leader in leaders[:20]
    ]
    ask_ = tr("Who will appear for {agency}?", agency=one.agency)
    rows.append((tap(tr("Somebody else, typed in"), "ap.type", one.id, one.version),))
    must = tr(_STRENGTHS[one.strength]) if one.strength in ("hard", "principal") else None
    return message(ask_, must, *described, buttons=tuple(rows))


def _label(leader: Leader, tr: Translator) -> str:
    return called(leader.name, leader.post, tr) + ("" if leader.registered else " ☎")


def _described(leader: Leader, tr: Translator) -> Html | None:
    matters = tr("in charge of {matters}", matters=leader.in_charge_of) if leader.in_charge_of else ""
    offline = tr("not registered here: you answer for this leader") if not leader.registered else ""
    said = [str(one) for one in (matters, offline) if one]
    if not said:
        return None
    return (
        Html("· ")
        + html(called(leader.name, leader.post, tr))
        + Html("：" if tr.chinese else ": ")
        + Html(tr.join(said))
    )


def named(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """After naming, while no hearing exists: where the agency stands in the case."""
    text = lines(bold(number), line(one, tr))
    unasked = one.state is S.ASKED and not one.leader_registered
    hint = (
        tr("This leader is not registered here: please pass the question on and record the answer.")
        if unasked
        else None
    )
    return message(text, hint, buttons=buttons(one, view, tr))


def why(one: AppearanceView, decision: Decision, tr: Translator) -> Message:
    """Why a leader must or need not appear: the grounds, with the articles."""
    grounds = []
    for reason in decision.reasons:
        [sentence] = render([reason.sentence], tr, APPEARANCE_MESSAGES)
        rule = reason.rule
        cited = html(f"（{rule.document.short_title}{rule.section}）") if rule else Html("")
        grounds.append(Html("· ") + Html(sentence) + cited)
        grounds += [html(f"“{quote}”") for quote in (rule.quotes[:1] if rule else ())]
    asked = render(decision.questions, tr, APPEARANCE_MESSAGES)
    return message(
        tr("{agency}: {state}", agency=bold(one.agency), state=tr(_REQUIRED[decision.required.value])),
        fold(lines(*grounds)) if grounds else None,
        *(Html("？") + Html(one_) for one_ in asked),
        tr("The notice came later than the rules allow; the court may be asked for time.")
        if decision.short_notice
        else None,
    )


_REQUIRED: dict[str, str] = {
    "none": "no leader need appear",
    "base": "a leader shall appear",
    "hard": "a leader must appear",
    "principal": "the principal leader must appear",
    "ask": "a person has to say whether a leader is owed",
}


# -- to whoever keeps the hearing --------------------------------------------------------------------------------


def refused(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """A refusal: at once to the liaison and the coordinator."""
    who = called(one.leader, one.post, tr) or one.agency
    when = tr("{when}, {place}", when=view.starts_at, place=view.place or tr("place not known yet")) if view else None
    return message(
        tr("【No leader can appear】{agency}: {leader} cannot appear.", agency=one.agency, leader=who),
        bold(number),
        when,
        absence(one.absence, tr) if one.absence else None,
        buttons=buttons(one, view, tr),
    )


def permission(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """A substitution waits for the court."""
    return message(
        tr(
            "【Change of leader】{agency}: {leader} is to appear instead of {other}. Please ask the court for its "
            "permission and record what it says.",
            agency=one.agency,
            leader=called(one.leader, one.post, tr),
            other=one.replaced,
        ),
        bold(number),
        buttons=(permission_buttons(one, tr),),
    )


def opened(one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """An answer was taken back."""
    return message(
        tr("【Answer taken back】{agency}: {leader} has taken the answer back.", agency=one.agency, leader=one.leader),
        bold(number),
        tr("{when}, {place}", when=view.starts_at, place=view.place or tr("place not known yet")) if view else None,
        line(one, tr),
        buttons=buttons(one, view, tr),
    )
