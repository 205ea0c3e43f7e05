"""A draft as it would be printed, for whoever asked to see it."""

from __future__ import annotations

from bot.domain.documents.kinds import Kind
from bot.domain.hall.message import Attachment, Message, message, tap
from bot.texts import Translator
from bot.views.documents import words

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draft(kind: Kind, document_id: int, name: str, paper: bytes, page: bytes, tr: Translator) -> Message:
    """The file, with the picture of its first page before it where there is one."""
    return message(
        tr("{document}: the draft as it stands now. Nobody else has received it.", document=words.title(kind, tr)),
        buttons=((tap(tr("The document"), "doc", document_id),),),
        attachment=Attachment(name, paper, _WORD),
        copies=(Attachment("page.png", page, "image/png", picture=True),) if page else (),
        protect=kind.protected,
    )


def failed(kind: Kind, document_id: int, tr: Translator) -> Message:
    """No paper could be made; what was filled in is there all the same."""
    return message(
        tr("{document} could not be made into a paper: its template has a fault. What you filled in is kept; please "
           "tell your administrator.", document=words.title(kind, tr)),
        buttons=((tap(tr("The document"), "doc", document_id),),),
        protect=kind.protected,
    )  # fmt: skip
