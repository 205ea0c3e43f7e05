"""The rows behind a figure, and why each is counted so."""

from __future__ import annotations

from bot.domain.figures.asked import COUNTED_LETTERS
from bot.domain.figures.cards import CountedWhy, CountLine, CountLines
from bot.domain.figures.counting import Counted
from bot.domain.hall.message import Button, Html, Message, bold, code, html, lines, message, tap
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator
from bot.views.figures import cards, words
from bot.views.figures.reasons import reasons
from bot.views.hall import fitting, paging


def listed(found: CountLines, tr: Translator) -> Message:
    """A page of rows, with the ways to those that are counted in one way only."""
    page = found.page
    start = page.number * page.size
    return message(
        cards.head(found.asked, words.where(found.asked, found.where, found.part, tr), tr),
        tr(words.WAYS[found.counted]) if found.counted else None,
        *(html(f"{n}. ") + _line(one, tr) for n, one in enumerate(page.items, start + 1)),
        None if page.items else tr("There are no such cases."),
        tr("Of the areas below only cases are listed in which the principal leader is owed.") if found.wholes else None,
        paging.position(page, tr),
        buttons=(
            *fitting.rows(_each(found, start, tr)),
            paging.turning(page, tr, "fig.rows", *found.asked.args, COUNTED_LETTERS.get(found.counted, "")),
            *fitting.rows(_others(found, tr)),
            (tap(str(tr("‹ Go back")), "fig", *found.asked.args),),
        ),
    )


def _line(one: CountLine, tr: Translator) -> Html:
    """（2026）鲁0831行初12号 县公安局 · 9月3日 · 张明副局长 · 已出庭."""
    parts = [one.agency, tr.brief(one.on) if one.on is not None else "", words.leader(one, tr)]
    said = [html(part) for part in parts if part]
    return lines(code(one.number), html(" · ").join([*said, tr(words.COUNTED[one.counted])]))


def _each(found: CountLines, start: int, tr: Translator) -> list[Button]:
    return [
        tap(shortened(f"{n}. {_short(one.number)}", ALONE), "fig.why", one.id)
        for n, one in enumerate(found.page.items, start + 1)
    ]


def _short(number: str) -> str:
    """行初12号, of （2026）鲁0831行初12号."""
    return number.rpartition("行")[1] + number.rpartition("行")[2]


def _others(found: CountLines, tr: Translator) -> list[Button]:
    """All, and each way of being counted of which there is a row."""
    args = found.asked.args
    ways = [way for way in COUNTED_LETTERS if found.counts.get(way) and way != found.counted]
    buttons: list[Button] = [
        tap(f"{tr(words.WAYS[way])} {found.counts[way]}", "fig.rows", *found.asked.args, COUNTED_LETTERS[way], 0)
        for way in ways
    ]
    if found.counted:
        buttons.insert(0, tap(str(tr("All of them")), "fig.rows", *args, "", 0))
    return buttons if len(found.counts) > 1 or found.counted or Counted.NOT_HEARD in found.counts else []


def why(one: CountedWhy, tr: Translator) -> Message:
    """为何这样计算: the steps, with the rules quoted."""
    line, found = one.line, one.why
    parts = (line.agency, tr.brief(line.on) if line.on is not None else "", words.leader(line, tr))
    return message(
        tr("【Why it is counted so】{number}", number=code(line.number)),
        html(" · ").join(html(part) for part in parts if part),
        bold(words.capital(tr(words.COUNTED[line.counted]), tr)),
        *reasons(found.steps, tr),
        tr("Rule book: {name}", name=_of(found.book, tr)) if found.book[0] else None,
        buttons=((tap(str(tr("Case")), "cs.open", found.row.case_id),),),
    )


def _of(both: tuple[str, str], tr: Translator) -> str:
    return both[0] if tr.chinese else both[1]
