"""What is answered to a few words about a duty: that it is done, that its last day is near."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Message, message, tap
from bot.domain.hall.phone import keeping
from bot.domain.reading.short_numbers import brief
from bot.texts import Translator
from bot.views.duties import duties

MOST = 5
_EXAMPLE = "（2026）鲁0831行初12号"


def done(duty: DutyView, tr: Translator) -> Message:
    """One duty is meant: it is done by its button, which asks for day and proof."""
    shown = duties.detail(duty, tr)
    head = tr("I understand that this is done. It counts once you press the button and give day and proof:")
    return message(head, shown.text, buttons=shown.buttons)


def which(found: Sequence[DutyView], tr: Translator) -> Message:
    """Several may be meant."""
    rows = tuple((tap(_named(one, tr), "dt.open", one.id),) for one in found[:MOST])
    return message(tr("Which one is done? Please press it; it counts once day and proof are given:"), buttons=rows)


def nothing_open(tr: Translator) -> Message:
    return message(tr("Nothing is open that this could mean. /duties shows what there is."))


def deadline(found: Sequence[DutyView], day: date | None, tr: Translator) -> Message:
    """A deadline was named: the duties that it means, with the day to obey, and where the day is another one."""
    one = found[0]
    other = day is not None and day not in {one.due, one.unrolled, one.safe, one.obey}
    return message(
        tr("This is a deadline and no hearing. It means:"),
        *(duties.headline(each, tr) for each in found[:MOST]),
        tr("You wrote {day}; by what is recorded it is {due}. Please check the day of receipt.", day=day, due=one.due)
        if other and len(found) == 1
        else None,
        buttons=tuple((tap(_named(each, tr), "dt.open", each.id),) for each in found[:MOST]),
    )


def no_deadline(number: str, tr: Translator) -> Message:
    """A deadline was named of which nothing is recorded: its duty begins with a paper."""
    return message(
        tr("This is a deadline and no hearing; nothing is recorded yet that it could mean."),
        tr("Its term runs from the day on which the paper was received. Please send the paper with that day:"),
        tr("{number} notice of response, copy of the complaint, received on Apr 2", number=number or _EXAMPLE),
    )


def _named(one: DutyView, tr: Translator) -> str:
    about = duties.about(one, tr)
    return keeping(duties.title(one, tr), f" {brief(about)}" if about else "")
