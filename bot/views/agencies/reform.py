"""A reform of agencies on the screen: the ways, what passes to whom before it is done, and what each reader is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.agencies.agencies import AgencyCard, Former, OpenWork
from bot.domain.agencies.people_forms import ROLE_NAMES
from bot.domain.agencies.reform import Passing, Share, Turned
from bot.domain.agencies.topics import Reformed
from bot.domain.hall.message import Button, Html, Message, bold, lines, message, tap
from bot.domain.hall.terms import Reform
from bot.texts import Translator

_MOST = 12
"""People and duties named one by one."""


def ways(agency: AgencyCard, tr: Translator) -> Message:
    """What can become of an agency."""

    def way(words: str, how: Reform) -> tuple[Button, ...]:
        return (tap(tr(words), "ag.rf", how.value, agency.id, agency.version),)

    return message(
        bold(agency.name),
        tr("What becomes of it in the reform of agencies?"),
        tr("Everything is shown before it is done; old names are still found afterwards."),
        buttons=(
            way("It is renamed", Reform.RENAMED),
            way("It is merged (into another agency)", Reform.MERGED),
            way("It is split", Reform.SPLIT),
            way("It is ended (powers to another agency)", Reform.ENDED),
            (tap(tr("‹ To the agency"), "ag.at", agency.id),),
        ),
    )


def formerly(names: Sequence[Former], tr: Translator) -> Html | None:
    """The names that an agency bore, and those of agencies from which it took over."""
    own = [_until("{name} (until {date})", one, tr) for one in names if one.own]
    others = [_until("{name} ({date})", one, tr) for one in names if not one.own]
    return lines(
        tr("Formerly: {names}", names=tr.join(own)) if own else None,
        tr("Took over from: {names}", names=tr.join(others)) if others else None,
    ) or None  # fmt: skip


def _until(words: str, one: Former, tr: Translator) -> str:
    return str(tr(words, name=one.short_name, date=tr.day(one.since, year=True)))


def succeeded(heirs: Sequence[tuple[int, str]], tr: Translator) -> Html | None:
    """Of an ended agency: who took over."""
    return tr("Taken over by: {agency}", agency=tr.join([name for _, name in heirs])) if heirs else None


# -- before it is done ---------------------------------------------------------------------------------------------


def renaming(work: OpenWork, on: date, tr: Translator) -> Html:
    """What another name means for what is open."""
    return lines(
        tr("Takes effect today, {date}.", date=on),
        tr("Open cases: {cases}, open duties: {duties}: they go on under the new name.", cases=work.cases,
           duties=work.duties),
        tr("People and duties stay as they are; the old name is still found, in papers and in /find."),
    )  # fmt: skip


def preview(found: Sequence[Passing], names: Sequence[str], on: date, tr: Translator) -> list[Html]:
    """All that an order does, in one message; `names` are those of the old agencies."""
    parts = [tr("Takes effect today, {date}.", date=on)]
    for passing, name in zip(found, names, strict=True):
        parts += _passing(passing, name, tr)
    return [
        *parts,
        tr("Figures of past periods stay with the old name. Papers that still say it lead to {agency}.",
           agency=found[0].shares[found[0].heirs.first].agency),
    ]  # fmt: skip


def _passing(passing: Passing, name: str, tr: Translator) -> list[Html]:
    heirs = tr.join([share.agency for share in passing.shares.values()])
    parts = [bold(f"{name} → {heirs}"), *(_share(share, tr) for share in passing.given.values())]
    one_by_one = [
        ("Leaders named, with their hearings: {names}", passing.leaders),
        ("People whose roles pass: {names}", [_person(name, role, tr) for name, role, _ in passing.people]),
        ("Holding the same role there already: {names}", [_person(name, role, tr) for name, role in passing.held]),
        ("Agencies below that move along: {names}", passing.children),
        ("Both were parties, one from now on: {names}", list(passing.joined.values())),
        ("Ends, as the same is owed there or the rules differ: {names}", _duties(passing.ends, tr)),
        ("Begins by the rules there: {names}", _duties(passing.begins, tr)),
    ]
    parts += [tr(words, names=_some(items, tr)) for words, items in one_by_one if items]
    if passing.stays:
        parts.append(
            tr(
                "⚠ Does not pass: {names} as principal leader, for the successor has one. Please register separately.",
                names=tr.join(passing.stays),
            )
        )
    counted = [
        ("Circulars still to be confirmed or answered: {n}, to the successor", passing.circulars),
        ("Events to come: {n}, to the successor", passing.events),
        ("Cases that are over: {n}. They do not pass, and are found by the old name.", passing.closed),
    ]
    return [*parts, *(tr(words, n=n) for words, n in counted if n)]


def _share(share: Share, tr: Translator) -> Html:
    return _gets(share.agency, share.cases, share.duties, share.nearest, share.hearings, tr)


def _gets(agency: str, cases: int, duties: int, nearest: date | None, hearings: int, tr: Translator) -> Html:
    counted = {"agency": agency, "cases": cases, "duties": duties, "hearings": hearings}
    if nearest is None:
        return tr("· {agency}: open cases {cases}, open duties {duties}, hearings to come {hearings}", **counted)
    words = "· {agency}: open cases {cases}, open duties {duties} (the next by {day}), hearings to come {hearings}"
    return tr(words, day=nearest, **counted)


def _person(name: str, role: object, tr: Translator) -> str:
    words = next((text for known, text in ROLE_NAMES.items() if known == role), "")
    return str(tr("{name} ({role})", name=name, role=tr(words)))


def _duties(items: Sequence[Turned], tr: Translator) -> list[str]:
    titles = [(one.agency, one.title_zh if tr.chinese else one.title_en, one.obey) for one in items]
    return [str(tr("{agency}: {title}, {day}", agency=agency, title=title, day=day)) for agency, title, day in titles]


def _some(items: Sequence[str], tr: Translator) -> str:
    shown, more = list(items[:_MOST]), len(items) - _MOST
    joined = tr.join(shown)
    return f"{joined} {tr.plural('and {n} more', 'and {n} more', more)}" if more > 0 else joined


def done(found: Sequence[Passing], names: Sequence[str], on: date, tr: Translator) -> Message:
    """It is carried out."""
    first = found[0].heirs.first
    return message(
        bold(tr("The reform is carried out.")),
        *preview(found, names, on, tr),
        tr("Everybody concerned is told."),
        buttons=((tap(tr("To {agency}", agency=found[0].shares[first].agency), "ag.at", first),),),
    )


# -- afterwards ----------------------------------------------------------------------------------------------------

_NEWS = {
    Reform.RENAMED: "From {date} on {old} is called {heirs}.",
    Reform.MERGED: "From {date} on {old} is part of {heirs}.",
    Reform.SPLIT: "On {date} {old} was split: {heirs}.",
    Reform.ENDED: "{old} ended on {date}; its powers went to {heirs}.",
}


def news(said: Reformed, tr: Translator) -> Message:
    """To everybody concerned: what became of the agency, what passed, and the reader's own role."""
    how = Reform(said.how)
    heirs = tr.join([str(one[0]) for one in said.heirs])
    shares = () if how is Reform.RENAMED else tuple(_told(one, tr) for one in said.heirs)
    return message(
        bold(tr("【Reform of agencies】")) + tr(_NEWS[how], date=said.on, old=said.old, heirs=heirs),
        *shares,
        tr("Leaders named, with their hearings: {names}", names=_some(said.leaders, tr)) if said.leaders else None,
        tr("Your role passes to {agency} from today on.", agency=said.passed) if said.passed else None,
        tr("Your role as principal leader did not pass: please have the bureau register your new post.")
        if said.stays
        else None,
        tr("The old name is still found."),
    )


def _told(one: Sequence[object], tr: Translator) -> Html:
    agency, cases, duties, nearest, hearings = one
    day = date.fromisoformat(str(nearest)) if nearest else None
    return _gets(str(agency), int(str(cases)), int(str(duties)), day, int(str(hearings)), tr)
