"""Documents in lists: one's own drafts, what waits, what is under way, what is over; those of a case; new ones."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.documents.cards import CasePapers, DocumentLine, DocumentPage
from bot.domain.documents.documents import STATE_NAMES
from bot.domain.hall import paging as pages
from bot.domain.hall.message import Button, Html, Message, bold, code, html, lines, message, tap
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator
from bot.views.documents import words
from bot.views.hall import fitting, paging

WHICH: dict[str, str] = {
    "waiting": "Waiting for me",
    "drafts": "Drafts",
    "way": "Under way",
    "over": "Finished",
}
"""The lists, by the letters that their buttons carry."""
_PICKED = 9


def listed(found: DocumentPage, tr: Translator) -> Message:
    """/documents: one of the lists, with the ways to the others."""
    page = found.page
    start = page.number * page.size
    body = [html(f"{start + n}. ") + line(one, tr) for n, one in enumerate(page.items, 1)]
    return message(
        Html(f"【{tr('Documents')}】") + tr(WHICH[found.which]),
        *body,
        None if page.items else tr("There is nothing here."),
        tr("A document is begun from the card of its case or duty.")
        if found.begins and not any(found.counts.values())
        else None,
        paging.position(page, tr),
        buttons=(
            *_each(page.items, start, tr),
            paging.turning(page, tr, "doc.list", found.which),
            *fitting.rows([*_others(found, tr), *_breaches(found, tr), *_duties(found, tr)]),
        ),
        protect=_sensitive(page.items),
    )


def _sensitive(items: Sequence[DocumentLine]) -> bool:
    """Whether one of them must not be passed on, not even by its title."""
    return any(one.kind.protected for one in items)


def _breaches(found: DocumentPage, tr: Translator) -> list[Button]:
    n = found.breaches
    if n is None:
        return []
    return [tap(tr("Possible breaches {n}", n=n) if n else tr("Possible breaches"), "br.ls", 0, 0)]


def _duties(found: DocumentPage, tr: Translator) -> list[Button]:
    """Where there is nothing to write on: what is owed leads to its paper."""
    return [] if found.page.items else [tap(tr("My duties"), "td.d")]


def _others(found: DocumentPage, tr: Translator) -> list[Button]:
    return [
        tap(f"{tr(words_)} {found.counts[which]}", "doc.list", which, 0)
        for which, words_ in WHICH.items()
        if which != found.which and found.counts.get(which)
    ]


def _each(items: Sequence[DocumentLine], start: int, tr: Translator) -> list[tuple[Button, ...]]:
    named = [(f"{start + n}. {words.named(one.kind, tr)}", one.id) for n, one in enumerate(items, 1)]
    return list(fitting.rows(tap(shortened(said, ALONE), "doc", document) for said, document in named))


def line(one: DocumentLine, tr: Translator) -> Html:
    """《败诉案件分析报告》 行初12号 县公安局：待填3项，12月10日（周四），剩2个工作日."""
    about = [words.about(one.about, tr) if one.about else "", one.agency if one.others else ""]
    name = html(" ").join([words.title(one.kind, tr), *map(html, filter(None, about))])
    said = tr("{name}: {state}", name=bold(name), state=state(one, tr))
    late = any(each is not None and each.overdue for each in (one.distance, one.promised_in))
    return html("🔴 ") + said if late else said


def state(one: DocumentLine, tr: Translator) -> Html:
    """Where it stands, for whom it waits, by when."""
    parts = [tr(STATE_NAMES[one.state])]
    if one.missing:
        parts.append(tr.plural("{n} to be filled in", "{n} to be filled in", one.missing))
    if one.waits and not one.mine:
        parts.append(tr("waits for {name}", name=one.waits))
    if one.last is not None:
        parts.append(words.day(one.last, one.distance, tr))
    if one.promised_by is not None:
        day = words.day(one.promised_by, one.promised_in, tr)
        parts.append(tr.plural("{n} to follow up, the first by {day}", "{n} to follow up, the first by {day}",
                               one.promised, day=day))  # fmt: skip
    return html("，" if tr.chinese else ", ").join(parts)


def of_case(found: CasePapers, tr: Translator) -> Message:
    """The papers of a case, and the way to a new one."""
    page = found.page
    start = page.number * page.size
    new = [tap(tr("＋ Draft a document"), "doc.kinds", found.case_id, 0)] if found.offered else []
    return message(
        tr("【Documents】{number}", number=code(found.number)),
        *(html(f"{start + n}. ") + line(one, tr) for n, one in enumerate(page.items, 1)),
        None if page.items else tr("There are no documents yet."),
        paging.position(page, tr),
        buttons=(
            *_each(page.items, start, tr),
            paging.turning(page, tr, "doc.case", found.case_id),
            tuple(new),
            (tap(tr("Case"), "cs.open", found.case_id),),
        ),
        protect=_sensitive(page.items),
    )


def kinds(found: CasePapers, number: int, tr: Translator) -> Message:
    """Which document is to be drafted."""
    cut = pages.cut(found.offered, number, _PICKED)
    buttons = [tap(shortened(words.named(one, tr), ALONE), "doc.new", found.case_id, one.id) for one in cut.items]
    return message(
        tr("【Documents】{number}", number=code(found.number)),
        tr("Which document do you want to draft?") if buttons else tr("None is drafted for this case."),
        paging.position(cut, tr),
        buttons=(
            *fitting.rows(buttons),
            paging.turning(cut, tr, "doc.kinds", found.case_id),
            (tap(tr("‹ Go back"), "doc.case", found.case_id, 0),),
        ),
    )


def several(found: Sequence[DocumentLine], tr: Translator) -> Html:
    """Some of several by name, a line each."""
    return lines(*(html("· ") + line(one, tr) for one in found))
