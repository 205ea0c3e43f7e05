"""出庭报备表 in chat: what is another than it was filed, and the one tap that files it."""

from __future__ import annotations

from bot.domain.documents.leader_forms import HEARING, FormView
from bot.domain.hall.message import Html, Message, message, tap
from bot.texts import Translator


def differs(form: FormView, why: str, tr: Translator) -> Message:
    """What was filed is another by now; once it was filed again it says so."""
    asks = why == HEARING and form.hearing is not None and form.may_file
    if not asks and (why == HEARING or not form.open):
        return message(_done(form, tr), buttons=((tap(tr("The document"), "doc", form.id),),))
    d, v = form.id, form.version
    if asks:
        said = tr(
            "【Filing】{number}: the hearing is set ({when}). Is what you filed still right?",
            number=form.number, when=form.hearing,
        )  # fmt: skip
        first = (tap(tr("Unchanged"), "doc.same", d, v), tap(tr("Something changed"), "doc.other", d, v))
        return message(said, buttons=(first, (tap(tr("The document"), "doc", d),)))
    said = tr(
        "【File again】{number}: {name} will appear now, {before} was filed. Please file it again.",
        number=form.number, name=form.leader, before=form.filed,
    )  # fmt: skip
    first = (tap(tr("File in one tap"), "doc.same", d, v), tap(tr("The document"), "doc", d))
    return message(said, buttons=(first,))


def _done(form: FormView, tr: Translator) -> Html:
    return tr("【Filing】{number}: filed ({name}).", number=form.number, name=form.filed)


def filed(form: FormView, tr: Translator) -> Html:
    """The toast of the tap."""
    return tr("Filed: {name}.", name=form.filed)


def lacking(form: FormView, tr: Translator) -> Html:
    """The toast where something is missing: the form comes with it."""
    names = tr.join([zh if tr.chinese else en for zh, en in form.missing])
    return tr("Still missing: {name}. Please fill it in first.", name=names)
