"""The library of typical cases on a phone: the list, by tag or by words, one entry, what waits to be taken in."""

from __future__ import annotations

from bot.domain.bulletins.library import TAGS, Entry, EntryLine, Library, Model
from bot.domain.hall.message import Button, Html, Message, bold, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator
from bot.views.hall import fitting
from bot.views.hall.paging import position, turning


def listed(found: Library, tr: Translator) -> Message:
    """The newest first."""
    page = found.lines
    numbered = list(enumerate(page.items, page.number * page.size + 1))
    each: list[Button] = [tap(str(n), "lib.at", one.id) for n, one in numbered]
    return message(
        tr("【Typical cases】{agency}", agency=found.office),
        tr("Tag: {tag}", tag=tr(TAGS[found.tag])) if found.tag in TAGS else None,
        tr("Holding: {text}", text=found.said) if found.said else None,
        *(_line(n, one, tr) for n, one in numbered),
        None if page.items else _none(found, tr),
        position(page, tr),
        buttons=(
            *(tuple(each[at : at + 3]) for at in range(0, len(each), 3)),
            turning(page, tr, "lib", found.tag) if not found.said else (),
            (tap(tr("By tag"), "lib.tags"), tap(tr("Search"), "lib.find")),
            tuple(_keeping(found, tr)),
            (tap(tr("‹ Go back"), "lib", "", 0),) if found.tag or found.said else (),
        ),
    )


def _none(found: Library, tr: Translator) -> Html:
    return tr("There is no such entry.") if found.tag or found.said else tr("The library holds nothing yet.")


def _keeping(found: Library, tr: Translator) -> list[Button]:
    if not found.may:
        return []
    waits = [tap(tr("To take in: {n}", n=found.waiting), "lib.in", 0)] if found.waiting else []
    return [tap(tr("＋ An entry"), "lib.add"), *waits]


def _line(n: int, one: EntryLine, tr: Translator) -> Html:
    about = [one.unit, str(one.year), *(str(tr(TAGS[each])) for each in one.tags)]
    said = html(" · ".join(part for part in about if part))
    hidden = Html(" · ") + tr("the office alone") if not one.shown else Html("")
    return lines(html(f"{n}. ") + bold(one.title), said + hidden)


def tags(tr: Translator) -> Message:
    """One of the tags."""
    buttons: list[Button] = [tap(str(tr(words)), "lib", name, 0) for name, words in TAGS.items()]
    return message(tr("Which tag?"), buttons=(*fitting.rows(buttons), (tap(tr("‹ Go back"), "lib", "", 0),)))


def card(one: Entry, tr: Translator) -> Message:
    """One entry, whole."""
    at = (one.line.id, one.version)
    about = [one.line.unit, one.number, str(one.line.year)]
    return message(
        Html("【") + tr("Typical case") + Html("】") + bold(one.line.title),
        html(" · ".join(part for part in about if part)),
        html("、".join(str(tr(TAGS[each])) for each in one.line.tags)) if one.line.tags else None,
        html(one.text),
        tr("From: {source}", source=one.origin) if one.origin else None,
        tr("Only the office sees it.") if not one.line.shown else None,
        buttons=(
            (
                tap(tr("Hide from the units") if one.line.shown else tr("Show to the units"), "lib.show", *at),
                tap(tr("Tags"), "lib.tag", *at),
            )
            if one.may
            else (),
            (tap(tr("Correct"), "lib.word", *at), tap(tr("Take out"), "lib.out", *at)) if one.may else (),
            (tap(tr("‹ Go back"), "lib", "", 0),),
        ),
    )


def tagging(one: Entry, tr: Translator) -> Message:
    """Its tags, each put on or taken off by a tap."""
    buttons: list[Button] = [
        tap(("✓ " if name in one.line.tags else "") + str(tr(words)), "lib.set", one.line.id, one.version, name)
        for name, words in TAGS.items()
    ]
    return message(
        Html("【") + tr("Typical case") + Html("】") + bold(one.line.title),
        tr("By what is it to be found?"),
        buttons=(*fitting.rows(buttons), (tap(tr("‹ Go back"), "lib.at", one.line.id),)),
    )


def waiting(page: Page[Model], tr: Translator) -> Message:
    """Reports of models that units handed in."""
    numbered = list(enumerate(page.items, page.number * page.size + 1))
    buttons: list[Button] = [
        tap(shortened(f"{n}. {one.title}", ALONE), "lib.take", one.document) for n, one in numbered
    ]
    return message(
        tr("Reports of models: which one is taken into the library? Plaintiffs\u2019 names are masked."),
        *(html(f"{n}. {one.title} · {one.unit}") for n, one in numbered),
        None if page.items else tr("There is nothing here."),
        position(page, tr),
        buttons=(
            *((one,) for one in buttons),
            turning(page, tr, "lib.in"),
            (tap(tr("‹ Go back"), "lib", "", 0),),
        ),
    )
