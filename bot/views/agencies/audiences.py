"""Audiences in words: the blocks, the numbers, the names page by page."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.agencies.agencies import KIND_NAMES
from bot.domain.agencies.audiences import (
    ALL,
    BRANCHES,
    DEFAULT_ROLES,
    KINDS,
    LIKE,
    ONES,
    SCOPES,
    Named,
    Recipient,
    Resolved,
    Share,
)
from bot.domain.agencies.people_forms import ROLE_NAMES
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Html, Rows, lines
from bot.domain.hall.paging import Page
from bot.texts import Translator
from bot.views.hall.paging import position, turning

MOST_NAMES, MOST_WHO = 6, 10


def ways(people: int, agencies: int, tr: Translator, *, earlier: bool = False) -> list[Choice]:
    """The ways to choose recipients: all, with how many that are; by kind, by branch, by name, as an earlier one."""
    everybody = tr("All: {people} people, {agencies} agencies", people=people, agencies=agencies)
    some = [Choice(name, words, translated=True) for name, words in SCOPES.items() if name != LIKE or earlier]
    return [Choice(ALL, str(everybody)), *some]


def so_far(found: Resolved, tr: Translator) -> Html:
    """Whom what is chosen so far reaches."""
    return lines(
        tr("Chosen so far: {people} people of {agencies} agencies", people=len(found.people), agencies=found.agencies),
        who(found.names, tr),
    )


def blocks(named: Named, tr: Translator) -> Html:
    """What an audience is built from, one line a block; what is not limited is not mentioned."""
    audience = named.audience
    if audience.recipients_of:
        words = (
            "Recipients: those whom “{title}” reached"
            if audience.delivered_only
            else "Recipients: those who got “{title}”"
        )
        return tr(words, title=named.recipients_of)
    roles = [str(tr(ROLE_NAMES[role])) for role in audience.roles or DEFAULT_ROLES if role in ROLE_NAMES]
    everything = not (named.branches or named.agencies or audience.kinds)
    branches, ones = _counted(named, BRANCHES, named.branches, tr), _counted(named, ONES, named.agencies, tr)
    kinds = _counted(named, KINDS, tuple(str(tr(KIND_NAMES[kind])) for kind in audience.kinds), tr)
    return lines(
        tr("Roles: {names}", names=tr.join(roles)),
        tr("Branches: all of yours") if everything else None,
        tr("Branches: {names}", names=branches) if branches else None,
        tr("Only kinds: {names}" if named.branches else "Kinds: {names}", names=kinds) if kinds else None,
        tr("Also: {names}" if branches or kinds else "By name: {names}", names=ones) if ones else None,
        *(_lacking(words, value, tr) for words, value in named.lacking),
        tr("Left out: {names}", names=_few(named.without, tr)) if named.without else None,
        tr("People left out: {names}", names=_few(named.without_people, tr)) if named.without_people else None,
        *(Html("＋ ") + Html("；").join(blocks(one, tr).split("\n")) for one in named.also),
    )


def _counted(named: Named, block: str, names: tuple[str, ...], tr: Translator) -> str:
    """What was chosen of one kind, each with how many come by it; of a single person the name says it."""
    shares = [one for one in named.shares if one.block == block]
    return _few(tuple(_share(one, tr) for one in shares) or names, tr) if names else ""


def _share(one: Share, tr: Translator) -> str:
    name = str(tr(one.label)) if one.block == KINDS else one.label
    if one.block == ONES and one.people == 1:
        return name
    words = "{name} (nobody)" if not one.people else "{name} ({agencies} agencies, {people} people)"
    if one.block == ONES and one.people:
        words = "{name} ({people} people)"
    return str(tr(words, name=name, agencies=one.agencies, people=one.people))


def who(names: Sequence[str], tr: Translator) -> Html | None:
    """The agencies that are in, by name: all of a few, the first of many."""
    return tr("In: {names}", names=_few(tuple(names), tr, MOST_WHO)) if names else None


def _lacking(words: str, value: str, tr: Translator) -> Html:
    what = tr(words)
    return (
        tr("Only those who: {what} ({value})", what=what, value=value)
        if value
        else tr("Only those who: {what}", what=what)
    )


def _few(names: tuple[str, ...], tr: Translator, most: int = MOST_NAMES) -> str:
    shown = tr.join(list(names[:most]))
    more = len(names) - most
    return shown if more <= 0 else str(tr("{names} and {n} more", names=shown, n=more))


def numbers(people: int, agencies: int, unreachable: int, empty: int, tr: Translator) -> Html:
    """How many it reaches, and what stands in the way."""
    return lines(
        tr("People: {people}, agencies: {agencies}", people=people, agencies=agencies),
        tr("⚠ {n} of them cannot be reached here", n=unreachable) if unreachable else None,
        tr.plural("⚠ {n} agency has nobody in these roles", "⚠ {n} agencies have nobody in these roles", empty)
        if empty
        else None,
    )


def name_lines(page: Page[Recipient | str], tr: Translator) -> Html:
    """The names of one page: by agency, those who cannot be reached marked."""

    def line(one: Recipient | str) -> Html:
        if isinstance(one, str):
            return tr("· {agency}", agency=one)
        words = "· {agency} {name} ({role}) ⚠" if one.unreachable else "· {agency} {name} ({role})"
        return tr(words, agency=one.agency, name=one.name, role=tr(ROLE_NAMES.get(one.role, one.role.value)))

    return lines(position(page, tr), *(line(one) for one in page.items))


def name_turning(page: Page[Recipient | str], tr: Translator, verb: str, *args: object) -> Rows:
    buttons = turning(page, tr, verb, *args)
    return (buttons,) if buttons else ()
