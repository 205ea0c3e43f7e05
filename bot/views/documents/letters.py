"""How an issued paper goes to its addressee: the people who would get it, who signed for it, the notice to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain.documents.delivery import Got, Hearing, UnitLine, Way
from bot.domain.documents.kinds import Kind
from bot.domain.hall.message import COPY_LENGTH, Button, Copy, Html, Message, Rows, as_item, bold, html, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.subjects import About
from bot.texts import Translator
from bot.views.documents import words
from bot.views.duties import duties
from bot.views.hall import fitting, numbers
from bot.views.hall.paging import position, turning


def way(shown: Way, tr: Translator) -> Message:
    """Where it stands with the addressee, and what can be done."""
    title = shown.title[0] if tr.chinese else shown.title[1]
    head = bold(f"《{title}》" if tr.chinese else title)
    return message(
        Html(f"【{tr('Delivery')}】") + head,
        tr("No. {number}", number=shown.number) if shown.number else None,
        tr("Addressed to {names}", names=shown.addressee) if shown.addressee else tr("It has no addressee in the bot."),
        *_state(shown, tr),
        _beside(shown, tr),
        buttons=(*_buttons(shown, tr), (tap(tr("‹ Go back"), "doc.at", shown.document),)),
        protect=shown.protected,
    )


def hearing(shown: Hearing, tr: Translator) -> Message:
    """【请予答复】: until when the unit may answer the letter that comes before it is named."""
    name = html(f"《{shown.title[0]}》" if tr.chinese else shown.title[1])
    said = message(
        Html(f"【{tr('You may answer')}】") + (tr("{title} ({number})", title=name, number=shown.number)
                                             if shown.number else name),
        html(shown.about) if shown.about else None,
        tr(
            "If the facts, or what is intended, are not right, please answer by {date} ({left}). Without an answer you "
            "are taken not to object.",
            date=shown.until,
            left=duties.distant(shown.distance, tr),
        ),
        buttons=((tap(tr("Reply to it"), "doc.re", shown.document),),),
    )  # fmt: skip
    about = html(f" {numbers.short(shown.about)}" if shown.about else "")
    line = tr("{name}: {state}", name=name + about, state=words.day(shown.until, shown.distance, tr))
    return as_item(said, line, About.DOCUMENT(shown.document), on=shown.until, asks=True)


def _state(shown: Way, tr: Translator) -> list[Html]:
    if shown.sent:
        return [_got(one, tr) for one in shown.got] or [
            tr("It is on its way to {names}, who sign for it.", names=tr.join(list(shown.people)))
        ]
    if shown.handed:
        return [tr("It is with the addressee.")]
    if not shown.may:
        return [tr("It was not sent yet."), *_before(shown, tr)]
    if shown.people:
        ready = [] if shown.ready else [tr("The paper is still being made. Please try again in a moment.")]
        return [tr("It goes to {names}, who sign for it.", names=tr.join(list(shown.people))), *ready]
    return [
        tr("Nobody of this agency is in the bot. Send the notice by another channel, hand the paper over, and write "
           "that down with what proves it."),
        html(shown.notice),
    ]  # fmt: skip


def _before(shown: Way, tr: Translator) -> list[Html]:
    """What is to be done with it first."""
    return [tr("The signed or sealed paper is to be added first.")] if shown.unsealed else []


def _beside(shown: Way, tr: Translator) -> Html | None:
    if not shown.others or shown.handed:
        return None
    names = tr.join([one.zh if tr.chinese else one.en for one in shown.others])
    words = "It goes to the {names} as well, outside the bot. Please write down when it was handed over."
    return tr(words, names=names)


def _got(one: Got, tr: Translator) -> Html:
    if one.read_at is not None:
        return tr("✓ {name} signed for it on {date}", name=one.name, date=one.read_at)
    return (
        tr("{name}: has it, has not signed", name=one.name)
        if one.sent
        else tr("{name}: not reached yet", name=one.name)
    )


def _buttons(shown: Way, tr: Translator) -> Rows:
    rows: list[Rows] = []
    if shown.may and shown.people and not shown.sent:
        rows.append(((tap(tr("Send it to them"), "doc.send", shown.document, shown.version),),))
    if shown.board:
        rows.append(((tap(tr("Who has not signed"), "cb.at", shown.board),),))
    if shown.may and not shown.people and shown.notice:
        rows.append(((Copy(str(tr("Copy the notice")), shown.notice[:COPY_LENGTH]),),))
    if shown.may:
        rows.append(((tap(tr("Record the delivery"), "doc.hand", shown.document, shown.version),),))
    return tuple(row for group in rows for row in group)


# -- whom a letter is for ----------------------------------------------------------------------------------------------


def for_duty(found: Page[UnitLine], duty_id: int, kind: Kind, tr: Translator) -> Message:
    """Which unit gets the letter; those that have a draft are marked."""
    return _pick(
        found.items,
        kind,
        tr,
        lambda one: tap(_label(one), "doc.un", duty_id, one.agency),
        position(found, tr),
        (turning(found, tr, "doc.uns", duty_id), (tap(tr("Duty"), "dt.open", duty_id),)),
    )


def in_case(found: Sequence[UnitLine], case_id: int, kind: Kind, tr: Translator) -> Message:
    """To which of the agencies of a case."""
    return _pick(
        found,
        kind,
        tr,
        lambda one: tap(_label(one), "doc.uc", case_id, kind.id, one.agency),
        None,
        ((tap(tr("‹ Go back"), "doc.kinds", case_id, 0),),),
    )


def _pick(
    found: Sequence[UnitLine],
    kind: Kind,
    tr: Translator,
    button: Callable[[UnitLine], Button],
    where: Html | None,
    rest: Rows,
) -> Message:
    return message(
        Html(f"【{tr('Documents')}】") + words.title(kind, tr),
        tr("Which unit is it for? One draft for each; nothing goes out by this.") if found else tr("There is none."),
        where,
        buttons=(*fitting.rows(button(one) for one in found), *rest),
    )


def _label(one: UnitLine) -> str:
    return f"✓ {one.name}" if one.document else one.name
