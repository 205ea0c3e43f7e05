"""The buttons that do a duty: its form, its copy, who appears, what is unchanged; else that it is reported done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Button, tap
from bot.domain.hall.phone import ALONE, width
from bot.domain.hall.terms import DutyState
from bot.texts import Translator


def unchanged(duty: DutyView, tr: Translator, mark: str = "") -> list[Button]:
    """One tap where what was filed before still holds."""
    if not duty.is_open or duty.filed_on is None or not duty.may_close or (duty.files_form and duty.form_differs):
        return []
    same = tap(mark + str(tr("Unchanged")), "dt.same", duty.id, duty.version)
    if not (duty.files_form and duty.document):
        return [same]
    return [same, tap(mark + str(tr("Something changed")), "doc.alter", duty.id, duty.version)]


def copying(duty: DutyView, tr: Translator, mark: str = "") -> list[Button]:
    """The copy of the paper does it, in one photo."""
    return [tap(mark + str(tr("Send the copy")), "dt.file", duty.id, duty.version)] if duty.asks_copy else []


def finishing(duty: DutyView, tr: Translator, mark: str = "") -> Button:
    """The button that does it; `mark` is its number in a list, with a space. Some have pages of their own."""
    if duty.is_result:
        return tap(mark + tr("Report the result"), "rs.at", duty.hearing_id or 0, duty.concerns)
    if duty.files_form:
        return tap(mark + tr("File in one tap"), "doc.file", duty.id, duty.version)
    if duty.names_first:
        return tap(mark + tr("Name the leader"), "ap.name", duty.case_id or 0, duty.concerns)
    if duty.confirms:
        return tap(mark + tr("Check the roster"), "dt.roster", duty.id)
    return tap(mark + tr("Report done"), "dt.done", duty.id, duty.version)


def recording(duty: DutyView, tr: Translator) -> list[Button]:
    """登记通报: what a court reports of a quarter, with its figures; its receipt alone can be reported too."""
    fits = duty.court_quarter and duty.is_open and duty.may_close
    return [tap(tr("Record the bulletin"), "ct.new", duty.court_quarter)] if fits else []


def doing(duty: DutyView, tr: Translator) -> list[Button]:
    """Everything that does it; of a form that was filed before, whether it still holds."""
    asked = unchanged(duty, tr)
    does = [] if len(asked) > 1 else copying(duty, tr) or [*recording(duty, tr), finishing(duty, tr)]
    return [*asked, *does]


LEADS = {"ledger": "The ledger", "assessment": "The scores", "event": "Set up the event"}
"""What a duty leads to that is made of the figures, or of an event."""


def drafted(duty: DutyView, tr: Translator) -> str:
    """《败诉案件分析报告》: the title of its document."""
    return f"《{duty.draft_zh}》" if tr.chinese else duty.draft_en or duty.draft_zh


def drafting(duty: DutyView, tr: Translator) -> list[Button]:
    """To the document that shows it to be done; where none was begun yet, to begin it."""
    if duty.document:
        return [tap(tr("The document"), "doc", duty.document), *another(duty, tr)]
    if led := leading(duty, tr):
        return [led]
    return [begin(duty, tr), *nothing_happened(duty, tr)] if duty.begins_paper else []


def leading(duty: DutyView, tr: Translator) -> Button | None:
    """To what makes it, where that is no paper to be begun."""
    if duty.leads_to not in LEADS or not duty.may_close or not duty.is_open or duty.is_right:
        return None
    if duty.draft_zh and not duty.may_draft:
        return None
    return tap(tr(LEADS[duty.leads_to]), "go", duty.leads_to)


def begin(duty: DutyView, tr: Translator) -> Button:
    """To begin its document, by its title."""
    said = (str(tr("Draft {name}", name=name)) for name in _names(duty, tr))
    return tap(_fitting(said, str(tr("Draft the paper"))), "doc.duty", duty.id)


def _names(duty: DutyView, tr: Translator) -> Iterator[str]:
    """What the document is called; in few characters without 行政机关, which goes without saying."""
    whole = drafted(duty, tr)
    yield from (whole, whole.replace("行政机关", "", 1))


def _fitting(labels: Iterable[str], otherwise: str) -> str:
    """The first that has room on a button of its own: a title that is cut tells less than none."""
    return next((one for one in labels if width(one) <= ALONE), otherwise)


def another(duty: DutyView, tr: Translator) -> list[Button]:
    """再发其他单位: a letter that goes to each of several units is begun for the next one."""
    goes_on = duty.draft_many and duty.may_close and duty.state in (DutyState.OPEN, DutyState.SUBMITTED, DutyState.DONE)
    return [tap(tr("To another unit"), "doc.duty", duty.id)] if goes_on else []


def to_draft(duty: DutyView, tr: Translator) -> Button | None:
    """What a reminder offers first: its document, begun or not, by its title; None where a form has its own button."""
    if not duty.document and (led := leading(duty, tr)):
        return led
    if not duty.draft_zh or not duty.may_close or not duty.is_open or duty.is_right or duty.closes_by_paper:
        return None
    if duty.document:
        return tap(_fitting(_names(duty, tr), str(tr("The document"))), "doc", duty.document)
    return begin(duty, tr) if duty.begins_paper else None


def nothing_happened(duty: DutyView, tr: Translator) -> list[Button]:
    """零报告: one tap where there is nothing to report."""
    fits = duty.draft_nil and duty.may_close and duty.is_open and not duty.document
    return [tap(tr("Nil report"), "doc.nil", duty.id, duty.version)] if fits else []


def beginning(duty: DutyView, tr: Translator) -> list[Button]:
    """The same in few characters, beside other buttons; nothing where the form has a button of its own."""
    if duty.files_form or duty.names_first or duty.filed_on is not None or not duty.may_close or not duty.is_open:
        return []
    if duty.document:
        return [tap(tr("The document"), "doc", duty.document)]
    if led := leading(duty, tr):
        return [led]
    return [tap(tr("Draft the paper"), "doc.duty", duty.id)] if duty.begins_paper else []


def looking(duty: DutyView, tr: Translator) -> list[Button]:
    """To what was handed in: the document of this house, or the files alone."""
    if duty.document:
        return [tap(tr("The document"), "doc", duty.document)]
    return [tap(tr("Files"), "dt.files", duty.id)] if duty.files else []
