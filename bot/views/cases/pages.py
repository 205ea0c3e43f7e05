"""The pages behind the card of a case: what it is, its papers, its hearings, and what is decided about it."""

from __future__ import annotations

from typing import Any

from bot.domain.cases.cases import DECISION_PAPERS, CaseView, PaperView
from bot.domain.hall import paging as pages
from bot.domain.hall.message import Button, Copy, Html, Message, code, html, message, tap
from bot.domain.hall.paging import Page
from bot.texts import Translator
from bot.views.cases import cases, sittings
from bot.views.cases.card import documents_button, number_buttons
from bot.views.cases.matters import mark
from bot.views.hall import fitting, paging

_ROOM = fitting.BUTTONS - 3
"""Buttons of a page that has ‹, › and the way back besides."""
_HEARINGS = 4


def more(case: CaseView, tr: Translator) -> Message:
    """What the case is, and the way to everything about it."""
    found: list[Button] = [
        *([tap(tr("All matters"), "cs.all", case.id, 0)] if case.leads and (case.matters or case.known) else []),
        tap(tr("Court papers"), "cs.papers", case.id, 0),
        *documents_button(case, tr),
        tap(tr("Parties"), "pt", case.id, 0),
        *([tap(tr("Hearings"), "cs.hears", case.id, 0)] if case.hearings or _may_name(case) else []),
        tap(tr("History"), "cs.hist", case.id, 0),
        *([tap(tr("Manage"), "cs.care", case.id, 0)] if _care(case, tr) else []),
        Copy(str(tr("Copy number")), case.number),
        tap(tr("‹ Go back"), "cs.show", case.id),
    ]
    return message(_head(case, tr), cases.facts(case, tr), buttons=fitting.rows(found))


def papers(case: CaseView, number: int, tr: Translator) -> Message:
    """The papers in the order in which they came, each with what can be done about it."""
    marked = list(enumerate(case.papers))
    cut = _by_buttons([(place, paper, _paper_buttons(paper, mark(place), case, tr)) for place, paper in marked], number)
    return message(
        _head(case, tr),
        *(html(f"{mark(place)} ") + cases.paper_line(paper, tr) for place, paper, _ in cut.items),
        None if marked else tr("No paper is recorded."),
        paging.leaf_position(cut, tr),
        buttons=(*fitting.together(buttons for _, _, buttons in cut.items), *_foot(case, cut, "cs.papers", tr)),
    )


_Paper = tuple[int, PaperView, fitting.Group]


def _by_buttons(found: list[_Paper], number: int) -> Page[_Paper]:
    """A page of papers with no more buttons, and no more lines, than are taken in at once."""
    leaves: list[list[_Paper]] = [[]]
    for one in found:
        if sum(len(each[2]) for each in leaves[-1]) + len(one[2]) > _ROOM or len(leaves[-1]) == _ROOM:
            leaves.append([])
        leaves[-1].append(one)
    number = pages.within(number, len(leaves), 1)
    return Page(tuple(leaves[number]), number, len(leaves), 1)


def _paper_buttons(paper: PaperView, marked: str, case: CaseView, tr: Translator) -> fitting.Group:
    row: list[Button] = []
    if case.may_correct:
        row.append(tap(f"{marked} {tr('Correct')}", "pa.fix", paper.id, paper.version))
        if paper.kind in DECISION_PAPERS:
            row.append(tap(f"{marked} {tr('Effective date')}", "pa.eff", paper.id))
        if paper.kind.value == "advice_received" and paper.handled_on is None:
            row.append(tap(f"{marked} {tr('Advice handled')}", "pa.handled", paper.id, paper.version))
    if paper.files:
        row.append(tap(f"{marked} {tr('Files')}", "pa.files", paper.id))
    return tuple(row)


def hearings(case: CaseView, number: int, tr: Translator) -> Message:
    """All hearings of the case, the newest last, and who appears."""
    cut = pages.cut(case.hearings, number, _HEARINGS)
    to = [
        tap(tr("Hearing of {day}", day=tr.brief(one.starts_at.astimezone(tr.zone).date())), "hr", one.id)
        for one in cut.items
        if one.shown
    ]
    naming = [tap(tr("Name the leader"), "ap.name", case.id, one) for one in case.enters_for[:1] if _may_name(case)]
    return message(
        _head(case, tr),
        *(sittings.whole(one, tr) for one in cut.items),
        *(sittings.appearance(one, tr) for one in case.appearances[:_HEARINGS]),
        None if case.hearings else tr("No hearing is recorded."),
        paging.position(cut, tr),
        buttons=(*fitting.rows([*to, *naming]), *_foot(case, cut, "cs.hears", tr)),
    )


def _may_name(case: CaseView) -> bool:
    return bool(case.enters_for) and case.closed_on is None


def care(case: CaseView, number: int, tr: Translator) -> Message:
    """What is decided about the case as a whole, and the cases before and after it."""
    cut = fitting.leaf([(one,) for one in _care(case, tr)], number, _ROOM)
    return message(
        _head(case, tr),
        cases.linked(case, tr),
        paging.leaf_position(cut, tr),
        buttons=(*fitting.rows(one for group in cut.items for one in group), *_foot(case, cut, "cs.care", tr)),
    )


def _care(case: CaseView, tr: Translator) -> list[Button]:
    found: list[Button] = list(number_buttons(case, tr))
    about = case.id, case.version
    if case.may_correct:
        found.append(tap(tr("Tags"), "cs.tags", *about))
        closed = case.closed_on is not None
        found.append(
            tap(tr("Open the case again"), "cs.reopen", *about)
            if closed
            else tap(tr("Close the case"), "cs.close", *about)
        )
    if case.may_assign:
        found.append(tap(tr("Handling unit"), "cs.units", case.id, 0))
    return [*found, *_linking(case, tr)]


def _linking(case: CaseView, tr: Translator) -> list[Button]:
    """To the cases before and after, and how they are linked."""
    found: list[Button] = [tap(case.original, "cs.open", case.original_id)] if case.original_id else []
    found += [tap(number, "cs.open", one) for one, number in case.later]
    if case.may_correct:
        found.append(tap(tr("Number of the next instance"), "cs.next", case.id, case.version))
        if not case.original:
            found.append(tap(tr("Case decided before"), "cs.origin", case.id, case.version))
    return found


def _head(case: CaseView, tr: Translator) -> Html:
    return tr("【Case】{number}", number=code(case.number))


def _foot(case: CaseView, page: Page[Any], verb: str, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    return paging.turning(page, tr, verb, case.id), (tap(tr("‹ Go back"), "cs.more", case.id),)
