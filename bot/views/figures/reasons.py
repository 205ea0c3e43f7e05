"""Why a case counts as it does, in sentences; each with the rule that it rests on, in the rule's own words."""

from __future__ import annotations

from bot.domain.figures.counting_words import WORDS
from bot.domain.figures.questions import Because
from bot.domain.hall.message import Html, html
from bot.domain.law.explanations import Named, render
from bot.texts import Translator


def reasons(steps: tuple[Because, ...], tr: Translator) -> list[Html]:
    """One line for each step, and one for the words of its rule."""
    return [line for one in steps for line in _step(one, tr)]


def _step(one: Because, tr: Translator) -> list[Html]:
    [sentence] = render([one.sentence], tr, WORDS)
    cited = tr(" ({source})", source=Named(*one.place)) if one.place else Html("")
    return [Html("· ") + Html(sentence) + cited, *(html(f"“{quote}”") for quote in one.quotes[:1])]
