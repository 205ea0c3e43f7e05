"""What a person is shown about him- or herself, and what a stranger is told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.agencies.acts import ROLES
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.message import Html, Message, bold, html, message, tap
from bot.domain.hall.terms import Role
from bot.texts import Translator

MOST_GUESSES = {"invitation": 1000, "sign_in": 200}
"""Wrong codes of all accounts in an hour (`bot.services.agencies.guesses`)."""
KEYS = "The keys below the text field do what you need most often."
_MAY: dict[Action, str] = {
    Action.EDIT_TREE: "create and change agencies",
    Action.EDIT_PEOPLE: "register and change people",
    Action.ENTER_PAPER: "enter court papers",
    Action.ENTER_HEARING: "enter hearings",
    Action.NAME_LEADER: "name the leader who appears",
    Action.CLOSE_DUTY: "report duties as done",
    Action.JUDGE_DUTY: "accept or return what is reported",
    Action.SEND_CIRCULAR: "send circulars",
    Action.SEE_SUMMARY: "see the summary of the agency",
}


def role_name(role: Role, tr: Translator) -> Html:
    return tr(ROLES[role])


def role_with_post(role: Role, post: str, tr: Translator) -> Html:
    """联络员（法规股股长）."""
    name = role_name(role, tr)
    return Html(f"{name}（{html(post)}）" if tr.chinese else f"{name} ({html(tr.post(post))})") if post else name


def stranger(tr: Translator) -> Message:
    return message(
        tr(
            "Hello. This account only serves internal reminders. If you are a liaison officer or a leader of an "
            "agency, please ask the department in charge for an invitation code and send it here. For legal advice "
            "to the public please call 12348."
        )
    )


def guessed(kind: str, count: int, tr: Translator) -> Message:
    """To administrators: somebody tries codes."""
    most = MOST_GUESSES[kind]
    limits = tr("Each account may try five an hour, all together {most}; beyond that none is taken.", most=most)
    if kind == "sign_in":
        head = tr("【Alarm】Somebody is guessing sign-in codes: {n} wrong ones within an hour.", n=count)
        return message(head, limits, tr("If an event is going on, its organiser can sign people in."))
    head = tr("【Alarm】Somebody is guessing invitation codes: {n} wrong ones within an hour.", n=count)
    return message(head, limits, tr("Nothing needs to be done unless it goes on for days."))


def me(actor: Actor, tr: Translator) -> Message:
    """What I am and may do."""
    offices = held(actor, tr)
    may = [str(tr(words)) for action, words in _MAY.items() if actor.may_somewhere(action)]
    return message(
        bold(actor.name),
        *(offices or [tr("You hold no appointment at present.")]),
        tr("You may: {list}.", list=tr.join(may)) if may else None,
        buttons=((tap(tr("Language"), "lang"),),),
    )


def held(actor: Actor, tr: Translator) -> list[Html]:
    """县自然资源局：联络员（法规股股长）, a line for each office."""
    return [
        tr("{agency}: {role}", agency=a.agency_name or tr("whole tree"), role=role_with_post(a.role, a.post, tr))
        for a in actor.appointments
    ]


def appointed(actor: Actor, tr: Translator) -> Message:
    """To somebody registered who was given an office: what he or she is now."""
    return message(
        tr("【Appointment】You now hold:"),
        *held(actor, tr),
        buttons=((tap(str(tr("Show what I can do")), "begin"),),),
    )


def confirm_identity(
    name: str,
    appointments: Sequence[tuple[str, Role, str]],
    code: str,
    tr: Translator,
    *,
    phone_asked: bool,
    languages: bool = False,
) -> Message:
    """What the invitation says about the person, for one tap; `languages`: the other one can be chosen first."""
    other = (tap("English", "claiml", "en", code) if tr.chinese else tap("中文", "claiml", "zh_CN", code),)
    known = [tr("{agency}: {role}", agency=a, role=role_with_post(r, post, tr)) for a, r, post in appointments]
    return message(
        tr("Please check that this is you:"),
        bold(name) if name else None,
        *known,
        tr("The roster holds your telephone number: after confirming, please share your contact to verify it.")
        if phone_asked
        else None,
        buttons=(
            (tap(tr("Yes, this is me"), "claim", code), tap(tr("Something is wrong"), "claimno", code)),
            *((other,) if languages else ()),
        ),
        secret=True,
    )


def welcome(name: str, tr: Translator) -> Message:
    return message(
        tr("Welcome, {name}. You are registered.", name=name),
        buttons=((tap(tr("Show what I can do"), "begin"),),),
    )


def languages(tr: Translator, verb: str = "lang") -> Message:
    return message(
        tr("Which language shall I use?"),
        tr(
            "In English, names of people, agencies and courts, case numbers and what somebody wrote stay as they are "
            "recorded. Posts are translated where they are known, articles are cited with an English title; the "
            "articles themselves are quoted in Chinese, which alone is binding."
        ),
        buttons=((tap("中文", verb, "zh_CN"), tap("English", verb, "en")),),
    )
