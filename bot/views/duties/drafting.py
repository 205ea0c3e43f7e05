"""The document that shows a duty to be done: begun or not, the ways to it."""

from __future__ import annotations

from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Button, tap
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator


def drafted(duty: DutyView, tr: Translator) -> str:
    """《败诉案件分析报告》: the title of its document."""
    return f"《{duty.draft_zh}》" if tr.chinese else duty.draft_en or duty.draft_zh


def offered(duty: DutyView, tr: Translator) -> list[Button]:
    """To the document that shows it to be done; where none was begun yet, to begin it."""
    if duty.document:
        return [tap(tr("The document"), "doc", duty.document)]
    if not duty.draft_zh or not duty.may_close or not duty.is_open or duty.is_right:
        return []
    words = tr("Draft {name}", name=drafted(duty, tr))
    return [tap(shortened(str(words), ALONE), "doc.duty", duty.id), *nothing_happened(duty, tr)]


def to_draft(duty: DutyView, tr: Translator) -> Button | None:
    """What a reminder offers first: its document, begun or not, by its title; None where one tap files its form."""
    if not duty.draft_zh or not duty.may_close or not duty.is_open or duty.is_right or duty.files_form:
        return None
    if duty.document:
        return tap(shortened(drafted(duty, tr), ALONE), "doc", duty.document)
    return tap(shortened(str(tr("Draft {name}", name=drafted(duty, tr))), ALONE), "doc.duty", duty.id)


def nothing_happened(duty: DutyView, tr: Translator) -> list[Button]:
    """零报告: one tap where there is nothing to report."""
    fits = duty.draft_nil and duty.may_close and duty.is_open and not duty.document
    return [tap(tr("Nil report"), "doc.nil", duty.id, duty.version)] if fits else []
