"""What whoever is silent has not done: signed for a circular or an official paper, or answered a circular."""

from __future__ import annotations

from bot.domain.circulars.circulars import Late
from bot.domain.hall.message import Html
from bot.domain.hall.terms import ReplyWanted
from bot.texts import Translator


def _signs(reply: ReplyWanted) -> bool:
    """Whether a receipt is all that is asked for."""
    return reply is ReplyWanted.RECEIPT


def head(reply: ReplyWanted, tr: Translator) -> Html:
    return tr("Not signed for") if _signs(reply) else tr("Silent")


def names(reply: ReplyWanted, tr: Translator) -> Html:
    """The button that leads to who they are."""
    return tr("Not signed for: names") if _signs(reply) else tr("Silent: names")


def counted(n: int, reply: ReplyWanted, tr: Translator, *, together: bool = False) -> Html:
    """`together`: one reply of each agency is enough."""
    if together:
        return tr("Silent: {n} (one reply an agency)", n=n)
    return tr("Not signed for: {n}", n=n) if _signs(reply) else tr("Silent: {n}", n=n)


def of_branch(n: int, total: int, reply: ReplyWanted, tr: Translator) -> Html:
    if _signs(reply):
        return tr("not signed for {n}/{total}", n=n, total=total)
    return tr("silent {n}/{total}", n=n, total=total)


def in_list(n: int, reply: ReplyWanted, tr: Translator) -> Html:
    return tr("{n} not signed", n=n) if _signs(reply) else tr("{n} silent", n=n)


def nudge(reply: ReplyWanted, tr: Translator) -> Html:
    return tr("Remind who has not signed") if _signs(reply) else tr("Remind the silent")


def choose(reply: ReplyWanted, tr: Translator) -> Html:
    if _signs(reply):
        return tr("Choose an agency to see who has not signed for it.")
    return tr("Choose an agency to see who has not replied.")


def nobody(reply: ReplyWanted, tr: Translator) -> Html:
    return tr("Everybody has signed for it.") if _signs(reply) else tr("Nobody is silent.")


# -- after the term ----------------------------------------------------------------------------------------------------


def late_head(shown: Late, tr: Translator) -> Html:
    if shown.step == "report":
        return tr("The term of a circular has passed")
    return tr("Not signed for in time") if _signs(shown.head.reply) else tr("No reply to a circular")


def late_term(shown: Late, tr: Translator) -> Html | None:
    if shown.head.answer_by is None:
        return None
    if _signs(shown.head.reply):
        return tr("It was to be signed for by {date}.", date=shown.head.answer_by)
    return tr("A reply was due by {date}.", date=shown.head.answer_by)


def late_people(shown: Late, people: str, tr: Translator) -> Html:
    """Of one agency its people; to the coordinator the agencies."""
    if _signs(shown.head.reply):
        if shown.agency:
            return tr("{agency}: {names} did not sign for it yet.", agency=shown.agency, names=people)
        return tr("Still not signed for: {names}", names=people)
    if shown.agency:
        return tr("{agency}: {names} did not reply yet.", agency=shown.agency, names=people)
    return tr("Still silent: {names}", names=people)


def late_asks(shown: Late, tr: Translator) -> Html | None:
    """What whoever is told is to do about it."""
    if shown.step == "deputy":
        return tr("Please see to it in place of the liaison officer.")
    if shown.step != "principal":
        return None
    if _signs(shown.head.reply):
        return tr("Please see to it that it is signed for.")
    return tr("Please see to it that it is answered.")
