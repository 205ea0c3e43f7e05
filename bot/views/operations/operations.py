"""How the bot is doing, for administrators and coordinators."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Cause
from bot.domain.hall.message import Button, Html, Message, bold, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.terms import Lane
from bot.domain.operations.operations import CRASHED, Backlog, Held, Limiter, Overview, Parked
from bot.domain.operations.topics import ClockFound
from bot.texts import Translator
from bot.views.hall.paging import position, turning
from bot.views.law import workdays
from bot.views.operations.seals import sealed
from bot.views.post.topics import subject_words, topic_words

LANES = {Lane.INTERACTIVE: "answers", Lane.REMINDER: "reminders", Lane.BULK: "circulars"}
LONG = timedelta(minutes=2)
"""A backlog that takes longer than that is shown with the time when it will be finished."""
SHOWN = 5


def status(seen: Overview, now: datetime, tr: Translator) -> Message:
    """`/status`: what waits, what went wrong, and a button for everything a person must decide."""
    return message(
        bold(tr("How the bot is doing")),
        *(_waiting(each, now, tr) for each in seen.backlog),
        tr(
            "Sent today: {sent}. Failed in seven days: {failed}. Uncertain: {uncertain}.",
            sent=seen.sent_today,
            failed=seen.failed,
            uncertain=seen.uncertain_count,
        ),
        _unreachable(seen, tr),
        tr("Updates not handled yet: {n}; the oldest waits {seconds} s.", n=seen.waiting, seconds=round(seen.lag)),
        tr("Last tick: {moment}.", moment=seen.last_tick) if seen.last_tick else tr("No tick yet."),
        _rate(seen.limiter, tr) if seen.limiter else None,
        _held(seen, tr),
        sealed(seen.sealed, tr) if seen.sealed else None,
        _prints(seen, tr),
        *(_parked(each, tr) for each in seen.parked),
        *(
            tr("Uncertain whether it arrived: to {who}, {moment}.", who=d.who or "—", moment=d.at)
            for d in seen.uncertain[:SHOWN]
        ),
        buttons=_buttons(seen, tr),
    )  # fmt: skip


def _prints(seen: Overview, tr: Translator) -> Html | None:
    """Papers still to be printed; a fault of a template shows here."""
    if not seen.prints:
        return None
    return tr("Papers to be printed: {n}; could not be printed yet: {failed}.", n=seen.prints, failed=seen.unprinted)


def _waiting(each: Backlog, now: datetime, tr: Translator) -> Html:
    values = {"lane": tr(LANES[each.lane]), "due": each.due, "later": each.later}
    if each.done_at is not None and each.done_at - now > LONG:
        return tr("{lane}: {due} due now, finished about {done}; {later} planned.", done=each.done_at, **values)
    if each.due:
        return tr("{lane}: {due} due now (oldest {seconds} s); {later} planned.", seconds=round(each.oldest), **values)
    return tr("{lane}: none due; {later} planned.", **values)


def _unreachable(seen: Overview, tr: Translator) -> Html | None:
    if not seen.unreachable:
        return None
    return tr("Unreachable: {n} ({names})", n=seen.unreachable, names=tr.join(list(seen.unreachable_names)))


def _rate(limiter: Limiter, tr: Translator) -> Html:
    return tr(
        "Rate: {rate} a second; messages that waited: {waited}, {seconds} s in all; flood replies: {floods}.",
        rate=f"{limiter.rate:.1f}",
        waited=limiter.waited,
        seconds=round(limiter.seconds),
        floods=limiter.floods,
    )


def _held(seen: Overview, tr: Translator) -> Html | None:
    return (
        tr("Held since a restore: {n}. Administrators decide about them with /held.", n=seen.held)
        if seen.held
        else None
    )


def _parked(parked: Parked, tr: Translator) -> Html:
    error = tr("the program stopped in the middle of it each time") if parked.error == CRASHED else parked.error
    return tr(
        "Parked: number {id} ({error}) from {who}, {moment}.",
        id=parked.error_id,
        error=error,
        who=parked.who or "—",
        moment=parked.at,
    )


def _buttons(seen: Overview, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = [
        (
            tap(tr("Try {id} again", id=p.error_id), "op.retry", p.update_id),
            tap(tr("Drop {id}", id=p.error_id), "op.drop", p.update_id),
        )
        for p in seen.parked
    ]
    rows += [
        (
            tap(tr("Send to {who} again", who=d.who or "—"), "op.again", d.row_id),
            tap(tr("Leave it"), "op.leave", d.row_id),
        )
        for d in seen.uncertain[:SHOWN]
    ]
    return (*rows, (tap(tr("Refresh"), "op.status"),))


def morning(seen: Overview, tr: Translator, *, year: int = 0) -> Message:
    """Nothing was lost, and what needs a person; with the year whose working days are missing, where that is said."""
    calendar = workdays.missing(year, tr) if year else message()
    if not seen.needs_a_person:
        return calendar
    return message(
        tr("【Operation】Nothing was lost. This needs a person:"),
        tr("Updates that could not be handled: {n}.", n=seen.parked_count) if seen.parked else None,
        tr("Messages of which it is uncertain whether they arrived: {n}.", n=seen.uncertain_count)
        if seen.uncertain
        else None,
        tr("Messages that could not be sent since yesterday: {n}.", n=seen.failed_since_yesterday)
        if seen.failed_since_yesterday
        else None,
        _held(seen, tr),
        calendar.text,
        buttons=((tap(tr("Show the status"), "op.status"),), *calendar.buttons),
    )


def outage(begin: datetime, end: datetime, tr: Translator) -> Message:
    """Telegram keeps what people send for about a day only."""
    return message(
        tr(
            "【Operation】The bot was out of reach from {begin} to {end}. Telegram keeps messages for about a day, so "
            "what people sent before that may be lost: please ask whoever waits for an answer to send it again. "
            "Reminders that were due meanwhile are being sent now.",
            begin=begin,
            end=end,
        )
    )


def clock(found: ClockFound, is_open: bool, tr: Translator) -> Message:
    """What became of a clock that jumped or is wrong; with a doubt, the question what time it is."""
    times = {"own": found.own, "machine": found.machine, "true": found.true}
    if found.cause == Cause.LEAPT:
        return message(
            tr(
                "【Operation】The machine's clock jumped from {own} to {machine}; the Bot API confirms the new time. "
                "What fell due meanwhile is being done now.",
                **times,
            )
        )
    if found.cause == Cause.WRONG:
        return message(
            tr(
                "【Operation】The clock of the bot's machine is wrong: it says {machine}, and by the Bot API it is "
                "{true}. The bot goes by the Bot API's time; please have the machine's clock put right.",
                **times,
            )
        )
    question = tr(
        "【Operation】The clock of the bot's machine is in doubt: by the bot's reckoning it was {own}, and the machine "
        "says {machine}. The Bot API has not told the time, so reminders and daily work wait. Is the machine right?",
        **times,
    )
    choice = (
        tap(tr("The machine is right"), "op.clock", found.doubt, 1),
        tap(tr("The machine is wrong"), "op.clock", found.doubt, 0),
    )
    return message(question, buttons=(choice,) if is_open else ())


def held(page: Page[Held], tr: Translator) -> Message:
    """What is held since a restore."""
    if not page.total:
        return message(tr("Nothing is held."))
    choice = (tap(tr("Release all"), "op.sure", 1), tap(tr("Discard all…"), "op.sure", 0))
    return message(
        bold(tr("Held since a restore: {n}", n=page.total)),
        tr("After a release they are sent at their times; what is no longer true is left out."),
        lines(*(_held_line(each, tr) for each in page.items)),
        position(page, tr),
        buttons=(turning(page, tr, "op.held"), choice),
    )


def _held_line(each: Held, tr: Translator) -> Html:
    values = {
        "moment": each.at,
        "who": each.who or "—",
        "what": f"{topic_words(each.topic, tr)} {each.subject or subject_words(each.about, tr)}".strip(),
    }
    if each.late:
        return tr("{moment} (late, would go at once) to {who}: {what}", **values)
    return tr("{moment} to {who}: {what}", **values)


def sure(total: int, tr: Translator) -> Message:
    """Asked once more, because it concerns everybody."""
    yes = tap(tr("Yes, release"), "op.do", 1)
    return message(tr("Release everything ({n})?", n=total), buttons=((yes, tap(tr("‹ Go back"), "op.held", 0)),))
