"""The copy of a recorded paper, sent after it was asked for: with it the paper is reported."""

from __future__ import annotations

from typing import Any

from bot.domain.cases.paper_forms import PAPER
from bot.domain.hall.errors import Refused
from bot.domain.hall.files import too_large
from bot.domain.hall.message import Message
from bot.services.cases import paper_filing, papers
from bot.services.duties import cards as duty_cards
from bot.services.hall import drafts
from bot.telegram import bound
from bot.telegram.forms import Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.cases import copies as views
from handlers.cases import paper_files, paper_intake

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """Asked before photos are taken for new papers."""
    router.text(lambda turn: take(turn, forms))
    router.press("pa.other", lambda turn: other(turn, forms), sees=nothing)


def take(turn: Turn, forms: Forms) -> bool:
    """A photo without words that speak of another paper, while a copy is waited for."""
    wanted = paper_filing.asked(turn.desk)
    if wanted is None or not paper_intake.has_documents(turn) or not _is_free(turn, forms):
        return False
    if not paper_filing.is_more(wanted, turn.incoming.media_group):
        return False
    said = paper_files.said(turn, turn.incoming.text, turn.incoming.files)
    if paper_intake.names_paper(turn) or paper_filing.is_of_other(turn.desk, wanted, str(said.get("number") or "")):
        return False
    copies = bound.files_given(turn)
    if not copies:
        raise Refused.because(turn.incoming.unkept or too_large())
    taken = paper_filing.take(turn.desk, wanted, copies, turn.incoming.media_group)
    first = duty_cards.of(turn.desk, taken[0])
    if wanted.album:
        words = turn.tr.plural("{n} file is with this paper now.", "{n} files are with this paper now.", first.files)
        turn.say(Message(words, silent=True))
    else:
        turn.say(views.taken(paper_filing.papers_of(turn.desk, taken), first, turn.tr))
    return True


def other(turn: Turn, forms: Forms) -> None:
    """It was no copy of that: nothing is reported by it, and its own form begins."""
    found = paper_filing.retract(turn.desk)
    turn.beside()
    forms.start(turn, PAPER.name, {**papers.plain_agency(turn.desk, ""), "files": found})


def _is_free(turn: Turn, forms: Forms) -> bool:
    """Whether no form waits for files, or is about a paper."""
    draft = drafts.current(turn.desk)
    return (draft is None or draft.form != PAPER.name) and not forms.wish(turn)
