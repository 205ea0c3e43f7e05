"""What is done about documents, as it is written down."""

from __future__ import annotations

from bot.domain.hall.acts import Act, day, hidden, listed, named, number, text
from bot.domain.hall.subjects import About

_KIND = text("kind", "《{value}》", personal=False)
_WHO = (text("who", "by {value}"), text("text"))

DOCUMENT_PREPARED = Act("document_prepared", "began a document", _KIND)
DOCUMENT_FILLED = Act("document_filled", "filled in a document", _KIND, *hidden("fields"))
DOCUMENT_SUBMITTED = Act("document_submitted", "submitted a document", _KIND, number("edition", "version: {value}"))
DOCUMENT_APPROVED = Act("document_approved", "approved a document", _KIND, *_WHO)
DOCUMENT_SENT_BACK = Act("document_sent_back", "sent a document back", _KIND)
DOCUMENT_TAKEN_BACK = Act("document_taken_back", "took a document back", _KIND)
DOCUMENT_DECIDED = Act(
    "document_decided", "wrote down the decision on a document", _KIND, text("choice", personal=False), *_WHO, day("on")
)
DOCUMENT_ISSUED = Act(
    "document_issued", "issued a document", _KIND, text("number", "no. {value}", personal=False), day("on")
)
DOCUMENT_SEALED = Act(
    "document_sealed", "added the signed or sealed paper of a document", _KIND, number("files", "files: {value}")
)
DOCUMENT_SENT = Act("document_sent", "sent a document to its addressee's people", _KIND)
DOCUMENT_DELIVERED = Act("document_delivered", "handed a document over", _KIND, text("by"), day("on"), text("note"))
DOCUMENT_RECEIVED = Act("document_received", "received a document", _KIND)
DOCUMENT_REPLIED = Act("document_replied", "answered a document", _KIND, named("reply", About.DOCUMENT))
DOCUMENT_ACCEPTED = Act("document_accepted", "accepted a document", _KIND)
DOCUMENT_VOID = Act("document_void", "declared a document void", _KIND)
DOCUMENT_PASSED = Act(
    "document_passed",
    "the document passed to the agency's successor",
    _KIND,
    text("agency", "from {value}", personal=False),
)
DOCUMENT_HANDED_ON = Act(
    "document_handed_on", "handed a document on with its duty", _KIND, text("agency", "from {value}", personal=False)
)
DOCUMENT_REVIVED = Act("document_revived", "took a document up again", _KIND)
FOLLOW_UP_DONE = Act(
    "follow_up_done", "reported as done what a document promised", _KIND, text("what"), day("on"), text("note")
)
FOLLOW_UP_EXCUSED = Act("follow_up_excused", "excused what a document promised", _KIND, text("what"))

_BREACH = text("breach", "{value}", personal=False)
BREACH_CONFIRMED = Act("breach_confirmed", "confirmed a breach", _BREACH)
BREACH_DISMISSED = Act("breach_dismissed", "decided that it is no breach", _BREACH)

ACTS = listed(
    DOCUMENT_PREPARED, DOCUMENT_FILLED, DOCUMENT_SUBMITTED, DOCUMENT_APPROVED, DOCUMENT_SENT_BACK, DOCUMENT_TAKEN_BACK,
    DOCUMENT_DECIDED, DOCUMENT_ISSUED, DOCUMENT_SEALED, DOCUMENT_DELIVERED, DOCUMENT_RECEIVED, DOCUMENT_REPLIED,
    DOCUMENT_ACCEPTED, DOCUMENT_VOID, DOCUMENT_PASSED, FOLLOW_UP_DONE, FOLLOW_UP_EXCUSED,
    DOCUMENT_SENT, DOCUMENT_HANDED_ON, DOCUMENT_REVIVED, BREACH_CONFIRMED, BREACH_DISMISSED,
)  # fmt: skip
