"""Seals of the audit trail in words: the roots to print, what verifying found, what a proof shows, the month's root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from bot.domain.hall.entries import Part
from bot.domain.hall.message import Html, Message, code, html, lines, message
from bot.domain.operations.operations import Sealed
from bot.domain.operations.proofs import Checked, Proved
from bot.domain.operations.seals import Finding, Header, Verdict, Wrong
from bot.domain.operations.topics import Root
from bot.domain.records import ACTS
from bot.texts import Translator

T = TypeVar("T")
PARTS: Mapping[Part, str] = {
    Part.WHO: "who and when",
    Part.WHAT: "what was done, and to what",
    Part.OLD: "the old values",
    Part.NEW: "the new values",
    Part.REASON: "the reason",
}
SAID: Mapping[Wrong, str] = {
    Wrong.ALTERED: "ALTERED: entry {entry}{what}. Altered is: {parts}.",
    Wrong.REHASHED: "ALTERED: entry {entry}{what}. Its hash was made anew too; seal #{seal} holds another one.",
    Wrong.REMOVED: "REMOVED: entry {entry}, which seal #{seal} holds.",
    Wrong.ADDED: "PUT IN: entry {entry}{what}. It claims seal #{seal}, which does not hold it.",
    Wrong.UNHASHED: "PUT IN: entry {entry}{what}. It came without a hash: past the bot, or by an older version of it.",
    Wrong.BACKDATED: "PUT IN: entry {entry}{what}. Its time had been sealed before it came. Or the clock was wrong.",
    Wrong.SEAL_GONE: "REMOVED: seal #{seal}.",
    Wrong.SEAL_ALTERED: "ALTERED: seal #{seal}. Its root is not that of what it says.",
    Wrong.LIST_ALTERED: "ALTERED: seal #{seal}. Its list of entries is not the one that was sealed.",
    Wrong.CHAIN_BROKEN: "ALTERED: seal #{seal} does not follow the seal before it; one of them was made anew.",
    Wrong.ROOT_UNKNOWN: "MISSING: no seal has the root {root} that was kept. Seals were made anew or removed since.",
}


def roots(sealed: Iterable[tuple[Header, str]], tr: Translator) -> Html:
    """One line a night, to be printed or copied; `--root` reads them again."""
    said = [_root_line(header, root, tr) for header, root in sealed]
    return lines(*said) if said else tr("Nothing has been sealed yet.")


def _root_line(header: Header, root: str, tr: Translator) -> Html:
    at = header.made_at.astimezone(tr.zone)
    return tr("#{number}  {at}  {count} entries  {root}", number=header.number, at=f"{at:%Y-%m-%d %H:%M}",
              count=header.count, root=root)  # fmt: skip


def made(headers: list[Header], left: int, tr: Translator) -> Html:
    """What sealing at the operator's wish did."""
    said = [_root_line(one, one.root, tr) for one in headers] or [tr("There is nothing to seal.")]
    young = tr("{n} entries are younger than a quarter of an hour and left to the next seal.", n=left)
    return lines(*said, young if left else None)


# -- verifying -------------------------------------------------------------------------------------------------------


def verdict(found: Verdict, tr: Translator) -> Html:
    """What verifying found, a line for each thing that is wrong, and what it rests on."""
    return lines(
        tr("{entries} entries are in {seals} seals.", entries=found.entries, seals=found.seals),
        *_besides(found, tr),
        *(_finding(one, tr) for one in found.findings),
        tr("{n} things are not as they were.", n=len(found.findings))
        if found.findings
        else tr("Nothing that can be compared was altered, removed or put in."),
        tr("Roots that were kept and are true: {numbers}.", numbers=_numbers(found.kept, tr)) if found.kept else None,
        _newest(found, tr),
    )


def _besides(found: Verdict, tr: Translator) -> list[Html]:
    """What is to be known of the entries and is no fault."""
    said = (
        (found.unsealed, "{n} are not sealed yet and were compared with their own hashes only."),
        (found.late, "{n} had no hash before they were sealed: sealed as they were then, not as they were written."),
        (
            found.delayed,
            "{n} came into a later seal than their time says: written while it was made, or waiting.",
        ),
        (found.blanked, "Of {n} personal values were blanked; what stands for them is verified."),
    )
    return [tr(words, n=count) for count, words in said if count]


def _finding(one: Finding, tr: Translator) -> Html:
    parts = tr.join([str(tr(PARTS[part])) for part in one.parts]) or str(tr("what belongs to its seal"))
    return tr(SAID[one.wrong], entry=one.entry, seal=one.seal, root=one.root, what=_what(one, tr), parts=html(parts))


def _what(one: Finding, tr: Translator) -> Html:
    """The act and its time, as the entry has them now."""
    if not one.readable:
        return tr(" (it cannot be read)")
    at = tr.moment(one.at, year=True) if one.at else ""
    return tr(" ({action}, {at})", action=_act(one.action, tr), at=at) if one.action else html("")


def _act(name: str, tr: Translator) -> Html:
    return tr(ACTS[name].words) if name in ACTS else html(name)


def _newest(found: Verdict, tr: Translator) -> Html | None:
    if found.newest is None:
        return None
    said = tr("The newest root: #{number} {root}", number=found.newest.number, root=found.newest.root)
    doubt = tr(
        "No root that was kept elsewhere was given (--root): whoever can write to the database can make hashes, seals "
        "and roots anew, and only such a root shows it."
    )
    return said if found.kept else lines(said, doubt)


def _numbers(numbers: Iterable[int], tr: Translator) -> Html:
    return html(tr.join([f"#{number}" for number in numbers]))


# -- proofs ----------------------------------------------------------------------------------------------------------


def checked(found: Checked, tr: Translator) -> Html:
    """What a proof shows, entry by entry, and what it does not."""
    return lines(
        tr("Case {number}", number=found.number),
        *(_proved(one, found, tr) for one in found.entries),
        tr("{n} entries were not sealed when this was made; nothing is said of them.", n=found.waiting)
        if found.waiting else None,
        tr("Seals that do not fit: {numbers}.", numbers=_numbers(found.broken, tr)) if found.broken else None,
        None if found.named else tr("No proved entry names this case number; whoever made the file says so."),
        *(tr("No seal of this file has the root {root} that was kept.", root=root) for root in found.unknown),
        _rests_on(found, tr),
        tr("The file holds: what it shows was sealed as it is.") if found.good else tr("The file does NOT hold."),
        tr("That there were no other entries, a proof cannot show."),
    )  # fmt: skip


def _proved(one: Proved, found: Checked, tr: Translator) -> Html:
    values = {"entry": one.entry, "action": _act(one.action, tr), "at": one.at[:19].replace("T", " "), "seal": one.seal}
    if not one.proved:
        return tr("WRONG  entry {entry}: {action}, {at} UTC. It is not what seal #{seal} holds.", **values)
    if not one.ours:
        return tr("WRONG  entry {entry}: {action}, {at} UTC. It is not of this case.", **values)
    if found.against_roots and not one.vouched:
        return tr("OPEN   entry {entry}: {action}, {at} UTC. Seal #{seal} is younger than the kept root.", **values)
    said = tr("ok     entry {entry}: {action}, {at} UTC, seal #{seal}", **values)
    return said + tr("; {n} values not shown", n=one.hidden) if one.hidden else said


def _rests_on(found: Checked, tr: Translator) -> Html | None:
    if found.kept:
        return tr("Roots that were kept and are true: {numbers}.", numbers=_numbers(found.kept, tr))
    if found.newest is None:
        return tr("There is no sealed entry in it.")
    number, root = found.newest
    return tr(
        "Compare with the root of #{number} that was kept elsewhere, or give it with --root: {root}",
        number=number,
        root=root,
    )


# -- in the chat -----------------------------------------------------------------------------------------------------


def sealed(newest: Sealed, tr: Translator) -> Html:
    """A line of `/status`, for administrators."""
    values = {"moment": newest.upto, "number": newest.number, "root": code(newest.root)}
    return tr("Audit trail sealed up to {moment} (seal {number}), root {root}", **values)


def root_of_the_month(root: Root, tr: Translator) -> Message:
    """Kept in a chat, the root is out of the database's reach."""
    return message(
        tr("【Operation】Root of the audit trail, seal {number} of {moment}:", number=root.number, moment=root.made_at),
        code(root.root),
        tr("Please keep this message. With it anybody can check later that nothing before it was altered or removed."),
    )
